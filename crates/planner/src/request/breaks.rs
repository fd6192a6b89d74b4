//! Breaks of the driver.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use units::Seconds;

/// A driver's breaks. As JSON `{"after_s": 14400, "for_s": 1200}`.
///
/// A break may be anywhere on the road. A stop to charge is one when the car is parked there for
/// long enough, a stay at a place on the way likewise; waiting for a connector or for doors to open
/// is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breaks {
    /// The most that is driven from one break to the next; 10 minutes to a day.
    #[serde(rename = "after_s")]
    pub after: Seconds,
    /// How long a break is at least; up to 12 hours.
    #[serde(rename = "for_s")]
    pub length: Seconds,
}

impl Breaks {
    /// What is found and expected, if a figure is out of range.
    pub(super) fn fault(&self) -> Option<(&'static str, f64, &'static str)> {
        let (after, length) = (self.after.0, self.length.0);
        if !(600.0..=86_400.0).contains(&after) {
            return Some(("breaks.after_s", after, "600 to 86400 seconds"));
        }
        if !(0.0..=43_200.0).contains(&length) {
            return Some(("breaks.for_s", length, "0 to 43200 seconds"));
        }
        None
    }
}

/// What the law asks for in China: 20 minutes after four hours at the latest.
///
/// Source: 道路交通安全法实施条例 (Regulation on the Implementation of the Road Traffic Safety Law,
/// State Council decree 405), article 62 (7).
impl Default for Breaks {
    fn default() -> Self {
        Self {
            after: Seconds(4.0 * 3600.0),
            length: Seconds(20.0 * 60.0),
        }
    }
}

/// As on a command line: `after=SECONDS;for=SECONDS`, where either may be left out.
impl FromStr for Breaks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut breaks = Self::default();
        for part in text.split(';') {
            let number = |text: &str| text.trim().parse::<f64>().ok();
            let read = match part.trim().split_once('=') {
                Some(("after", time)) => number(time).map(|time| breaks.after = Seconds(time)),
                Some(("for", time)) => number(time).map(|time| breaks.length = Seconds(time)),
                _ => None,
            };
            read.ok_or_else(|| format!("found {part:?}, expected after=SECONDS or for=SECONDS"))?;
        }
        Ok(breaks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_are_read_and_refused() {
        let breaks: Breaks = "after=7200".parse().unwrap();
        assert_eq!((breaks.after.0, breaks.length.0), (7200.0, 1200.0));
        assert_eq!(breaks.fault(), None);
        let error = "after=soon".parse::<Breaks>().unwrap_err();
        assert_eq!(
            error,
            "found \"after=soon\", expected after=SECONDS or for=SECONDS"
        );
        let never: Breaks = "after=0;for=60".parse().unwrap();
        assert_eq!(
            never.fault(),
            Some(("breaks.after_s", 0.0, "600 to 86400 seconds"))
        );
        assert!("for=NaN".parse::<Breaks>().unwrap().fault().is_some());
    }
}
