//! `yilu bench-routes`: plain routes between random points on roads, timed.

use std::path::PathBuf;
use std::time::Instant;

use roads::{Piece, RoadGraph, RoadId, fastest_route, snap};
use serde_json::json;
use units::LatLon;

use crate::embedded;
use crate::failure::Failure;
use crate::output::print_json;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Road file
    #[arg(long)]
    roads: PathBuf,
    /// Number of pairs
    #[arg(long, default_value_t = 500)]
    pairs: u32,
    /// Seed of the pairs
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Prints `{"load_ms", "pairs": [{"from", "to", "distance_m", "duration_s", "milliseconds"}]}`;
/// a pair without a route has no distance.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let roads = embedded::roads(Some(&arguments.roads))?.roads;
    let load_ms = start.elapsed().as_secs_f64() * 1000.0;
    let mut random = fastrand::Rng::with_seed(arguments.seed);
    let lengths: Vec<f64> = roads
        .roads()
        .iter()
        .scan(0.0, |sum, road| {
            *sum += road.length.0;
            Some(*sum)
        })
        .collect();
    let mut point = || random_point(&roads, &lengths, &mut random);
    let points: Vec<(LatLon, LatLon)> = (0..arguments.pairs)
        .filter_map(|_| point().zip(point()))
        .collect();
    let pairs = points.iter().map(|(from, to)| {
        let start = Instant::now();
        let snaps = snap(&roads, *from).ok().zip(snap(&roads, *to).ok());
        let route = snaps.and_then(|(from, to)| fastest_route(&roads, &from, &to));
        let ends = |at: &LatLon| [at.lat(), at.lon()];
        json!({
            "from": ends(from),
            "to": ends(to),
            "distance_m": route.as_ref().map(|route| route.distance.0),
            "duration_s": route.as_ref().map(|route| route.duration.0),
            "milliseconds": start.elapsed().as_secs_f64() * 1000.0,
        })
    });
    let pairs: Vec<_> = pairs.collect();
    print_json(&json!({ "load_ms": load_ms, "pairs": pairs }))
}

/// A point on a road, every metre of road as likely as any other.
fn random_point(roads: &RoadGraph, lengths: &[f64], random: &mut fastrand::Rng) -> Option<LatLon> {
    let at = random.f64() * lengths.last()?;
    let index = lengths.partition_point(|sum| *sum < at);
    let road = RoadId(u32::try_from(index).ok()?);
    let (start, end) = (0.0, random.f64());
    roads.line_of(Piece { road, start, end }).last().copied()
}
