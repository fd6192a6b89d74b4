use planner::{ChargingStop, Itinerary, Leg, OwnCar, PlaceVisit};
use stations::{ConnectorId, StationId};
use units::{Celsius, Kilowatts, LatLon, Meters, Seconds, StateOfCharge, WattHours};

use super::*;
use crate::state::{Endpoint, ProfilePoint, Trip};

/// Metres of a degree of latitude.
const DEGREE: f64 = 111_195.0;

fn at(east: f64, north: f64) -> LatLon {
    let lat = 38.0 + north / DEGREE;
    LatLon::new(lat, 112.0 + east / (DEGREE * 38.0_f64.to_radians().cos())).unwrap()
}

fn charge(percent: f64) -> StateOfCharge {
    StateOfCharge::from_fraction(percent / 100.0).unwrap()
}

/// A leg along corners in metres, from one charge in percent to another, at 80 km/h.
fn leg(corners: &[(f64, f64)], from: f64, to: f64) -> Leg {
    let geometry: Vec<LatLon> = corners
        .iter()
        .map(|(east, north)| at(*east, *north))
        .collect();
    let pairs = geometry.windows(2);
    let length: f64 = pairs.map(|pair| pair[0].distance_to(pair[1]).0).sum();
    Leg {
        distance: Meters(length),
        duration: Seconds(length / 80.0 * 3.6),
        energy: WattHours((from - to) * 400.0),
        charge_start: charge(from),
        charge_end: charge(to),
        geometry,
    }
}

fn stop(id: &str, arrive: f64, depart: f64) -> ChargingStop {
    ChargingStop {
        station_id: StationId(id.into()),
        connector_id: ConnectorId("1".into()),
        arrival: Seconds(0.0),
        power: Kilowatts(60.0),
        charge_arrive: charge(arrive),
        charge_depart: charge(depart),
        charging: Seconds(1200.0),
        waiting: Seconds(0.0),
        overhead: Seconds(300.0),
        is_break: false,
        is_meal: false,
        fallback_station_id: None,
        fallback: None,
    }
}

fn course(legs: Vec<Leg>, stops: Vec<ChargingStop>) -> Course {
    let (mut points, mut along) = (Vec::new(), 0.0);
    for (number, leg) in legs.iter().enumerate() {
        let begin = along;
        let mut before = leg.geometry[0];
        for at in &leg.geometry {
            along += before.distance_to(*at).0;
            before = *at;
            let share = (along - begin) / leg.distance.0;
            let (from, to) = (leg.charge_start.fraction(), leg.charge_end.fraction());
            points.push(ProfilePoint {
                along: Meters(along),
                at: *at,
                height: Meters(800.0),
                charge: StateOfCharge::from_fraction(from + (to - from) * share).unwrap(),
                leg: number,
            });
        }
    }
    let plan = Itinerary {
        legs,
        stops,
        ..crate::state::others::tests_plan()
    };
    Course::new(plan, points, Meters(300.0)).unwrap()
}

/// 60 km north with one stop after 40 km.
fn north() -> Course {
    let legs = vec![
        leg(&[(0.0, 0.0), (0.0, 20_000.0), (0.0, 40_000.0)], 60.0, 30.0),
        leg(&[(0.0, 40_000.0), (0.0, 60_000.0)], 70.0, 55.0),
    ];
    course(legs, vec![stop("s", 30.0, 70.0)])
}

fn fix(at: LatLon, time: f64, speed: f64) -> Fix {
    Fix::new((at.lat(), at.lon()), 10.0, Some(speed / 3.6), None, time).unwrap()
}

fn limits() -> Limits {
    let car = OwnCar::default().into_vehicle().unwrap();
    Limits {
        reserve: charge(20.0),
        arrival: charge(20.0),
        pace: Some(Pace::new(car, Celsius(-5.0), 0.0, 1.0)),
    }
}

/// Repeatable noise between -1 and 1.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        #[expect(clippy::cast_precision_loss, reason = "noise")]
        let share = (self.0 >> 40) as f64 / (1_u64 << 24) as f64;
        share * 2.0 - 1.0
    }
}

/// Drives along corners with noise of so many metres; gives how far the car was and was said to be.
fn driven(course: &Course, corners: &[(f64, f64)], noise: f64, start: u64) -> Vec<(f64, f64)> {
    let (mut random, mut drive, mut seen) = (Noise(start), Drive::default(), Vec::new());
    let (mut truth, mut time) = (0.0, 0.0);
    for pair in corners.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let length = (x1 - x0).hypot(y1 - y0);
        let mut gone = 0.0;
        while gone < length {
            let share = gone / length;
            let (x, y) = (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share);
            let place = at(x + random.next() * noise, y + random.next() * noise);
            drive = drive.after(course, &fix(place, time, 80.0));
            seen.push((truth + gone, drive.follower.along.unwrap()));
            assert!(!drive.follower.is_off());
            // Now and then the receiver is silent.
            let step =
                100.0 + 80.0 * random.next() + if random.next() > 0.95 { 600.0 } else { 0.0 };
            gone += step;
            time += step / 22.0;
        }
        truth += length;
    }
    seen
}

fn check_monotone(course: &Course, corners: &[(f64, f64)], off_max: f64) {
    for seed in 0..40 {
        let mut before = 0.0;
        for (truth, along) in driven(course, corners, 40.0, seed) {
            assert!(along >= before, "seed {seed}: {before} then {along}");
            let off = (along - truth).abs();
            assert!(off < off_max, "seed {seed}: at {truth} said {along}");
            before = along;
        }
    }
}

#[test]
fn positions_with_noise_give_progress_that_only_grows() {
    let corners = [
        (0.0, 0.0),
        (0.0, 9000.0),
        (7000.0, 9000.0),
        (9000.0, 2000.0),
    ];
    check_monotone(
        &course(vec![leg(&corners, 80.0, 60.0)], vec![]),
        &corners,
        400.0,
    );
}

#[test]
fn a_crossing_and_a_road_out_and_back_do_not_confuse() {
    let eight = [
        (0.0, 0.0),
        (0.0, 8000.0),
        (4000.0, 8000.0),
        (4000.0, 4000.0),
        (-6000.0, 4000.0),
    ];
    check_monotone(
        &course(vec![leg(&eight, 80.0, 60.0)], vec![]),
        &eight,
        400.0,
    );
    let back = [(0.0, 0.0), (0.0, 12_000.0), (0.0, 0.0)];
    check_monotone(&course(vec![leg(&back, 80.0, 60.0)], vec![]), &back, 400.0);
}

#[test]
fn one_who_leaves_the_road_is_told_after_some_positions_and_found_again() {
    let course = north();
    let mut drive = Drive::default().after(&course, &fix(at(0.0, 1000.0), 0.0, 80.0));
    for step in 0..2 {
        drive = drive.after(&course, &fix(at(2000.0, 1500.0), f64::from(step), 80.0));
        assert!(!drive.follower.is_off());
    }
    drive = drive.after(&course, &fix(at(2000.0, 1500.0), 3.0, 80.0));
    let Advice::Off { away } = advise(&course, &drive, &limits()) else {
        panic!("{drive:?}");
    };
    assert!((away.0 - 2000.0).abs() < 20.0);
    let again = drive.after(&course, &fix(at(0.0, 30_000.0), 4.0, 80.0));
    assert!(!again.follower.is_off());
    assert!((again.follower.along.unwrap() - 30_000.0).abs() < 100.0);
    // One who turned back is found there as well.
    let back = drive.after(&course, &fix(at(0.0, 200.0), 4.0, 80.0));
    assert!((back.follower.along.unwrap() - 200.0).abs() < 100.0);
}

#[test]
fn a_shortfall_is_answered_by_its_size() {
    let mut course = north();
    let drive = Drive::default().after(&course, &fix(at(0.0, 10_000.0), 0.0, 80.0));
    let progress = Progress::of(&course, &drive).unwrap();
    assert_eq!(progress.next, Next::Stop(0));
    assert!((progress.to_next.0 - 30_000.0).abs() < 50.0);
    assert!((progress.time_to_next.0 - 1350.0).abs() < 10.0);
    assert!((progress.planned.fraction() - 0.525).abs() < 0.01);
    let told = |course: &Course, percent| {
        let drive = drive.said(course, charge(percent));
        advise(course, &drive, &limits())
    };
    let points = 0;
    assert_eq!(told(&course, 52.5), Advice::OnPlan { points });
    assert!(matches!(
        told(&course, 60.0),
        Advice::OnPlan { points: 7 | 8 }
    ));
    assert!(matches!(
        told(&course, 48.0),
        Advice::Under { points: 4 | 5, .. }
    ));
    let Advice::Slow {
        percent, arrive, ..
    } = told(&course, 41.0)
    else {
        panic!("{:?}", told(&course, 41.0));
    };
    assert!(percent <= 30 && arrive.fraction() >= 0.2);
    assert!(matches!(told(&course, 30.0), Advice::Replan { .. }));
    let Advice::Replan { arrive, .. } = told(&course, 10.0) else {
        panic!("{:?}", told(&course, 10.0));
    };
    assert!(arrive.fraction() < 1e-9);
    let station = |id: &str, north| (StationId(id.into()), at(500.0, north));
    let all = [
        station("near", 15_000.0),
        station("far", 35_000.0),
        station("s", 40_000.0),
        (StationId("elsewhere".into()), at(9000.0, 15_000.0)),
    ];
    course.beside = beside(&course, all);
    assert_eq!(course.beside.len(), 2);
    let Advice::StopEarlier { station, ahead, .. } = told(&course, 30.0) else {
        panic!("{:?}", told(&course, 30.0));
    };
    assert_eq!(station.0, "near");
    assert!((ahead.0 - 5000.0).abs() < 100.0);
}

#[test]
fn what_took_more_so_far_goes_on_taking_more() {
    let course = north();
    let start = Drive::default().after(&course, &fix(at(0.0, 0.0), 0.0, 80.0));
    let later = start.after(&course, &fix(at(0.0, 20_000.0), 900.0, 80.0));
    // 15 % were planned, 18 % were taken.
    let told = later.said(&course, charge(42.0));
    let progress = Progress::of(&course, &told).unwrap();
    assert!((progress.charge.fraction() - 0.42).abs() < 1e-6);
    assert!((progress.arrive.fraction() - (0.42 - 0.18)).abs() < 0.005);
    // One who began with less uses what was planned.
    let told = start.said(&course, charge(57.0));
    let progress = Progress::of(&course, &told).unwrap();
    assert!((progress.arrive.fraction() - 0.27).abs() < 0.005);
}

#[test]
fn a_stop_is_reached_or_passed() {
    let course = north();
    let near = Drive::default().after(&course, &fix(at(0.0, 39_000.0), 0.0, 80.0));
    let there = near.after(&course, &fix(at(0.0, 39_980.0), 60.0, 0.0));
    assert_eq!(
        advise(&course, &there, &limits()),
        Advice::AtStop { stop: 0 }
    );
    let gone = there.after(&course, &fix(at(0.0, 41_000.0), 2000.0, 80.0));
    let progress = Progress::of(&course, &gone).unwrap();
    assert_eq!(progress.next, Next::End);
    assert!((progress.charge.fraction() - 0.6925).abs() < 0.01);
    assert!(matches!(
        advise(&course, &gone, &limits()),
        Advice::OnPlan { .. }
    ));
    let passed = near.after(&course, &fix(at(0.0, 41_000.0), 100.0, 80.0));
    let Advice::Passed { stop: 0, arrive } = advise(&course, &passed, &limits()) else {
        panic!("{passed:?}");
    };
    assert!((arrive.fraction() - 0.15).abs() < 0.01);
    let end = gone.after(&course, &fix(at(0.0, 60_000.0), 3000.0, 0.0));
    assert_eq!(advise(&course, &end, &limits()), Advice::Arrived);
}

#[test]
fn hostile_positions_do_no_harm() {
    let course = north();
    assert!(Fix::new((f64::NAN, 112.0), 5.0, None, None, 0.0).is_none());
    assert!(Fix::new((38.0, 400.0), 5.0, None, None, 0.0).is_none());
    assert!(Fix::new((38.0, 112.0), 50_000.0, None, None, 0.0).is_none());
    let odd = [f64::NAN, f64::INFINITY, -1.0];
    let mut drive = Drive::default();
    for (lat, lon) in [(38.0, 112.0), (-90.0, 180.0), (90.0, -180.0), (38.2, 112.0)] {
        for value in odd {
            let fix = Fix::new((lat, lon), value, Some(value), Some(value), value).unwrap();
            drive = drive.after(&course, &fix).said(&course, charge(50.0));
            let _ = advise(&course, &drive, &limits());
        }
    }
    if let Some(progress) = Progress::of(&course, &drive) {
        assert!(progress.along.0.is_finite() && progress.time_left.0.is_finite());
    }
    let empty = crate::state::others::tests_plan();
    assert!(Course::new(empty.clone(), Vec::new(), Meters(300.0)).is_none());
    let points = vec![
        ProfilePoint {
            along: Meters(f64::NAN),
            at: at(0.0, 0.0),
            height: Meters(0.0),
            charge: StateOfCharge::EMPTY,
            leg: 0,
        };
        3
    ];
    let plan = Itinerary {
        legs: vec![leg(&[(0.0, 0.0), (0.0, 900.0)], 50.0, 49.0)],
        ..empty
    };
    assert!(Course::new(plan, points, Meters(300.0)).is_none());
}

#[test]
fn planning_again_leaves_out_what_is_behind_and_keeps_the_way_home() {
    let mut course = north();
    let visit = |via, leg| PlaceVisit {
        via,
        leg,
        arrival: Seconds(0.0),
        charge_arrive: charge(50.0),
        stay: Seconds(0.0),
    };
    course.plan.places = vec![visit(0, 0), visit(1, 0), visit(2, 1)];
    let mut trip = Trip {
        from: Some(Endpoint::At(at(0.0, 0.0))),
        to: Some(Endpoint::At(at(0.0, 50_000.0))),
        via: vec![at(0.0, 5000.0).into(), at(0.0, 30_000.0).into()],
        ..Trip::default()
    };
    let drive = Drive::default().after(&course, &fix(at(0.0, 10_000.0), 0.0, 80.0));
    let behind = visited(&course, &drive.follower, &trip);
    assert_eq!(behind, [0]);
    let next = again(&trip, &behind, charge(41.6)).unwrap();
    assert_eq!(
        (next.from, next.to, next.charge),
        (Some(Endpoint::Me), trip.to, 42)
    );
    assert_eq!(next.via, trip.via[1..]);
    trip.wishes.back_min = Some(30);
    let next = again(&trip, &behind, charge(41.6)).unwrap();
    assert_eq!(next.to, trip.from);
    assert_eq!((next.via.len(), next.via[1].stay_min), (2, 30));
    assert_eq!(next.wishes.back_min, None);
    let next = again(&trip, &[0, 1, 2], charge(0.0)).unwrap();
    assert!(next.via.is_empty() && next.charge == 1);
    trip.from = Some(Endpoint::Me);
    assert_eq!(again(&trip, &behind, charge(41.6)), None);
}
