use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::*;

/// Reads the same as serde does: a value, or nothing.
fn both<T: DeserializeOwned + PartialEq + std::fmt::Debug>(
    text: &str,
    read: fn(&mut Reader<'_>) -> Read<T>,
) -> bool {
    let mut reader = Reader::new(text);
    let found = read(&mut reader).and_then(|found| reader.end().map(|()| found));
    let expected: Option<T> = serde_json::from_str(text).ok();
    assert_eq!(
        found.as_ref().ok(),
        expected.as_ref(),
        "{found:?} of {text}"
    );
    expected.is_some()
}

/// Where something stands in a value.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Array(items) => (0..)
            .zip(items)
            .map(|(at, value): (u32, _)| (at.to_string(), value))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (name, inner) in inner {
        let place = format!("{at}/{name}");
        places(inner, &place, all);
        all.push(place);
    }
}

/// Each part of `whole` taken away, and replaced by something else.
fn check<T: DeserializeOwned + PartialEq + std::fmt::Debug>(
    whole: &Value,
    read: fn(&mut Reader<'_>) -> Read<T>,
) {
    assert!(both(&whole.to_string(), read), "{whole}");
    let mut all = Vec::new();
    places(whole, "", &mut all);
    for place in all {
        let (outer, name) = place.rsplit_once('/').unwrap();
        let own = whole.pointer(&place).unwrap();
        let mut other = whole.clone();
        if let Some(outer) = other.pointer_mut(outer).and_then(Value::as_object_mut) {
            outer.remove(name);
            both(&other.to_string(), read);
        }
        for wrong in [
            json!(null),
            json!(-1),
            json!(1.5),
            json!(70_000),
            json!("x"),
            json!(true),
            json!({"x": 1}),
            json!([]),
            json!([1]),
        ] {
            // What serde derives takes lists for records as well. Nobody writes them.
            if own.is_object() && wrong.is_array() {
                continue;
            }
            let mut other = whole.clone();
            *other.pointer_mut(&place).unwrap() = wrong;
            both(&other.to_string(), read);
        }
    }
}

fn rich() -> Value {
    let ext = json!({"a": [1, -2, 2.5, 1e300, null, true, {"深": "\u{1f600}\\"}], "b": u64::MAX, "c": i64::MIN});
    json!({
        "id": "s", "name": {"zh": "站", "en": "S"}, "lat": 38.5, "lon": 112, "county": "140902",
        "access": "shared_private", "place": "service_area", "lifecycle": "open", "demo": false,
        "operator": {"zh": "甲", "en": "A"}, "opening": {"rule": "24/7", "text": "t"},
        "cabinets": [{"id": "c", "name": "n", "power_kw": 120, "ext": ext, "evses": [[{
            "id": "1", "standard": "gbt_dc", "power_kw": 60.5, "details": {"label": "l",
            "has_cable": true, "volts": [200, 750], "amperes": 250, "bay": "7", "ext": {}}}], []]}],
        "swap": {"slots": 3, "vehicles": {"zh": "", "en": "E"}}, "tariffs": ["t", "u"],
        "origins": [{"source": "x", "id": "1", "lat": 1.5, "lon": 2, "datum": "bd09"}],
        "details": {
            "address": "a", "township": "b", "phone": "c", "operator_id": "d", "bays": 8,
            "entrances": [{"position": {"lat": 38.5, "lon": 112.5}, "label": "n"}, {"position": {"lat": 1, "lon": 2}}],
            "guide": "e", "vehicles": "f", "height_max_cm": 210, "payment": "g",
            "parking": {"kind": "free_at_first", "text": "h", "minutes_max": 90, "reductions": ["plate", "code"]},
            "overstay": [{"from": 0, "to": 1440, "per_minute": 5000, "per_minute_full": 1, "most": null,
                "free_minutes": 15, "valid_from": "2026-01-01", "valid_to": ""}],
            "fees": {"energy": "i", "service": "j"}, "amenities": ["bay_locks", "wifi"],
            "photos": ["k"], "opened_on": "2020-01-01", "updated_at": 1_700_000_000_i64, "ext": ext,
        },
    })
}

fn price() -> Value {
    json!({"id": "t", "currency": "CNY", "applies": {"current": "dc", "power_min": 60, "power_max": null,
        "connectors": ["1"]}, "days": [true, true, false, true, true, true, true], "valid_from": "a",
        "valid_to": "b", "periods": [{"from": 0, "to": 1440, "energy": 4000, "service": 3000,
        "per_minute": 0}], "start_fee": 1, "least": 2, "most": 3, "note": "n", "ext": {"x": [1]}})
}

#[test]
fn records_are_read_as_serde_does() {
    check(&rich(), station);
    check(&price(), tariff);
    let gone = json!({"id": "g", "name": {"zh": "", "en": ""}, "position": {"lat": 1, "lon": 2.5},
        "gone_on": "2026-01-01"});
    check(&gone, tombstone);
    let both_of = json!({"into": "a", "station": rich()});
    check(&both_of, merged);
}

#[test]
fn the_shipped_stations_are_read_as_serde_does() {
    let file = include_bytes!("../../../../../data/xinzhou/built/stations.yilu");
    let contents = container::read(file).unwrap();
    let body: Value = serde_json::from_slice(contents.body).unwrap();
    let stations = body["stations"].as_array().unwrap();
    assert_eq!(stations.len(), 214);
    for record in stations {
        assert!(both(&record.to_string(), station));
    }
    let about: container::About = {
        let length = u32::from_le_bytes(file[8..12].try_into().unwrap()) as usize;
        serde_json::from_slice(&file[20..20 + length]).unwrap()
    };
    assert_eq!(contents.about, about);
}

/// The text with one character changed is read as serde does.
fn changed(whole: &str, at: usize, with: char) {
    let changed = (0..).zip(whole.chars());
    let changed: String = changed
        .map(|(index, own)| if index == at { with } else { own })
        .collect();
    // Serde refuses a name that comes twice.
    let is_twice = serde_json::from_str::<WireStation>(&changed)
        .is_err_and(|error| error.to_string().contains("duplicate"));
    if !is_twice {
        both(&changed, station);
    }
}

#[test]
fn each_character_may_be_any_that_json_knows() {
    let whole = rich().to_string();
    for at in 0..whole.chars().count() {
        for with in "0.-e\",".chars() {
            changed(&whole, at, with);
        }
    }
}

proptest! {
    #[test]
    fn what_is_cut_or_changed_is_an_error_and_never_a_panic(at in 0_usize..2000, with: char) {
        let whole = rich().to_string();
        let cut: String = whole.chars().take(at).collect();
        prop_assert!(station(&mut Reader::new(&cut)).is_err() || cut.len() >= whole.len());
        changed(&whole, at, with);
    }

    #[test]
    fn fields_of_sources_stay_as_they_are(number: f64, whole: i64, text: String) {
        let value = json!({"a": number, "b": whole, "c": [text]});
        let json = value.to_string();
        let read = ext(&mut Reader::new(&json)).unwrap();
        prop_assert_eq!(Value::Object(read.into_iter().collect()), value);
    }
}
