//! The whole way from extracts to a road graph.

use std::collections::BTreeSet;

use container::{About, Finding, Text};
use roads::{PlaceKind, RoadGraph, RoadParts};
use units::{BoundingBox, LatLon};

use crate::build::{Elevations, Islands};
use crate::build::{
    assemble, cut, degrees, keep_connected, lay_over, lines, protected, resolve, wait_at_junctions,
};
use crate::collect::{Collected, collect};
use crate::heights::{HeightTile, TileName};
use crate::{OsmError, Source};

/// Loads the tile of a square degree; `None` where nobody has it.
pub type LoadTile<'a> = &'a mut dyn FnMut(TileName) -> Result<Option<HeightTile>, OsmError>;

/// A place that people search for.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenPlace {
    /// Its id, unique.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// What it is.
    pub kind: PlaceKind,
    /// County code, empty when unknown.
    pub county: String,
    /// Where it is.
    pub position: LatLon,
}

/// What to import.
pub struct Import<'a> {
    /// The extracts. What several of them have counts once.
    pub sources: Vec<Source<'a>>,
    /// Only nodes in this box, if there is one.
    pub within: Option<BoundingBox>,
    /// Places beside those of the extracts.
    pub places: Vec<GivenPlace>,
    /// Where heights come from; `None` makes flat roads.
    pub heights: Option<LoadTile<'a>>,
    /// Day to give the graph when no extract says its own, `YYYY-MM-DD`.
    pub today: &'a str,
    /// Told what is being done.
    pub progress: &'a mut dyn FnMut(Stage),
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reads ways, then the nodes that these name.
    Reading,
    /// Cuts ways and finds what is connected.
    Connecting,
    /// Reads the ground and smooths heights.
    Heights,
    /// Builds the graph.
    Building,
}

/// What an import found.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportReport {
    /// Ways for cars.
    pub ways: usize,
    /// Nodes on them.
    pub nodes: usize,
    /// Pieces of road that no car can reach and leave again, and their length.
    pub islands: usize,
    /// Their length together.
    pub island_kilometers: f64,
    /// Roads cut at crests; `None` when the roads are flat for want of heights.
    pub crests: Option<usize>,
    /// What is wrong in the extracts.
    pub findings: Vec<Finding>,
}

/// Imports extracts. The graph has one network, in which one can drive from everywhere to
/// everywhere.
///
/// Fails when a file cannot be read or has no roads. A bad element costs nothing but itself and is
/// a finding.
pub fn import(import: Import<'_>) -> Result<(About, RoadGraph, ImportReport), OsmError> {
    let progress = import.progress;
    progress(Stage::Reading);
    let collected = collect(&import.sources, import.within.as_ref())?;
    let names: Vec<&str> = import
        .sources
        .iter()
        .map(|source| source.name.as_str())
        .collect();
    if collected.ways.is_empty() {
        let problem = "no road for cars, expected ways with highway=…";
        return Err(OsmError::NoRoads(format!(
            "{}: {problem}",
            names.join(", ")
        )));
    }
    progress(Stage::Connecting);
    let mut segments = cut(&collected);
    let mut findings = collected.findings.clone();
    // A box tears ways on purpose.
    if import.within.is_none() {
        findings.extend(segments.torn.iter().map(torn));
    }
    let islands = keep_connected(&collected, &mut segments);
    if segments.all.is_empty() {
        let problem = if segments.vertices.is_empty() {
            "no road for cars in the box"
        } else {
            "no two roads meet so that one can drive there and back"
        };
        return Err(OsmError::NoRoads(format!(
            "{}: {problem}",
            names.join(", ")
        )));
    }
    let kept = protected(&collected, &segments);
    let mut lines = lines(&collected, &segments, &kept.vertices);
    progress(Stage::Heights);
    let has_heights = import.heights.is_some();
    let mut elevations = Elevations::default();
    if let Some(tiles) = import.heights {
        let is_via =
            |segment: &(u32, bool)| kept.ways.contains(&segments.all[segment.0 as usize].way);
        let may_cut = |line: &crate::build::Line| !line.segments.iter().any(is_via);
        let mut vertices = std::mem::take(&mut segments.vertices);
        (lines, elevations) = lay_over(lines, &mut vertices, may_cut, tiles)?;
        segments.vertices = vertices;
    }
    findings.extend(elevations.missing.iter().copied().map(missing_tile));
    progress(Stage::Building);
    let waits = wait_at_junctions(&collected, &segments, &mut lines);
    let (bans, of_bans) = resolve(&collected, &segments, &lines, &kept);
    findings.extend(of_bans);
    let places = all_places(&collected, &import.places);
    let parts = assemble(&lines, &segments, &elevations, (&bans, &waits), &places)?;
    findings.extend(far_off(&import.places, &parts));
    let report = report(
        &collected,
        islands,
        has_heights.then_some(elevations.cuts),
        findings,
    );
    let mut about = about(
        &names,
        has_heights,
        collected.day.as_deref().unwrap_or(import.today),
    );
    drop((lines, segments, collected));
    let roads = RoadGraph::new(parts)?;
    about.bounds = roads.bounds();
    Ok((about, roads, report))
}

fn report(
    collected: &Collected,
    islands: Islands,
    crests: Option<usize>,
    findings: Vec<Finding>,
) -> ImportReport {
    ImportReport {
        ways: collected.ways.len(),
        nodes: collected.node_count(),
        islands: islands.segments,
        island_kilometers: islands.kilometers,
        crests,
        findings,
    }
}

/// The places of the extracts and those that were given.
fn all_places(collected: &Collected, given: &[GivenPlace]) -> Vec<GivenPlace> {
    let mut places: Vec<GivenPlace> = collected
        .places
        .iter()
        .map(|place| GivenPlace {
            key: format!("n{}", place.id),
            name: place.name.clone(),
            kind: place.kind,
            county: String::new(),
            position: degrees(place.at),
        })
        .collect();
    places.extend_from_slice(given);
    places
}

/// Given places that no road comes near.
fn far_off(given: &[GivenPlace], parts: &RoadParts) -> Vec<Finding> {
    let near: BTreeSet<&str> = parts
        .places
        .iter()
        .map(|place| place.key.as_str())
        .collect();
    let far = given
        .iter()
        .filter(|place| !near.contains(place.key.as_str()));
    far.map(|place| {
        let problem = "expected a junction within 3 km; the place is left out";
        let found = format!("{}, {}", place.position.lat(), place.position.lon());
        Finding::new(&place.key, "lat, lon", problem, found)
    })
    .collect()
}

fn torn((id, missing, all): &(i64, usize, usize)) -> Finding {
    let problem = "nodes that no file has; the way is cut there";
    Finding::new(
        format!("way {id}"),
        "nodes",
        problem,
        format!("{missing} of {all}"),
    )
}

fn missing_tile(name: TileName) -> Finding {
    let problem = "no .hgt file for it; roads there are taken as straight slopes";
    Finding::new(format!("tile {name}"), "heights", problem, "")
}

fn about(names: &[&str], has_heights: bool, edition: &str) -> About {
    let mut sources: Vec<container::Source> = names
        .iter()
        .map(|name| container::Source {
            id: "osm".into(),
            name: format!("OpenStreetMap: {name}"),
            licence: "ODbL-1.0".into(),
        })
        .collect();
    if has_heights {
        sources.push(container::Source {
            id: "srtm".into(),
            name: "Shuttle Radar Topography Mission, NASA and USGS".into(),
            licence: "public domain".into(),
        });
    }
    About {
        id: "osm".into(),
        title: Text::new("OpenStreetMap 路网", "OpenStreetMap roads"),
        edition: edition.to_owned(),
        demo: false,
        schematic: false,
        licence: "ODbL-1.0".into(),
        attribution: "© OpenStreetMap contributors".into(),
        sources,
        bounds: None,
    }
}
