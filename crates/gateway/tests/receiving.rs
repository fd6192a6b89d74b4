//! Operators push over HTTP, strangers are refused, the program is killed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use common::*;
use feeds::open_answer;
use live::State;
use serde_json::{Value, json};

#[tokio::test]
async fn what_was_acknowledged_survives_being_killed() {
    let home = Home::new("killed");
    // What each connector may be: one thing once it was acknowledged.
    let mut allowed = vec![vec![State::Unknown]; CONNECTORS];
    let (mut numbers, mut lost, mut sequence) = (Vec::new(), 0, 0);
    for round in 0..12_u64 {
        let gateway = Gateway::start(&home);
        let operator = Operator::new(&gateway).await;
        let file = operator.live().await;
        numbers.push(file.sequence);
        for (state, allowed) in states(&file).iter().zip(&mut allowed) {
            assert!(
                allowed.contains(state),
                "round {round}: {state:?}, {allowed:?}"
            );
            *allowed = vec![*state];
        }
        assert!(round < 5 || !file.stations.is_empty(), "round {round}");
        // It is killed in the middle of this.
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(5 + 7 * round));
            gateway.kill();
        });
        for step in 0..400_u32 {
            let connector = (step as usize * 7) % CONNECTORS;
            let status = [1, 3, 255][(step as usize + numbers.len()) % 3];
            let state = State::of_tcec(status);
            sequence += 1;
            if operator.push(connector, status, sequence).await {
                allowed[connector] = vec![state];
            } else {
                allowed[connector].push(state);
                lost += 1;
                break;
            }
        }
        killer.join().unwrap();
    }
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    assert!(lost > 6, "it was killed in time only {lost} times");
}

#[tokio::test]
async fn requests_that_are_not_the_operators_are_refused_and_counted() {
    let home = Home::new("refused");
    let gateway = Gateway::start(&home);
    let operator = Operator::new(&gateway).await;
    let call = "notification_stationStatus";
    let ret = |answer: Vec<u8>| {
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        answer["Ret"].as_i64().unwrap()
    };
    let good = sealed(state(0, 1), now(), 1);
    assert_eq!(ret(operator.post(call, &good).await), 0);
    // The same again.
    assert_eq!(ret(operator.post(call, &good).await), 4003);
    let mut forged: Value = serde_json::from_slice(&sealed(state(0, 3), now(), 2)).unwrap();
    forged["Sig"] = "0".repeat(32).into();
    assert_eq!(
        ret(operator.post(call, forged.to_string().as_bytes()).await),
        4001
    );
    assert_eq!(
        ret(operator
            .post(call, &sealed(state(0, 3), now() - 7200, 3))
            .await),
        4003
    );
    assert_eq!(
        ret(operator
            .post(call, &sealed(json!({"nothing": 1}), now(), 4))
            .await),
        4004
    );
    assert_eq!(
        ret(operator.post(call, br#"{"OperatorID": "999999999"}"#).await),
        4003
    );
    assert_eq!(ret(operator.post(call, b"[1, 2").await), 4003);
    let stranger = Operator {
        client: reqwest::Client::new(),
        url: gateway.url.clone(),
        token: "1795411200.00".to_owned(),
    };
    assert_eq!(
        ret(stranger.post(call, &sealed(state(0, 3), now(), 5)).await),
        4002
    );
    let wrong = json!({"OperatorID": OPERATOR, "OperatorSecret": "guess"});
    let answer = operator.ask("query_token", wrong, 6).await;
    let answer = open_answer(&answer, OPERATOR, &keys()).unwrap();
    assert_eq!(
        (&answer["SuccStat"], &answer["FailReason"]),
        (&json!(1), &json!(2))
    );
    let large = vec![b' '; (1 << 20) + 1];
    let post = operator
        .client
        .post(format!("{}/evcs/v1/{call}", gateway.url))
        .body(large);
    assert_eq!(post.send().await.unwrap().status(), 413);
    for (reason, count) in [
        ("replay", 1),
        ("signature", 1),
        ("time", 1),
        ("payload", 1),
        ("token", 1),
        ("envelope", 2),
        ("large", 1),
    ] {
        assert_eq!(refused(&gateway.url, reason).await, count, "{reason}");
    }
    // Only the good one was heard.
    let file = eventually(&operator, |file| !states(file).is_empty()).await;
    assert_eq!(states(&file)[0], State::Free);
}

#[test]
fn a_secret_that_others_may_read_is_refused_and_not_shown() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new("secrets");
    let check = || {
        let program = env!("CARGO_BIN_EXE_yilu-gateway");
        let config = home.config();
        let arguments = [Path::new("--check-config"), Path::new("--config"), &config];
        Command::new(program).args(arguments).output().unwrap()
    };
    let good = check();
    assert!(good.status.success(), "{good:?}");
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(home.0.join("secret"), open).unwrap();
    let refused = check();
    let error = String::from_utf8(refused.stderr).unwrap();
    assert!(
        !refused.status.success() && error.contains("chmod 600"),
        "{error}"
    );
    assert!(!error.contains(SECRET));
}
