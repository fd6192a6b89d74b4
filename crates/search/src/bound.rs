//! A time before which no plan through a label can end.

use super::breaks::Idle;
use super::field::LANES;
use super::label::Here;
use super::{CHARGE_EPSILON, Curve, ENERGY, LAMBDAS, Label, PRICED, Price};

/// The last prices are no higher than what a unit of energy takes where charging is fastest.
const GENTLE_LAMBDAS: usize = 2;

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

/// What is left to drive, and what energy costs in stops when there is another one.
type Onward<'a> = (&'a Ahead, Option<&'a Price>);

impl Bound<'_> {
    /// The bound for all charges that `label` can have, where `ahead` is left to drive without another
    /// stop, or one goes on by a stop: with so much to drive then, and with that price of energy.
    #[inline]
    pub(super) fn of(
        &self,
        label: &Label,
        curve: Option<&Curve>,
        ahead: &Ahead,
        by_stop: Option<(&Ahead, &Price)>,
    ) -> f64 {
        // Without another stop what the label left its charge point with has to be enough.
        let left = label.leave_for(ahead[ENERGY] + self.floor);
        let direct = left.map_or(f64::INFINITY, |left| {
            self.over(label, curve, left, (ahead, None))
        });
        let Some((ahead, price)) = by_stop else {
            return direct;
        };
        let onward = (ahead, Some(price));
        let best = label.best();
        let rough = self.piece((best, best), onward);
        if rough >= direct || label.high <= label.low {
            return lesser(direct, rough);
        }
        lesser(direct, self.over(label, curve, label.low, onward))
    }

    /// The least over the straight pieces of the label's function from where it left with `low`.
    ///
    /// On a straight piece each part of a bound is least at an end.
    fn over(&self, label: &Label, curve: Option<&Curve>, low: f64, onward: Onward<'_>) -> f64 {
        if low >= label.high {
            return self.piece((label.last, label.last), onward);
        }
        let cost = f64::from(label.profile.cost);
        let here = |x: f64| Here {
            time: label.time(x, curve),
            charge: lesser(x - cost, label.last.charge),
        };
        let mut before = if low > label.low {
            here(low)
        } else {
            label.first
        };
        let mut least = f64::INFINITY;
        for x in label.bends(curve).filter(|x| *x > low) {
            let bend = here(x);
            least = lesser(least, self.piece((before, bend), onward));
            before = bend;
        }
        lesser(least, self.piece((before, label.last), onward))
    }

    /// As [`Self::of`], where the driver spends at least so much time besides driving, and charges
    /// at most so much in it: more than that takes its time besides.
    pub(super) fn with_idle(
        &self,
        label: &Label,
        curve: Option<&Curve>,
        ahead: &Ahead,
        idle: Idle,
    ) -> f64 {
        // Prices of which each unit of energy that is charged in a longer stop takes as much time.
        let lanes = LAMBDAS - GENTLE_LAMBDAS..LAMBDAS;
        let least = |lane: usize| {
            let lambda = self.price.lambda[lane];
            let spent = |here: Here| here.time - lambda * here.charge;
            let cost = f64::from(label.profile.cost);
            let bends = label.bends(curve).map(|x| Here {
                time: label.time(x, curve),
                charge: (x - cost).min(label.last.charge),
            });
            let ends = [label.first, label.last].into_iter().chain(bends);
            let least = ends.map(spent).fold(f64::INFINITY, f64::min);
            least + lambda * (self.floor - idle.energy) + ahead[PRICED + lane] + idle.time
        };
        lanes.map(least).fold(0.0, f64::max)
    }

    /// A quick and lower bound: as if the label had its greatest charge at its least time.
    #[inline]
    pub(super) fn rough(&self, label: &Label, ahead: &Ahead) -> f64 {
        let best = label.best();
        let by_stop = self.piece((best, best), (ahead, Some(self.price)));
        if ahead[ENERGY] + self.floor - best.charge <= CHARGE_EPSILON {
            lesser(by_stop, self.piece((best, best), (ahead, None)))
        } else {
            by_stop
        }
    }

    /// Either the energy is in the battery, counting what the label still charges at its charge point,
    /// which its time has; then any price of energy gives a bound (Lagrange). Or there will be another
    /// stop, and energy has the price of stops.
    fn piece(&self, piece: (Here, Here), (ahead, price): Onward<'_>) -> f64 {
        let mut sums = self.sums(piece, ahead);
        if let Some(price) = price {
            let rest = price.rest(ahead[ENERGY] + self.floor - piece.1.charge);
            for (sum, rest) in sums.iter_mut().zip(rest) {
                *sum += rest;
            }
        }
        sums.into_iter().fold(0.0, greater)
    }

    /// For each price the time that is spent and left, and what the energy that lacks costs.
    #[inline]
    fn sums(&self, (a, b): (Here, Here), ahead: &Ahead) -> [f64; LAMBDAS] {
        std::array::from_fn(|lane| {
            let lambda = self.price.lambda[lane];
            let here = lesser(a.time - lambda * a.charge, b.time - lambda * b.charge);
            here + lambda * self.floor + ahead[PRICED + lane]
        })
    }
}

/// The lesser of two; the first when the second is no number. In wasm the standard library's `min`
/// is a call, and there is one of it for each of a label's numbers.
#[inline]
pub(super) fn lesser(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

/// `x` cut to `low..=high`, which must be in order.
#[inline]
pub fn bounded(x: f64, low: f64, high: f64) -> f64 {
    lesser(greater(x, low), high)
}

/// As [`lesser`], the greater.
#[inline]
pub(super) fn greater(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}
