//! A gateway that knows no station learns all of them from the simulator, which misbehaves, and in
//! the end knows the truth about each.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use common::*;
use feeds::{TcecState, ocpi_status};
use live::{Bay, LiveFile, Lock, Reading, State};
use operator::{invent, write};
use serde_json::Value;
use stations::{Snapshot, read_snapshot};
use tokio::net::TcpListener;

const STATIONS: usize = 45;
const CONNECTORS: usize = 120;
const FLAGS: &str = "--speed 3600 --still-after 3 --seed 5 --duplicates 0.2 --reordering 0.3 \
                     --wrong-signatures 0.1 --half 0.05 --slow 0.02";

#[tokio::test]
async fn stations_are_learnt_by_query_stations_info() {
    let reasons = ["signature", "replay"];
    check("by-tcec", &reasons, tcec_reading, |home, gateway, flags| {
        let simulator = Simulator::start(home, gateway, flags);
        let text = format!(
            "[tcec.sim]\noperator = \"{OPERATOR}\"\nsecret = {{ file = \"secret\" }}\n\
             keys = {{ file = \"keys.toml\" }}\n[tcec.sim.pull]\nurl = \"{}\"\n\
             operator = \"{ASKER}\"\nsecret = {{ file = \"asker\" }}\nevery_s = 1\nstations_s = 2\n",
            simulator.url
        );
        (simulator, text)
    })
    .await;
}

#[tokio::test]
async fn stations_are_learnt_by_ocpi() {
    check("by-ocpi", &["token"], ocpi_reading, |home, gateway, flags| {
        let simulator = Simulator::by_ocpi(home, gateway, "2.3.0", flags);
        let text = format!(
            "{PARTNER}[ocpi.sim.pull]\nurl = \"{}/ocpi/versions\"\ntoken = {{ file = \"asker\" }}\n\
             every_s = 1\nfull_s = 3\n",
            simulator.url
        );
        (simulator, text)
    })
    .await;
}

#[tokio::test]
async fn stations_are_pushed_by_ocpi() {
    check(
        "pushed",
        &["token", "object"],
        ocpi_reading,
        |home, gateway, flags| {
            let simulator = Simulator::by_ocpi(home, gateway, "2.2.1", flags);
            (simulator, PARTNER.to_owned())
        },
    )
    .await;
}

const PARTNER: &str =
    "[ocpi.sim]\ncountry = \"CN\"\nparty = \"SIM\"\ntoken = { file = \"secret\" }\n";

fn state_of(truth: &Value, connector: &str) -> TcecState {
    let codes = &truth["states"][connector];
    let code = |at: usize| codes[at].as_i64().unwrap();
    TcecState {
        connector: connector.to_owned(),
        status: code(0),
        park_status: code(1),
        lock_status: code(2),
    }
}

fn tcec_reading(truth: &Value, connector: &str) -> Reading {
    let state = state_of(truth, connector);
    Reading {
        state: State::of_tcec(state.status),
        bay: Bay::of_tcec(state.park_status),
        lock: Lock::of_tcec(state.lock_status),
    }
}

fn ocpi_reading(truth: &Value, connector: &str) -> Reading {
    // Each EVSE of the city has one connector, which is called by both ids.
    let state = state_of(truth, connector.strip_suffix("-1").unwrap());
    Reading::of_ocpi(ocpi_status(&[state]))
}

async fn get(url: &str) -> Vec<u8> {
    let answer = reqwest::get(url).await.unwrap();
    answer.bytes().await.unwrap().to_vec()
}

async fn json(url: &str) -> Value {
    serde_json::from_slice(&get(url).await).unwrap()
}

/// The file of stations that is announced, and its name.
async fn stations(gateway: &str) -> (String, Snapshot) {
    let manifest = json(&format!("{gateway}/manifest.json")).await;
    let path = manifest["files"][0]["path"].as_str().unwrap();
    let bytes = get(&format!("{gateway}/{path}")).await;
    let name = manifest["snap"].as_str().unwrap().to_owned();
    (name, read_snapshot(&bytes).unwrap().value)
}

async fn check(
    name: &str,
    reasons: &[&str],
    reading: impl Fn(&Value, &str) -> Reading,
    speak: impl FnOnce(&Home, &str, &[&str]) -> (Simulator, String),
) {
    let home = Home::new(name);
    let invented = invent(STATIONS, CONNECTORS, "sim");
    std::fs::write(home.path("stations.yilu"), write(invented).unwrap()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gateway = format!("http://{}", listener.local_addr().unwrap());
    let flags: Vec<&str> = FLAGS.split_whitespace().collect();
    let (simulator, text) = speak(&home, &gateway, &flags);
    serve(listener, &home.configured(&text));
    let (mut wrong, mut names) = (0, BTreeSet::new());
    for _ in 0..600 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let (name, snapshot) = stations(&gateway).await;
        names.insert(name.clone());
        let truth = json(&format!("{}/city.json", simulator.url)).await;
        if truth["still"] != true || truth["waiting"] != 0 {
            continue;
        }
        let file = get(&format!("{gateway}/live.json")).await;
        let file = LiveFile::read(&file).unwrap();
        if file.snapshot != name {
            continue;
        }
        let mut right = 0;
        for station in &snapshot.stations {
            let told = file.stations.get(&station.id);
            for (index, (connector, _)) in station.connectors().enumerate() {
                let told = told.and_then(|line| line.readings.get(index));
                let expected = reading(&truth, &connector.id.0);
                right += usize::from(told == Some(&expected));
            }
        }
        wrong = CONNECTORS - right;
        if wrong == 0 && snapshot.stations.len() == STATIONS {
            // It began with none.
            assert!(names.len() > 1, "{names:?}");
            let metrics = get(&format!("{gateway}/metrics")).await;
            let metrics = String::from_utf8(metrics).unwrap();
            for reason in reasons {
                let none = format!("refused_total{{reason=\"{reason}\"}} 0\n");
                assert!(!metrics.contains(&none), "{metrics}");
            }
            return;
        }
    }
    panic!("{wrong} connectors are told wrongly");
}
