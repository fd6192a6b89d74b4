//! What is measured on: roads, stations, and places to drive between.

use anyhow::{Context, Result};
use container::{About, Text};
use planner::TripRequest;
use roads::RoadGraph;
use stations::{Content, Station};
use units::{Seconds, StateOfCharge};

use crate::province::Province;
use crate::{Arguments, stations as invented};

/// The same for everybody.
const SEED: u64 = 20_261_124;

/// The junctions where a trip starts and ends.
pub(crate) type Ends = (u32, u32);

/// Roads, stations and trips.
pub(crate) struct World {
    pub(crate) title: String,
    pub(crate) roads: RoadGraph,
    pub(crate) stations: Vec<Station>,
    pub(crate) trips: Vec<TripRequest>,
    /// For each trip where it starts and ends.
    pub(crate) ends: Vec<Ends>,
    pub(crate) files: Files,
}

/// Roads and stations as the page gets them.
pub(crate) struct Files {
    pub(crate) roads: Vec<u8>,
    pub(crate) stations: Vec<u8>,
}

impl World {
    pub(crate) fn new(arguments: &Arguments) -> Result<Self> {
        let mut random = fastrand::Rng::with_seed(SEED);
        let (title, roads, places) = if let Some(file) = &arguments.roads {
            let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
            let roads = roads::read_roads(&bytes)?.roads;
            let nodes = roads.nodes();
            let places = (0..arguments.stations).map(|_| random.usize(..nodes.len()));
            let places = places.map(|node| nodes.at(node).position).collect();
            (file.display().to_string(), roads, places)
        } else {
            let province = Province::new(arguments.nodes, &mut random);
            let places = invented::places(&province, arguments.stations, &mut random)?;
            ("an invented province".to_owned(), province.roads()?, places)
        };
        let stations = invented::at(&places, &mut random);
        let title = format!(
            "{title}: {} nodes, {} edges, {} invented stations, battery {} kWh",
            roads.nodes().len(),
            roads.edge_count(),
            stations.len(),
            arguments.battery,
        );
        let files = Files::new(&roads, stations)?;
        // Measured is what a file says, so that a browser that reads it measures the same.
        let roads = roads::read_roads(&files.roads)?.roads;
        let (trips, ends) = trips(&roads, arguments, &mut random)?;
        Ok(Self {
            title,
            roads,
            stations: stations::read_snapshot(&files.stations)?.value.stations,
            trips,
            ends,
            files,
        })
    }
}

impl Files {
    fn new(roads: &RoadGraph, stations: Vec<Station>) -> Result<Self> {
        let about = About {
            id: "bench".to_owned(),
            title: Text::new("测量用", "For measurements"),
            edition: "2026-11-24".to_owned(),
            demo: true,
            schematic: true,
            licence: "CC0-1.0".to_owned(),
            attribution: "invented".to_owned(),
            sources: Vec::new(),
            bounds: None,
        };
        let content = Content {
            stations,
            ..Content::default()
        };
        Ok(Self {
            roads: roads::write_roads(&about, roads)?,
            stations: stations::write_snapshot(&about, &content)?,
        })
    }
}

fn trips(
    roads: &RoadGraph,
    arguments: &Arguments,
    random: &mut fastrand::Rng,
) -> Result<(Vec<TripRequest>, Vec<Ends>)> {
    let share = |share| StateOfCharge::from_fraction(share).context("a charge from 0 to 1");
    let (mut trips, mut ends) = (Vec::new(), Vec::new());
    while trips.len() < arguments.trips {
        let node = |random: &mut fastrand::Rng| {
            let node = random.usize(..roads.nodes().len());
            let id = u32::try_from(node).unwrap_or(u32::MAX);
            (roads.nodes().at(node).position, id)
        };
        let ((from, start), (to, end)) = (node(random), node(random));
        let far = from.distance_to(to).0 / 1000.0;
        if far >= arguments.from_km && far <= arguments.to_km {
            ends.push((start, end));
            trips.push(TripRequest {
                charge: share(arguments.charge)?,
                reserve: share(0.08)?,
                arrival: share(0.15)?,
                breaks: arguments.breaks,
                meal: arguments.meal.map(Seconds),
                ..TripRequest::between(from, to)
            });
        }
    }
    Ok((trips, ends))
}
