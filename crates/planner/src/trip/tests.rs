use container::Text;
use roads::{NodeId, Road, RoadNode, RoadParts};
use stations::{
    Access, Cabinet, Connector, ConnectorStandard, Evse, Lifecycle, Opening, Place, StationId,
};
use units::{Celsius, KilometersPerHour, Kilowatts, LatLon, Meters, StateOfCharge};

use super::*;
use crate::{Itinerary, NoPlan, OwnCar};

/// A straight road northwards with a node each 50 km, 400 km long.
pub(super) fn roads() -> RoadGraph {
    let at = |index: u32| LatLon::new(38.0 + 0.45 * f64::from(index), 112.0).unwrap();
    let node = |index| RoadNode {
        position: at(index),
        elevation: Meters(800.0),
    };
    let mut parts = RoadParts::new((0..9).map(node));
    for index in 0..8 {
        let (tail, head) = (NodeId(index), NodeId(index + 1));
        let (length, speed) = (Meters(50_100.0), KilometersPerHour(70.0));
        let road = Road::between(tail, head, length, speed);
        parts.add_road(road, &[]).unwrap();
    }
    RoadGraph::new(parts).unwrap()
}

/// A station beside node `index`.
pub(super) fn station(id: &str, index: u32, power: f64) -> Station {
    let connector = Connector::new("1", ConnectorStandard::GbtDc, Kilowatts(power));
    let name = Text::new(format!("{id}站"), format!("Station {id}"));
    let position = LatLon::new(38.0 + 0.45 * f64::from(index), 112.001).unwrap();
    Station {
        access: Access::Public,
        place: Place::Roadside,
        lifecycle: Lifecycle::Open,
        cabinets: vec![Cabinet {
            power: Kilowatts(power),
            evses: vec![Evse {
                connectors: vec![connector],
            }],
            ..Cabinet::default()
        }],
        demo: true,
        ..Station::new(id, name, position)
    }
}

pub(super) fn charge(fraction: f64) -> StateOfCharge {
    StateOfCharge::from_fraction(fraction).unwrap()
}

/// From node `from` to node `to` with half a battery at 20 °C.
pub(super) fn request(from: u32, to: u32) -> TripRequest {
    let at = |index: u32| LatLon::new(38.0 + 0.45 * f64::from(index), 112.0).unwrap();
    TripRequest {
        charge: charge(0.5),
        ..TripRequest::between(at(from), at(to))
    }
}

pub(super) fn answer(stations: Vec<Station>, request: &TripRequest) -> Answer {
    let vehicle = OwnCar::default().into_vehicle().unwrap();
    Planner::new(roads(), stations)
        .plan(&vehicle, request)
        .unwrap()
}

pub(super) fn plan(stations: Vec<Station>, request: &TripRequest) -> Itinerary {
    match answer(stations, request) {
        Answer::Feasible(itinerary) => {
            check_sums(&itinerary, request);
            itinerary
        }
        Answer::Infeasible(no_plan) => panic!("{}", no_plan.reason),
    }
}

fn refusal(stations: Vec<Station>, request: &TripRequest) -> NoPlan {
    match answer(stations, request) {
        Answer::Feasible(itinerary) => panic!("{itinerary:?}"),
        Answer::Infeasible(no_plan) => no_plan,
    }
}

/// Everything that must add up in any plan.
fn check_sums(plan: &Itinerary, request: &TripRequest) {
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} is not {b} in {plan:?}");
    near(
        plan.total_time.0,
        plan.driving.0 + plan.charging.0 + plan.waiting.0 + plan.staying.0 + plan.resting.0,
    );
    near(
        plan.driving.0,
        plan.legs.iter().map(|leg| leg.duration.0).sum(),
    );
    near(
        plan.distance.0,
        plan.legs.iter().map(|leg| leg.distance.0).sum(),
    );
    near(
        plan.energy.0,
        plan.legs.iter().map(|leg| leg.energy.0).sum(),
    );
    assert_eq!(plan.legs.len(), plan.stops.len() + 1);
    near(
        plan.legs[0].charge_start.fraction(),
        request.charge.fraction(),
    );
    for (index, leg) in plan.legs.iter().enumerate() {
        let drawn = leg.charge_start.fraction() - leg.charge_end.fraction();
        near(leg.energy.0, drawn * plan.capacity.0);
        assert!(leg.charge_end.fraction() >= request.reserve.fraction() - 1e-9);
        if let Some(stop) = plan.stops.get(index) {
            near(stop.charge_arrive.fraction(), leg.charge_end.fraction());
            near(
                stop.charge_depart.fraction(),
                plan.legs[index + 1].charge_start.fraction(),
            );
            assert!(stop.charge_depart.fraction() >= stop.charge_arrive.fraction());
        }
    }
    let last = plan.legs.last().unwrap().charge_end.fraction();
    assert!(last >= request.arrival.fraction() - 1e-9);
}

#[test]
fn a_short_trip_needs_no_stop() {
    let plan = plan(vec![station("a", 1, 120.0)], &request(0, 1));
    assert_eq!(plan.stops.len(), 0);
    assert!((plan.distance.0 - 50_100.0).abs() < 1.0);
}

#[test]
fn a_long_trip_stops_where_it_must_and_charges_no_more_than_it_needs() {
    let stations = vec![station("a", 2, 120.0), station("b", 5, 120.0)];
    let request = TripRequest {
        arrival: charge(0.3),
        ..request(0, 8)
    };
    let plan = plan(stations, &request);
    let ids: Vec<&str> = plan
        .stops
        .iter()
        .map(|stop| stop.station_id.0.as_str())
        .collect();
    assert_eq!(ids, ["a", "b"]);
    let last = plan.legs.last().unwrap().charge_end;
    assert!((last.fraction() - request.arrival.fraction()).abs() < 1e-9);
}

#[test]
fn stations_for_others_or_out_of_order_are_never_used() {
    let bus = Station {
        access: Access::Bus,
        ..station("bus", 2, 480.0)
    };
    let closed = Station {
        lifecycle: Lifecycle::Maintenance,
        ..station("shut", 2, 480.0)
    };
    let plan = plan(vec![bus, closed, station("a", 2, 30.0)], &request(0, 6));
    assert_eq!(plan.stops[0].station_id.0, "a");
}

#[test]
fn cold_costs_energy_and_time() {
    let stations = || vec![station("a", 1, 120.0), station("b", 3, 120.0)];
    let mild = plan(stations(), &request(0, 4));
    let winter = TripRequest {
        temperature: Celsius(-15.0),
        ..request(0, 4)
    };
    let cold = plan(stations(), &winter);
    assert!(cold.energy.0 > mild.energy.0 * 1.4 && cold.charging.0 > mild.charging.0 * 1.5);
}

#[test]
fn places_on_the_way_are_passed_in_their_order() {
    let there_and_back = TripRequest {
        via: vec![request(0, 3).to.into(), request(0, 1).to.into()],
        ..request(0, 2)
    };
    let plan = plan(vec![station("a", 2, 120.0)], &there_and_back);
    // Three up, two back, one up.
    assert!(
        (plan.distance.0 - 6.0 * 50_100.0).abs() < 1000.0,
        "{:?}",
        plan.distance
    );
}

#[test]
fn a_charge_that_does_not_reach_says_how_far_it_is_from_enough() {
    let low = TripRequest {
        charge: charge(0.2),
        ..request(0, 4)
    };
    let no_plan = refusal(vec![station("a", 2, 120.0)], &low);
    let shortfall = no_plan.shortfall.unwrap();
    assert_eq!(shortfall.to_station_id, Some(StationId("a".into())));
    assert_eq!(shortfall.from_station_id, None);
    // A tenth of 50 kWh drives some 40 km of the 100 km.
    let missing = shortfall.missing_distance.0 / 1000.0;
    assert!((50.0..75.0).contains(&missing), "{missing} km");
    let expected = format!("离最近可用充电站「a站」还差 {:.0} km", missing.ceil());
    assert!(
        no_plan.reason_zh.contains(&expected),
        "{}",
        no_plan.reason_zh
    );
}

#[test]
fn a_gap_beyond_a_full_battery_names_both_ends() {
    let far = vec![station("a", 0, 120.0), station("b", 8, 120.0)];
    let no_plan = refusal(far.clone(), &request(0, 8));
    let shortfall = no_plan.shortfall.unwrap();
    assert_eq!(shortfall.from_station_id, Some(StationId("a".into())));
    assert!(
        no_plan.reason_zh.starts_with("在「a站」充满后"),
        "{}",
        no_plan.reason_zh
    );
    // The driver's own limit is what can be changed.
    let limited = TripRequest {
        charge_max: charge(0.8),
        ..request(0, 8)
    };
    let words = refusal(far, &limited).reason;
    assert!(words.starts_with("With 80 % from Station a"), "{words}");
    assert!(words.ends_with("Charge to more than that."), "{words}");
}

#[test]
fn a_stop_names_where_else_to_go() {
    let stations = vec![
        station("a", 2, 240.0),
        station("c", 2, 20.0),
        station("b", 5, 120.0),
    ];
    let plan = plan(stations, &request(0, 4));
    assert_eq!(plan.stops[0].station_id.0, "a");
    assert_eq!(
        plan.stops[0].fallback_station_id,
        Some(StationId("c".into()))
    );
}

#[test]
fn where_else_to_go_is_open_then_and_charges_quickly_where_that_can_be() {
    let opening = |rule: &str| Opening {
        rule: rule.into(),
        ..Opening::default()
    };
    let stations = |rule: &str| {
        let mut closed = station("c", 2, 120.0);
        closed.opening = opening(rule);
        vec![
            station("a", 2, 240.0),
            closed,
            station("s", 2, 7.0),
            station("b", 2, 60.0),
        ]
    };
    let request = TripRequest {
        depart: Some("2026-11-26T23:00".parse().unwrap()),
        ..request(0, 4)
    };
    let fallback = |rule: &str| {
        let plan = plan(stations(rule), &request);
        assert_eq!(plan.stops[0].station_id.0, "a");
        plan.stops[0].fallback_station_id.clone().unwrap().0
    };
    assert_eq!(fallback("24/7"), "c");
    assert_eq!(fallback("06:00-22:00"), "b");
}

#[test]
fn who_starts_below_the_reserve_is_told_so() {
    let request = TripRequest {
        charge: charge(0.05),
        reserve: charge(0.5),
        ..request(0, 4)
    };
    let no_plan = refusal(vec![station("a", 2, 120.0)], &request);
    assert!(no_plan.reason_zh.contains("5 %") && no_plan.reason_zh.contains("50 %"));
}

#[test]
fn the_way_to_where_else_to_go_takes_length_and_charge() {
    let stations = vec![station("a", 2, 240.0), station("b", 3, 60.0)];
    let plan = plan(stations, &request(0, 4));
    assert_eq!(plan.stops[0].station_id.0, "a");
    let fallback = plan.stops[0].fallback.unwrap();
    assert!(fallback.distance.0 > 1000.0);
    assert!(fallback.charge_arrive < plan.stops[0].charge_arrive);
    assert!((fallback.power.0 - 60.0).abs() < 1e-9);
}

#[test]
fn a_point_far_from_every_road_is_an_error_that_names_it() {
    let vehicle = OwnCar::default().into_vehicle().unwrap();
    let away = TripRequest {
        to: LatLon::new(30.0, 100.0).unwrap(),
        ..request(0, 1)
    };
    let error = Planner::new(roads(), Vec::new())
        .plan(&vehicle, &away)
        .unwrap_err();
    assert!(error.to_string().starts_with("to: 30,100 is "), "{error}");
}

#[test]
fn an_answer_survives_json() {
    let stations = vec![station("a", 2, 120.0)];
    for answer in [
        answer(stations.clone(), &request(0, 4)),
        answer(
            stations,
            &TripRequest {
                charge: charge(0.11),
                ..request(0, 4)
            },
        ),
    ] {
        let json = serde_json::to_string(&answer).unwrap();
        assert_eq!(Answer::from_json(&json).unwrap(), answer);
    }
}
