//! The measurement itself.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Instant;

use anyhow::Result;
use planner::{Answer, OwnCar, Planner, Progress, TripRequest, Vehicle};
use roads::{Network, RoadGraph};
use serde_json::json;

use crate::world::World;
use crate::{Arguments, desk, table};

/// Labels of one step when a first plan is asked for.
const STEP: usize = 1000;

/// Times in ms, one for each trip.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// Roads and stations into a planner.
    pub(crate) made: f64,
    /// A car in a weather into the planner.
    pub(crate) prepared: f64,
    /// Memory in MB at most, as the system counts it.
    pub(crate) memory: f64,
    pub(crate) dijkstra: Vec<f64>,
    pub(crate) drive: Vec<f64>,
    /// A plain route as a list of roads.
    pub(crate) ways: Vec<f64>,
    /// The same drawn.
    pub(crate) route: Vec<f64>,
    pub(crate) first: Vec<f64>,
    pub(crate) plan: Vec<f64>,
    pub(crate) labels: Vec<f64>,
    /// From the request's JSON to the answer's, at the desk of the page's worker.
    pub(crate) told: Vec<f64>,
    /// What was planned, each with the time of the whole plan in s.
    pub(crate) answers: Vec<(Option<f64>, String)>,
    stops: [usize; 12],
    refused: usize,
    /// Plans compared with a thorough search, and how many have the same total.
    compared: usize,
    equal: usize,
    /// All times of all plans in s: the same wherever this runs.
    pub(crate) checksum: f64,
}

pub(crate) fn measure(world: &World, arguments: &Arguments) -> Result<Figures> {
    let mut figures = Figures::default();
    let textbook = Textbook::new(&world.roads);
    let begin = Instant::now();
    let planner = Planner::new(world.roads.clone(), world.stations.clone());
    figures.made = millis(begin);
    let vehicle = vehicle(arguments)?;
    let begin = Instant::now();
    if let Some(trip) = world.trips.first() {
        planner.prepare(&vehicle, trip)?;
    }
    figures.prepared = millis(begin);
    if let Some(trip) = world.trips.first() {
        planner.route(trip)?;
    }
    for trip in &world.trips {
        let begin = Instant::now();
        std::hint::black_box(planner.drive_time(trip)?);
        figures.drive.push(millis(begin));
        let begin = Instant::now();
        std::hint::black_box(planner.drive_ways(trip)?);
        figures.ways.push(millis(begin));
        let begin = Instant::now();
        std::hint::black_box(planner.route(trip)?);
        figures.route.push(millis(begin));
    }
    for trip in &world.trips {
        figures.first.push(first_plan(&planner, &vehicle, trip)?);
    }
    at_a_desk(world, &vehicle, &mut figures)?;
    let each = world.trips.len().div_ceil(ROUNDS).max(1);
    for (index, trip) in world.trips.iter().enumerate() {
        if index % each == 0 {
            figures.dijkstra.push(textbook.round(index / each));
        }
        let begin = Instant::now();
        let (answer, effort) = planner.plan_with_effort(&vehicle, trip)?;
        figures.plan.push(millis(begin));
        #[expect(clippy::cast_precision_loss, reason = "counts of labels")]
        figures.labels.push(effort.labels as f64);
        match answer {
            Answer::Feasible(plan) => {
                figures.checksum += plan.total_time.0;
                figures.stops[plan.stops.len().min(11)] += 1;
            }
            Answer::Infeasible(_) => figures.refused += 1,
        }
    }
    figures.memory = memory();
    for trip in world.trips.iter().take(arguments.thorough) {
        let plan = match planner.plan(&vehicle, trip)? {
            Answer::Feasible(plan) => Some(plan.total_time.0),
            Answer::Infeasible(_) => None,
        };
        let thorough = planner
            .plan_thoroughly(&vehicle, trip)?
            .map(|total| total.0);
        figures.compared += 1;
        let is_equal = match (plan, thorough) {
            (Some(plan), Some(thorough)) => (plan - thorough).abs() < 0.002,
            (plan, thorough) => plan.is_none() && thorough.is_none(),
        };
        figures.equal += usize::from(is_equal);
    }
    Ok(figures)
}

impl Figures {
    pub(crate) fn print(&self) {
        println!(
            "planner made in {:.0} ms, car prepared in {:.0} ms, {:.0} MB at most",
            self.made, self.prepared, self.memory
        );
        table::row("plain Dijkstra, one to all", &self.dijkstra, "ms");
        table::row("plain drive, its time", &self.drive, "ms");
        table::row("plain route, its roads", &self.ways, "ms");
        table::row("plain route, drawn", &self.route, "ms");
        table::row("first plan to show", &self.first, "ms");
        table::row("proven plan", &self.plan, "ms");
        table::row("at the worker's desk", &self.told, "ms");
        table::row("labels of a plan", &self.labels, "");
        println!(
            "ratio of a proven plan to one Dijkstra: p50 {:.2}, p95 {:.2}, p99 {:.2}",
            self.ratio(0.5),
            self.ratio(0.95),
            self.ratio(0.99)
        );
        println!(
            "trips by stops {:?}, refused {}, all plans together {:.3} s",
            self.stops, self.refused, self.checksum
        );
        if self.compared > 0 {
            println!(
                "compared with a search without hierarchy, core and bounds: {} of {} equal",
                self.equal, self.compared
            );
        }
        println!();
    }

    /// A quantile of the plans over the median Dijkstra.
    pub(crate) fn ratio(&self, share: f64) -> f64 {
        table::quantile(&self.plan, share) / table::quantile(&self.dijkstra, 0.5)
    }
}

pub(crate) fn millis(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1000.0
}

/// The same trips at the desk of the page's worker: all that it does but messages.
fn at_a_desk(world: &World, vehicle: &Vehicle, figures: &mut Figures) -> Result<()> {
    let mut desk = desk::desk(&world.files.roads, &world.files.stations)?;
    // The first one prepares the planner and the car.
    let trips = world.trips.first().into_iter().chain(&world.trips);
    for (id, trip) in (0..).zip(trips) {
        let json = json!({ "vehicle": vehicle, "request": trip }).to_string();
        let (told, said) = desk::answer(&mut desk, id, json);
        if id > 0 {
            figures.told.push(told);
            let total = match Answer::from_json(&said)? {
                Answer::Feasible(plan) => Some(plan.total_time.0),
                Answer::Infeasible(_) => None,
            };
            figures.answers.push((total, said));
        }
    }
    Ok(())
}

/// Until there is a plan to show, asked for in small steps.
fn first_plan(planner: &Planner, vehicle: &Vehicle, trip: &TripRequest) -> Result<f64> {
    let begin = Instant::now();
    let mut planning = planner.begin(vehicle, trip)?;
    while planner.advance(&mut planning, STEP) == Progress::Open
        && planner.best(&planning).is_none()
    {}
    Ok(millis(begin))
}

pub(crate) fn vehicle(arguments: &Arguments) -> Result<Vehicle> {
    let car = OwnCar {
        usable_kwh: arguments.battery,
        reference_kwh_per_100km: 16.0,
        dc_kw_max: 120.0,
        mass_kg: 1900.0,
    };
    Ok(car.into_vehicle()?)
}

/// Dijkstra's search one to all over the same graph, as textbooks have it.
struct Textbook {
    network: Network,
    /// For each arc its time in ms.
    times: Vec<u32>,
}

/// So many rounds of it, in turns with the plans: both meet the same other work on the machine.
const ROUNDS: usize = 20;

impl Textbook {
    fn new(roads: &RoadGraph) -> Self {
        let network = Network::new(roads, &[]);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "milliseconds on a road"
        )]
        let time = |arc| (network.way(arc).time(roads).0 * 1000.0) as u32;
        let times = network.arcs().iter().map(time).collect();
        Self { network, times }
    }

    /// How long the search takes in ms, each round from another node.
    fn round(&self, round: usize) -> f64 {
        let (network, times) = (&self.network, &self.times);
        let arcs = network.arcs();
        let nodes = network.nodes() as usize;
        let start = (round * 7919) % nodes.max(1);
        let start = u32::try_from(start).unwrap_or_default();
        let begin = Instant::now();
        let mut least = vec![u32::MAX; nodes];
        let mut open = BinaryHeap::from([Reverse((0, start))]);
        least[start as usize] = 0;
        while let Some(Reverse((time, node))) = open.pop() {
            if time > least[node as usize] {
                continue;
            }
            for arc in network.arcs_of(node) {
                let (head, through) = (arcs[arc].head, time + times[arc]);
                if through < least[head as usize] {
                    least[head as usize] = through;
                    open.push(Reverse((through, head)));
                }
            }
        }
        std::hint::black_box(&least);
        millis(begin)
    }
}

/// The most memory that this process had, in MB; 0 where the system does not say.
fn memory() -> f64 {
    megabytes("VmHWM:")
}

/// The memory that this process has, in MB; 0 where the system does not say.
pub(crate) fn megabytes_now() -> f64 {
    megabytes("VmRSS:")
}

fn megabytes(what: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
