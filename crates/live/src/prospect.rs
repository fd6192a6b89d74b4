//! What a live state means for one who comes later.

use crate::{State, StationLive};

/// How long a car stays at a connector, in seconds (grade D: no source; sessions at fast chargers
/// are said to take half an hour to an hour).
pub const SESSION_S: f64 = 2700.0;

/// What is to be reckoned with at a station.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prospect {
    /// Connectors, by index, at which nobody will charge soon: broken, not connected, taken away.
    pub out: Vec<usize>,
    /// Seconds until one of those that count is expected to be free; `None` when one is, or when
    /// nothing is known.
    pub free_in_s: Option<f64>,
}

impl StationLive<'_> {
    /// What is to be reckoned with, when the connectors for which `fits` is true count. Nothing, when
    /// what is known is too old.
    ///
    /// Cars that charge now began at any time of their [`SESSION_S`]: of k of them the first is
    /// expected to leave after a (k + 1)th of that, the mean of the least of k even draws.
    pub fn prospect(&self, fits: impl Fn(usize) -> bool) -> Prospect {
        let Some((free, _)) = self.available_of(&fits) else {
            return Prospect::default();
        };
        let is_out = |state: State| {
            matches!(
                state,
                State::Fault | State::Offline | State::Maintenance | State::Removed
            )
        };
        let out = self.readings.iter().enumerate();
        let out = out.filter(|(_, reading)| is_out(reading.state));
        let working = self.readings.iter().enumerate();
        let working = working.filter(|(index, reading)| fits(*index) && reading.is_working());
        let taken = working.count();
        // One that is unknown may be free.
        let mut all = self.readings.iter().enumerate();
        let is_unsure = all.any(|(index, reading)| fits(index) && reading.state == State::Unknown);
        let has_queue = free == 0 && taken > 0 && !is_unsure;
        Prospect {
            out: out.map(|(index, _)| index).collect(),
            free_in_s: has_queue.then(|| SESSION_S / (f64::from(small(taken)) + 1.0)),
        }
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Freshness, Reading, UnixTime};

    fn prospect(letters: &str, freshness: Freshness) -> Prospect {
        let readings = letters.split(' ').map(Reading::of_letters);
        let readings: Vec<Reading> = readings.collect();
        let live = StationLive {
            readings: &readings,
            confirmed: UnixTime(0),
            age: 0,
            freshness,
        };
        live.prospect(|index| index < 3)
    }

    #[test]
    fn only_when_all_that_count_are_taken_there_is_a_queue() {
        let of = |letters| prospect(letters, Freshness::Recent);
        assert_eq!(of("c c f x").free_in_s, None);
        assert_eq!(of("c c c f").free_in_s, Some(SESSION_S / 4.0));
        // A car stands before the third.
        assert_eq!(of("c c f1 f").free_in_s, Some(SESSION_S / 4.0));
        assert_eq!(of("c x o f").free_in_s, Some(SESSION_S / 2.0));
        assert_eq!(of("c c ? f").free_in_s, None);
        assert_eq!(of("x o m f").free_in_s, None);
    }

    #[test]
    fn what_is_broken_is_out_as_long_as_that_is_known() {
        assert_eq!(prospect("x f o d", Freshness::Stale).out, [0, 2, 3]);
        assert_eq!(prospect("x f o d", Freshness::Old), Prospect::default());
    }
}
