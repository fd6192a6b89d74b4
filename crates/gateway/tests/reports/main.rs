//! Drivers' reports: from anybody, more than once, odd, and while the disk is full.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;
mod settings;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use common::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;

const SAMPLE: &str = include_str!("../../../../docs/formats/report/v1/sample.json");
const NUMBER: &str = "0f3a9c2b71d45";
/// What a report says, and something else.
const FIELDS: [&str; 9] = [
    "v",
    "id",
    "station",
    "connector",
    "kind",
    "text",
    "at",
    "edition",
    "more",
];
const ADDRESS: &str = "203.0.113.77";

/// A home whose gateway takes reports, with these settings besides.
fn home(name: &str, settings: &str) -> Home {
    let config = format!("[reports]\nfolder = \"reports\"\n{settings}");
    let home = Home::with(name, "", &config);
    std::fs::create_dir(home.0.join("reports")).unwrap();
    home
}

fn report(id: &str) -> String {
    SAMPLE.replace(NUMBER, id)
}

fn request(gateway: &Gateway, method: Method) -> RequestBuilder {
    let url = format!("{}/api/report", gateway.url);
    Client::new()
        .request(method, url)
        .header("content-type", "application/json")
}

async fn send(gateway: &Gateway, body: impl Into<reqwest::Body>) -> Response {
    let post = request(gateway, Method::POST).body(body);
    post.send().await.unwrap()
}

/// All lines of all files of reports.
fn lines(home: &Home) -> Vec<Value> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(home.0.join("reports"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let text = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap());
    let text: String = text.collect();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn ids(home: &Home) -> Vec<String> {
    let text = |line: &Value| line["id"].as_str().unwrap().to_owned();
    lines(home).iter().map(text).collect()
}

async fn fate(gateway: &Gateway, outcome: &str) -> u64 {
    let name = format!("driver_reports_total{{outcome=\"{outcome}\"}}");
    counted(&gateway.url, &name).await
}

#[tokio::test]
async fn a_report_is_kept_once_and_says_nothing_of_who_sent_it() {
    let home = home("reports", "address_header = \"x-real-ip\"\n");
    let gateway = Gateway::start(&home);
    for expected in [201, 200] {
        let post = request(&gateway, Method::POST).header("x-real-ip", ADDRESS);
        let post = post.header("user-agent", "a browser").body(report("a1"));
        assert_eq!(post.send().await.unwrap().status(), expected);
    }
    let log = gateway.log.lock().unwrap().clone();
    gateway.kill();
    let mut line = lines(&home).remove(0);
    assert!((line["came"].as_i64().unwrap() - now()).abs() < 60);
    line.as_object_mut().unwrap().remove("came");
    assert_eq!(line, serde_json::from_str::<Value>(&report("a1")).unwrap());
    // It is known after a restart too.
    let gateway = Gateway::start(&home);
    assert_eq!(send(&gateway, report("a1")).await.status(), 200);
    assert_eq!(send(&gateway, report("a2")).await.status(), 201);
    assert_eq!(ids(&home), ["a1", "a2"]);
    assert_eq!(
        (fate(&gateway, "kept").await, fate(&gateway, "again").await),
        (1, 1)
    );
    let log = log + &gateway.log.lock().unwrap();
    assert!(!log.contains(ADDRESS), "{log}");
    for folder in ["reports", "state"] {
        for entry in std::fs::read_dir(home.0.join(folder)).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            assert!(
                !text.contains(ADDRESS) && !text.contains("127.0.0.1"),
                "{text}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_no_report_is_refused_for_good() {
    let home = home("refusals", "per_hour = 1000\n");
    let gateway = Gateway::start(&home);
    for (expected, body) in [
        (400, String::new()),
        (400, report("a")[..40].to_owned()),
        (422, "[]".to_owned()),
        (422, "{}".to_owned()),
        (422, report("a").replace("blocked", "stolen")),
        (422, report("a").replace("油车占位", "a\\u0000b")),
        (422, report("../a")),
        (413, report("a").replace("油车占位", &"x".repeat(5000))),
    ] {
        let answer = send(&gateway, body.clone()).await;
        assert_eq!(answer.status(), expected, "{body}");
    }
    assert_eq!(send(&gateway, vec![0xff; 20]).await.status(), 400);
    // What a page elsewhere can send without asking.
    let plain = request(&gateway, Method::POST).body(report("a"));
    let mut plain = plain.build().unwrap();
    plain
        .headers_mut()
        .insert("content-type", "text/plain".parse().unwrap());
    assert_eq!(Client::new().execute(plain).await.unwrap().status(), 415);
    let get = request(&gateway, Method::GET).send().await.unwrap();
    assert_eq!(get.status(), 405);
    assert_eq!(fate(&gateway, "refused").await, 11);
    assert_eq!(ids(&home), [""; 0]);
    assert_eq!(send(&gateway, report("a")).await.status(), 201);
}

/// A report with one value replaced, or cut.
fn odd() -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,250}".prop_map(Value::from),
        Just(serde_json::json!([{"v": 1}])),
    ];
    let field = prop::sample::select(&FIELDS[..]).prop_map(str::to_owned);
    (field, value, 0_usize..400, any::<bool>()).prop_map(|(field, value, cut, is_cut)| {
        let mut json: Value = serde_json::from_str(SAMPLE).unwrap();
        json[field] = value;
        let mut bytes = json.to_string().into_bytes();
        if is_cut {
            bytes.truncate(cut);
        }
        bytes
    })
}

#[tokio::test]
async fn odd_bodies_are_answered_and_never_half_kept() {
    let home = home("odd", "per_hour = 100000\n");
    let gateway = Gateway::start(&home);
    let mut runner = TestRunner::deterministic();
    let mut taken = 0;
    for _ in 0..400 {
        let body = odd().new_tree(&mut runner).unwrap().current();
        let status = send(&gateway, body.clone()).await.status().as_u16();
        let body = String::from_utf8_lossy(&body).into_owned();
        assert!([200, 201, 400, 422].contains(&status), "{status}: {body}");
        taken += usize::from(status == 201);
    }
    assert!(taken > 0);
    assert_eq!(lines(&home).len(), taken);
}

#[tokio::test]
async fn what_was_acknowledged_survives_being_killed() {
    let home = home("killed-reports", "per_hour = 100000\nper_day = 100000\n");
    let (mut acknowledged, mut number) = (BTreeSet::new(), 0);
    for round in 0..6_u64 {
        let gateway = Gateway::start(&home);
        let url = format!("{}/api/report", gateway.url);
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(40 + 23 * round));
            gateway.kill();
        });
        let client = Client::new();
        loop {
            number += 1;
            let id = format!("r{number}");
            let post = client.post(&url).header("content-type", "application/json");
            match post.body(report(&id)).send().await {
                Ok(answer) if answer.status() == 201 => acknowledged.insert(id),
                _ => break,
            };
        }
        killer.join().unwrap();
    }
    // As a crash leaves it.
    let path = std::fs::read_dir(home.0.join("reports"))
        .unwrap()
        .last()
        .unwrap();
    let path = path.unwrap().path();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"came\":17");
    std::fs::write(&path, bytes).unwrap();
    let gateway = Gateway::start(&home);
    assert_eq!(send(&gateway, report("last")).await.status(), 201);
    let found = ids(&home);
    let all: BTreeSet<String> = found.iter().cloned().collect();
    assert_eq!(all.len(), found.len(), "a report is there twice");
    assert!(
        all.is_superset(&acknowledged),
        "{acknowledged:?} in {all:?}"
    );
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
}

#[tokio::test]
async fn a_full_disk_is_told_and_nothing_is_lost_or_half_there() {
    let home = home("full-reports", "per_hour = 100000\n");
    // Only the limit is hit: the signal that comes with it would end the program.
    let gateway = Gateway::start_after(&home, "trap '' XFSZ; ulimit -S -f 8");
    let mut kept = 0;
    let refused = loop {
        let answer = send(&gateway, report(&format!("r{kept}"))).await;
        if answer.status() != 201 {
            break answer;
        }
        kept += 1;
        assert!(kept < 1000);
    };
    assert_eq!(
        (
            refused.status().as_u16(),
            refused.headers()["retry-after"].to_str().unwrap()
        ),
        (503, "60")
    );
    assert!(kept > 5, "{kept}");
    assert_eq!(fate(&gateway, "failed").await, 1);
    // What is there is known as ever.
    assert_eq!(send(&gateway, report("r0")).await.status(), 200);
    let mut room = Command::new("prlimit");
    room.args([
        "--fsize=unlimited",
        "--pid",
        &gateway.child.id().to_string(),
    ]);
    assert!(room.status().unwrap().success());
    assert_eq!(
        send(&gateway, report(&format!("r{kept}"))).await.status(),
        201
    );
    let expected: Vec<String> = (0..=kept).map(|number| format!("r{number}")).collect();
    assert_eq!(ids(&home), expected);
}
