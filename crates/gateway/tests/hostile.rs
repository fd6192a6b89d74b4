//! Those who are slow on purpose, and those who look for secrets.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::*;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CONFIG: &str = "[ocpi.xzd]\ncountry = \"CN\"\nparty = \"XZD\"\n\
                      token = { file = \"their-token\" }\n[ocpi.xzd.pull]\n\
                      url = \"http://127.0.0.1:9/ocpi/versions\"\ntoken = { file = \"our-token\" }\n";

/// Sends `begin`, then a byte now and then; what comes back until the connection is closed.
async fn drip(url: &str, begin: &str) -> String {
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(begin.as_bytes()).await.unwrap();
    let since = Instant::now();
    let mut answer = Vec::new();
    loop {
        assert!(
            since.elapsed() < Duration::from_secs(10),
            "it was not closed"
        );
        let mut buffer = [0; 512];
        let read = stream.read(&mut buffer);
        match tokio::time::timeout(Duration::from_millis(200), read).await {
            Ok(Ok(0) | Err(_)) => return String::from_utf8(answer).unwrap(),
            Ok(Ok(count)) => answer.extend_from_slice(&buffer[..count]),
            Err(_) => drop(stream.write_all(b"x").await),
        }
    }
}

#[tokio::test]
async fn whoever_is_slow_on_purpose_is_let_go_and_counted() {
    let home = Home::with("slow", "patience_s = 1\n", CONFIG);
    let gateway = Gateway::start(&home);
    let url = &gateway.url;
    let token = STANDARD.encode(THEIR_TOKEN);
    let put = format!(
        "PUT /ocpi/receiver/2.2.1/locations/CN/XZD/L1 HTTP/1.1\r\nHost: x\r\n\
         Authorization: Token {token}\r\nContent-Length: 5000\r\n\r\n{{"
    );
    let post = "POST /evcs/v1/notification_stationStatus HTTP/1.1\r\nHost: x\r\n\
                Content-Length: 5000\r\n\r\n{";
    let begin = "GET /live.json HTTP/1.1\r\nHost: x\r\nX-Slow: ";
    let all = tokio::join!(drip(url, begin), drip(url, post), drip(url, &put));
    assert!(!all.0.contains("200 OK"), "{}", all.0);
    assert!(all.1.contains("408 "), "{}", all.1);
    assert!(all.2.contains("408 "), "{}", all.2);
    expect(url, "slow", 3).await;
    drip(url, "no HTTP at all\r\n\r\n").await;
    expect(url, "malformed", 1).await;
    let endless = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(1_000_000));
    drip(url, &endless).await;
    expect(url, "large", 1).await;
    // All others are answered all the while.
    assert_eq!(
        reqwest::get(format!("{url}/healthz"))
            .await
            .unwrap()
            .status(),
        200
    );
}

/// It is counted a moment after the connection was closed.
async fn expect(url: &str, reason: &str, count: u64) {
    for _ in 0..50 {
        if refused(url, reason).await == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!(
        "{reason}: {} instead of {count}",
        refused(url, reason).await
    );
}

/// Everything that must never be shown, also in the form in which it is sent.
fn secrets() -> Vec<String> {
    let plain = [SECRET, THEIR_TOKEN, OUR_TOKEN, "1234567890abcdef"];
    let sent = plain.iter().map(|secret| STANDARD.encode(secret));
    plain
        .iter()
        .map(|one| (*one).to_owned())
        .chain(sent)
        .collect()
}

#[tokio::test]
async fn no_secret_is_ever_shown() {
    let end = format!(
        "[tcec.op.pull]\nurl = \"http://127.0.0.1:9\"\noperator = \"MA0GATE01\"\n\
         secret = {{ file = \"secret\" }}\nevery_s = 1\n{CONFIG}every_s = 1\n"
    );
    let home = Home::with("shown", "", &end);
    let program = env!("CARGO_BIN_EXE_yilu-gateway");
    let config = home.config();
    let arguments = [Path::new("--check-config"), Path::new("--config"), &config];
    let checked = Command::new(program).args(arguments).output().unwrap();
    assert!(checked.status.success(), "{checked:?}");
    let mut shown = vec![format!("{checked:?}")];
    // Broken keys and settings name the place, not what is there.
    for (file, text) in [
        ("keys.toml", format!("data_secret = \"{SECRET}\"\n")),
        ("keys.toml", format!("data_secret = = \"{SECRET}\"\n")),
        ("their-token", String::new()),
    ] {
        let good = std::fs::read_to_string(home.0.join(file)).unwrap();
        secret(&home.0.join(file), &text);
        let checked = Command::new(program).args(arguments).output().unwrap();
        assert!(!checked.status.success(), "{file}");
        shown.push(format!("{checked:?}"));
        secret(&home.0.join(file), &good);
    }
    let gateway = Gateway::start(&home);
    let operator = Operator::new(&gateway).await;
    // Whoever pushes secrets where they do not belong.
    let call = "notification_stationStatus";
    operator
        .ask(call, json!({"OperatorSecret": SECRET}), 1)
        .await;
    operator.post(call, SECRET.as_bytes()).await;
    let client = reqwest::Client::new();
    for token in [THEIR_TOKEN, OUR_TOKEN] {
        let path = "ocpi/receiver/2.2.1/locations/CN/XZD/L1";
        let put = client.put(format!("{}/{path}", gateway.url));
        let token = format!("Token {}", STANDARD.encode(token));
        let put = put.header("authorization", token).body(OUR_TOKEN);
        shown.push(put.send().await.unwrap().text().await.unwrap());
    }
    // It asks two operators that are not there, and says so.
    let said = || gateway.log.lock().unwrap().matches("not asked").count();
    for _ in 0..100 {
        if said() >= 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(said() >= 2);
    shown.push(gateway.log.lock().unwrap().clone());
    for path in ["metrics", "manifest.json"] {
        shown.push(operator.get(path).await.text().await.unwrap());
    }
    let shown = shown.concat();
    for secret in secrets() {
        assert!(!shown.contains(&secret), "{secret} in {shown}");
    }
}

#[test]
fn a_token_in_the_clear_and_a_party_that_is_none_are_refused() {
    for (from, to, expected) in [
        ("http://127.0.0.1:9", "http://operator.example", "https"),
        ("party = \"XZD\"", "party = \"XZ\"", "three letters"),
        ("country = \"CN\"", "country = \"CHN\"", "two letters"),
        ("[ocpi.xzd.pull]", "[ocpi.xzd.poll]", "unknown field"),
    ] {
        let home = Home::with("settings", "", &CONFIG.replace(from, to));
        let error = gateway::config::Config::read(&home.config()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}
