//! `cargo xtask bench`: prints the figures; the browser's part is in `tests/e2e/bench.mjs`.

use std::path::Path;
use std::process::Command;
use std::thread;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::{command, done, output, root, target};
use crate::test::{Browser, playwright};
use crate::{grid, setup, site};

/// Pairs of places that are planned, native and in the browser.
const PAIRS: &str = "200";

/// Random orders that the installed app must outlive.
const ORDERS: &str = "200";

/// What scores the page; of the benchmark's own, as it is larger than all that the project needs.
const LIGHTHOUSE: &str = "lighthouse@13.5.0";

/// What to measure alone.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum What {
    /// The planner's speed.
    Planner,
    /// Its answers beside those of another exact solver, which comes from `PyPI`.
    Exact,
    /// The live gateway under load, on loopback.
    Gateway,
    /// The page with a large region, and what Lighthouse says of it.
    App,
    /// Random orders of networks, releases and accidents, and the first load on a slow network.
    Offline,
}

/// A program of the workspace, optimised.
pub(crate) fn program(package: &str, arguments: &[&str]) -> Command {
    let run = ["run", "--release", "--quiet", "--locked", "--package"];
    command("cargo", &[&run, &[package, "--"][..], arguments].concat())
}

/// The planner on an invented province, native and in the browser, and on the extracts; or how its
/// cost grows.
pub(crate) fn planner(extracts: &Path, growth: bool) -> Result<()> {
    if growth {
        return done(program("bench", &["--growth"]));
    }
    let folder = root().join("target").join("bench");
    std::fs::create_dir_all(&folder).context("make target/bench")?;
    let world = folder.join("province");
    done(program("bench", &["--out", &world.to_string_lossy()]))?;
    in_browser(&world)?;
    let entries = std::fs::read_dir(root().join(extracts));
    let mut files: Vec<_> = entries.into_iter().flatten().flatten().collect();
    files.sort_by_key(std::fs::DirEntry::path);
    for file in files {
        let path = file.path();
        let name = file.file_name().to_string_lossy().into_owned();
        let Some(name) = name.strip_suffix(".osm.pbf") else {
            continue;
        };
        let roads = folder.join(format!("{name}.yilu"));
        let (path, roads) = (path.to_string_lossy(), roads.to_string_lossy());
        // What the import says is not what is measured here.
        output(program("yilu", &["import", "osm", &path, "--out", &roads]))?;
        // A small region asks for a small battery, or there would be no stops.
        let small = "--battery 6 --charge 0.3 --stations 30 --trips 300 --thorough 300";
        let small: Vec<&str> = small.split(' ').collect();
        done(program(
            "bench",
            &[&["--roads", &roads][..], &small].concat(),
        ))?;
    }
    Ok(())
}

/// The page with 10 000 stations on a graph of some 100 000 edges; then Lighthouse on the page as it is.
pub(crate) fn app() -> Result<()> {
    let world = root().join("target").join("bench").join("large");
    let out = world.to_string_lossy();
    // A node of the invented province has some three edges.
    let large = "--nodes 35000 --stations 10000 --trips 60 --from-km 60 --to-km 250";
    let large: Vec<&str> = large.split(' ').collect();
    done(program("bench", &[&large[..], &["--out", &out]].concat()))?;
    measured_by("tests/e2e/bench-app.mjs", ("YILU_WORLD", &world))?;
    let lighthouse = root().join("target").join("bench").join("lighthouse");
    let place = lighthouse.to_string_lossy();
    let install = ["install", "--silent", "--no-fund", "--no-audit", "--prefix"];
    done(command(
        "npm",
        &[&install[..], &[&place, LIGHTHOUSE]].concat(),
    ))?;
    measured_by(
        "tests/e2e/bench-lighthouse.mjs",
        ("YILU_LIGHTHOUSE", &lighthouse),
    )
}

/// What an installed app outlives, and how long a first visitor on a slow network waits.
pub(crate) fn offline() -> Result<()> {
    setup::run()?;
    site::build()?;
    let browser = Browser::find_or_install()?;
    let orders = ["orders", "--project", "phone"];
    playwright(&browser, &orders, &[("YILU_ORDERS", ORDERS)])?;
    let bound = site::bind(0)?;
    let mut bench = command("node", &["tests/e2e/bench-slow.mjs"]);
    bench.env("YILU_URL", &bound.address);
    browser.tell(&mut bench);
    thread::spawn(move || site::answer(bound));
    done(bench)
}

/// The trips that were measured in `world`, planned by the app's worker in Chromium.
fn in_browser(world: &Path) -> Result<()> {
    measured_by("tests/e2e/bench-planner.mjs", ("YILU_WORLD", world))
}

/// Runs a script on the built and served app, with a folder of its own.
fn measured_by(script: &str, (name, folder): (&str, &Path)) -> Result<()> {
    setup::run()?;
    site::build()?;
    let bound = site::bind(0)?;
    let mut bench = command("node", &[script]);
    bench.env("YILU_URL", &bound.address);
    bench.env(name, folder);
    bench.env("YILU_DIST", site::dist());
    bench.env("YILU_BENCH", target().join("release").join("bench"));
    Browser::find_or_install()?.tell(&mut bench);
    thread::spawn(move || site::answer(bound));
    done(bench)
}

pub(crate) fn run() -> Result<()> {
    setup::run()?;
    site::build()?;
    let browser = Browser::find_or_install()?;
    let arguments = [
        "run",
        "--release",
        "--quiet",
        "--locked",
        "--package",
        "yilu",
        "--",
    ];
    let pairs = ["bench-pairs", "--pairs", PAIRS, "--seed", "1", "--json"];
    let native = output(command("cargo", &[&arguments[..], &pairs[..]].concat()))?;
    let figures: Value = serde_json::from_str(&native).context("output of bench-pairs")?;
    let cores = thread::available_parallelism().map_or(0, usize::from);
    println!();
    println!(
        "machine: {cores} cores, {}; data: embedded Xinzhou",
        std::env::consts::ARCH
    );
    println!(
        "native: {PAIRS} random pairs, {} feasible with {} stops: median {:.2} ms, p95 {:.2} ms",
        figures["feasible"],
        figures["stops"],
        figures["median_ms"].as_f64().unwrap_or_default(),
        figures["p95_ms"].as_f64().unwrap_or_default(),
    );
    let folder = root().join("target");
    std::fs::create_dir_all(&folder).context("make target")?;
    let file = folder.join("bench-pairs.json");
    std::fs::write(&file, &native).with_context(|| format!("write {}", file.display()))?;
    let grid = grid::build(&folder.join("bench"))?;
    let bound = site::bind(0)?;
    let address = bound.address.clone();
    thread::spawn(move || site::answer(bound));
    let mut bench = command("node", &["tests/e2e/bench.mjs"]);
    bench.env("YILU_URL", &address);
    bench.env("YILU_PAIRS", &file);
    bench.env("YILU_DIST", site::dist());
    bench.env("YILU_GRID", &grid);
    bench.env("YILU_GRID_EDGES", grid::edges(&grid)?);
    browser.tell(&mut bench);
    done(bench)
}
