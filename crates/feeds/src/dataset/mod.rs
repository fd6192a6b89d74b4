//! The readable sources of a region: `dataset.toml` and four tables, explained in
//! `data/README.md`.

pub(crate) mod nodes;
mod sections;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::{BTreeMap, BTreeSet};

use container::{About, Finding, Parsed, Source, Text};
use roads::{BuildError, Road, RoadGraph, RoadParts, Water};
use serde::Deserialize;
use thiserror::Error;
use units::LatLon;

use crate::KnownPlace;
use crate::table::{TableError, read_rows};

/// The texts of a data set's files.
#[derive(Debug, Clone, Copy)]
pub struct DatasetText<'a> {
    /// `dataset.toml`: title, licence, sources.
    pub dataset_toml: &'a str,
    /// `nodes.csv`: places and junctions.
    pub nodes_csv: &'a str,
    /// `roads.csv`: road sections.
    pub roads_csv: &'a str,
    /// `rivers.csv`: lines to draw.
    pub rivers_csv: &'a str,
    /// `counties.csv`: counties and how many stations they have.
    pub counties_csv: &'a str,
}

/// A county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct County {
    /// Six-digit code (GB/T 2260).
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Key of the place that is its seat.
    pub seat: String,
    /// Charging stations counted there in 2024.
    pub stations: u32,
}

/// A region, read and checked.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Where it comes from.
    pub about: About,
    /// Roads, places and rivers.
    pub roads: RoadGraph,
    /// Its counties.
    pub counties: Vec<County>,
    /// Its places, as corridors may name them.
    pub places: BTreeMap<String, KnownPlace>,
}

/// A data set that cannot be used at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DatasetError {
    /// The description cannot be read.
    #[error("dataset.toml: {0}")]
    Description(String),
    /// A table cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The parts do not make a road graph.
    #[error("roads.csv: {0}")]
    Graph(#[from] BuildError),
}

#[derive(Deserialize)]
struct Description {
    id: String,
    edition: String,
    schematic: bool,
    licence: String,
    attribution: String,
    title: Text,
    sources: Vec<Source>,
}

/// Reads a data set. A bad row is left out with a finding; the others stay.
pub fn read_dataset(text: &DatasetText<'_>) -> Result<Parsed<Dataset>, DatasetError> {
    let description: Description = toml::from_str(text.dataset_toml)
        .map_err(|error| DatasetError::Description(error.to_string().trim().to_owned()))?;
    let sources: BTreeSet<&str> = description.sources.iter().map(|s| s.id.as_str()).collect();
    let mut findings = Vec::new();
    let nodes = nodes::read("nodes.csv", text.nodes_csv, Some(&sources), &mut findings)?;
    let sections = sections::read(text.roads_csv, &nodes, &sources, &mut findings)?;
    let waters = read_rivers(text.rivers_csv, &mut findings)?;
    let counties = read_counties(text.counties_csv, &nodes, &mut findings)?;
    sections::check_connected(&nodes, &sections, &mut findings);
    let mut parts = RoadParts::new(nodes.road_nodes());
    parts.places = nodes.places();
    parts.waters = waters;
    for section in sections {
        let label = parts.label(section.label);
        let road = Road {
            label,
            ..section.road
        };
        parts.add_road(road, &section.via)?;
    }
    let roads = RoadGraph::new(parts)?;
    let about = About {
        id: description.id,
        title: description.title,
        edition: description.edition,
        demo: false,
        schematic: description.schematic,
        licence: description.licence,
        attribution: description.attribution,
        sources: description.sources,
        bounds: roads.bounds(),
    };
    Ok(Parsed {
        value: Dataset {
            about,
            roads,
            counties,
            places: nodes.known_places(),
        },
        findings,
    })
}

fn read_rivers(text: &str, findings: &mut Vec<Finding>) -> Result<Vec<Water>, TableError> {
    let columns = ["id", "zh", "en", "line", "grade", "source"];
    read_rows("rivers.csv", text, &columns, findings, |row| {
        let line = read_line(row.text("line"))
            .filter(|line| line.len() >= 2)
            .ok_or_else(|| row.finding("line", "expected two or more points `lat lon;lat lon`"))?;
        Ok(Water {
            name: Text::new(row.text("zh"), row.text("en")),
            line,
        })
    })
}

fn read_counties(
    text: &str,
    nodes: &nodes::Nodes,
    findings: &mut Vec<Finding>,
) -> Result<Vec<County>, TableError> {
    let columns = ["code", "zh", "en", "seat", "stations_2024", "source"];
    read_rows("counties.csv", text, &columns, findings, |row| {
        if nodes.id(row.text("seat")).is_none() {
            return Err(row.finding("seat", "expected an id of nodes.csv"));
        }
        Ok(County {
            code: row.text("code").to_owned(),
            name: Text::new(row.text("zh"), row.text("en")),
            seat: row.text("seat").to_owned(),
            stations: row.value("stations_2024", "expected a whole number")?,
        })
    })
}

/// Points as `lat lon;lat lon`; empty text is no point.
fn read_line(text: &str) -> Option<Vec<LatLon>> {
    let points = text.split(';').filter(|point| !point.trim().is_empty());
    let point = |point: &str| {
        let (lat, lon) = point.trim().split_once(' ')?;
        LatLon::new(lat.parse().ok()?, lon.trim().parse().ok()?).ok()
    };
    points.map(point).collect()
}
