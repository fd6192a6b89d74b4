//! `yilu import osm`: OpenStreetMap extracts and heights into a road graph.

use std::path::{Path, PathBuf};

use container::Finding;
use osm::{GivenPlace, HeightTile, Import, ImportReport, OsmError, Stage, TileName, import};
use units::BoundingBox;

use super::elevation::Elevation;
use super::{reading, today};
use crate::failure::Failure;
use crate::files;

/// So large a share of what is kept, left out, is worth a loud word.
const LEFT_OUT_SHARE: f64 = 0.25;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Extracts: .osm.pbf, .osm, .osm.gz, .osm.bz2
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Folder with SRTM tiles, .hgt or .hgt.zip; without it roads are flat
    #[arg(long, value_name = "DIR")]
    elevation: Option<PathBuf>,
    /// Takes only nodes in this box, in degrees
    #[arg(long, value_name = "W,S,E,N", value_parser = parse_box, allow_hyphen_values = true)]
    bbox: Option<BoundingBox>,
    /// Places to search for beside those of the extracts: a table, see `yilu template places`
    #[arg(long, value_name = "CSV")]
    places: Option<PathBuf>,
    /// The road file to write
    #[arg(long, value_name = "ROADS")]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let elevation = arguments
        .elevation
        .as_deref()
        .map(Elevation::list)
        .transpose()?;
    let (places, mut findings) = places(arguments.places.as_deref())?;
    let mut bytes = 0;
    for path in &arguments.files {
        let about = std::fs::metadata(path);
        bytes += about
            .map_err(|error| Failure::input(path.display(), error))?
            .len();
    }
    // Extracts are read twice.
    let bar = reading::bar(bytes * 2);
    let mut load = |name: TileName| -> Result<Option<HeightTile>, OsmError> {
        elevation
            .as_ref()
            .map_or(Ok(None), |tiles| tiles.load(name))
    };
    let mut progress = |stage| bar.set_message(title(stage));
    let sources = arguments.files.iter();
    let sources = sources.map(|path| reading::source(path.clone(), &bar));
    let result = import(Import {
        sources: sources.collect(),
        within: arguments.bbox,
        places,
        heights: elevation.is_some().then_some(&mut load),
        today: &today(),
        progress: &mut progress,
    });
    let (about, roads, report) = result.map_err(|error| Failure::Input(error.to_string()))?;
    let written = roads::write_roads(&about, &roads)
        .map_err(|error| Failure::other(arguments.out.display(), error))?;
    files::write(&arguments.out, &written)?;
    bar.finish_and_clear();
    findings.extend_from_slice(&report.findings);
    files::report(&findings);
    print(&report, &roads);
    eprintln!("findings: {}", findings.len());
    eprintln!("{}: {} bytes", arguments.out.display(), written.len());
    Ok(())
}

fn title(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "reading",
        Stage::Connecting => "connecting",
        Stage::Heights => "heights",
        Stage::Building => "building",
    }
}

fn print(report: &ImportReport, roads: &roads::RoadGraph) {
    let ImportReport {
        ways,
        nodes,
        islands,
        island_kilometers,
        ..
    } = report;
    eprintln!("{ways} ways for cars with {nodes} nodes");
    eprintln!(
        "{} junctions, {} roads, {} edges, {} bans on turning, {} places",
        roads.nodes().len(),
        roads.roads().len(),
        roads.edge_count(),
        roads.bans().len(),
        roads.places().len()
    );
    eprintln!("left out: {islands} pieces without a way there and back, {island_kilometers:.1} km");
    let kept: f64 = roads.roads().iter().map(|road| road.length.0).sum();
    if *island_kilometers > kept / 1000.0 * LEFT_OUT_SHARE {
        eprintln!(
            "warning: that is much; only the largest network is kept, so extracts that do not \
             touch need a file each"
        );
    }
    match report.crests {
        Some(crests) => eprintln!("heights: from tiles, roads cut at {crests} crests and dips"),
        None => eprintln!("heights: none, roads are flat; --elevation DIR gives them"),
    }
}

/// The places of a table, and what is wrong in it.
fn places(path: Option<&Path>) -> Result<(Vec<GivenPlace>, Vec<Finding>), Failure> {
    let Some(path) = path else {
        return Ok((Vec::new(), Vec::new()));
    };
    let text = files::read_text(path)?;
    let parsed = feeds::read_place_list(&path.display().to_string(), &text)
        .map_err(|error| Failure::Input(error.to_string()))?;
    let places = parsed.value.into_iter();
    let places = places.map(|(key, place)| GivenPlace {
        key,
        name: place.name,
        kind: place.kind,
        county: place.county,
        position: place.position,
    });
    Ok((places.collect(), parsed.findings))
}

fn parse_box(text: &str) -> Result<BoundingBox, String> {
    let expected = "expected W,S,E,N in degrees, west of east and south of north";
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    let Ok([west, south, east, north]) = numbers.as_deref() else {
        return Err(expected.to_owned());
    };
    let is_possible = (-180.0..*east).contains(west)
        && *east <= 180.0
        && (-90.0..*north).contains(south)
        && *north <= 90.0;
    let bounds = BoundingBox {
        south: *south,
        west: *west,
        north: *north,
        east: *east,
    };
    is_possible
        .then_some(bounds)
        .ok_or_else(|| expected.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_west_south_east_north() {
        let bounds = parse_box("112, 38,113.5,39").unwrap();
        assert_eq!((bounds.west, bounds.north), (112.0, 39.0));
        for text in [
            "113,38,112,39",
            "1,2,3",
            "a,b,c,d",
            "0,0,nan,1",
            "-190,0,1,1",
            "",
        ] {
            assert!(parse_box(text).is_err(), "{text}");
        }
    }
}
