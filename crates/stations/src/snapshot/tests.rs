use container::{About, Kind, Text};
use units::{Kilowatts, LatLon};

use super::*;
use crate::{
    Access, Cabinet, Connector, ConnectorId, ConnectorStandard, Evse, Lifecycle, Place, StationId,
};

fn about() -> About {
    About {
        id: "test".into(),
        title: Text::new("测试", "Test"),
        edition: "2026-11-23".into(),
        demo: true,
        schematic: false,
        licence: "CC0-1.0".into(),
        attribution: String::new(),
        sources: Vec::new(),
        bounds: None,
    }
}

fn station(id: &str, lat: f64, access: Access) -> Station {
    let connector = Connector {
        id: ConnectorId("1".into()),
        standard: ConnectorStandard::GbtDc,
        power: Kilowatts(160.0),
    };
    Station {
        id: StationId(id.into()),
        name: Text::new("站", "Station"),
        position: LatLon::new(lat, 112.7).unwrap(),
        county: "140902".into(),
        access,
        place: Place::Town,
        lifecycle: Lifecycle::Open,
        operator: Text::default(),
        opening: "24 h".into(),
        cabinets: vec![Cabinet {
            power: Kilowatts(120.0),
            evses: vec![Evse {
                connectors: vec![connector],
            }],
        }],
        swap: None,
        demo: true,
    }
}

#[test]
fn what_is_written_is_read() {
    let stations = vec![
        station("a", 38.4, Access::Public),
        station("b", 38.5, Access::Bus),
    ];
    let parsed = read_snapshot(&write_snapshot(&about(), &stations).unwrap()).unwrap();
    assert_eq!(parsed.value.stations, stations);
    assert!(parsed.findings.is_empty());
    assert!(parsed.value.about.bounds.is_some());
}

fn snapshot_of(json: &str) -> Parsed<Snapshot> {
    let bytes = container::write(Kind::Stations, VERSION, &about(), json.as_bytes()).unwrap();
    read_snapshot(&bytes).unwrap()
}

#[test]
fn one_bad_station_never_costs_the_others() {
    let good = serde_json::to_string(&WireStation::from(&station("a", 38.4, Access::Public)));
    let good = good.unwrap();
    let off_the_globe = good.replace("38.4", "95.0").replace("\"a\"", "\"off\"");
    let no_name = r#"{"id":"nameless"}"#;
    let parsed = snapshot_of(&format!(
        r#"{{"stations":[{off_the_globe},{no_name},7,{good},{good}]}}"#
    ));
    assert_eq!(parsed.value.stations.len(), 1);
    let shown: Vec<String> = parsed.findings.iter().map(ToString::to_string).collect();
    assert_eq!(shown.len(), 4, "{shown:#?}");
    assert!(
        shown[0].starts_with("off: lat, lon: expected degrees"),
        "{}",
        shown[0]
    );
    assert!(shown[1].contains("missing field"), "{}", shown[1]);
    assert!(shown[3].contains("id used once"), "{}", shown[3]);
}

#[test]
fn a_connector_without_power_is_left_out() {
    let json = serde_json::to_string(&WireStation::from(&station("a", 38.4, Access::Public)));
    let json = json.unwrap().replace("160.0", "0.0");
    let parsed = snapshot_of(&format!(r#"{{"stations":[{json}]}}"#));
    assert_eq!(parsed.value.stations[0].cabinets, []);
    assert_eq!(parsed.findings.len(), 1);
}

#[test]
fn the_cabinet_limits_the_connector() {
    let station = station("a", 38.4, Access::Public);
    let (_, power) = station.best_connector(|_| true).unwrap();
    assert_eq!(power, Kilowatts(120.0));
}
