//! Labels: a path up to a node whose last charge is still open.

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::profile::Profile;
use super::{CHARGE_EPSILON, ChargeTime, Problem, TIME_EPSILON};

/// Index of a label in the search's list.
pub(super) type LabelId = usize;

/// How a label was made from its parent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Made {
    /// It is the start.
    Start,
    /// By driving this arc.
    Drive(EdgeIndex),
    /// By stopping at the label's charge point, having left the parent's with this charge.
    Stop {
        /// Charge with which the parent's charge point was left.
        left_with: f64,
    },
}

/// A path to `node` as a function (Baum et al., CHArge): the charge `x` with which the last
/// charge point is left is open within `low..=high`; leaving with `x` one is here with charge
/// `charge(x)` at time `time(x)`. Without a charge point, `low == high` is the initial charge.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub(super) node: NodeIndex,
    pub(super) parent: Option<LabelId>,
    pub(super) made: Made,
    /// Last charge point, an index into the problem's.
    pub(super) point: Option<usize>,
    /// Time that does not depend on `x`, up to leaving the charge point.
    pub(super) base: f64,
    /// Driving time since the charge point.
    pub(super) drive: f64,
    /// The path since the charge point.
    pub(super) profile: Profile,
    /// Least useful `x`.
    pub(super) low: f64,
    /// Greatest useful `x`.
    pub(super) high: f64,
    /// True once a better label has replaced it.
    pub(super) is_dominated: bool,
}

impl Label {
    pub(super) fn start(problem: &Problem) -> Self {
        Self {
            node: problem.from,
            parent: None,
            made: Made::Start,
            point: None,
            base: 0.0,
            drive: 0.0,
            profile: Profile::stay(problem.capacity.0),
            low: problem.initial.0,
            high: problem.initial.0,
            is_dominated: false,
        }
    }

    /// The label after driving `edge` to `node`, if it can be driven.
    pub(super) fn drive(&self, id: LabelId, problem: &Problem, edge: EdgeIndex) -> Option<Self> {
        let (_, node) = problem.graph.edge_endpoints(edge)?;
        let arc = problem.graph[edge];
        let profile = self
            .profile
            .then(arc.energy.0, problem.reserve.0, problem.capacity.0)?;
        let low = self.low.max(profile.in_min);
        if low > self.high + CHARGE_EPSILON {
            return None;
        }
        // Charging beyond what fits at the fullest place on the way is wasted.
        let high = self.high.min(low.max(profile.cost + profile.out_max));
        let low = low.min(high);
        let (made, drive) = (Made::Drive(edge), self.drive + arc.time.0);
        Some(Self {
            node,
            parent: Some(id),
            made,
            drive,
            profile,
            low,
            high,
            ..self.clone()
        })
    }

    /// The label after stopping at `point` with the charge that leaving the last charge point
    /// with `left_with` gives; `None` when nothing can be charged there.
    pub(super) fn stop(
        &self,
        id: LabelId,
        problem: &Problem,
        point: usize,
        left_with: f64,
    ) -> Option<Self> {
        let place = &problem.points[point];
        let low = self.charge(left_with);
        let high = place.curve.last().min(problem.capacity.0);
        if low + CHARGE_EPSILON >= high {
            return None;
        }
        let arrived = self.time(problem, left_with);
        Some(Self {
            node: self.node,
            parent: Some(id),
            made: Made::Stop { left_with },
            point: Some(point),
            base: arrived + place.stop.0 + place.wait.0 - place.curve.at(low),
            drive: 0.0,
            profile: Profile::stay(problem.capacity.0),
            low,
            high,
            is_dominated: false,
        })
    }

    /// Charge here when the charge point is left with `x`.
    pub(super) fn charge(&self, x: f64) -> f64 {
        self.profile.after(x)
    }

    /// Time here when the charge point is left with `x`.
    pub(super) fn time(&self, problem: &Problem, x: f64) -> f64 {
        self.base + self.curve(problem).map_or(0.0, |curve| curve.at(x)) + self.drive
    }

    /// The `x` with which one is here with at least `charge`; `None` when no `x` is enough.
    pub(super) fn leave_for(&self, charge: f64) -> Option<f64> {
        if charge > self.charge(self.high) + CHARGE_EPSILON {
            return None;
        }
        Some((charge + self.profile.cost).clamp(self.low, self.high))
    }

    /// The curve of the last charge point.
    pub(super) fn curve<'a>(&self, problem: &'a Problem) -> Option<&'a ChargeTime> {
        self.point.map(|point| &problem.points[point].curve)
    }

    /// Values of `x` strictly inside `low..high` where `time` bends.
    pub(super) fn bends<'a>(&'a self, problem: &'a Problem) -> impl Iterator<Item = f64> + 'a {
        let breakpoints = self.curve(problem).map_or(&[][..], ChargeTime::breakpoints);
        breakpoints
            .iter()
            .copied()
            .filter(|x| *x > self.low && *x < self.high)
    }

    /// True when, whatever charge `other` is here with, this label is here no later with no less.
    ///
    /// Both are piecewise linear in the charge, so comparing where either bends is enough.
    pub(super) fn dominates(&self, other: &Self, problem: &Problem) -> bool {
        let (least, most) = (other.charge(other.low), other.charge(other.high));
        let no_later = |charge: f64| {
            let (Some(mine), Some(theirs)) = (self.leave_for(charge), other.leave_for(charge))
            else {
                return false;
            };
            self.time(problem, mine) <= other.time(problem, theirs) + TIME_EPSILON
        };
        if !no_later(least) || !no_later(most) {
            return false;
        }
        let inside = |charge: &f64| *charge > least && *charge < most;
        let own_bends = self
            .bends(problem)
            .chain([self.low])
            .map(|x| self.charge(x));
        let other_bends = other.bends(problem).map(|x| other.charge(x));
        own_bends.filter(inside).all(no_later) && other_bends.filter(inside).all(no_later)
    }
}
