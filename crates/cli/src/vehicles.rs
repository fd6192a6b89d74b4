//! `yilu vehicles`, and finding the vehicle that a command names.

use std::path::Path;

use planner::Vehicle;

use crate::failure::Failure;
use crate::output::{print_json, print_line};
use crate::{embedded, files};

/// Lists the catalogue.
pub(crate) fn run(json: bool) -> Result<(), Failure> {
    let vehicles = embedded::vehicles()?.vehicles;
    if json {
        return print_json(&vehicles);
    }
    for car in vehicles {
        print_line(format_args!(
            "{:<28} {:>5.1} kWh  {:>4.1} kWh/100 km  DC {:>3.0} kW  {}  {}",
            car.id, car.usable_kwh, car.reference_kwh_per_100km, car.dc_kw_max, car.zh, car.en
        ))?;
    }
    Ok(())
}

/// The vehicle of the catalogue with this id, or the one described in this TOML or JSON file.
pub(crate) fn find(name: &str) -> Result<Vehicle, Failure> {
    let mut catalogue = embedded::vehicles()?.vehicles;
    if let Some(index) = catalogue.iter().position(|vehicle| vehicle.id == name) {
        return Ok(catalogue.swap_remove(index));
    }
    let path = Path::new(name);
    if path.is_file() {
        return read(path);
    }
    let part = name
        .split(['-', '_', ' '])
        .next()
        .unwrap_or(name)
        .to_lowercase();
    let near: Vec<&str> = catalogue
        .iter()
        .map(|vehicle| vehicle.id.as_str())
        .filter(|id| !part.is_empty() && id.contains(&part))
        .collect();
    let hint = if near.is_empty() {
        String::new()
    } else {
        format!("; similar: {}", near.join(", "))
    };
    let problem = format!(
        "{name:?} is neither a vehicle of the catalogue (see `yilu vehicles`) nor a file{hint}"
    );
    Err(Failure::input("--vehicle", problem))
}

fn read(path: &Path) -> Result<Vehicle, Failure> {
    let text = files::read_text(path)?;
    let refuse = |problem: &dyn std::fmt::Display| Failure::input(path.display(), problem);
    if text.trim_start().starts_with('{') {
        let vehicle: Vehicle = serde_json::from_str(&text).map_err(|error| refuse(&error))?;
        vehicle.check().map_err(|error| refuse(&error))?;
        return Ok(vehicle);
    }
    let name = path.display().to_string();
    let parsed = feeds::read_vehicle_list(&name, &text)
        .map_err(|error| Failure::Input(error.to_string()))?;
    match (parsed.value.into_iter().next(), parsed.findings.first()) {
        (Some(vehicle), _) => Ok(vehicle),
        (None, Some(finding)) => Err(Failure::Input(finding.to_string())),
        (None, None) => Err(refuse(&"no vehicle, expected one [[vehicle]]")),
    }
}
