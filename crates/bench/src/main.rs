//! Measures the planner. Run by `cargo xtask bench planner`.
#![expect(clippy::print_stdout, reason = "prints its tables")]

mod province;
mod stations;
mod table;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Parser;
use planner::{Answer, OwnCar, Planner, Progress, TripRequest, Vehicle};
use province::Province;
use roads::Network;
use units::StateOfCharge;

/// Measures the planner on an invented province.
#[derive(Debug, Parser)]
struct Arguments {
    /// Nodes of the road graph.
    #[arg(long, default_value_t = 100_000)]
    nodes: usize,
    /// Stations.
    #[arg(long, default_value_t = 1000)]
    stations: usize,
    /// Trips.
    #[arg(long, default_value_t = 300)]
    trips: usize,
    /// Usable energy of the battery in kWh.
    #[arg(long, default_value_t = 60.0)]
    battery: f64,
    /// Charge at the start, 0 to 1.
    #[arg(long, default_value_t = 0.6)]
    charge: f64,
    /// Least straight-line distance of a trip in km.
    #[arg(long, default_value_t = 0.0)]
    from_km: f64,
    /// Greatest straight-line distance of a trip in km.
    #[arg(long, default_value_t = 1e9)]
    to_km: f64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let mut random = fastrand::Rng::with_seed(20_261_124);
    let province = Province::new(arguments.nodes, &mut random);
    let begin = Instant::now();
    let (roads, spot_of) = province.roads()?;
    println!(
        "province: {} nodes, {} edges, ordered and built in {:.1} s",
        roads.nodes().len(),
        roads.edge_count(),
        begin.elapsed().as_secs_f64()
    );
    let stations = stations::invent(&province, arguments.stations, &mut random)?;
    let trips = trips(&province, &arguments, &mut random)?;
    let begin = Instant::now();
    let planner = Planner::new(roads, stations);
    println!("planner made in {:.0} ms", millis(begin));
    let vehicle = vehicle(&arguments)?;
    let begin = Instant::now();
    if let Some(trip) = trips.first() {
        planner.prepare(&vehicle, trip)?;
    }
    println!("vehicle prepared in {:.0} ms", millis(begin));
    let dijkstra = dijkstra(&planner, &spot_of);
    table::row("plain Dijkstra, one to all", &dijkstra, "ms");
    table::row(
        "first plan",
        &first_plans(&planner, &vehicle, &trips)?,
        "ms",
    );
    let (mut times, mut labels, mut stops) = (Vec::new(), Vec::new(), [0_usize; 12]);
    let (mut checksum, mut refused) = (0.0, 0);
    for trip in &trips {
        let begin = Instant::now();
        let (answer, effort) = planner.plan_with_effort(&vehicle, trip)?;
        times.push(millis(begin));
        #[expect(clippy::cast_precision_loss, reason = "counts of labels")]
        labels.push(effort.labels as f64);
        match answer {
            Answer::Feasible(plan) => {
                checksum += plan.total_time.0;
                stops[plan.stops.len().min(11)] += 1;
            }
            Answer::Infeasible(_) => refused += 1,
        }
    }
    table::row("plan", &times, "ms");
    table::row("labels of a plan", &labels, "");
    let of = |share: f64| table::quantile(&times, share) / table::quantile(&dijkstra, 0.5);
    println!(
        "ratio of a plan to one Dijkstra: p50 {:.2}, p95 {:.2}, p99 {:.2}",
        of(0.5),
        of(0.95),
        of(0.99)
    );
    println!("stops {stops:?}, refused {refused}, sum of times {checksum:.3} s");
    Ok(())
}

/// Until there is a plan to show, asked for in small steps.
fn first_plans(planner: &Planner, vehicle: &Vehicle, trips: &[TripRequest]) -> Result<Vec<f64>> {
    let mut all = Vec::new();
    for trip in trips {
        let begin = Instant::now();
        let mut planning = planner.begin(vehicle, trip)?;
        while planner.advance(&mut planning, 1000) == Progress::Open
            && planner.best(&planning).is_none()
        {}
        all.push(millis(begin));
    }
    Ok(all)
}

fn millis(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1000.0
}

fn vehicle(arguments: &Arguments) -> Result<Vehicle> {
    let car = OwnCar {
        usable_kwh: arguments.battery,
        reference_kwh_per_100km: 16.0,
        dc_kw_max: 120.0,
        mass_kg: 1900.0,
    };
    Ok(car.into_vehicle()?)
}

fn trips(
    province: &Province,
    arguments: &Arguments,
    random: &mut fastrand::Rng,
) -> Result<Vec<TripRequest>> {
    let share = |share| StateOfCharge::from_fraction(share).context("a charge from 0 to 1");
    let mut trips = Vec::new();
    while trips.len() < arguments.trips {
        let ends = [(); 2].map(|()| province.spots[random.usize(..province.spots.len())]);
        let far = ends[0].distance(ends[1]);
        if far < arguments.from_km || far > arguments.to_km {
            continue;
        }
        trips.push(TripRequest {
            charge: share(arguments.charge)?,
            reserve: share(0.08)?,
            arrival: share(0.15)?,
            ..TripRequest::between(ends[0].position()?, ends[1].position()?)
        });
    }
    Ok(trips)
}

/// One to all, twenty times: a textbook search over the same graph.
fn dijkstra(planner: &Planner, spot_of: &[usize]) -> Vec<f64> {
    let network = Network::new(planner.roads(), &[]);
    let arcs = network.arcs();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "milliseconds on a road"
    )]
    let times: Vec<u32> = arcs
        .iter()
        .map(|arc| (network.way(arc).time(planner.roads()).0 * 1000.0) as u32)
        .collect();
    let mut all = Vec::new();
    for round in 0..20_u32 {
        let start = (round * 7919) % u32::try_from(spot_of.len()).unwrap_or(1);
        let begin = Instant::now();
        let mut least = vec![u32::MAX; network.nodes() as usize];
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
        all.push(millis(begin));
    }
    all
}
