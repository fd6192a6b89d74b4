//! A time before which no plan through a label can end.

use super::field::ENERGY;
use super::{Curve, LANES, Label, Price};

/// Least sums from a node to the end of the trip: of time and priced energy for each price, and
/// of energy; in ticks.
pub(super) type Ahead = [f64; LANES];

/// What the end asks for and what energy costs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound<'a> {
    pub(super) price: &'a Price,
    /// Charge that the end asks for.
    pub(super) floor: f64,
}

impl Bound<'_> {
    /// The bound for all charges that `label` can have, where `ahead` is left to drive.
    ///
    /// Driving on takes `time + lambda energy` of at least its lane. The energy comes from the
    /// battery, from charging more at the label's charge point, which `time` counts, and from new
    /// stops, which take `C(x)` for `x`. On a straight piece of the label's function each part is
    /// least at an end.
    pub(super) fn of(&self, label: &Label, curve: Option<&Curve>, ahead: &Ahead) -> f64 {
        let mut before = label.first;
        if label.high <= label.low {
            return self.piece(before, before, ahead);
        }
        let mut least = f64::INFINITY;
        let cost = f64::from(label.profile.cost);
        for x in label.bends(curve) {
            let here = super::label::Here {
                time: label.time(x, curve),
                charge: (x - cost).min(label.last.charge),
            };
            least = least.min(self.piece(before, here, ahead));
            before = here;
        }
        least.min(self.piece(before, label.last, ahead))
    }

    /// A quick and lower bound: as if the label had its greatest charge at its least time.
    pub(super) fn rough(&self, label: &Label, ahead: &Ahead) -> f64 {
        let here = super::label::Here {
            time: label.first.time,
            charge: label.last.charge,
        };
        self.piece(here, here, ahead)
    }

    #[inline]
    fn piece(&self, a: super::label::Here, b: super::label::Here, ahead: &Ahead) -> f64 {
        let missing = ahead[ENERGY] + self.floor - b.charge;
        let mut most = 0.0_f64;
        for (lane, (lambda, sum)) in self.price.lambda.iter().zip(ahead).enumerate() {
            let here = (a.time - lambda * a.charge).min(b.time - lambda * b.charge);
            let bound = here + sum + lambda * self.floor + self.price.rest(lane, missing);
            most = most.max(bound);
        }
        most
    }
}
