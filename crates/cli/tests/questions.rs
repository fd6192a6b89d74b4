//! Questions around a plan: alternatives, risks, what-if tables, stations by road, reach.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use common::{answer, yilu};
use serde_json::{Value, json};

const CAR: [&str; 8] = [
    "--vehicle",
    "byd-dolphin-2025",
    "--from",
    "38.407,112.734",
    "--soc",
    "0.45",
    "--temperature",
    "-15",
];
const END: [&str; 2] = ["--to", "39.635,111.435"];

fn ask(command: &str, more: &[&str]) -> Value {
    answer(&[&[command], &CAR[..], more, &["--json"]].concat())
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap()
}

#[test]
fn a_plan_tells_its_alternatives_and_what_it_hangs_on() {
    let more = [&END[..], &["--alternatives", "--risks", "--what-if"]].concat();
    let plan = ask("plan", &more);
    let total = number(&plan, "total_time_s");
    let all = list(&plan, "alternatives");
    assert_eq!(all[0]["best_at"], json!("time"));
    assert!((number(&all[0]["plan"], "total_time_s") - total).abs() < 1e-6);
    let stops = |plan: &Value| list(plan, "stops").len();
    for other in &all[1..] {
        assert!(number(&other["plan"], "total_time_s") >= total - 1e-6);
        let is_better = match other["best_at"].as_str() {
            Some("stops") => stops(&other["plan"]) < stops(&plan),
            Some("safety") => number(other, "reserve") > 0.1,
            strange => panic!("{strange:?}"),
        };
        assert!(is_better, "{other}");
    }
    let risks = list(&plan, "risks");
    assert_eq!(risks.len(), stops(&plan));
    for (risk, stop) in risks.iter().zip(list(&plan, "stops")) {
        assert_eq!(risk["station_id"], stop["station_id"]);
        let fallback = &risk["fallback"];
        let uses = |plan: &Value| {
            list(plan, "stops")
                .iter()
                .any(|other| other["station_id"] == stop["station_id"])
        };
        assert!(fallback.is_null() || !uses(fallback), "{risk}");
    }
    let starts = list(&plan["what_if"], "starting_charge");
    let here = starts
        .iter()
        .find(|row| (number(row, "soc") - 0.45).abs() < 1e-9)
        .unwrap();
    assert!((number(here, "total_time_s") - total).abs() < 1e-6);
}

#[test]
fn stations_are_listed_by_road_or_by_detour() {
    let near = ask("nearby", &["--limit", "5"]);
    let times: Vec<f64> = list(&near, "stations")
        .iter()
        .map(|near| number(near, "duration_s"))
        .collect();
    assert!(times.len() == 5 && times.is_sorted(), "{times:?}");
    assert_eq!(near["demo"], json!(true));
    let along = ask("nearby", &[&END[..], &["--limit", "5"]].concat());
    let detours: Vec<f64> = list(&along, "stations")
        .iter()
        .map(|near| number(near, "detour_s"))
        .collect();
    assert!(detours.len() == 5 && detours.is_sorted(), "{detours:?}");
}

#[test]
fn reach_is_geojson_and_grows_with_the_charge() {
    let count = |soc: &str| {
        let mut car = CAR;
        car[5] = soc;
        let reach = answer(&[&["reach"], &car[..], &["--json"]].concat());
        assert_eq!(reach["type"], json!("FeatureCollection"));
        list(&reach, "features")
            .iter()
            .filter(|feature| !feature["properties"]["soc"].is_null())
            .count()
    };
    let (little, much) = (count("0.2"), count("0.9"));
    assert!(0 < little && little < much, "{little} {much}");
}

#[test]
fn wishes_are_kept_and_checked() {
    let stay = "38.92,112.93;stay=1800;charge=0.2";
    let stayed = ask("plan", &[&END[..], &["--via", stay]].concat());
    assert!((number(&stayed, "staying_s") - 1800.0).abs() < 1e-6);
    assert!(number(&list(&stayed, "places")[0], "soc_arrive") >= 0.2 - 1e-6);
    let usual = ask("plan", &END);
    let station = list(&usual, "stops")[0]["station_id"].as_str().unwrap();
    let other = ask("plan", &[&END[..], &["--avoid", station]].concat());
    assert!(
        list(&other, "stops")
            .iter()
            .all(|stop| stop["station_id"] != station)
    );
    let fewest = ask("plan", &[&END[..], &["--aim", "fewest-stops"]].concat());
    assert!(list(&fewest, "stops").len() <= list(&usual, "stops").len());
    for (flag, value, part) in [
        ("--via", "38.9,112.1;stay=long", "expected stay=SECONDS"),
        ("--depart", "tomorrow", "2026-11-26T08:30"),
        (
            "--heading",
            "400",
            "heading is 400, expected 0 to 360 degrees",
        ),
        ("--aim", "nicest", "fewest-stops"),
    ] {
        let arguments = [&["plan"], &CAR[..], &END, &[flag, value]].concat();
        let (status, out, err) = yilu(&arguments);
        assert_eq!(status, 2, "{flag}: {out}");
        assert!(err.contains(part), "{flag}: {err}");
    }
}

#[test]
fn tolls_and_expressways_can_be_avoided() {
    let meters = |more: &[&str]| {
        let plan = ask("plan", &[&END[..], more].concat());
        (number(&plan, "distance_m"), number(&plan, "driving_s"))
    };
    let (usual, around) = (meters(&[]), meters(&["--avoid-expressways"]));
    assert!(around.1 > usual.1 && (around.0 - usual.0).abs() > 1000.0);
    // All expressways of the embedded data cost toll, and nothing else does.
    assert_eq!(meters(&["--avoid-tolls"]), around);
    let near = ask("nearby", &["--limit", "5", "--avoid-expressways"]);
    assert_eq!(list(&near, "stations").len(), 5);
}

#[test]
fn no_stop_charges_beyond_the_limit() {
    let plan = ask("plan", &[&END[..], &["--charge-max", "0.6"]].concat());
    let stops = list(&plan, "stops");
    assert!(!stops.is_empty());
    assert!(
        stops
            .iter()
            .all(|stop| number(stop, "soc_depart") <= 0.6 + 1e-9)
    );
    let (status, _, error) = yilu(&[&["plan"], &CAR[..], &END, &["--charge-max", "80"]].concat());
    assert_eq!(status, 2);
    assert!(error.contains("expected a number from 0 to 1"), "{error}");
}

#[test]
fn stops_are_no_shorter_and_no_longer_than_one_wants() {
    let lengths = |more: &[&str]| {
        let plan = ask("plan", &[&END[..], more].concat());
        let stops = list(&plan, "stops").iter();
        let lengths: Vec<f64> = stops.map(|stop| number(stop, "charge_s")).collect();
        (number(&plan, "total_time_s"), lengths)
    };
    let (usual, _) = lengths(&[]);
    let (total, longer) = lengths(&["--stop-least", "2400"]);
    assert!(total >= usual - 1e-6 && longer.iter().all(|time| *time >= 2400.0 - 1e-3));
    let (total, shorter) = lengths(&["--stop-most", "1500"]);
    assert!(total >= usual - 1e-6 && shorter.iter().all(|time| *time <= 1500.0 + 1e-3));
    let both = [&["--stop-least", "900", "--stop-most", "600"][..]].concat();
    let (status, _, error) = yilu(&[&["plan"], &CAR[..], &END, &both].concat());
    assert_eq!(status, 2);
    assert!(
        error.contains("stop_most_s is 600, expected no less than stop_least_s and meal_s"),
        "{error}"
    );
}

#[test]
fn operators_and_roads_are_liked_or_not() {
    let usual = ask("plan", &END);
    let with = |more: &[&str]| ask("plan", &[&END[..], more].concat());
    let table = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../data/xinzhou/stations.csv"
    );
    let table = std::fs::read_to_string(table).unwrap();
    let stops_of = |plan: &Value, name: &str| {
        let is_theirs = |stop: &&Value| {
            let id = format!("{},", stop["station_id"].as_str().unwrap());
            let row = table.lines().find(|row| row.starts_with(&id)).unwrap();
            row.contains(&format!(",{name},"))
        };
        list(plan, "stops").iter().filter(is_theirs).count()
    };
    let name = "演示驿站充电";
    assert!(stops_of(&usual, name) > 0);
    let avoided = with(&["--avoid-operator", "Demo Roadside Power"]);
    assert_eq!(stops_of(&avoided, name), 0);
    let liked = with(&["--prefer-operator", name, "--elsewhere", "7200"]);
    let others = |plan: &Value| list(plan, "stops").len() - stops_of(plan, name);
    assert!(others(&liked) < others(&usual));
    let scenic = with(&["--prefer-road", "旅游公路", "--factor", "3"]);
    let time = |plan: &Value| number(plan, "total_time_s");
    // Times that are told are true.
    assert!(time(&scenic) > time(&usual) + 60.0);
    assert_eq!(
        scenic["assumptions"]["trip"]["prefer"]["roads"],
        json!(["旅游公路"])
    );
    for (flag, value, part) in [
        ("--avoid-operator", "nobody", "--avoid-operator"),
        (
            "--prefer-operator",
            "",
            "expected the operator of a station",
        ),
        (
            "--factor",
            "7",
            "prefer.factor is 7, expected 1 to 4 times the time",
        ),
        ("--elsewhere", "-1", "prefer.elsewhere_s is -1"),
    ] {
        let flag_value = format!("{flag}={value}");
        let (status, out, err) = yilu(&[&["plan"], &CAR[..], &END, &[&flag_value]].concat());
        assert_eq!(status, 2, "{flag}: {out}");
        assert!(err.contains(part), "{flag}: {err}");
    }
}

#[test]
fn a_driver_makes_breaks_and_eats() {
    let free = ask("plan", &END);
    let more = [
        &END[..],
        &["--breaks", "after=5400;for=1800", "--meal", "2700"],
    ]
    .concat();
    let plan = ask("plan", &more);
    let total = number(&plan, "total_time_s");
    assert!(total >= number(&free, "total_time_s") - 1e-6);
    let rests = list(&plan, "breaks")
        .iter()
        .map(|rest| number(rest, "break_s"));
    assert!((number(&plan, "resting_s") - rests.sum::<f64>()).abs() < 1e-6);
    let stops = list(&plan, "stops");
    let meals = stops.iter().filter(|stop| stop["is_meal"] == json!(true));
    assert!(meals.clone().count() > 0);
    assert!(
        meals
            .into_iter()
            .all(|stop| number(stop, "charge_s") >= 2700.0 - 1e-6)
    );
    let law = [&END[..], &["--breaks"]].concat();
    let law = ask("plan", &law);
    assert_eq!(
        law["assumptions"]["trip"]["breaks"]["after_s"],
        json!(14400.0)
    );
    let car = [&["plan"], &CAR[..], &END].concat();
    let (status, _, error) = yilu(&[&car[..], &["--breaks", "after=5"]].concat());
    assert_eq!(status, 2);
    assert!(
        error.contains("breaks.after_s is 5, expected 600 to 86400 seconds"),
        "{error}"
    );
}

#[test]
fn queues_are_planned_with_and_faulty_ones_told() {
    let depart = [&END[..], &["--depart", "2026-11-26T09:00"]].concat();
    let free = ask("plan", &depart);
    let station = list(&free, "stops")[1]["station_id"].as_str().unwrap();
    let file = std::env::temp_dir().join(format!("yilu-busy-{}.json", std::process::id()));
    let day = |wait: f64| vec![wait; 24];
    let busy = json!({station: day(7200.0), "nowhere": day(0.0), "short": [1.0, 2.0]});
    std::fs::write(&file, busy.to_string()).unwrap();
    let path = file.to_string_lossy().into_owned();
    let arguments = [&["plan"], &CAR[..], &depart, &["--busy", &path, "--json"]].concat();
    let (status, output, messages) = yilu(&arguments);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(status, 0, "{messages}");
    let plan: Value = serde_json::from_str(&output).unwrap();
    let stops = list(&plan, "stops");
    assert!(
        stops
            .iter()
            .all(|stop| stop["station_id"] != json!(station))
    );
    assert!(number(&plan, "total_time_s") > number(&free, "total_time_s"));
    assert!(
        messages.contains("nowhere") && messages.contains("found 2 waits"),
        "{messages}"
    );
}

#[test]
fn what_is_broken_is_not_planned_with_and_strange_stations_are_told() {
    let usual = ask("plan", &END);
    let station = list(&usual, "stops")[0]["station_id"].as_str().unwrap();
    let live = json!({"v": 1, "snap": "any", "seq": 1, "t": 1_795_411_200, "src": [],
        "s": {station: [0, "x".repeat(200)], "nowhere": [0, "f"]}});
    let file = std::env::temp_dir().join(format!("yilu-live-{}.json", std::process::id()));
    std::fs::write(&file, live.to_string()).unwrap();
    let path = file.to_string_lossy().into_owned();
    let arguments = [&["plan"], &CAR[..], &END, &["--live", &path, "--json"]].concat();
    let (status, output, messages) = yilu(&arguments);
    std::fs::write(&file, "{\"v\": 2}").unwrap();
    let (refused, _, error) = yilu(&arguments);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(status, 0, "{messages}");
    let plan: Value = serde_json::from_str(&output).unwrap();
    let mut stops = list(&plan, "stops").iter();
    assert!(stops.all(|stop| stop["station_id"] != json!(station)));
    assert!(messages.contains("nowhere"), "{messages}");
    assert_eq!(refused, 2);
    assert!(error.contains("version 2, expected 1"), "{error}");
}
