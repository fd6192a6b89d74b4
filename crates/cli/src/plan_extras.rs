//! What `yilu plan` adds when asked: alternatives, risks, what-if tables.

use planner::{
    Alternative, Answer, BestAt, Itinerary, Outlook, Planner, StopRisk, TripError, TripRequest,
    Vehicle,
};
use serde::Serialize;
use units::StateOfCharge;

use crate::plan::Arguments;

/// How much longer the safest plan may take, as a share of the fastest (grade D).
const SAFEST_TAKES_MORE: f64 = 0.1;
/// Steps of the what-if tables, in per cent.
const STEP: usize = 5;

/// What was asked for; all of it is absent without a plan.
#[derive(Default, Serialize)]
pub(crate) struct Extras {
    #[serde(skip_serializing_if = "Option::is_none")]
    alternatives: Option<Vec<Alternative>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    risks: Option<Vec<StopRisk>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    what_if: Option<WhatIf>,
}

/// The trip for other charges and reserves.
#[derive(Serialize)]
struct WhatIf {
    starting_charge: Vec<Outlook>,
    reserve: Vec<Outlook>,
    /// The least charge at the start that makes a stop fewer, if any does.
    saves_a_stop: Option<Outlook>,
}

impl WhatIf {
    fn new(
        planner: &Planner,
        vehicle: &Vehicle,
        request: &TripRequest,
        plan: &Itinerary,
    ) -> Result<Self, TripError> {
        let shares = |percents: std::ops::RangeInclusive<u32>| {
            let percents = percents
                .step_by(STEP)
                .map(|percent| f64::from(percent) / 100.0);
            percents
                .filter_map(StateOfCharge::from_fraction)
                .collect::<Vec<_>>()
        };
        Ok(Self {
            starting_charge: planner.by_starting_charge(vehicle, request, &shares(20..=100))?,
            reserve: planner.by_reserve(vehicle, request, &shares(0..=30))?,
            saves_a_stop: planner.charge_that_saves_a_stop(vehicle, request, plan)?,
        })
    }
}

impl Extras {
    pub(crate) fn new(
        arguments: &Arguments,
        planner: &Planner,
        vehicle: &Vehicle,
        request: &TripRequest,
        answer: &Answer,
    ) -> Result<Self, TripError> {
        let Answer::Feasible(plan) = answer else {
            return Ok(Self::default());
        };
        let alternatives = arguments.alternatives;
        let alternatives =
            alternatives.then(|| planner.alternatives(vehicle, request, SAFEST_TAKES_MORE));
        let risks = arguments
            .risks
            .then(|| planner.risks(vehicle, request, plan));
        let what_if = arguments.what_if;
        let what_if = what_if.then(|| WhatIf::new(planner, vehicle, request, plan));
        Ok(Self {
            alternatives: alternatives.transpose()?,
            risks: risks.transpose()?,
            what_if: what_if.transpose()?,
        })
    }

    /// Prints them as lines under a plan.
    pub(crate) fn print(&self) {
        let percent = |charge: StateOfCharge| charge.fraction() * 100.0;
        for other in self.alternatives.iter().flatten() {
            let best_at = match other.best_at {
                BestAt::Time => "fastest",
                BestAt::Stops => "fewest stops",
                BestAt::Safety => "safest",
            };
            println!(
                "{best_at:<13} {:>4.0} min, {} stops, reserve {:.0} %",
                other.plan.total_time.0 / 60.0,
                other.plan.stops.len(),
                percent(other.reserve)
            );
        }
        for risk in self.risks.iter().flatten() {
            let on = match &risk.delay {
                Some(delay) if risk.uses_reserve => {
                    format!("{:+.0} min, with the reserve", delay.0 / 60.0)
                }
                Some(delay) => format!("{:+.0} min", delay.0 / 60.0),
                None => "no way on".to_owned(),
            };
            let gate = if risk.is_gatekeeper {
                "; no trip without it"
            } else {
                ""
            };
            println!("if {} fails: {on}{gate}", risk.station_id);
        }
        let Some(what_if) = &self.what_if else {
            return;
        };
        for (name, rows) in [
            ("start", &what_if.starting_charge),
            ("reserve", &what_if.reserve),
        ] {
            for row in rows {
                let total = row.total.map_or_else(
                    || "no plan".to_owned(),
                    |total| format!("{:>4.0} min, {} stops", total.0 / 60.0, row.stops),
                );
                println!("{name:<8} {:>3.0} %  {total}", percent(row.share));
            }
        }
        if let Some(saving) = what_if.saves_a_stop {
            println!("leave with {:.0} % to save a stop", percent(saving.share));
        }
    }
}
