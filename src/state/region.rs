//! The data of a region, read from the files that the page loads.

use container::{About, Finding, Text};
use planner::Vehicle;
use roads::RoadGraph;
use stations::{Station, StationId, Tariff};

use crate::state::SearchIndex;

/// Name of the file of stations, where it is told about.
const STATIONS: &str = "stations.yilu";

/// Everything that is loaded once.
#[derive(Debug, Clone)]
pub struct Region {
    /// Roads, places and rivers.
    pub roads: RoadGraph,
    /// Stations.
    pub stations: Vec<Station>,
    /// What charging costs; stations name these.
    pub tariffs: Vec<Tariff>,
    /// The vehicle catalogue.
    pub vehicles: Vec<Vehicle>,
    /// Where the roads come from.
    pub about_roads: Option<About>,
    /// Where the stations come from.
    pub about_stations: Option<About>,
    /// Where the vehicles come from.
    pub about_vehicles: Option<About>,
    /// Names for searching.
    pub search: SearchIndex,
    /// What could not be loaded or read.
    pub problems: Vec<Text>,
    /// Records that were faulty and left out: file, place, what was found and expected.
    pub left_out: Vec<String>,
}

/// The bytes of the files, or why they did not arrive.
#[derive(Debug, Clone)]
pub struct RegionFiles {
    /// `roads.yilu`.
    pub roads: Result<Vec<u8>, String>,
    /// `stations.yilu`.
    pub stations: Result<Vec<u8>, String>,
    /// `vehicles.yilu`.
    pub vehicles: Result<Vec<u8>, String>,
}

impl Region {
    /// Reads what can be read. A file that is missing or damaged becomes a problem in words; the
    /// rest of the app keeps working.
    pub fn read(files: &RegionFiles) -> Self {
        let (mut problems, mut left_out) = (Vec::new(), Vec::new());
        let roads = opened(&files.roads, "roads.yilu", &mut problems, |bytes| {
            roads::read_roads(bytes).map_err(|error| error.to_string())
        });
        let snapshot = opened(&files.stations, STATIONS, &mut problems, |bytes| {
            stations::read_snapshot(bytes).map_err(|error| error.to_string())
        });
        let vehicles = opened(&files.vehicles, "vehicles.yilu", &mut problems, |bytes| {
            planner::read_vehicles(bytes).map_err(|error| error.to_string())
        });
        let (about_roads, graph) = roads.map_or_else(
            || (None, RoadGraph::default()),
            |file| (Some(file.about), file.roads),
        );
        let (about_stations, stations, tariffs) = snapshot.map_or_else(
            || (None, Vec::new(), Vec::new()),
            |parsed| {
                left_out.extend(described(STATIONS, &parsed.findings));
                let snapshot = parsed.value;
                (Some(snapshot.about), snapshot.stations, snapshot.tariffs)
            },
        );
        let (about_vehicles, vehicles) = vehicles.map_or_else(
            || (None, Vec::new()),
            |parsed| {
                left_out.extend(described("vehicles.yilu", &parsed.findings));
                (Some(parsed.value.about), parsed.value.vehicles)
            },
        );
        Self {
            search: SearchIndex::new(&graph, &stations),
            roads: graph,
            stations,
            tariffs,
            vehicles,
            about_roads,
            about_stations,
            about_vehicles,
            problems,
            left_out,
        }
    }

    /// The same with other stations. A file that cannot be read leaves it as it is, and says why.
    pub fn with_stations(&self, bytes: &[u8]) -> Result<Self, String> {
        let read = stations::read_snapshot(bytes).map_err(|error| error.to_string())?;
        let left_out = self.left_out.iter();
        let left_out = left_out.filter(|line| !line.starts_with(STATIONS)).cloned();
        let problems = self.problems.iter();
        let problems = problems.filter(|problem| !problem.zh.contains(STATIONS));
        let stations = read.value.stations;
        Ok(Self {
            search: SearchIndex::new(&self.roads, &stations),
            roads: self.roads.clone(),
            stations,
            tariffs: read.value.tariffs,
            vehicles: self.vehicles.clone(),
            about_roads: self.about_roads.clone(),
            about_stations: Some(read.value.about),
            about_vehicles: self.about_vehicles.clone(),
            problems: problems.cloned().collect(),
            left_out: left_out
                .chain(described(STATIONS, &read.findings))
                .collect(),
        })
    }

    /// The index of a station.
    pub fn index_of(&self, id: &StationId) -> Option<usize> {
        self.stations.iter().position(|station| station.id == *id)
    }

    /// True when some of it is invented.
    pub fn is_demo(&self) -> bool {
        let abouts = [&self.about_roads, &self.about_stations];
        let is_marked = abouts.into_iter().flatten().any(|about| about.demo);
        is_marked || self.stations.iter().any(|station| station.demo)
    }
}

pub(crate) fn described<'a>(
    file: &'a str,
    findings: &'a [Finding],
) -> impl Iterator<Item = String> + 'a {
    findings
        .iter()
        .map(move |finding| format!("{file}: {finding}"))
}

fn opened<T>(
    bytes: &Result<Vec<u8>, String>,
    name: &str,
    problems: &mut Vec<Text>,
    read: impl FnOnce(&[u8]) -> Result<T, String>,
) -> Option<T> {
    let result = bytes
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|bytes| read(bytes));
    result
        .map_err(|error| {
            problems.push(Text::new(
                format!("数据文件 {name} 无法使用：{error}"),
                format!("The data file {name} cannot be used: {error}"),
            ));
        })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> RegionFiles {
        RegionFiles {
            roads: Ok(include_bytes!("../../data/xinzhou/built/roads.yilu").to_vec()),
            stations: Ok(include_bytes!("../../data/xinzhou/built/stations.yilu").to_vec()),
            vehicles: Ok(include_bytes!("../../data/xinzhou/built/vehicles.yilu").to_vec()),
        }
    }

    #[test]
    fn the_embedded_region_is_whole_and_marked_as_demo() {
        let region = Region::read(&files());
        assert_eq!((region.problems.len(), region.left_out.len()), (0, 0));
        assert_eq!(region.stations.len(), 214);
        assert!(region.is_demo());
    }

    #[test]
    fn a_station_off_the_globe_is_named_and_costs_only_itself() {
        let mut files = files();
        let whole = files.stations.clone().unwrap();
        let contents = container::read(&whole).unwrap();
        let body = String::from_utf8(contents.body.to_vec()).unwrap();
        let (before, after) = body.split_once("\"lat\":").unwrap();
        let body = format!("{before}\"lat\":1{after}");
        let (kind, version) = (contents.kind, contents.version);
        files.stations =
            Ok(container::write(kind, version, &contents.about, body.as_bytes()).unwrap());
        let region = Region::read(&files);
        assert_eq!((region.stations.len(), region.left_out.len()), (213, 1));
        let told = &region.left_out[0];
        assert!(
            told.starts_with("stations.yilu: demo-") && told.contains("lat"),
            "{told}"
        );
    }

    #[test]
    fn a_damaged_file_costs_only_itself() {
        let mut damaged = files();
        damaged.stations = damaged.stations.map(|bytes| bytes[..5000].to_vec());
        damaged.vehicles = Err("HTTP status 404".into());
        let region = Region::read(&damaged);
        assert_eq!(region.problems.len(), 2);
        assert!(
            region.problems[0].zh.contains("stations.yilu"),
            "{:?}",
            region.problems
        );
        assert!(region.roads.roads().len() > 200 && region.stations.is_empty());
    }
}
