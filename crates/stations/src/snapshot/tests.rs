use container::{About, Kind, Text};
use units::{Kilowatts, LatLon};

use super::*;
use crate::{
    Access, Cabinet, Connector, ConnectorStandard, Evse, Lifecycle, Money, Opening, Origin, Place,
    StationId, TariffId, TariffPeriod,
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
    let connector = Connector::new("1", ConnectorStandard::GbtDc, Kilowatts(160.0));
    let position = LatLon::new(lat, 112.7).unwrap();
    Station {
        county: "140902".into(),
        access,
        place: Place::Town,
        lifecycle: Lifecycle::Open,
        opening: Opening::always(),
        cabinets: vec![Cabinet {
            power: Kilowatts(120.0),
            evses: vec![Evse {
                connectors: vec![connector],
            }],
            ..Cabinet::default()
        }],
        demo: true,
        ..Station::new(id, Text::new("站", "Station"), position)
    }
}

#[test]
fn what_is_written_is_read() {
    let mut rich = station("b", 38.5, Access::Bus);
    rich.tariffs = vec![TariffId("t".into())];
    rich.origins = vec![Origin {
        source: "s".into(),
        id: "9".into(),
        lat: 38.501,
        lon: 112.706,
        datum: crate::Datum::Gcj02,
    }];
    rich.details
        .ext
        .insert("ProvinceField".into(), serde_json::json!({"a": [1]}));
    let content = Content {
        merged: vec![MergedStation {
            into: StationId("a".into()),
            station: rich.clone(),
        }],
        stations: vec![station("a", 38.4, Access::Public), rich],
        tariffs: vec![tariff("t")],
        tombstones: vec![Tombstone {
            id: StationId("gone".into()),
            name: Text::new("旧站", "Old"),
            position: LatLon::new(38.0, 112.0).unwrap(),
            gone_on: "2026-11-24".into(),
        }],
    };
    let parsed = read_snapshot(&write_snapshot(&about(), &content).unwrap()).unwrap();
    assert_eq!(parsed.findings, []);
    assert!(parsed.value.about.bounds.is_some());
    assert_eq!(parsed.value.content(), content);
}

fn tariff(id: &str) -> Tariff {
    Tariff {
        periods: vec![TariffPeriod {
            from: 0,
            to: 1440,
            energy: Money(3612),
            service: Money(4000),
            per_minute: Money(0),
        }],
        ..Tariff::new(id, "CNY")
    }
}

#[test]
fn a_tariff_that_is_not_there_costs_only_the_price() {
    let mut priced = station("a", 38.4, Access::Public);
    priced.tariffs = vec![TariffId("t".into()), TariffId("u".into())];
    let content = Content {
        stations: vec![priced],
        tariffs: vec![tariff("t"), tariff("t"), Tariff::new("u", "yuan")],
        ..Content::default()
    };
    let parsed = read_snapshot(&write_snapshot(&about(), &content).unwrap()).unwrap();
    assert_eq!(parsed.value.stations[0].tariffs, [TariffId("t".into())]);
    assert_eq!(parsed.value.tariffs.len(), 1);
    assert_eq!(parsed.findings.len(), 3, "{:#?}", parsed.findings);
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
    assert!(shown[1].contains("expected name"), "{}", shown[1]);
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

#[test]
fn what_is_read_in_turns_is_the_same() {
    let bytes = include_bytes!("../../../../data/xinzhou/built/stations.yilu");
    let whole = read_snapshot(bytes).unwrap();
    let mut reader = SnapshotReader::new(bytes).unwrap();
    let mut turns = 1;
    while reader.read_some(50) {
        turns += 1;
    }
    assert_eq!(turns, whole.value.stations.len() / 50 + 1);
    assert_eq!(reader.finish(), whole);
}
