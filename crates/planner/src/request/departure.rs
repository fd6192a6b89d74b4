//! When a trip begins.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use units::Seconds;

const DAY_MINUTES: u32 = 24 * 60;

/// The local date and minute at which a trip begins. As text `2026-11-26T08:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Departure {
    year: u16,
    month: u8,
    day: u8,
    /// Since midnight.
    minute: u16,
}

/// Midnight of a Thursday without any season: what is asked when nobody says when.
impl Default for Departure {
    fn default() -> Self {
        Self {
            year: 1970,
            month: 1,
            day: 1,
            minute: 0,
        }
    }
}

/// A text that names no minute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found \"{0}\", expected a local time such as 2026-11-26T08:30")]
pub struct NoDeparture(String);

impl Departure {
    /// Minutes since Monday 00:00.
    pub fn minute_of_week(self) -> u32 {
        self.weekday() * DAY_MINUTES + u32::from(self.minute)
    }

    /// Minutes since midnight.
    pub fn minute_of_day(self) -> u32 {
        u32::from(self.minute)
    }

    /// The whole minute so long after this one; times below 0 and beyond a year count as those.
    #[must_use]
    pub fn later(self, time: Seconds) -> Self {
        const YEAR_MINUTES: f64 = 366.0 * 24.0 * 60.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts of floats saturate, and the range is checked"
        )]
        let minutes = (time.0 / 60.0).clamp(0.0, YEAR_MINUTES) as u32;
        let minutes = u32::from(self.minute) + minutes;
        let mut then = Self {
            minute: u16::try_from(minutes % DAY_MINUTES).unwrap_or(0),
            ..self
        };
        for _ in 0..minutes / DAY_MINUTES {
            then = then.next_day();
        }
        then
    }

    fn next_day(self) -> Self {
        if self.day < days_of(self.year, self.month) {
            let day = self.day + 1;
            return Self { day, ..self };
        }
        let (year, month) = match self.month {
            12 => (self.year + 1, 1),
            month => (self.year, month + 1),
        };
        Self {
            year,
            month,
            day: 1,
            ..self
        }
    }

    /// The date as `2026-11-26`.
    pub fn date(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// The day of the week, 0 for Monday.
    ///
    /// Days since 1970-01-01, a Thursday, after Howard Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms", `days_from_civil`. A calendar library would be the largest part of the worker.
    pub fn weekday(self) -> u32 {
        let (month, day) = (u32::from(self.month), u32::from(self.day));
        let year = u32::from(self.year) - u32::from(month <= 2);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
        // 0000-03-01, where this count begins, is a Wednesday.
        (days + 2) % 7
    }
}

/// Days of a month.
fn days_of(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(is_leap),
        _ => 31,
    }
}

impl FromStr for Departure {
    type Err = NoDeparture;

    fn from_str(text: &str) -> Result<Self, NoDeparture> {
        let refuse = || NoDeparture(text.chars().take(40).collect());
        let bytes = text.as_bytes();
        let is_form = bytes.len() == 16
            && bytes
                .iter()
                .zip(b"0000-00-00T00:00")
                .all(|(found, form)| match form {
                    b'0' => found.is_ascii_digit(),
                    _ => found == form,
                });
        if !is_form {
            return Err(refuse());
        }
        let number = |from: usize, to: usize| text[from..to].parse::<u16>().map_err(|_| refuse());
        let small = |from, to| number(from, to).and_then(|n| u8::try_from(n).map_err(|_| refuse()));
        let (year, month, day) = (number(0, 4)?, small(5, 7)?, small(8, 10)?);
        let (hour, minute) = (number(11, 13)?, number(14, 16)?);
        let is_possible = year > 0
            && (1..=12).contains(&month)
            && (1..=days_of(year, month)).contains(&day)
            && hour < 24
            && minute < 60;
        if !is_possible {
            return Err(refuse());
        }
        Ok(Self {
            year,
            month,
            day,
            minute: hour * 60 + minute,
        })
    }
}

impl fmt::Display for Departure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = (self.minute / 60, self.minute % 60);
        write!(formatter, "{}T{hour:02}:{minute:02}", self.date())
    }
}

impl TryFrom<String> for Departure {
    type Error = NoDeparture;

    fn try_from(text: String) -> Result<Self, NoDeparture> {
        text.parse()
    }
}

impl From<Departure> for String {
    fn from(departure: Departure) -> Self {
        departure.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        // Thursday, the leap day of 2024 (Thursday), New Year 2000 (Saturday), a Monday.
        let days = [
            ("2026-11-26", 3),
            ("2024-02-29", 3),
            ("2000-01-01", 5),
            ("1970-01-05", 0),
        ];
        for (date, weekday) in days {
            let departure: Departure = format!("{date}T08:30").parse().unwrap();
            assert_eq!(departure.weekday(), weekday, "{date}");
            assert_eq!(departure.to_string(), format!("{date}T08:30"));
        }
    }

    #[test]
    fn later_goes_on_over_the_ends_of_days_and_years() {
        let later = |text: &str, hours: f64| {
            let departure: Departure = text.parse().unwrap();
            departure.later(Seconds(hours * 3600.0)).to_string()
        };
        assert_eq!(later("2026-11-26T08:30", 1.5), "2026-11-26T10:00");
        assert_eq!(later("2026-12-31T23:30", 1.0), "2027-01-01T00:30");
        assert_eq!(later("2028-02-28T12:00", 36.0), "2028-03-01T00:00");
    }

    #[test]
    fn what_is_no_minute_is_refused() {
        for text in [
            "",
            "2026-02-29T08:30",
            "2026-11-26",
            "2026-11-26T24:00",
            "2026-13-01T00:00",
            "２０２６-11-26T08:30",
            "2026-11-26T08:30Z",
        ] {
            assert!(text.parse::<Departure>().is_err(), "{text}");
        }
    }
}
