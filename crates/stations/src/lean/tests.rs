use serde_json::{Value, json};

use super::*;
use crate::{Details, Place, read_snapshot};

fn about() -> container::About {
    container::About {
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

/// A whole station of a file.
fn whole(id: &str) -> Value {
    json!({
        "id": id, "name": {"zh": "站", "en": "S"}, "lat": 38.5, "lon": 112.7, "county": "",
        "access": "public", "place": "town", "lifecycle": "open", "operator": {"zh": "", "en": ""},
        "opening": {"rule": "24/7", "text": "day and night"}, "tariffs": ["t"], "demo": true,
        "swap": {"slots": 3, "vehicles": {"zh": "甲", "en": "A"}},
        "details": {"height_max_cm": 210, "address": "1, Street"},
        "cabinets": [
            {"power_kw": 120, "evses": [
                [{"id": "1", "standard": "gbt_dc", "power_kw": 60.5}],
                [{"id": "2", "standard": "ccs2", "power_kw": 0}],
            ]},
            {"power_kw": -1, "evses": [[{"id": "3", "standard": "gbt_ac", "power_kw": 7}]]},
        ],
    })
}

/// What plans do not need is not read; a tariff that is not there is named all the same.
fn lean(station: &Station) -> Station {
    Station {
        county: String::new(),
        place: Place::Other,
        operator: Text::default(),
        opening: crate::Opening {
            rule: station.opening.rule.clone(),
            text: String::new(),
        },
        details: Details {
            height_max_cm: station.details.height_max_cm,
            ..Details::default()
        },
        origins: Vec::new(),
        tariffs: vec![TariffId("t".into())],
        ..station.clone()
    }
}

fn check(stations: &[Value]) -> usize {
    let body = json!({"merged": [], "stations": stations, "tombstones": []}).to_string();
    let file = container::write(Kind::Stations, VERSION, &about(), body.as_bytes()).unwrap();
    let all = read_snapshot(&file).unwrap().value.stations;
    let expected: Vec<Station> = all.iter().map(lean).collect();
    let found = read_stops(&file).unwrap();
    assert_eq!(found, expected, "{body}");
    found.len()
}

#[test]
fn stops_are_the_stations_of_the_snapshot() {
    assert_eq!(check(&[whole("b"), whole("a"), whole("b")]), 2);
    for name in whole("a").as_object().unwrap().keys() {
        for wrong in [
            json!(null),
            json!(91),
            json!("x"),
            json!([{"power_kw": "x"}]),
        ] {
            let mut other = whole("a");
            other[name] = wrong;
            // County, operator and so on are not looked at.
            let is_read = !["county", "operator", "place", "tariffs"].contains(&&name[..]);
            if is_read {
                check(&[whole("b"), other]);
            }
        }
    }
    for access in Access::NAMES {
        let mut other = whole("a");
        other["access"] = json!(access.0);
        assert_eq!(json!(access.1), other["access"]);
        assert_eq!(check(&[other]), 1);
    }
    for lifecycle in Lifecycle::NAMES {
        assert_eq!(json!(lifecycle.1), json!(lifecycle.0));
    }
    for standard in ConnectorStandard::NAMES {
        assert_eq!(json!(standard.1), json!(standard.0));
    }
}

#[test]
fn a_body_that_is_no_list_of_stations_is_refused() {
    for body in [
        "",
        "{}",
        "[]",
        "{\"stations\": 1}",
        "{\"stations\": []} x",
        "{\"stations\": [}",
    ] {
        let file = container::write(Kind::Stations, VERSION, &about(), body.as_bytes()).unwrap();
        assert!(read_stops(&file).is_err(), "{body}");
        assert!(read_snapshot(&file).is_err(), "{body}");
    }
}
