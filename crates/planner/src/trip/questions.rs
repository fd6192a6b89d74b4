//! Questions around a plan, against plain answers.

use stations::StationId;

use super::exact::{self, Random};
use super::tests::*;
use super::*;
use crate::OwnCar;

pub(super) fn car(usable_kwh: f64) -> Vehicle {
    let car = OwnCar {
        usable_kwh,
        ..OwnCar::default()
    };
    car.into_vehicle().unwrap()
}

fn shares(percents: impl IntoIterator<Item = u32>) -> Vec<units::StateOfCharge> {
    percents
        .into_iter()
        .map(|percent| charge(f64::from(percent) / 100.0))
        .collect()
}

/// Charges that are left at most, by looking at all arcs until nothing changes (Bellman and Ford).
fn most_left(planner: &Planner, tuned: &Tuned, starts: &[(u32, i64)], reserve: i64) -> Vec<i64> {
    let network = &planner.ground.network;
    let arcs = || network.tails().zip(network.arcs());
    let mut left = vec![i64::MIN; planner.ground.network.nodes() as usize];
    for (node, charge) in starts {
        left[*node as usize] = left[*node as usize].max(*charge);
    }
    loop {
        let mut is_done = true;
        for ((tail, arc), energy) in arcs().zip(&tuned.energies) {
            let here = left[tail as usize];
            if here == i64::MIN || here - i64::from(*energy) < reserve {
                continue;
            }
            let then = (here - i64::from(*energy)).min(tuned.capacity.into());
            if then > left[arc.head as usize] {
                left[arc.head as usize] = then;
                is_done = false;
            }
        }
        if is_done {
            return left;
        }
    }
}

#[test]
fn the_charge_reaches_as_far_as_bellman_and_ford_say() {
    let mut count = 0;
    for seed in 0..60 {
        let mut random = Random(seed);
        let planner = Planner::new(exact::roads(&mut random), exact::stations(&mut random));
        let vehicle = car(f64::from(random.within(6, 12)));
        let request = exact::request(&mut random);
        let tuned = planner.checked(&vehicle, &request).unwrap();
        let anchor = &planner.anchors(&request).unwrap()[0];
        let drive = planner.drive(&tuned, &request);
        let flood = drive.thriftiest(anchor);
        let starts = drive.starts(anchor).into_iter();
        let starts = starts.filter_map(|(node, here)| Some((node, here.charge?)));
        let expected = most_left(&planner, &tuned, &starts.collect::<Vec<_>>(), drive.reserve);
        for (here, expected) in flood.iter().zip(expected) {
            let found = here.and_then(|here| here.charge).unwrap_or(i64::MIN);
            assert_eq!(found, expected, "seed {seed}");
            count += usize::from(found != i64::MIN);
        }
        let reach = planner.reach(&vehicle, &request).unwrap();
        let reserve = request.reserve.fraction();
        assert!(
            reach
                .places
                .iter()
                .all(|place| place.charge.fraction() >= reserve - 1e-6)
        );
        // Each junction is at the end of a road that is reached with the charge that is left there.
        let ends: Vec<f64> = reach.roads.iter().map(|road| road.last).collect();
        let is_end = |charge: f64| ends.iter().any(|end| (end - charge).abs() < 1e-9);
        let junctions: Vec<LatLon> = planner
            .roads
            .nodes()
            .iter()
            .map(|node| node.position)
            .collect();
        let mut places = reach
            .places
            .iter()
            .filter(|place| junctions.contains(&place.at));
        assert!(
            places.all(|place| is_end(place.charge.fraction())),
            "seed {seed}"
        );
        assert!(ends.iter().all(|end| *end >= reserve - 1e-6), "seed {seed}");
        let cut = reach
            .roads
            .iter()
            .filter(|road| road.last <= reserve + 1e-9);
        assert!(cut.count() <= reach.limits.len(), "seed {seed}");
    }
    assert!(count > 300, "{count}");
}

#[test]
fn the_nearest_station_is_as_far_as_bellman_and_ford_say() {
    let mut count = 0;
    for seed in 0..60 {
        let mut random = Random(seed);
        let planner = Planner::new(exact::roads(&mut random), exact::stations(&mut random));
        let vehicle = car(f64::from(random.within(6, 12)));
        let mut request = exact::request(&mut random);
        if seed % 3 == 0 {
            request.avoid = vec![planner.stations()[0].id.clone()];
        }
        let tuned = planner.checked(&vehicle, &request).unwrap();
        let network = &planner.ground.network;
        let mut far = vec![f64::INFINITY; network.nodes() as usize];
        for candidate in &tuned.candidates {
            let station = &planner.stations()[candidate.station].id;
            if !candidate.is_spare && !request.avoid.contains(station) {
                far[candidate.node as usize] = 0.0;
            }
        }
        let lengths: Vec<f64> = (0..network.arcs().len())
            .map(|arc| planner.ground.way(arc).length(&planner.roads).0)
            .collect();
        for _ in 0..network.nodes() {
            for ((tail, arc), length) in network.tails().zip(network.arcs()).zip(&lengths) {
                far[tail as usize] = far[tail as usize].min(far[arc.head as usize] + length);
            }
        }
        let heads = network.arcs().iter().map(|arc| far[arc.head as usize]);
        let on_roads = heads
            .enumerate()
            .filter(|(arc, _)| planner.ground.way(*arc).piece().is_some());
        let (expected, cut_off): (Vec<f64>, Vec<f64>) = on_roads
            .map(|(_, far)| far)
            .partition(|far| far.is_finite());
        let coverage = planner.coverage(&vehicle, &request).unwrap();
        assert_eq!(coverage.cut_off.len(), cut_off.len(), "seed {seed}");
        assert_eq!(coverage.roads.len(), expected.len(), "seed {seed}");
        for (road, expected) in coverage.roads.iter().zip(expected) {
            assert!((road.last - expected).abs() < 0.5, "seed {seed}");
            let length = planner.roads.road(road.piece.road).length_of(road.piece).0;
            assert!(
                (road.first - road.last - length).abs() < 1e-6,
                "seed {seed}"
            );
            count += 1;
        }
    }
    assert!(count > 300, "{count}");
}

#[test]
fn stations_near_by_are_sorted_by_time_and_know_the_charge_on_arrival() {
    let stations = vec![
        station("far", 6, 120.0),
        station("b", 3, 120.0),
        station("a", 1, 120.0),
    ];
    let planner = Planner::new(roads(), stations);
    let request = TripRequest {
        from: LatLon::new(38.8, 112.0).unwrap(),
        charge: charge(0.4),
        ..request(0, 8)
    };
    let near = planner.nearby(&car(50.0), &request).unwrap();
    let ids: Vec<&str> = near.iter().map(|near| &near.station_id.0[..]).collect();
    assert_eq!(ids, ["a", "b", "far"]);
    let there = planner
        .plan(
            &car(50.0),
            &TripRequest {
                to: planner.stations()[1].position,
                ..request.clone()
            },
        )
        .unwrap();
    let Answer::Feasible(there) = there else {
        panic!("{there:?}");
    };
    let arrive = near[1].charge_arrive.unwrap().fraction();
    assert!((arrive - there.legs[0].charge_end.fraction()).abs() < 1e-6);
    assert!((near[1].duration.0 - there.total_time.0).abs() < 1e-3);
    assert!((near[1].distance.0 - there.distance.0).abs() < 1.0);
    assert_eq!(near[2].charge_arrive, None);
    let avoiding = TripRequest {
        avoid: vec![StationId("a".into())],
        ..request
    };
    assert_eq!(planner.nearby(&car(50.0), &avoiding).unwrap().len(), 2);
}

#[test]
fn detours_are_what_a_way_over_the_station_takes_longer() {
    for seed in 0..40 {
        let mut random = Random(seed);
        let planner = Planner::new(exact::roads(&mut random), exact::stations(&mut random));
        // Enough for any drive, so that plans are plain drives.
        let vehicle = car(400.0);
        let request = TripRequest {
            via: Vec::new(),
            charge: charge(1.0),
            ..exact::request(&mut random)
        };
        let along = planner.along(&vehicle, &request).unwrap();
        let Answer::Feasible(direct) = planner.plan(&vehicle, &request).unwrap() else {
            continue;
        };
        let mut before = 0.0;
        for near in &along {
            let Some(detour) = near.detour else {
                continue;
            };
            assert!(detour.0 >= before, "seed {seed}");
            before = detour.0;
            let station = planner
                .stations()
                .iter()
                .find(|station| station.id == near.station_id);
            let over = TripRequest {
                via: vec![station.unwrap().position.into()],
                ..request.clone()
            };
            let Answer::Feasible(over) = planner.plan(&vehicle, &over).unwrap() else {
                panic!("seed {seed}: a detour to where no road leads on");
            };
            let longer = over.total_time.0 - direct.total_time.0;
            assert!(
                (longer - detour.0).abs() < 0.01,
                "seed {seed}: {longer}, {detour:?}"
            );
        }
    }
}

#[test]
fn a_stop_that_fails_has_its_fallback_and_gatekeepers_are_named() {
    // From a, with a tenth left, b is 50 km on; without b there is a, without a nothing.
    let planner = Planner::new(roads(), vec![station("a", 2, 120.0), station("b", 3, 20.0)]);
    let request = TripRequest {
        charge: charge(0.4),
        ..request(0, 6)
    };
    let Answer::Feasible(plan) = planner.plan(&car(50.0), &request).unwrap() else {
        panic!("no plan");
    };
    assert_eq!(plan.stops[0].station_id.0, "a");
    let risks = planner.risks(&car(50.0), &request, &plan).unwrap();
    let fallback = risks[0].fallback.as_ref().unwrap();
    assert_eq!(fallback.stops[0].station_id.0, "b");
    assert!(risks[0].uses_reserve && risks[0].is_gatekeeper);
    assert!(risks[0].delay.unwrap().0 > 0.0);
    // With more charge the other one will do from the start.
    let more = TripRequest {
        charge: charge(0.55),
        ..request
    };
    let Answer::Feasible(plan) = planner.plan(&car(50.0), &more).unwrap() else {
        panic!("no plan");
    };
    let risks = planner.risks(&car(50.0), &more, &plan).unwrap();
    assert!(risks.iter().all(|risk| !risk.is_gatekeeper));
}

#[test]
fn what_if_tables_say_what_plans_say() {
    let planner = Planner::new(roads(), vec![station("a", 2, 60.0), station("b", 4, 120.0)]);
    let (vehicle, request) = (car(50.0), request(0, 7));
    let Answer::Feasible(plan) = planner.plan(&vehicle, &request).unwrap() else {
        panic!("no plan");
    };
    let charges = shares((10..=100).step_by(10));
    let starts = planner
        .by_starting_charge(&vehicle, &request, &charges)
        .unwrap();
    assert_eq!(starts[0].total, None);
    let fifty = starts[4].total.unwrap();
    assert!((fifty.0 - plan.total_time.0).abs() < 1e-9 && starts[4].stops == plan.stops.len());
    let times = |all: &[Outlook]| {
        all.iter()
            .filter_map(|one| one.total)
            .map(|total| total.0)
            .collect::<Vec<_>>()
    };
    assert!(
        times(&starts)
            .windows(2)
            .all(|pair| pair[1] <= pair[0] + 1e-6)
    );
    let reserves = planner
        .by_reserve(&vehicle, &request, &shares((0..60).step_by(10)))
        .unwrap();
    assert!(
        times(&reserves)
            .windows(2)
            .all(|pair| pair[1] >= pair[0] - 1e-6)
    );
    let saving = planner
        .charge_that_saves_a_stop(&vehicle, &request, &plan)
        .unwrap()
        .unwrap();
    assert!(saving.stops < plan.stops.len() && saving.share > request.charge);
    let less = charge(saving.share.fraction() - 0.01);
    let less = planner
        .by_starting_charge(&vehicle, &request, &[less])
        .unwrap();
    assert!(less[0].stops >= plan.stops.len());
}

#[test]
fn the_safest_plan_keeps_the_greatest_reserve_that_time_allows() {
    let planner = Planner::new(
        roads(),
        vec![station("a", 2, 120.0), station("b", 4, 120.0)],
    );
    let (vehicle, request) = (car(50.0), request(0, 6));
    let all = planner.alternatives(&vehicle, &request, 0.1).unwrap();
    assert_eq!(all[0].best_at, BestAt::Time);
    let safest = all
        .iter()
        .find(|one| one.best_at == BestAt::Safety)
        .unwrap();
    let most = all[0].plan.total_time.0 * 1.1;
    assert!(safest.plan.total_time.0 <= most && safest.reserve > request.reserve);
    for leg in &safest.plan.legs {
        assert!(leg.charge_end.fraction() >= safest.reserve.fraction() - 1e-6);
    }
    let more = charge(safest.reserve.fraction() + 0.01);
    let more = planner.by_reserve(&vehicle, &request, &[more]).unwrap()[0];
    assert!(more.total.is_none_or(|total| total.0 > most));
}

#[test]
fn a_moving_car_does_not_turn_round_on_the_spot() {
    let planner = Planner::new(roads(), Vec::new());
    let middle = LatLon::new(38.2, 112.0).unwrap();
    let back = TripRequest {
        from: middle,
        ..request(0, 0)
    };
    let distance = |heading| {
        let request = TripRequest {
            heading,
            ..back.clone()
        };
        match planner.plan(&car(50.0), &request).unwrap() {
            Answer::Feasible(plan) => plan.distance.0,
            Answer::Infeasible(no_plan) => panic!("{no_plan:?}"),
        }
    };
    let (standing, southward) = (distance(None), distance(Some(190.0)));
    assert!((standing - southward).abs() < 1.0);
    // Northward one drives on to the next junction, 28 km away, and back.
    let northward = distance(Some(10.0));
    assert!(
        (northward - standing - 2.0 * (50_100.0 - standing)).abs() < 100.0,
        "{northward}"
    );
}

#[test]
fn plain_routes_are_those_of_a_search_without_a_hierarchy() {
    let (mut found, mut none) = (0, 0);
    for seed in 0..150 {
        let mut random = Random(seed);
        // In the yard of a station one may turn round, so there are none.
        let planner = Planner::new(exact::roads(&mut random), Vec::new());
        let mut request = exact::request(&mut random);
        request.via.clear();
        if seed % 10 == 0 {
            request.to = request.from;
        }
        let route = planner.route(&request).unwrap();
        let on_road = |at| snap(planner.roads(), at).unwrap();
        let (from, to) = (on_road(request.from), on_road(request.to));
        // That one starts and ends on the road, ours at the point itself.
        let expected = roads::fastest_route(planner.roads(), &from, &to);
        let access = [&from, &to].map(|snap| snap.distance.0 * 1.3);
        let (Some(route), Some(expected)) = (&route, &expected) else {
            assert_eq!(route.is_some(), expected.is_some(), "seed {seed}");
            none += 1;
            continue;
        };
        let on_road = if request.from == request.to {
            0.0
        } else {
            access.iter().sum::<f64>() / 30.0 * 3.6
        };
        let seconds = route.duration.0 - on_road;
        assert!(
            (seconds - expected.duration.0).abs() < 0.05,
            "seed {seed}: {seconds} {expected:?}"
        );
        assert!(route.line.len() >= 2 || request.from == request.to);
        let time = planner.drive_time(&request).unwrap().unwrap();
        assert!((time.0 - route.duration.0).abs() < 0.05);
        found += 1;
    }
    assert!(found > 80 && none > 1, "{found} {none}");
}
