//! What the operator answers, and whom.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use common::*;
use feeds::{EnvelopeError, TcecRequest, open_answer, tcec_states, tcec_time_stamp};
use operator::{forged, invent, write};
use serde_json::{Value, json};

/// The gateway's side, by hand.
struct Asker {
    client: reqwest::Client,
    url: String,
    token: String,
    number: AtomicU32,
}

impl Asker {
    fn sealed(&self, payload: Value) -> Vec<u8> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let request = TcecRequest {
            operator: ASKER.to_owned(),
            time_stamp: tcec_time_stamp(i64::try_from(since.as_secs()).unwrap()),
            sequence: format!("{number:04}"),
            payload,
        };
        request.seal(&keys()).unwrap()
    }

    async fn post(&self, call: &str, body: Vec<u8>) -> Result<Value, EnvelopeError> {
        let post = self.client.post(format!("{}/evcs/v1/{call}", self.url));
        let answer = post
            .bearer_auth(&self.token)
            .body(body)
            .send()
            .await
            .unwrap();
        open_answer(&answer.bytes().await.unwrap(), ASKER, &keys())
    }

    async fn ask(&self, call: &str, payload: Value) -> Result<Value, EnvelopeError> {
        self.post(call, self.sealed(payload)).await
    }
}

fn refused(answer: Result<Value, EnvelopeError>, ret: &str) -> bool {
    matches!(answer, Err(EnvelopeError::Refused(said)) if said.contains(ret))
}

#[tokio::test]
async fn whoever_has_a_token_is_told_stations_by_page_and_states_of_fifty() {
    let home = Home::new("answering");
    let stations = invent(60, 120, "sim");
    std::fs::write(home.path("stations.yilu"), write(stations.clone()).unwrap()).unwrap();
    // Nobody is told: there is no gateway.
    let simulator = Simulator::start(&home, "http://127.0.0.1:9", &[]);
    let mut asker = Asker {
        client: reqwest::Client::new(),
        url: simulator.url.clone(),
        token: String::new(),
        number: AtomicU32::new(1),
    };
    assert!(refused(
        asker.ask("query_stations_info", json!({})).await,
        "4002"
    ));
    let wrong = json!({"OperatorID": ASKER, "OperatorSecret": "guessed"});
    assert_eq!(
        asker.ask("query_token", wrong).await.unwrap()["SuccStat"],
        1
    );
    let right = json!({"OperatorID": ASKER, "OperatorSecret": "the gateway's secret"});
    let answer = asker.ask("query_token", right).await.unwrap();
    answer["AccessToken"]
        .as_str()
        .unwrap()
        .clone_into(&mut asker.token);

    let page = json!({"PageNo": 3, "PageSize": 25});
    let page = asker.ask("query_stations_info", page).await.unwrap();
    assert_eq!(
        (&page["PageCount"], &page["PageNo"]),
        (&json!(3), &json!(3))
    );
    assert_eq!(page["StationInfos"].as_array().unwrap().len(), 10);
    assert_eq!(page["StationInfos"][0]["StationID"], stations[50].id.0);
    let none = asker.ask("query_stations_info", json!({"PageNo": 0})).await;
    assert!(refused(none, "4004"));

    let ids: Vec<&str> = stations.iter().map(|station| &station.id.0[..]).collect();
    let states = json!({"StationIDs": ids[..50]});
    let states = asker.ask("query_station_status", states).await.unwrap();
    assert_eq!(
        (&states["Total"], tcec_states(&states).len()),
        (&json!(50), 100)
    );
    let many = json!({"StationIDs": ids[..51]});
    assert!(refused(
        asker.ask("query_station_status", many).await,
        "4004"
    ));
    let body = forged(asker.sealed(json!({"StationIDs": ids[..1]})));
    assert!(refused(
        asker.post("query_station_status", body).await,
        "4001"
    ));
}
