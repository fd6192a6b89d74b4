//! The points of the trip on the map.

use planner::Itinerary;
use stations::Station;

use crate::map::{Pin, PinKind};
use crate::session::{Chosen, Session};
use crate::state::Endpoint;
use leptos::prelude::*;

/// Start, end, places on the way, stops, the driver, and what was tapped.
pub(super) fn pins(session: Session, plan: Option<&Itinerary>) -> Vec<Pin> {
    let (trip, me, words) = (session.trip.get(), session.me.get(), session.words());
    let pin = |position, kind, label: &str| Pin {
        position,
        kind,
        label: label.to_owned(),
    };
    let end = |end: Option<Endpoint>, kind, label: &str| {
        let position = match end? {
            Endpoint::At(position) => position,
            Endpoint::Me => me?,
        };
        Some(pin(position, kind, label))
    };
    let mut pins: Vec<Pin> = [
        end(trip.from, PinKind::From, words.from),
        end(trip.to, PinKind::To, words.to),
    ]
    .into_iter()
    .flatten()
    .collect();
    let via = trip.via.iter();
    pins.extend(via.map(|via| pin(via.at, PinKind::Via, &session.name_of(via.at))));
    let is_end = trip.starts_or_ends_at_me();
    let driven = session.drive.fix.get().map(|fix| fix.at);
    pins.extend(driven.map(|at| pin(at, PinKind::Me, words.my_position)));
    pins.extend(
        me.filter(|_| !is_end && driven.is_none())
            .map(|at| pin(at, PinKind::Me, words.my_position)),
    );
    if let (Some(at), Some(_)) = (session.looked_at.get(), plan) {
        pins.push(pin(at, PinKind::Look, ""));
    }
    if let Some(Chosen::Point(at)) = session.chosen.get() {
        pins.push(pin(at, PinKind::Point, words.point_on_map));
    }
    let Some(plan) = plan else {
        return pins;
    };
    let region = session.region.get();
    for (number, stop) in (1..).zip(&plan.stops) {
        let station = region.as_ref().and_then(|region| {
            region
                .stations
                .iter()
                .find(|station| station.id == stop.station_id)
        });
        let name = |station: &Station| session.language.get().pick(&station.name).to_owned();
        pins.extend(
            station.map(|station| pin(station.position, PinKind::Stop(number), &name(station))),
        );
    }
    pins
}
