//! `yilu bench-pairs`: plans between random pairs of places, timed.

use std::time::Instant;

use planner::{Answer, Planner, TripRequest};
use serde_json::json;
use units::{Celsius, LatLon, StateOfCharge};

use crate::embedded;
use crate::failure::Failure;
use crate::output::print_json;
use crate::vehicles::find;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Number of pairs
    #[arg(long, default_value_t = 200)]
    pairs: u32,
    /// Seed of the pairs
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Vehicle, as for `yilu plan`
    #[arg(long, default_value = "byd-dolphin-2025")]
    vehicle: String,
    /// Charge at the start, 0 to 1
    #[arg(long, default_value_t = 0.6)]
    soc: f64,
    /// Temperature outside in °C
    #[arg(long, default_value_t = -5.0, allow_hyphen_values = true)]
    temperature: f64,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let vehicle = find(&arguments.vehicle)?;
    let charge = StateOfCharge::from_fraction(arguments.soc)
        .ok_or_else(|| Failure::input("--soc", "expected a number from 0 to 1"))?;
    let roads = embedded::roads(None)?.roads;
    let pairs = pairs(&roads, arguments.pairs, arguments.seed);
    let planner = Planner::new(roads, embedded::stations(None)?.stations);
    let (mut milliseconds, mut feasible, mut stops) = (Vec::new(), 0, 0);
    for (from, to) in &pairs {
        let request = TripRequest {
            charge,
            temperature: Celsius(arguments.temperature),
            ..TripRequest::between(*from, *to)
        };
        let start = Instant::now();
        let answer = planner.plan(&vehicle, &request);
        milliseconds.push(start.elapsed().as_secs_f64() * 1000.0);
        match answer {
            Ok(Answer::Feasible(plan)) => {
                feasible += 1;
                stops += plan.stops.len();
            }
            Ok(Answer::Infeasible(_)) => {}
            Err(error) => return Err(Failure::other("plan", error)),
        }
    }
    let mut sorted = milliseconds.clone();
    sorted.sort_by(f64::total_cmp);
    let at = |share: usize| {
        sorted
            .get(sorted.len().saturating_sub(1) * share / 100)
            .copied()
    };
    let (median, p95) = (at(50).unwrap_or(0.0), at(95).unwrap_or(0.0));
    if arguments.json {
        let ends = |at: &LatLon| [at.lat(), at.lon()];
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(from, to)| json!({ "from": ends(from), "to": ends(to) }))
            .collect();
        return print_json(&json!({
            "vehicle": vehicle,
            "soc": arguments.soc,
            "temperature": arguments.temperature,
            "pairs": pairs,
            "milliseconds": milliseconds,
            "median_ms": median,
            "p95_ms": p95,
            "feasible": feasible,
            "stops": stops,
        }));
    }
    println!(
        "{} pairs, {feasible} feasible with {stops} stops: median {median:.2} ms, p95 {p95:.2} ms",
        pairs.len()
    );
    Ok(())
}

/// Random pairs of different places.
fn pairs(roads: &roads::RoadGraph, count: u32, seed: u64) -> Vec<(LatLon, LatLon)> {
    let places = roads.places();
    let mut random = fastrand::Rng::with_seed(seed);
    let mut pairs = Vec::new();
    while pairs.len() < count as usize && places.len() > 1 {
        let (from, to) = (random.usize(..places.len()), random.usize(..places.len()));
        if from != to {
            let position = |index: usize| roads.node(places[index].node).position;
            pairs.push((position(from), position(to)));
        }
    }
    pairs
}
