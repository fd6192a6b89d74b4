//! `cargo xtask bench --peers`: imports and routes beside Valhalla's, on the same extracts.
//!
//! `pyvalhalla` 3.2.0 routes but cannot build tiles; the builder is taken from the package of
//! 3.9.1, whose tiles 3.2.0 reads. Both are put into an environment of their own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::run::{command, done, output, root, target};

const ROUTER: &str = "pyvalhalla==3.2.0";
const SOLVER: &str = "frvcpy==0.1.1";
/// Instances on which the solvers are compared.
const INSTANCES: &str = "300";
const BUILDER: &str = "pyvalhalla==3.9.1";
/// Ratios of distances: the median and how many pairs must be how near to 1.
const MEDIAN_OFF: f64 = 0.02;
const PAIR_OFF: f64 = 0.10;

pub(crate) fn run(extracts: &Path) -> Result<()> {
    let folder = root().join(extracts);
    let entries = fs::read_dir(&folder);
    let entries = entries.with_context(|| format!("list {}", folder.display()))?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.to_string_lossy().ends_with(".osm.pbf"))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("{}: no .osm.pbf file", folder.display());
    }
    let peers = root().join("target/peers");
    fs::create_dir_all(&peers).context("make target/peers")?;
    let (python, builder) = set_up(&peers)?;
    let yilu = yilu()?;
    println!();
    for file in files {
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let place = peers.join(&name);
        let script = root().join("xtask/peers/compare_routes.py");
        let all = [script.as_path(), &builder, &yilu, &file, &place];
        let arguments: Vec<_> = all.iter().map(|path| path.to_string_lossy()).collect();
        let arguments: Vec<&str> = arguments.iter().map(|text| &text[..]).collect();
        let figures = output(command(&python.to_string_lossy(), &arguments))?;
        let figures: Value = serde_json::from_str(&figures).context("figures of the peers")?;
        print(&name, &figures);
    }
    Ok(())
}

/// `yilu solve` beside frvcpy, a published exact solver, on random instances.
pub(crate) fn exact() -> Result<()> {
    let peers = root().join("target/peers");
    fs::create_dir_all(&peers).context("make target/peers")?;
    let python = environment(&peers)?;
    pip(&python, &["install", SOLVER])?;
    let yilu = yilu()?;
    let script = root().join("xtask/peers/compare_exact.py");
    let all = [script.as_path(), &yilu, Path::new(INSTANCES)].map(Path::to_string_lossy);
    let arguments: Vec<&str> = all.iter().map(|text| &text[..]).collect();
    let figures = output(command(&python.to_string_lossy(), &arguments))?;
    let figures: Value = serde_json::from_str(&figures).context("figures of the solver")?;
    println!("{INSTANCES} random instances, yilu solve and {SOLVER}: {figures}");
    if figures["different"] != 0 {
        bail!("{} answers differ", figures["different"]);
    }
    Ok(())
}

/// The Python of the environment, and Valhalla's builder of tiles.
fn set_up(peers: &Path) -> Result<(PathBuf, PathBuf)> {
    let python = environment(peers)?;
    let builder = peers.join("builder/valhalla/bin/valhalla_build_tiles");
    pip(&python, &["install", ROUTER])?;
    if !builder.is_file() {
        let wheels = text(&peers.join("wheels"));
        // Only its programs are used, so it need not fit the Python at hand.
        let download = ["download", BUILDER, "--no-deps", "--only-binary=:all:"];
        let place = ["--python-version", "3.12", "--dest", &wheels];
        pip(&python, &[download, place].concat())?;
        let wheel = fs::read_dir(&wheels).context("list wheels")?.next();
        let wheel = wheel
            .context("a downloaded wheel")?
            .context("list wheels")?
            .path();
        let into = text(&peers.join("builder"));
        done(command(
            &text(&python),
            &["-m", "zipfile", "-e", &text(&wheel), &into],
        ))?;
        done(command("chmod", &["+x", &text(&builder)]))?;
    }
    Ok((python, builder))
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The Python of an environment of the peers' own.
pub(crate) fn environment(peers: &Path) -> Result<PathBuf> {
    let python = peers.join("venv/bin/python");
    if !python.is_file() {
        done(command(
            "python3",
            &["-m", "venv", &text(&peers.join("venv"))],
        ))?;
    }
    Ok(python)
}

pub(crate) fn pip(python: &Path, arguments: &[&str]) -> Result<()> {
    let quiet = ["-m", "pip", "--quiet", "--disable-pip-version-check"];
    done(command(&text(python), &[&quiet[..], arguments].concat()))
}

/// Builds `yilu`, optimised, and returns where it is.
fn yilu() -> Result<PathBuf> {
    let build = [
        "build",
        "--release",
        "--quiet",
        "--locked",
        "--package",
        "yilu",
    ];
    done(command("cargo", &build))?;
    let target = target();
    Ok(target.join("release/yilu"))
}

fn print(name: &str, figures: &Value) {
    let number = |path: &str| {
        figures
            .pointer(path)
            .and_then(Value::as_f64)
            .unwrap_or(f64::NAN)
    };
    println!("{name}");
    println!(
        "  import: {:.2} s and {:.0} MB; valhalla_build_tiles: {:.2} s and {:.0} MB; \
         ratios {:.3} and {:.2}",
        number("/ours/seconds"),
        number("/ours/megabytes"),
        number("/peer/seconds"),
        number("/peer/megabytes"),
        number("/ours/seconds") / number("/peer/seconds"),
        number("/ours/megabytes") / number("/peer/megabytes"),
    );
    print_routes(figures);
}

fn print_routes(figures: &Value) {
    let none = Vec::new();
    let pairs = figures["pairs"].as_array().unwrap_or(&none);
    let mut ratios: Vec<f64> = Vec::new();
    let mut times: Vec<f64> = Vec::new();
    for pair in pairs {
        let [ours, peer] = ["distance_m", "peer_distance_m"].map(|key| pair[key].as_f64());
        match (ours, peer) {
            (Some(ours), Some(peer)) => {
                // Valhalla rounds to metres.
                ratios.push((ours + 1.0) / (peer + 1.0));
                let [ours, peer] = ["duration_s", "peer_duration_s"].map(|key| pair[key].as_f64());
                times.extend(
                    ours.zip(peer)
                        .map(|(ours, peer)| (ours + 1.0) / (peer + 1.0)),
                );
            }
            (Some(_), None) => {
                println!(
                    "  only we: {} to {}: {}",
                    pair["from"], pair["to"], pair["peer_reason"]
                );
            }
            (None, Some(_)) => {
                println!(
                    "  only Valhalla: {} to {}: no way by the rules",
                    pair["from"], pair["to"]
                );
            }
            (None, None) => println!("  neither: {} to {}", pair["from"], pair["to"]),
        }
    }
    ratios.sort_by(f64::total_cmp);
    times.sort_by(f64::total_cmp);
    let median = |sorted: &[f64]| sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
    let near = ratios
        .iter()
        .filter(|ratio| (**ratio - 1.0).abs() <= PAIR_OFF)
        .count();
    #[expect(clippy::cast_precision_loss, reason = "some hundred pairs")]
    let share = near as f64 / ratios.len().max(1) as f64;
    println!(
        "  {} pairs, {} routed by both; distance: median ratio {:.4} (goal 1 ± {MEDIAN_OFF}), \
         {:.1} % within 1 ± {PAIR_OFF} (goal 95 %); time: median ratio {:.3}",
        pairs.len(),
        ratios.len(),
        median(&ratios),
        share * 100.0,
        median(&times),
    );
    print_differing(pairs);
    let milliseconds = |key: &str| {
        let mut all: Vec<f64> = pairs.iter().filter_map(|pair| pair[key].as_f64()).collect();
        all.sort_by(f64::total_cmp);
        median(&all)
    };
    println!(
        "  a route: median {:.2} ms; Valhalla, through Python: {:.2} ms; loading our file: {:.1} ms",
        milliseconds("milliseconds"),
        milliseconds("peer_milliseconds"),
        figures["load_ms"].as_f64().unwrap_or(f64::NAN),
    );
}

/// Of the ways that differ: which is faster by Valhalla's own clock. It weighs more than time.
fn print_differing(pairs: &[Value]) {
    let mut shares: Vec<f64> = Vec::new();
    let mut unmatched = 0;
    for pair in pairs
        .iter()
        .filter(|pair| pair.get("ours_by_peer_s").is_some())
    {
        match ["ours_by_peer_s", "peer_duration_s"].map(|key| pair[key].as_f64()) {
            [Some(ours), Some(theirs)] if theirs > 0.0 => shares.push(ours / theirs),
            _ => unmatched += 1,
        }
    }
    shares.sort_by(f64::total_cmp);
    let faster = shares.iter().filter(|share| **share <= 1.0).count();
    let slow = shares
        .iter()
        .filter(|share| **share > 1.0 + PAIR_OFF)
        .count();
    let median = shares.get(shares.len() / 2).copied().unwrap_or(f64::NAN);
    println!(
        "  {} pairs differ more; by Valhalla's own clock our way is as fast or faster in {faster}, \
         slower in {}, by more than a tenth in {slow}, median ratio {median:.3}; {unmatched} could not be laid on its roads",
        shares.len() + unmatched,
        shares.len() - faster,
    );
}
