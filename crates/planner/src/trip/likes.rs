//! What a driver likes, and what not: limits of charging, lengths of stops, roads, stations.

use container::Text;
use roads::{LabelId, NodeId, Road, RoadClass, RoadLabel, RoadNode, RoadParts};
use stations::{Opening, StationId};
use units::{KilometersPerHour, Meters, Seconds};

use super::tests::*;
use super::wishes::names;
use super::*;
use crate::{Itinerary, OwnCar, Preferences};

#[test]
fn no_stop_charges_beyond_the_limit() {
    let stations = || {
        [("a", 2), ("b", 4), ("c", 7)]
            .map(|(id, at)| station(id, at, 120.0))
            .to_vec()
    };
    let usual = plan(stations(), &request(0, 7));
    assert_eq!(names(&usual).len(), 1);
    let gentle = |limit: f64, own: f64| TripRequest {
        charge: charge(own),
        charge_max: charge(limit),
        ..request(0, 7)
    };
    let limited = plan(stations(), &gentle(0.6, 0.5));
    assert_eq!(names(&limited), ["a", "b"]);
    let most = limited.stops.iter().map(|stop| stop.charge_depart);
    assert!(most.clone().all(|charge| charge.fraction() <= 0.6 + 1e-9));
    // Who arrives with more leaves it at that.
    let full = TripRequest {
        to: request(0, 8).to,
        ..gentle(0.3, 1.0)
    };
    assert_eq!(names(&plan(stations(), &full)), ["c"]);
    let Answer::Infeasible(no_plan) = answer(stations(), &gentle(0.4, 0.5)) else {
        panic!("40 % do not drive 200 km");
    };
    assert!(
        no_plan.reason_zh.starts_with("在「b站」充到 40 % 后"),
        "{}",
        no_plan.reason_zh
    );
    for nothing in [0.0, 1e-9] {
        let answer = answer(stations(), &gentle(nothing, 0.5));
        assert!(matches!(answer, Answer::Infeasible(_)));
    }
}

#[test]
fn stops_are_no_shorter_and_no_longer_than_one_wants() {
    let stations = || vec![station("a", 2, 120.0), station("b", 4, 60.0)];
    let usual = plan(stations(), &request(0, 6));
    let short = usual.stops[0].charging.0;
    let longer = TripRequest {
        stop_least: Seconds(short + 600.0),
        ..request(0, 6)
    };
    let longer = plan(stations(), &longer);
    assert!((longer.total_time.0 - usual.total_time.0 - 600.0).abs() < 1e-3);
    // Meanwhile the car goes on charging.
    let (end, before) = (&longer.legs[1].charge_end, &usual.legs[1].charge_end);
    assert!(end.fraction() > before.fraction() + 0.05, "{longer:?}");
    let shorter = TripRequest {
        stop_most: Some(Seconds(short - 240.0)),
        ..request(0, 6)
    };
    let shorter = plan(stations(), &shorter);
    assert_eq!(names(&shorter).len(), 2);
    let most = shorter.stops.iter().map(|stop| stop.charging.0);
    assert!(most.clone().all(|time| time <= short - 240.0 + 1e-6));
    // One station alone is stopped at again.
    let alone = TripRequest {
        stop_most: Some(Seconds(short - 240.0)),
        ..request(0, 6)
    };
    let alone = plan(vec![station("a", 2, 120.0)], &alone);
    assert_eq!(names(&alone), ["a", "a"]);
    for (least, most, meal, field) in [
        (-1.0, None, None, "stop_least_s"),
        (f64::NAN, None, None, "stop_least_s"),
        (0.0, Some(60.0), None, "stop_most_s"),
        (900.0, Some(600.0), None, "stop_most_s"),
        (0.0, Some(600.0), Some(1800.0), "stop_most_s"),
    ] {
        let wrong = TripRequest {
            stop_least: Seconds(least),
            stop_most: most.map(Seconds),
            meal: meal.map(Seconds),
            ..request(0, 6)
        };
        let refused = wrong.check().unwrap_err().to_string();
        assert!(refused.starts_with(field), "{refused}");
    }
}

/// A triangle: an expressway with toll straight on, a trunk road with toll by the side, and a county
/// road far around.
fn three_ways() -> RoadGraph {
    let at = |lat: f64, lon: f64| RoadNode {
        position: LatLon::new(lat, lon).unwrap(),
        elevation: Meters(800.0),
    };
    let ends = [(38.0, 112.0), (38.4, 112.0), (38.2, 112.4), (38.2, 111.4)];
    let mut parts = RoadParts::new(ends.map(|(lat, lon)| at(lat, lon)));
    for (tail, head, km, class, is_toll) in [
        (0, 1, 45.0, RoadClass::Motorway, true),
        (0, 2, 30.0, RoadClass::Trunk, true),
        (2, 1, 30.0, RoadClass::Trunk, false),
        (0, 3, 60.0, RoadClass::Secondary, false),
        (3, 1, 60.0, RoadClass::Secondary, false),
    ] {
        let length = Meters::from_kilometers(km);
        let (tail, head, speed) = (NodeId(tail), NodeId(head), KilometersPerHour(70.0));
        let road = Road {
            class,
            is_toll,
            ..Road::between(tail, head, length, speed)
        };
        parts.add_road(road, &[]).unwrap();
    }
    RoadGraph::new(parts).unwrap()
}

#[test]
fn tolls_and_expressways_are_avoided_one_by_one() {
    let planner = Planner::new(three_ways(), Vec::new());
    let car = OwnCar::default().into_vehicle().unwrap();
    let at = |lat: f64, lon: f64| LatLon::new(lat, lon).unwrap();
    let plan = |to: LatLon, avoid_expressways, avoid_tolls| {
        let request = TripRequest {
            charge: charge(1.0),
            avoid_tolls,
            avoid_expressways,
            ..TripRequest::between(at(38.0, 112.0), to)
        };
        let thorough = planner.plan_thoroughly(&car, &request).unwrap();
        match planner.plan(&car, &request).unwrap() {
            Answer::Feasible(plan) => {
                assert!((plan.total_time.0 - thorough.unwrap().0).abs() < 1e-3);
                Ok((plan.distance.0 / 1000.0).round())
            }
            Answer::Infeasible(no_plan) => {
                assert!(thorough.is_none() && no_plan.is_proven && no_plan.shortfall.is_none());
                Err(no_plan.reason)
            }
        }
    };
    let there = at(38.4, 112.0);
    for (expressways, tolls, km) in [
        (false, false, 45.0),
        (true, false, 60.0),
        (false, true, 120.0),
        (true, true, 120.0),
        (false, false, 45.0),
    ] {
        assert_eq!(plan(there, expressways, tolls), Ok(km));
    }
    // On the expressway itself: no other road leads there.
    let resting = at(38.2, 112.0);
    assert!(plan(resting, false, false).is_ok());
    assert_eq!(
        plan(resting, true, false).unwrap_err(),
        "Without expressways: No road leads to the destination."
    );
}

#[test]
fn a_station_on_the_expressway_is_none_for_those_who_avoid_it() {
    let beside = |lat: f64, lon: f64, id: &str| Station {
        position: LatLon::new(lat, lon).unwrap(),
        ..station(id, 0, 120.0)
    };
    let stations = vec![
        beside(38.2, 112.0, "fast"),
        beside(38.1, 112.2, "side"),
        beside(38.2, 111.4, "far"),
    ];
    let planner = Planner::new(three_ways(), stations);
    let car = OwnCar::default().into_vehicle().unwrap();
    let stops = |avoid_expressways, avoid_tolls| {
        let request = TripRequest {
            charge: charge(0.5),
            arrival: charge(0.6),
            avoid_tolls,
            avoid_expressways,
            ..TripRequest::between(
                LatLon::new(38.0, 112.0).unwrap(),
                LatLon::new(38.4, 112.0).unwrap(),
            )
        };
        match planner.plan(&car, &request).unwrap() {
            Answer::Feasible(plan) => names(&plan).join(","),
            Answer::Infeasible(no_plan) => panic!("{no_plan:?}"),
        }
    };
    assert_eq!(stops(false, false), "fast");
    assert_eq!(stops(true, false), "side");
    assert_eq!(stops(false, true), "far");
}

#[test]
fn a_preferred_station_is_worth_a_detour_but_no_more() {
    let stations = || vec![station("fast", 2, 120.0), station("liked", 3, 60.0)];
    let usual = plan(stations(), &request(0, 5));
    assert_eq!(names(&usual), ["fast"]);
    let prefer = |elsewhere: f64| TripRequest {
        prefer: Preferences {
            stations: vec![StationId("liked".into())],
            elsewhere: Seconds(elsewhere),
            ..Preferences::default()
        },
        ..request(0, 5)
    };
    let liked = plan(stations(), &prefer(3600.0));
    assert_eq!(names(&liked), ["liked"]);
    let more = liked.total_time.0 - usual.total_time.0;
    assert!(more > 1.0, "{more}");
    // What counts decides, to the second; what is told is true.
    assert_eq!(names(&plan(stations(), &prefer(more + 1.0))), ["liked"]);
    let fast = plan(stations(), &prefer(more - 1.0));
    assert_eq!(names(&fast), ["fast"]);
    assert!((fast.total_time.0 - usual.total_time.0).abs() < 1e-3);
    assert!(fast.gap.abs() < 1e-12 && liked.gap.abs() < 1e-12);
}

#[test]
fn a_liked_road_may_take_longer_and_its_doors_go_by_the_clock() {
    let mut parts = RoadParts::new([(38.0, 112.0), (38.4, 112.0), (38.2, 112.4)].map(
        |(lat, lon)| RoadNode {
            position: LatLon::new(lat, lon).unwrap(),
            elevation: Meters(800.0),
        },
    ));
    let reference = "长城一号".to_owned();
    let name = Text::new("长城一号旅游公路", "Great Wall No. 1 Tourism Road");
    let label = parts.label(RoadLabel { reference, name });
    for (tail, head, km, label) in [
        (0, 1, 70.0, LabelId::default()),
        (0, 2, 42.0, label),
        (2, 1, 42.0, label),
    ] {
        let ends = (NodeId(tail), NodeId(head));
        let length = Meters::from_kilometers(km);
        let road = Road {
            label,
            ..Road::between(ends.0, ends.1, length, KilometersPerHour(70.0))
        };
        parts.add_road(road, &[]).unwrap();
    }
    // At the end, where one must charge: 72 minutes by the scenic road.
    let opening = Opening {
        rule: "09:00-10:10,11:00-20:00".into(),
        ..Opening::default()
    };
    let end = LatLon::new(38.4, 112.0).unwrap();
    let at_end = Station {
        position: end,
        opening,
        ..station("end", 0, 120.0)
    };
    let planner = Planner::new(RoadGraph::new(parts).unwrap(), vec![at_end]);
    let car = OwnCar::default().into_vehicle().unwrap();
    let plan = |factor: f64, depart: Option<&str>| {
        let request = TripRequest {
            arrival: charge(0.75),
            depart: depart.map(|depart| depart.parse().unwrap()),
            prefer: Preferences {
                roads: vec!["长城一号".into()],
                factor,
                ..Preferences::default()
            },
            ..TripRequest::between(LatLon::new(38.0, 112.0).unwrap(), end)
        };
        match planner.plan(&car, &request).unwrap() {
            Answer::Feasible(plan) => plan,
            Answer::Infeasible(no_plan) => panic!("{no_plan:?}"),
        }
    };
    let km = |plan: &Itinerary| (plan.distance.0 / 1000.0).round();
    let at_nine = Some("2026-11-26T09:00");
    assert!((km(&plan(1.0, None)) - 70.0).abs() < 0.1);
    assert!((km(&plan(1.4, None)) - 84.0).abs() < 0.1);
    // The doors close after 70 minutes. Straight on takes 60, which count 84; the scenic way takes
    // 72 and then one waits for 48.
    let early = plan(1.4, at_nine);
    assert!(
        (km(&early) - 70.0).abs() < 0.1 && early.waiting.0 < 301.0,
        "{early:?}"
    );
    let late = plan(4.0, at_nine);
    assert!((km(&late) - 84.0).abs() < 0.1, "{late:?}");
    assert!(
        (late.stops[0].waiting.0 - 48.0 * 60.0).abs() < 60.0,
        "{late:?}"
    );
}
