//! Keeps the roads' colours up to date: asks how far the charge reaches, or how far stations are.

use container::Text;
use leptos::prelude::*;
use planner::TripRequest;

use crate::asking::{Asker, Question, Questions};
use crate::planning::timed;
use crate::session::Session;
use crate::state::{Endpoint, Shade, Shaded, Trip, read_shaded};

/// Asks for what colours the roads while that is wanted.
pub fn ask_for_shades(session: Session, questions: Questions) {
    let wanted = Memo::new(move |_| {
        let shade = session.shading.shade.get();
        let has_region = session.region.with(Option::is_some);
        has_region.then(|| request(session, shade)).flatten()
    });
    Effect::new(move |_| {
        let shading = session.shading;
        let (Some((question, request)), Some(vehicle)) = (wanted.get(), session.vehicle.get())
        else {
            questions.forget(Asker::Shades);
            shading.is_asked.set(false);
            shading.lines.set(Shaded::default());
            return;
        };
        let Some(request) = timed(session, &vehicle, request) else {
            return;
        };
        shading.is_asked.set(true);
        let shade = shading.shade.get_untracked();
        let hear = move |answer: Result<String, Text>| {
            shading.is_asked.set(false);
            let Some(region) = session.region.get_untracked() else {
                return;
            };
            let read = |json: String| {
                read_shaded(&json, shade, &region.roads)
                    .map_err(|wrong| Text::new("结果无法读取", wrong.to_string()))
            };
            match answer.and_then(read) {
                Ok(lines) => shading.lines.set(lines),
                Err(problem) => {
                    shading.lines.set(Shaded::default());
                    session.notice.set(Some(problem));
                }
            }
        };
        questions.ask(Asker::Shades, &vehicle, &request, &question, hear);
    });
}

/// What to ask for; `None` while nothing is wanted, or there is no place to start from.
fn request(session: Session, shade: Shade) -> Option<(Question, TripRequest)> {
    let (question, here) = match shade {
        Shade::Plain => return None,
        Shade::Reach(from) => (Question::Reach, from.or_else(|| session.origin())?),
        // From anywhere: it is asked of all roads.
        Shade::Coverage => {
            let bounds = session
                .region
                .with(|region| region.as_ref()?.roads.bounds())?;
            (Question::Coverage, bounds.centre())
        }
    };
    let here = Some(Endpoint::At(here));
    let trip = Trip {
        from: here,
        to: here,
        via: Vec::new(),
        ..session.trip.get()
    };
    Some((question, trip.request(session.me.get())?))
}
