//! Which stops may be ahead, for searches that turn out to be long.

use search::{CLASSES_MAX, Curve, Field, PRICED, PackedField, StopClass, Trip, plus};

use super::Planner;
use super::stopping::Stopping;
use super::tuned::Tuned;

/// Fields by way of stops take as long as so many labels, and some for each charge point. So a search
/// that ends right after them has not taken much more than twice its time.
const LABELS: usize = 1_500;
const LABELS_FOR_EACH: usize = 50;

/// Labels after which a search counts as long, so that it is worth while to look at the stops that may
/// be ahead.
pub(super) fn long(tuned: &Tuned) -> usize {
    LABELS + LABELS_FOR_EACH * tuned.points().len()
}

impl Planner {
    /// Adds to the last leg of a trip which stops may be ahead. Where chargers are few and differ in
    /// power, that bounds labels far better: they do not take for granted that the strongest charger
    /// lies on the way.
    pub(super) fn look_at_stops<'a>(
        &'a self,
        (tuned, stopping): (&'a Tuned, &'a Stopping),
        trip: &mut Trip<PackedField<'a>>,
    ) {
        let lowest = trip.lowest();
        let Some(leg) = trip.legs.last_mut() else {
            return;
        };
        let curves = stopping.curves(tuned);
        let kinds = kinds(stopping, curves);
        let count = kinds.len().min(CLASSES_MAX);
        for class in 0..count {
            let [from, to] = [class, class + 1].map(|class| class * kinds.len() / count);
            let mut exits = Vec::new();
            for point in stopping.points().iter().filter(|point| !point.is_closed) {
                let own = kinds[from..to].iter().find(|kind| kind.0 == point.curve);
                let Some((_, quickest)) = own else { continue };
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "rounded down; casts saturate"
                )]
                let longer = (point.delay - quickest) as u32;
                let mut sums = Field::at(&mut leg.field, point.node);
                for sum in &mut sums[PRICED..] {
                    *sum = plus(*sum, longer);
                }
                exits.push((point.node, sums));
            }
            // Further stops are no faster.
            let further = kinds[from..].iter();
            let further = further.map(|(curve, quickest)| (*quickest, &curves[*curve as usize]));
            let further: Vec<(f64, &Curve)> = further.collect();
            leg.stops.push(StopClass {
                field: tuned.bounds.field(&self.ground, &exits),
                price: tuned.price_of(lowest, &further),
            });
        }
    }
}

/// The curves of all open candidates, the fastest first, each with the least time that a stop takes
/// besides.
fn kinds(stopping: &Stopping, curves: &[Curve]) -> Vec<(u32, f64)> {
    let mut kinds: Vec<(u32, f64)> = Vec::new();
    for point in stopping.points().iter().filter(|point| !point.is_closed) {
        match kinds.iter_mut().find(|kind| kind.0 == point.curve) {
            Some((_, quickest)) if *quickest <= point.delay => {}
            Some((_, quickest)) => *quickest = point.delay,
            None => kinds.push((point.curve, point.delay)),
        }
    }
    sorting::few(&mut kinds, |a, b| {
        let fastest = |kind: &(u32, f64)| curves[kind.0 as usize].slope_min();
        fastest(a).total_cmp(&fastest(b))
    });
    kinds
}
