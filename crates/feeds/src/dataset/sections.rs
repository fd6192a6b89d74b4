//! `roads.csv`: road sections.

use std::collections::BTreeSet;

use container::{Finding, Text};
use roads::{Grade, NodeId, Road, RoadClass, RoadLabel};
use units::{KilometersPerHour, LatLon, Meters};

use super::nodes::Nodes;
use super::read_line;
use crate::table::{Row, TableError, read_rows};

const FILE: &str = "roads.csv";
const COLUMNS: [&str; 16] = [
    "from",
    "to",
    "ref",
    "zh",
    "en",
    "class",
    "length_km",
    "speed_kmh",
    "dual",
    "oneway",
    "toll",
    "climb_m",
    "drop_m",
    "via",
    "grade",
    "source",
];
/// A road may be this part of the straight line: positions are rounded to about 100 m.
const SHORTEST: f64 = 0.97;
/// Rounding of positions in metres, for short roads.
const ROUNDING: f64 = 200.0;

/// A row of the table.
pub(super) struct Section {
    pub(super) road: Road,
    pub(super) label: RoadLabel,
    /// Points of its line between its nodes.
    pub(super) via: Vec<LatLon>,
}

pub(super) fn read(
    text: &str,
    nodes: &Nodes,
    sources: &BTreeSet<&str>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Section>, TableError> {
    read_rows(FILE, text, &COLUMNS, findings, |row| {
        read_road(row, nodes, sources)
    })
}

fn read_road(row: &Row<'_>, nodes: &Nodes, sources: &BTreeSet<&str>) -> Result<Section, Finding> {
    let end = |column: &str| {
        let id = nodes.id(row.text(column));
        id.ok_or_else(|| row.finding(column, "expected an id of nodes.csv"))
    };
    let (tail, head) = (end("from")?, end("to")?);
    if tail == head {
        return Err(row.finding("to", "expected another node than in `from`"));
    }
    if !sources.contains(row.text("source")) {
        return Err(row.finding("source", "expected a source of dataset.toml"));
    }
    let (start, finish) = (nodes.road_node(tail), nodes.road_node(head));
    let length = Meters::from_kilometers(row.number("length_km", 0.01, 2000.0)?);
    let straight = start.position.distance_to(finish.position);
    if length.0 < straight.0 * SHORTEST - ROUNDING {
        let expected = format!(
            "expected at least the straight line, {:.1}",
            straight.0 / 1000.0
        );
        return Err(row.finding("length_km", &expected));
    }
    let (climb, drop) = climb_and_drop(row, finish.elevation - start.elevation)?;
    let via = read_line(row.text("via"))
        .ok_or_else(|| row.finding("via", "expected points `lat lon;lat lon`"))?;
    let speed = KilometersPerHour(row.number("speed_kmh", 1.0, 200.0)?);
    let road = Road {
        class: row.word::<RoadClass>("class")?,
        is_dual: row.flag("dual")?,
        is_oneway: row.flag("oneway")?,
        is_toll: row.flag("toll")?,
        climb,
        drop,
        grade: row.word::<Grade>("grade")?,
        ..Road::between(tail, head, length, speed)
    };
    let label = RoadLabel {
        reference: row.text("ref").to_owned(),
        name: Text::new(row.text("zh"), row.text("en")),
    };
    Ok(Section { road, label, via })
}

/// The given figures, or a steady rise or fall between the ends.
fn climb_and_drop(row: &Row<'_>, rise: Meters) -> Result<(Meters, Meters), Finding> {
    if row.text("climb_m").is_empty() && row.text("drop_m").is_empty() {
        return Ok((Meters(rise.0.max(0.0)), Meters((-rise.0).max(0.0))));
    }
    let climb = row.number("climb_m", 0.0, 10_000.0)?;
    let drop = row.number("drop_m", 0.0, 10_000.0)?;
    if (climb - drop - rise.0).abs() > 1.0 {
        let expected = format!(
            "expected climb minus drop to be the rise of {:.0} m",
            rise.0
        );
        return Err(row.finding("climb_m", &expected));
    }
    Ok((Meters(climb), Meters(drop)))
}

/// A finding for each node that the first one does not lead to.
pub(super) fn check_connected(nodes: &Nodes, sections: &[Section], findings: &mut Vec<Finding>) {
    let index = |id: NodeId| id.0 as usize;
    let mut sets = petgraph::unionfind::UnionFind::<usize>::new(nodes.len());
    for section in sections {
        sets.union(index(section.road.tail), index(section.road.head));
    }
    for node in 1..nodes.len() {
        if !sets.equiv(0, node) {
            let problem = "expected roads that connect it with the rest";
            let subject = format!("nodes.csv {}", nodes.key(node));
            findings.push(Finding::new(subject, "id", problem, nodes.key(node)));
        }
    }
}
