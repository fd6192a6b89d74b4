//! How far the charge reaches, and what lacks where it does not.

use std::collections::BinaryHeap;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use units::WattHours;

use super::{CHARGE_EPSILON, Problem};

/// The smallest gap that keeps a problem from having an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Gap {
    /// No road leads to the end.
    NotConnected,
    /// The charge does not suffice for the way to the next charge point or to the end.
    Charge {
        /// Charge point where that way starts, left as full as it can be; absent for the start.
        from: Option<usize>,
        /// Charge point where it leads; absent for the end.
        to: Option<usize>,
        /// Energy that lacks.
        missing: WattHours,
        /// The way.
        path: Vec<EdgeIndex>,
    },
}

/// What lacks for `problem` to have an answer; `None` when it has one.
///
/// More charge is never worse, so the greatest charge at each node decides: it is found by
/// driving from the start and from every charge point that can be reached, left full.
pub fn gap(problem: &Problem) -> Option<Gap> {
    let full = most_charge(problem);
    if full.charge[problem.to.index()] >= problem.floor().0 - CHARGE_EPSILON {
        return None;
    }
    Some(smallest_gap(problem, &full).unwrap_or(Gap::NotConnected))
}

/// Greatest charges and how they come about.
struct Most {
    /// Greatest charge at each node; negative infinity where nothing leads.
    charge: Vec<f64>,
    /// Arc over which it comes; absent at the start and at charge points.
    over: Vec<Option<EdgeIndex>>,
}

fn most_charge(problem: &Problem) -> Most {
    let nodes = problem.graph.node_count();
    let mut best_point = vec![f64::NEG_INFINITY; nodes];
    for point in &problem.points {
        let most = point.curve.last().min(problem.capacity.0);
        let best = &mut best_point[point.node.index()];
        *best = best.max(most);
    }
    let mut most = Most {
        charge: vec![f64::NEG_INFINITY; nodes],
        over: vec![None; nodes],
    };
    most.charge[problem.from.index()] = problem.initial.0.max(best_point[problem.from.index()]);
    spread(problem, &mut most, vec![problem.from], Some(&best_point));
    most
}

/// A float with the order of `total_cmp`, for heaps.
#[derive(Debug, Clone, Copy)]
struct Ordered(f64);

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

/// Drives on from `starts` with the charges in `most` as long as some node gets more. With
/// `points`, the reserve holds and a node's charge point fills the battery; without, neither.
fn spread(problem: &Problem, most: &mut Most, starts: Vec<NodeIndex>, points: Option<&[f64]>) {
    let mut queue: BinaryHeap<(Ordered, NodeIndex)> = starts
        .into_iter()
        .map(|node| (Ordered(most.charge[node.index()]), node))
        .collect();
    while let Some((Ordered(charge), node)) = queue.pop() {
        if charge < most.charge[node.index()] {
            continue;
        }
        for edge in problem.graph.edges(node) {
            let (head, driven) = (edge.target(), charge - edge.weight().energy.0);
            if points.is_some() && driven < problem.reserve.0 - CHARGE_EPSILON {
                continue;
            }
            let driven = driven.min(problem.capacity.0);
            if driven <= most.charge[head.index()] + CHARGE_EPSILON {
                continue;
            }
            let filled = points.map_or(driven, |points| driven.max(points[head.index()]));
            most.charge[head.index()] = filled;
            most.over[head.index()] = (filled <= driven).then(|| edge.id());
            queue.push((Ordered(filled), head));
        }
    }
}

/// The smallest lack on the way from what is reached to a charge point or the end that is not.
fn smallest_gap(problem: &Problem, full: &Most) -> Option<Gap> {
    let reached: Vec<bool> = full
        .charge
        .iter()
        .map(|charge| charge.is_finite())
        .collect();
    let starts = problem
        .graph
        .node_indices()
        .filter(|node| reached[node.index()])
        .collect();
    let mut beyond = Most {
        charge: full.charge.clone(),
        over: full.over.clone(),
    };
    spread(problem, &mut beyond, starts, None);
    let goals = problem
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| (Some(index), point.node, problem.reserve.0))
        .filter(|(_, node, _)| !reached[node.index()])
        .chain([(None, problem.to, problem.floor().0)]);
    let found = goals
        .filter(|(_, node, _)| beyond.charge[node.index()].is_finite())
        .map(|(point, node, least)| {
            let path = path_to(problem, &beyond, node);
            let missing = lack_on(problem, &beyond, node, least, &path);
            (missing, point, node, path)
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))?;
    let (missing, to, node, path) = found;
    let start = path
        .first()
        .and_then(|edge| problem.graph.edge_endpoints(*edge));
    let start = start.map_or(node, |(tail, _)| tail);
    let from = problem
        .points
        .iter()
        .position(|point| point.node == start && reached[start.index()])
        .filter(|_| start != problem.from || full.charge[start.index()] > problem.initial.0);
    Some(Gap::Charge {
        from,
        to,
        missing: WattHours(missing),
        path,
    })
}

/// The arcs over which `node` gets its charge, back to the start or a charge point.
fn path_to(problem: &Problem, most: &Most, node: NodeIndex) -> Vec<EdgeIndex> {
    let (mut path, mut at) = (Vec::new(), node);
    while let Some(edge) = most.over[at.index()] {
        // No way visits a node twice, so a longer one is a rounding cycle.
        if path.len() > problem.graph.node_count() {
            break;
        }
        path.push(edge);
        let Some((tail, _)) = problem.graph.edge_endpoints(edge) else {
            break;
        };
        at = tail;
    }
    path.reverse();
    path
}

/// How much more charge the way to `node` asks for, at its worst place.
fn lack_on(problem: &Problem, most: &Most, node: NodeIndex, least: f64, path: &[EdgeIndex]) -> f64 {
    let heads = path
        .iter()
        .filter_map(|edge| problem.graph.edge_endpoints(*edge));
    heads
        .map(|(_, head)| problem.reserve.0 - most.charge[head.index()])
        .fold(least - most.charge[node.index()], f64::max)
}
