//! Lower bounds on the time still to come.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::Direction;
use petgraph::visit::EdgeRef;

use super::label::Label;
use super::{Arc, ChargePoint, Problem};

/// Two fields over all nodes: least time to the end, and least of time plus energy priced at the
/// fastest charging anywhere. Energy that is not in the battery must be charged, and no charge
/// point gives it faster, so the second one is a bound too.
pub(super) struct Bound {
    time: Vec<f64>,
    /// Seconds per watt-hour of the fastest charging, 0 without charge points.
    price: f64,
    time_and_energy: Vec<f64>,
    floor: f64,
}

impl Bound {
    pub(super) fn new(problem: &Problem) -> Self {
        let slope = |point: &ChargePoint| point.curve.slope_min();
        let price = problem
            .points
            .iter()
            .map(slope)
            .fold(f64::INFINITY, f64::min);
        let price = if price.is_finite() { price } else { 0.0 };
        let time = least_to_end(problem, |arc| arc.time.0);
        let time_and_energy = least_to_end(problem, |arc| arc.time.0 + price * arc.energy.0);
        Self {
            time,
            price,
            time_and_energy,
            floor: problem.floor().0,
        }
    }

    /// A time before which no plan through `label` can end; infinite when no road leads there.
    ///
    /// Charging more at the last charge point costs at least `price` for each watt-hour, so the
    /// bound at the least useful charge holds for all.
    pub(super) fn of(&self, label: &Label, problem: &Problem) -> f64 {
        let node = label.node.index();
        let (time, charge) = (label.time(problem, label.low), label.charge(label.low));
        let by_energy = self.time_and_energy[node] + self.price * (self.floor - charge);
        time + self.time[node].max(by_energy)
    }
}

/// Least sum of `weight` from each node to the end; infinite where no road leads.
///
/// Dijkstra that settles a node again when it finds a better way: weights may be negative, cycles
/// are not.
fn least_to_end(problem: &Problem, weight: impl Fn(&Arc) -> f64) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; problem.graph.node_count()];
    let mut queue = BinaryHeap::new();
    least[problem.to.index()] = 0.0;
    queue.push(Reverse((Ordered(0.0), problem.to)));
    while let Some(Reverse((Ordered(sum), node))) = queue.pop() {
        if sum > least[node.index()] {
            continue;
        }
        for edge in problem.graph.edges_directed(node, Direction::Incoming) {
            let through = sum + weight(edge.weight());
            let tail = edge.source();
            // The epsilon stops cycles that gain by rounding only.
            if through < least[tail.index()] - 1e-9 {
                least[tail.index()] = through;
                queue.push(Reverse((Ordered(through), tail)));
            }
        }
    }
    least
}

/// A float with the order of `total_cmp`, for heaps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ordered(pub(super) f64);

impl PartialEq for Ordered {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
