//! The `yilu` command line: data in, plans out. The contract is in its `--help`.
//!
//! Exit status: 0 an answer, also when it is "not possible"; 2 bad usage or bad input; 1 anything
//! else.
#![allow(clippy::print_stdout, reason = "this is where answers go")]

mod bases;
mod bench;
mod build;
mod check;
mod embedded;
mod failure;
mod files;
mod import;
mod inspect;
mod likes;
mod nearby;
mod output;
mod packs;
mod plan;
mod plan_extras;
mod reach;
mod region;
mod route;
mod solve;
mod split;
mod template;
mod trip_flags;
mod vehicles;
mod widget;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Plans trips for electric cars and prepares the data for the Yilu web app.
#[derive(Parser)]
#[command(name = "yilu", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Shows what any file of ours is: kind, version, counts, extent, sources, age, demo or not
    Inspect {
        /// A `.yilu` file
        file: PathBuf,
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Turns other people's data into the files that the app loads
    #[command(subcommand)]
    Import(import::Command),
    /// Finds the plain fastest car route
    Route(route::Arguments),
    /// Plans a charge-aware trip
    Plan(plan::Arguments),
    /// Lists stations by road with the charge on arrival, near a place or along a trip
    Nearby(nearby::Arguments),
    /// Shows how far the charge lasts
    Reach(reach::Arguments),
    /// Solves a bare charge-aware problem, see docs/formats/solve
    Solve {
        /// The instance as JSON; `-` reads standard input
        instance: PathBuf,
    },
    /// Lists the vehicle catalogue
    Vehicles {
        /// Prints whole records as JSON
        #[arg(long)]
        json: bool,
    },
    /// Checks files that people write for us: what they are, what is wrong in them
    Check(check::Arguments),
    /// Undoes what an import of several sources merged
    Split(split::Arguments),
    /// Prints a file to begin with
    Template {
        /// Which
        name: template::Template,
    },
    /// Turns the readable sources of a region into the files that the app loads
    Build(build::Arguments),
    /// Lists the data that a site offers, as packs of files told by their content
    Packs(packs::Arguments),
    /// Writes the list of stations that embedded pages show before there is a map
    Widget(widget::Arguments),
    /// Writes invented demo stations for a region
    Demo {
        /// Folder with dataset.toml, nodes.csv, roads.csv, rivers.csv, counties.csv
        directory: PathBuf,
        /// The station table to write
        #[arg(long)]
        out: PathBuf,
    },
    /// Times plans between random pairs of places
    BenchPairs(bench::pairs::Arguments),
    /// Times plain routes between random points on roads
    BenchRoutes(bench::routes::Arguments),
    /// Prints shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Inspect { file, json } => inspect::run(&file, json),
        Command::Import(command) => import::run(&command),
        Command::Route(arguments) => route::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Nearby(arguments) => nearby::run(&arguments),
        Command::Reach(arguments) => reach::run(&arguments),
        Command::Solve { instance } => solve::run(&instance),
        Command::Vehicles { json } => vehicles::run(json),
        Command::Check(arguments) => check::run(&arguments),
        Command::Split(arguments) => split::run(&arguments),
        Command::Template { name } => {
            print!("{}", name.text());
            Ok(())
        }
        Command::Build(arguments) => build::run(&arguments),
        Command::Packs(arguments) => packs::run(&arguments),
        Command::Widget(arguments) => widget::run(&arguments),
        Command::Demo { directory, out } => build::demo(&directory, &out),
        Command::BenchPairs(arguments) => bench::pairs::run(&arguments),
        Command::BenchRoutes(arguments) => bench::routes::run(&arguments),
        Command::Completions { shell } => {
            let name = "yilu";
            clap_complete::generate(
                shell,
                &mut Arguments::command(),
                name,
                &mut std::io::stdout(),
            );
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            failure.exit_code()
        }
    }
}
