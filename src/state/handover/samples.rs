//! A plan with all that a plan can have, for the tests of this folder.

use planner::{ChargingStop, Itinerary, Leg, PlaceVisit, RoadBreak};
use stations::{ConnectorId, StationId};
use units::{Kilowatts, LatLon, Meters, Seconds, StateOfCharge, WattHours};

use super::{Names, Place, Route};
use crate::state::{Endpoint, Trip};

pub(super) fn at(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

/// Where the driver is: on the first leg.
pub(super) fn me() -> LatLon {
    at(38.407, 112.734).toward(at(39.44, 111.5), 0.3)
}

fn share(percent: f64) -> StateOfCharge {
    StateOfCharge::from_fraction(percent / 100.0).unwrap()
}

fn line(from: LatLon, to: LatLon) -> Vec<LatLon> {
    (0..=200)
        .map(|step| from.toward(to, f64::from(step) / 200.0))
        .collect()
}

/// One place on the way, one break on the road before it, one stop.
pub(super) fn winter_plan() -> Itinerary {
    let (from, stop, to) = (at(38.407, 112.734), at(39.44, 111.5), at(39.635, 111.435));
    let leg = |km: f64, minutes: f64, charges: (f64, f64), geometry| Leg {
        distance: Meters(km * 1000.0),
        duration: Seconds(minutes * 60.0),
        energy: WattHours(9000.0),
        charge_start: share(charges.0),
        charge_end: share(charges.1),
        geometry,
    };
    Itinerary {
        total_time: Seconds(12_600.0),
        driving: Seconds(9_000.0),
        charging: Seconds(2_400.0),
        waiting: Seconds(300.0),
        staying: Seconds(600.0),
        resting: Seconds(300.0),
        distance: Meters(230_000.0),
        energy: WattHours(18_000.0),
        capacity: WattHours(44_900.0),
        vehicle_id: "car".to_owned(),
        demo: true,
        gap: 0.0,
        legs: vec![
            leg(200.0, 120.0, (45.0, 12.0), line(from, stop)),
            leg(30.0, 30.0, (60.0, 40.0), line(stop, to)),
        ],
        stops: vec![ChargingStop {
            station_id: StationId("demo-140932-001".to_owned()),
            connector_id: ConnectorId("1".to_owned()),
            arrival: Seconds(8_100.0),
            power: Kilowatts(60.0),
            charge_arrive: share(12.0),
            charge_depart: share(60.0),
            charging: Seconds(2_400.0),
            waiting: Seconds(0.0),
            overhead: Seconds(300.0),
            is_break: true,
            is_meal: false,
            fallback_station_id: None,
            fallback: None,
        }],
        places: vec![PlaceVisit {
            via: 0,
            leg: 0,
            arrival: Seconds(3_000.0),
            charge_arrive: share(30.0),
            stay: Seconds(600.0),
        }],
        breaks: vec![RoadBreak {
            leg: 0,
            at: at(38.6, 112.4),
            arrival: Seconds(1_200.0),
            length: Seconds(300.0),
        }],
    }
}

pub(super) fn trip() -> Trip {
    Trip {
        from: Some(Endpoint::At(at(38.407, 112.734))),
        to: Some(Endpoint::At(at(39.635, 111.435))),
        via: vec![at(38.92, 112.12).into()],
        ..Trip::default()
    }
}

pub(super) fn route_of(trip: &Trip) -> Route {
    let station = |id: &StationId| {
        (id.0 == "demo-140932-001").then(|| Place {
            name: "偏关站（演示）".to_owned(),
            address: "偏关县文笔塔西路".to_owned(),
            position: at(39.44, 111.5),
        })
    };
    let position = |position: LatLon| {
        let name = match position.lat() {
            lat if lat < 38.5 => "忻州古城",
            lat if lat < 39.0 => "宁武关",
            _ => "老牛湾",
        };
        name.to_owned()
    };
    let names = Names {
        station: &station,
        position: &position,
        me: "我的位置",
        me_at: Some(me()),
    };
    Route::of_plan(&winter_plan(), trip, &names).unwrap()
}

pub(super) fn route() -> Route {
    route_of(&trip())
}

/// Names that break what is put together from them carelessly.
pub(super) const HOSTILE: [&str; 6] = [
    "A&B=C#D?E%26",
    "甲|乙|丙",
    "100% \"电\" <站>",
    "上\n下\r\t左",
    "站🔌⚡️, (副)",
    "x]]>&amp;\u{0}\u{7}\\;,:",
];
