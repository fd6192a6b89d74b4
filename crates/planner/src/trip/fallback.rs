//! Where else one can charge when a planned station turns out broken.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::visit::EdgeRef;
use units::WattHours;

use super::Planner;
use super::network::{Candidate, TripNetwork};

impl TripNetwork {
    /// The other station that is nearest by time from `from`, as long as `charge` lasts on the
    /// fastest way there. The reserve may be used: this is what it is for.
    pub(super) fn fallback(
        &self,
        from: &Candidate,
        charge: WattHours,
        planner: &Planner,
    ) -> Option<usize> {
        let graph = &self.network.graph;
        let mut best = vec![u64::MAX; graph.node_count()];
        let mut queue = BinaryHeap::new();
        best[from.node.index()] = 0;
        queue.push(Reverse((0, from.node, Millis::of(charge))));
        while let Some(Reverse((time, node, left))) = queue.pop() {
            if time > best[node.index()] {
                continue;
            }
            let is_other = |other: &&Candidate| other.node == node && other.station != from.station;
            if let Some(other) = self.candidates.iter().find(is_other) {
                return Some(other.station);
            }
            for edge in graph.edges(node) {
                let head = edge.target();
                let left = left.after(self.energies[edge.id().index()], self.problem.capacity);
                let arrival = time + Millis::duration(edge.weight().time(&planner.roads).0);
                if left.is_empty() || arrival >= best[head.index()] {
                    continue;
                }
                best[head.index()] = arrival;
                queue.push(Reverse((arrival, head, left)));
            }
        }
        None
    }
}

/// Energy in whole milliwatt-hours, so that it has an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Millis(i64);

impl Millis {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a battery is far below 2^63 mWh"
    )]
    fn of(energy: WattHours) -> Self {
        Self((energy.0 * 1000.0) as i64)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "times are positive and far below 2^63 ms"
    )]
    fn duration(seconds: f64) -> u64 {
        (seconds.max(0.0) * 1000.0) as u64
    }

    fn after(self, energy: WattHours, capacity: WattHours) -> Self {
        Self((self.0 - Self::of(energy).0).min(Self::of(capacity).0))
    }

    fn is_empty(self) -> bool {
        self.0 < 0
    }
}
