//! Prices on their way from a feed to the stations that they are for.

use std::collections::BTreeMap;

use serde_json::Value;
use stations::{Money, Overstay, Station, Tariff, TariffPeriod};

/// Minutes of a day.
pub(crate) const DAY: u16 = 1440;

/// What a price is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Priced {
    /// A station, by its id in its source or in the snapshot.
    Station(String),
    /// A connector.
    Connector(String),
    /// Whoever names it.
    Name(String),
}

/// A price as a feed gives it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Price {
    pub(super) of: Priced,
    /// Its id is given by [`super::Feed::settle`].
    pub(super) tariff: Tariff,
    pub(super) overstay: Vec<Overstay>,
    /// Fields without a place of their own, for the stations' `ext`.
    pub(super) ext: BTreeMap<String, Value>,
    /// Read from words: counts only where nothing else is known.
    pub(super) is_from_words: bool,
}

impl Price {
    pub(super) fn new(of: Priced, tariff: Tariff) -> Self {
        Self {
            of,
            tariff,
            overstay: Vec::new(),
            ext: BTreeMap::new(),
            is_from_words: false,
        }
    }
}

/// A connector that names its tariff, or a whole station when no connector is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) station: String,
    pub(super) connector: String,
    pub(super) tariff: String,
}

/// Takes the tariffs that a table names for a station: all of it names them.
pub(super) fn wishes_of(station: &mut Station) -> Vec<Wish> {
    let named = std::mem::take(&mut station.tariffs).into_iter();
    let each = named.map(|tariff| Wish {
        station: station.id.0.clone(),
        connector: String::new(),
        tariff: tariff.0,
    });
    each.collect()
}

/// A price from some minute of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: u16,
    /// Absent where the next span ends it.
    pub(super) to: Option<u16>,
    pub(super) energy: Money,
    pub(super) service: Money,
}

/// Spans of a day as periods: in order; one without an end lasts until the next begins, and the
/// last wraps around midnight (T/CEC 102.3, `PolicyInfos`). `None` when they overlap.
pub(super) fn day(mut spans: Vec<Span>) -> Option<Vec<TariffPeriod>> {
    spans.sort_by_key(|span| span.from);
    let starts: Vec<u16> = spans.iter().map(|span| span.from).collect();
    let mut periods = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        let next = starts[(index + 1) % starts.len()];
        let to = match span.to {
            Some(to) if to != span.from => to,
            _ => next,
        };
        let period = |from, to| TariffPeriod {
            from,
            to,
            energy: span.energy,
            service: span.service,
            per_minute: Money(0),
        };
        if to > span.from {
            periods.push(period(span.from, to));
        } else {
            periods.push(period(span.from, DAY));
            if to > 0 {
                periods.push(period(0, to));
            }
        }
    }
    periods.sort_by_key(|period| period.from);
    let is_apart = periods.windows(2).all(|pair| pair[0].to <= pair[1].from);
    is_apart.then(|| joined(periods))
}

/// Neighbours with equal prices as one period.
pub(super) fn joined(periods: Vec<TariffPeriod>) -> Vec<TariffPeriod> {
    let mut out: Vec<TariffPeriod> = Vec::new();
    for period in periods {
        let prices = |period: &TariffPeriod| (period.energy, period.service, period.per_minute);
        match out.last_mut() {
            Some(last) if last.to == period.from && prices(last) == prices(&period) => {
                last.to = period.to;
            }
            _ => out.push(period),
        }
    }
    out
}

/// Minute of the day: `083000`, `0830`, `08:30`, `08:30:00`; `24:00` and 23:59 with or without
/// seconds are the end of the day where an end is asked for.
pub(crate) fn minute(text: &str, is_end: bool) -> Option<u16> {
    let text = text.trim();
    let (hours, minutes) = if text.contains(':') {
        let mut parts = text.split(':');
        let (hours, minutes) = (parts.next()?, parts.next()?);
        let seconds = parts.next().unwrap_or("0");
        let is_time = seconds.parse::<u16>().is_ok_and(|s| s < 60) && parts.next().is_none();
        is_time.then_some((hours, minutes))?
    } else {
        let is_time = matches!(text.len(), 4 | 6) && text.bytes().all(|b| b.is_ascii_digit());
        is_time.then(|| (&text[..2], &text[2..4]))?
    };
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let minute = hours.checked_mul(60)?.checked_add(minutes)?;
    let is_possible = minutes < 60 && minute <= DAY;
    let is_last = is_end && minute == DAY - 1;
    is_possible.then_some(if is_last { DAY } else { minute })
}

/// A day `YYYY-MM-DD` at the begin of `text`, also written without dashes.
pub(crate) fn date(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .take(10)
        .filter(char::is_ascii_digit)
        .take(8)
        .collect();
    let number = |range| digits.get(range).and_then(|part: &str| part.parse().ok());
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    date.ok().map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u16, to: Option<u16>, price: i64) -> Span {
        Span {
            from,
            to,
            energy: Money(price),
            service: Money(0),
        }
    }

    fn shown(spans: Vec<Span>) -> Option<Vec<(u16, u16, i64)>> {
        let periods = day(spans)?;
        let show = |period: TariffPeriod| (period.from, period.to, period.energy.0);
        Some(periods.into_iter().map(show).collect())
    }

    #[test]
    fn a_period_ends_where_the_next_begins_and_the_last_wraps() {
        let spans = vec![span(1380, None, 1), span(420, None, 2), span(660, None, 3)];
        let wanted = vec![(0, 420, 1), (420, 660, 2), (660, 1380, 3), (1380, 1440, 1)];
        assert_eq!(shown(spans), Some(wanted));
        assert_eq!(shown(vec![span(0, None, 1)]), Some(vec![(0, 1440, 1)]));
        assert_eq!(shown(vec![span(60, None, 1)]), Some(vec![(0, 1440, 1)]));
        let twice = vec![span(0, None, 1), span(420, None, 1)];
        assert_eq!(shown(twice), Some(vec![(0, 1440, 1)]));
    }

    #[test]
    fn stated_ends_count_and_overlaps_do_not() {
        let gap = vec![span(0, Some(60), 1), span(120, Some(1440), 2)];
        assert_eq!(shown(gap), Some(vec![(0, 60, 1), (120, 1440, 2)]));
        let night = vec![span(1320, Some(360), 1), span(360, Some(1320), 2)];
        let wanted = vec![(0, 360, 1), (360, 1320, 2), (1320, 1440, 1)];
        assert_eq!(shown(night), Some(wanted));
        assert_eq!(
            shown(vec![span(0, Some(600), 1), span(500, Some(1440), 2)]),
            None
        );
    }

    #[test]
    fn times_and_days_in_all_their_spellings() {
        for (text, wanted) in [
            ("083000", Some(510)),
            ("08:30", Some(510)),
            ("8:30:00", Some(510)),
            ("0830", Some(510)),
            ("24:00", Some(1440)),
            ("235959", Some(1440)),
            ("25:00", None),
            ("08:61", None),
            ("1:2:3:4", None),
            ("時分", None),
            ("", None),
        ] {
            assert_eq!(minute(text, true), wanted, "{text}");
        }
        assert_eq!(minute("23:59", false), Some(1439));
        assert_eq!(date("2026-02-28 08:00"), Some("2026-02-28".to_owned()));
        assert_eq!(date("20260228"), Some("2026-02-28".to_owned()));
        for text in ["2026-02-30", "二〇二六", "2026", ""] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
