//! Trips and routes.

use serde_json::{Value, json};

use crate::common::{answer, check_refused, folder};

pub(crate) const WINTER_TRIP: [&str; 12] = [
    "plan",
    "--from",
    "38.407,112.734",
    "--to",
    "39.635,111.435",
    "--vehicle",
    "byd-dolphin-2025",
    "--soc",
    "0.45",
    "--temperature",
    "-15",
    "--json",
];

#[test]
fn the_winter_trip_adds_up_and_keeps_the_reserve() {
    let plan = answer(&WINTER_TRIP);
    assert_eq!(plan["feasible"], json!(true));
    assert_eq!(plan["demo"], json!(true));
    let number = |value: &Value, key: &str| value[key].as_f64().unwrap();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 0.01, "{a} is not {b}");
    let (legs, stops) = (
        plan["legs"].as_array().unwrap(),
        plan["stops"].as_array().unwrap(),
    );
    assert!(!stops.is_empty() && legs.len() == stops.len() + 1);
    let capacity = 44_000.0;
    for (index, leg) in legs.iter().enumerate() {
        let drawn = number(leg, "soc_start") - number(leg, "soc_end");
        near(number(leg, "energy_wh"), drawn * capacity);
        assert!(number(leg, "soc_end") >= 0.1 - 1e-9);
        let Some(stop) = stops.get(index) else {
            continue;
        };
        near(number(stop, "soc_arrive"), number(leg, "soc_end"));
        near(
            number(stop, "soc_depart"),
            number(&legs[index + 1], "soc_start"),
        );
        let end = leg["geometry"].as_array().unwrap().last().unwrap();
        assert_eq!(Some(end), legs[index + 1]["geometry"].get(0));
    }
    let sum = |list: &[Value], key: &str| list.iter().map(|part| number(part, key)).sum::<f64>();
    near(number(&plan, "energy_wh"), sum(legs, "energy_wh"));
    near(number(&plan, "distance_m"), sum(legs, "distance_m"));
    near(number(&plan, "driving_s"), sum(legs, "duration_s"));
    near(number(&plan, "charging_s"), sum(stops, "charge_s"));
    near(
        number(&plan, "waiting_s"),
        sum(stops, "wait_s") + sum(stops, "overhead_s"),
    );
    near(
        number(&plan, "total_time_s"),
        number(&plan, "driving_s") + number(&plan, "charging_s") + number(&plan, "waiting_s"),
    );
}

#[test]
fn a_trip_beyond_reach_is_an_answer_with_a_reason() {
    let mut arguments = WINTER_TRIP;
    arguments[8] = "0.1";
    let plan = answer(&arguments);
    assert_eq!(plan["feasible"], json!(false));
    assert_eq!(plan["demo"], json!(true));
    assert!(plan["reason"].as_str().unwrap().contains("km"), "{plan}");
}

#[test]
fn wind_load_and_speed_change_the_plan_and_all_assumptions_are_shown() {
    let with = |more: &[&str]| answer(&[&WINTER_TRIP[..], more].concat());
    let number = |plan: &Value, key: &str| plan[key].as_f64().unwrap();
    let usual = with(&[]);
    let windy = with(&["--wind", "10,315"]);
    assert!(number(&windy, "energy_wh") > number(&usual, "energy_wh"));
    let loaded = with(&["--payload", "400"]);
    assert!(number(&loaded, "energy_wh") > number(&usual, "energy_wh"));
    let slow = with(&["--speed-factor", "0.8"]);
    assert!(number(&slow, "driving_s") > number(&usual, "driving_s"));
    let shown = &windy["assumptions"];
    assert_eq!(
        shown["trip"]["wind"],
        json!({"speed_m_s": 10.0, "from_deg": 315.0})
    );
    assert_eq!(shown["trip"]["stop_s"], json!(300.0));
    assert_eq!(shown["vehicle"]["recuperation_kw_max"], json!(50.0));
    assert_eq!(shown["model"]["drive_efficiency"], json!(0.88));
    assert!(shown["effects"]["cabin_w"].as_f64().unwrap() > 1000.0);
    let refused = |flag: &str, value: &str, part: &str| {
        check_refused(&[&WINTER_TRIP[..], &[flag, value]].concat(), part);
    };
    refused("--wind", "north", "expected SPEED,FROM");
    refused(
        "--wind",
        "80,0",
        "wind.speed_m_s is 80, expected 0 to 50 m/s",
    );
    refused(
        "--payload",
        "90000",
        "payload_kg is 90000, expected 0 to 60000 kg",
    );
    refused(
        "--speed-factor",
        "3",
        "speed_factor is 3, expected 0.5 to 1.3",
    );
}

#[test]
fn a_vehicle_file_changes_any_assumption() {
    let mut shown = answer(&WINTER_TRIP)["assumptions"].clone();
    let mut car = shown["vehicle"].take();
    car["assumptions"] = shown["model"].take();
    let path = folder("own-assumptions").join("car.json");
    let name = path.to_str().unwrap();
    let plan = |car: &Value| {
        std::fs::write(&path, car.to_string()).unwrap();
        let mut arguments = WINTER_TRIP;
        arguments[6] = name;
        answer(&arguments)
    };
    let usual = plan(&car);
    assert_eq!(usual["energy_wh"], answer(&WINTER_TRIP)["energy_wh"]);
    car["assumptions"]["cabin_loss_w_per_kelvin"] = json!(0.0);
    let unheated = plan(&car);
    assert!(unheated["energy_wh"].as_f64() < usual["energy_wh"].as_f64());
    car["assumptions"]["drive_efficiency"] = json!(1.5);
    std::fs::write(&path, car.to_string()).unwrap();
    let mut arguments = WINTER_TRIP;
    arguments[6] = name;
    check_refused(
        &arguments,
        "assumptions.drive_efficiency is 1.5, expected 0.3 to 1",
    );
}

#[test]
fn a_route_is_as_long_as_its_sections() {
    let route = answer(&[
        "route",
        "--from",
        "38.407,112.734",
        "--to",
        "39.635,111.435",
        "--json",
    ]);
    let km = route["distance_m"].as_f64().unwrap() / 1000.0;
    assert!((260.0..275.0).contains(&km), "{km} km");
    let start = &route["geometry"][0];
    assert!(
        (start[0].as_f64().unwrap() - 112.734).abs() < 0.01,
        "longitude first: {start}"
    );
}

#[test]
fn bad_input_names_its_place() {
    let with = |index: usize, value: &'static str| {
        let mut arguments = WINTER_TRIP;
        arguments[index] = value;
        arguments
    };
    check_refused(&with(2, "30.0,100.0"), "--from: 30,100 is ");
    check_refused(&with(2, "98.4,112.7"), "--from");
    check_refused(&with(6, "byd-dolfin"), "similar: byd-seagull-2025");
    check_refused(&with(8, "45"), "expected a number from 0 to 1");
    check_refused(&["inspect", "/nowhere.yilu"], "/nowhere.yilu: ");
    check_refused(&["nonsense"], "nonsense");
}
