//! Plain drives beside other programs', on the same graph between the same nodes.
//!
//! What runs in this process is measured here. The graph, the pairs and the rows go into files:
//! `xtask` gives the graph to the programs that come as packages, and prints all rows together.

mod export;
mod stops;

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use petgraph::algo::{astar, dijkstra};
use petgraph::visit::EdgeRef;
use planner::{Planner, TripRequest};
use roads::{Network, RoadGraph};
use serde_json::{Value, json};

use crate::Arguments;
use crate::measure::{megabytes_now, millis};
use crate::table;
use crate::world::World;

/// Nothing is driven faster, in m/s: what the straight line takes at least.
const FASTEST: f64 = 150.0 / 3.6;

/// A graph, and between which of its nodes is driven.
struct Drives {
    roads: RoadGraph,
    network: Network,
    /// For each arc the time to drive it, in milliseconds.
    times: Vec<u32>,
    pairs: Vec<(u32, u32)>,
    /// For each pair the least time, by a search of the textbook.
    expected: Vec<u32>,
}

/// What one program needs; times in ms.
struct Row {
    name: &'static str,
    /// True when the way is asked for as well, not its time only.
    draws: bool,
    prepared: f64,
    megabytes: f64,
    times: Vec<f64>,
    equal: usize,
}

/// Measures, and writes `graph.json` and `plain.json` into `folder`.
pub(crate) fn compare(world: &World, arguments: &Arguments, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let drives = Drives::new(world)?;
    let powers = world.stations.iter().map(|station| {
        let powers = station.connectors().map(|(_, power)| power.0);
        (station.position, powers.fold(0.0, f64::max))
    });
    // The smallest first: what is given back would hide what the next one takes.
    let rows = [
        drives.petgraph()?,
        ours(world, &drives)?,
        drives.fast_paths()?,
    ];
    let trips = stops::trips(world, arguments)?;
    let graph = export::graph(&drives, powers, &trips);
    std::fs::write(folder.join("graph.json"), graph.to_string())?;
    let rows: Vec<Value> = rows.iter().flatten().map(Row::to_json).collect();
    std::fs::write(folder.join("plain.json"), json!(rows).to_string())?;
    Ok(())
}

impl Drives {
    fn new(world: &World) -> Result<Self> {
        let network = Network::new(&world.roads, &[]);
        let nodes = world.roads.nodes().len();
        ensure!(
            network.nodes() as usize == nodes,
            "roads with bans on turning: their junctions are no single nodes"
        );
        let arcs = network.arcs().iter();
        let times: Vec<u32> = arcs
            .map(|arc| whole(network.way(arc).time(&world.roads).0 * 1000.0))
            .collect();
        let mut drives = Self {
            roads: world.roads.clone(),
            pairs: world.ends.clone(),
            expected: Vec::new(),
            network,
            times,
        };
        drives.expected = drives
            .pairs
            .iter()
            .map(|(from, to)| drives.dijkstra(*from, *to).unwrap_or(u32::MAX))
            .collect();
        Ok(drives)
    }

    fn dijkstra(&self, from: u32, to: u32) -> Option<u32> {
        let times = dijkstra(&self.network, from, Some(to), |arc| self.times[arc.id()]);
        times.get(&to).copied()
    }

    /// Asks for each pair, in this order.
    fn asked(
        &self,
        (name, draws): (&'static str, bool),
        (prepared, megabytes): (f64, f64),
        mut ask: impl FnMut(usize, u32, u32) -> Result<Option<u32>>,
    ) -> Result<Row> {
        let (mut times, mut equal) = (Vec::new(), 0);
        for (index, (from, to)) in self.pairs.iter().enumerate() {
            let begin = Instant::now();
            let found = std::hint::black_box(ask(index, *from, *to)?);
            times.push(millis(begin));
            equal += usize::from(found == Some(self.expected[index]));
        }
        Ok(Row {
            name,
            draws,
            prepared,
            megabytes,
            times,
            equal,
        })
    }

    /// petgraph's searches on our network, as it is.
    fn petgraph(&self) -> Result<Vec<Row>> {
        let by_dijkstra = self.asked(("petgraph dijkstra", false), (0.0, 0.0), |_, from, to| {
            Ok(self.dijkstra(from, to))
        })?;
        let by_astar = self.asked(
            ("petgraph astar, straight line", true),
            (0.0, 0.0),
            |_, from, to| {
                let end = self.network.position(&self.roads, to);
                let found = astar(
                    &self.network,
                    from,
                    |node| node == to,
                    |arc| self.times[arc.id()],
                    |node| {
                        let far = self.network.position(&self.roads, node).distance_to(end);
                        // Less than the truth: the line itself is an approximation.
                        whole(far.0 / FASTEST * 0.99 * 1000.0)
                    },
                );
                Ok(found.map(|found| found.0))
            },
        )?;
        Ok(vec![by_dijkstra, by_astar])
    }

    fn fast_paths(&self) -> Result<Vec<Row>> {
        let (begin, before) = (Instant::now(), megabytes_now());
        let mut input = fast_paths::InputGraph::new();
        let arcs = self.network.tails().zip(self.network.arcs());
        for ((tail, arc), time) in arcs.zip(&self.times) {
            input.add_edge(tail as usize, arc.head as usize, *time as usize);
        }
        input.freeze();
        let graph = fast_paths::prepare(&input);
        let mut calculator = fast_paths::create_calculator(&graph);
        let prepared = (millis(begin), megabytes_now() - before);
        let row = self.asked(("fast_paths", true), prepared, |_, from, to| {
            let path = calculator.calc_path(&graph, from as usize, to as usize);
            Ok(path.and_then(|path| u32::try_from(path.get_weight()).ok()))
        })?;
        Ok(vec![row])
    }
}

/// Our planner. It is asked for positions on the globe and finds the roads itself.
fn ours(world: &World, drives: &Drives) -> Result<Vec<Row>> {
    let Some(first) = world.trips.first() else {
        return Ok(Vec::new());
    };
    let (begin, before) = (Instant::now(), megabytes_now());
    let positions: Vec<(f64, f64)> = {
        let nodes = world.roads.nodes().iter();
        nodes
            .map(|node| (node.position.lon(), node.position.lat()))
            .collect()
    };
    let mut edges = world
        .roads
        .roads()
        .iter()
        .map(|road| (road.tail.0, road.head.0));
    std::hint::black_box(hierarchy::order(&positions, &mut edges));
    let ordered = millis(begin);
    let begin = Instant::now();
    let planner = Planner::new(world.roads.clone(), Vec::new());
    planner.route(first)?;
    let prepared = (ordered + millis(begin), megabytes_now() - before);
    let trip = |index: usize| -> &TripRequest { &world.trips[index] };
    let time = drives.asked(("ours, time", false), prepared, |index, _, _| {
        let time = planner.drive_time(trip(index))?;
        Ok(time.map(|time| whole(time.0 * 1000.0)))
    })?;
    let ways = drives.asked(("ours, list of roads", true), prepared, |index, _, _| {
        // As others give a list of nodes. Its time is what the row above says.
        let ways = planner.drive_ways(trip(index))?;
        let time: f64 = ways
            .iter()
            .flatten()
            .map(|way| way.time(&world.roads).0)
            .sum();
        let expected = drives.expected[index];
        let off = (time * 1000.0 - f64::from(expected)).abs();
        #[expect(clippy::cast_precision_loss, reason = "roads of a drive")]
        let is_equal = off <= 0.5 * (1 + ways.map_or(0, |ways| ways.len())) as f64;
        Ok(Some(if is_equal { expected } else { u32::MAX }))
    })?;
    let route = drives.asked(("ours, route drawn", true), prepared, |index, _, _| {
        let route = planner.route(trip(index))?;
        // Its time is a sum of seconds, not of whole milliseconds.
        Ok(route.map(|route| {
            let expected = drives.expected[index];
            let off = (route.duration.0 * 1000.0 - f64::from(expected)).abs();
            #[expect(clippy::cast_precision_loss, reason = "points of a line")]
            let is_equal = off <= 0.5 * route.line.len() as f64;
            if is_equal { expected } else { u32::MAX }
        }))
    })?;
    Ok(vec![time, ways, route])
}

impl Row {
    fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "draws": self.draws,
            "prepared_ms": self.prepared,
            "megabytes": self.megabytes,
            "p50_ms": table::quantile(&self.times, 0.5),
            "p95_ms": table::quantile(&self.times, 0.95),
            "equal": self.equal,
            "pairs": self.times.len(),
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds on a road"
)]
fn whole(milliseconds: f64) -> u32 {
    milliseconds.round() as u32
}
