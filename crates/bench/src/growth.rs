//! How the cost of a plan grows.

use anyhow::Result;

use crate::measure::measure;
use crate::world::World;
use crate::{Arguments, table};

/// Nodes and stations.
const SIZES: [(usize, usize); 9] = [
    (10_000, 100),
    (30_000, 300),
    (100_000, 10),
    (100_000, 100),
    (100_000, 1000),
    (100_000, 10_000),
    (300_000, 3000),
    (1_000_000, 1000),
    (1_000_000, 10_000),
];

/// Prints a row for each size.
pub(crate) fn print(arguments: &Arguments) -> Result<()> {
    println!(
        "    nodes stations | prepared  memory | Dijkstra | plan p50     p95     p99 | labels p50     p95"
    );
    for (nodes, stations) in SIZES {
        let arguments = Arguments {
            nodes,
            stations,
            trips: arguments.trips.min(200),
            ..arguments.clone()
        };
        let figures = measure(&World::new(&arguments)?, &arguments)?;
        let plan = |share| table::quantile(&figures.plan, share);
        let labels = |share| table::quantile(&figures.labels, share);
        println!(
            "{nodes:>9} {stations:>8} | {:>5.0} ms {:>4.0} MB | {:>5.1} ms | {:>8.2} {:>7.2} {:>7.2} | {:>10.0} {:>7.0}",
            figures.prepared,
            figures.memory,
            table::quantile(&figures.dijkstra, 0.5),
            plan(0.5),
            plan(0.95),
            plan(0.99),
            labels(0.5),
            labels(0.95),
        );
    }
    Ok(())
}
