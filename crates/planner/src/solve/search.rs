//! Label-setting A* with labels that are charging functions.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use units::{Seconds, WattHours};

use super::bound::{Bound, Ordered};
use super::label::{Label, LabelId, Made};
use super::{CHARGE_EPSILON, Outcome, Problem, Solution, Step, TIME_EPSILON, reach, replay};

/// Charge added to each computed stop so that rounding never ends below the reserve: a hundredth
/// of a milliwatt-hour.
const ROUNDING_MARGIN: f64 = 1e-5;

/// Finds the least total time, or what lacks.
///
/// Explores labels of (node, charging function). A label is dropped when another reaches the same
/// node, for every charge, no later with no less. Stops when no open label can beat the best
/// complete plan, or after `labels_max` labels.
pub fn solve(problem: &Problem, labels_max: usize) -> Outcome {
    if let Some(gap) = reach::gap(problem) {
        return Outcome::Infeasible(gap);
    }
    let mut search = Search::new(problem);
    search.offer(Label::start(problem));
    while let Some(Reverse((Ordered(key), id))) = search.queue.pop() {
        if key >= search.best_total() - TIME_EPSILON {
            break;
        }
        if search.labels[id].is_dominated {
            continue;
        }
        if search.labels.len() > labels_max {
            return Outcome::LabelsExhausted { labels_max };
        }
        search.finish(id);
        search.stop(id);
        search.drive(id);
    }
    search.into_outcome(labels_max)
}

struct Search<'a> {
    problem: &'a Problem,
    bound: Bound,
    labels: Vec<Label>,
    /// Undominated labels of each node.
    at_node: Vec<Vec<LabelId>>,
    /// Charge points of each node.
    points: Vec<Vec<usize>>,
    queue: BinaryHeap<Reverse<(Ordered, LabelId)>>,
    /// Best complete plan: its time, its last label, and the charge its last stop is left with.
    best: Option<(f64, LabelId, f64)>,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem) -> Self {
        let nodes = problem.graph.node_count();
        let mut points = vec![Vec::new(); nodes];
        for (index, point) in problem.points.iter().enumerate() {
            points[point.node.index()].push(index);
        }
        Self {
            problem,
            bound: Bound::new(problem),
            labels: Vec::new(),
            at_node: vec![Vec::new(); nodes],
            points,
            queue: BinaryHeap::new(),
            best: None,
        }
    }

    fn best_total(&self) -> f64 {
        self.best.map_or(f64::INFINITY, |best| best.0)
    }

    /// Keeps `label` if it may be part of the best plan.
    fn offer(&mut self, label: Label) {
        let key = self.bound.of(&label, self.problem);
        if !key.is_finite() || key >= self.best_total() - TIME_EPSILON {
            return;
        }
        let (problem, labels) = (self.problem, &mut self.labels);
        let here = &mut self.at_node[label.node.index()];
        if here.iter().any(|id| labels[*id].dominates(&label, problem)) {
            return;
        }
        here.retain(|id| {
            let is_worse = label.dominates(&labels[*id], problem);
            labels[*id].is_dominated |= is_worse;
            !is_worse
        });
        let id = labels.len();
        here.push(id);
        labels.push(label);
        self.queue.push(Reverse((Ordered(key), id)));
    }

    /// Ends the plan at label `id`, if it is at the end with enough charge.
    fn finish(&mut self, id: LabelId) {
        let label = &self.labels[id];
        if label.node != self.problem.to {
            return;
        }
        if let Some(left_with) = label.leave_for(self.problem.floor().0) {
            let total = label.time(self.problem, left_with);
            if total < self.best_total() {
                self.best = Some((total, id, left_with));
            }
        }
    }

    /// Stops at the charge points of the label's node.
    fn stop(&mut self, id: LabelId) {
        let node = self.labels[id].node;
        for index in 0..self.points[node.index()].len() {
            let point = self.points[node.index()][index];
            // Stopping again where one has just charged is never faster than charging at once.
            if self.labels[id].point == Some(point) {
                continue;
            }
            for left_with in switching_charges(&self.labels[id], point, self.problem) {
                if let Some(label) = self.labels[id].stop(id, self.problem, point, left_with) {
                    self.offer(label);
                }
            }
        }
    }

    /// Drives on.
    fn drive(&mut self, id: LabelId) {
        let node: NodeIndex = self.labels[id].node;
        for edge in self.problem.graph.edges(node) {
            if self.labels[id].is_dominated {
                return;
            }
            if let Some(label) = self.labels[id].drive(id, self.problem, edge.id()) {
                self.offer(label);
            }
        }
    }

    fn into_outcome(self, labels_max: usize) -> Outcome {
        let Some((_, last, left_with)) = self.best else {
            // The reach said that there is a way, so this is a limit of this search, not a proof.
            return Outcome::LabelsExhausted { labels_max };
        };
        let steps = without_idle_stops(self.problem, self.steps(last, left_with));
        let total = replay(self.problem, &steps).map_or(Seconds(f64::INFINITY), |done| done.total);
        Outcome::Solved(Solution {
            total,
            steps,
            labels: self.labels.len(),
        })
    }

    /// Walks back from the last label; each stop's charge was decided by what came after it.
    fn steps(&self, last: LabelId, left_with: f64) -> Vec<Step> {
        let mut steps = Vec::new();
        let (mut at, mut leave) = (Some(last), left_with);
        while let Some(label) = at.map(|id| &self.labels[id]) {
            match (label.made, label.point) {
                (Made::Drive(edge), _) => steps.push(Step::Drive(edge)),
                (Made::Stop { left_with }, Some(point)) => {
                    let most = self.problem.points[point].curve.last();
                    let to = (leave + ROUNDING_MARGIN)
                        .min(most)
                        .min(self.problem.capacity.0);
                    steps.push(Step::Charge {
                        point,
                        to: WattHours(to),
                    });
                    leave = left_with;
                }
                (Made::Stop { .. } | Made::Start, _) => {}
            }
            at = label.parent;
        }
        steps.reverse();
        steps
    }
}

/// Leaves out stops that the plan does as well without: among plans that take the same time, the
/// search may have met one with a free stop first.
fn without_idle_stops(problem: &Problem, mut steps: Vec<Step>) -> Vec<Step> {
    for index in (0..steps.len()).rev() {
        if !matches!(steps[index], Step::Charge { .. }) {
            continue;
        }
        let mut shorter = steps.clone();
        shorter.remove(index);
        let (Ok(before), Ok(after)) = (replay(problem, &steps), replay(problem, &shorter)) else {
            continue;
        };
        if after.total.0 <= before.total.0 + TIME_EPSILON {
            steps = shorter;
        }
    }
    steps
}

/// The charges with which to leave `label`'s charge point so that going on to charge at `point`
/// can be part of an optimum.
///
/// Moving a little charge from one point to the other changes the total by the difference of
/// their slopes, so only local minima of `time here - time to charge this far at point` matter;
/// both are piecewise linear, and these lie at their bends or at the ends.
fn switching_charges(label: &Label, point: usize, problem: &Problem) -> Vec<f64> {
    let Some(curve) = label.curve(problem) else {
        return vec![label.low];
    };
    let next = &problem.points[point].curve;
    let cost = label.profile.cost;
    let shifted = next.breakpoints().iter().map(|charge| charge + cost);
    let mut xs: Vec<f64> = label
        .bends(problem)
        .chain(shifted.filter(|x| *x > label.low && *x < label.high))
        .chain([label.low, label.high])
        .collect();
    xs.sort_by(f64::total_cmp);
    xs.dedup_by(|b, a| *b - *a < CHARGE_EPSILON);
    // True where charging more before is better than charging it at `point`.
    let gains = |pair: &[f64]| {
        let middle = f64::midpoint(pair[0], pair[1]);
        // Beyond its last charge `point` gives nothing: only charging before helps.
        let is_beyond = middle - cost >= next.last();
        is_beyond || curve.slope_above(middle) < next.slope_above(middle - cost)
    };
    let falling: Vec<bool> = xs.windows(2).map(gains).collect();
    xs.iter()
        .enumerate()
        .filter(|(index, _)| {
            let falls_before = *index == 0 || falling[index - 1];
            let rises_after = *index == xs.len() - 1 || !falling[*index];
            falls_before && rises_after
        })
        .map(|(_, x)| *x)
        .collect()
}
