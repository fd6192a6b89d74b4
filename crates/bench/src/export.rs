//! What was measured, for the same measurement in a browser.

use std::path::Path;

use anyhow::{Context, Result};
use planner::Vehicle;
use serde_json::json;

use crate::measure::Figures;
use crate::table::quantile;
use crate::world::World;

/// Writes `roads.yilu`, `stations.yilu` and `trips.json` to `folder`.
pub(crate) fn write(
    folder: &Path,
    world: &World,
    vehicle: &Vehicle,
    figures: &Figures,
) -> Result<()> {
    let answers = world.trips.iter().zip(&figures.answers);
    let trips = answers.map(|(request, (total, said))| {
        let crc = crc32fast::hash(said.as_bytes());
        json!({ "request": request, "total_s": total, "answer_crc32": crc })
    });
    let trips: Vec<_> = trips.collect();
    let plan = [0.5, 0.95, 0.99].map(|share| quantile(&figures.told, share));
    let about = json!({
        "title": world.title,
        "vehicle": vehicle,
        "plan_ms": plan,
        "prepared_ms": figures.prepared,
        "total_s": figures.checksum,
        "trips": trips,
    });
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let files: [(&str, &[u8]); 3] = [
        ("roads.yilu", &world.files.roads),
        ("stations.yilu", &world.files.stations),
        ("trips.json", &serde_json::to_vec(&about)?),
    ];
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
