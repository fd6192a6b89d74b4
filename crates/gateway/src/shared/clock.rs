//! The clock that all gateways share: that of NATS, which stamps every event. In between it goes on
//! as steadily as this machine counts, whatever its own clock is set to.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use live::UnixTime;

/// An event that is older than the clock by more, in milliseconds, sets it back: either it came late
/// or the clock of NATS was set back.
const LATE_MS: i64 = 2_000;

/// What a gateway knows of the events so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    /// The last event that it applied; 0 for none.
    pub(crate) position: u64,
    /// The last tick that counted.
    pub(crate) tick: u64,
    /// Seconds by which the clock was set back, in sum.
    pub(crate) shift: i64,
}

#[derive(Debug)]
struct Inner {
    known: Known,
    millis: i64,
    at: Instant,
    ticked: Instant,
}

/// The shared clock, and the place in the stream to which it belongs.
#[derive(Debug)]
pub(crate) struct Clock {
    inner: Mutex<Inner>,
}

impl Clock {
    /// Begins at `now` by the machine's clock, until there is an event.
    pub(crate) fn new(now: UnixTime) -> Self {
        let known = Known {
            position: 0,
            tick: 0,
            shift: 0,
        };
        let at = Instant::now();
        let millis = now.0.saturating_mul(1000);
        Self {
            inner: Mutex::new(Inner {
                known,
                millis,
                at,
                ticked: at,
            }),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An event with this stamp was applied.
    pub(crate) fn set(&self, known: Known, millis: i64) {
        let mut inner = self.inner();
        let is_first = inner.known.position == 0;
        let here = inner.millis();
        if is_first || millis > here || millis < here - LATE_MS || known.shift != inner.known.shift
        {
            (inner.millis, inner.at) = (millis, Instant::now());
        }
        if known.tick != inner.known.tick {
            inner.ticked = Instant::now();
        }
        inner.known = known;
    }

    /// The time, and what is known.
    pub(crate) fn read(&self) -> (UnixTime, Known) {
        let inner = self.inner();
        (UnixTime(inner.millis().div_euclid(1000)), inner.known)
    }

    /// Time since the last tick that counted.
    pub(crate) fn since_tick(&self) -> Duration {
        self.inner().ticked.elapsed()
    }
}

impl Inner {
    fn millis(&self) -> i64 {
        let gone = i64::try_from(self.at.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.millis.saturating_add(gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_the_events_counts_and_not_that_of_the_machine() {
        // An hour ahead.
        let clock = Clock::new(UnixTime(13_600));
        let known = |position, shift| Known {
            position,
            tick: 0,
            shift,
        };
        clock.set(known(1, 0), 10_000_500);
        assert_eq!(clock.read().0, UnixTime(10_000));
        // One that came a little late does not turn it back.
        clock.set(known(2, 0), 9_999_500);
        assert_eq!(clock.read().0, UnixTime(10_000));
        clock.set(known(3, 0), 10_060_000);
        assert_eq!(clock.read().0, UnixTime(10_060));
        clock.set(known(4, 3_600), 6_460_000);
        assert_eq!(clock.read(), (UnixTime(6_460), known(4, 3_600)));
    }
}
