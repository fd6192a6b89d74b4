//! Which stops may be ahead, for searches that turn out to be long.

use std::sync::Arc;

use search::{PackedField, StopClass, Trip, packed_field};

use super::Planner;
use super::query::take_memory;
use super::stopping::Stopping;
use super::tuned::Tuned;

/// Most searches are done before.
const LABELS: usize = 1_000;
/// Fields by way of stops take as long as some labels for each charge point. So a search is never
/// much longer by them.
const LABELS_FOR_EACH: usize = 24;

/// True for a search that has made so many labels that it is worth while to look at the stops that
/// may be ahead.
pub(super) fn is_long(labels: usize, tuned: &Tuned) -> bool {
    labels >= LABELS + LABELS_FOR_EACH * tuned.points().len()
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
        for class in stopping.classes(tuned) {
            let exits = class.exits(leg);
            let memory = take_memory(tuned, &self.ground);
            leg.stops.push(StopClass {
                field: packed_field(&self.ground.hierarchy, &tuned.metric, memory, &exits),
                price: Arc::new(tuned.price().above(lowest, &class.kinds)),
            });
        }
    }
}
