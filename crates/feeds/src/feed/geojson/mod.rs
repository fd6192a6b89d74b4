//! GeoJSON (RFC 7946): a feature for each station, with the columns of the table of stations as
//! properties, or with the tags of OpenStreetMap.

mod cabinets;

use container::Finding;
use serde_json::{Map, Value};
use stations::Station;

use super::json::items;
use super::price::wishes_of;
use super::record::{Record, excerpt};
use super::{Feed, Reading, osm_sites, position};
use crate::site_columns;
use crate::station_table::{COLUMNS, read_station};
use crate::table::Row;

/// Other names of columns that people use.
const ALIASES: [(&str, &str); 7] = [
    ("name", "zh"),
    ("name:zh", "zh"),
    ("name_en", "en"),
    ("name:en", "en"),
    ("operator", "operator_zh"),
    ("opening_hours", "opening"),
    ("piles", "cabinets"),
];
/// What a property that is not there is.
const DEFAULTS: [(&str, &str); 3] = [
    ("access", "public"),
    ("place", "other"),
    ("lifecycle", "unknown"),
];

/// Reads a collection of features, or one.
pub(super) fn read(reading: &Reading<'_>, value: Value, feed: &mut Feed) {
    let features = match value.get("features") {
        Some(Value::Array(features)) => features.clone(),
        _ => items(value),
    };
    for (index, feature) in features.iter().enumerate() {
        let subject = format!("{} feature {}", reading.name, index + 1);
        read_feature(reading, &subject, feature, feed);
    }
}

fn read_feature(reading: &Reading<'_>, subject: &str, feature: &Value, feed: &mut Feed) {
    let shown = excerpt(feature);
    let geometry = feature.get("geometry").unwrap_or(&Value::Null);
    let Some((lon, lat)) = middle(geometry) else {
        let problem = "expected a feature with a point or an area; it is left out";
        feed.findings
            .push(Finding::new(subject, "geometry", problem, shown));
        return;
    };
    let properties = match feature.get("properties") {
        Some(Value::Object(properties)) => properties.clone(),
        _ => Map::new(),
    };
    let id = ["id", "@id"].into_iter().find_map(|name| {
        let id = properties.get(name).or_else(|| feature.get(name))?;
        text(id).filter(|id| !id.is_empty())
    });
    let id = id.unwrap_or_else(|| {
        let id = format!("at-{lat:.5}-{lon:.5}");
        let problem = "expected an id in the feature or its properties; its place stands for it";
        feed.findings
            .push(Finding::new(subject, "id", problem, &id));
        id
    });
    let is_from_osm = properties.contains_key("amenity")
        || properties.keys().any(|key| key.starts_with("socket:"));
    if is_from_osm {
        osm_sites::read_tags(
            reading,
            &id,
            (Some(lat), Some(lon)),
            Value::Object(properties),
            feed,
        );
        return;
    }
    let station = read_row(reading, subject, &id, (lat, lon), properties, feed);
    if let Some(mut station) = station {
        feed.wishes.extend(wishes_of(&mut station));
        feed.push_counted(station);
    }
}

fn read_row(
    reading: &Reading<'_>,
    subject: &str,
    id: &str,
    (lat, lon): (f64, f64),
    properties: Map<String, Value>,
    feed: &mut Feed,
) -> Option<Station> {
    let mut record = Record::new(subject, Value::Object(properties), &mut feed.findings)?;
    let found = position(&mut record, reading, id, Some(lat), Some(lon));
    let mut row = Row::new(subject);
    row.set("id", id.to_owned());
    let _ = record.take(&["id"]);
    let list = ["cabinets", "piles"]
        .into_iter()
        .find_map(|name| record.take_list(name));
    let columns = COLUMNS.into_iter().chain(site_columns::COLUMNS);
    for (name, column) in columns.map(|column| (column, column)).chain(ALIASES) {
        let value = record.text(&[name]);
        if row.text(column).is_empty() && !value.is_empty() {
            row.set(column, value);
        }
    }
    if row.text("zh").is_empty() {
        let name = [row.text("en"), id]
            .into_iter()
            .find(|name| !name.is_empty());
        row.set("zh", name.unwrap_or_default().to_owned());
    }
    for (column, value) in DEFAULTS {
        if row.text(column).is_empty() {
            row.set(column, value.to_owned());
        }
    }
    let listed = cabinets::read(&mut record, list.unwrap_or_default());
    let station = found.and_then(|(at, origin)| {
        // The row wants a place too; this one is already in the right datum.
        row.set("lat", at.lat().to_string());
        row.set("lon", at.lon().to_string());
        match read_station(&row) {
            Ok(station) => Some(Station {
                position: at,
                origins: vec![origin],
                cabinets: if listed.is_empty() {
                    station.cabinets
                } else {
                    listed
                },
                ..station
            }),
            Err(finding) => {
                record.adopt(vec![finding]);
                None
            }
        }
    });
    if station
        .as_ref()
        .is_some_and(|station| station.cabinets.is_empty() && station.swap.is_none())
    {
        let problem = "expected cabinets or a battery swap; which cars can charge is not known";
        record.complain("cabinets", problem, "nothing");
    }
    let ext = record.finish(&mut feed.findings);
    station.map(|mut station| {
        station.details.ext = ext;
        station
    })
}

fn text(value: &Value) -> Option<String> {
    let text = value.as_str().map(|text| text.trim().to_owned());
    text.or_else(|| value.as_number().map(ToString::to_string))
}

/// Longitude and latitude of a point, or the middle of a line's or area's corners.
fn middle(geometry: &Value) -> Option<(f64, f64)> {
    let mut coordinates = geometry.get("coordinates")?;
    // Down to the list of points: the outer ring of the first area.
    let depth = match geometry.get("type")?.as_str()? {
        "Point" => return corner(coordinates),
        "LineString" | "MultiPoint" => 0,
        "Polygon" | "MultiLineString" => 1,
        "MultiPolygon" => 2,
        _ => return None,
    };
    for _ in 0..depth {
        coordinates = coordinates.get(0)?;
    }
    let mut points = coordinates.as_array()?.as_slice();
    if let [first, rest @ .., last] = points
        && first == last
        && !rest.is_empty()
    {
        points = &points[1..];
    }
    let corners: Option<Vec<(f64, f64)>> = points.iter().map(corner).collect();
    let corners = corners.filter(|corners| !corners.is_empty())?;
    #[expect(clippy::cast_precision_loss, reason = "few corners")]
    let count = corners.len() as f64;
    let sum = corners
        .iter()
        .fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    Some((sum.0 / count, sum.1 / count))
}

fn corner(value: &Value) -> Option<(f64, f64)> {
    Some((value.get(0)?.as_f64()?, value.get(1)?.as_f64()?))
}
