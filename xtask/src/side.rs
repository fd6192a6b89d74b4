//! `cargo xtask bench planner --peers`: plain drives, plans with stops and simpler planners beside
//! ours.
//!
//! The bench measures what runs in its process and writes the graph; scripts give it to the
//! programs that come from `PyPI` and npm, each into an environment of the benchmark's own.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::peers::{environment, pip};
use crate::run::{command, done, output, root};
use crate::{bench, peers};

const HIERARCHY: &str = "routingkit-cch==0.1.4";
/// It imports requests without asking for it.
const PLANNER: [&str; 2] = ["nrel.routee.compass==0.17.0", "requests==2.34.2"];
const SEARCH: [&str; 2] = ["ngraph.path@1.6.1", "ngraph.graph@20.1.2"];
/// Drives and trips between the same places.
const TRIPS: &str = "200";

pub(crate) fn run(extracts: &Path) -> Result<()> {
    let folder = root().join("target/bench/peers");
    let packages = root().join("target/peers");
    let node = packages.join("node");
    fs::create_dir_all(&node).context("make target/peers/node")?;
    let python = environment(&packages)?;
    pip(&python, &["install", HIERARCHY, PLANNER[0], PLANNER[1]])?;
    let install = ["install", "--silent", "--no-fund", "--no-audit", "--prefix"];
    let place = node.to_string_lossy();
    done(command("npm", &[&install[..], &[&place], &SEARCH].concat()))?;

    let place = folder.to_string_lossy();
    let measured = ["--trips", TRIPS, "--plain", &place];
    done(bench::program("bench", &measured))?;
    let own = fs::read_to_string(folder.join("plain.json")).context("read plain.json")?;
    let graph = folder.join("graph.json");
    let hierarchy = script(&python, "drive_routingkit.py", &[&graph])?;
    let search = script(Path::new("node"), "drive_ngraph.mjs", &[&graph, &node])?;
    print_drives(&[own, hierarchy, search])?;
    let plans = script(&python, "plan_routee.py", &[&graph, &folder.join("routee")])?;
    print_plans(&plans)?;
    println!("simpler planners on our roads and stations, beside the best plan:");
    done(bench::program("bench", &["--trips", TRIPS, "--quality"]))?;
    println!();
    println!("plain routes beside Valhalla's, on the extracts:");
    peers::run(extracts)
}

/// What a script prints.
fn script(program: &Path, name: &str, arguments: &[&Path]) -> Result<String> {
    let script = root().join("xtask/peers").join(name);
    let all = [&[script.as_path()], arguments].concat();
    let all: Vec<_> = all.iter().map(|path| path.to_string_lossy()).collect();
    let all: Vec<&str> = all.iter().map(|text| &text[..]).collect();
    output(command(&program.to_string_lossy(), &all))
}

/// The rows of all programs, beside ours of the same kind.
fn print_drives(rows: &[String]) -> Result<()> {
    let rows: Vec<Vec<Value>> = rows
        .iter()
        .map(|rows| serde_json::from_str(rows).context("rows of plain drives"))
        .collect::<Result<_>>()?;
    let rows: Vec<Value> = rows.into_iter().flatten().collect();
    let number = |row: &Value, key: &str| row[key].as_f64().unwrap_or(f64::NAN);
    let is_ours = |row: &&Value| {
        row["name"]
            .as_str()
            .is_some_and(|name| name.starts_with("ours"))
    };
    println!(
        "plain drives, the same pairs on the same graph; ratio: p50 over ours of the same kind"
    );
    println!(
        "                                   prepared   memory      p50      p95    ratio    equal"
    );
    for draws in [false, true] {
        let of_kind = || rows.iter().filter(|row| row["draws"] == draws);
        let ours = of_kind()
            .find(is_ours)
            .map_or(f64::NAN, |row| number(row, "p50_ms"));
        println!(
            "{}",
            if draws {
                "with the way"
            } else {
                "its time alone"
            }
        );
        for row in of_kind() {
            println!(
                "  {:<30} {:>8.1} s {:>5.0} MB {:>8.3} {:>8.3} {:>8.2} {:>4} of {}",
                row["name"].as_str().unwrap_or_default(),
                number(row, "prepared_ms") / 1000.0,
                number(row, "megabytes"),
                number(row, "p50_ms"),
                number(row, "p95_ms"),
                number(row, "p50_ms") / ours,
                row["equal"],
                row["pairs"],
            );
        }
    }
    println!();
    Ok(())
}

fn print_plans(figures: &str) -> Result<()> {
    let figures: Value = serde_json::from_str(figures).context("figures of RouteE Compass")?;
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    println!(
        "plans with stops: RouteE Compass 0.17.0, made in {:.0} s; a research engine whose trained \
         models consume otherwise, so its times of computing and whether its answers hold are \
         compared, not its totals",
        number(&figures["prepared_s"])
    );
    for trip in figures["trips"].as_array().into_iter().flatten() {
        let (seconds, ours) = (number(&trip["seconds"]), number(&trip["ours_ms"]));
        println!(
            "  {:.0} km from {:.0} %: {seconds:.1} s, ours {ours:.1} ms, ratio {:.0}; {}",
            number(&trip["km"]),
            number(&trip["charge"]) * 100.0,
            seconds * 1000.0 / ours,
            trip["says"].as_str().unwrap_or_default(),
        );
    }
    println!();
    Ok(())
}
