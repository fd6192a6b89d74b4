//! Bare instances.

use serde_json::{Value, json};

use crate::common::{folder, yilu};

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
