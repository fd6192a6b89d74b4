//! Measures the planner. Run by `cargo xtask bench planner`.
#![expect(clippy::print_stdout, reason = "prints its tables")]

mod desk;
mod export;
mod growth;
mod measure;
mod plain;
mod province;
mod quality;
mod stations;
mod table;
mod world;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use measure::{measure, vehicle};
use planner::Breaks;
use world::World;

/// Measures the planner on an invented province, or on a road file.
#[derive(Debug, Clone, Parser)]
struct Arguments {
    /// A road file to measure on instead of an invented province
    #[arg(long)]
    roads: Option<PathBuf>,
    /// Nodes of the invented province
    #[arg(long, default_value_t = 100_000)]
    nodes: usize,
    /// Invented stations
    #[arg(long, default_value_t = 1000)]
    stations: usize,
    /// Trips between random places
    #[arg(long, default_value_t = 600)]
    trips: usize,
    /// Usable energy of the battery in kWh
    #[arg(long, default_value_t = 60.0)]
    battery: f64,
    /// Charge at the start, 0 to 1
    #[arg(long, default_value_t = 0.6)]
    charge: f64,
    /// Least straight-line distance of a trip in km
    #[arg(long, default_value_t = 0.0)]
    from_km: f64,
    /// Greatest straight-line distance of a trip in km
    #[arg(long, default_value_t = 1e9)]
    to_km: f64,
    /// Breaks of the driver, `after=SECONDS;for=SECONDS`
    #[arg(long)]
    breaks: Option<Breaks>,
    /// A meal at one stop, of so many seconds
    #[arg(long)]
    meal: Option<f64>,
    /// Compares this many plans with a search without hierarchy, core and bounds
    #[arg(long, default_value_t = 0)]
    thorough: usize,
    /// Prints how the cost grows with nodes and stations instead
    #[arg(long)]
    growth: bool,
    /// Writes roads, stations, trips and figures to this folder, for a browser to compare
    #[arg(long)]
    out: Option<PathBuf>,
    /// Answers what is asked on the standard input, of the roads and stations in this folder
    #[arg(long)]
    desk: Option<PathBuf>,
    /// Measures plain drives beside other programs instead, and writes what is measured and the
    /// graph into this folder
    #[arg(long)]
    plain: Option<PathBuf>,
    /// Compares plans with those of simpler planners instead
    #[arg(long)]
    quality: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if arguments.growth {
        return growth::print(&arguments);
    }
    if let Some(folder) = &arguments.desk {
        return desk::serve(folder);
    }
    let world = World::new(&arguments)?;
    if let Some(folder) = &arguments.plain {
        return plain::compare(&world, &arguments, folder);
    }
    println!("{}", world.title);
    if arguments.quality {
        return quality::print(world, &arguments);
    }
    let figures = measure(&world, &arguments)?;
    figures.print();
    if let Some(folder) = &arguments.out {
        export::write(folder, &world, &vehicle(&arguments)?, &figures)?;
    }
    Ok(())
}
