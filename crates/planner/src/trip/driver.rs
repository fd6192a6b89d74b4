//! The driver of a plan: drives, rests, eats.

use units::Seconds;

use super::tuned::TICKS;
use crate::TripRequest;

/// Times closer than this, in seconds, count as equal.
pub(super) const TIME_EPSILON: f64 = 1e-6;

/// How long one has driven since the last break.
pub(super) struct Driver {
    /// The most that one drives, in milliseconds, and how long a break is.
    rule: Option<(f64, f64)>,
    /// In milliseconds.
    driven: f64,
}

impl Driver {
    pub(super) fn new(request: &TripRequest) -> Self {
        let rule = request.breaks.map(|breaks| {
            let after = (breaks.after.0 * TICKS).round();
            (after, breaks.length.0)
        });
        Self { rule, driven: 0.0 }
    }

    /// Drives for so many milliseconds: how long this takes, and the breaks in it.
    pub(super) fn drive(&mut self, time: f64) -> (f64, Vec<Seconds>) {
        let mut breaks = Vec::new();
        let Some((after, length)) = self.rule else {
            return (time / TICKS, breaks);
        };
        let (mut left, mut taken) = (time, time / TICKS);
        while self.driven + left > after {
            left -= after - self.driven;
            self.driven = 0.0;
            breaks.push(Seconds((time - left) / TICKS));
            taken += length;
        }
        self.driven += left;
        (taken, breaks)
    }

    /// Parks for so long; true when that is a break.
    pub(super) fn park(&mut self, time: f64) -> bool {
        let is_break = self
            .rule
            .is_some_and(|(_, length)| time >= length - TIME_EPSILON);
        if is_break {
            self.driven = 0.0;
        }
        is_break
    }

    /// True when there was a drive since the last break.
    pub(super) fn has_driven(&self) -> bool {
        self.driven > 0.0
    }
}
