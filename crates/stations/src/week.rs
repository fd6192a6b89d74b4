//! Opening hours as spans of a week, for those rules that say them plainly.

use crate::Opening;

/// Minutes of a day.
const DAY: u32 = 24 * 60;
/// Minutes of a week.
pub const WEEK_MINUTES: u32 = 7 * DAY;

/// When a station is open in an ordinary week, in minutes since Monday 00:00 of local time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenWeek {
    /// Spans `from..to`, sorted, apart from each other, within the week.
    spans: Vec<(u32, u32)>,
}

impl Opening {
    /// The ordinary week of the rule; `None` when it is unknown or says more than days of the week
    /// and times of the day: months, dates, sunrise. Holidays are passed over.
    ///
    /// Rules as in the specification of `opening_hours` in OpenStreetMap's wiki: parts after `;`
    /// replace the days they name, parts after `,` add to them.
    ///
    /// ```
    /// let opening = stations::Opening { rule: "Mo-Fr 08:00-18:00".into(), ..Default::default() };
    /// assert!(opening.week().is_some_and(|week| week.next_open(0) == Some(8 * 60)));
    /// ```
    pub fn week(&self) -> Option<OpenWeek> {
        let mut days: [Vec<(u32, u32)>; 7] = Default::default();
        for rule in self
            .rule
            .split(';')
            .map(str::trim)
            .filter(|rule| !rule.is_empty())
        {
            let (named, rest) = days_of(rule)?;
            let Some(named) = named else {
                continue;
            };
            let spans = spans_of(rest)?;
            for (day, own) in days.iter_mut().enumerate().filter(|(day, _)| named[*day]) {
                let midnight = u32::try_from(day).unwrap_or(0) * DAY;
                *own = spans
                    .iter()
                    .map(|(from, to)| (from + midnight, to + midnight))
                    .collect();
            }
        }
        (!self.rule.trim().is_empty()).then(|| OpenWeek::new(days.into_iter().flatten()))
    }
}

impl OpenWeek {
    fn new(spans: impl Iterator<Item = (u32, u32)>) -> Self {
        // What reaches into the next week is open at the begin of this one.
        let parts = spans.flat_map(|(from, to)| {
            let over = to.saturating_sub(WEEK_MINUTES);
            [(from, to.min(WEEK_MINUTES)), (0, over)]
        });
        let mut parts: Vec<(u32, u32)> = parts.filter(|(from, to)| from < to).collect();
        sorting::by_key(&mut parts, |part| *part);
        let mut spans: Vec<(u32, u32)> = Vec::new();
        for (from, to) in parts {
            match spans.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => spans.push((from, to)),
            }
        }
        Self { spans }
    }

    /// The first minute from `minute` on at which it is open, in minutes since the same Monday, so
    /// perhaps in the next week; `None` when it never is.
    pub fn next_open(&self, minute: u32) -> Option<u32> {
        let (week, minute) = (minute / WEEK_MINUTES * WEEK_MINUTES, minute % WEEK_MINUTES);
        let later = self.spans.iter().find(|(_, to)| minute < *to);
        match later {
            Some((from, _)) => Some(week + minute.max(*from)),
            None => self
                .spans
                .first()
                .map(|(from, _)| week + WEEK_MINUTES + from),
        }
    }

    /// The first minute after `minute`, at which it is open, at which it no longer is; `None` when
    /// it never closes, or is closed at `minute`.
    pub fn closes(&self, minute: u32) -> Option<u32> {
        let mut end = minute;
        // Through the end of the week, where the first span may go on.
        for _ in 0..3 {
            let (week, inside) = (end / WEEK_MINUTES * WEEK_MINUTES, end % WEEK_MINUTES);
            let span = self
                .spans
                .iter()
                .find(|(from, to)| (*from..*to).contains(&inside));
            match span {
                Some((_, to)) => end = week + to,
                None => return (end > minute).then_some(end),
            }
        }
        None
    }
}

/// The days that a rule names, and what follows them; no days for a rule about holidays only.
fn days_of(rule: &str) -> Option<(Option<[bool; 7]>, &str)> {
    if rule == "24/7" {
        return Some((Some([true; 7]), "00:00-24:00"));
    }
    let is_day = |byte: u8| byte.is_ascii_alphabetic() || b" ,-".contains(&byte);
    let end = rule
        .bytes()
        .position(|byte| !is_day(byte))
        .unwrap_or(rule.len());
    let (named, times) = rule.split_at(end);
    // "off" is what happens on the days, no day.
    let (named, rest) = match named
        .trim_end()
        .strip_suffix("off")
        .or(named.trim_end().strip_suffix("closed"))
    {
        Some(named) if times.is_empty() => (named, "off"),
        _ => (named, times),
    };
    let named = named.trim().trim_end_matches([',', ':']).trim();
    if named.is_empty() {
        return Some((Some([true; 7]), rest));
    }
    let mut days = [false; 7];
    let mut is_holiday_only = true;
    for part in named.split(',').map(str::trim) {
        if matches!(part, "PH" | "SH") {
            continue;
        }
        is_holiday_only = false;
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day_of(first.trim())?, day_of(last.trim())?);
        let mut day = first;
        loop {
            days[day] = true;
            if day == last {
                break;
            }
            day = (day + 1) % 7;
        }
    }
    Some(((!is_holiday_only).then_some(days), rest))
}

fn day_of(name: &str) -> Option<usize> {
    ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
        .iter()
        .position(|day| *day == name)
}

/// Spans of minutes since midnight; none for "off".
fn spans_of(text: &str) -> Option<Vec<(u32, u32)>> {
    let text = text.trim();
    if matches!(text, "off" | "closed") {
        return Some(Vec::new());
    }
    let text = text.strip_suffix("open").unwrap_or(text).trim();
    let spans = text.split(',').map(|span| {
        let (from, to) = span.trim().split_once('-')?;
        let (from, to) = (minute_of(from.trim())?, minute_of(to.trim())?);
        // Until after midnight.
        Some((from, if to <= from { to + DAY } else { to }))
    });
    spans.collect()
}

fn minute_of(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes) = (hours.parse::<u32>().ok()?, minutes.parse::<u32>().ok()?);
    (hours <= 48 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(rule: &str) -> Option<OpenWeek> {
        let rule = rule.to_owned();
        Opening {
            rule,
            ..Opening::default()
        }
        .week()
    }

    fn at(day: u32, hour: u32, minute: u32) -> u32 {
        day * DAY + hour * 60 + minute
    }

    #[test]
    fn day_and_night_never_closes() {
        let week = week("24/7").unwrap();
        assert_eq!(week.next_open(123), Some(123));
        assert_eq!(week.closes(123), None);
    }

    #[test]
    fn days_and_times_are_read_as_written() {
        let week = week("Mo-Fr 08:00-12:00,13:30-18:00; Sa 09:00-13:00; Su,PH off").unwrap();
        assert_eq!(week.next_open(at(0, 7, 0)), Some(at(0, 8, 0)));
        assert_eq!(week.closes(at(0, 8, 0)), Some(at(0, 12, 0)));
        assert_eq!(week.next_open(at(4, 12, 30)), Some(at(4, 13, 30)));
        assert_eq!(week.next_open(at(5, 14, 0)), Some(at(7, 8, 0)));
        assert_eq!(week.closes(at(6, 10, 0)), None);
        assert_eq!(week.next_open(at(9, 3, 0)), Some(at(9, 8, 0)));
    }

    #[test]
    fn nights_and_weekends_reach_over_the_end_of_the_week() {
        let week = week("Fr-Su 22:00-06:00").unwrap();
        assert_eq!(week.next_open(at(0, 5, 0)), Some(at(0, 5, 0)));
        assert_eq!(week.closes(at(6, 23, 0)), Some(at(7, 6, 0)));
        assert_eq!(week.closes(at(0, 1, 0)), Some(at(0, 6, 0)));
        assert_eq!(week.next_open(at(0, 6, 0)), Some(at(4, 22, 0)));
        // Saturday to Monday, across the end.
        assert!(self::week("Sa-Mo 10:00-11:00").unwrap().spans.len() == 3);
    }

    #[test]
    fn a_later_rule_replaces_the_days_it_names() {
        let week = week("08:00-20:00; We off").unwrap();
        assert_eq!(week.next_open(at(2, 9, 0)), Some(at(3, 8, 0)));
    }

    #[test]
    fn what_is_not_understood_is_unknown() {
        for rule in [
            "",
            "sunrise-sunset",
            "Apr-Oct 08:00-18:00",
            "Mo 8-18",
            "2026 Mo 08:00-10:00",
            "Mo 08:00+",
            "Mo-Xx 08:00-10:00",
            "Mo[1] 08:00-10:00",
        ] {
            assert_eq!(week(rule), None, "{rule}");
        }
    }
}
