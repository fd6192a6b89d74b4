//! Drives a plan step by step, by the rules alone. Shares nothing with the search.

use thiserror::Error;
use units::{Seconds, WattHours};

use super::query::Step;
use super::stopping::Stopping;
use super::tuned::{TICKS, Tuned, watt_hours};
use crate::TripRequest;

/// Charges closer than this, in watt-hours, count as equal.
const CHARGE_EPSILON: f64 = 1e-5;

/// The state after one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Visit {
    /// Charge after it.
    pub(super) charge: WattHours,
    /// Time of the step alone.
    pub(super) time: Seconds,
    /// The part of it that is waiting for doors to open.
    pub(super) closed: Seconds,
}

/// A plan that breaks a rule.
#[derive(Debug, Clone, PartialEq, Error)]
pub(super) enum Illegal {
    #[error("step {step} leaves {charge} Wh, at least {least} Wh are asked for")]
    Empty {
        step: usize,
        charge: f64,
        least: f64,
    },
    #[error("step {step} charges from {charge} Wh to {to} Wh, at most {most} Wh are possible")]
    Amount {
        step: usize,
        charge: f64,
        to: f64,
        most: f64,
    },
}

/// Drives `steps` and returns what happens, or the first rule that is broken.
pub(super) fn simulate(
    (tuned, stopping): (&Tuned, &Stopping),
    request: &TripRequest,
    steps: &[Step],
) -> Result<Vec<Visit>, Illegal> {
    let capacity = tuned.conditions.vehicle.capacity();
    let reserve = request.reserve.energy(capacity).0;
    let mut charge = request.charge.energy(capacity).0;
    let mut clock = 0.0;
    let mut visits = Vec::with_capacity(steps.len());
    for (step, what) in steps.iter().enumerate() {
        let mut closed = 0.0;
        let time = match *what {
            Step::Drive { time, energy, .. } => {
                charge -= f64::from(energy) / TICKS;
                if charge < reserve - CHARGE_EPSILON {
                    let least = reserve;
                    return Err(Illegal::Empty {
                        step,
                        charge,
                        least,
                    });
                }
                charge = charge.min(capacity.0);
                f64::from(time) / TICKS
            }
            Step::Charge { candidate, to } => {
                let refill = &tuned.refills[tuned.candidates[candidate].curve as usize];
                let curve = refill.curve();
                let most = curve.charge_max().0.min(capacity.0);
                let to = watt_hours(to).0;
                if to < charge - CHARGE_EPSILON || to > most + CHARGE_EPSILON {
                    return Err(Illegal::Amount {
                        step,
                        charge,
                        to,
                        most,
                    });
                }
                let charging = curve.time_to(WattHours(to)).0 - curve.time_to(WattHours(charge)).0;
                charge = to;
                closed = stopping.wait_at(candidate, clock);
                let conditions = &tuned.conditions;
                let before = closed + conditions.stop_overhead.0 + conditions.expected_wait.0;
                before + refill.handling().0 + charging
            }
            Step::Visit { via } => {
                let least = request.via[via].charge.energy(capacity).0;
                if charge < least - CHARGE_EPSILON {
                    return Err(Illegal::Empty {
                        step,
                        charge,
                        least,
                    });
                }
                request.via[via].stay.0
            }
        };
        clock += time;
        visits.push(Visit {
            charge: WattHours(charge),
            time: Seconds(time),
            closed: Seconds(closed),
        });
    }
    let least = request.arrival.energy(capacity).0.max(reserve);
    if charge < least - CHARGE_EPSILON {
        let step = steps.len();
        return Err(Illegal::Empty {
            step,
            charge,
            least,
        });
    }
    Ok(visits)
}
