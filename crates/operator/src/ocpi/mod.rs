//! The operator's side of OCPI 2.2.1 and 2.3.0.

mod push;
mod serve;

use feeds::{TcecState, ocpi_date_time, ocpi_location, ocpi_status, ocpi_uid};
use serde_json::{Value, json};
use stations::{Evse, Station};

pub(crate) use serve::{Asked, answer};

use crate::world::Inner;

/// Who the operator is by OCPI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// `country_code`.
    pub country: String,
    /// `party_id`.
    pub party: String,
    /// The version that it speaks when it pushes: 2.2.1 or 2.3.0.
    pub version: String,
}

/// Where the connectors of a city are.
#[derive(Debug)]
pub(crate) struct Places {
    /// By connector: its station, its EVSE, and the first connector of that.
    all: Vec<Place>,
}

#[derive(Debug, Clone)]
struct Place {
    station: usize,
    uid: String,
    first: usize,
    count: usize,
}

/// Where a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// Path of the EVSE, behind the gateway's address.
    pub(crate) path: String,
    /// True for some fields of it (PATCH).
    pub(crate) is_patch: bool,
    /// Path of the location, and the station's index: whoever does not know it is told all of it.
    pub(crate) location: (String, usize),
}

impl Places {
    /// Of the connectors of these stations, in their order.
    pub(crate) fn new(stations: &[Station]) -> Self {
        let mut all = Vec::new();
        for (station, known) in stations.iter().enumerate() {
            for evse in known.cabinets.iter().flat_map(|cabinet| &cabinet.evses) {
                let place = Place {
                    station,
                    uid: ocpi_uid(evse).to_owned(),
                    first: all.len(),
                    count: evse.connectors.len(),
                };
                all.extend(std::iter::repeat_n(place, evse.connectors.len()));
            }
        }
        Self { all }
    }

    /// The first connector of a station.
    fn first_of(&self, station: usize) -> usize {
        self.all.partition_point(|place| place.station < station)
    }
}

/// The message about the EVSE of a connector: the whole of it or its state, whatever chance says.
pub(crate) fn message(
    party: &Party,
    places: &Places,
    inner: &mut Inner,
    connector: usize,
) -> (Target, Vec<u8>) {
    let place = &places.all[connector];
    let (status, updated) = told(inner, place.first, place.count);
    let is_patch = inner.toss();
    let whole = location(party, places, inner, place.station);
    let id = whole["id"].as_str().unwrap_or_default();
    let base = format!(
        "/ocpi/receiver/{}/locations/{}/{}/{id}",
        party.version, party.country, party.party
    );
    let body = if is_patch {
        json!({"status": status, "last_updated": updated})
    } else {
        let mut evses = whole["evses"].as_array().into_iter().flatten();
        let evse = evses.find(|evse| evse["uid"] == place.uid[..]);
        evse.cloned().unwrap_or_default()
    };
    let target = Target {
        path: format!("{base}/{}", place.uid),
        is_patch,
        location: (base, place.station),
    };
    (target, body.to_string().into_bytes())
}

/// The location of a station as it is now.
pub(crate) fn location(party: &Party, places: &Places, inner: &Inner, station: usize) -> Value {
    let next = std::cell::Cell::new(places.first_of(station));
    let known = &inner.city.stations()[station];
    ocpi_location(known, (&party.country, &party.party), |evse: &Evse| {
        let (first, count) = (next.get(), evse.connectors.len());
        next.set(first + count);
        told(inner, first, count)
    })
}

/// Status and time of an EVSE with these connectors.
fn told(inner: &Inner, first: usize, count: usize) -> (&'static str, String) {
    let all = first..first + count;
    let states: Vec<TcecState> = all.clone().map(|one| inner.city.state(one)).collect();
    let updated = inner.updated[all].iter().max().copied().unwrap_or(0);
    (ocpi_status(&states), ocpi_date_time(updated))
}

/// When a location changed last, in milliseconds since 1970.
fn updated(places: &Places, inner: &Inner, station: usize) -> i64 {
    let all = places.first_of(station)..places.first_of(station + 1);
    inner.updated[all].iter().max().copied().unwrap_or(0)
}
