//! `yilu check`: any file that people write for us, or that we wrote, without building anything.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use container::{Finding, Kind, Parsed};
use serde_json::json;

use crate::failure::Failure;
use crate::output::print_json;
use crate::{files, region};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Tables (.csv), lists (.toml), built files (.yilu), or folders of a region
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// What a file is, how many records of it can be used, and what is wrong.
struct Checked {
    what: &'static str,
    records: usize,
    findings: Vec<Finding>,
}

impl Checked {
    fn new<T>(what: &'static str, parsed: Parsed<T>, count: impl Fn(&T) -> usize) -> Self {
        Self {
            what,
            records: count(&parsed.value),
            findings: parsed.findings,
        }
    }
}

/// Fails with status 2 when anything was found.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (mut total, mut answers) = (0, Vec::new());
    for path in &arguments.paths {
        let Checked {
            what,
            records,
            findings,
        } = check(path)?;
        total += findings.len();
        if arguments.json {
            let file = path.display().to_string();
            answers.push(
                json!({ "file": file, "what": what, "records": records, "findings": findings }),
            );
        } else {
            files::report(&findings);
            println!(
                "{}: {what}, {records} records, {} findings",
                path.display(),
                findings.len()
            );
        }
    }
    if arguments.json {
        print_json(&answers)?;
    }
    if total > 0 {
        return Err(Failure::Input(format!("{total} findings, expected none")));
    }
    Ok(())
}

fn check(path: &Path) -> Result<Checked, Failure> {
    if path.is_dir() {
        let (region, findings) = region::read(path)?;
        let records = region.dataset.roads.roads().len() + region.stations.len();
        return Ok(Checked {
            what: "sources of a region",
            records,
            findings,
        });
    }
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    match ending {
        "yilu" => built(path),
        "csv" => table(path),
        "toml" => list(path),
        _ => {
            let problem = "expected a .csv, .toml or .yilu file, or a folder";
            Err(Failure::input(path.display(), problem))
        }
    }
}

fn built(path: &Path) -> Result<Checked, Failure> {
    let bytes = files::read(path)?;
    let failed = |error: &dyn std::fmt::Display| Failure::input(path.display(), error);
    let contents = container::read(&bytes).map_err(|error| failed(&error))?;
    match contents.kind {
        Kind::Roads => {
            let file = roads::read_roads(&bytes).map_err(|error| failed(&error))?;
            let records = file.roads.roads().len();
            Ok(Checked {
                what: "roads",
                records,
                findings: Vec::new(),
            })
        }
        Kind::Stations => {
            let parsed = stations::read_snapshot(&bytes).map_err(|error| failed(&error))?;
            Ok(Checked::new("stations", parsed, |file| file.stations.len()))
        }
        Kind::Vehicles => {
            let parsed = planner::read_vehicles(&bytes).map_err(|error| failed(&error))?;
            Ok(Checked::new("vehicles", parsed, |file| file.vehicles.len()))
        }
        Kind::Guide => {
            let (_, parsed) = guide::read_guide(&bytes).map_err(|error| failed(&error))?;
            Ok(Checked::new("guide", parsed, |guide| {
                guide.corridors.len() + guide.service_areas.len() + guide.price_rules.len()
            }))
        }
    }
}

/// A table, told by a column that only its kind has.
fn table(path: &Path) -> Result<Checked, Failure> {
    let text = files::read_text(path)?;
    let name = path.display().to_string();
    let failed = |error: feeds::TableError| Failure::Input(error.to_string());
    let header = text.lines().next().unwrap_or_default();
    let has = |column: &str| header.split(',').any(|found| found.trim() == column);
    if has("cabinets") {
        let parsed = feeds::read_station_table(&name, &text).map_err(failed)?;
        Ok(Checked::new("stations", parsed, Vec::len))
    } else if has("energy") && has("service") {
        let parsed = feeds::read_tariff_table(&name, &text).map_err(failed)?;
        Ok(Checked::new("tariffs", parsed, Vec::len))
    } else if has("toward_zh") {
        let parsed = feeds::read_service_area_table(&name, &text).map_err(failed)?;
        Ok(Checked::new("service areas", parsed, Vec::len))
    } else if has("elevation_m") {
        let parsed = feeds::read_place_list(&name, &text).map_err(failed)?;
        Ok(Checked::new("places", parsed, BTreeMap::len))
    } else {
        let problem = format!(
            "line 1: found {header:?}, expected the header of stations (cabinets), tariffs \
             (energy, service), service areas (toward_zh) or places (elevation_m)"
        );
        Err(Failure::input(name, problem))
    }
}

/// A list, told by the header of its first record.
fn list(path: &Path) -> Result<Checked, Failure> {
    let text = files::read_text(path)?;
    let name = path.display().to_string();
    let failed = |error: feeds::ListError| Failure::Input(error.to_string());
    let has = |key: &str| {
        text.lines()
            .any(|line| line.trim().starts_with(&format!("[[{key}]]")))
    };
    if has("corridor") {
        // Places that corridors name are those of the table beside.
        let beside = path.with_file_name("nodes.csv");
        let places = if beside.exists() {
            let text = files::read_text(&beside)?;
            let parsed = feeds::read_place_list("nodes.csv", &text);
            parsed
                .map_err(|error| Failure::Input(error.to_string()))?
                .value
        } else {
            BTreeMap::new()
        };
        let parsed = feeds::read_corridor_list(&name, &text, &places).map_err(failed)?;
        Ok(Checked::new("corridors", parsed, Vec::len))
    } else if has("rule") {
        let parsed = feeds::read_price_rule_list(&name, &text).map_err(failed)?;
        Ok(Checked::new("price rules", parsed, Vec::len))
    } else if has("vehicle") || text.contains("usable_kwh") {
        let parsed = feeds::read_vehicle_list(&name, &text).map_err(failed)?;
        Ok(Checked::new("vehicles", parsed, Vec::len))
    } else {
        let problem = "expected records under [[vehicle]], [[corridor]] or [[rule]]";
        Err(Failure::input(name, problem))
    }
}
