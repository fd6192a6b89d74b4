//! The vehicle catalogue file: a container of kind `vehicles` around JSON.
//!
//! Format: `docs/formats/vehicles/v1`.

use container::{About, ContainerError, Finding, Kind, Parsed};
use json::{Reader, Wrong};
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

/// Reads a catalogue. A vehicle that cannot be understood is left out with a finding.
pub fn read_vehicles(bytes: &[u8]) -> Result<Parsed<VehicleFile>, VehicleFileError> {
    let contents = container::read(bytes)?;
    let body = contents.body_of(Kind::Vehicles, CATALOGUE_VERSION)?;
    let body = std::str::from_utf8(body)
        .map_err(|_| VehicleFileError::Body("expected UTF-8".to_owned()))?;
    let records = records(body).map_err(|wrong| VehicleFileError::Body(wrong.to_string()))?;
    let (mut findings, mut vehicles) = (Vec::new(), Vec::<Vehicle>::with_capacity(records.len()));
    for (index, record) in records.into_iter().enumerate() {
        let problem = match Vehicle::read(&mut Reader::new(record)) {
            Err(wrong) => Some(("*", wrong.to_string(), id_of(record).to_owned())),
            Ok(vehicle) if vehicles.iter().any(|known| known.id == vehicle.id) => {
                let expected = "expected an id used once".to_owned();
                Some(("id", expected, id_of(record).to_owned()))
            }
            Ok(vehicle) => {
                let fault = vehicle.check().err();
                if fault.is_none() {
                    vehicles.push(vehicle);
                }
                fault.map(|error| (error.field, error.expected.to_owned(), error.found))
            }
        };
        findings.extend(problem.map(|(field, expected, found)| {
            Finding::new(format!("vehicle {index}"), field, expected, found)
        }));
    }
    let about = contents.about;
    Ok(Parsed {
        value: VehicleFile { about, vehicles },
        findings,
    })
}

/// The texts of the records.
fn records(body: &str) -> Result<Vec<&str>, Wrong> {
    let mut records = Vec::new();
    let mut reader = Reader::new(body);
    reader.record(&["vehicle"], &mut |name, value| {
        if name != "vehicle" {
            return value.skip();
        }
        value.list(&mut |item| {
            records.push(item.slice()?);
            Ok(())
        })?;
        Ok(true)
    })?;
    reader.end()?;
    Ok(records)
}

/// The id of a record that may have none, as JSON.
fn id_of(record: &str) -> &str {
    let mut id = "null";
    let found = Reader::new(record).record(&[], &mut |name, value| {
        let text = value.slice()?;
        if name == "id" {
            id = text;
        }
        Ok(true)
    });
    found.map_or("null", |()| id)
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
