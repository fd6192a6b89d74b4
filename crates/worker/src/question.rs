//! Questions around a plan, each answered in one turn.

use planner::{Answer, Planner, TripError, TripRequest, Vehicle, Worth};
use serde::{Deserialize, Serialize};
use units::StateOfCharge;

use crate::desk::Beyond;
use crate::reply::{Failure, Reply};

/// A desk with these answers questions as well.
pub const QUESTIONS: Beyond = Beyond {
    // What is wrong with the file is told where its stations are read.
    tariffs: |stations| stations::read_tariffs(stations).unwrap_or_default(),
    answer: |planner, json| Asked::from_json(json)?.answer(planner),
};

/// What is asked, about which car and trip.
#[derive(Deserialize)]
struct Asked {
    vehicle: Vehicle,
    request: TripRequest,
    question: Question,
}

/// As methods of the planner have them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Question {
    /// Plans that are best at something, the safest within so much more time, as a share.
    Alternatives(f64),
    /// What happens if a stop of the plan fails.
    Risks,
    /// The cheapest plan.
    Cheapest(Worth),
    /// The trip for other charges at the start.
    StartingCharges(Vec<StateOfCharge>),
    /// The trip for other reserves.
    Reserves(Vec<StateOfCharge>),
    /// The least charge at the start that makes a stop fewer.
    SavesAStop,
    /// Stations by road from the start.
    Nearby,
    /// Stations by detour from the trip.
    Along,
    /// How far the charge reaches from the start.
    Reach,
    /// How far it is to the nearest station, everywhere.
    Coverage,
}

impl Asked {
    fn from_json(json: &str) -> Result<Self, Failure> {
        serde_json::from_slice(json.as_bytes())
            .map_err(|error| Failure::new("请求有误", "The request cannot be read", &error))
    }

    /// The answer; `null` where there is no plan to ask about.
    fn answer(&self, planner: &Planner) -> Result<Reply, Failure> {
        let (vehicle, request) = (&self.vehicle, &self.request);
        let plan = || {
            Ok::<_, TripError>(match planner.plan(vehicle, request)? {
                Answer::Feasible(plan) => Some(plan),
                Answer::Infeasible(_) => None,
            })
        };
        match &self.question {
            Question::Alternatives(more) => told(planner.alternatives(vehicle, request, *more)),
            Question::Risks => told(plan().and_then(|plan| {
                plan.map(|plan| planner.risks(vehicle, request, &plan))
                    .transpose()
            })),
            Question::Cheapest(worth) => {
                told(planner.cheapest(vehicle, request, *worth).map(Result::ok))
            }
            Question::StartingCharges(charges) => {
                told(planner.by_starting_charge(vehicle, request, charges))
            }
            Question::Reserves(reserves) => told(planner.by_reserve(vehicle, request, reserves)),
            Question::SavesAStop => told(plan().and_then(|plan| match plan {
                Some(plan) => planner.charge_that_saves_a_stop(vehicle, request, &plan),
                None => Ok(None),
            })),
            Question::Nearby => told(planner.nearby(vehicle, request)),
            Question::Along => told(planner.along(vehicle, request)),
            Question::Reach => told(planner.reach(vehicle, request)),
            Question::Coverage => told(planner.coverage(vehicle, request)),
        }
    }
}

fn told(answer: Result<impl Serialize, TripError>) -> Result<Reply, Failure> {
    let answer = answer.map_err(|error| Failure {
        message: error.text(),
    })?;
    serde_json::to_string(&answer)
        .map(Reply::Answer)
        .map_err(|error| Failure::new("结果无法写出", "The answer cannot be written", &error))
}
