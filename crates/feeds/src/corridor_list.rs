//! `corridors.toml`: roads as lines of places. The keys are explained in `data/README.md`.

use std::collections::BTreeMap;

use container::{Finding, Parsed, Text};
use guide::{Corridor, CorridorKind, CorridorNode, Grade, NodeKind, Side};
use roads::PlaceKind;
use serde::Deserialize;
use units::{LatLon, Meters};

use crate::ListError;
use crate::list::{Listed, read_list, unique};

/// A place that a corridor may name instead of describing it.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownPlace {
    /// Its name.
    pub name: Text,
    /// What it is.
    pub kind: PlaceKind,
    /// County code, empty when unknown.
    pub county: String,
    /// Where it is.
    pub position: LatLon,
    /// Its height above the sea.
    pub elevation: Meters,
}

/// Kilometres, or the word `unknown`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Kilometers {
    Known(f64),
    Word(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CorridorIn {
    #[serde(rename = "id")]
    _id: String,
    zh: String,
    #[serde(default)]
    en: String,
    road: String,
    kind: CorridorKind,
    length_km: Option<Kilometers>,
    grade: Grade,
    source: String,
    #[serde(default)]
    note_zh: String,
    #[serde(default)]
    note_en: String,
    nodes: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NodeIn {
    place: Option<String>,
    zh: Option<String>,
    en: Option<String>,
    kind: Option<NodeKind>,
    lat: Option<f64>,
    lon: Option<f64>,
    elevation_m: Option<f64>,
    km: Option<Kilometers>,
    #[serde(default)]
    side: Side,
    #[serde(default)]
    stations: Vec<String>,
}

/// Reads `[[corridor]]` records. `places` are those that a node may name by their id.
///
/// A bad node costs itself, a bad corridor itself; both are findings.
pub fn read_corridor_list(
    file: &str,
    text: &str,
    places: &BTreeMap<String, KnownPlace>,
) -> Result<Parsed<Vec<Corridor>>, ListError> {
    let mut findings = Vec::new();
    let listed: Vec<Listed<CorridorIn>> = read_list(file, text, "corridor", &mut findings)?;
    let mut value = Vec::new();
    for Listed {
        subject,
        id,
        record,
    } in unique(listed, &mut findings)
    {
        let mut nodes = Vec::new();
        for (index, node) in record.nodes.into_iter().enumerate() {
            let subject = format!("{subject} node {}", index + 1);
            match read_node(node, places) {
                Ok(node) => nodes.push(node),
                Err((field, expected, found)) => {
                    let problem = format!("{expected}; the node is left out");
                    findings.push(Finding::new(subject, field, problem, found));
                }
            }
        }
        let length = match along(record.length_km) {
            Ok(length) => length,
            Err(found) => {
                let problem = "expected kilometres or \"unknown\"; it is unknown";
                findings.push(Finding::new(&subject, "length_km", problem, found));
                None
            }
        };
        let corridor = Corridor {
            id,
            name: Text::new(record.zh, record.en),
            road: record.road,
            kind: record.kind,
            length,
            grade: record.grade,
            source: record.source,
            note: Text::new(record.note_zh, record.note_en),
            nodes,
        };
        match corridor.problem() {
            None => value.push(corridor),
            Some((field, expected, found)) => {
                let problem = format!("{expected}; the corridor is left out");
                findings.push(Finding::new(subject, field, problem, found));
            }
        }
    }
    Ok(Parsed { value, findings })
}

type Bad = (&'static str, String, String);

fn read_node(
    value: toml::Value,
    places: &BTreeMap<String, KnownPlace>,
) -> Result<CorridorNode, Bad> {
    let shown: String = format!("{value:?}").chars().take(80).collect();
    let node: NodeIn = value
        .try_into()
        .map_err(|error: toml::de::Error| ("*", error.message().to_owned(), shown))?;
    let known = match &node.place {
        None => None,
        Some(key) => Some(places.get(key).ok_or_else(|| {
            let expected = "expected the id of a place of nodes.csv".to_owned();
            ("place", expected, key.clone())
        })?),
    };
    let position = match (node.lat, node.lon, known) {
        (Some(lat), Some(lon), _) => LatLon::new(lat, lon)
            .map_err(|error| ("lat", error.to_string(), format!("{lat}, {lon}")))?,
        (None, None, Some(known)) => known.position,
        _ => {
            let expected = "expected lat and lon, or a place".to_owned();
            return Err(("lat", expected, "nothing".to_owned()));
        }
    };
    let zh = node.zh.or_else(|| known.map(|known| known.name.zh.clone()));
    let zh = zh
        .filter(|zh| !zh.is_empty())
        .ok_or_else(|| ("zh", "expected a name".to_owned(), "nothing".to_owned()))?;
    let en = node.en.or_else(|| known.map(|known| known.name.en.clone()));
    let kind = node
        .kind
        .or_else(|| known.map(|known| on_a_corridor(known.kind)));
    let stated = node.elevation_m.map(Meters);
    let elevation = stated.or_else(|| known.map(|known| known.elevation));
    let along = along(node.km)
        .map_err(|found| ("km", "expected kilometres or \"unknown\"".to_owned(), found))?;
    Ok(CorridorNode {
        name: Text::new(zh, en.unwrap_or_default()),
        kind: kind.ok_or_else(|| ("kind", "expected a kind".to_owned(), "nothing".to_owned()))?,
        position,
        elevation: elevation.filter(|height| (-500.0..=9000.0).contains(&height.0)),
        along,
        side: node.side,
        stations: node.stations,
    })
}

fn on_a_corridor(kind: PlaceKind) -> NodeKind {
    match kind {
        PlaceKind::Seat => NodeKind::Seat,
        PlaceKind::Town => NodeKind::Town,
        PlaceKind::Village => NodeKind::Village,
        PlaceKind::Junction => NodeKind::Junction,
        PlaceKind::Interchange => NodeKind::Interchange,
        PlaceKind::Pass => NodeKind::Pass,
        PlaceKind::Sight => NodeKind::Sight,
        PlaceKind::Rail => NodeKind::Rail,
        PlaceKind::Airport => NodeKind::Airport,
        PlaceKind::Neighbour => NodeKind::Border,
    }
}

/// Metres, or nothing where they are not known.
fn along(kilometers: Option<Kilometers>) -> Result<Option<Meters>, String> {
    match kilometers {
        None => Ok(None),
        Some(Kilometers::Word(word)) if word == "unknown" => Ok(None),
        Some(Kilometers::Known(km)) if (0.0..=20_000.0).contains(&km) => {
            // Kilometres are given with two decimals: metres are whole.
            Ok(Some(Meters((km * 1000.0).round())))
        }
        Some(Kilometers::Known(km)) => Err(km.to_string()),
        Some(Kilometers::Word(word)) => Err(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[[corridor]]\nid = \"a\"\nzh = \"甲\"\nroad = \"G1\"\nkind = \"tourism\"\n\
                        length_km = \"unknown\"\ngrade = \"published\"\nsource = \"x\"\n";
    const ENDS: &str = "{ zh = \"起\", kind = \"town\", lat = 38, lon = 112, km = 0 }, \
                        { zh = \"终\", kind = \"pass\", lat = 39, lon = 112, km = 120.5 }";

    fn read(nodes: &str) -> Parsed<Vec<Corridor>> {
        let place = KnownPlace {
            name: Text::new("城", "City"),
            kind: PlaceKind::Seat,
            county: String::new(),
            position: LatLon::new(38.5, 112.0).unwrap(),
            elevation: Meters(800.0),
        };
        let places = BTreeMap::from([("city".to_owned(), place)]);
        read_corridor_list("c.toml", &format!("{HEAD}nodes = [{nodes}]\n"), &places).unwrap()
    }

    #[test]
    fn places_are_named_or_described() {
        let parsed = read(&ENDS.replace("}, {", "}, { place = \"city\" }, {"));
        assert_eq!(parsed.findings, []);
        let corridor = &parsed.value[0];
        assert_eq!(corridor.nodes[1].name.en, "City");
        assert_eq!(corridor.nodes[1].along, None);
        assert_eq!(corridor.nodes[2].along, Some(Meters(120_500.0)));
    }

    #[test]
    fn a_bad_node_costs_itself_and_says_so() {
        for (node, field) in [
            ("{ place = \"nowhere\" }", "place"),
            ("{ zh = \"x\", kind = \"town\" }", "lat"),
            ("{ zh = \"x\", kind = \"town\", lat = 99, lon = 1 }", "lat"),
            ("{ zh = \"x\", kind = \"palace\", lat = 9, lon = 1 }", "*"),
            ("{ place = \"city\", km = \"far\" }", "km"),
            ("{ lat = 9, lon = 1, kind = \"town\" }", "zh"),
        ] {
            let parsed = read(&format!("{ENDS}, {node}"));
            assert_eq!(parsed.value[0].nodes.len(), 2, "{node}");
            assert_eq!(parsed.findings[0].field, field, "{node}");
        }
    }

    #[test]
    fn kilometres_never_go_back() {
        let parsed = read(&format!("{ENDS}, {{ place = \"city\", km = 3 }}"));
        assert_eq!(parsed.value, []);
        assert_eq!(parsed.findings[0].field, "km");
    }
}
