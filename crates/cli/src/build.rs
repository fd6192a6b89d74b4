//! `yilu build` and `yilu demo`: readable sources into the files that the app loads.

use std::path::{Path, PathBuf};

use container::{About, Source, Text};

use crate::failure::Failure;
use crate::files;
use crate::packs;
use crate::region;
use crate::widget;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder with dataset.toml, nodes.csv, roads.csv, rivers.csv, counties.csv, stations.csv and,
    /// where there are any, `tariffs.csv`, `corridors.toml`, `service_areas.csv`, `price_rules.toml`
    directory: PathBuf,
    /// The vehicle catalogue, a TOML file
    #[arg(long)]
    vehicles: PathBuf,
    /// Folder for roads.yilu, stations.yilu, vehicles.yilu, guide.yilu, packs.json and widget.json
    #[arg(long)]
    out: PathBuf,
    /// Fails when anything is left out
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let directory = &arguments.directory;
    let (region, mut findings) = region::read(directory)?;
    let region::Region {
        dataset,
        stations,
        tariffs,
        guide,
    } = region;
    let text = files::read_text(&arguments.vehicles)?;
    let name = arguments.vehicles.display().to_string();
    let vehicles = feeds::read_vehicle_list(&name, &text)
        .map_err(|error| Failure::Input(error.to_string()))?;
    findings.extend(vehicles.findings);
    files::report(&findings);
    if arguments.strict && !findings.is_empty() {
        let problem = format!("{} findings, expected none", findings.len());
        return Err(Failure::input(directory.display(), problem));
    }
    std::fs::create_dir_all(&arguments.out)
        .map_err(|error| Failure::other(arguments.out.display(), error))?;
    let put = |name: &str, bytes: Result<Vec<u8>, String>| {
        let path = arguments.out.join(name);
        let bytes = bytes.map_err(|error| Failure::other(path.display(), error))?;
        files::write(&path, &bytes)?;
        eprintln!("{}: {} bytes", path.display(), bytes.len());
        Ok::<Vec<u8>, Failure>(bytes)
    };
    let about = &dataset.about;
    let of_stations = about_stations(about, &stations);
    let of_vehicles = about_vehicles(about, &vehicles.value);
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let roads = put(
        "roads.yilu",
        roads::write_roads(about, &dataset.roads).map_err(|e| text(&e)),
    )?;
    let content = stations::Content {
        stations,
        tariffs,
        ..stations::Content::default()
    };
    let bytes = stations::write_snapshot(&of_stations, &content);
    let snapshot = put("stations.yilu", bytes.map_err(|e| text(&e)))?;
    let bytes = planner::write_vehicles(&of_vehicles, &vehicles.value);
    put("vehicles.yilu", bytes.map_err(|e| text(&e)))?;
    let bytes = guide::write_guide(&about_guide(about, &guide), &guide);
    let of_guide = put("guide.yilu", bytes.map_err(|e| text(&e)))?;
    let made_of = widget::Files {
        roads: &roads,
        stations: &snapshot,
        guide: &of_guide,
    };
    widget::write(&arguments.out, &made_of)?;
    let folder = arguments.out.clone();
    packs::write(&[folder], &[], &arguments.out.join(packs::LIST))?;
    eprintln!(
        "{} nodes, {} roads, {} stations, {} vehicles, {} corridors, {} findings",
        dataset.roads.nodes().len(),
        dataset.roads.roads().len(),
        content.stations.len(),
        vehicles.value.len(),
        guide.corridors.len(),
        findings.len()
    );
    Ok(())
}

/// Writes invented stations for the region in `directory`, and beside them `tariffs.csv` with their
/// invented prices.
pub(crate) fn demo(directory: &Path, out: &Path) -> Result<(), Failure> {
    let (dataset, findings) = region::dataset(directory)?;
    files::report(&findings);
    let stations = feeds::demo_stations(&dataset);
    let table = feeds::write_station_table(&stations)
        .map_err(|error| Failure::other(out.display(), error))?;
    files::report(&table.findings);
    files::write(out, table.value.as_bytes())?;
    let beside = out.with_file_name("tariffs.csv");
    let prices = feeds::write_tariff_table(&feeds::demo_tariffs())
        .map_err(|error| Failure::other(beside.display(), error))?;
    files::write(&beside, prices.as_bytes())?;
    eprintln!("{}: {} demo stations", out.display(), stations.len());
    Ok(())
}

fn about_stations(about: &About, stations: &[stations::Station]) -> About {
    let demo = stations.iter().any(|station| station.demo);
    let source = Source {
        id: "stations".into(),
        name: if demo {
            "Invented demo stations, as many in each county as counted in 2024".into()
        } else {
            "stations.csv of this data set".into()
        },
        licence: about.licence.clone(),
    };
    About {
        id: format!("{}-stations", about.id),
        title: if demo {
            Text::new("演示充电站（虚构）", "Demo charging stations (invented)")
        } else {
            Text::new("充电站", "Charging stations")
        },
        demo,
        schematic: false,
        attribution: String::new(),
        sources: vec![source],
        ..about.clone()
    }
}

fn about_guide(about: &About, guide: &guide::Guide) -> About {
    let corridors = guide.corridors.iter().map(|corridor| &corridor.source);
    let areas = guide.service_areas.iter().map(|area| &area.source);
    let rules = guide.price_rules.iter().map(|rule| &rule.source);
    let mut names: Vec<&String> = corridors.chain(areas).chain(rules).collect();
    names.sort();
    names.dedup();
    let source = |name: &String| Source {
        id: "guide".into(),
        name: name.clone(),
        licence: "facts".into(),
    };
    About {
        id: format!("{}-guide", about.id),
        title: Text::new(
            "沿线地点与电价规则",
            "Corridors, service areas and price rules",
        ),
        demo: false,
        sources: names.into_iter().map(source).collect(),
        ..about.clone()
    }
}

fn about_vehicles(about: &About, vehicles: &[planner::Vehicle]) -> About {
    let mut names: Vec<String> = vehicles
        .iter()
        .flat_map(|car| car.sources.clone())
        .collect();
    names.sort();
    names.dedup();
    let source = |name: String| Source {
        id: "vehicles".into(),
        licence: "CDLA-Permissive-2.0 for open-ev-data; single figures otherwise".into(),
        name,
    };
    About {
        id: "vehicles".into(),
        title: Text::new("车型目录", "Vehicle catalogue"),
        demo: false,
        schematic: false,
        licence: "CDLA-Permissive-2.0".into(),
        attribution: "open-ev-data".into(),
        sources: names.into_iter().map(source).collect(),
        bounds: None,
        ..about.clone()
    }
}
