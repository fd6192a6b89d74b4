//! GeoJSON as RFC 7946 has it: WGS 84, longitude first.

use serde_json::{Value, json};
use units::LatLon;

use super::{Place, Role, Route};

/// The route as a file: places as points, legs as lines.
pub fn geojson(route: &Route) -> String {
    let start = route.start.iter().map(|place| point(place, "start", None));
    let targets = route.targets.iter().filter_map(|target| {
        let role = match target.role {
            Role::Via => "via",
            Role::Charge => "charge",
            Role::Swap => "swap",
            Role::End => "end",
        };
        let place = target.place.as_ref()?;
        Some(point(place, role, Some(target.arrival.0.round())))
    });
    let lines = route.lines.iter().map(|line| {
        let line: Vec<Value> = line.iter().map(|at| position(*at)).collect();
        let geometry = json!({ "type": "LineString", "coordinates": line });
        let properties = json!({ "role": "leg", "demo": route.demo });
        json!({ "type": "Feature", "geometry": geometry, "properties": properties })
    });
    let features: Vec<Value> = start.chain(targets).chain(lines).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn position(at: LatLon) -> Value {
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    json!([round(at.lon()), round(at.lat())])
}

fn point(place: &Place, role: &str, arrival: Option<f64>) -> Value {
    let geometry = json!({ "type": "Point", "coordinates": position(place.position) });
    let mut properties = json!({ "role": role, "name": place.name });
    if !place.address.is_empty() {
        properties["address"] = json!(place.address);
    }
    if let Some(arrival) = arrival {
        properties["arrive_s"] = json!(arrival);
    }
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HOSTILE, route};
    use super::*;

    #[test]
    fn it_has_all_places_and_lines_longitude_first() {
        let mut route = route();
        HOSTILE[2].clone_into(&mut route.targets[1].place.as_mut().unwrap().name);
        let file: Value = serde_json::from_str(&geojson(&route)).unwrap();
        assert_eq!(file["type"], "FeatureCollection");
        let features = file["features"].as_array().unwrap();
        assert_eq!(features.len(), 4 + 2);
        let roles: Vec<&str> = features
            .iter()
            .map(|feature| feature["properties"]["role"].as_str().unwrap())
            .collect();
        assert_eq!(roles, ["start", "via", "charge", "end", "leg", "leg"]);
        let stop = &features[2];
        assert_eq!(stop["geometry"]["coordinates"], json!([111.5, 39.44]));
        assert_eq!(stop["properties"]["name"], HOSTILE[2]);
        let line = features[4]["geometry"]["coordinates"].as_array().unwrap();
        assert_eq!(line.len(), route.lines[0].len());
    }
}
