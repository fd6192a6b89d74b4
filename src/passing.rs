//! What a page passes on to the one that replaces it: where the driver is, and which of several plans was
//! chosen. The address has the trip; only this tab keeps the rest, and once.

use leptos::prelude::*;
use planner::{Answer, Itinerary};
use units::LatLon;

use crate::platform::{fragment, pass_on, passed_on};
use crate::session::Session;
use crate::state::PlanState;

const ME: &str = "yilu-me";
const PLAN: &str = "yilu-plan";

/// Passes all that on.
pub(crate) fn pass_all(session: Session) {
    if let Some(me) = session.me.get_untracked() {
        let [lat, lon] = [me.lat(), me.lon()].map(|part| json::fixed(part, 6));
        pass_on(ME, &format!("{lat},{lon}"));
    }
    if let PlanState::Ready(plan) = session.plan.get_untracked() {
        let json = Answer::Feasible(plan).to_json();
        pass_on(PLAN, &[&fragment(), "\n", &json].concat());
    }
}

/// Where the driver was on the page before.
pub(crate) fn passed_me() -> Option<LatLon> {
    passed_on(ME)?.parse().ok()
}

/// The plan that the page before showed below the same link.
pub(crate) fn passed_plan() -> Option<Itinerary> {
    let passed = passed_on(PLAN)?;
    let (link, json) = passed.split_once('\n')?;
    match Answer::from_json(json) {
        Ok(Answer::Feasible(plan)) if link == fragment() => Some(plan),
        Ok(_) | Err(_) => None,
    }
}
