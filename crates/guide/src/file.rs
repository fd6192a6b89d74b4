//! The guide file: a container of kind `guide` around JSON.
//!
//! Format: `docs/formats/guide/v1`.

use container::{About, ContainerError, Finding, Kind, Parsed};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error;
use units::BoundingBox;

use crate::{Corridor, PriceRule, ServiceArea};

/// Version of the body that this crate reads and writes.
pub const VERSION: u16 = 1;

/// What a guide file holds.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Guide {
    /// Roads as lines of places.
    pub corridors: Vec<Corridor>,
    /// Service areas.
    pub service_areas: Vec<ServiceArea>,
    /// What authorities have said about prices.
    pub price_rules: Vec<PriceRule>,
}

/// Why a guide file as a whole cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GuideError {
    /// The outer shell is broken or something else.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// The body is not the JSON that it should be.
    #[error("guide: {0}")]
    Body(String),
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    corridors: Vec<&'a RawValue>,
    #[serde(borrow)]
    service_areas: Vec<&'a RawValue>,
    #[serde(borrow)]
    price_rules: Vec<&'a RawValue>,
}

/// Reads a guide file. A record that cannot be understood is left out with a finding.
pub fn read_guide(bytes: &[u8]) -> Result<(About, Parsed<Guide>), GuideError> {
    let contents = container::read(bytes)?;
    let body = contents.body_of(Kind::Guide, VERSION)?;
    let body: Body<'_> =
        serde_json::from_slice(body).map_err(|error| GuideError::Body(error.to_string()))?;
    let mut findings = Vec::new();
    let mut value = Guide {
        corridors: records("corridor", &body.corridors, &mut findings),
        service_areas: records("service area", &body.service_areas, &mut findings),
        price_rules: records("price rule", &body.price_rules, &mut findings),
    };
    let mut is_possible = |id: &str, problem: Option<(&str, &str, String)>| {
        if let Some((field, expected, found)) = &problem {
            let problem = format!("{expected}; it is left out");
            findings.push(Finding::new(id, *field, problem, found));
        }
        problem.is_none()
    };
    value
        .corridors
        .retain(|corridor| is_possible(&corridor.id, corridor.problem()));
    value
        .price_rules
        .retain(|rule| is_possible(&rule.id, rule.problem()));
    Ok((contents.about, Parsed { value, findings }))
}

fn records<T: DeserializeOwned>(
    what: &str,
    raws: &[&RawValue],
    findings: &mut Vec<Finding>,
) -> Vec<T> {
    let mut read = Vec::with_capacity(raws.len());
    for (index, raw) in raws.iter().enumerate() {
        match serde_json::from_str(raw.get()) {
            Ok(record) => read.push(record),
            Err(error) => {
                let found: String = raw.get().chars().take(80).collect();
                let problem = format!("{error}; the {what} is left out");
                findings.push(Finding::new(format!("{what} {index}"), "*", problem, found));
            }
        }
    }
    read
}

/// Writes a guide file; its bounds are computed from its places.
pub fn write_guide(about: &About, guide: &Guide) -> Result<Vec<u8>, GuideError> {
    let nodes = guide.corridors.iter().flat_map(|corridor| &corridor.nodes);
    let places = nodes.map(|node| node.position);
    let areas = guide.service_areas.iter().map(|area| area.position);
    let about = About {
        bounds: BoundingBox::around(places.chain(areas)),
        ..about.clone()
    };
    let body = serde_json::to_vec(guide).map_err(|error| GuideError::Body(error.to_string()))?;
    Ok(container::write(Kind::Guide, VERSION, &about, &body)?)
}

#[cfg(test)]
mod tests {
    use container::Text;
    use units::{LatLon, Meters};

    use super::*;
    use crate::{CorridorKind, CorridorNode, Grade, NodeKind, Side};

    fn about() -> About {
        About {
            id: "x".into(),
            title: Text::new("甲", "A"),
            edition: "2026-11-24".into(),
            demo: false,
            schematic: false,
            licence: "CC0-1.0".into(),
            attribution: String::new(),
            sources: Vec::new(),
            bounds: None,
        }
    }

    fn corridor(id: &str, along: [f64; 2]) -> Corridor {
        let node = |along| CorridorNode {
            name: Text::new("甲", "A"),
            kind: NodeKind::Town,
            position: LatLon::new(38.4, 112.7).unwrap(),
            elevation: None,
            along: Some(Meters(along)),
            side: Side::Both,
            stations: Vec::new(),
        };
        Corridor {
            id: id.into(),
            name: Text::new("路", "Road"),
            road: "G1".into(),
            kind: CorridorKind::Tourism,
            length: None,
            grade: Grade::Published,
            source: "x".into(),
            note: Text::default(),
            nodes: along.map(node).into(),
        }
    }

    #[test]
    fn what_is_written_is_read_and_one_bad_record_costs_only_itself() {
        let guide = Guide {
            corridors: vec![corridor("good", [0.0, 5.0]), corridor("bad", [5.0, 0.0])],
            ..Guide::default()
        };
        let bytes = write_guide(&about(), &guide).unwrap();
        let (about, read) = read_guide(&bytes).unwrap();
        assert_eq!(read.value.corridors, guide.corridors[..1]);
        assert_eq!(read.findings[0].subject, "bad");
        assert!(about.bounds.is_some());
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let guide = Guide {
            corridors: vec![corridor("good", [0.0, 5.0])],
            ..Guide::default()
        };
        let bytes = write_guide(&about(), &guide).unwrap();
        for percent in 0..100 {
            assert!(read_guide(&bytes[..bytes.len() * percent / 100]).is_err());
        }
    }
}
