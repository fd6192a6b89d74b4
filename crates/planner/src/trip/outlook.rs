//! What if: other charges at the start, other reserves, other aims.

use serde::Serialize;
use units::{Seconds, StateOfCharge};

use super::Planner;
use crate::{Aim, Itinerary, TripError, TripRequest, Vehicle};

/// The best plan for one value of what is varied, in short.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Outlook {
    /// The value: a charge at the start, or a reserve.
    #[serde(rename = "soc")]
    pub share: StateOfCharge,
    /// Time of the trip; absent when there is no plan.
    #[serde(rename = "total_time_s")]
    pub total: Option<Seconds>,
    /// Its stops.
    pub stops: usize,
    /// How far from an optimum it may be.
    pub gap: f64,
}

/// A plan with what it is best at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternative {
    /// What it is best at.
    pub best_at: BestAt,
    /// The reserve that it keeps.
    pub reserve: StateOfCharge,
    /// The plan.
    pub plan: Itinerary,
}

/// What a plan can be best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BestAt {
    /// Time.
    Time,
    /// Few stops.
    Stops,
    /// The reserve that is kept everywhere.
    Safety,
}

/// Reserves are varied in steps of this part of the battery.
const STEPS: u32 = 100;

impl Planner {
    /// The trip for each charge at the start (the starting charge map of Rajan et al., ATMOS 2021,
    /// by one query each).
    pub fn by_starting_charge(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        charges: &[StateOfCharge],
    ) -> Result<Vec<Outlook>, TripError> {
        let with = |charge: &StateOfCharge| {
            let request = TripRequest {
                charge: *charge,
                ..request.clone()
            };
            self.outlook(vehicle, &request, *charge)
        };
        charges.iter().map(with).collect()
    }

    /// The trip for each reserve, which is then kept at the end too (the buffer map of the same).
    pub fn by_reserve(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        reserves: &[StateOfCharge],
    ) -> Result<Vec<Outlook>, TripError> {
        let with = |reserve: &StateOfCharge| {
            self.outlook(vehicle, &with_reserve(request, *reserve), *reserve)
        };
        reserves.iter().map(with).collect()
    }

    fn outlook(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        share: StateOfCharge,
    ) -> Result<Outlook, TripError> {
        let plan = self.feasible(vehicle, request)?;
        Ok(Outlook {
            share,
            total: plan.as_ref().map(|plan| plan.total_time),
            stops: plan.as_ref().map_or(0, |plan| plan.stops.len()),
            gap: plan.map_or(0.0, |plan| plan.gap),
        })
    }

    /// How much more charge at the start, in steps of one per cent, makes a stop fewer: the least
    /// such charge, if there is one.
    pub fn charge_that_saves_a_stop(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        plan: &Itinerary,
    ) -> Result<Option<Outlook>, TripError> {
        if plan.stops.is_empty() {
            return Ok(None);
        }
        for step in 1..=STEPS {
            let Some(charge) = share(step).filter(|charge| *charge > request.charge) else {
                continue;
            };
            let outlook = self.by_starting_charge(vehicle, request, &[charge])?;
            let saves =
                |outlook: &&Outlook| outlook.total.is_some() && outlook.stops < plan.stops.len();
            if let Some(outlook) = outlook.iter().find(saves) {
                return Ok(Some(*outlook));
            }
        }
        Ok(None)
    }

    /// The fastest plan, the one with the fewest stops and the safest one, as far as they differ:
    /// the safest keeps the greatest reserve, in whole per cent, with which the trip takes at most
    /// `more_time` longer than the fastest, as a share of it.
    pub fn alternatives(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        more_time: f64,
    ) -> Result<Vec<Alternative>, TripError> {
        let with_aim = |aim| TripRequest {
            aim,
            ..request.clone()
        };
        let Some(fastest) = self.feasible(vehicle, &with_aim(Aim::Fastest))? else {
            return Ok(Vec::new());
        };
        let fewest = self.feasible(vehicle, &with_aim(Aim::FewestStops))?;
        let most = fastest.total_time.0 * (1.0 + more_time);
        let (mut safest, mut known, mut open) = (None, 0, STEPS + 1);
        // A greater reserve never takes less time, so the greatest is found by halving.
        while open - known > 1 {
            let middle = u32::midpoint(known, open);
            let reserve = share(middle).unwrap_or(StateOfCharge::FULL);
            let request = with_reserve(&with_aim(Aim::Fastest), reserve);
            let plan = self.feasible(vehicle, &request)?;
            match plan.filter(|plan| plan.total_time.0 <= most) {
                Some(plan) => (known, safest) = (middle, Some((reserve, plan))),
                None => open = middle,
            }
        }
        let safest = safest.filter(|(reserve, _)| *reserve > request.reserve);
        let fewest = fewest.filter(|fewest| fewest.stops.len() < fastest.stops.len());
        let own = |best_at, plan| Alternative {
            best_at,
            reserve: request.reserve,
            plan,
        };
        let mut all = vec![own(BestAt::Time, fastest)];
        all.extend(fewest.map(|plan| own(BestAt::Stops, plan)));
        all.extend(safest.map(|(reserve, plan)| Alternative {
            best_at: BestAt::Safety,
            reserve,
            plan,
        }));
        Ok(all)
    }
}

fn share(step: u32) -> Option<StateOfCharge> {
    StateOfCharge::from_fraction(f64::from(step) / f64::from(STEPS))
}

/// The request with this reserve everywhere, also at the end.
fn with_reserve(request: &TripRequest, reserve: StateOfCharge) -> TripRequest {
    TripRequest {
        reserve,
        arrival: request.arrival.max(reserve),
        ..request.clone()
    }
}
