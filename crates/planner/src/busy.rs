//! How long one waits for a connector, by the hour of the week.

use serde::Deserialize;
use thiserror::Error;
use units::Seconds;

const HOURS: usize = 7 * 24;
const HOUR_MINUTES: f64 = 60.0;
const WEEK: u32 = 7 * 24 * 60;
const WEEK_MINUTES: f64 = 7.0 * 24.0 * HOUR_MINUTES;

/// The waits to expect at one station, for each hour of the week from Monday 00:00 local time on.
///
/// The wait of an hour is that of its middle; in between it changes evenly.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Vec<f64>")]
pub struct BusyWeek(Vec<f64>);

/// Waits that are none.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum NoBusyWeek {
    /// There are not as many as hours.
    #[error("found {0} waits, expected 24 (a day) or 168 (a week from Monday 00:00 on)")]
    Count(usize),
    /// One is out of range.
    #[error("hour {hour}: found {}, expected 0 to 86400 seconds", json::plain(*found))]
    Wait {
        /// Which one, counted from 0.
        hour: usize,
        /// What it was.
        found: f64,
    },
}

impl TryFrom<Vec<f64>> for BusyWeek {
    type Error = NoBusyWeek;

    /// From seconds for each hour of a day, which is every day then, or of a week.
    fn try_from(waits: Vec<f64>) -> Result<Self, NoBusyWeek> {
        if waits.len() != 24 && waits.len() != HOURS {
            return Err(NoBusyWeek::Count(waits.len()));
        }
        let strange = waits
            .iter()
            .position(|wait| !(0.0..=86_400.0).contains(wait));
        if let Some(hour) = strange {
            let found = waits[hour];
            return Err(NoBusyWeek::Wait { hour, found });
        }
        Ok(Self(waits.iter().copied().cycle().take(HOURS).collect()))
    }
}

impl BusyWeek {
    /// The middles of the hours from just before a minute of the week on, for so many hours, in
    /// minutes since that minute; and the wait there.
    pub(crate) fn hours_from(
        &self,
        minute: u32,
        hours: usize,
    ) -> impl Iterator<Item = (f64, Seconds)> {
        let minute = f64::from(minute % WEEK);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "below 168"
        )]
        let first = (minute / HOUR_MINUTES + 0.5).floor() as usize + HOURS - 1;
        (first..=first + hours).map(move |hour| {
            #[expect(clippy::cast_precision_loss, reason = "small")]
            let middle = (hour as f64 + 0.5) * HOUR_MINUTES - WEEK_MINUTES - minute;
            (middle, Seconds(self.0[hour % HOURS]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_every_day_and_hours_have_middles() {
        let hours: Vec<f64> = (0..24).map(f64::from).collect();
        let week = BusyWeek::try_from(hours).unwrap();
        let from = |minute| {
            let knots = week.hours_from(minute, 2);
            knots.map(|(at, wait)| (at, wait.0)).collect::<Vec<_>>()
        };
        // Monday 00:10: the hour before its middle is Sunday's last.
        assert_eq!(from(10), [(-40.0, 23.0), (20.0, 0.0), (80.0, 1.0)]);
        assert_eq!(from(40), [(-10.0, 0.0), (50.0, 1.0), (110.0, 2.0)]);
        // Sunday 23:50.
        assert_eq!(
            from(7 * 1440 - 10),
            [(-20.0, 23.0), (40.0, 0.0), (100.0, 1.0)]
        );
    }

    #[test]
    fn strange_weeks_are_refused() {
        let read = |json: &str| {
            serde_json::from_str::<BusyWeek>(json)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            read("[1, 2]"),
            "found 2 waits, expected 24 (a day) or 168 (a week from Monday 00:00 on)"
        );
        let mut waits = vec![0.0; 24];
        waits[5] = -1.0;
        assert_eq!(
            BusyWeek::try_from(waits).unwrap_err().to_string(),
            "hour 5: found -1, expected 0 to 86400 seconds"
        );
    }
}
