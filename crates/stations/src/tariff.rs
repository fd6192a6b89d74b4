//! What charging costs.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use units::Kilowatts;

use crate::Connector;

/// Ten-thousandths of a unit of currency, so that prices of four decimals stay exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    /// Parts of a unit of currency.
    const PARTS: f64 = 10_000.0;

    /// From units of currency; `None` for what no tariff asks: negative, more than a million, or no
    /// number.
    pub fn from_units(units: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "checked by the range")]
        let parts = (units * Self::PARTS).round() as i64;
        (0.0..=1e6).contains(&units).then_some(Self(parts))
    }

    /// In units of currency.
    pub fn units(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "tariffs are small")]
        let parts = self.0 as f64;
        parts / Self::PARTS
    }
}

/// Units of currency with the decimals that are needed, two at least.
impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 % 100 == 0 {
            write!(formatter, "{:.2}", self.units())
        } else {
            write!(formatter, "{:.4}", self.units())
        }
    }
}

/// Id of a tariff, unique in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TariffId(pub String);

/// Kinds of current.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Current {
    /// Alternating.
    Ac,
    /// Direct.
    Dc,
}

impl Current {
    /// All of them by their names in files.
    pub(crate) const NAMES: [(&str, Self); 2] = [("ac", Self::Ac), ("dc", Self::Dc)];
}

/// Which connectors a tariff is for; everything absent is all of them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Applies {
    /// Those with this current.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<Current>,
    /// Those with this power or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power_min: Option<Kilowatts>,
    /// Those with less than this power.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power_max: Option<Kilowatts>,
    /// Those with these ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub connectors: Vec<String>,
}

/// Prices for a part of the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TariffPeriod {
    /// First minute of the day.
    pub from: u16,
    /// Minute of the day at which it ends, 1440 at most.
    pub to: u16,
    /// Electricity for a kilowatt-hour.
    pub energy: Money,
    /// Service for a kilowatt-hour.
    #[serde(default)]
    pub service: Money,
    /// For each minute of charging.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub per_minute: Money,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks so; on wasm32 the lint is silent"
)]
fn is_nothing(money: &Money) -> bool {
    *money == Money(0)
}

/// What charging costs, by the time of day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tariff {
    /// Its id.
    pub id: TariffId,
    /// ISO 4217 code, such as `CNY`.
    pub currency: String,
    /// Which connectors it is for.
    #[serde(default)]
    pub applies: Applies,
    /// Days of the week on which it counts, Monday first.
    #[serde(default = "every_day")]
    pub days: [bool; 7],
    /// First day, `YYYY-MM-DD`; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub valid_from: String,
    /// Last day, `YYYY-MM-DD`; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub valid_to: String,
    /// By time of day, in order. What they leave out is not known.
    pub periods: Vec<TariffPeriod>,
    /// Once for a session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_fee: Option<Money>,
    /// A session costs so much at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Money>,
    /// A session costs so much at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Money>,
    /// In the source's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Fields of the source that have no place above, as they were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ext: BTreeMap<String, Value>,
}

/// All seven days of a week.
pub(crate) fn every_day() -> [bool; 7] {
    [true; 7]
}

impl Tariff {
    /// A tariff without any price, to be completed with the update syntax.
    pub fn new(id: impl Into<String>, currency: impl Into<String>) -> Self {
        Self {
            id: TariffId(id.into()),
            currency: currency.into(),
            applies: Applies::default(),
            days: every_day(),
            valid_from: String::new(),
            valid_to: String::new(),
            periods: Vec::new(),
            start_fee: None,
            least: None,
            most: None,
            note: String::new(),
            ext: BTreeMap::new(),
        }
    }

    /// True when it is for this connector, which gives a car `power` at most.
    pub fn counts_for(&self, connector: &Connector, power: Kilowatts) -> bool {
        let Applies {
            current,
            power_min,
            power_max,
            connectors,
        } = &self.applies;
        let own = if connector.standard.is_direct_current() {
            Current::Dc
        } else {
            Current::Ac
        };
        current.is_none_or(|current| current == own)
            && power_min.is_none_or(|least| power.0 >= least.0)
            && power_max.is_none_or(|most| power.0 < most.0)
            && (connectors.is_empty() || connectors.contains(&connector.id.0))
    }

    /// The period that counts on a date (`YYYY-MM-DD`, with its day of the week, Monday 0) at a
    /// minute of the day; `None` when the tariff says nothing of then.
    pub fn period_at(&self, date: &str, weekday: usize, minute: u16) -> Option<&TariffPeriod> {
        let is_begun = self.valid_from.is_empty() || &self.valid_from[..] <= date;
        let is_over = !self.valid_to.is_empty() && &self.valid_to[..] < date;
        let is_day = self.days.get(weekday).copied().unwrap_or(false);
        let periods = self
            .periods
            .iter()
            .filter(|_| is_begun && !is_over && is_day);
        let mut periods = periods.filter(|period| (period.from..period.to).contains(&minute));
        periods.next()
    }

    /// What is impossible in it: the field and what was found.
    pub(crate) fn problem(&self) -> Option<(&'static str, String)> {
        let mut end = 0;
        for period in &self.periods {
            if period.from < end || period.from >= period.to || period.to > 1440 {
                let found = format!("{} to {}", period.from, period.to);
                return Some(("periods", found));
            }
            end = period.to;
        }
        let is_currency =
            self.currency.len() == 3 && self.currency.bytes().all(|byte| byte.is_ascii_uppercase());
        (!is_currency).then(|| ("currency", self.currency.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ConnectorStandard;

    #[test]
    fn money_keeps_four_decimals() {
        assert_eq!(Money::from_units(0.3612), Some(Money(3612)));
        assert_eq!(Money::from_units(-0.1), None);
        assert_eq!(Money::from_units(f64::NAN), None);
        assert_eq!(Money(3612).to_string(), "0.3612");
        assert_eq!(Money(12_000).to_string(), "1.20");
    }

    #[test]
    fn a_period_counts_on_its_days_and_for_its_connectors() {
        let tariff = Tariff {
            days: [true, true, true, true, true, false, false],
            valid_from: "2026-05-01".into(),
            applies: Applies {
                current: Some(Current::Dc),
                ..Applies::default()
            },
            periods: vec![TariffPeriod {
                from: 600,
                to: 900,
                energy: Money(4000),
                service: Money(3000),
                per_minute: Money(0),
            }],
            ..Tariff::new("t", "CNY")
        };
        let at = |date: &str, weekday, minute| tariff.period_at(date, weekday, minute).is_some();
        assert!(at("2026-11-26", 3, 600) && at("2026-05-01", 4, 899));
        assert!(!at("2026-11-26", 3, 900) && !at("2026-11-28", 5, 700));
        assert!(!at("2026-04-30", 3, 700));
        let connector = |standard| Connector::new("1", standard, Kilowatts(60.0));
        assert!(tariff.counts_for(&connector(ConnectorStandard::GbtDc), Kilowatts(60.0)));
        assert!(!tariff.counts_for(&connector(ConnectorStandard::GbtAc), Kilowatts(7.0)));
    }

    #[test]
    fn periods_are_in_order_and_within_a_day() {
        let period = |from, to| TariffPeriod {
            from,
            to,
            energy: Money(1),
            service: Money(0),
            per_minute: Money(0),
        };
        let tariff = |periods| Tariff {
            periods,
            ..Tariff::new("t", "CNY")
        };
        assert_eq!(
            tariff(vec![period(0, 420), period(420, 1440)]).problem(),
            None
        );
        assert!(
            tariff(vec![period(0, 420), period(400, 1440)])
                .problem()
                .is_some()
        );
        assert!(tariff(vec![period(1400, 1500)]).problem().is_some());
        assert!(Tariff::new("t", "yuan").problem().is_some());
    }
}
