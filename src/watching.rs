//! Watching what was planned and what the driver waits for.

use ::live::Freshness;
use container::Text;
use leptos::prelude::*;
use stations::StationId;

use crate::planning::{Worker, ask_for_offer};
use crate::platform::notify;
use crate::session::Session;
use crate::state::{Availability, PlanState, words};

/// Stops of the plan that is shown at which the car cannot charge now, by their index.
pub fn bad_stops(session: Session) -> Vec<usize> {
    let now = session.moment.get();
    let Some(vehicle) = session.vehicle.get() else {
        return Vec::new();
    };
    let (region, plan) = (session.region.get(), session.shown.get());
    let (Some(region), Some(plan)) = (region, plan) else {
        return Vec::new();
    };
    session.live.with_untracked(|live| {
        let Some(live) = live else {
            return Vec::new();
        };
        let is_bad = |id: &StationId| {
            let index = region.index_of(id);
            index.is_some_and(|index| {
                let station = &region.stations[index];
                live.is_down(index, station, &vehicle, now)
            })
        };
        let stops = plan.stops.iter().enumerate();
        let bad = stops.filter(|(_, stop)| is_bad(&stop.station_id));
        bad.map(|(index, _)| index).collect()
    })
}

/// Asks for another plan whenever a stop of the one that is shown turns bad.
pub fn offer_when_bad(session: Session, worker: Worker) {
    let bad = Memo::new(move |_| bad_stops(session));
    Effect::new(move |_| {
        let is_bad = bad.with(|bad| !bad.is_empty());
        let is_ready = session
            .plan
            .with(|plan| matches!(plan, PlanState::Ready(_)));
        if !is_bad {
            session.offer.set(None);
        } else if is_ready && session.offer.with_untracked(Option::is_none) {
            ask_for_offer(session, worker);
        }
    });
}

/// Tells when a station that the driver waits for has a free connector, and waits for it no longer.
pub fn tell_when_free(session: Session) {
    Effect::new(move |_| {
        for id in session.watched.get() {
            let Some(index) = session.index_of(&id) else {
                continue;
            };
            // What may have changed meanwhile sends nobody there.
            let is_free = matches!(
                session.availability(index),
                Availability::Known {
                    free: 1..,
                    freshness: Freshness::Now | Freshness::Recent,
                    ..
                }
            );
            if !is_free {
                continue;
            }
            let name = session.region.with_untracked(|region| {
                let region = region.as_ref();
                region.map(|region| region.stations[index].name.clone())
            });
            let name = name.unwrap_or_else(|| Text::new(id.to_string(), id.to_string()));
            let text = Text::new(
                format!("{}：显示有空位", name.zh),
                format!("{}: one is reported free", name.en),
            );
            let language = session.language.get_untracked();
            notify(words(language).title, language.pick(&text), &id.0);
            session.notice.set(Some(text));
            session.watched.update(|watched| {
                watched.remove(&id);
            });
        }
    });
}
