//! `yilu route`: the plain fastest way, without any battery.

use std::path::PathBuf;

use roads::{RoadGraph, Snap, fastest_route, snap};
use serde::Serialize;
use units::LatLon;

use crate::embedded;
use crate::failure::Failure;
use crate::output::print_json;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Road file; the embedded Xinzhou roads by default
    #[arg(long)]
    roads: Option<PathBuf>,
    /// Start, `LAT,LON` in WGS-84
    #[arg(long, allow_hyphen_values = true)]
    from: LatLon,
    /// End, `LAT,LON` in WGS-84
    #[arg(long, allow_hyphen_values = true)]
    to: LatLon,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Output {
    distance_m: f64,
    duration_s: f64,
    from_snap: SnapOutput,
    to_snap: SnapOutput,
    geometry: Vec<[f64; 2]>,
}

#[derive(Serialize)]
struct SnapOutput {
    lat: f64,
    lon: f64,
    distance_m: f64,
}

impl From<&Snap> for SnapOutput {
    fn from(snap: &Snap) -> Self {
        Self {
            lat: snap.position.lat(),
            lon: snap.position.lon(),
            distance_m: snap.distance.0,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let roads = embedded::roads(arguments.roads.as_deref())?.roads;
    let from = on_road(&roads, "--from", arguments.from)?;
    let to = on_road(&roads, "--to", arguments.to)?;
    let Some(route) = fastest_route(&roads, &from, &to) else {
        let reason = "no road leads from the start to the end";
        if arguments.json {
            return print_json(&serde_json::json!({ "feasible": false, "reason": reason }));
        }
        println!("{reason}");
        return Ok(());
    };
    if arguments.json {
        return print_json(&Output {
            distance_m: route.distance.0,
            duration_s: route.duration.0,
            from_snap: SnapOutput::from(&from),
            to_snap: SnapOutput::from(&to),
            geometry: route.line.iter().map(|at| [at.lon(), at.lat()]).collect(),
        });
    }
    let (km, minutes) = (route.distance.0 / 1000.0, route.duration.0 / 60.0);
    println!("{km:.1} km, {minutes:.0} min");
    Ok(())
}

fn on_road(roads: &RoadGraph, flag: &str, at: LatLon) -> Result<Snap, Failure> {
    snap(roads, at).map_err(|far| Failure::input(flag, far))
}
