//! The station snapshot: a container of kind `stations` around JSON.
//!
//! Format: `docs/formats/stations/v1`.

use std::collections::BTreeSet;

use container::{About, ContainerError, Finding, Kind, Parsed};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error;
use units::BoundingBox;

use crate::Station;
use crate::wire::WireStation;

/// Version of the body that this crate reads and writes.
pub const VERSION: u16 = 1;

/// A station file, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Where it comes from.
    pub about: About,
    /// Its stations, in the order of the file.
    pub stations: Vec<Station>,
}

/// Why a station file as a whole cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SnapshotError {
    /// The outer shell is broken or something else.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// The body is not the JSON that it should be.
    #[error("station list: {0}")]
    Body(String),
}

#[derive(Serialize)]
struct BodyOut {
    stations: Vec<WireStation>,
}

#[derive(Deserialize)]
struct BodyIn<'a> {
    #[serde(borrow)]
    stations: Vec<&'a RawValue>,
}

/// Reads a snapshot. A station that cannot be understood is left out with a finding; the others
/// stay.
pub fn read_snapshot(bytes: &[u8]) -> Result<Parsed<Snapshot>, SnapshotError> {
    let contents = container::read(bytes)?;
    let body = contents.body_of(Kind::Stations, VERSION)?;
    let body: BodyIn<'_> =
        serde_json::from_slice(body).map_err(|e| SnapshotError::Body(e.to_string()))?;
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    let mut stations = Vec::with_capacity(body.stations.len());
    for (index, raw) in body.stations.into_iter().enumerate() {
        let station = match serde_json::from_str::<WireStation>(raw.get()) {
            Ok(wire) => wire.into_station(&mut findings),
            Err(error) => {
                let found: String = raw.get().chars().take(80).collect();
                let problem = format!("{error}; the station is left out");
                findings.push(Finding::new(
                    format!("station {index}"),
                    "*",
                    problem,
                    found,
                ));
                None
            }
        };
        let Some(station) = station else { continue };
        if seen.insert(station.id.clone()) {
            stations.push(station);
        } else {
            let problem = "expected an id used once; the second station is left out";
            findings.push(Finding::new(
                format!("station {index}"),
                "id",
                problem,
                station.id.0,
            ));
        }
    }
    Ok(Parsed {
        value: Snapshot {
            about: contents.about,
            stations,
        },
        findings,
    })
}

/// Writes a snapshot; its bounds are computed from the stations.
pub fn write_snapshot(about: &About, stations: &[Station]) -> Result<Vec<u8>, SnapshotError> {
    let bounds = BoundingBox::around(stations.iter().map(|station| station.position));
    let about = About {
        bounds,
        ..about.clone()
    };
    let body = BodyOut {
        stations: stations.iter().map(WireStation::from).collect(),
    };
    let body = serde_json::to_vec(&body).map_err(|e| SnapshotError::Body(e.to_string()))?;
    Ok(container::write(Kind::Stations, VERSION, &about, &body)?)
}

#[cfg(test)]
mod tests;
