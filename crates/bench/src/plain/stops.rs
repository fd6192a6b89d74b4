//! A few trips with a battery, for a planner that takes minutes for them.

use std::time::Instant;

use anyhow::{Context, Result};
use planner::{Planner, TripRequest};
use serde_json::{Value, json};
use units::StateOfCharge;

use crate::Arguments;
use crate::measure::{millis, vehicle};
use crate::world::World;

/// Straight-line distances in km, charge at the start, how many.
const KINDS: [((f64, f64), f64, usize); 2] = [((20.0, 40.0), 0.6, 3), ((60.0, 100.0), 0.2, 2)];

/// Each as `[from, to, charge at the start, time in ms that our plan took]`.
pub(super) fn trips(world: &World, arguments: &Arguments) -> Result<Vec<Value>> {
    let planner = Planner::new(world.roads.clone(), world.stations.clone());
    let car = vehicle(arguments)?;
    let mut all = Vec::new();
    for ((least, most), charge, count) in KINDS {
        let charge = StateOfCharge::from_fraction(charge).context("a charge from 0 to 1")?;
        let trips = world.trips.iter().zip(&world.ends);
        let fitting = trips.filter(|(trip, _)| {
            let far = trip.from.distance_to(trip.to).0 / 1000.0;
            (least..=most).contains(&far)
        });
        if let Some(other) = world.trips.first() {
            // The first plan prepares the car.
            let request = TripRequest {
                charge,
                ..other.clone()
            };
            planner.plan(&car, &request)?;
        }
        for (trip, (from, to)) in fitting.take(count) {
            let request = TripRequest {
                charge,
                ..trip.clone()
            };
            let begin = Instant::now();
            std::hint::black_box(planner.plan(&car, &request)?);
            all.push(json!([from, to, charge.fraction(), millis(begin)]));
        }
    }
    Ok(all)
}
