//! The problem and its answer.

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use units::{Seconds, WattHours};

use super::{ChargeTime, Gap};

/// One arc of the problem's graph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    /// Time to drive it, at least 0.
    pub time: Seconds,
    /// Energy it takes from the battery; negative where driving charges it.
    pub energy: WattHours,
}

/// Somewhere to charge.
#[derive(Debug, Clone, PartialEq)]
pub struct ChargePoint {
    /// Where it stands.
    pub node: NodeIndex,
    /// Time that a stop costs besides waiting and charging.
    pub stop: Seconds,
    /// Expected time until a connector is free.
    pub wait: Seconds,
    /// How charging goes there.
    pub curve: ChargeTime,
}

/// A charge-aware shortest path problem: least total time of driving, stopping, waiting and
/// charging, with the battery never under the reserve and never over full.
///
/// No cycle of arcs may gain energy. Nodes, arcs and charge points may be visited repeatedly.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Usable capacity of the battery.
    pub capacity: WattHours,
    /// Charge at the start.
    pub initial: WattHours,
    /// Least charge after each arc.
    pub reserve: WattHours,
    /// Least charge at the end.
    pub arrival: WattHours,
    /// Where one can drive.
    pub graph: DiGraph<(), Arc, u32>,
    /// Start.
    pub from: NodeIndex,
    /// End.
    pub to: NodeIndex,
    /// Where one can charge.
    pub points: Vec<ChargePoint>,
}

impl Problem {
    /// Charge that the end asks for: the greater of arrival and reserve.
    pub fn floor(&self) -> WattHours {
        WattHours(self.arrival.0.max(self.reserve.0))
    }
}

/// One step of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Drive this arc.
    Drive(EdgeIndex),
    /// Charge at the current node.
    Charge {
        /// Index of the charge point.
        point: usize,
        /// Charge to leave with.
        to: WattHours,
    },
}

/// An optimal answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Least total time.
    pub total: Seconds,
    /// How to get it.
    pub steps: Vec<Step>,
    /// Labels that the search made: its cost, independent of the machine.
    pub labels: usize,
}

/// What a search found out.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The optimum.
    Solved(Solution),
    /// There is no way, and this is what lacks.
    Infeasible(Gap),
    /// The search was stopped at its limit of labels before it could prove an optimum.
    LabelsExhausted {
        /// The limit.
        labels_max: usize,
    },
}
