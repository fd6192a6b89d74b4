//! Drives an answer step by step, by the rules alone. Shares nothing with the search.

use petgraph::graph::NodeIndex;
use thiserror::Error;
use units::{Seconds, WattHours};

use super::{CHARGE_EPSILON, Problem, Step};

/// The state after one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Visit {
    /// Where the step ends.
    pub node: NodeIndex,
    /// Charge after it.
    pub charge: WattHours,
    /// Time of the step alone.
    pub time: Seconds,
}

/// A driven answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// Total time.
    pub total: Seconds,
    /// The state after each step.
    pub visits: Vec<Visit>,
}

/// An answer that breaks a rule.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Illegal {
    /// The step does not start where the one before it ended.
    #[error("step {step} does not start at node {node}")]
    Place {
        /// Index of the step.
        step: usize,
        /// Node where the step before ended.
        node: usize,
    },
    /// The charge would fall under what is asked for.
    #[error("step {step} leaves {charge} Wh, at least {least} Wh are asked for")]
    Empty {
        /// Index of the step; the number of steps for the end.
        step: usize,
        /// Charge after it.
        charge: f64,
        /// Least charge allowed.
        least: f64,
    },
    /// Charging to less than there is, or more than the point or the battery allows.
    #[error("step {step} charges from {charge} Wh to {to} Wh, at most {most} Wh are possible")]
    Amount {
        /// Index of the step.
        step: usize,
        /// Charge before it.
        charge: f64,
        /// Charge asked for.
        to: f64,
        /// Greatest charge possible.
        most: f64,
    },
    /// The answer ends elsewhere.
    #[error("the answer ends at node {node}")]
    Elsewhere {
        /// Where it ends.
        node: usize,
    },
}

/// Drives `steps` and returns what happens, or the first rule that is broken.
pub fn replay(problem: &Problem, steps: &[Step]) -> Result<Replay, Illegal> {
    let (mut node, mut charge, mut total) = (problem.from, problem.initial.0, 0.0);
    let mut visits = Vec::with_capacity(steps.len());
    for (index, step) in steps.iter().enumerate() {
        let place = Illegal::Place {
            step: index,
            node: node.index(),
        };
        let time = match *step {
            Step::Drive(edge) => {
                let (tail, head) = problem.graph.edge_endpoints(edge).ok_or(place.clone())?;
                if tail != node {
                    return Err(place);
                }
                let arc = problem.graph[edge];
                let left = charge - arc.energy.0;
                let least = problem.reserve.0;
                if left < least - CHARGE_EPSILON {
                    return Err(Illegal::Empty {
                        step: index,
                        charge: left,
                        least,
                    });
                }
                (node, charge) = (head, left.min(problem.capacity.0));
                arc.time.0
            }
            Step::Charge { point, to } => {
                let here = problem.points.get(point).filter(|point| point.node == node);
                let here = here.ok_or(place)?;
                let most = here.curve.last().min(problem.capacity.0);
                if to.0 < charge - CHARGE_EPSILON || to.0 > most + CHARGE_EPSILON {
                    return Err(Illegal::Amount {
                        step: index,
                        charge,
                        to: to.0,
                        most,
                    });
                }
                let charging = here.curve.at(to.0) - here.curve.at(charge);
                charge = to.0;
                here.stop.0 + here.wait.0 + charging
            }
        };
        total += time;
        visits.push(Visit {
            node,
            charge: WattHours(charge),
            time: Seconds(time),
        });
    }
    let least = problem.floor().0;
    if node != problem.to {
        return Err(Illegal::Elsewhere { node: node.index() });
    }
    if charge < least - CHARGE_EPSILON {
        return Err(Illegal::Empty {
            step: steps.len(),
            charge,
            least,
        });
    }
    Ok(Replay {
        total: Seconds(total),
        visits,
    })
}
