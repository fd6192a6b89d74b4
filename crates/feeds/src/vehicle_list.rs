//! `vehicles.toml`: the readable vehicle catalogue.

use container::{Finding, Parsed};
use planner::Vehicle;

use crate::ListError;
use crate::list::{Listed, read_list, unique};

/// Reads `[[vehicle]]` records; a lone record without the header counts as a list of one.
///
/// A vehicle with an impossible figure is left out with a finding; the others stay.
pub fn read_vehicle_list(file: &str, text: &str) -> Result<Parsed<Vec<Vehicle>>, ListError> {
    let is_alone = text
        .parse::<toml::Table>()
        .is_ok_and(|table| !table.contains_key("vehicle"));
    let headed = format!("[[vehicle]]\n{text}");
    let text = if is_alone { &headed } else { text };
    let mut findings = Vec::new();
    let listed: Vec<Listed<Vehicle>> = read_list(file, text, "vehicle", &mut findings)?;
    let mut value = Vec::new();
    for Listed {
        subject, record, ..
    } in unique(listed, &mut findings)
    {
        match record.check() {
            Ok(()) => value.push(record),
            Err(error) => {
                let problem = format!("expected {}; the vehicle is left out", error.expected);
                findings.push(Finding::new(subject, error.field, problem, error.found));
            }
        }
    }
    Ok(Parsed { value, findings })
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
