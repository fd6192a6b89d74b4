//! What every question about a car on the road has in common: data, car, start, weather.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use container::Finding;
use live::{Layout, Limits, LiveFile, Mirror};
use planner::{
    BusyWeek, Departure, Planner, StationNow, TripError, TripPoint, TripRequest, Vehicle, Wind,
};
use stations::{Station, StationId};
use units::{Celsius, LatLon, StateOfCharge};

use crate::failure::Failure;
use crate::{embedded, files, vehicles};

/// Flags of `plan`, `nearby` and `reach`.
#[derive(clap::Args)]
pub(crate) struct TripFlags {
    /// Road file; the embedded Xinzhou roads by default
    #[arg(long)]
    roads: Option<PathBuf>,
    /// Station snapshot; the embedded demo stations by default
    #[arg(long)]
    stations: Option<PathBuf>,
    /// Id of the catalogue (see `yilu vehicles`), or a TOML or JSON file with one vehicle
    #[arg(long)]
    vehicle: String,
    /// Start, `LAT,LON` in WGS-84
    #[arg(long, allow_hyphen_values = true)]
    from: LatLon,
    /// Direction in which the car moves at the start, in degrees clockwise from north
    #[arg(long)]
    heading: Option<f64>,
    /// Local time of departure, such as 2026-11-26T08:30; stations must then be open on arrival
    #[arg(long)]
    depart: Option<Departure>,
    /// JSON file with the waits to expect, `{"STATION": [SECONDS, …]}`, one for each hour of a day
    /// or of a week from Monday on; they count with `--depart`
    #[arg(long, value_name = "FILE")]
    busy: Option<PathBuf>,
    /// Live file (`live.json`, `docs/formats/live`): what was known when it was written counts as
    /// known at the departure
    #[arg(long, value_name = "FILE")]
    live: Option<PathBuf>,
    /// Id of a station that is not to be used; may be given several times
    #[arg(long)]
    avoid: Vec<String>,
    /// Without roads that cost toll
    #[arg(long)]
    avoid_tolls: bool,
    /// Without expressways
    #[arg(long)]
    avoid_expressways: bool,
    /// No stop charges to more than this, 0 to 1; a battery that is swapped comes as full as it is
    #[arg(long, default_value = "1", value_parser = share)]
    charge_max: StateOfCharge,
    /// Charge at the start, 0 to 1
    #[arg(long, default_value = "0.8", value_parser = share)]
    soc: StateOfCharge,
    /// Least charge on the way, 0 to 1
    #[arg(long, default_value = "0.1", value_parser = share)]
    reserve: StateOfCharge,
    /// Temperature outside in °C
    #[arg(long, default_value_t = 20.0, allow_hyphen_values = true)]
    temperature: f64,
    /// Wind, `SPEED,FROM`: m/s at the height of a car, degrees clockwise from north that it blows from
    #[arg(long, value_parser = wind, default_value = "0,0")]
    wind: Wind,
    /// Passengers and luggage in kg, besides the driver
    #[arg(long, default_value_t = 0.0)]
    payload: f64,
    /// Driven speed over the usual one on open roads, 0.5 to 1.3
    #[arg(long, default_value_t = 1.0)]
    speed_factor: f64,
}

/// The planner of the flags' data, the car, and whether the stations are invented.
pub(crate) struct Region {
    pub(crate) planner: Planner,
    pub(crate) vehicle: Vehicle,
    pub(crate) is_demo: bool,
    /// What is known of stations at the departure.
    pub(crate) now: Vec<StationNow>,
}

impl TripFlags {
    /// Reads the data. Stations far from every road are told.
    pub(crate) fn region(&self) -> Result<Region, Failure> {
        let vehicle = vehicles::find(&self.vehicle)?;
        let roads = embedded::roads(self.roads.as_deref())?.roads;
        let snapshot = embedded::stations(self.stations.as_deref())?;
        let busy = match &self.busy {
            Some(path) => busy(path, &snapshot.stations)?,
            None => BTreeMap::new(),
        };
        let now = match &self.live {
            Some(path) => now(path, &snapshot.stations, &vehicle)?,
            None => Vec::new(),
        };
        let planner = Planner::new(roads, snapshot.stations)
            .with_tariffs(snapshot.tariffs)
            .with_busy(busy);
        for (station, far) in planner.unreachable() {
            eprintln!(
                "finding: {}: position: {far}; never planned with",
                station.id
            );
        }
        Ok(Region {
            planner,
            vehicle,
            is_demo: snapshot.about.demo,
            now,
        })
    }

    /// The request of a trip to `to`; to nowhere in particular, it ends where it begins.
    pub(crate) fn request(&self, to: Option<LatLon>) -> TripRequest {
        TripRequest {
            heading: self.heading,
            depart: self.depart,
            avoid_tolls: self.avoid_tolls,
            avoid_expressways: self.avoid_expressways,
            avoid: self.avoid.iter().cloned().map(StationId).collect(),
            charge: self.soc,
            charge_max: self.charge_max,
            reserve: self.reserve,
            temperature: Celsius(self.temperature),
            wind: self.wind,
            payload_kg: self.payload,
            speed_factor: self.speed_factor,
            ..TripRequest::between(self.from, to.unwrap_or(self.from))
        }
    }
}

/// Reads waits. What is wrong with those of one station is told, and costs only these.
fn busy(path: &Path, stations: &[Station]) -> Result<BTreeMap<StationId, BusyWeek>, Failure> {
    let text = files::read_text(path)?;
    let weeks: BTreeMap<StationId, serde_json::Value> =
        serde_json::from_str(&text).map_err(|error| Failure::input(path.display(), error))?;
    let known: BTreeSet<&StationId> = stations.iter().map(|station| &station.id).collect();
    let (mut busy, mut findings) = (BTreeMap::new(), Vec::new());
    let mut finding = |field, problem: String, found: &StationId| {
        let file = path.display().to_string();
        findings.push(Finding::new(file, field, problem, found.0.clone()));
    };
    for (id, week) in weeks {
        match serde_json::from_value(week) {
            Ok(week) if known.contains(&id) => drop(busy.insert(id, week)),
            Ok(_) => finding("station", "expected the id of a station".to_owned(), &id),
            Err(error) => finding("waits", error.to_string(), &id),
        }
    }
    files::report(&findings);
    Ok(busy)
}

/// Reads what a live file says of stations. Stations that are not there are told, and change nothing.
fn now(path: &Path, stations: &[Station], vehicle: &Vehicle) -> Result<Vec<StationNow>, Failure> {
    let text = files::read_text(path)?;
    let file = LiveFile::read(text.as_bytes());
    let file = file.map_err(|error| Failure::input(path.display(), error))?;
    let layout = Arc::new(Layout::new(&*file.snapshot, stations));
    let unknown = file.stations.keys();
    let unknown = unknown.filter(|id| layout.station(id).is_none());
    let expected = "expected the id of a station";
    let findings = unknown.map(|id| {
        let file = path.display().to_string();
        Finding::new(file, "s", expected.to_owned(), id.0.clone())
    });
    files::report(&findings.collect::<Vec<_>>());
    let mirror = Mirror::new(layout, &file);
    let mirror = mirror.map_err(|error| Failure::input(path.display(), error))?;
    let told = stations.iter().enumerate().filter_map(|(index, station)| {
        let known = mirror.station(index, file.time, Limits::default())?;
        let fits = vehicle.fitting(station);
        let prospect = known.prospect(|connector| fits.get(connector) == Some(&true));
        StationNow::of(station, &prospect.out, prospect.free_in_s)
    });
    Ok(told.collect())
}

/// Says that the stations are invented.
pub(crate) fn print_demo(is_demo: bool) {
    if is_demo {
        println!("Demo data: the charging stations are invented. 演示数据：充电站均为虚构。");
    }
}

/// Names the flag that is to blame.
pub(crate) fn refuse(error: TripError) -> Failure {
    match error {
        TripError::FarFromRoads { point, cause } => match point {
            TripPoint::From => Failure::input("--from", cause),
            TripPoint::To => Failure::input("--to", cause),
            TripPoint::Via(index) => Failure::input(format!("--via {}", index + 1), cause),
        },
        TripError::Vehicle(error) => Failure::input("--vehicle", error),
        TripError::Request { .. } => Failure::Input(error.to_string()),
    }
}

pub(crate) fn share(text: &str) -> Result<StateOfCharge, String> {
    let fraction = text
        .parse::<f64>()
        .ok()
        .and_then(StateOfCharge::from_fraction);
    fraction.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

fn wind(text: &str) -> Result<Wind, String> {
    let parts = text.split_once(',').and_then(|(speed, from)| {
        Some(Wind {
            speed_m_s: speed.trim().parse().ok()?,
            from_deg: from.trim().parse().ok()?,
        })
    });
    parts.ok_or_else(|| "expected SPEED,FROM, such as 8,315 for 8 m/s from north-west".to_owned())
}
