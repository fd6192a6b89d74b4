//! Drives a plan step by step, by the rules alone. Shares nothing with the search.

use thiserror::Error;
use units::{Seconds, WattHours};

use super::candidates::Refill;
use super::driver::{Driver, TIME_EPSILON};
use super::query::Step;
use super::stopping::Stopping;
use super::tuned::{TICKS, Tuned, watt_hours};
use crate::TripRequest;

/// Charges closer than this, in watt-hours, count as equal.
const CHARGE_EPSILON: f64 = 1e-5;

/// The state after one step, and what was done on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Visit {
    /// Charge after it.
    pub(super) charge: WattHours,
    /// Time of the step alone.
    pub(super) time: Seconds,
    /// The part of it that is waiting for doors to open and for a connector.
    pub(super) waiting: Seconds,
    /// The part of it that is at a connector.
    pub(super) plugged: Seconds,
    /// After how much driving of it one makes a break; a break before a stop comes after none.
    pub(super) breaks: Vec<Seconds>,
    /// True when all of it is a break.
    pub(super) is_break: bool,
    /// True when it is long enough for the meal.
    pub(super) is_meal: bool,
}

/// A plan that breaks a rule.
#[derive(Debug, Clone, PartialEq, Error)]
pub(super) enum Illegal {
    #[error("step {step} leaves {} Wh, at least {} Wh are asked for", json::plain(*charge), json::plain(*least))]
    Empty {
        step: usize,
        charge: f64,
        least: f64,
    },
    #[error("step {step} charges from {} Wh to {} Wh, at most {} Wh are possible", json::plain(*charge), json::plain(*to), json::plain(*most))]
    Amount {
        step: usize,
        charge: f64,
        to: f64,
        most: f64,
    },
    #[error("step {step} is a stop of {} s, at most {} s are wanted", json::plain(*time), json::plain(*most))]
    Long { step: usize, time: f64, most: f64 },
    #[error("no stop is long enough for the meal")]
    NoMeal,
}

/// A car on its way.
struct Car<'a> {
    rules: (&'a Tuned, &'a Stopping),
    request: &'a TripRequest,
    driver: Driver,
    /// In watt-hours.
    charge: f64,
    /// Seconds since the trip began.
    clock: f64,
}

/// Drives `steps` and returns what happens, or the first rule that is broken.
pub(super) fn simulate(
    rules: (&Tuned, &Stopping),
    request: &TripRequest,
    steps: &[Step],
) -> Result<Vec<Visit>, Illegal> {
    let capacity = rules.0.conditions.vehicle.capacity();
    let reserve = request.reserve.energy(capacity).0;
    let mut car = Car {
        rules,
        request,
        driver: Driver::new(request),
        charge: request.charge.energy(capacity).0,
        clock: 0.0,
    };
    let mut visits: Vec<Visit> = Vec::with_capacity(steps.len());
    for (step, what) in steps.iter().enumerate() {
        let visit = match *what {
            Step::Drive { time, energy, .. } => {
                car.charge -= f64::from(energy) / TICKS;
                car.has(reserve, step)?;
                car.charge = car.charge.min(capacity.0);
                let (time, breaks) = car.driver.drive(f64::from(time));
                Visit {
                    time: Seconds(time),
                    breaks,
                    ..Visit::default()
                }
            }
            Step::Charge { candidate, to, .. } => {
                car.may_charge_to(watt_hours(to).0, candidate, step)?;
                car.stop(what, step)?
            }
            Step::Visit { via, is_break } => {
                car.has(request.via[via].charge.energy(capacity).0, step)?;
                car.stay(request.via[via].stay, is_break)
            }
        };
        car.clock += visit.time.0;
        visits.push(Visit {
            charge: WattHours(car.charge),
            ..visit
        });
    }
    if request.meal.is_some() && !visits.iter().any(|visit| visit.is_meal) {
        return Err(Illegal::NoMeal);
    }
    car.has(request.arrival.energy(capacity).0.max(reserve), steps.len())?;
    Ok(visits)
}

impl Car<'_> {
    /// Refuses less charge than `least`.
    fn has(&self, least: f64, step: usize) -> Result<(), Illegal> {
        let charge = self.charge;
        let is_enough = charge >= least - CHARGE_EPSILON;
        is_enough.then_some(()).ok_or(Illegal::Empty {
            step,
            charge,
            least,
        })
    }

    fn may_charge_to(&self, to: f64, candidate: usize, step: usize) -> Result<(), Illegal> {
        let (tuned, charge) = (self.rules.0, self.charge);
        let refill = &tuned.refills[tuned.candidates[candidate].curve as usize];
        let capacity = tuned.conditions.vehicle.capacity();
        let most = refill.curve().charge_max().0.min(capacity.0).max(charge);
        if to < charge - CHARGE_EPSILON || to > most + CHARGE_EPSILON {
            return Err(Illegal::Amount {
                step,
                charge,
                to,
                most,
            });
        }
        Ok(())
    }

    /// Stops to charge; does nothing for other steps. A stop may be made longer than planned.
    fn stop(&mut self, what: &Step, step: usize) -> Result<Visit, Illegal> {
        let Step::Charge {
            candidate,
            to,
            least,
            rests_before,
        } = *what
        else {
            return Ok(Visit::default());
        };
        let (tuned, stopping) = self.rules;
        let refill = &tuned.refills[tuned.candidates[candidate].curve as usize];
        let (curve, to) = (refill.curve(), watt_hours(to));
        let charging = curve.time_to(to).0 - curve.time_to(WattHours(self.charge)).0;
        let mut plugged = charging.max(least / TICKS);
        if let Refill::Charge(_) = refill {
            plugged = plugged.max(self.request.stop_least.0);
            if let Some(most) = self.request.stop_most
                && plugged > most.0 + TIME_EPSILON
            {
                let (time, most) = (plugged, most.0);
                return Err(Illegal::Long { step, time, most });
            }
        }
        self.charge = to.0;
        let rest = self.request.breaks.filter(|_| rests_before);
        let rest = rest.map(|breaks| breaks.length);
        if let Some(rest) = rest {
            self.driver.park(rest.0);
        }
        let before = rest.unwrap_or(Seconds(0.0)).0;
        let waiting = stopping.wait_at(candidate, self.clock + before);
        let parked = tuned.conditions.stop_overhead.0 + refill.handling().0 + plugged;
        let is_meal = |meal: Seconds| plugged >= meal.0 - TIME_EPSILON;
        Ok(Visit {
            time: Seconds(before + waiting + parked),
            waiting: Seconds(waiting),
            plugged: Seconds(plugged),
            breaks: rest.map(|_| Seconds(0.0)).into_iter().collect(),
            is_break: self.driver.park(parked),
            is_meal: self.request.meal.is_some_and(is_meal),
            ..Visit::default()
        })
    }

    /// Stays at a place, for a break at least if that is wanted and there was a drive.
    fn stay(&mut self, time: Seconds, is_break: bool) -> Visit {
        let wanted = is_break && self.driver.has_driven();
        let length = self.request.breaks.filter(|_| wanted);
        let time = length.map_or(time.0, |breaks| breaks.length.0.max(time.0));
        Visit {
            time: Seconds(time),
            is_break: self.driver.park(time),
            ..Visit::default()
        }
    }
}
