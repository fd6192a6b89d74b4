//! An independent answer by brute force, for small instances only.
//!
//! Tries every sequence of at most `stops_max` charge points with every simple path between them,
//! and for each every combination of charges at which an optimum can lie: the total is piecewise
//! linear in the charges, so one lies where each is tied to a bend, to a limit of the battery on
//! the path that follows, or through that path to a charge of the next stop.

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::Problem;

const EPSILON: f64 = 1e-9;

/// Least total time with at most `stops_max` stops; `None` when that is not possible.
pub(super) fn brute_force(problem: &Problem, stops_max: usize) -> Option<f64> {
    let mut oracle = Oracle {
        problem,
        best: f64::INFINITY,
    };
    oracle.extend(problem.from, &mut Vec::new(), &mut Vec::new(), stops_max);
    oracle.best.is_finite().then_some(oracle.best)
}

struct Oracle<'a> {
    problem: &'a Problem,
    best: f64,
}

impl Oracle<'_> {
    /// Continues a plan skeleton: `paths[i]` leads to `stops[i]`.
    fn extend(
        &mut self,
        at: NodeIndex,
        paths: &mut Vec<Vec<EdgeIndex>>,
        stops: &mut Vec<usize>,
        stops_left: usize,
    ) {
        for path in simple_paths(self.problem, at, self.problem.to) {
            paths.push(path);
            self.try_charges(paths, stops);
            paths.pop();
        }
        if stops_left == 0 {
            return;
        }
        for point in 0..self.problem.points.len() {
            if stops.last() == Some(&point) {
                continue;
            }
            let node = self.problem.points[point].node;
            for path in simple_paths(self.problem, at, node) {
                paths.push(path);
                stops.push(point);
                self.extend(node, paths, stops, stops_left - 1);
                stops.pop();
                paths.pop();
            }
        }
    }

    fn try_charges(&mut self, paths: &[Vec<EdgeIndex>], stops: &[usize]) {
        let mut candidates = vec![Vec::new(); stops.len()];
        for index in (0..stops.len()).rev() {
            let own = bends(self.problem, stops[index]);
            let path = &paths[index + 1];
            let mut here = own.clone();
            let mut energy = 0.0;
            for edge in path {
                energy += self.problem.graph[*edge].energy.0;
                here.push(self.problem.reserve.0 + energy);
                here.push(self.problem.capacity.0 + energy);
            }
            match stops.get(index + 1) {
                None => here.push(self.problem.floor().0 + energy),
                Some(next) => {
                    here.extend(
                        bends(self.problem, *next)
                            .iter()
                            .map(|charge| charge + energy),
                    );
                    here.extend(
                        candidates[index + 1]
                            .iter()
                            .map(|charge: &f64| charge + energy),
                    );
                }
            }
            here.sort_by(f64::total_cmp);
            here.dedup_by(|a, b| (*a - *b).abs() < EPSILON);
            candidates[index] = here;
        }
        self.walk(paths, stops, &candidates, self.problem.initial.0, 0.0);
    }

    fn walk(
        &mut self,
        paths: &[Vec<EdgeIndex>],
        stops: &[usize],
        candidates: &[Vec<f64>],
        charge: f64,
        time: f64,
    ) {
        let Some((charge, time)) = drive(self.problem, &paths[0], charge, time) else {
            return;
        };
        if time >= self.best {
            return;
        }
        let Some((stop, later)) = stops.split_first() else {
            if charge >= self.problem.floor().0 - EPSILON {
                self.best = time;
            }
            return;
        };
        let point = &self.problem.points[*stop];
        let most = point.curve.charge_max().0.min(self.problem.capacity.0);
        for to in &candidates[0] {
            if *to < charge || *to > most {
                continue;
            }
            let charging = point.curve.at(*to) - point.curve.at(charge);
            let left = time + point.stop.0 + point.wait.0 + charging;
            self.walk(&paths[1..], later, &candidates[1..], *to, left);
        }
    }
}

fn bends(problem: &Problem, point: usize) -> Vec<f64> {
    problem.points[point].curve.breakpoints().to_vec()
}

fn drive(problem: &Problem, path: &[EdgeIndex], charge: f64, time: f64) -> Option<(f64, f64)> {
    path.iter()
        .try_fold((charge, time), |(charge, time), edge| {
            let arc = problem.graph[*edge];
            let left = charge - arc.energy.0;
            (left >= problem.reserve.0 - EPSILON)
                .then(|| (left.min(problem.capacity.0), time + arc.time.0))
        })
}

/// Every path without a repeated node. A cycle gains no energy and takes time, so no other path
/// between two stops is ever better.
fn simple_paths(problem: &Problem, from: NodeIndex, to: NodeIndex) -> Vec<Vec<EdgeIndex>> {
    fn grow(
        problem: &Problem,
        to: NodeIndex,
        seen: &mut Vec<NodeIndex>,
        path: &mut Vec<EdgeIndex>,
        found: &mut Vec<Vec<EdgeIndex>>,
    ) {
        let at = seen[seen.len() - 1];
        if at == to {
            found.push(path.clone());
            return;
        }
        for edge in problem.graph.edges(at) {
            if !seen.contains(&edge.target()) {
                seen.push(edge.target());
                path.push(edge.id());
                grow(problem, to, seen, path, found);
                path.pop();
                seen.pop();
            }
        }
    }
    let mut found = Vec::new();
    grow(problem, to, &mut vec![from], &mut Vec::new(), &mut found);
    found
}
