//! The vehicle catalogue file: a container of kind `vehicles` around JSON.
//!
//! Format: `docs/formats/vehicles/v1`.

use std::collections::BTreeSet;

use container::{About, ContainerError, Finding, Kind, Parsed};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Vehicle;

/// Version of the body that this crate reads and writes.
pub const CATALOGUE_VERSION: u16 = 1;

/// A list of vehicles as records: the body of the file, and the shape of `data/vehicles.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The records.
    pub vehicle: Vec<Vehicle>,
}

/// A catalogue, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct VehicleFile {
    /// Where it comes from.
    pub about: About,
    /// Its vehicles, in the order of the file.
    pub vehicles: Vec<Vehicle>,
}

/// Why a catalogue as a whole cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VehicleFileError {
    /// The outer shell is broken or something else.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// The body is not the JSON that it should be.
    #[error("vehicle list: {0}")]
    Body(String),
}

#[derive(Deserialize)]
struct Body {
    vehicle: Vec<serde_json::Value>,
}

/// Reads a catalogue. A vehicle that cannot be understood is left out with a finding.
pub fn read_vehicles(bytes: &[u8]) -> Result<Parsed<VehicleFile>, VehicleFileError> {
    let contents = container::read(bytes)?;
    let body = contents.body_of(Kind::Vehicles, CATALOGUE_VERSION)?;
    let body: Body =
        serde_json::from_slice(body).map_err(|e| VehicleFileError::Body(e.to_string()))?;
    let (mut findings, mut seen) = (Vec::new(), BTreeSet::new());
    let mut vehicles: Vec<Vehicle> = Vec::with_capacity(body.vehicle.len());
    for (index, record) in body.vehicle.into_iter().enumerate() {
        let subject = format!("vehicle {index}");
        let id = record["id"].to_string();
        match serde_json::from_value::<Vehicle>(record) {
            Err(error) => findings.push(Finding::new(subject, "*", error.to_string(), id)),
            Ok(vehicle) if seen.contains(&vehicle.id) => {
                findings.push(Finding::new(subject, "id", "expected an id used once", id));
            }
            Ok(vehicle) => {
                if let Err(error) = vehicle.check() {
                    let finding = Finding::new(subject, error.field, error.expected, error.found);
                    findings.push(finding);
                } else {
                    seen.insert(vehicle.id.clone());
                    vehicles.push(vehicle);
                }
            }
        }
    }
    let about = contents.about;
    Ok(Parsed {
        value: VehicleFile { about, vehicles },
        findings,
    })
}

/// Writes a catalogue.
pub fn write_vehicles(about: &About, vehicles: &[Vehicle]) -> Result<Vec<u8>, VehicleFileError> {
    let catalogue = Catalogue {
        vehicle: vehicles.to_vec(),
    };
    let body = serde_json::to_vec(&catalogue).map_err(|e| VehicleFileError::Body(e.to_string()))?;
    Ok(container::write(
        Kind::Vehicles,
        CATALOGUE_VERSION,
        about,
        &body,
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OwnCar;

    #[test]
    fn what_is_written_is_read_and_a_bad_car_costs_only_itself() {
        let good = OwnCar::default().into_vehicle().unwrap();
        let bad = Vehicle {
            id: "bad".into(),
            mass_kg: 0.0,
            ..good.clone()
        };
        let about = About {
            id: "cars".into(),
            title: container::Text::new("车", "Cars"),
            edition: "2026-11-23".into(),
            demo: false,
            schematic: false,
            licence: String::new(),
            attribution: String::new(),
            sources: Vec::new(),
            bounds: None,
        };
        let bytes = write_vehicles(&about, &[bad, good.clone()]).unwrap();
        let file = read_vehicles(&bytes).unwrap();
        assert_eq!(file.value.vehicles, [good]);
        assert_eq!(file.findings.len(), 1);
        assert_eq!(file.findings[0].field, "mass_kg");
    }
}
