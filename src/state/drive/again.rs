//! The same trip from where the car is.

use planner::PlaceVisit;
use units::StateOfCharge;

use crate::state::{Endpoint, Stopover, Trip};

use super::{Course, Follower};

/// How far from the line a place on the way may lie, in metres.
const BESIDE: f64 = 3000.0;

/// Which places of the request are behind, by their number in the plan.
pub fn visited(course: &Course, follower: &Follower, trip: &Trip) -> Vec<usize> {
    let along = follower.along.unwrap_or(0.0);
    let is_behind = |visit: &&PlaceVisit| {
        if visit.leg != follower.leg {
            return visit.leg < follower.leg;
        }
        // The one behind the last is the end of a round trip.
        let turn = trip.position_of(trip.to, None);
        let at = trip.via.get(visit.via).map(|via| via.at).or(turn);
        let leg = course.start_of(visit.leg)..course.end_of(visit.leg);
        let near = at.and_then(|at| course.pass(at, &leg, BESIDE, None));
        near.is_some_and(|near| near.along <= along)
    };
    let behind = course.plan.places.iter().filter(is_behind);
    behind.map(|visit| visit.via).collect()
}

/// The trip that is left: from the driver's position with the charge now, by way of what was not
/// visited, now. `None` when it would lead back to where the driver himself was then: that is not to be
/// written into a link.
pub fn again(trip: &Trip, visited: &[usize], charge: StateOfCharge) -> Option<Trip> {
    if trip.to == Some(Endpoint::Me) {
        return None;
    }
    let is_left = |(index, _): &(usize, &Stopover)| !visited.contains(index);
    let mut left: Vec<Stopover> = trip
        .via
        .iter()
        .enumerate()
        .filter(is_left)
        .map(|(_, stopover)| *stopover)
        .collect();
    let mut next = Trip {
        from: Some(Endpoint::Me),
        charge: whole_percent(charge).max(1),
        ..trip.clone()
    };
    next.wishes.depart = None;
    // A round trip: its end was a place on the way, its start is the end.
    if let Some(stay_min) = trip.wishes.back_min {
        let Some(Endpoint::At(home)) = trip.from else {
            return None;
        };
        let turn = trip.position_of(trip.to, None);
        if let Some(turn) = turn.filter(|_| !visited.contains(&trip.via.len())) {
            left.push(Stopover {
                stay_min,
                ..turn.into()
            });
        }
        next.to = Some(Endpoint::At(home));
        next.wishes.back_min = None;
    }
    next.via = left;
    Some(next)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a charge is between 0 and 1"
)]
fn whole_percent(charge: StateOfCharge) -> u8 {
    (charge.fraction() * 100.0).round() as u8
}
