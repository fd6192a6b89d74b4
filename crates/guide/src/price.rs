//! What an authority has said about prices by time of day. It explains prices and is none: what
//! counts is what the operator asks.

use container::Text;
use serde::{Deserialize, Serialize};

use crate::Grade;

/// Minutes of a day.
const DAY: u16 = 1440;

/// Levels of price by time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceLevel {
    /// 深谷.
    DeepValley,
    /// 谷.
    Valley,
    /// 平.
    Flat,
    /// 峰.
    Peak,
    /// 尖.
    Spike,
}

/// What a level is of the flat price.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PriceFactor {
    /// The level.
    pub level: PriceLevel,
    /// Its part of the flat price's energy component.
    pub factor: f64,
}

/// A part of the day with one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricePeriod {
    /// First minute of the day.
    pub from: u16,
    /// Minute of the day at which it ends, 1440 at most.
    pub to: u16,
    /// Its level.
    pub level: PriceLevel,
}

/// Months with the same periods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriceSeason {
    /// Its name.
    pub name: Text,
    /// Months, 1 to 12.
    pub months: Vec<u8>,
    /// The whole day, in order.
    pub periods: Vec<PricePeriod>,
}

/// Days on which some hours have another level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriceHoliday {
    /// Which days, in words.
    pub name: Text,
    /// What is other then.
    pub periods: Vec<PricePeriod>,
}

/// A rule with its first and last day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriceRule {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Where it counts: the first digits of a county's code.
    pub region: String,
    /// First day, `YYYY-MM-DD`.
    pub valid_from: String,
    /// Last day, `YYYY-MM-DD`; empty while none is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub valid_to: String,
    /// What levels are of the flat price.
    pub factors: Vec<PriceFactor>,
    /// All months.
    pub seasons: Vec<PriceSeason>,
    /// Exceptions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<PriceHoliday>,
    /// What else there is to say.
    #[serde(default)]
    pub note: Text,
    /// How well it is known.
    pub grade: Grade,
    /// Where it comes from.
    pub source: String,
}

impl PriceRule {
    /// What is impossible in it: field, what was expected, what was found.
    pub fn problem(&self) -> Option<(&'static str, &'static str, String)> {
        if self.id.is_empty() {
            return Some(("id", "expected an id", String::new()));
        }
        let mut months: Vec<u8> = self.seasons.iter().flat_map(|s| s.months.clone()).collect();
        months.sort_unstable();
        if months != (1..=12).collect::<Vec<u8>>() {
            return Some(("months", "expected each month once", format!("{months:?}")));
        }
        for season in &self.seasons {
            let mut end = 0;
            for period in &season.periods {
                if period.from != end || period.to <= period.from {
                    let found = format!("{} to {} in {}", period.from, period.to, season.name.zh);
                    return Some(("season", "expected the whole day in order", found));
                }
                end = period.to;
            }
            if end != DAY {
                let found = format!("until {end} in {}", season.name.zh);
                return Some(("season", "expected the whole day in order", found));
            }
        }
        let is_possible = |factor: &PriceFactor| factor.factor > 0.0 && factor.factor < 100.0;
        let bad = self.factors.iter().find(|factor| !is_possible(factor))?;
        let found = format!("{:?} {}", bad.level, bad.factor);
        Some(("factors", "expected numbers above 0", found))
    }

    /// The level at a minute of an ordinary day of a month, 1 to 12.
    pub fn level(&self, month: u8, minute: u16) -> Option<PriceLevel> {
        let season = self
            .seasons
            .iter()
            .find(|season| season.months.contains(&month))?;
        let mut periods = season.periods.iter();
        let period = periods.find(|period| (period.from..period.to).contains(&minute))?;
        Some(period.level)
    }
}
