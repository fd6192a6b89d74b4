use proptest::prelude::*;
use serde_json::{Value, json};
use units::{Celsius, LatLon, Meters, Seconds, StateOfCharge, WattHours};

use crate::itinerary::{
    Answer, ChargingStop, Fallback, Itinerary, Leg, NoPlan, PlaceVisit, RoadBreak, Shortfall,
};
use crate::{OwnCar, TripRequest, Vehicle};
use ::json::Reader;

fn car() -> Value {
    serde_json::to_value(OwnCar::default().into_vehicle().unwrap()).unwrap()
}

fn both<T: PartialEq + std::fmt::Debug + serde::de::DeserializeOwned>(
    value: &Value,
    read: impl Fn(&mut Reader<'_>) -> Result<T, ::json::Wrong>,
) -> Option<T> {
    let text = value.to_string();
    let mut reader = Reader::new(&text);
    let found = read(&mut reader).and_then(|found| reader.end().map(|()| found));
    let expected: Option<T> = serde_json::from_str(&text).ok();
    assert_eq!(
        found.as_ref().ok(),
        expected.as_ref(),
        "{found:?} of {text}"
    );
    expected
}

/// What serde derives takes lists of values for records as well. Nobody writes them.
fn is_list_for_record(record: &Value, list: &Value) -> bool {
    record.is_object() && list.is_array()
}

#[test]
fn cars_are_read_as_serde_does() {
    let whole = json!({
        "swap": true, "swap_with": ["a", "乙"], "sources": ["x"], "note": "n\"", "unknown": [1, {}],
        "size": {"is_truck": true, "height_m": 4, "axle_kg": 1e4}, "curve": [[0, 1], [1.0, 2.5]],
        "assumptions": {"swap_s": 5, "heat_pump": [[0, 1]], "uneven_speed": []},
        "heating": "heat_pump", "battery": "nmc", "curve_kind": "measured",
    });
    let mut rich = car();
    for (name, value) in whole.as_object().unwrap() {
        rich[name] = value.clone();
    }
    for car in [car(), rich.clone()] {
        assert!(both(&car, Vehicle::read).is_some());
        for name in car.as_object().unwrap().keys() {
            let mut other = car.clone();
            other.as_object_mut().unwrap().remove(name);
            both(&other, Vehicle::read);
            for wrong in [
                json!(null),
                json!("x"),
                json!({"x": 1}),
                json!([1]),
                json!([[1, 2, 3]]),
            ] {
                if !is_list_for_record(&car[name], &wrong) {
                    other[name] = wrong;
                    both(&other, Vehicle::read);
                }
            }
        }
    }
}

#[test]
fn requests_are_read_as_serde_does() {
    let whole = json!({
        "from": [38.4, 112.7], "to": [-39.6, 111.4], "soc": 0.5, "reserve": 0, "arrival": 1,
        "via": [[1, 2], {"at": [3, 4.5], "stay_s": 60, "charge": 0.3}, {"at": [3, 4]}],
        "temperature": -5, "wind": {"speed_m_s": 3, "from_deg": 90}, "payload_kg": 100,
        "speed_factor": 0.9, "stop_s": 1, "wait_s": 2, "depart": "2026-11-26T08:30",
        "heading": 45, "avoid": ["a", "b"],
        "now": [{"station": "a", "out": ["1"], "free_in_s": 900}, {"station": "b"}], "breaks": {"after_s": 14400, "for_s": 1200},
        "meal_s": 2700, "aim": "fewest_stops", "avoid_tolls": true, "avoid_expressways": true, "charge_max": 0.8,
        "stop_least_s": 300, "stop_most_s": 1800,
        "prefer": {"stations": ["a"], "elsewhere_s": 300, "roads": ["x"], "factor": 1.5},
    });
    let least = json!({"from": [38.4, 112.7], "to": [39.6, 111.4]});
    assert!(both(&whole, TripRequest::read).is_some() && both(&least, TripRequest::read).is_some());
    let wrongs = [
        json!(null),
        json!("x"),
        json!(2),
        json!([]),
        json!([91, 0]),
        json!([1, 2, 3]),
        json!({}),
        json!([[1]]),
        json!([{"at": [1, 2], "x": 1}]),
        json!([{"stay_s": 1}]),
        json!([{"station": 1}]),
        json!([{"station": "a", "x": 1}]),
        json!([{"station": "a", "free_in_s": null}]),
        json!({"x": 1}),
    ];
    for name in whole.as_object().unwrap().keys() {
        for wrong in &wrongs {
            let mut other = whole.clone();
            if !is_list_for_record(&whole[name], wrong) {
                other[name] = wrong.clone();
                both(&other, TripRequest::read);
            }
        }
        let mut other = whole.clone();
        other.as_object_mut().unwrap().remove(name);
        both(&other, TripRequest::read);
    }
    let mut other = whole;
    other["unknown"] = json!(1);
    assert_eq!(both(&other, TripRequest::read), None);
}

fn place() -> impl Strategy<Value = LatLon> {
    (-90.0..=90.0, -180.0..=180.0).prop_map(|(lat, lon)| LatLon::new(lat, lon).unwrap())
}

fn share() -> impl Strategy<Value = StateOfCharge> {
    (0.0..=1.0).prop_map(|share| StateOfCharge::from_fraction(share).unwrap())
}

prop_compose! {
    fn plan()(
        numbers in prop::array::uniform10(any::<f64>()), text in any::<String>(), flag: bool,
        line in prop::collection::vec(place(), 0..5), share in share(), count in 0..3_usize,
        index: usize,
    ) -> Itinerary {
        let [a, b, c, d, e, f, g, h, i, gap] = numbers;
        let leg = Leg {
            distance: Meters(a), duration: Seconds(b), energy: WattHours(c), charge_start: share,
            charge_end: share, geometry: line.clone(),
        };
        let stop = ChargingStop {
            station_id: stations::StationId(text.clone()),
            connector_id: stations::ConnectorId(text.clone()), arrival: Seconds(a),
            power: units::Kilowatts(b), charge_arrive: share, charge_depart: share,
            charging: Seconds(c), waiting: Seconds(d), overhead: Seconds(e), is_break: flag,
            is_meal: !flag, fallback_station_id: flag.then(|| stations::StationId(text.clone())),
            fallback: flag.then_some(Fallback {
                distance: Meters(e), charge_arrive: share, power: units::Kilowatts(f),
            }),
        };
        let visit = PlaceVisit {
            via: count, leg: index % (1 << 32), arrival: Seconds(f), charge_arrive: share,
            stay: Seconds(g),
        };
        let at = line.first().copied();
        let rest = at.map(|at| RoadBreak { leg: count, at, arrival: Seconds(h), length: Seconds(i) });
        Itinerary {
            total_time: Seconds(a), driving: Seconds(b), charging: Seconds(c), waiting: Seconds(d),
            staying: Seconds(e), resting: Seconds(f), distance: Meters(g), energy: WattHours(h),
            capacity: WattHours(i), vehicle_id: text, demo: flag, gap, legs: vec![leg; count],
            stops: vec![stop; count], places: vec![visit; count], breaks: rest.into_iter().collect(),
        }
    }
}

/// An answer as serde reads it.
fn by_serde(json: &str) -> Option<Answer> {
    let value: Value = serde_json::from_str(json).ok()?;
    if value["feasible"].as_bool()? {
        serde_json::from_value(value).ok().map(Answer::Feasible)
    } else {
        serde_json::from_value(value).ok().map(Answer::Infeasible)
    }
}

#[test]
fn answers_are_read_as_serde_does_when_a_part_is_gone_or_wrong() {
    let stop = json!({"station_id": "a", "connector_id": "1", "arrive_s": 1, "power_kw": 60,
        "soc_arrive": 0.2, "soc_depart": 0.8, "charge_s": 2, "wait_s": 3, "overhead_s": 4,
        "is_break": true, "is_meal": false, "fallback_station_id": "b",
        "fallback": {"distance_m": 5, "soc_arrive": 0.1, "power_kw": 60}});
    let plan = json!({"feasible": true, "total_time_s": 1, "driving_s": 2, "charging_s": 3,
        "waiting_s": 4, "staying_s": 5, "resting_s": 6, "distance_m": 7, "energy_wh": 8,
        "capacity_wh": 9, "vehicle_id": "v", "demo": true, "gap": 0.1, "more": [{}],
        "legs": [{"distance_m": 1, "duration_s": 2, "energy_wh": -3, "soc_start": 1, "soc_end": 0,
            "geometry": [[112.5, 38.5]]}],
        "stops": [stop], "places": [{"via": 0, "leg": 1, "arrive_s": 2, "soc_arrive": 1,
            "stay_s": 3}],
        "breaks": [{"leg": 0, "at": [38, 112], "arrive_s": 1, "break_s": 2}]});
    let none = json!({"feasible": false, "reason": "r", "reason_zh": "z", "is_proven": false,
        "demo": true, "shortfall": {"from_station_id": "a", "to_station_id": null,
        "distance_m": 1, "missing_m": 2, "missing_wh": 3}});
    for answer in [plan, none] {
        assert!(Answer::from_json(&answer.to_string()).is_ok(), "{answer}");
        for place in places(&answer, "") {
            let whole = answer.pointer(&place).unwrap();
            for wrong in [
                json!(null),
                json!(-1),
                json!("x"),
                json!({"x": 1}),
                json!([1]),
                json!([[1]]),
            ] {
                let mut other = answer.clone();
                if !is_list_for_record(whole, &wrong) {
                    *other.pointer_mut(&place).unwrap() = wrong;
                    let text = other.to_string();
                    assert_eq!(Answer::from_json(&text).ok(), by_serde(&text), "{text}");
                }
            }
        }
    }
    for cut in ["", "{", "{}", "[]", "null", "{\"feasible\":1}"] {
        assert!(Answer::from_json(cut).is_err());
    }
}

/// Where something stands in a value.
fn places(value: &Value, at: &str) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, inner)| (name.clone(), inner))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, inner)| (index.to_string(), inner))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    let mut all = Vec::new();
    for (name, inner) in inner {
        let place = format!("{at}/{name}");
        all.extend(places(inner, &place));
        all.push(place);
    }
    all
}

#[test]
fn cars_are_written_as_serde_does() {
    let mut rich = OwnCar::default().into_vehicle().unwrap();
    rich.swap_with = vec!["甲".into()];
    rich.size.height_m = 2.5;
    rich.assumptions.heat_pump = vec![(0.5, 1.0)];
    for car in [OwnCar::default().into_vehicle().unwrap(), rich] {
        let mut to = ::json::Writer::default();
        car.write(&mut to);
        assert_eq!(to.into_text(), serde_json::to_string(&car).unwrap());
    }
}

proptest! {
    #[test]
    fn answers_are_written_as_serde_does(
        plan in plan(),
        texts in prop::array::uniform2(any::<String>()),
        flags: [bool; 4],
        numbers: [f64; 3],
    ) {
        let [reason, reason_zh] = texts;
        let id = |is_there: bool| is_there.then(|| stations::StationId(reason.clone()));
        let shortfall = Shortfall {
            from_station_id: id(flags[0]), to_station_id: id(flags[1]), distance: Meters(numbers[0]),
            missing_distance: Meters(numbers[1]), missing: WattHours(numbers[2]),
        };
        let no_plan = NoPlan {
            reason: reason.clone(), reason_zh, is_proven: flags[2], demo: flags[3],
            shortfall: flags[0].then_some(shortfall),
        };
        for answer in [Answer::Feasible(plan), Answer::Infeasible(no_plan)] {
            let json = serde_json::to_string(&answer).unwrap();
            prop_assert_eq!(&answer.to_json(), &json);
            // What is no number is written as `null`, which neither reads.
            prop_assert_eq!(Answer::from_json(&json).ok(), by_serde(&json));
        }
    }

    #[test]
    fn what_a_request_is_written_as_is_read(
        ends in prop::array::uniform2(place()), via in prop::collection::vec((place(), share()), 0..3),
        numbers in prop::array::uniform4(-1e6..1e6), charge in share(), moving: Option<f64>,
    ) {
        let request = TripRequest {
            via: via.into_iter().map(|(at, charge)| crate::Via { at, charge, stay: Seconds(numbers[0]) })
                .collect(),
            charge, temperature: Celsius(numbers[1]), payload_kg: numbers[2],
            meal: Some(Seconds(numbers[3])), heading: moving.filter(|heading| heading.is_finite()),
            ..TripRequest::between(ends[0], ends[1])
        };
        let mut to = ::json::Writer::default();
        request.write(&mut to);
        prop_assert_eq!(to.into_text(), serde_json::to_string(&request).unwrap());
        let value = serde_json::to_value(&request).unwrap();
        prop_assert_eq!(both(&value, TripRequest::read), Some(request));
    }
}
