//! Charging stations of an extract: `amenity=charging_station` as node or as area.

use std::collections::BTreeMap;

use container::Finding;

use crate::OsmError;
use crate::read::{Element, Kind, Point, Source, Tags, elements};

/// A charging station of an extract.
#[derive(Debug, Clone, PartialEq)]
pub struct ChargingSite {
    /// `node/1` or `way/1`.
    pub id: String,
    /// Latitude in degrees; of an area the middle of its corners.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// Finds the charging stations of an extract, and what of them cannot be used.
///
/// Reads it twice, so that only areas that are stations are kept in memory.
pub fn charging_sites(source: &Source<'_>) -> Result<(Vec<ChargingSite>, Vec<Finding>), OsmError> {
    let mut findings = Vec::new();
    let mut areas: Vec<(i64, Vec<i64>, BTreeMap<String, String>)> = Vec::new();
    elements(
        source,
        |kind| kind != Kind::Node,
        |element| match element {
            Element::Way { id, refs, tags } if is_station(tags) => {
                areas.push((id, refs.to_vec(), owned(tags)));
            }
            Element::Relation { id, tags, .. } if is_station(tags) => {
                let problem = "expected a node or a way; the station is left out";
                let name = tags.get("name").unwrap_or("a relation");
                findings.push(Finding::new(format!("relation/{id}"), "*", problem, name));
            }
            Element::Node { .. } | Element::Way { .. } | Element::Relation { .. } => {}
        },
    )?;
    let corners = areas.iter().flat_map(|(_, refs, _)| refs);
    let mut corners: BTreeMap<i64, Option<Point>> = corners.map(|id| (*id, None)).collect();
    let mut sites = Vec::new();
    elements(
        source,
        |kind| kind == Kind::Node,
        |element| {
            let Element::Node { id, at, tags } = element else {
                return;
            };
            if let Some(corner) = corners.get_mut(&id) {
                *corner = Some(at);
            }
            if is_station(tags) {
                sites.push(site(format!("node/{id}"), &[at], owned(tags)));
            }
        },
    )?;
    for (id, refs, tags) in areas {
        // A closed way names its first node twice.
        let open = match refs.as_slice() {
            [first, rest @ .., last] if first == last && !rest.is_empty() => &refs[1..],
            all => all,
        };
        let points: Vec<Point> = open.iter().filter_map(|id| *corners.get(id)?).collect();
        if points.is_empty() {
            let problem = "expected its nodes in the extract; the station is left out";
            let found = format!("none of {}", open.len());
            findings.push(Finding::new(format!("way/{id}"), "nd", problem, found));
        } else {
            sites.push(site(format!("way/{id}"), &points, tags));
        }
    }
    sites.sort_by(|a, b| a.id.cmp(&b.id));
    sites.dedup_by(|a, b| a.id == b.id);
    Ok((sites, findings))
}

fn is_station(tags: Tags<'_>) -> bool {
    tags.is("amenity", "charging_station")
}

fn owned(tags: Tags<'_>) -> BTreeMap<String, String> {
    let tags = tags.0.iter();
    tags.map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "few points")]
fn site(id: String, points: &[Point], tags: BTreeMap<String, String>) -> ChargingSite {
    let mean = |axis: usize| {
        let sum: f64 = points
            .iter()
            .map(|point| f64::from(point[axis]) / 1e7)
            .sum();
        sum / points.len() as f64
    };
    ChargingSite {
        id,
        lat: mean(0),
        lon: mean(1),
        tags,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTRACT: &str = r#"<osm>
        <node id="1" lat="38.5" lon="112.5"><tag k="amenity" v="charging_station"/>
            <tag k="socket:gb_dc" v="4"/></node>
        <node id="2" lat="38.0" lon="112.0"/><node id="3" lat="38.0" lon="112.2"/>
        <node id="4" lat="38.2" lon="112.1"/>
        <way id="7"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="2"/>
            <tag k="amenity" v="charging_station"/></way>
        <way id="8"><nd ref="99"/><nd ref="98"/><tag k="amenity" v="charging_station"/></way>
        <relation id="9"><tag k="amenity" v="charging_station"/></relation>
        <node id="5" lat="1" lon="1"><tag k="amenity" v="fuel"/></node>
    </osm>"#;

    #[test]
    fn stations_are_nodes_and_the_middle_of_areas() {
        let source = Source {
            name: "x.osm".to_owned(),
            open: Box::new(|| Ok(Box::new(EXTRACT.as_bytes()))),
        };
        let (sites, findings) = charging_sites(&source).unwrap();
        let ids: Vec<&str> = sites.iter().map(|site| site.id.as_str()).collect();
        assert_eq!(ids, ["node/1", "way/7"]);
        assert_eq!(sites[0].tags["socket:gb_dc"], "4");
        assert!((sites[1].lat - 38.2 / 3.0 - 76.0 / 3.0).abs() < 1e-9);
        let subjects: Vec<&str> = findings.iter().map(|f| f.subject.as_str()).collect();
        assert_eq!(subjects, ["relation/9", "way/8"]);
    }
}
