//! A made-up extract of a stated size, for figures that need one: winding two-way roads in a grid.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::{command, done, output};

/// Junctions on each side: some 100 000 directed edges.
const SIDE: usize = 160;
/// Points inside each road.
const BENDS: usize = 4;
/// Degrees between junctions, about 440 m.
const STEP: f64 = 0.004;

/// Writes the extract and imports it. Returns the road file.
pub(crate) fn build(folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder).context("make the folder")?;
    let (extract, roads) = (folder.join("grid.osm"), folder.join("grid.yilu"));
    fs::write(&extract, osm()).with_context(|| format!("write {}", extract.display()))?;
    let [extract, out] = [&extract, &roads].map(|path| path.to_string_lossy().into_owned());
    let mut import = command("cargo", &["run", "--release", "--quiet", "--locked"]);
    import.args([
        "--package",
        "yilu",
        "--",
        "import",
        "osm",
        &extract,
        "--out",
        &out,
    ]);
    done(import)?;
    Ok(roads)
}

/// Directed edges of a road file, as the command line counts them.
pub(crate) fn edges(roads: &Path) -> Result<String> {
    let path = roads.to_string_lossy();
    let mut inspect = command("cargo", &["run", "--release", "--quiet", "--locked"]);
    inspect.args(["--package", "yilu", "--", "inspect", "--json", &path]);
    let about: Value = serde_json::from_str(&output(inspect)?).context("output of inspect")?;
    Ok(about["counts"]["edges"].to_string())
}

fn osm() -> String {
    let mut text = String::from("<osm version=\"0.6\">\n");
    let mut ways = String::new();
    // A small generator of its own, so that every run has the same roads.
    let mut state = 1_u64;
    let mut jitter = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        #[allow(clippy::cast_precision_loss, reason = "made-up numbers")]
        let unit = (state >> 40) as f64 / (1_u64 << 24) as f64;
        (unit - 0.5) * STEP / 3.0
    };
    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    let at = |row: usize, column: usize| (38.0 + row as f64 * STEP, 112.0 + column as f64 * STEP);
    let id = |row: usize, column: usize| row * SIDE + column + 1;
    let mut next = SIDE * SIDE + 1;
    for row in 0..SIDE {
        for column in 0..SIDE {
            let (lat, lon) = at(row, column);
            let _ = writeln!(
                text,
                "<node id=\"{}\" lat=\"{lat:.6}\" lon=\"{lon:.6}\"/>",
                id(row, column)
            );
            for (down, right) in [(1, 0), (0, 1)] {
                let (to_row, to_column) = (row + down, column + right);
                if to_row == SIDE || to_column == SIDE {
                    continue;
                }
                let (to_lat, to_lon) = at(to_row, to_column);
                let _ = write!(ways, "<way id=\"{next}\"><nd ref=\"{}\"/>", id(row, column));
                for bend in 1..=BENDS {
                    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
                    let share = bend as f64 / (BENDS + 1) as f64;
                    let lat = lat + (to_lat - lat) * share + jitter();
                    let lon = lon + (to_lon - lon) * share + jitter();
                    let _ = writeln!(
                        text,
                        "<node id=\"{next}\" lat=\"{lat:.6}\" lon=\"{lon:.6}\"/>"
                    );
                    let _ = write!(ways, "<nd ref=\"{next}\"/>");
                    next += 1;
                }
                let _ = writeln!(
                    ways,
                    "<nd ref=\"{}\"/><tag k=\"highway\" v=\"secondary\"/></way>",
                    id(to_row, to_column)
                );
            }
        }
    }
    text + &ways + "</osm>\n"
}
