//! What is known of stations when the trip begins: broken connectors are as if they were not there,
//! a queue is as if the doors were closed.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::any;
use proptest::sample::select;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use stations::{Cabinet, Connector, ConnectorId, ConnectorStandard, Evse, Opening, StationId};
use units::{Kilowatts, Seconds};

use super::tests::*;
use super::*;
use crate::{Itinerary, StationNow};

fn now(id: &str, out: &[&str], free_in: Option<f64>) -> StationNow {
    StationNow {
        station: StationId(id.into()),
        out: out.iter().map(|id| ConnectorId((*id).into())).collect(),
        free_in: free_in.map(Seconds),
    }
}

/// A station with connectors of these powers, numbered from 1; those up to 7 kW are AC.
fn with_powers(id: &str, index: u32, powers: &[f64]) -> Station {
    let cabinets = (1..).zip(powers).map(|(number, power)| {
        let standard = if *power > 7.0 {
            ConnectorStandard::GbtDc
        } else {
            ConnectorStandard::GbtAc
        };
        let connector = Connector::new(number.to_string(), standard, Kilowatts(*power));
        Cabinet {
            power: Kilowatts(*power),
            evses: vec![Evse {
                connectors: vec![connector],
            }],
            ..Cabinet::default()
        }
    });
    Station {
        cabinets: cabinets.collect(),
        ..station(id, index, 1.0)
    }
}

/// The same stations without the connectors that are out.
fn without(mut stations: Vec<Station>, now: &[StationNow]) -> Vec<Station> {
    for station in &mut stations {
        let known = now.iter().find(|now| now.station == station.id);
        let is_out = |id: &ConnectorId| known.is_some_and(|now| now.out.contains(id));
        for cabinet in &mut station.cabinets {
            for evse in &mut cabinet.evses {
                evse.connectors.retain(|connector| !is_out(&connector.id));
            }
        }
    }
    stations
}

fn feasible(answer: Answer) -> Option<Itinerary> {
    match answer {
        Answer::Feasible(plan) => Some(plan),
        Answer::Infeasible(_) => None,
    }
}

#[test]
fn connectors_that_are_out_are_as_if_they_were_not_there() {
    let powers = [180.0, 120.0, 60.0, 30.0, 7.0, 3.5];
    let connector = (select(powers.to_vec()), any::<bool>());
    let station = option::of(vec(connector, 1..5));
    let worlds = (vec(station, 7), 4..9_u32);
    let mut runner = TestRunner::deterministic();
    let (mut changed, mut refused) = (0, 0);
    for _ in 0..80 {
        let (places, end) = worlds.new_tree(&mut runner).unwrap().current();
        let mut stations = Vec::new();
        let mut known = Vec::new();
        for (index, connectors) in (1..).zip(&places) {
            let Some(connectors) = connectors else {
                continue;
            };
            let id = format!("s{index}");
            let powers: Vec<f64> = connectors.iter().map(|connector| connector.0).collect();
            stations.push(with_powers(&id, index, &powers));
            let numbered = (1..).zip(connectors);
            let out = numbered.filter(|(_, connector)| connector.1);
            let out: Vec<String> = out.map(|(number, _)| format!("{number}")).collect();
            let out: Vec<&str> = out.iter().map(String::as_str).collect();
            known.push(now(&id, &out, None));
        }
        let usual = request(0, end);
        let told = TripRequest {
            now: known.clone(),
            ..usual.clone()
        };
        let found = feasible(answer(stations.clone(), &told));
        let expected = feasible(answer(without(stations.clone(), &known), &usual));
        assert_eq!(found, expected, "{stations:?}\n{known:?}");
        changed += usize::from(found != feasible(answer(stations, &usual)));
        refused += usize::from(found.is_none());
    }
    assert!(
        changed > 15 && refused > 3 && refused < 64,
        "{changed} {refused}"
    );
}

#[test]
fn a_queue_is_waited_for_as_closed_doors_are() {
    let opening = |rule: &str| Opening {
        rule: rule.into(),
        ..Opening::default()
    };
    for (rule, free_in) in [("09:10-24:00", 600.0), ("12:00-24:00", 10_800.0)] {
        let stations = || vec![station("a", 2, 120.0), station("b", 3, 20.0)];
        let queued = TripRequest {
            now: vec![now("a", &[], Some(free_in))],
            ..request(0, 5)
        };
        let queued = plan(stations(), &queued);
        let mut closed = stations();
        closed[0].opening = opening(rule);
        let doors = TripRequest {
            depart: Some("2026-11-26T09:00".parse().unwrap()),
            ..request(0, 5)
        };
        // Only who else could help is another question where doors are closed.
        let alone = |mut plan: Itinerary| {
            for stop in &mut plan.stops {
                (stop.fallback_station_id, stop.fallback) = (None, None);
            }
            plan
        };
        assert_eq!(alone(queued), alone(plan(closed, &doors)), "{rule}");
    }
}

#[test]
fn what_is_known_of_a_queue_replaces_the_usual_wait() {
    let usual = TripRequest {
        expected_wait: Seconds(1200.0),
        ..request(0, 5)
    };
    let free = TripRequest {
        now: vec![now("a", &[], Some(0.0))],
        ..usual.clone()
    };
    let stations = || vec![station("a", 2, 120.0)];
    let (usual, free) = (plan(stations(), &usual), plan(stations(), &free));
    assert!((usual.stops[0].waiting.0 - 1200.0).abs() < 1e-6);
    assert!(free.stops[0].waiting.0.abs() < 1e-6);
    assert!((usual.total_time.0 - free.total_time.0 - 1200.0).abs() < 1e-6);
}

#[test]
fn a_station_that_is_broken_is_no_fallback() {
    let stations = || vec![station("a", 2, 120.0), station("b", 3, 60.0)];
    let name = |plan: Itinerary| plan.stops[0].fallback_station_id.clone();
    assert_eq!(
        name(plan(stations(), &request(0, 4))),
        Some(StationId("b".into()))
    );
    let broken = TripRequest {
        now: vec![now("b", &["1"], None)],
        ..request(0, 4)
    };
    assert_eq!(name(plan(stations(), &broken)), None);
}

#[test]
fn a_station_near_by_has_the_best_connector_that_works() {
    let vehicle = crate::OwnCar::default().into_vehicle().unwrap();
    let stations = vec![
        with_powers("a", 1, &[60.0, 7.0]),
        with_powers("b", 2, &[60.0]),
    ];
    let planner = Planner::new(roads(), stations);
    let near = |now| {
        let request = TripRequest {
            now,
            ..request(0, 4)
        };
        let near = planner.nearby(&vehicle, &request).unwrap();
        let named = near.into_iter();
        let named = named.map(|near| format!("{}/{}", near.station_id, near.connector_id));
        named.collect::<Vec<_>>()
    };
    assert_eq!(near(vec![]), ["a/1", "b/1"]);
    assert_eq!(
        near(vec![now("a", &["1"], None), now("b", &["1"], None)]),
        ["a/2"]
    );
}

#[test]
fn strange_queues_are_refused() {
    let vehicle = crate::OwnCar::default().into_vehicle().unwrap();
    let request = TripRequest {
        now: vec![now("a", &[], Some(f64::NAN))],
        ..request(0, 4)
    };
    let error = Planner::new(roads(), Vec::new()).plan(&vehicle, &request);
    assert_eq!(
        error.unwrap_err().to_string(),
        "now.free_in_s is NaN, expected 0 to 86400 seconds"
    );
}
