//! The data of a region, read from the files that the page loads.

use std::sync::{Arc, OnceLock};

use container::{About, Finding, Parsed, Text};
use planner::Vehicle;
use roads::RoadGraph;
use stations::{Snapshot, SnapshotReader, Station, StationId, Tariff};
use units::{LatLon, Meters};

use crate::state::{SearchIndex, with_detail};

/// Name of the file of stations, where it is told about.
const STATIONS: &str = "stations.yilu";
/// Name of the file of vehicles, where it is told about.
const VEHICLES: &str = "vehicles.yilu";

/// A place counts as being at a position within this distance.
const AT_PLACE: Meters = Meters(500.0);
/// A station does within this one.
const AT_STATION: Meters = Meters(1.0);

/// Everything that is loaded once.
#[derive(Debug, Clone, Default)]
pub struct Region {
    /// Roads, places and rivers.
    pub roads: Arc<RoadGraph>,
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
    /// Names for searching, once somebody searches.
    search: OnceLock<SearchIndex>,
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
        let mut region = Self::default();
        region.take_roads(&files.roads);
        region.take_stations(&files.stations);
        region.take_vehicles(&files.vehicles);
        region
    }

    /// Reads the file of roads into it, as [`Self::read`] does.
    pub fn take_roads(&mut self, bytes: &Result<Vec<u8>, String>) {
        let file = opened(bytes, "roads.yilu", &mut self.problems, |bytes| {
            roads::read_roads(bytes).map_err(|error| error.to_string())
        });
        if let Some(file) = file {
            self.about_roads = Some(file.about);
            self.roads = Arc::new(file.roads);
        }
    }

    /// Reads the file of stations into it.
    pub fn take_stations(&mut self, bytes: &Result<Vec<u8>, String>) {
        if let Some(reader) = self.open_stations(bytes) {
            self.take_snapshot(reader.finish());
        }
    }

    /// Opens the file of stations, for those who read some at a time.
    pub fn open_stations<'a>(
        &mut self,
        bytes: &'a Result<Vec<u8>, String>,
    ) -> Option<SnapshotReader<'a>> {
        opened(bytes, STATIONS, &mut self.problems, |bytes| {
            SnapshotReader::new(bytes).map_err(|error| error.to_string())
        })
    }

    /// Takes what was read of it.
    pub fn take_snapshot(&mut self, read: Parsed<Snapshot>) {
        self.left_out.extend(described(STATIONS, &read.findings));
        let snapshot = read.value;
        self.about_stations = Some(snapshot.about);
        (self.stations, self.tariffs) = (snapshot.stations, snapshot.tariffs);
    }

    /// Reads the file of vehicles into it.
    pub fn take_vehicles(&mut self, bytes: &Result<Vec<u8>, String>) {
        let parsed = opened(bytes, VEHICLES, &mut self.problems, |bytes| {
            planner::read_vehicles(bytes).map_err(|error| error.to_string())
        });
        if let Some(parsed) = parsed {
            self.left_out.extend(described(VEHICLES, &parsed.findings));
            self.about_vehicles = Some(parsed.value.about);
            self.vehicles = parsed.value.vehicles;
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
            search: OnceLock::new(),
            roads: Arc::clone(&self.roads),
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

    /// Names for searching.
    pub fn search(&self) -> &SearchIndex {
        let index = || SearchIndex::new(&self.roads, &self.stations);
        self.search.get_or_init(index)
    }

    /// The name of the place or station at `position`, if one is there.
    pub fn name_at(&self, position: LatLon) -> Option<&Text> {
        let places = self.roads.places().iter().map(|place| {
            let at = self.roads.node(place.node).position;
            (at, AT_PLACE, &place.name)
        });
        let stations = self.stations.iter();
        let stations = stations.map(|station| (station.position, AT_STATION, &station.name));
        let near = places.chain(stations).filter_map(|(at, reach, name)| {
            // A hundredth of a degree is further: most need no more reckoning.
            let is_far = (at.lat() - position.lat()).abs() > 0.01;
            let distance = (!is_far).then(|| at.distance_to(position))?;
            (distance.0 < reach.0).then_some((distance, name))
        });
        let nearest = near.min_by(|a, b| a.0.0.total_cmp(&b.0.0));
        nearest.map(|(_, name)| name)
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

fn opened<'a, T>(
    bytes: &'a Result<Vec<u8>, String>,
    name: &str,
    problems: &mut Vec<Text>,
    read: impl FnOnce(&'a [u8]) -> Result<T, String>,
) -> Option<T> {
    let result = bytes
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|bytes| read(bytes));
    result
        .map_err(|error| {
            problems.push(with_detail(
                &format!("数据文件 {name} 无法使用"),
                &format!("The data file {name} cannot be used"),
                &error,
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
    fn a_position_has_the_name_of_what_is_there() {
        let region = Region::read(&files());
        let place = &region.roads.places()[0];
        let at = region.roads.node(place.node).position;
        assert_eq!(region.name_at(at), Some(&place.name));
        let station = &region.stations[0];
        assert_eq!(region.name_at(station.position), Some(&station.name));
        let sea = LatLon::new(30.0, 130.0).unwrap();
        assert_eq!(region.name_at(sea), None);
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
