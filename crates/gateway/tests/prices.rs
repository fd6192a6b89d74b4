//! Operators push prices, and the file of stations is made anew.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use common::*;
use feeds::open_answer;
use live::State;
use serde_json::{Value, json};
use stations::Snapshot;

const CALL: &str = "notification_stationFee";

fn fee(station: &str, price: f64) -> Value {
    json!({"StationFee": {"OperatorID": OPERATOR, "StationID": station, "ChargeFeeDetail": [
        {"StartTime": "00:00", "EndTime": "24:00", "ElectricityFee": price, "ServiceFee": 0.1}
    ]}})
}

fn price(snapshot: &Snapshot) -> Option<i64> {
    let tariffs = &snapshot.stations[0].tariffs;
    let mut all = snapshot.tariffs.iter();
    let tariff = all.find(|tariff| tariffs.contains(&tariff.id))?;
    Some(tariff.periods[0].energy.0)
}

#[tokio::test]
async fn a_pushed_price_is_published_and_survives_being_killed() {
    let home = Home::with("prices", "renew_s = 0\n", "");
    let gateway = Gateway::start(&home);
    let operator = Operator::new(&gateway).await;
    assert!(operator.push(3, 3, 1).await);
    let charging = |file: &live::LiveFile| states(file).get(3) == Some(&State::Charging);
    let before = eventually(&operator, charging).await;
    assert_eq!(price(&announced(&gateway.url).await.1), None);
    let path = format!("live/events?from={}", before.sequence);
    let mut events = operator.get(&path).await;

    let answer = operator.ask(CALL, fee("1", 0.5), 2).await;
    let answer = open_answer(&answer, OPERATOR, &keys()).unwrap();
    assert_eq!(answer["Status"], 0);
    until(&gateway.url, |snapshot| price(snapshot) == Some(5000)).await;
    // Whoever listens is told that there is a gap; the states are still there, by the new file.
    let event = events.chunk().await.unwrap().unwrap();
    let number = before.sequence + 1;
    assert_eq!(event, format!("event: gap\ndata: {number}\n\n").as_bytes());
    let after = operator.live().await;
    let (name, _) = announced(&gateway.url).await;
    assert_eq!((&after.snapshot, after.sequence), (&name, number));
    assert_ne!(before.snapshot, name);
    assert!(charging(&after));
    let file = home.0.join("state/stations");
    assert_eq!(std::fs::read_dir(file).unwrap().count(), 1);

    gateway.kill();
    let gateway = Gateway::start(&home);
    let (again, snapshot) = announced(&gateway.url).await;
    assert_eq!((&again, price(&snapshot)), (&name, Some(5000)));
    let operator = Operator::new(&gateway).await;
    assert!(charging(&operator.live().await));
}

#[tokio::test]
async fn late_foreign_and_broken_prices_change_nothing() {
    let home = Home::with("no-prices", "renew_s = 0\n", "");
    let gateway = Gateway::start(&home);
    let operator = Operator::new(&gateway).await;
    let ret = |answer: Vec<u8>| {
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        answer["Ret"].as_i64().unwrap()
    };
    let second = now();
    let good = sealed(fee("1", 0.5), second, 5);
    assert_eq!(ret(operator.post(CALL, &good).await), 0);
    // Late ones are acknowledged: nobody need send them again.
    for (late, number) in [(second - 30, 6), (second, 4)] {
        let late = sealed(fee("1", 0.9), late, number);
        assert_eq!(ret(operator.post(CALL, &late).await), 0);
    }
    assert_eq!(ret(operator.post(CALL, &good).await), 4003);
    let mut foreign = fee("1", 0.9);
    foreign["StationFee"]["OperatorID"] = "987654321".into();
    let mut broken = fee("1", 0.9);
    broken["StationFee"]["ChargeFeeDetail"][0]["ElectricityFee"] = "free".into();
    let mut large = fee("1", 0.9);
    large["StationFee"]["Note"] = "x".repeat(300_000).into();
    for (payload, number) in [
        (foreign, 7),
        (broken, 8),
        (json!({"StationFee": 5}), 9),
        (json!({"StationFee": []}), 10),
        (fee("", 0.9), 11),
    ] {
        assert_eq!(ret(operator.ask(CALL, payload, number).await), 4004);
    }
    assert_eq!(ret(operator.ask(CALL, large, 12).await), 4003);
    let snapshot = until(&gateway.url, |snapshot| price(snapshot).is_some()).await;
    assert_eq!(price(&snapshot), Some(5000));
    for (reason, count) in [("party", 1), ("payload", 4), ("replay", 1), ("large", 1)] {
        assert_eq!(refused(&gateway.url, reason).await, count, "{reason}");
    }
}
