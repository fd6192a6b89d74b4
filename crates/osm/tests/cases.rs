//! Small maps drawn in an empty sea, and what a car does on them.
//!
//! Each file of `cases/roads` says in its comment what must hold: the nodes that a drive from node
//! to node passes, how many roads and islands there are, and what is told.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
#![allow(clippy::disallowed_methods, reason = "tests read their cases")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use osm::{Import, ImportReport, OsmError, Source, import};
use roads::{RoadGraph, fastest_route, snap};
use units::{BoundingBox, LatLon};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("cases")
        .join(name)
}

fn read(path: &Path) -> (RoadGraph, ImportReport) {
    let imported = read_within(path, None);
    imported.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read_within(
    path: &Path,
    within: Option<BoundingBox>,
) -> Result<(RoadGraph, ImportReport), OsmError> {
    let bytes = fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let open = || Ok(Box::new(Cursor::new(&bytes)) as Box<dyn Read>);
    let sources = vec![Source {
        name: name.clone(),
        open: Box::new(open),
    }];
    let imported = import(Import {
        sources,
        within,
        places: Vec::new(),
        heights: None,
        today: "2026-01-01",
        progress: &mut |_| {},
    });
    imported.map(|(_, roads, report)| (roads, report))
}

/// Where the nodes are, by id.
fn nodes(text: &str) -> BTreeMap<String, LatLon> {
    let lines = text.lines().filter(|line| line.trim().starts_with("<node"));
    lines
        .map(|line| {
            let value = |key: &str| {
                let start = line.find(&format!(" {key}=\"")).unwrap() + key.len() + 3;
                line[start..].split('"').next().unwrap().to_owned()
            };
            let degrees = |key| value(key).parse().unwrap();
            (
                value("id"),
                LatLon::new(degrees("lat"), degrees("lon")).unwrap(),
            )
        })
        .collect()
}

/// Ids of the nodes that a drive passes, in order.
fn drive(roads: &RoadGraph, nodes: &BTreeMap<String, LatLon>, from: &str, to: &str) -> String {
    let [from, to] = [from, to].map(|id| snap(roads, nodes[id]).unwrap());
    let Some(route) = fastest_route(roads, &from, &to) else {
        return "no way".to_owned();
    };
    let mut passed: Vec<&str> = Vec::new();
    for pair in route.line.windows(2) {
        let steps = 2000;
        for step in 0..=steps {
            let at = pair[0].toward(pair[1], f64::from(step) / f64::from(steps));
            let here = nodes.iter().find(|(_, node)| node.distance_to(at).0 < 2.0);
            if let Some((id, _)) = here
                && passed.last() != Some(&id.as_str())
            {
                passed.push(id);
            }
        }
    }
    passed.join(" ")
}

#[test]
fn every_map_is_driven_as_its_comment_says() {
    let mut files: Vec<PathBuf> = fs::read_dir(folder("roads"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut wrong = Vec::new();
    for path in &files {
        let text = fs::read_to_string(path).unwrap();
        let comment = text
            .split("<!--")
            .nth(1)
            .unwrap()
            .split("-->")
            .next()
            .unwrap();
        let (roads, report) = read(path);
        let nodes = nodes(&text);
        for line in comment
            .lines()
            .skip(1)
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            let (what, expected) = line.split_once(": ").unwrap();
            let found = match what {
                "roads" => roads.roads().len().to_string(),
                "islands" => report.islands.to_string(),
                "finding" => {
                    let all: Vec<String> =
                        report.findings.iter().map(ToString::to_string).collect();
                    all.join("\n")
                }
                drive_of => {
                    let (from, to) = drive_of.split_once(" to ").unwrap();
                    drive(&roads, &nodes, from, to)
                }
            };
            if found != expected {
                let name = path.file_name().unwrap().to_string_lossy();
                wrong.push(format!(
                    "{name}: {what}: expected {expected}, found {found}"
                ));
            }
        }
    }
    assert!(files.len() >= 20, "{} cases", files.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_box_beside_all_roads_is_refused_in_these_words() {
    let elsewhere = BoundingBox {
        south: 38.0,
        west: 112.0,
        north: 39.0,
        east: 113.0,
    };
    let path = folder("roads").join("plain.osm");
    let error = read_within(&path, Some(elsewhere)).unwrap_err().to_string();
    assert!(error.ends_with("no road for cars in the box"), "{error}");
}
