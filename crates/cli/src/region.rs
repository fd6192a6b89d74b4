//! The readable sources of a region, from their folder.

use std::path::Path;

use container::Finding;
use feeds::{Dataset, DatasetText, read_dataset};
use guide::Guide;
use stations::{Station, Tariff};

use crate::failure::Failure;
use crate::files;

/// What a folder of sources holds.
pub(crate) struct Region {
    pub(crate) dataset: Dataset,
    pub(crate) stations: Vec<Station>,
    pub(crate) tariffs: Vec<Tariff>,
    pub(crate) guide: Guide,
}

/// Reads all sources of `directory`.
pub(crate) fn read(directory: &Path) -> Result<(Region, Vec<Finding>), Failure> {
    let (dataset, mut findings) = dataset(directory)?;
    let failed = |error: &dyn std::fmt::Display| Failure::input(directory.display(), error);
    let text = files::read_text(&directory.join("stations.csv"))?;
    let mut stations =
        feeds::read_station_table("stations.csv", &text).map_err(|error| failed(&error))?;
    findings.extend(stations.findings);
    let mut tariffs = Vec::new();
    if let Some(text) = optional(directory, "tariffs.csv")? {
        let parsed = feeds::read_tariff_table("tariffs.csv", &text);
        let parsed = parsed.map_err(|error| failed(&error))?;
        tariffs = parsed.value;
        findings.extend(parsed.findings);
    }
    for station in &mut stations.value {
        drop_strangers(station, &tariffs, &mut findings);
    }
    let mut guide = Guide::default();
    if let Some(text) = optional(directory, "corridors.toml")? {
        let parsed = feeds::read_corridor_list("corridors.toml", &text, &dataset.places);
        let parsed = parsed.map_err(|error| failed(&error))?;
        guide.corridors = parsed.value;
        findings.extend(parsed.findings);
    }
    if let Some(text) = optional(directory, "service_areas.csv")? {
        let parsed = feeds::read_service_area_table("service_areas.csv", &text);
        let parsed = parsed.map_err(|error| failed(&error))?;
        guide.service_areas = parsed.value;
        findings.extend(parsed.findings);
    }
    if let Some(text) = optional(directory, "price_rules.toml")? {
        let parsed = feeds::read_price_rule_list("price_rules.toml", &text);
        let parsed = parsed.map_err(|error| failed(&error))?;
        guide.price_rules = parsed.value;
        findings.extend(parsed.findings);
    }
    let region = Region {
        dataset,
        stations: stations.value,
        tariffs,
        guide,
    };
    Ok((region, findings))
}

/// Takes away names of tariffs that there are not.
fn drop_strangers(station: &mut Station, tariffs: &[Tariff], findings: &mut Vec<Finding>) {
    let id = station.id.to_string();
    station.tariffs.retain(|name| {
        let is_there = tariffs.iter().any(|tariff| tariff.id == *name);
        if !is_there {
            let problem = "expected a tariff of tariffs.csv; its price is not known";
            findings.push(Finding::new(&id, "tariffs", problem, &name.0));
        }
        is_there
    });
}

/// Reads the roads and places of `directory`.
pub(crate) fn dataset(directory: &Path) -> Result<(Dataset, Vec<Finding>), Failure> {
    let read = |name: &str| files::read_text(&directory.join(name));
    let [dataset_toml, nodes, roads, rivers, counties] = [
        "dataset.toml",
        "nodes.csv",
        "roads.csv",
        "rivers.csv",
        "counties.csv",
    ]
    .map(read);
    let parsed = read_dataset(&DatasetText {
        dataset_toml: &dataset_toml?,
        nodes_csv: &nodes?,
        roads_csv: &roads?,
        rivers_csv: &rivers?,
        counties_csv: &counties?,
    })
    .map_err(|error| Failure::input(directory.display(), error))?;
    Ok((parsed.value, parsed.findings))
}

/// The text of a file that need not be there.
fn optional(directory: &Path, name: &str) -> Result<Option<String>, Failure> {
    let path = directory.join(name);
    if path.exists() {
        files::read_text(&path).map(Some)
    } else {
        Ok(None)
    }
}
