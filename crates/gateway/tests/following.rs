//! The app's side: files, deltas and events.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::*;
use live::{Delta, Layout, Limits, LiveFile, Mirror, State, UnixTime};
use serde_json::Value;
use stations::read_snapshot;

/// A gateway, its operator, and the app's knowledge of the first file.
struct Followed {
    _gateway: Gateway,
    operator: Operator,
    mirror: Mirror,
}

async fn followed(home: &Home) -> Followed {
    let gateway = Gateway::start(home);
    let operator = Operator::new(&gateway).await;
    let manifest: Value = operator.get("manifest.json").await.json_value().await;
    let path = manifest["files"][0]["path"].as_str().unwrap();
    let bytes = operator.get(path).await.bytes().await.unwrap();
    let snapshot = read_snapshot(&bytes).unwrap().value;
    let name = manifest["snap"].as_str().unwrap();
    let layout = Arc::new(Layout::new(name, &snapshot.stations));
    let mirror = Mirror::new(layout, &operator.live().await).unwrap();
    Followed {
        _gateway: gateway,
        operator,
        mirror,
    }
}

/// Pushes a state of every connector, half of them free; returns the file that has them all.
async fn push_all(operator: &Operator) -> LiveFile {
    for connector in 0..CONNECTORS {
        let number = u32::try_from(connector).unwrap();
        assert!(
            operator
                .push(connector, [1, 3][connector % 2], number)
                .await
        );
        if connector % 4 == 3 {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
    let is_whole = |file: &LiveFile| {
        let states = states(file);
        states.len() == CONNECTORS && !states.contains(&State::Unknown)
    };
    eventually(operator, is_whole).await
}

#[tokio::test]
async fn whoever_follows_knows_what_the_whole_file_says() {
    let home = Home::new("follows");
    let mut followed = followed(&home).await;
    let (operator, mirror) = (&followed.operator, &mut followed.mirror);
    let path = format!("live/events?from={}", mirror.sequence());
    let mut events = operator.get(&path).await;
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let last = push_all(operator).await;
    let mut text = String::new();
    while mirror.sequence() < last.sequence {
        text += std::str::from_utf8(&events.chunk().await.unwrap().unwrap()).unwrap();
        while let Some((event, rest)) = text.split_once("\n\n") {
            if let Some(data) = event.lines().find_map(|line| line.strip_prefix("data: ")) {
                let delta = Delta::read(data.as_bytes()).unwrap();
                mirror.apply(&delta).unwrap();
            }
            text = rest.to_owned();
        }
    }
    let live = mirror.station(0, UnixTime(now()), Limits::default());
    assert_eq!(
        live.unwrap().available(),
        Some((CONNECTORS / 2, CONNECTORS))
    );
}

#[tokio::test]
async fn who_comes_back_goes_on_and_who_was_away_for_too_long_is_told_so() {
    let home = Home::new("back");
    let Followed {
        _gateway, operator, ..
    } = followed(&home).await;
    let last = push_all(&operator).await.sequence;
    let with = |path: &str, name: &'static str, value: String| {
        let url = format!("{}/{path}", operator.url);
        operator.client.get(url).header(name, value).send()
    };
    let back = with("live/events", "last-event-id", (last - 1).to_string());
    let begin = back.await.unwrap().chunk().await.unwrap().unwrap();
    assert!(
        begin.starts_with(format!("id: {last}\n").as_bytes()),
        "{begin:?}"
    );
    let away = operator.get("live/events?from=1").await.chunk().await;
    assert!(away.unwrap().unwrap().starts_with(b"event: gap\n"));
    let status = async |path: &str| operator.get(path).await.status().as_u16();
    assert_eq!(status(&format!("live/{last}.json")).await, 200);
    assert_eq!(status("live/1.json").await, 404);
    let known = with("live.json", "if-none-match", format!("\"{last}\"")).await;
    assert_eq!(known.unwrap().status(), 304);
    let packed = with("live.json", "accept-encoding", "br".to_owned()).await;
    assert_eq!(packed.unwrap().headers()["content-encoding"], "br");
}
