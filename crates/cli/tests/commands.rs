//! The commands as a user runs them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use common::{answer, check_refused, data, folder, yilu};
use serde_json::{Value, json};

const WINTER_TRIP: [&str; 12] = [
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

#[test]
fn damaged_files_are_refused_and_name_themselves() {
    let whole = std::fs::read(data("xinzhou/built/stations.yilu")).unwrap();
    let path = folder("damaged").join("stations.yilu");
    let name = path.to_str().unwrap();
    let check = |bytes: &[u8], part: &str| {
        std::fs::write(&path, bytes).unwrap();
        check_refused(&["inspect", name], part);
        let mut arguments = WINTER_TRIP.to_vec();
        arguments.extend(["--stations", name]);
        check_refused(&arguments, "stations.yilu: ");
    };
    check(&whole[..whole.len() / 2], "bytes long, expected");
    let mut flipped = whole.clone();
    flipped[5000] ^= 1;
    check(&flipped, "checksum");
    check(b"<!doctype html>", "not a Yilu data file");
    let mut newer = whole;
    newer[4] = 9;
    check(
        &newer,
        "container version 9 at byte 4 cannot be read, this program reads version 1",
    );
}

#[test]
fn a_station_in_an_impossible_place_costs_only_itself() {
    let region = folder("impossible");
    for name in [
        "dataset.toml",
        "nodes.csv",
        "roads.csv",
        "rivers.csv",
        "counties.csv",
    ] {
        std::fs::copy(data("xinzhou").join(name), region.join(name)).unwrap();
    }
    let stations = std::fs::read_to_string(data("xinzhou/stations.csv")).unwrap();
    let mut lines: Vec<String> = stations.lines().map(str::to_owned).collect();
    lines[3] = lines[3].replacen(",38.", ",98.", 1);
    std::fs::write(region.join("stations.csv"), lines.join("\n")).unwrap();
    let (vehicles, out) = (data("vehicles.toml"), region.join("built"));
    let (status, _, err) = yilu(&[
        "build",
        region.to_str().unwrap(),
        "--vehicles",
        vehicles.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(status, 0, "{err}");
    assert!(
        err.contains("stations.csv line 4: lat: expected a number from -90 to 90"),
        "{err}"
    );
    let built = out.join("stations.yilu");
    let about = answer(&["inspect", built.to_str().unwrap(), "--json"]);
    assert_eq!(about["counts"]["stations"], json!(213));
    assert_eq!(about["demo"], json!(true));
}

#[test]
fn packs_are_listed_with_what_is_in_them() {
    let site = folder("packs");
    for (pack, names) in [
        ("a", &["roads", "stations", "vehicles", "guide"][..]),
        ("b", &["roads", "stations", "vehicles"]),
    ] {
        std::fs::create_dir_all(site.join(pack)).unwrap();
        for name in names {
            let file = format!("{name}.yilu");
            std::fs::copy(
                data(&format!("xinzhou/built/{file}")),
                site.join(pack).join(&file),
            )
            .unwrap();
        }
    }
    let path = |name: &str| site.join(name).to_str().unwrap().to_owned();
    let list = path("packs.json");
    let (status, _, err) = yilu(&["packs", &path("a"), "--out", &list]);
    assert_eq!(status, 0, "{err}");
    let text = std::fs::read_to_string(&list).unwrap();
    let built = std::fs::read_to_string(data("xinzhou/built/packs.json")).unwrap();
    assert_eq!(text.replace("\"a/", "\""), built);
    // Both have the same id, as they are the same region.
    check_refused(&["packs", &path("a"), &path("b"), "--out", &list], "id");
    check_refused(&["packs", &path("c"), "--out", &list], "roads.yilu");
    check_refused(
        &["packs", &path("a"), "--out", &path("b/packs.json")],
        "a/roads.yilu: expected a place in",
    );
    let wrong = path("b/vehicles.yilu");
    std::fs::copy(path("b/roads.yilu"), &wrong).unwrap();
    check_refused(
        &["packs", &path("b"), "--out", &list],
        "vehicles.yilu: found roads",
    );
    assert_eq!(std::fs::read_to_string(&list).unwrap(), text);
}

#[test]
fn base_maps_are_listed_unless_a_page_could_not_draw_them() {
    let site = folder("bases");
    std::fs::create_dir_all(site.join("a")).unwrap();
    for name in ["roads.yilu", "stations.yilu", "vehicles.yilu"] {
        std::fs::copy(data("xinzhou/built").join(name), site.join("a").join(name)).unwrap();
    }
    let good = std::fs::read(data("../tests/e2e/archives/xinzhou.pmtiles")).unwrap();
    let path = |name: &str| site.join(name).to_str().unwrap().to_owned();
    let (region, list, base) = (path("a"), path("packs.json"), path("base.pmtiles"));
    let arguments = ["packs", &region, "--base", &base, "--out", &list];
    std::fs::write(&base, &good).unwrap();
    let (status, _, err) = yilu(&arguments);
    assert_eq!(status, 0, "{err}");
    let text = std::fs::read_to_string(&list).unwrap();
    let listed: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(listed["bases"][0]["path"], "base.pmtiles");
    assert_eq!(listed["bases"][0]["bytes"], json!(good.len()));
    let changed = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        bytes
    };
    for (bytes, problem) in [
        (
            good[..good.len() - 1].to_vec(),
            "base.pmtiles: tiles: found",
        ),
        (b"<!doctype html>".to_vec(), "header: found 15 bytes"),
        (
            changed(0, b'X'),
            "first bytes: found XMTiles, expected PMTiles",
        ),
        (changed(7, 2), "version: found 2, expected 3"),
        (changed(127, 0), "directory: found"),
    ] {
        std::fs::write(&base, bytes).unwrap();
        check_refused(&arguments, problem);
    }
    let elsewhere = path("a/packs.json");
    std::fs::write(&base, &good).unwrap();
    check_refused(
        &["packs", &region, "--base", &base, "--out", &elsewhere],
        "base.pmtiles: expected a place in",
    );
    assert_eq!(std::fs::read_to_string(&list).unwrap(), text);
}

#[test]
fn the_list_of_a_widget_agrees_with_the_files_it_is_made_of() {
    let built = folder("widget");
    for name in ["roads.yilu", "stations.yilu", "guide.yilu"] {
        let from = data("xinzhou/built").join(name);
        std::fs::copy(from, built.join(name)).unwrap();
    }
    let (status, _, err) = yilu(&["widget", built.to_str().unwrap()]);
    assert_eq!(status, 0, "{err}");
    let written = std::fs::read(built.join("widget.json")).unwrap();
    let committed = std::fs::read(data("xinzhou/built/widget.json")).unwrap();
    assert!(written == committed, "run `cargo xtask data`");
    let list: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(list["demo"], json!(true));
    let stations = list["stations"].as_array().unwrap();
    // Those for buses and staff are not shown.
    assert!((100..214).contains(&stations.len()), "{}", stations.len());
    let road = &list["corridors"][1];
    assert_eq!(road["id"], "changcheng1-west");
    let along = road["stations"].as_array().unwrap();
    let ways: Vec<f64> = along.iter().filter_map(|one| one[1].as_f64()).collect();
    assert!(ways.len() > 2 && ways.is_sorted(), "{ways:?}");
    let beside = along.iter().map(|one| one[2].as_f64().unwrap());
    assert!(beside.into_iter().all(|off| off <= 8.0));
    std::fs::write(built.join("guide.yilu"), b"gone").unwrap();
    check_refused(&["widget", built.to_str().unwrap()], "widget");
}

#[test]
fn a_failed_build_leaves_the_old_files_whole() {
    let region = folder("half");
    let out = region.join("built");
    std::fs::create_dir_all(&out).unwrap();
    std::fs::write(out.join("roads.yilu"), b"old").unwrap();
    let (vehicles, region) = (data("vehicles.toml"), region.to_str().unwrap().to_owned());
    let arguments = [
        "build",
        &region,
        "--vehicles",
        vehicles.to_str().unwrap(),
        "--out",
    ];
    check_refused(
        &[&arguments[..], &[out.to_str().unwrap()]].concat(),
        "dataset.toml",
    );
    assert_eq!(std::fs::read(out.join("roads.yilu")).unwrap(), b"old");
}

fn solve(name: &str, instance: &str) -> (i32, String, String) {
    let path = folder("solve").join(name);
    std::fs::write(&path, instance).unwrap();
    yilu(&["solve", path.to_str().unwrap()])
}

const INSTANCE: &str = r#"{"capacity_wh": 4000, "initial_wh": 1000, "reserve_wh": 200,
    "arrival_wh": 400, "nodes": 3, "from": 0, "to": 2,
    "edges": [[0, 1, 300, 700], [1, 2, 300, 900]],
    "stations": [{"node": 1, "stop_s": 60, "wait_s": 40, "curve": [[0, 0.0], [4000, 4000.0]]}]}"#;

#[test]
fn a_bare_instance_is_solved() {
    let (status, out, err) = solve("good.json", INSTANCE);
    assert_eq!(status, 0, "{err}");
    let solved: Value = serde_json::from_str(&out).unwrap();
    // Arrive with 300 Wh, leave with 1300 Wh: 1000 s of charging, 100 s of stopping.
    assert!(
        (solved["total_time_s"].as_f64().unwrap() - 1700.0).abs() < 1e-3,
        "{solved}"
    );
    assert_eq!(solved["steps"][1]["kind"], json!("charge"));
    let poor = INSTANCE.replace("700]", "1900]");
    let (status, out, _) = solve("poor.json", &poor);
    let refused: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, &refused["feasible"]), (0, &json!(false)));
    assert!(
        refused["reason"].as_str().unwrap().ends_with('.'),
        "{refused}"
    );
}

#[test]
fn a_malformed_instance_names_field_found_and_expected() {
    let check = |from: &str, to: &str, part: &str| {
        let instance = INSTANCE.replacen(from, to, 1);
        assert_ne!(instance, INSTANCE);
        let (status, out, err) = solve("bad.json", &instance);
        assert_eq!((status, out.as_str()), (2, ""), "{part}: {err}");
        assert!(err.contains(part), "{part}: {err}");
    };
    check(
        "4000, \"initial",
        "-1, \"initial",
        "capacity_wh: found -1, expected",
    );
    check(
        "\"reserve_wh\": 200,",
        "",
        "reserve_wh: found nothing, expected",
    );
    check(
        "[0, 1, 300, 700]",
        "[0, 7, 300, 700]",
        "edges[0][1]: found 7, expected a node from 0 to 2",
    );
    check(
        "[0, 1, 300, 700]",
        "[0, 0, 300, 700]",
        "edges[0][1]: found 0, expected another node",
    );
    check(
        "[0, 1, 300, 700]",
        "[0, 1, -3, 700]",
        "edges[0][2]: found -3, expected",
    );
    check(
        "[0, 1, 300, 700]",
        "[0, 1, 300]",
        "edges[0]: found [0,1,300], expected [from",
    );
    check("[1, 2, 300, 900]", "[1, 0, 300, -900]", "gains energy");
    check(
        "\"node\": 1",
        "\"node\": 3",
        "stations[0].node: found 3, expected",
    );
    check(
        "[0, 0.0]",
        "[5, 0.0]",
        "stations[0].curve: the first charge is 5 Wh, expected 0",
    );
    check(
        "[4000, 4000.0]",
        "[2000, 3000.0], [4000, 4000.0]",
        "the curve is less steep",
    );
    check(
        "\"stop_s\": 60",
        "\"stop_s\": \"x\"",
        "stations[0].stop_s: found \"x\", expected",
    );
    check("{\"capacity", "\"capacity", "line 1 column");
}

#[test]
fn every_template_is_without_a_finding_and_a_bad_file_is_not() {
    let folder = folder("templates");
    for (name, file) in [
        ("stations", "stations.csv"),
        ("tariffs", "tariffs.csv"),
        ("places", "places.csv"),
        ("service-areas", "areas.csv"),
        ("corridors", "corridors.toml"),
        ("price-rules", "rules.toml"),
        ("vehicles", "vehicles.toml"),
    ] {
        let (status, text, err) = yilu(&["template", name]);
        assert_eq!(status, 0, "{err}");
        let path = folder.join(file);
        std::fs::write(&path, &text).unwrap();
        let checked = answer(&["check", "--json", path.to_str().unwrap()]);
        assert_eq!(checked[0]["findings"], json!([]), "{name}");
        assert_ne!(checked[0]["records"], json!(0), "{name}");
        std::fs::write(
            &path,
            text.replace("38.", "138.")
                .replace("1.6", "-1.6")
                .replace("29.5", "-1")
                .replace("0.84", "-1"),
        )
        .unwrap();
        let (status, _, err) = yilu(&["check", path.to_str().unwrap()]);
        assert_eq!(status, 2, "{name}");
        assert!(
            err.contains(file) && err.contains("expected"),
            "{name}: {err}"
        );
    }
}

#[test]
fn the_embedded_set_checks_and_has_what_it_promises() {
    let sources = data("xinzhou");
    let checked = answer(&["check", "--json", sources.to_str().unwrap()]);
    assert_eq!(checked[0]["findings"], json!([]));
    let guide = data("xinzhou/built/guide.yilu");
    let counts = answer(&["inspect", "--json", guide.to_str().unwrap()]);
    assert_eq!(
        counts["counts"],
        json!({"corridors": 9, "service_areas": 0, "price_rules": 1})
    );
    let vehicles = answer(&["vehicles", "--json"]);
    let vehicles = vehicles.as_array().unwrap();
    assert!(vehicles.len() >= 24);
    for vehicle in vehicles {
        assert_ne!(vehicle["sources"], json!([]), "{}", vehicle["id"]);
    }
}

#[test]
fn a_file_cut_at_any_percent_is_refused_cleanly() {
    for name in ["roads", "stations", "vehicles", "guide"] {
        let bytes = std::fs::read(data(&format!("xinzhou/built/{name}.yilu"))).unwrap();
        let path = folder("cut").join(format!("{name}.yilu"));
        for percent in 0..100 {
            std::fs::write(&path, &bytes[..bytes.len() * percent / 100]).unwrap();
            check_refused(&["inspect", path.to_str().unwrap()], "expected");
        }
    }
}
