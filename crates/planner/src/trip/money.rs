//! What charging costs, by the time of day.

use serde::{Deserialize, Serialize};
use stations::{Money, Station, Tariff};
use units::{Seconds, WattHours};

use super::candidates::Candidate;
use crate::solve::ChargeTime;
use crate::{Departure, TripError};

const HOUR: f64 = 3600.0;
const DAY_MINUTES: u16 = 24 * 60;

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
            Some(period) => Rate {
                wh: (period.energy.units() + period.service.units()) / 1000.0,
                second: period.per_minute.units() / 60.0,
                until: period.to,
                is_assumed: false,
            },
            None => Rate {
                wh: self.worth.unknown_kwh / 1000.0,
                second: 0.0,
                // What begins later is looked for each quarter of an hour.
                until: (minute / 15 + 1) * 15,
                is_assumed: true,
            },
        }
    }

    /// A rate that none in the day from `when` on is below, whatever a session of at most
    /// `capacity_wh` may cost at most.
    pub(super) fn least(&self, when: Departure, capacity_wh: f64) -> Rate {
        let mut least = self.at(when);
        let mut after = 0.0;
        while after < 24.0 * HOUR {
            let rate = self.at(when.later(Seconds(after)));
            least.wh = least.wh.min(rate.wh);
            least.second = least.second.min(rate.second);
            after += 15.0 * 60.0;
        }
        let most = self.session().most;
        least.wh = least.wh.min(most / capacity_wh);
        least
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
