//! Bodies that nobody would send: signed by the operator, with the partner's token, and odd.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

const CASES: usize = 400;
const CONFIG: &str = "[ocpi.xzd]\ncountry = \"CN\"\nparty = \"XZD\"\n\
                      token = { file = \"their-token\" }\n";
/// Names that the receivers look for.
const NAMES: [&str; 22] = [
    "id",
    "uid",
    "evses",
    "connectors",
    "status",
    "last_updated",
    "coordinates",
    "latitude",
    "longitude",
    "country_code",
    "party_id",
    "ConnectorStatusInfo",
    "ConnectorStatusInfos",
    "ConnectorID",
    "Status",
    "StationFee",
    "StationID",
    "ChargeFeeDetail",
    "StartTime",
    "EndTime",
    "ElectricityFee",
    "Data",
];
/// Values that mean something to them, or nearly.
const TEXTS: [&str; 14] = [
    "",
    "L1",
    "E1",
    "1",
    "c0",
    "AVAILABLE",
    "REMOVED",
    "2026-11-26T08:00:00Z",
    "-009999-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "38.4",
    "24:00",
    "\u{0}",
    "CN",
];

/// Odd JSON made of these.
fn odd() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0_i64..5).prop_map(Value::from),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number,
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let name = prop::sample::select(&NAMES[..]).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..7)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// `good` with one value, somewhere, replaced by `odd`.
fn spoilt(good: &Value, odd: &Value, mut at: usize) -> Value {
    fn replace(value: &mut Value, odd: &Value, at: &mut usize) {
        if *at == 0 {
            *value = odd.clone();
        }
        *at = at.wrapping_sub(1);
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| replace(item, odd, at)),
            Value::Object(map) => map.values_mut().for_each(|item| replace(item, odd, at)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut value = good.clone();
    replace(&mut value, odd, &mut at);
    value
}

fn location() -> Value {
    let at = "2026-11-26T08:00:00Z";
    json!({"country_code": "CN", "party_id": "XZD", "id": "L1", "name": "站", "publish": true,
        "coordinates": {"latitude": "38.41", "longitude": "112.73"}, "last_updated": at,
        "evses": [{"uid": "E1", "status": "AVAILABLE", "last_updated": at, "connectors": [
            {"id": "1", "standard": "GBT_DC", "last_updated": at}]}]})
}

fn fee() -> Value {
    json!({"StationFee": {"OperatorID": OPERATOR, "StationID": "1", "ChargeFeeDetail": [
        {"StartTime": "00:00", "EndTime": "24:00", "ElectricityFee": 1.5, "ServiceFee": 0.1}]}})
}

#[tokio::test]
async fn odd_bodies_are_answered_and_break_nothing() {
    let home = Home::with("bodies", "renew_s = 0\n", CONFIG);
    let gateway = Gateway::start(&home);
    let operator = Operator::new(&gateway).await;
    let token = format!("Token {}", STANDARD.encode(THEIR_TOKEN));
    let ask = async |method: reqwest::Method, path: &str, body: &Value| {
        let url = format!(
            "{}/ocpi/receiver/2.2.1/locations/CN/XZD/{path}",
            gateway.url
        );
        let request = operator
            .client
            .request(method, url)
            .header("authorization", &token);
        let answer = request.body(body.to_string()).send().await.unwrap();
        let status = answer.status().as_u16();
        assert!(status < 500, "{status} for {body}");
        assert!(answer.json_value().await["status_code"].is_i64(), "{body}");
    };
    ask(reqwest::Method::PUT, "L1", &location()).await;
    let mut runner = TestRunner::deterministic();
    let strategy = (odd(), 0_usize..24, 0_usize..6);
    for number in 0..CASES {
        let (odd, at, kind) = strategy.new_tree(&mut runner).unwrap().current();
        let sequence = u32::try_from(number).unwrap();
        let answer = match kind {
            0 => {
                let payload = spoilt(&state(0, 1), &odd, at);
                operator
                    .ask("notification_stationStatus", payload, sequence)
                    .await
            }
            1 => {
                let payload = spoilt(&fee(), &odd, at);
                operator
                    .ask("notification_stationFee", payload, sequence)
                    .await
            }
            2 => {
                ask(reqwest::Method::PUT, "L1", &spoilt(&location(), &odd, at)).await;
                continue;
            }
            3 => {
                let evse = &location()["evses"][0];
                ask(reqwest::Method::PUT, "L1/E1", &spoilt(evse, &odd, at)).await;
                continue;
            }
            4 => {
                ask(reqwest::Method::PATCH, "L1", &odd).await;
                continue;
            }
            _ => {
                ask(reqwest::Method::PATCH, "L1/E1/1", &odd).await;
                continue;
            }
        };
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert!(answer["Ret"].is_i64(), "{odd}");
    }
    // Everything is as readable as before, also after a restart.
    assert!(!announced(&gateway.url).await.1.stations.is_empty());
    gateway.kill();
    let gateway = Gateway::start(&home);
    let (_, snapshot) = announced(&gateway.url).await;
    assert!(
        snapshot
            .stations
            .iter()
            .any(|one| one.origins[0].id == "L1")
    );
}
