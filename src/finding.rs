//! Keeps the list of stations up to date: asks how far they are, and what time it is.

use std::sync::Arc;
use std::time::Duration;

use container::Text;
use leptos::prelude::*;
use planner::TripRequest;

use crate::asking::{Asker, Question, Questions};
use crate::planning::timed;
use crate::platform::local_minute;
use crate::session::{Session, Ways};
use crate::state::finder::{Around, read_nears};
use crate::state::{Endpoint, Screen, Trip};

/// How often the clock is looked at.
const MINUTE: Duration = Duration::from_secs(20);

/// Follows the local time by the minute.
pub fn follow_minutes(session: Session) {
    let minute = session.finding.minute;
    let look = move || {
        if let Ok(now) = local_minute().parse()
            && now != minute.get_untracked()
        {
            minute.set(now);
        }
    };
    if let Ok(interval) = set_interval_with_handle(look, MINUTE) {
        on_cleanup(move || interval.clear());
    }
}

/// Asks for ways to the stations while the list of them is looked at.
pub fn ask_for_ways(session: Session, questions: Questions) {
    let wanted = Memo::new(move |_| {
        let is_seen = session.screen.get() == Screen::Find;
        let is_there = session.region.with(Option::is_some);
        (is_seen && is_there).then(|| request(session)).flatten()
    });
    Effect::new(move |_| {
        let ways = session.finding.ways;
        let (Some((question, request)), Some(vehicle)) = (wanted.get(), session.vehicle.get())
        else {
            questions.forget(Asker::Finder);
            // What is known stays for those who come back.
            if session.screen.get() == Screen::Find {
                ways.set(Ways::Unasked);
            }
            return;
        };
        let Some(request) = timed(session, &vehicle, request) else {
            return;
        };
        if ways.with_untracked(|ways| !matches!(ways, Ways::Known(_))) {
            ways.set(Ways::Asked);
        }
        questions.ask(
            Asker::Finder,
            &vehicle,
            &request,
            &question,
            move |answer| {
                ways.set(match answer.map(|json| read_nears(&json)) {
                    Ok(Ok(nears)) => Ways::Known(Arc::new(nears)),
                    Ok(Err(wrong)) => Ways::Failed(Text::new("结果无法读取", wrong.to_string())),
                    Err(problem) => Ways::Failed(problem),
                });
            },
        );
    });
}

/// What to ask for; `None` while there is no place to start from.
fn request(session: Session) -> Option<(Question, TripRequest)> {
    let (trip, me) = (session.trip.get(), session.me.get());
    if session.finding.around.get() == Around::Trip {
        return Some((Question::Along, trip.request(me)?));
    }
    let here = Some(Endpoint::At(session.origin()?));
    let from_here = Trip {
        from: here,
        to: here,
        via: Vec::new(),
        ..trip
    };
    Some((Question::Nearby, from_here.request(me)?))
}
