//! `cargo xtask data`: the embedded data set from its readable sources.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::run::{command, done, root};

const REGION: &str = "data/xinzhou";
const WRITTEN: [&str; 8] = [
    "stations.csv",
    "tariffs.csv",
    "built/roads.yilu",
    "built/stations.yilu",
    "built/vehicles.yilu",
    "built/guide.yilu",
    "built/packs.json",
    "built/widget.json",
];

/// Writes the demo stations and the built files.
pub(crate) fn build() -> Result<()> {
    build_in(&root().join(REGION))
}

/// Builds beside and compares with what is committed.
pub(crate) fn check() -> Result<()> {
    let committed = root().join(REGION);
    let beside = root().join("target/xtask-data");
    fs::create_dir_all(&beside)?;
    for entry in fs::read_dir(&committed)? {
        let path = entry?.path();
        if let (true, Some(name)) = (path.is_file(), path.file_name()) {
            fs::copy(&path, beside.join(name))?;
        }
    }
    build_in(&beside)?;
    for name in WRITTEN {
        let read = |folder: &Path| {
            let path = folder.join(name);
            fs::read(&path).with_context(|| format!("read {}", path.display()))
        };
        if read(&committed)? != read(&beside)? {
            bail!("{REGION}/{name} is not what its sources give: run `cargo xtask data`");
        }
    }
    Ok(())
}

fn build_in(region: &Path) -> Result<()> {
    fs::create_dir_all(region.join("built"))?;
    let (region, vehicles) = (region.to_string_lossy(), root().join("data/vehicles.toml"));
    let (stations, built) = (format!("{region}/stations.csv"), format!("{region}/built"));
    yilu(&["demo", &region, "--out", &stations])?;
    let vehicles = vehicles.to_string_lossy();
    yilu(&[
        "build",
        &region,
        "--vehicles",
        &vehicles,
        "--out",
        &built,
        "--strict",
    ])
}

/// Runs the command line of this working tree.
fn yilu(arguments: &[&str]) -> Result<()> {
    let mut all = vec!["run", "--quiet", "--locked", "--package", "yilu", "--"];
    all.extend(arguments);
    done(command("cargo", &all))
}
