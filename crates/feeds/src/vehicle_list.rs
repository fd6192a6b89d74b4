//! `vehicles.toml`: the readable vehicle catalogue.

use container::{Finding, Parsed};
use planner::Vehicle;
use serde::Deserialize;
use thiserror::Error;

/// A vehicle list that cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {problem}")]
pub struct VehicleListError {
    /// The file.
    pub file: String,
    /// What is wrong, with line and column.
    pub problem: String,
}

#[derive(Deserialize)]
struct List {
    vehicle: Vec<toml::Table>,
}

/// Reads `[[vehicle]]` records; a lone record without the header counts as a list of one.
///
/// A vehicle with an impossible figure is left out with a finding; the others stay.
pub fn read_vehicle_list(file: &str, text: &str) -> Result<Parsed<Vec<Vehicle>>, VehicleListError> {
    let broken = |error: toml::de::Error| VehicleListError {
        file: file.to_owned(),
        problem: error.to_string().trim().to_owned(),
    };
    let table: toml::Table = text.parse().map_err(broken)?;
    let records = if table.contains_key("vehicle") {
        table.try_into::<List>().map_err(broken)?.vehicle
    } else {
        vec![table]
    };
    let (mut vehicles, mut findings) = (Vec::<Vehicle>::new(), Vec::new());
    for (index, record) in records.into_iter().enumerate() {
        let id = record
            .get("id")
            .and_then(toml::Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let subject = format!("{file} vehicle {} {id:?}", index + 1);
        let mut leave_out = |field: &str, expected: &str, found: String| {
            let problem = format!("{expected}; the vehicle is left out");
            findings.push(Finding::new(&subject, field, problem, found));
        };
        match record.try_into::<Vehicle>() {
            Err(error) => leave_out("*", error.message(), id),
            Ok(vehicle) if vehicles.iter().any(|other| other.id == vehicle.id) => {
                leave_out("id", "expected an id used once", id);
            }
            Ok(vehicle) => match vehicle.check() {
                Err(error) => {
                    leave_out(
                        error.field,
                        &format!("expected {}", error.expected),
                        error.found,
                    );
                }
                Ok(()) => vehicles.push(vehicle),
            },
        }
    }
    Ok(Parsed {
        value: vehicles,
        findings,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATALOGUE: &str = include_str!("../../../data/vehicles.toml");

    #[test]
    fn the_catalogue_has_no_findings() {
        let parsed = read_vehicle_list("vehicles.toml", CATALOGUE).unwrap();
        assert_eq!(parsed.findings, []);
        assert!(parsed.value.len() >= 10);
    }

    #[test]
    fn one_bad_vehicle_costs_only_itself() {
        let broken = CATALOGUE.replacen("mass_kg = ", "mass_kg = -", 1);
        let parsed = read_vehicle_list("vehicles.toml", &broken).unwrap();
        assert_eq!(parsed.findings.len(), 1);
        assert_eq!(parsed.findings[0].field, "mass_kg");
        let whole = read_vehicle_list("vehicles.toml", CATALOGUE).unwrap();
        assert_eq!(parsed.value.len(), whole.value.len() - 1);
    }

    #[test]
    fn broken_toml_names_its_line() {
        let error = read_vehicle_list("cars.toml", "[[vehicle]]\nid = \n").unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}
