//! `yilu widget`: the list of stations that an embedded page shows before there is a map
//! (`docs/formats/widget-list/v1`).

use std::path::{Path, PathBuf};

use container::Text;
use guide::Corridor;
use roads::{PlaceKind, RoadGraph};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use stations::Station;
use strip::Strip;
use units::LatLon;

use crate::failure::Failure;
use crate::files;

/// The name of the file.
pub(crate) const NAME: &str = "widget.json";
const VERSION: u8 = 1;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder with roads.yilu, stations.yilu and guide.yilu, in which widget.json is written
    directory: PathBuf,
}

/// The bytes of the files that the list is made of.
pub(crate) struct Files<'a> {
    pub(crate) roads: &'a [u8],
    pub(crate) stations: &'a [u8],
    pub(crate) guide: &'a [u8],
}

#[derive(Serialize)]
struct List {
    #[serde(rename = "yilu_list")]
    version: u8,
    edition: String,
    demo: bool,
    attribution: String,
    made_of: MadeOf,
    stations: Vec<Line>,
    corridors: Vec<Road>,
}

/// Begins of the SHA-256 of the files, in hexadecimal.
#[derive(Serialize)]
struct MadeOf {
    roads: String,
    stations: String,
    guide: String,
}

#[derive(Serialize)]
struct Line {
    id: String,
    #[serde(flatten)]
    name: Text,
    at: (f64, f64),
    kw: u32,
    kinds: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    near: Option<Text>,
    #[serde(skip_serializing_if = "is_false")]
    demo: bool,
}

#[derive(Serialize)]
struct Road {
    id: String,
    #[serde(flatten)]
    name: Text,
    /// Index of a station, kilometres along the road where known, kilometres beside it.
    stations: Vec<(usize, Option<f64>, f64)>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let folder = &arguments.directory;
    let read = |name: &str| files::read(&folder.join(name));
    let (roads, stations, guide) = (
        read("roads.yilu")?,
        read("stations.yilu")?,
        read("guide.yilu")?,
    );
    write(
        folder,
        &Files {
            roads: &roads,
            stations: &stations,
            guide: &guide,
        },
    )
}

/// Writes the list beside the files that it is made of.
pub(crate) fn write(folder: &Path, of: &Files<'_>) -> Result<(), Failure> {
    let path = folder.join(NAME);
    let bytes = list(of).map_err(|problem| Failure::input(folder.display(), problem))?;
    files::write(&path, &bytes)?;
    eprintln!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn list(of: &Files<'_>) -> Result<Vec<u8>, String> {
    let roads = roads::read_roads(of.roads).map_err(|error| error.to_string())?;
    let read = stations::read_snapshot(of.stations).map_err(|error| error.to_string())?;
    let (_, guide) = guide::read_guide(of.guide).map_err(|error| error.to_string())?;
    let (about, all) = (&read.value.about, &read.value.stations);
    let shown: Vec<&Station> = all.iter().filter(|one| one.is_open_to_all()).collect();
    let places = seats(&roads.roads);
    let along_road = |corridor: &Corridor| {
        let stations: Vec<Station> = shown.iter().copied().cloned().collect();
        let strip = Strip::new(corridor, false, &guide.value, &roads.roads, &stations);
        let along = strip.stations.iter().map(|beside| {
            let way = strip.along(beside.spot);
            let kilometres = |metres: f64| (metres / 100.0).round() / 10.0;
            let along = way.map(|along| kilometres(along.way.0));
            (beside.index, along, kilometres(beside.off.0))
        });
        Road {
            id: corridor.id.clone(),
            name: corridor.name.clone(),
            stations: along.collect(),
        }
    };
    let list = List {
        version: VERSION,
        edition: about.edition.clone(),
        demo: about.demo || shown.iter().any(|station| station.demo),
        attribution: [&about.attribution, &roads.about.attribution]
            .into_iter()
            .find(|credit| !credit.is_empty())
            .cloned()
            .unwrap_or_default(),
        made_of: MadeOf {
            roads: hash(of.roads),
            stations: hash(of.stations),
            guide: hash(of.guide),
        },
        stations: shown.iter().map(|station| line(station, &places)).collect(),
        corridors: guide.value.corridors.iter().map(along_road).collect(),
    };
    serde_json::to_vec(&list).map_err(|error| error.to_string())
}

fn line(station: &Station, places: &[(LatLon, Text)]) -> Line {
    let kinds = [
        (
            "dc",
            station
                .connectors()
                .any(|(one, _)| one.standard.is_direct_current()),
        ),
        (
            "ac",
            station
                .connectors()
                .any(|(one, _)| !one.standard.is_direct_current()),
        ),
        ("swap", station.swap.is_some()),
    ];
    let power = station.best_connector(|_| true).map(|(_, power)| power.0);
    let distance = |(at, _): &&(LatLon, Text)| at.distance_to(station.position).0;
    let near = places
        .iter()
        .min_by(|a, b| distance(a).total_cmp(&distance(b)));
    Line {
        id: station.id.0.clone(),
        name: station.name.clone(),
        at: (station.position.lat(), station.position.lon()),
        kw: power.map_or(0, whole),
        kinds: kinds
            .into_iter()
            .filter_map(|(kind, has)| has.then_some(kind))
            .collect(),
        near: near.map(|(_, name)| name.clone()),
        demo: station.demo,
    }
}

/// Places by which people know where something is.
fn seats(roads: &RoadGraph) -> Vec<(LatLon, Text)> {
    let is_known = |kind| matches!(kind, PlaceKind::Seat | PlaceKind::Town | PlaceKind::Sight);
    let places = roads.places().iter().filter(|place| is_known(place.kind));
    places
        .map(|place| (roads.node(place.node).position, place.name.clone()))
        .collect()
}

/// As the list of packs tells contents.
fn hash(bytes: &[u8]) -> String {
    packs::Digest(Sha256::digest(bytes).into()).short()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "powers are positive and below 10 MW"
)]
fn whole(power: f64) -> u32 {
    power.round() as u32
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(value: &bool) -> bool {
    !value
}
