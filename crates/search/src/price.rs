//! What energy from new stops costs at least, in time.

use super::bound::lesser;
use super::{Curve, LAMBDAS};

/// Cells of the table for each capacity.
const CELLS: usize = 480;
/// The table covers so many capacities; beyond it, energy is priced at the least rate.
const CAPACITIES: usize = 3;

/// `C(x)`: a lower bound on the time that charging `x` in any number of new stops takes, with the
/// overhead and the least waiting of each; and from it the prices of energy.
///
/// The prices: the least amortised time for a unit, `min C(x) / x`; the time for a unit of energy where
/// charging is fastest, which is what more energy in a stop takes that is made anyway; and nothing.
#[derive(Debug, Clone)]
pub struct Price {
    cell: f64,
    /// Time for each unit of energy, by lane.
    pub lambda: [f64; LAMBDAS],
    /// Cell by cell, for each lane, `min C(x) - lambda x` over all `x` from this cell on.
    rest: Vec<Rest>,
}

/// What a cell says for each price; nothing, which is less than all, for one that is dearer than
/// stops.
type Rest = [f64; LAMBDAS];

/// A kind of stop: overhead with the least waiting, in ticks, and how charging goes.
pub(crate) type StopKind<'a> = (f64, &'a Curve);

impl Price {
    /// For stops of these kinds that start at any charge.
    pub fn new(capacity: f64, kinds: &[StopKind<'_>]) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let cell = (capacity / CELLS as f64).max(1e-3);
        let one = in_one(cell, 0.0, kinds);
        let least_rate = least_rate(cell, &one, kinds);
        let charging = kinds.iter().filter(|(_, curve)| !curve.is_jump());
        let slopes = charging.map(|(_, curve)| curve.slope_min());
        let slope = slopes.fold(least_rate, f64::min);
        let lambda = [least_rate, slope, 0.0];
        Self {
            cell,
            lambda,
            rest: rest(cell, &one, least_rate, &lambda),
        }
    }

    /// The same prices, for stops of these kinds that never start below `lowest`: such stops take
    /// longer, so the bounds are better.
    #[must_use]
    pub fn above(&self, lowest: f64, kinds: &[StopKind<'_>]) -> Self {
        let one = in_one(self.cell, lowest, kinds);
        let least_rate = least_rate(self.cell, &one, kinds);
        Self {
            rest: rest(self.cell, &one, least_rate, &self.lambda),
            ..self.clone()
        }
    }

    /// For each price `min C(x) - lambda x` over all `x` of at least `missing`, with one stop at
    /// least.
    #[inline]
    pub fn rest(&self, missing: f64) -> &Rest {
        let last = self.rest.len() - 1;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts of floats saturate, negative ones at zero"
        )]
        let index = (missing / self.cell) as usize;
        &self.rest[index.min(last)]
    }
}

/// The least time for one stop, cell by cell: what the first energy of a cell takes, the rest of
/// it takes longer.
fn in_one(cell: f64, lowest: f64, kinds: &[StopKind<'_>]) -> Vec<f64> {
    let least = |index: usize| {
        let amount = at(cell, index);
        let times = kinds
            .iter()
            .map(|(stop, curve)| stop + curve.best_window(amount, lowest));
        times.fold(f64::INFINITY, f64::min)
    };
    (0..=CELLS).map(least).collect()
}

/// Where a cell starts.
fn at(cell: f64, index: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let index = index as f64;
    index * cell
}

/// The least time for each unit of energy, by what stops of all lengths take, and by how fast one
/// charges anywhere; 0 without stops.
fn least_rate(cell: f64, one: &[f64], kinds: &[StopKind<'_>]) -> f64 {
    let rates = one
        .iter()
        .enumerate()
        .map(|(index, time)| time / at(cell, index + 1));
    let least = rates.fold(f64::INFINITY, f64::min);
    let slopes = kinds.iter().map(|(_, curve)| curve.slope_min());
    let fastest = slopes.fold(f64::INFINITY, f64::min);
    if least.is_finite() {
        least.max(fastest)
    } else {
        0.0
    }
}

/// For each price, cell by cell, `min C(x) - lambda x` from there on.
fn rest(cell: f64, one: &[f64], least_rate: f64, lambda: &[f64; LAMBDAS]) -> Vec<Rest> {
    let all = in_several(one, least_rate, cell);
    let has_stops = one[0].is_finite();
    let mut rest = vec![[f64::NEG_INFINITY; LAMBDAS]; all.len()];
    let gentle = lambda.iter().enumerate();
    for (lane, lambda) in gentle.filter(|(_, lambda)| !has_stops || **lambda <= least_rate) {
        let mut least = if has_stops {
            (least_rate - lambda) * at(cell, all.len())
        } else {
            f64::INFINITY
        };
        for (index, time) in all.iter().enumerate().rev() {
            least = least.min(time - lambda * at(cell, index + 1));
            rest[index][lane] = least.max(0.0);
        }
    }
    rest
}

/// The least over any number of stops, cell by cell. The two parts of an energy in cell `i` lie in
/// cells whose sum is `i` or `i - 1`. Never less than by the least rate, which many short stops without
/// overhead would be.
fn in_several(one: &[f64], least_rate: f64, cell: f64) -> Vec<f64> {
    let cells = CELLS * CAPACITIES;
    let single = |index: usize| one.get(index).copied().unwrap_or(f64::INFINITY);
    let mut all: Vec<f64> = (0..cells).map(single).collect();
    for index in 0..cells {
        let (known, more) = all.split_at_mut(index + 1);
        known[index] = known[index].max(least_rate * at(cell, index));
        let before = known[index];
        for (sum, next) in more.iter_mut().zip(one) {
            *sum = lesser(*sum, before + next);
        }
    }
    // More energy never takes less time.
    for index in (1..cells).rev() {
        all[index - 1] = all[index - 1].min(all[index]);
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn energy_takes_its_time_however_little_a_stop_takes_besides() {
        let curve = Curve::new([(0.0, 0.0), (1000.0, 1000.0)].into_iter());
        let price = Price::new(1000.0, &[(0.0, &curve)]);
        assert!(
            price.rest(500.0)[LAMBDAS - 1] > 495.0,
            "{:?}",
            price.rest(500.0)
        );
    }

    /// A price that is dearer than stops would make a bound of nothing: more energy is always better
    /// then.
    #[test]
    fn what_is_dearer_than_stops_bounds_nothing() {
        let curve = Curve::new([(0.0, 0.0), (1000.0, 1000.0)].into_iter());
        let dear = Price::new(1000.0, &[(900.0, &curve)]);
        let quick = dear.above(0.0, &[(0.0, &curve)]);
        let is_less = |lane: usize| quick.rest(500.0)[lane] <= 500.0 - dear.lambda[lane] * 500.0;
        assert!((0..LAMBDAS).all(is_less), "{:?}", quick.rest(500.0));
    }

    proptest! {
        /// Any stops together never take less time for their energy than the bound says.
        #[test]
        fn no_stops_beat_the_bound(
            amounts in prop::collection::vec(0.0..1.0_f64, 1..6),
            starts in prop::collection::vec(0.0..1.0_f64, 6),
            overhead in prop::sample::select(vec![0.0, 10.0, 400.0]),
            slopes in prop::collection::vec(0.1..5.0_f64, 4),
        ) {
            let mut points = vec![(0.0, 0.0)];
            for slope in &slopes {
                let (charge, time) = points[points.len() - 1];
                points.push((charge + 250.0, time + 250.0 * slope));
            }
            let curve = Curve::new(points.into_iter());
            let kinds = [(overhead, &curve)];
            let price = Price::new(1000.0, &kinds);
            let lowest = starts.iter().map(|start| start * 100.0).fold(f64::INFINITY, f64::min);
            let above = price.above(lowest, &kinds);
            let (mut energy, mut time) = (0.0, 0.0);
            for (amount, start) in amounts.iter().zip(&starts) {
                let amount = amount * 900.0;
                let start = start * 100.0;
                energy += amount;
                time += overhead + curve.at(start + amount) - curve.at(start);
            }
            for lane in 0..LAMBDAS {
                let bound = price.rest(energy)[lane].max(above.rest(energy)[lane]);
                prop_assert!(bound <= time - price.lambda[lane] * energy + 1e-6);
            }
        }
    }
}
