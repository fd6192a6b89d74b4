//! The simulator's program tells a gateway what happens, badly; in the end the gateway knows the truth.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use common::*;
use live::{Bay, LiveFile, Lock, Reading, State};
use operator::{invent, write};
use serde_json::Value;
use stations::Station;
use tokio::net::TcpListener;

async fn get(client: &reqwest::Client, url: &str) -> Vec<u8> {
    let answer = client.get(url).send().await.unwrap();
    answer.bytes().await.unwrap().to_vec()
}

/// What the truth says about each connector of a station.
fn true_readings(station: &Station, truth: &Value) -> Vec<Reading> {
    let connectors = station.connectors().map(|(connector, _)| {
        let codes = &truth["states"][&connector.id.0];
        let code = |at: usize| codes[at].as_i64().unwrap();
        Reading {
            state: State::of_tcec(code(0)),
            bay: Bay::of_tcec(code(1)),
            lock: Lock::of_tcec(code(2)),
        }
    });
    connectors.collect()
}

#[tokio::test]
async fn what_is_told_badly_is_known_in_the_end() {
    check("told", false).await;
}

#[tokio::test]
async fn what_is_also_asked_for_is_known_in_the_end() {
    check("asked", true).await;
}

async fn check(name: &str, is_asked: bool) {
    let home = Home::new(name);
    let stations = invent(20, 120, "sim");
    std::fs::write(home.path("stations.yilu"), write(stations.clone()).unwrap()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gateway = format!("http://{}", listener.local_addr().unwrap());
    let flags = "--speed 3600 --still-after 3 --seed 5 --duplicates 0.2 --reordering 0.3 \
                 --wrong-signatures 0.1 --half 0.05 --slow 0.02";
    let flags: Vec<&str> = flags.split_whitespace().collect();
    let simulator = Simulator::start(&home, &gateway, &flags);
    let url = is_asked.then_some(&simulator.url[..]);
    serve(listener, &home.config(url));
    let client = reqwest::Client::new();
    let mut wrong = 0;
    for _ in 0..400 {
        tokio::time::sleep(Duration::from_millis(30)).await;
        let truth = get(&client, &format!("{}/city.json", simulator.url)).await;
        let truth: Value = serde_json::from_slice(&truth).unwrap();
        if truth["still"] != true || truth["waiting"] != 0 {
            continue;
        }
        let file = get(&client, &format!("{gateway}/live.json")).await;
        let file = LiveFile::read(&file).unwrap();
        let is_wrong = |station: &&Station| {
            let told = file.stations.get(&station.id);
            told.map(|line| &line.readings) != Some(&true_readings(station, &truth))
        };
        wrong = stations.iter().filter(is_wrong).count();
        if wrong == 0 {
            let metrics = get(&client, &format!("{gateway}/metrics")).await;
            let metrics = String::from_utf8(metrics).unwrap();
            // All of it went wrong indeed.
            for reason in ["signature", "replay"] {
                let none = format!("refused_total{{reason=\"{reason}\"}} 0\n");
                assert!(!metrics.contains(&none), "{metrics}");
            }
            assert!(!metrics.contains("outcome=\"late\"} 0\n"), "{metrics}");
            return;
        }
    }
    panic!("{wrong} stations are told wrongly");
}

/// Seconds since the last sign of life of the source, as a phone reckons it; `None` before there was
/// one.
async fn silence(client: &reqwest::Client, gateway: &str) -> Option<u64> {
    let file = get(client, &format!("{gateway}/live.json")).await;
    let file = LiveFile::read(&file).unwrap();
    let (_, age) = file.sources.iter().find(|source| source.0 == "sim")?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let written = u64::try_from(file.time.0).unwrap();
    Some(now.as_secs().saturating_sub(written) + u64::from(*age))
}

#[tokio::test]
async fn a_silent_operator_ages_and_is_fresh_again_when_it_speaks() {
    let home = Home::new("silent");
    let stations = invent(5, 20, "sim");
    std::fs::write(home.path("stations.yilu"), write(stations).unwrap()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gateway = format!("http://{}", listener.local_addr().unwrap());
    let flags = ["--speed", "600", "--silent", "3..9"];
    let simulator = Simulator::start(&home, &gateway, &flags);
    serve(listener, &home.config(Some(&simulator.url)));
    let client = reqwest::Client::new();
    let (mut was_fresh, mut was_silent) = (false, false);
    for _ in 0..300 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        match silence(&client, &gateway).await {
            Some(age) if age >= 4 => was_silent = was_fresh,
            Some(age) if age <= 2 && was_silent => return,
            Some(age) => was_fresh |= age <= 2,
            None => {}
        }
    }
    panic!("fresh before: {was_fresh}, then silent: {was_silent}, and never fresh again");
}
