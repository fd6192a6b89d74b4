//! What a driver may ask beyond the fastest plan: each wish on a road of 400 km.

use container::Text;
use roads::{Limits, NodeId, Road, RoadId, RoadNode, RoadParts};
use stations::{Opening, StationId, Swap};
use units::{KilometersPerHour, Meters, Seconds, WattHours};

use super::tests::*;
use super::*;
use crate::{Aim, Itinerary, OwnCar, Via};

pub(super) fn names(plan: &Itinerary) -> Vec<&str> {
    plan.stops
        .iter()
        .map(|stop| &stop.station_id.0[..])
        .collect()
}

#[test]
fn a_station_to_avoid_is_not_used() {
    let stations = || vec![station("a", 2, 120.0), station("b", 3, 120.0)];
    let usual = plan(stations(), &request(0, 5));
    let request = TripRequest {
        avoid: vec![StationId(names(&usual)[0].into())],
        ..request(0, 5)
    };
    let other = plan(stations(), &request);
    assert_eq!(other.stops.len(), 1);
    assert_ne!(names(&other), names(&usual));
    assert!(other.total_time.0 > usual.total_time.0 - 1e-6);
}

#[test]
fn a_stay_takes_its_time_and_a_place_gets_the_charge_it_asks_for() {
    let stations = || vec![station("a", 2, 120.0)];
    let place = request(0, 3).to;
    let passing = TripRequest {
        via: vec![place.into()],
        ..request(0, 4)
    };
    let staying = TripRequest {
        via: vec![Via {
            stay: Seconds(1800.0),
            ..place.into()
        }],
        ..request(0, 4)
    };
    let (passing, staying) = (plan(stations(), &passing), plan(stations(), &staying));
    assert!((staying.total_time.0 - passing.total_time.0 - 1800.0).abs() < 1e-6);
    assert!((staying.staying.0 - 1800.0).abs() < 1e-9);
    let arrive = passing.places[0].charge_arrive;
    let asking = TripRequest {
        via: vec![Via {
            charge: charge(0.7),
            ..place.into()
        }],
        ..request(0, 4)
    };
    let asking = plan(stations(), &asking);
    assert!(arrive.fraction() < 0.7 && asking.places[0].charge_arrive.fraction() >= 0.7 - 1e-6);
    assert!(asking.charging.0 > passing.charging.0);
}

#[test]
fn a_round_trip_ends_where_it_begins() {
    let there_and_back = TripRequest {
        via: vec![request(0, 3).to.into()],
        ..request(0, 0)
    };
    let plan = plan(vec![station("a", 2, 120.0)], &there_and_back);
    assert!((plan.distance.0 - 6.0 * 50_100.0).abs() < 1000.0);
    assert_eq!(
        plan.places[0].leg,
        usize::from(plan.stops[0].arrival.0 < plan.places[0].arrival.0)
    );
}

#[test]
fn a_station_that_is_closed_on_arrival_is_waited_for_or_passed_by() {
    let with_hours = |rule: &str| Station {
        opening: Opening {
            rule: rule.into(),
            ..Opening::default()
        },
        ..station("a", 2, 120.0)
    };
    let at = |time: &str, stations: Vec<Station>| {
        let request = TripRequest {
            depart: Some(format!("2026-11-26T{time}").parse().unwrap()),
            ..request(0, 4)
        };
        plan(stations, &request)
    };
    // 100 km at 70 km/h: a drive of 86 minutes.
    let open = at("09:00", vec![with_hours("08:00-20:00")]);
    assert!(open.stops[0].waiting.0 < 1e-6);
    let early = at("05:00", vec![with_hours("08:00-20:00")]);
    let arrival = early.stops[0].arrival.0;
    assert!(
        (early.stops[0].waiting.0 - (3.0 * 3600.0 - arrival)).abs() < 1.0,
        "{early:?}"
    );
    assert!((early.total_time.0 - open.total_time.0 - early.stops[0].waiting.0).abs() < 1e-3);
    // Another station a little further on is better than to wait for hours.
    let other = at(
        "05:00",
        vec![with_hours("11:00-20:00"), station("b", 3, 7.0)],
    );
    assert_eq!(names(&other), ["b"]);
    // Never open on any day: as if it were not there.
    let request = TripRequest {
        depart: Some("2026-11-26T09:00".parse().unwrap()),
        ..request(0, 4)
    };
    assert!(matches!(
        answer(vec![with_hours("Mo-Su off")], &request),
        Answer::Infeasible(_)
    ));
}

#[test]
fn fewest_stops_means_slow_charging_before_a_second_stop() {
    // A slow one after 100 km, which one has to use, and a fast one after 200 km.
    let stations = || vec![station("a", 2, 20.0), station("b", 4, 120.0)];
    let request = TripRequest {
        charge: charge(0.4),
        ..request(0, 8)
    };
    let fastest = plan(stations(), &request);
    let fewest = plan(
        stations(),
        &TripRequest {
            aim: Aim::FewestStops,
            ..request
        },
    );
    assert!(fewest.stops.len() < fastest.stops.len(), "{fastest:?}");
    assert!(fewest.total_time.0 > fastest.total_time.0);
    assert!(fewest.gap.abs() < 1e-12);
}

#[test]
fn a_battery_is_swapped_where_the_car_is_named() {
    let mut swap = station("s", 2, 7.0);
    swap.swap = Some(Swap {
        slots: Some(14),
        vehicles: Text::new("蔚来", "NIO"),
    });
    let planner = Planner::new(roads(), vec![swap]);
    let mut car = OwnCar::default().into_vehicle().unwrap();
    let plan = |car: &Vehicle| match planner.plan(car, &request(0, 4)).unwrap() {
        Answer::Feasible(plan) => plan,
        Answer::Infeasible(no_plan) => panic!("{no_plan:?}"),
    };
    let charged = plan(&car);
    assert_eq!(charged.stops[0].connector_id.0, "1");
    (car.swap, car.swap_with) = (true, vec!["蔚来".into()]);
    let swapped = plan(&car);
    assert_eq!(swapped.stops[0].connector_id.0, "swap");
    assert!((swapped.stops[0].charge_depart.fraction() - 0.9).abs() < 1e-9);
    assert!(
        (swapped.stops[0].charging.0 - 300.0).abs() < 0.01,
        "{swapped:?}"
    );
    assert!(swapped.total_time.0 < charged.total_time.0);
    let energy = WattHours(0.9 * car.capacity().0);
    assert!(swapped.legs[1].energy.0 < energy.0);
    // The other battery is as full as it is.
    let request = TripRequest {
        charge_max: charge(0.5),
        ..request(0, 4)
    };
    let Answer::Feasible(again) = planner.plan(&car, &request).unwrap() else {
        panic!("there is a battery");
    };
    assert!((again.stops[0].charge_depart.fraction() - 0.9).abs() < 1e-9);
    car.swap_with = vec!["重卡".into()];
    assert_eq!(plan(&car).stops[0].connector_id.0, "1");
}

#[test]
fn a_truck_takes_the_way_that_bears_it() {
    let at = |lat: f64, lon: f64| RoadNode {
        position: LatLon::new(lat, lon).unwrap(),
        elevation: Meters(800.0),
    };
    let mut parts = RoadParts::new(vec![at(38.0, 112.0), at(38.4, 112.0), at(38.2, 112.4)]);
    for (tail, head, km) in [(0, 1, 45.0), (0, 2, 45.0), (2, 1, 45.0)] {
        let ends = (NodeId(tail), NodeId(head));
        let length = Meters::from_kilometers(km);
        let road = Road::between(ends.0, ends.1, length, KilometersPerHour(70.0));
        parts.add_road(road, &[]).unwrap();
    }
    let bridge = Limits {
        weight_100kg: Some(200),
        ..Limits::default()
    };
    parts.limits.push((RoadId(0), bridge));
    let planner = Planner::new(RoadGraph::new(parts).unwrap(), Vec::new());
    let mut truck = OwnCar::default().into_vehicle().unwrap();
    let request = TripRequest {
        charge: charge(1.0),
        ..TripRequest::between(at(38.0, 112.0).position, at(38.4, 112.0).position)
    };
    let distance = |truck: &Vehicle, payload_kg| {
        let request = TripRequest {
            payload_kg,
            ..request.clone()
        };
        match planner.plan(truck, &request).unwrap() {
            Answer::Feasible(plan) => plan.distance.0 / 1000.0,
            Answer::Infeasible(no_plan) => panic!("{no_plan:?}"),
        }
    };
    assert!((distance(&truck, 0.0) - 45.0).abs() < 0.1);
    (truck.usable_kwh, truck.size.is_truck) = (400.0, true);
    assert!((distance(&truck, 18_000.0) - 45.0).abs() < 0.1);
    assert!((distance(&truck, 18_500.0) - 90.0).abs() < 0.1);
}

#[test]
fn fewest_stops_wait_for_doors_by_the_clock() {
    // Both are needed; the second one opens late, so the first may as well charge for longer.
    let late = Station {
        opening: Opening {
            rule: "12:00-20:00".into(),
            ..Opening::default()
        },
        ..station("b", 5, 120.0)
    };
    let stations = || vec![station("a", 2, 20.0), late.clone()];
    let request = |aim| TripRequest {
        charge: charge(0.4),
        arrival: charge(0.6),
        depart: Some("2026-11-26T05:00".parse().unwrap()),
        aim,
        ..request(0, 8)
    };
    let fastest = plan(stations(), &request(Aim::Fastest));
    let fewest = plan(stations(), &request(Aim::FewestStops));
    assert_eq!(names(&fastest), ["a", "b"]);
    assert_eq!(names(&fewest), ["a", "b"]);
    assert!(
        (fewest.total_time.0 - fastest.total_time.0).abs() < 1e-3,
        "{fewest:?}\n{fastest:?}"
    );
}
