//! What charging costs, by the time of day.

use serde::{Deserialize, Serialize};
use stations::{Money, Station, Tariff, TariffPeriod};
use units::{Seconds, WattHours};

use super::candidates::Candidate;
use crate::solve::ChargeTime;
use crate::{Departure, TripError};

const HOUR: f64 = 3600.0;
const DAY_MINUTES: u16 = 24 * 60;
/// A trip ends within so many days, stays and closed doors included.
const DAYS: f64 = 100.0;

/// What a trip's time and energy are worth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Worth {
    /// What an hour is worth to the driver, in the tariffs' currency; 0.01 to 100000.
    pub hour: f64,
    /// What a kilowatt-hour is taken to cost where no tariff says.
    pub unknown_kwh: f64,
}

impl Default for Worth {
    /// 30 an hour; 1.5 for a kilowatt-hour, dearer than most stations in Shanxi, so that unknown
    /// never looks cheap (both grade D).
    fn default() -> Self {
        Self {
            hour: 30.0,
            unknown_kwh: 1.5,
        }
    }
}

/// What charging costs at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate {
    /// For a watt-hour.
    wh: f64,
    /// For a second at the connector.
    second: f64,
    /// The minute of the day at which it ends.
    until: u16,
    /// True when no tariff says so.
    is_assumed: bool,
}

impl Rate {
    fn of(period: &TariffPeriod) -> Self {
        Self {
            wh: (period.energy.units() + period.service.units()) / 1000.0,
            second: period.per_minute.units() / 60.0,
            until: period.to,
            is_assumed: false,
        }
    }
}

/// What a session costs besides its rates.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Session {
    start: f64,
    least: f64,
    most: f64,
}

/// Prices at one candidate.
#[derive(Debug)]
pub(super) struct Prices<'a> {
    tariffs: Vec<&'a Tariff>,
    worth: Worth,
}

impl<'a> Prices<'a> {
    /// From the tariffs of the snapshot, which all have one currency.
    pub(super) fn new(
        tariffs: &'a [Tariff],
        station: &Station,
        candidate: &Candidate,
        worth: Worth,
    ) -> Self {
        let mut connectors = station.connectors();
        let connector = connectors.find(|(connector, _)| connector.id == candidate.connector);
        let named = station.tariffs.iter();
        let named = named.filter_map(|id| tariffs.iter().find(|tariff| tariff.id == *id));
        let counts = |tariff: &&Tariff| {
            connector.is_some_and(|(connector, power)| tariff.counts_for(connector, power))
        };
        Self {
            tariffs: named.filter(counts).collect(),
            worth,
        }
    }

    /// The rate at a moment.
    pub(super) fn at(&self, when: Departure) -> Rate {
        let minute = u16::try_from(when.minute_of_day()).unwrap_or(0);
        let (date, weekday) = (when.date(), when.weekday() as usize);
        let known = self.tariffs.iter();
        let mut known = known.filter_map(|tariff| tariff.period_at(&date, weekday, minute));
        match known.next() {
            Some(period) => Rate::of(period),
            // What begins later is looked for each quarter of an hour.
            None => self.assumed((minute / 15 + 1) * 15),
        }
    }

    /// What no session of at most `capacity_wh` costs less than, whenever it is, from `when` on for
    /// [`DAYS`]: the least of all prices that may count then.
    pub(super) fn least(&self, when: Departure, capacity_wh: f64) -> AsTime {
        let begin = when.date();
        let end = when.later(Seconds(DAYS * 24.0 * HOUR)).date();
        let counts = |tariff: &&&Tariff| {
            (tariff.valid_from.is_empty() || tariff.valid_from <= end)
                && (tariff.valid_to.is_empty() || tariff.valid_to >= begin)
        };
        let is_always = |tariff: &&Tariff| {
            let minutes = tariff.periods.iter().map(|period| period.to - period.from);
            tariff.days == [true; 7]
                && tariff.valid_from <= begin
                && (tariff.valid_to.is_empty() || tariff.valid_to >= end)
                && minutes.sum::<u16>() == DAY_MINUTES
        };
        let periods = self.tariffs.iter().filter(counts);
        let rates = periods.flat_map(|tariff| &tariff.periods).map(Rate::of);
        let assumed = (!self.tariffs.iter().any(is_always)).then(|| self.assumed(0));
        let least = rates.chain(assumed).reduce(|one, other| Rate {
            wh: one.wh.min(other.wh),
            second: one.second.min(other.second),
            ..one
        });
        let least = least.unwrap_or(self.assumed(0));
        let session = self.session();
        if session.most.is_finite() {
            // What a session costs at most covers its start and its minutes as well.
            let wh = least.wh.min(session.most / capacity_wh);
            let second = 0.0;
            let only = Rate {
                wh,
                second,
                ..least
            };
            return AsTime {
                start: 0.0,
                ..self.as_time(only)
            };
        }
        self.as_time(least)
    }

    /// The rate where no tariff says, until this minute of the day.
    fn assumed(&self, until: u16) -> Rate {
        Rate {
            wh: self.worth.unknown_kwh / 1000.0,
            second: 0.0,
            until,
            is_assumed: true,
        }
    }

    fn session(&self) -> Session {
        let first = self.tariffs.first();
        let units = |money: Option<Money>| money.map(Money::units);
        Session {
            start: first
                .and_then(|tariff| units(tariff.start_fee))
                .unwrap_or(0.0),
            least: first.and_then(|tariff| units(tariff.least)).unwrap_or(0.0),
            most: first
                .and_then(|tariff| units(tariff.most))
                .unwrap_or(f64::INFINITY),
        }
    }

    /// What a session costs that begins at `begin` and charges from one charge to another, in
    /// watt-hours; and whether part of it is assumed.
    pub(super) fn of_session(
        &self,
        curve: &ChargeTime,
        (from, to): (WattHours, WattHours),
        begin: Departure,
    ) -> (f64, bool) {
        let start = curve.time_to(from);
        let whole = (curve.time_to(to) - start).0;
        let (from, to) = (from.0, to.0);
        let (mut at, mut charge, mut cost, mut is_assumed) = (0.0, from, 0.0, false);
        loop {
            let now = begin.later(Seconds(at));
            let rate = self.at(now);
            let minute = u16::try_from(now.minute_of_day()).unwrap_or(0);
            let until = rate.until.clamp(minute + 1, DAY_MINUTES);
            let end = (at + f64::from(until - minute) * 60.0).min(whole);
            let then = if end < whole {
                curve.charge_after(start + Seconds(end)).0
            } else {
                to
            };
            cost += (then - charge) * rate.wh + (end - at) * rate.second;
            is_assumed |= rate.is_assumed;
            (at, charge) = (end, then);
            if at >= whole {
                break;
            }
        }
        let session = self.session();
        let cost = (cost + session.start).max(session.least).min(session.most);
        (cost, is_assumed)
    }

    /// A rate in terms of the driver's time.
    pub(super) fn as_time(&self, rate: Rate) -> AsTime {
        let second = self.worth.hour / HOUR;
        let session = self.session();
        AsTime {
            wh: rate.wh / second,
            second: 1.0 + rate.second / second,
            start: session.start.min(session.most) / second,
        }
    }
}

/// What charging costs as seconds of the driver's time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct AsTime {
    /// For each watt-hour.
    pub(super) wh: f64,
    /// For each second at the connector, itself included.
    pub(super) second: f64,
    /// For each session.
    pub(super) start: f64,
}

impl Worth {
    /// Checks that the figures are ones that can be.
    pub(super) fn check(&self) -> Result<(), TripError> {
        let ranges = [
            ("hour", self.hour, 0.01, "0.01 to 100000 an hour"),
            (
                "unknown_kwh",
                self.unknown_kwh,
                0.0,
                "0 to 100000 for a kWh",
            ),
        ];
        for (field, found, least, expected) in ranges {
            if !(least..=100_000.0).contains(&found) {
                let found = found.to_string();
                return Err(TripError::Request {
                    field,
                    found,
                    expected,
                });
            }
        }
        Ok(())
    }
}
