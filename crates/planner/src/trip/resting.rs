//! What a driver needs besides charge, breaks and a meal; and where there is a queue.

use units::{LatLon, Seconds};

use stations::StationId;

use super::exact::{Random, request as random_request, roads as random_roads, stations};
use super::tests::*;
use super::tuned::TICKS;
use super::*;
use crate::{Breaks, Itinerary, OwnCar, Via};

fn breaks(hours: f64, minutes: f64) -> Breaks {
    Breaks {
        after: Seconds(hours * 3600.0),
        length: Seconds(minutes * 60.0),
    }
}

/// From node `from` to node `to` with all the charge that a car can have.
fn request_of(from: u32, to: u32, breaks: impl Into<Option<Breaks>>) -> TripRequest {
    TripRequest {
        charge: charge(1.0),
        breaks: breaks.into(),
        ..request(from, to)
    }
}

/// Longest drive without a break, as the itinerary tells it.
fn longest_drive(plan: &Itinerary) -> f64 {
    // Time of each leg that lies before a moment in it.
    let (mut driven, mut longest, mut begin) = (0.0, 0.0_f64, 0.0);
    for index in 0..plan.legs.len() {
        let mut events: Vec<(f64, f64, bool)> = Vec::new();
        let on_road = plan.breaks.iter().filter(|rest| rest.leg == index);
        events.extend(on_road.map(|rest| (rest.arrival.0, rest.length.0, true)));
        let places = plan.places.iter().filter(|place| place.leg == index);
        events.extend(places.map(|place| (place.arrival.0, place.stay.0, false)));
        events.sort_by(|a, b| f64::total_cmp(&a.0, &b.0));
        for (arrival, length, is_break) in events {
            driven += arrival - begin;
            longest = longest.max(driven);
            begin = arrival + length;
            if is_break || length >= 600.0 - 1e-6 {
                driven = 0.0;
            }
        }
        let end = plan
            .stops
            .get(index)
            .map_or(plan.total_time.0, |stop| stop.arrival.0);
        driven += end - begin;
        longest = longest.max(driven);
        if let Some(stop) = plan.stops.get(index) {
            begin = stop.arrival.0 + stop.waiting.0 + stop.overhead.0 + stop.charging.0;
            if stop.is_break {
                driven = 0.0;
            }
        }
    }
    longest
}

#[test]
fn a_break_is_made_where_no_further_may_be_driven() {
    // 200 km at 70 km/h: 172 minutes.
    let free = plan(Vec::new(), &request_of(0, 4, None));
    let rested = plan(Vec::new(), &request_of(0, 4, breaks(1.0, 20.0)));
    assert_eq!(rested.breaks.len(), 2);
    assert!((rested.resting.0 - 2400.0).abs() < 1e-9);
    assert!((rested.total_time.0 - free.total_time.0 - 2400.0).abs() < 1e-6);
    let arrivals: Vec<f64> = rested.breaks.iter().map(|rest| rest.arrival.0).collect();
    assert!((arrivals[0] - 3600.0).abs() < 1e-6 && (arrivals[1] - 8400.0).abs() < 1e-6);
    // 70 km and 140 km to the north.
    let north = |km: f64| LatLon::new(38.0 + 0.45 * km / 50.1, 112.0).unwrap();
    for (rest, km) in rested.breaks.iter().zip([70.0, 140.0]) {
        assert!(rest.at.distance_to(north(km)).0 < 100.0, "{rest:?}");
    }
}

#[test]
fn charging_is_a_break_when_it_takes_long_enough() {
    let stations = || vec![station("a", 3, 60.0)];
    let half = |breaks: Option<Breaks>| TripRequest {
        breaks,
        ..request(0, 5)
    };
    let free = plan(stations(), &half(None));
    let parked = free.stops[0].charging.0 + free.stops[0].overhead.0;
    let rested = plan(stations(), &half(Some(breaks(2.5, parked / 60.0 - 1.0))));
    assert!(rested.breaks.is_empty() && rested.stops[0].is_break);
    assert!((rested.total_time.0 - free.total_time.0).abs() < 1e-3);
    // A break that takes longer than what is needed: one charges for longer, and leaves with more.
    let longer = plan(stations(), &half(Some(breaks(2.5, 60.0))));
    assert!(longer.breaks.is_empty());
    assert!((longer.stops[0].charging.0 + longer.stops[0].overhead.0 - 3600.0).abs() < 1e-3);
    assert!(longer.stops[0].charge_depart > free.stops[0].charge_depart);
}

#[test]
fn a_stay_is_a_break_or_is_made_one() {
    let staying = |minutes: f64| {
        let via = Via {
            stay: Seconds(minutes * 60.0),
            ..request(0, 2).to.into()
        };
        let request = TripRequest {
            via: vec![via],
            ..request_of(0, 4, breaks(2.0, 20.0))
        };
        plan(Vec::new(), &request)
    };
    let (long, short) = (staying(30.0), staying(15.0));
    assert!(long.breaks.is_empty() && (long.staying.0 - 1800.0).abs() < 1e-9);
    assert!(
        short.breaks.is_empty() && (short.staying.0 - 1200.0).abs() < 1e-9,
        "{short:?}"
    );
}

#[test]
fn a_meal_is_eaten_while_the_car_charges() {
    let meal = |minutes: f64, request: TripRequest| TripRequest {
        meal: Some(Seconds(minutes * 60.0)),
        ..request
    };
    let stations = || vec![station("a", 1, 7.0), station("b", 2, 60.0)];
    let free = plan(stations(), &request(0, 4));
    let eaten = plan(stations(), &meal(45.0, request(0, 4)));
    let stop = eaten.stops.iter().find(|stop| stop.is_meal).unwrap();
    assert!(stop.charging.0 >= 2700.0 - 1e-6);
    assert!(eaten.total_time.0 > free.total_time.0);
    assert!(eaten.total_time.0 <= free.total_time.0 + 2700.0 + 1e-6);
    // Nothing is to be charged on the way, but one wants to eat.
    let short = plan(stations(), &meal(45.0, request(0, 2)));
    assert_eq!(short.stops.len(), 1);
    let full = TripRequest {
        charge: charge(1.0),
        ..request(0, 0)
    };
    let Answer::Infeasible(no_plan) = answer(stations()[..0].to_vec(), &meal(45.0, full)) else {
        panic!("there is no station");
    };
    assert!(
        no_plan.is_proven && no_plan.reason.contains("meal"),
        "{no_plan:?}"
    );
}

/// On random mountain roads: what the search says a plan takes is what driving it takes, nobody
/// drives too long, and no wish makes a plan better.
#[test]
fn the_search_and_the_drive_agree_about_breaks() {
    let (mut with_breaks, mut with_meals) = (0, 0);
    for seed in 1000..1160 {
        let mut random = Random(seed);
        let planner = Planner::new(random_roads(&mut random), stations(&mut random));
        let car = OwnCar {
            usable_kwh: f64::from(random.within(6, 12)),
            ..OwnCar::default()
        };
        let vehicle = car.into_vehicle().unwrap();
        let mut request = random_request(&mut random);
        for via in &mut request.via {
            via.stay = Seconds(f64::from(random.within(0, 3) * 300));
        }
        let free = planner.plan(&vehicle, &request).unwrap();
        request.breaks = Some(breaks(0.1 * f64::from(random.within(2, 8)), 10.0));
        request.meal = random.one_in(3).then_some(Seconds(1500.0));
        let mut planning = planner.begin(&vehicle, &request).unwrap();
        let answer = loop {
            if let Progress::Done(answer) = planner.advance(&mut planning, 10_000) {
                break answer;
            }
        };
        let Answer::Feasible(plan) = answer else {
            continue;
        };
        let told = planning.lower_bound() / TICKS;
        assert!(plan.gap.abs() < 1e-12, "seed {seed}");
        assert!(
            (plan.total_time.0 - told).abs() < 1e-3,
            "seed {seed}: {told}, {plan:?}"
        );
        let most = request.breaks.unwrap().after.0;
        assert!(longest_drive(&plan) <= most + 1e-3, "seed {seed}: {plan:?}");
        let Answer::Feasible(free) = free else {
            panic!("seed {seed}: only with breaks");
        };
        assert!(free.total_time.0 <= plan.total_time.0 + 1e-3, "seed {seed}");
        with_breaks += usize::from(!plan.breaks.is_empty());
        with_meals += usize::from(plan.stops.iter().any(|stop| stop.is_meal));
    }
    assert!(
        with_breaks > 20 && with_meals > 10,
        "{with_breaks} {with_meals}"
    );
}

/// A queue at noon: the earlier one arrives the better, and another station is better at noon.
#[test]
fn a_queue_is_waited_for_or_passed_by() {
    let mut noon = vec![0.0; 24];
    noon[11..14].fill(3600.0);
    let busy = |id: &str| {
        let week = BusyWeek::try_from(noon.clone()).unwrap();
        vec![(StationId(id.into()), week)]
    };
    let at = |time: &str, busy: Vec<(StationId, BusyWeek)>| {
        let stations = vec![station("a", 2, 120.0), station("b", 3, 60.0)];
        let planner = Planner::new(roads(), stations).with_busy(busy);
        let request = TripRequest {
            depart: Some(format!("2026-11-26T{time}").parse().unwrap()),
            expected_wait: Seconds(120.0),
            ..request(0, 4)
        };
        let vehicle = OwnCar::default().into_vehicle().unwrap();
        match planner.plan(&vehicle, &request).unwrap() {
            Answer::Feasible(plan) => plan,
            Answer::Infeasible(no_plan) => panic!("{no_plan:?}"),
        }
    };
    let names = |plan: &Itinerary| plan.stops[0].station_id.0.clone();
    // A drive of 86 minutes to the first one: there is a profile, and no other wait.
    let early = at("07:00", busy("a"));
    assert_eq!(names(&early), "a");
    assert!(early.stops[0].waiting.0.abs() < 1e-6);
    let late = at("11:00", busy("a"));
    assert_eq!(names(&late), "b");
    assert!((late.stops[0].waiting.0 - 120.0).abs() < 1e-6);
    // Nowhere else to go: at 12:26 one waits for an hour.
    let both = busy("a").into_iter().chain(busy("b")).collect();
    let waiting = at("11:00", both);
    assert!(
        (waiting.stops[0].waiting.0 - 3600.0).abs() < 1e-3,
        "{waiting:?}"
    );
    // Who waits less on the whole may still wait: nobody is let in before those who came earlier.
    assert!(waiting.total_time.0 >= late.total_time.0);
}
