//! `yilu import stations` as a deployer runs it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{answer, check_refused, folder, yilu};
use serde_json::{Value, json};

/// The secret of the standard's example (T/CEC 102.4).
const SECRET: &str = "1234567890abcdef";
const DATA: &str = "il7B0BSEjFdzpyKzfOFpvg/Se1CP802RItKYFPfSLRxJ3jf0bVl9hvYOEktPAYW2nd7S8MBcyHYyacHKbISq5iTmDzG+ivnR+SZJv3USNTYVMz9rCQVSxd0cLlqsJauko79NnwQJbzDTyLooYoIwz75qBOH2/xOMirpeEqRJrF/EQjWekJmGk9RtboXePu2rka+Xm51syBPhiXJAq0GfbfaFu9tNqs/e2Vjja/ltE1M0lqvxfXQ6da6HrThsm5id4ClZFIi0acRfrsPLRixS/IQYtksxghvJwbqOsbIsITail9Ayy4tKcogeEZiOO+4Ed264NSKmk7l3wKwJLAFjCFogBx8GE3OBz4pqcAn/ydA=";

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn envelope(sequence: &str) -> String {
    json!({
        "OperatorID": "123456789",
        "Data": DATA,
        "TimeStamp": "20160729142400",
        "Seq": sequence,
        "Sig": "745166E8C43C84D37FFEC0F529C4136F",
    })
    .to_string()
}

/// A T/CEC 102 station at a place in GCJ-02.
fn tcec(id: &str, lat: f64) -> Value {
    json!({
        "StationID": id, "OperatorID": "MA0DEMO01", "StationName": format!("站{id}"),
        "StationType": 1, "StationStatus": 50, "Construction": 255,
        "StationLng": 112.73, "StationLat": lat,
        "EquipmentInfos": [{"EquipmentID": "E", "EquipmentType": 1, "Power": 120, "ConnectorInfos":
            [{"ConnectorID": format!("{id}01"), "ConnectorType": 4, "Power": 120}]}],
    })
}

fn page(stations: &[Value]) -> String {
    json!({"PageNo": 1, "PageCount": 1, "ItemSize": stations.len(), "StationInfos": stations})
        .to_string()
}

fn import(from: &str, files: &[&str], out: &str) -> Value {
    let mut arguments = vec!["import", "stations", "--from", from, "--json", "--out", out];
    arguments.extend(files);
    answer(&arguments)
}

#[test]
fn an_encrypted_answer_opens_with_its_keys_only() {
    let folder = folder("encrypted");
    let good = write(&folder, "good.json", &envelope("0001"));
    let forged = write(&folder, "forged.json", &envelope("0002"));
    let keys = format!("data_secret = \"{SECRET}\"\ndata_secret_iv = \"{SECRET}\"\n");
    let short = write(&folder, "short.toml", &keys);
    let keys = write(
        &folder,
        "keys.toml",
        &format!("{keys}sig_secret = \"{SECRET}\"\n"),
    );
    let out = folder.join("out.yilu").display().to_string();
    let base = [
        "import", "stations", "--from", "tcec", "--json", "--out", &out,
    ];
    let run = |more: &[&str]| yilu(&[&base[..], more].concat());
    let (status, text, err) = run(&["--keys", &keys, &good]);
    assert_eq!(status, 0, "{err}");
    let found: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found["states"], json!(1));
    for (arguments, part) in [
        (vec!["--keys", &keys, &forged], "signature"),
        (vec![&*good], "no key"),
        (vec!["--keys", &short, &good], "short.toml: expected all of"),
    ] {
        let (status, out, err) = run(&arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(part) && !err.contains(SECRET), "{err}");
    }
    let run = Command::new(env!("CARGO_BIN_EXE_yilu"))
        .args(base)
        .arg(&good)
        .env("YILU_TCEC_DATA_SECRET", SECRET)
        .env("YILU_TCEC_DATA_SECRET_IV", SECRET)
        .env("YILU_TCEC_SIG_SECRET", SECRET)
        .output()
        .unwrap();
    assert!(run.status.success());
}

#[test]
fn stations_that_vanish_leave_tombstones_and_come_back() {
    let folder = folder("tombstones");
    let out = folder.join("out.yilu").display().to_string();
    let _ = std::fs::remove_file(&out);
    let all = [tcec("1", 38.4), tcec("2", 38.5), tcec("3", 38.6)];
    let three = write(&folder, "three.json", &page(&all));
    let two = write(&folder, "two.json", &page(&all[..2]));
    let none = write(&folder, "none.json", &page(&[]));
    let counts = |files: &[&str]| {
        let found = import("tcec", files, &out);
        (found["stations"].clone(), found["tombstones"].clone())
    };
    assert_eq!(counts(&[&three]), (json!(3), json!(0)));
    assert_eq!(counts(&[&two]), (json!(2), json!(1)));
    assert_eq!(counts(&[&two]), (json!(2), json!(1)));
    // Nothing at all never replaces something.
    let before = std::fs::read(&out).unwrap();
    check_refused(
        &["import", "stations", "--from", "tcec", &none, "--out", &out],
        "not replaced",
    );
    assert_eq!(std::fs::read(&out).unwrap(), before);
    assert_eq!(counts(&[&three]), (json!(3), json!(0)));
}

#[test]
fn sources_become_one_and_the_first_counts() {
    let folder = folder("sources");
    let out = folder.join("out.yilu").display().to_string();
    let _ = std::fs::remove_file(&out);
    // The same site, once in GCJ-02 and once in WGS-84.
    let operator = write(&folder, "tcec.json", &page(&[tcec("1", 38.4)]));
    let inspected: Value = import("tcec", &[&operator], &out);
    assert_eq!(inspected["findings"], json!([]));
    let at = &snapshot(&out)["stations"][0];
    let community = json!([{"ID": 5, "AddressInfo": {"Title": "x", "Latitude": at["lat"],
        "Longitude": at["lon"], "ContactTelephone1": "95598"}, "Connections":
        [{"ID": 1, "ConnectionTypeID": 1040, "PowerKW": 60, "Quantity": 2}]}]);
    let community = write(&folder, "ocm.json", &community.to_string());
    let other = format!("ocm:{community}");
    let found = import("tcec", &[&operator, &other], &out);
    assert_eq!(
        (&found["read"], &found["stations"], &found["merged"]),
        (&json!(2), &json!(1), &json!(1))
    );
    assert_eq!(found["connectors"], json!(1));
    let merged = snapshot(&out);
    assert_eq!(merged["stations"][0]["details"]["phone"], json!("95598"));
    assert_eq!(merged["merged"].as_array().unwrap().len(), 2);
    let apart = folder.join("apart.yilu").display().to_string();
    let (status, _, err) = yilu(&["split", &out, "--out", &apart]);
    assert_eq!(status, 0, "{err}");
    let apart = snapshot(&apart);
    let names = apart["stations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["id"].clone());
    assert_eq!(
        names.collect::<Vec<_>>(),
        [json!("MA0DEMO01-1"), json!("OCM-5")]
    );
    let found = answer(&[
        "import",
        "stations",
        "--from",
        "tcec",
        "--no-merge",
        "--json",
        &operator,
        &other,
        "--out",
        &out,
    ]);
    assert_eq!(found["stations"], json!(2));
    let about = answer(&["inspect", &out, "--json"]);
    assert_eq!(about["sources"][1]["id"], json!("ocm"));
    assert_eq!(about["demo"], json!(false));
}

/// The body of a station file.
fn snapshot(path: &str) -> Value {
    let bytes = std::fs::read(path).unwrap();
    serde_json::from_slice(container::read(&bytes).unwrap().body).unwrap()
}

#[test]
fn findings_are_listed_and_summed() {
    let folder = folder("findings");
    let out = folder.join("out.yilu").display().to_string();
    let mut bad = tcec("1", 38.4);
    bad["StationLat"] = json!(0);
    bad["StationLng"] = json!(0);
    let input = write(
        &folder,
        "in.json",
        &page(&[bad.clone(), tcec("2", 38.5), bad]),
    );
    let list = folder.join("findings.csv").display().to_string();
    let (status, _, err) = yilu(&[
        "import",
        "stations",
        "--from",
        "tcec",
        &input,
        "--findings",
        &list,
        "--out",
        &out,
    ]);
    assert_eq!(status, 0, "{err}");
    assert!(
        err.contains("2 × lat, lon: expected a place on earth"),
        "{err}"
    );
    let list = std::fs::read_to_string(list).unwrap();
    assert!(
        list.starts_with("station,field,problem,value\nMA0DEMO01-1,"),
        "{list}"
    );
}

#[test]
fn what_is_no_feed_is_refused_with_file_and_place() {
    let folder = folder("no-feed");
    let out = folder.join("out.yilu").display().to_string();
    let check = |from: &str, name: &str, text: &str, part: &str| {
        let file = write(&folder, name, text);
        check_refused(
            &["import", "stations", "--from", from, &file, "--out", &out],
            part,
        );
    };
    check(
        "tcec",
        "a.json",
        "{\n \"a\": tru}",
        "a.json: expected JSON: expected ident at line 2",
    );
    check("osm", "a.osm", "PNG", "a.osm: byte 0");
    check("csv", "a.csv", "id,zh\n", "a.csv line 1: no column");
    check_refused(
        &["import", "stations", "--from", "gopher", "a", "--out", &out],
        "invalid value 'gopher'",
    );
    assert!(!PathBuf::from(&out).exists());
}

/// Real and published inputs, which are not in the repository.
#[test]
fn every_shared_sample_imports() {
    let shared = Path::new("../../../shared/data/feeds");
    if !shared.exists() {
        eprintln!("skipped: no ../shared/data/feeds beside the repository");
        return;
    }
    let out = folder("samples").join("out.yilu").display().to_string();
    let mut count = 0;
    for (from, part) in [
        ("tcec", "tcec"),
        ("ocm", "ocm"),
        ("ocpi", "ocpi-2.2.1"),
        ("ocpi", "ocpi-2.3.0"),
    ] {
        for entry in std::fs::read_dir(shared.join(part)).unwrap() {
            let path = entry.unwrap().path();
            let _ = std::fs::remove_file(&out);
            let found = import(from, &[path.to_str().unwrap()], &out);
            let name = path.file_name().unwrap().to_str().unwrap();
            let is_location = name.starts_with("location_example");
            assert!(!is_location || found["stations"] == json!(1), "{name}");
            let is_tariff = name.starts_with("tariff");
            assert!(!is_tariff || found["tariffs"] != json!(0), "{name}");
            count += 1;
        }
    }
    assert!(count > 80);
}

#[test]
fn findings_that_cannot_be_written_leave_the_old_snapshot() {
    let folder = folder("findings-refused");
    let input = write(&folder, "a.json", &page(&[tcec("A", 38.4)]));
    let out = folder.join("out.yilu");
    let _ = std::fs::remove_file(&out);
    let (text, nowhere) = (
        out.display().to_string(),
        folder.join("no/f.csv").display().to_string(),
    );
    let arguments = [
        "import",
        "stations",
        "--from",
        "tcec",
        &input,
        "--findings",
        &nowhere,
        "--out",
        &text,
    ];
    let (status, _, error) = yilu(&arguments);
    assert_eq!(status, 1, "{error}");
    assert!(!out.exists());
}
