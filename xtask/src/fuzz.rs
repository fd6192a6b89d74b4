//! `cargo xtask fuzz`: every reader against hostile input, for so many seconds each.
//!
//! libFuzzer needs the compiler's coverage marks only, which stable Rust has. Inputs that found
//! something new stay in `target/fuzz/corpus` for the next run.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::run::{command, done, output, root, target};

/// What the compiler puts into the programs so that libFuzzer sees which branches an input takes.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1";
/// An input that takes so many seconds hangs.
const HANG_S: u32 = 20;

/// Targets, and the files of the repository that are good inputs: the end of their path.
const TARGETS: [(&str, &[&str]); 20] = [
    ("container", &["data/xinzhou/built"]),
    ("extract", &["crates/osm/cases"]),
    (
        "feed_csv",
        &["crates/feeds/cases/csv", "data/xinzhou/stations.csv"],
    ),
    ("feed_geojson", &["crates/feeds/cases/geojson"]),
    ("feed_ocm", &["crates/feeds/cases/ocm"]),
    (
        "feed_ocpi",
        &[
            "crates/feeds/cases/ocpi-2.2.1",
            "crates/feeds/cases/ocpi-2.3.0",
        ],
    ),
    (
        "feed_osm",
        &["crates/feeds/cases/osm", "crates/osm/cases/forms"],
    ),
    (
        "feed_tcec",
        &[
            "crates/feeds/cases/tcec-2016",
            "crates/feeds/cases/tcec-2021",
        ],
    ),
    (
        "guide",
        &["data/xinzhou/built/guide.yilu", "data/templates"],
    ),
    ("heights", &["fuzz/seeds/heights"]),
    ("keys", &[]),
    ("link", &[]),
    ("live", &["fuzz/seeds/live"]),
    ("ocpi", &["fuzz/seeds/ocpi"]),
    ("packs", &["data/xinzhou/built/packs.json"]),
    ("roads", &["data/xinzhou/built/roads.yilu"]),
    ("stations", &["data/xinzhou/built/stations.yilu"]),
    ("tables", &["data/xinzhou"]),
    ("tiles", &["tests/e2e/archives"]),
    (
        "vehicles",
        &["data/xinzhou/built/vehicles.yilu", "data/vehicles.toml"],
    ),
];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Targets; all of them when none is named
    targets: Vec<String>,
    /// Seconds for each target
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let named = &arguments.targets;
    if let Some(strange) = named
        .iter()
        .find(|name| TARGETS.iter().all(|(known, _)| known != name))
    {
        let known: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
        bail!("no target {strange}, expected one of {}", known.join(", "));
    }
    let host = host()?;
    let place = place();
    let mut build = command(
        "cargo",
        &[
            "build",
            "--release",
            "--locked",
            "--bins",
            "--target",
            &host,
        ],
    );
    build
        .args(["--manifest-path", "fuzz/Cargo.toml"])
        .env("RUSTFLAGS", FLAGS)
        .env("CARGO_TARGET_DIR", &place);
    done(build)?;
    let programs = place.join(&host).join("release");
    let mut failed = Vec::new();
    println!(
        "{:14} {:>12} {:>9} {:>9} {:>8}",
        "target", "inputs", "per s", "slowest", "peak"
    );
    for (name, seeds) in TARGETS {
        if !named.is_empty() && !named.iter().any(|known| known == name) {
            continue;
        }
        let corpus = sow(&place, name, seeds)?;
        if let Err(error) = one(&programs, &place, name, &corpus, arguments.seconds) {
            println!("{name:14} FAILED: {error:#}");
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!(
            "failed: {}; see {}",
            failed.join(", "),
            place.join("artifacts").display()
        );
    }
    Ok(())
}

/// Where its build products and inputs are.
pub(crate) fn place() -> PathBuf {
    target().join("fuzz")
}

fn host() -> Result<String> {
    let about = output(command("rustc", &["-vV"]))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc -vV names no host")
}

/// Copies good inputs into the target's corpus.
fn sow(place: &Path, name: &str, seeds: &[&str]) -> Result<PathBuf> {
    let corpus = place.join("corpus").join(name);
    fs::create_dir_all(&corpus).context("make the corpus")?;
    fs::create_dir_all(place.join("artifacts")).context("make the artifacts")?;
    if name == "tables" {
        let parts = [
            "dataset.toml",
            "nodes.csv",
            "roads.csv",
            "rivers.csv",
            "counties.csv",
        ];
        let folder = root().join(seeds[0]);
        let texts: std::io::Result<Vec<String>> = parts
            .iter()
            .map(|part| fs::read_to_string(folder.join(part)))
            .collect();
        fs::write(corpus.join("seed"), texts?.join("\n---\n")).context("write a seed")?;
        return Ok(corpus);
    }
    for seed in seeds {
        copy(&root().join(seed), &corpus)?;
    }
    Ok(corpus)
}

fn copy(from: &Path, corpus: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from).with_context(|| format!("list {}", from.display()))? {
            copy(&entry?.path(), corpus)?;
        }
    } else if from.file_name() != Some(OsStr::new("expect.json")) {
        let name: String = from.to_string_lossy().replace(['/', '\\'], "_");
        let target = corpus.join(name.trim_start_matches('_'));
        fs::copy(from, target).with_context(|| format!("copy {}", from.display()))?;
    }
    Ok(())
}

/// Runs one target and prints its figures.
fn one(programs: &Path, place: &Path, name: &str, corpus: &Path, seconds: u32) -> Result<()> {
    let mut run = command(&programs.join(name).to_string_lossy(), &[]);
    run.arg(corpus)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-timeout={HANG_S}"))
        .arg(format!(
            "-artifact_prefix={}/{name}-",
            place.join("artifacts").display()
        ))
        .args(["-rss_limit_mb=3000", "-print_final_stats=1"]);
    let ended = run
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .context("start")?;
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    let figure = |name: &str| {
        let name = format!("stat::{name}:");
        let line = said.lines().find_map(|line| line.strip_prefix(&name));
        line.unwrap_or("?").trim().to_owned()
    };
    if !ended.status.success() {
        let last: Vec<&str> = said.lines().rev().take(12).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        bail!("{}\n{}", ended.status, last.join("\n"));
    }
    println!(
        "{name:14} {:>12} {:>9} {:>7} s {:>5} MB",
        figure("number_of_executed_units"),
        figure("average_exec_per_sec"),
        figure("slowest_unit_time_sec"),
        figure("peak_rss_mb"),
    );
    Ok(())
}
