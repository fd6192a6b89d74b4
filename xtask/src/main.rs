//! Chores of the repository: `cargo xtask serve`, `demo`, `test`, `ci`, `data`, `bench`, `fuzz`,
//! `bless`.
//!
//! Where to start: `setup` brings the tools, `site` builds the app, the others use both.
#![allow(
    clippy::print_stdout,
    reason = "chores talk to the person who runs them"
)]

mod bench;
mod data;
mod demo;
mod fuzz;
mod gateway;
mod grid;
mod peers;
mod run;
mod serve;
mod setup;
mod side;
mod site;
mod smoke;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Sets up, builds, serves, tests and measures Yilu.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Installs what is missing, builds the app and serves it
    Serve(serve::Arguments),
    /// Builds and serves the app with an invented operator and the gateway: numbers change
    Demo(demo::Arguments),
    /// Runs every check
    Test {
        /// Leaves out everything that needs a browser
        #[arg(long)]
        fast: bool,
    },
    /// Runs every check and asks for a clean working tree
    Ci,
    /// Builds the embedded data set from its readable sources
    Data {
        /// Only compares with what is committed
        #[arg(long)]
        check: bool,
    },
    /// Measures size, start and planning
    Bench {
        /// What to measure alone; everything else without it
        what: Option<bench::What>,
        /// Shows how the planner's cost grows with nodes and stations; takes some minutes
        #[arg(long, requires = "what")]
        growth: bool,
        /// With `gateway`: kills it, fills its disk and kills its operator instead
        #[arg(long, requires = "what")]
        faults: bool,
        /// Compares with other programs instead, which come from `PyPI` and npm: imports and routes
        /// with Valhalla; with `planner` also drives, plans and simpler planners
        #[arg(long)]
        peers: bool,
        /// Folder with the extracts to compare on
        #[arg(long, default_value = "../shared/data/osm")]
        extracts: std::path::PathBuf,
    },
    /// Feeds hostile input to every reader
    Fuzz(fuzz::Arguments),
    /// Writes the screenshots of the documents anew
    Bless,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().chore {
        Chore::Serve(arguments) => serve::run(&arguments),
        Chore::Demo(arguments) => demo::run(&arguments),
        Chore::Test { fast } => test::run(fast),
        Chore::Ci => test::ci(),
        Chore::Data { check: false } => data::build(),
        Chore::Data { check: true } => data::check(),
        Chore::Bench {
            what: Some(bench::What::Planner),
            peers: true,
            extracts,
            ..
        } => side::run(&extracts),
        Chore::Bench {
            what: Some(bench::What::Planner),
            growth,
            extracts,
            ..
        } => bench::planner(&extracts, growth),
        Chore::Bench {
            what: Some(bench::What::App),
            ..
        } => bench::app(),
        Chore::Bench {
            what: Some(bench::What::Offline),
            ..
        } => bench::offline(),
        Chore::Bench {
            what: Some(bench::What::Exact),
            ..
        } => peers::exact(),
        Chore::Bench {
            what: Some(bench::What::Gateway),
            faults,
            ..
        } => gateway::bench(faults),
        Chore::Bench { peers: false, .. } => bench::run(),
        Chore::Bench { extracts, .. } => peers::run(&extracts),
        Chore::Fuzz(arguments) => fuzz::run(&arguments),
        Chore::Bless => test::bless(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
