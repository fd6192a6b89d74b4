//! The Xinzhou data set inside the program, and files of one's own instead of it.

use std::path::Path;

use planner::VehicleFile;
use roads::RoadFile;
use stations::Snapshot;

use crate::failure::Failure;
use crate::files;

const ROADS: &[u8] = include_bytes!("../../../data/xinzhou/built/roads.yilu");
const STATIONS: &[u8] = include_bytes!("../../../data/xinzhou/built/stations.yilu");
const VEHICLES: &[u8] = include_bytes!("../../../data/xinzhou/built/vehicles.yilu");

/// The roads of `path`, or of Xinzhou.
pub(crate) fn roads(path: Option<&Path>) -> Result<RoadFile, Failure> {
    let (name, bytes) = bytes(path, "embedded roads.yilu", ROADS)?;
    roads::read_roads(&bytes).map_err(|error| Failure::input(name, error))
}

/// The stations of `path`, or the demo stations of Xinzhou. Findings go to standard error.
pub(crate) fn stations(path: Option<&Path>) -> Result<Snapshot, Failure> {
    let (name, bytes) = bytes(path, "embedded stations.yilu", STATIONS)?;
    let parsed = stations::read_snapshot(&bytes).map_err(|error| Failure::input(&name, error))?;
    files::report(&parsed.findings);
    Ok(parsed.value)
}

/// The vehicle catalogue.
pub(crate) fn vehicles() -> Result<VehicleFile, Failure> {
    let parsed = planner::read_vehicles(VEHICLES)
        .map_err(|error| Failure::input("embedded vehicles.yilu", error))?;
    files::report(&parsed.findings);
    Ok(parsed.value)
}

fn bytes(
    path: Option<&Path>,
    name: &str,
    embedded: &'static [u8],
) -> Result<(String, Vec<u8>), Failure> {
    match path {
        Some(path) => Ok((path.display().to_string(), files::read(path)?)),
        None => Ok((name.to_owned(), embedded.to_vec())),
    }
}
