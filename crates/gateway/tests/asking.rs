//! Partners that answer badly when they are asked for their locations.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::fake::{Fake, data, locations};
use common::*;
use serde_json::{Value, json};
use stations::Snapshot;

fn has(snapshot: &Snapshot, ids: &[&str]) -> bool {
    let all = snapshot
        .stations
        .iter()
        .filter(|one| one.origins[0].source == "xzd");
    let mut all: Vec<&str> = all.map(|one| &one.origins[0].id[..]).collect();
    all.sort_unstable();
    all == ids
}

#[tokio::test]
async fn nobody_is_sent_to_another_address() {
    let other = Fake::start(|_, _| locations(&["L7"])).await;
    let elsewhere = other.url.clone();
    let turn = AtomicUsize::new(0);
    let fake = Fake::start(move |_, path| {
        assert!(path.starts_with("/locations"), "{path}");
        let to = format!("{elsewhere}/secret");
        if turn.fetch_add(1, Ordering::Relaxed) < 2 {
            // Also a redirect is not followed.
            return (307, vec![("location", to)], Value::Null);
        }
        let (status, _, body) = locations(&["L1"]);
        (
            status,
            vec![("link", format!("<{to}>; rel=\"next\""))],
            body,
        )
    })
    .await;
    let home = Home::with("elsewhere", "renew_s = 0\n", &fake.config());
    let gateway = Gateway::start(&home);
    until(&gateway.url, |snapshot| has(snapshot, &["L1"])).await;
    for _ in 0..100 {
        if gateway.log.lock().unwrap().contains("expected one at") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(gateway.log.lock().unwrap().contains("expected one at"));
    assert_eq!(other.asked(), [""; 0]);
}

#[tokio::test]
async fn a_bad_page_costs_only_itself() {
    let fake = Fake::start(|home, path| {
        let offset = path.split_once("offset=").unwrap().1;
        let offset: usize = offset.split('&').next().unwrap().parse().unwrap();
        let mut headers = vec![
            ("x-total-count", "4".to_owned()),
            ("x-limit", "1".to_owned()),
        ];
        // The last but one has no link, and the next is found all the same.
        if offset == 0 {
            let next = format!("<{home}/locations?offset=1&limit=1>; rel=\"next\"");
            headers.push(("link", next));
        }
        let (status, _, body) = match offset {
            1 => data(json!("nonsense")),
            2 => data(
                json!([{"id": "L3", "country_code": "US", "last_updated": "2026-11-26T08:00:00Z"}]),
            ),
            _ => locations(&[["L1", "", "", "L4"][offset]]),
        };
        (status, headers, body)
    })
    .await;
    let home = Home::with("page", "renew_s = 0\n", &fake.config());
    let gateway = Gateway::start(&home);
    until(&gateway.url, |snapshot| has(snapshot, &["L1", "L4"])).await;
    let asked = fake.asked();
    let twice = asked
        .iter()
        .filter(|path| path.contains("offset=1&"))
        .count();
    assert!(
        twice >= 2 && asked.iter().any(|path| path.contains("offset=3&")),
        "{asked:?}"
    );
    // What was read is known at once, although the answer was not whole.
    let operator = Operator::new(&gateway).await;
    let free = |file: &live::LiveFile| file.stations.len() == 2;
    eventually(&operator, free).await;
    assert!(counted(&gateway.url, "lessons_total{outcome=\"partial\"}").await > 0);
}

#[tokio::test]
async fn an_empty_or_shrunken_answer_takes_nothing_away() {
    let mode = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&mode);
    let fake = Fake::start(move |_, _| match now.load(Ordering::Relaxed) {
        0 => locations(&["L1", "L2", "L3"]),
        1 => locations(&[]),
        2 => (500, Vec::new(), Value::Null),
        _ => locations(&["L1", "L3"]),
    })
    .await;
    let home = Home::with("shrunken", "renew_s = 0\n", &fake.config());
    let gateway = Gateway::start(&home);
    let all = |snapshot: &Snapshot| has(snapshot, &["L1", "L2", "L3"]);
    until(&gateway.url, all).await;
    let operator = Operator::new(&gateway).await;
    eventually(&operator, |file| file.stations.len() == 3).await;
    mode.store(1, Ordering::Relaxed);
    for _ in 0..200 {
        if counted(&gateway.url, "lessons_total{outcome=\"shrunken\"}").await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(counted(&gateway.url, "lessons_total{outcome=\"shrunken\"}").await > 0);
    assert!(all(&announced(&gateway.url).await.1));
    // Their states are not taken away either: they age.
    let file = operator.live().await;
    let told = file.stations.values().flat_map(|line| &line.readings);
    assert_eq!(told.filter(|one| one.state == live::State::Free).count(), 3);
    mode.store(2, Ordering::Relaxed);
    gateway.kill();
    let gateway = Gateway::start(&home);
    assert!(all(&announced(&gateway.url).await.1));
    mode.store(3, Ordering::Relaxed);
    // Whoever is missed by three whole answers is gone.
    let mut snapshot = announced(&gateway.url).await.1;
    for _ in 0..500 {
        snapshot = announced(&gateway.url).await.1;
        if has(&snapshot, &["L1", "L3"]) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(has(&snapshot, &["L1", "L3"]), "{:?}", snapshot.stations);
    assert_eq!(snapshot.tombstones[0].id.0, "CN*XZD*L2");
    assert!(counted(&gateway.url, "lessons_total{outcome=\"whole\"}").await >= 3);
}
