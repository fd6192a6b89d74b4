//! Where else one can charge when a planned station turns out broken.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use sorting::Table;

use super::candidates::Candidate;
use super::ground::Ground;
use super::stopping::Stopping;
use super::tuned::{TICKS, Tuned};
use units::WattHours;

/// The other station that is nearest by time from `from` and not known to be broken, as long as
/// `charge` lasts on the fastest way there. The reserve may be used: this is what it is for. Returns its index.
pub(super) fn fallback(
    ground: &Ground,
    (tuned, stopping): (&Tuned, &Stopping),
    from: &Candidate,
    charge: WattHours,
) -> Option<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a battery is far below 2^63 mWh"
    )]
    let charge = (charge.0 * TICKS) as i64;
    let mut best: Table<u64> = Table::default();
    best.or_insert(from.node.into(), 0);
    let mut queue = BinaryHeap::from([Reverse((0, from.node, charge))]);
    while let Some(Reverse((time, node, left))) = queue.pop() {
        if best.get(node.into()).is_some_and(|least| time > *least) {
            continue;
        }
        let first = tuned.candidates.partition_point(|other| other.node < node);
        let here = (first..).zip(&tuned.candidates[first..]);
        let here = here.take_while(|(_, other)| other.node == node);
        let mut here = here.filter(|(at, _)| !stopping.is_broken(*at));
        if let Some((_, other)) = here.find(|(_, other)| other.station != from.station) {
            return Some(other.station);
        }
        for arc in ground.network.arcs_of(node) {
            let head = ground.network.arcs()[arc].head;
            let left = (left - i64::from(tuned.energies[arc])).min(tuned.capacity.into());
            let arrival = time + u64::from(tuned.times[arc]);
            let least = best.or_insert(head.into(), u64::MAX);
            if left < 0 || arrival >= *least {
                continue;
            }
            *least = arrival;
            queue.push(Reverse((arrival, head, left)));
        }
    }
    None
}
