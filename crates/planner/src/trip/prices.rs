//! The cheapest plan, against prices worked out by hand and against other plans.

use stations::{Money, Tariff, TariffId, TariffPeriod};

use super::exact::{self, Random};
use super::questions::car;
use super::tests::*;
use super::*;
use crate::{Aim, Itinerary};

/// Tariffs by id with a price for each kilowatt-hour by the minute of the day from which it counts.
fn tariff(id: &str, prices: &[(u16, f64)]) -> Tariff {
    let ends = prices.iter().skip(1).map(|price| price.0).chain([1440]);
    let periods = prices
        .iter()
        .zip(ends)
        .map(|((from, price), to)| TariffPeriod {
            from: *from,
            to,
            energy: Money::from_units(*price).unwrap(),
            service: Money(0),
            per_minute: Money(0),
        });
    Tariff {
        periods: periods.collect(),
        ..Tariff::new(id, "CNY")
    }
}

fn priced_station(id: &str, index: u32, power: f64) -> Station {
    Station {
        tariffs: vec![TariffId(id.into())],
        ..station(id, index, power)
    }
}

fn cheapest(tariffs: Vec<Tariff>, hour: f64, depart: &str) -> Cheapest {
    let stations = vec![
        priced_station("dear", 2, 120.0),
        priced_station("cheap", 3, 40.0),
    ];
    let planner = Planner::new(roads(), stations).with_tariffs(tariffs);
    let request = TripRequest {
        depart: Some(depart.parse().unwrap()),
        ..request(0, 6)
    };
    let worth = Worth {
        hour,
        ..Worth::default()
    };
    planner
        .cheapest(&car(50.0), &request, worth)
        .unwrap()
        .unwrap()
}

#[test]
fn money_decides_as_far_as_time_is_not_worth_more() {
    let tariffs = || vec![tariff("dear", &[(0, 2.0)]), tariff("cheap", &[(0, 0.6)])];
    let frugal = cheapest(tariffs(), 20.0, "2026-11-26T08:00");
    let hurried = cheapest(tariffs(), 2000.0, "2026-11-26T08:00");
    assert_eq!(frugal.plan.stops[0].station_id.0, "cheap");
    assert_eq!(hurried.plan.stops[0].station_id.0, "dear");
    assert!(
        frugal.gap.abs() < 1e-12 && hurried.gap.abs() < 1e-12,
        "{frugal:?}"
    );
    for (found, price) in [(&frugal, 0.6), (&hurried, 2.0)] {
        let stop = &found.plan.stops[0];
        let energy = (stop.charge_depart.fraction() - stop.charge_arrive.fraction()) * 50.0;
        assert!(
            (found.cost.units() - energy * price).abs() < 1e-3,
            "{found:?}"
        );
        assert!(!found.stops[0].is_assumed);
    }
}

#[test]
fn prices_by_the_hour_are_paid_as_they_fall() {
    // Plugged in at dear at about 09:21; its price falls at 09:30.
    let tariffs = vec![
        tariff("dear", &[(0, 2.0), (570, 0.5)]),
        tariff("cheap", &[(0, 9.0)]),
    ];
    let found = cheapest(tariffs, 20.0, "2026-11-26T07:50");
    let stop = &found.plan.stops[0];
    assert_eq!(stop.station_id.0, "dear");
    let energy = (stop.charge_depart.fraction() - stop.charge_arrive.fraction()) * 50.0;
    let begin = 7.0 * 60.0 + 50.0 + (stop.arrival.0 + stop.overhead.0) / 60.0;
    // 80 kW below half a battery.
    let dear = (570.0 - begin.floor()).max(0.0) / 60.0 * 80.0;
    let expected = dear.min(energy) * 2.0 + (energy - dear).max(0.0) * 0.5;
    assert!(
        (found.cost.units() - expected).abs() < 0.05,
        "{expected} {begin} {found:?}"
    );
    assert!(found.gap > 0.0 && found.gap < 0.2, "{}", found.gap);
}

#[test]
fn an_unknown_price_is_assumed_and_said() {
    let found = cheapest(Vec::new(), 30.0, "2026-11-26T08:00");
    assert!(found.stops.iter().all(|stop| stop.is_assumed) && found.gap.abs() < 1e-12);
    assert!(found.currency.is_empty());
}

#[test]
fn the_cheapest_plan_costs_no_more_than_others() {
    let mut stopped = 0;
    for seed in 0..120 {
        let mut random = Random(seed);
        let roads = exact::roads(&mut random);
        let mut stations = exact::stations(&mut random);
        let mut tariffs = Vec::new();
        for station in &mut stations {
            let price = f64::from(random.within(3, 25)) / 10.0;
            tariffs.push(tariff(&station.id.0, &[(0, price)]));
            station.tariffs = vec![TariffId(station.id.0.clone())];
        }
        let planner = Planner::new(roads, stations).with_tariffs(tariffs);
        let vehicle = car(f64::from(random.within(6, 12)));
        let request = exact::request(&mut random);
        let worth = Worth {
            hour: f64::from(random.within(5, 60)),
            ..Worth::default()
        };
        let total = |plan: &Itinerary, cost: f64| cost + plan.total_time.0 / 3600.0 * worth.hour;
        let cost = |plan: &Itinerary| {
            let stops = plan.stops.iter().map(|stop| {
                let tariff = planner
                    .tariffs
                    .iter()
                    .find(|tariff| tariff.id.0 == stop.station_id.0);
                let price = tariff.unwrap().periods[0].energy.units();
                let energy = stop.charge_depart.energy(plan.capacity)
                    - stop.charge_arrive.energy(plan.capacity);
                energy.0 / 1000.0 * price
            });
            stops.sum::<f64>()
        };
        let Ok(found) = planner.cheapest(&vehicle, &request, worth).unwrap() else {
            continue;
        };
        assert!(found.gap.abs() < 1e-12, "seed {seed}: {}", found.gap);
        assert!(
            (found.cost.units() - cost(&found.plan)).abs() < 1e-2,
            "seed {seed}"
        );
        let least = total(&found.plan, cost(&found.plan));
        for reserve in [request.reserve.fraction(), 0.3] {
            let other = TripRequest {
                reserve: charge(reserve.max(request.reserve.fraction())),
                ..request.clone()
            };
            for aim in [Aim::Fastest, Aim::FewestStops] {
                let other = TripRequest {
                    aim,
                    ..other.clone()
                };
                if let Answer::Feasible(plan) = planner.plan(&vehicle, &other).unwrap() {
                    assert!(least <= total(&plan, cost(&plan)) + 1e-3, "seed {seed}");
                    stopped += usize::from(plan.stops.len() > 1);
                }
            }
        }
    }
    assert!(stopped > 40, "{stopped}");
}

/// Cheap for a moment of the day, or on another day, or capped: whatever may count is in the bound.
#[test]
fn the_gap_knows_every_price_that_may_count() {
    let dear = tariff("dear", &[(0, 2.0)]);
    let short = tariff("dear", &[(0, 2.0), (1203, 0.2), (1207, 2.0)]);
    let mut weekend = tariff("dear", &[(0, 0.2)]);
    weekend.days = [false, false, false, false, false, true, true];
    let capped = Tariff {
        start_fee: Money::from_units(5.0),
        most: Money::from_units(8.0),
        ..dear.clone()
    };
    let cheap = || tariff("cheap", &[(0, 9.0)]);
    let found = |tariffs| cheapest(tariffs, 20.0, "2026-11-26T08:00");
    assert!(found(vec![dear.clone(), cheap()]).gap.abs() < 1e-12);
    assert!(found(vec![short, cheap()]).gap > 0.05);
    let capped = found(vec![capped, cheap()]);
    assert!(
        (capped.cost.units() - 8.0).abs() < 1e-9 && capped.gap > 0.0,
        "{capped:?}"
    );
    // The tariff of the week first, then that of the weekend, both under the station's only name.
    let mut week = dear;
    week.days = [true, true, true, true, true, false, false];
    assert!(found(vec![week, cheap()]).gap > 0.0);
    assert!(
        found(vec![weekend, cheap()])
            .stops
            .iter()
            .all(|stop| stop.is_assumed)
    );
}
