//! For how many days a connector was not seen working: what the mark of reliability is made of.

use serde::{Deserialize, Serialize};
use stations::ConnectorId;

use crate::{Reading, State};

/// How long ago a connector was seen working, in days on which it was watched: days on which nothing
/// was told do not count, for they say nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(ConnectorId, u16, u16)", into = "(ConnectorId, u16, u16)")]
pub struct Seen {
    /// The connector.
    pub connector: ConnectorId,
    /// Days since a car was seen charging there, or since it was first watched.
    pub idle: u16,
    /// Days since its operator said that it can be used, whether a car is there or not.
    pub down: u16,
}

impl From<(ConnectorId, u16, u16)> for Seen {
    fn from((connector, idle, down): (ConnectorId, u16, u16)) -> Self {
        Self {
            connector,
            idle,
            down,
        }
    }
}

impl From<Seen> for (ConnectorId, u16, u16) {
    fn from(seen: Seen) -> Self {
        (seen.connector, seen.idle, seen.down)
    }
}

/// What is counted of a connector: `[day on which it was watched last, idle, down]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(i64, u16, u16)", into = "(i64, u16, u16)")]
pub(crate) struct Count {
    day: i64,
    pub(crate) idle: u16,
    pub(crate) down: u16,
}

impl From<(i64, u16, u16)> for Count {
    fn from((day, idle, down): (i64, u16, u16)) -> Self {
        Self { day, idle, down }
    }
}

impl From<Count> for (i64, u16, u16) {
    fn from(count: Count) -> Self {
        (count.day, count.idle, count.down)
    }
}

impl Count {
    /// It is watched from `day` on.
    pub(crate) fn new(day: i64) -> Self {
        Self {
            day,
            idle: 0,
            down: 0,
        }
    }

    /// It was seen so on `day`. Of what nobody knows nothing is counted.
    pub(crate) fn see(&mut self, reading: Reading, day: i64) {
        if reading.state == State::Unknown {
            return;
        }
        // A clock that is set back counts no day twice.
        let next = u16::from(day > self.day);
        self.day = self.day.max(day);
        self.idle = if reading.state == State::Charging {
            0
        } else {
            self.idle.saturating_add(next)
        };
        self.down = if reading.is_working() {
            0
        } else {
            self.down.saturating_add(next)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(days: &[(i64, &str)]) -> (u16, u16) {
        let mut count = Count::new(days[0].0);
        for (day, letters) in days {
            for _ in 0..3 {
                count.see(Reading::of_letters(letters), *day);
            }
        }
        (count.idle, count.down)
    }

    #[test]
    fn days_count_on_which_it_was_watched_and_did_not_work() {
        assert_eq!(after(&[(1, "f")]), (0, 0));
        assert_eq!(after(&[(1, "c"), (2, "f"), (3, "p"), (4, "f")]), (3, 0));
        assert_eq!(after(&[(1, "c"), (2, "x"), (3, "o"), (4, "m")]), (3, 3));
        assert_eq!(after(&[(1, "x"), (2, "x"), (2, "c")]), (0, 0));
        // Nobody looked for a month, and nobody knew for a day.
        assert_eq!(after(&[(1, "c"), (31, "f"), (32, "?"), (33, "f")]), (2, 0));
    }

    #[test]
    fn a_clock_that_is_set_back_counts_no_day_twice() {
        assert_eq!(after(&[(5, "x"), (6, "x"), (5, "x"), (6, "x")]), (1, 1));
    }
}
