//! What is handed over, from the session.

use container::Text;
use leptos::prelude::*;
use stations::{Station, StationId};

use crate::session::{Chosen, HandedOver, Session};
use crate::state::Language;
use crate::state::handover::{Names, Place, Route, point_fragment, public_trip, station_fragment};

/// The route; `None` when there is none any more. Tracks plan, trip, data and language.
pub(super) fn route_of(session: Session, handed: HandedOver) -> Option<Route> {
    let language = session.language.get();
    match handed {
        HandedOver::Plan | HandedOver::PlanAfter(_) => {
            let plan = session.shown.get()?;
            let region = session.region.get()?;
            let station = |id: &StationId| {
                let station = region.stations.get(region.index_of(id)?)?;
                Some(place_of(station, language))
            };
            let names = Names {
                station: &station,
                position: &|position| session.name_of(position),
                me: session.words().my_position,
                me_at: session.me.get(),
            };
            session
                .trip
                .with(|trip| Route::of_plan(&plan, trip, &names))
        }
        HandedOver::Chosen(Chosen::Station(index)) => session.region.with(|region| {
            let station = region.as_ref()?.stations.get(index)?;
            Some(Route::to_place(place_of(station, language), station.demo))
        }),
        HandedOver::Chosen(Chosen::Point(position)) => {
            let name = session.name_of(position);
            let address = String::new();
            Some(Route::to_place(
                Place {
                    name,
                    address,
                    position,
                },
                false,
            ))
        }
    }
}

/// The fragment of a link for others.
pub(super) fn fragment_of(session: Session, handed: HandedOver) -> Option<String> {
    let language = session.language.get();
    match handed {
        HandedOver::Plan | HandedOver::PlanAfter(_) => {
            let link = session.trip.with(|trip| public_trip(trip, language));
            Some(link.write())
        }
        HandedOver::Chosen(Chosen::Station(index)) => session.region.with(|region| {
            let station = region.as_ref()?.stations.get(index)?;
            Some(station_fragment(&station.id.0, language))
        }),
        HandedOver::Chosen(Chosen::Point(position)) => Some(point_fragment(position, language)),
    }
}

fn place_of(station: &Station, language: Language) -> Place {
    let pick = |text: &Text| language.pick(text).to_owned();
    Place {
        name: pick(&station.name),
        address: station.details.address.clone(),
        position: station.position,
    }
}
