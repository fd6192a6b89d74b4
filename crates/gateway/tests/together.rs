//! Several gateways that share a stream of NATS tell the same.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::fake::{Fake, locations};
use common::nats::Nats;
use common::*;
use futures_util::future::join_all;
use live::{LiveFile, State};
use reqwest::Method;
use serde_json::{Value, json};

/// What each connector may be: one thing once it was acknowledged.
struct Truth {
    allowed: Vec<Vec<State>>,
    sequence: u32,
}

impl Truth {
    fn new() -> Self {
        Self {
            allowed: vec![vec![State::Unknown]; CONNECTORS],
            sequence: 0,
        }
    }

    /// Pushes another state of some connector; true when it was acknowledged.
    async fn push(&mut self, operator: &Operator) -> bool {
        self.sequence += 1;
        let connector = (self.sequence as usize * 7) % CONNECTORS;
        let status = [1, 3, 255][(self.sequence / 20) as usize % 3];
        let state = State::of_tcec(status);
        let is_told = operator.push(connector, status, self.sequence).await;
        if is_told {
            self.allowed[connector] = vec![state];
        } else {
            self.allowed[connector].push(state);
        }
        is_told
    }

    fn holds(&self, file: &LiveFile) -> bool {
        let states = states(file);
        let mut all = states.iter().zip(&self.allowed);
        states.len() == CONNECTORS && all.all(|(state, allowed)| allowed.contains(state))
    }
}

/// Waits until both tell the same whole file, and it is true.
async fn agree(truth: &Truth, one: &Operator, other: &Operator) -> LiveFile {
    for _ in 0..300 {
        let (first, second) = (one.whole().await, other.whole().await);
        let file = LiveFile::read(&first.1).unwrap();
        if first == second && truth.holds(&file) && one.last().await == file.sequence {
            return file;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (first, second) = (one.live().await, other.live().await);
    panic!(
        "they differ or are wrong: {first:?} {second:?} {:?}",
        truth.allowed
    );
}

impl Operator {
    /// The number of the latest delta.
    async fn last(&self) -> u64 {
        counted(&self.url, "sequence").await
    }
}

#[tokio::test]
async fn two_gateways_tell_the_same_files_with_the_same_numbers() {
    let nats = Nats::start("two");
    let (home, beside) = (nats.home("two-a", ""), nats.home("two-b", ""));
    let (a, b) = (Gateway::start(&home), Gateway::start(&beside));
    let one = Operator::new(&a).await;
    // A token of one is good for the other.
    let other = one.at(&b);
    let mut truth = Truth::new();
    let first = agree_at_first(&one, &other).await;
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut compared = 0;
    for step in 0..600 {
        let at = if step % 2 == 0 { &one } else { &other };
        assert!(truth.push(at).await, "step {step}");
        if step % 20 == 0 {
            for at in [&one, &other] {
                let (tag, bytes) = at.whole().await;
                let known = files.entry(tag.clone()).or_insert_with(|| bytes.clone());
                assert!(*known == bytes, "{tag}");
                compared += 1;
            }
        }
    }
    let last = agree(&truth, &one, &other).await.sequence;
    assert!(
        compared > files.len() && files.len() > 1,
        "{compared} {}",
        files.len()
    );
    let heard = one.events(first, last).await;
    assert_eq!(heard, other.events(first, last).await);
    assert!(heard.len() > 5, "{}", heard.len());
    // In the middle a listener goes over to the other: nothing is missing, nothing comes twice.
    let middle = first + (last - first) / 2;
    let mut changed = one.events(first, middle).await;
    changed.extend(other.events(middle, last).await);
    assert_eq!(changed, heard);
    for number in first + 1..=last {
        let path = format!("live/{number}.json");
        let (left, right) = (one.get(&path).await, other.get(&path).await);
        assert_eq!(left.status(), 200);
        assert_eq!(left.bytes().await.unwrap(), right.bytes().await.unwrap());
    }
    // The same message again, to the other: nothing changes and nothing is fresher.
    let body = sealed(state(3, 255), now() - 60, 7_777);
    one.post("notification_stationStatus", &body).await;
    let before = agree_at_first(&one, &other).await;
    other.post("notification_stationStatus", &body).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!((one.last().await, other.last().await), (before, before));
    assert_eq!((one.health().await, other.health().await), (200, 200));
}

/// Waits until both have told all that they heard; the number of that.
async fn agree_at_first(one: &Operator, other: &Operator) -> u64 {
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let last = one.last().await;
        let (first, second) = (one.live().await.sequence, other.live().await.sequence);
        if other.last().await == last && (first, second) == (last, last) {
            return last;
        }
    }
    panic!("they never agree");
}

#[tokio::test]
async fn killing_any_gateway_loses_nothing() {
    let nats = Nats::start("kill");
    let homes = [nats.home("kill-a", ""), nats.home("kill-b", "")];
    let mut gateways = homes.each_ref().map(|home| Some(Gateway::start(home)));
    let first = Operator::new(gateways[0].as_ref().unwrap()).await;
    let (mut truth, mut latest, mut failed) = (Truth::new(), 0, 0);
    for round in 0..8_usize {
        let at = gateways
            .each_ref()
            .map(|one| first.at(one.as_ref().unwrap()));
        let dead = round % 2;
        let gateway = gateways[dead].take().unwrap();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(30 + 23 * round as u64));
            gateway.kill();
        });
        for step in 0..160 {
            failed += usize::from(!truth.push(&at[step % 2]).await);
        }
        killer.join().unwrap();
        // Whoever is left knows all of it; whoever comes back as well.
        gateways[dead] = Some(Gateway::start(&homes[dead]));
        let back = first.at(gateways[dead].as_ref().unwrap());
        let number = agree(&truth, &at[1 - dead], &back).await.sequence;
        assert!(number > latest, "round {round}: {number} after {latest}");
        latest = number;
    }
    assert!(failed > 8, "only {failed} pushes failed");
}

#[tokio::test]
async fn killing_nats_loses_nothing_and_makes_nothing_fresher() {
    let mut nats = Nats::start("nats");
    let (home, beside) = (nats.home("nats-a", ""), nats.home("nats-b", ""));
    let (a, b) = (Gateway::start(&home), Gateway::start(&beside));
    let one = Operator::new(&a).await;
    let other = one.at(&b);
    let (mut truth, mut latest) = (Truth::new(), 0);
    for round in 0..4 {
        let mut told = 0;
        for step in 0..100 + 10 * round {
            let at = if step % 2 == 0 { &one } else { &other };
            told += u32::from(truth.push(at).await);
        }
        assert!(told >= 100, "{told}");
        nats.kill();
        let asked = std::time::Instant::now();
        assert!(!truth.push(&one).await && !truth.push(&other).await);
        assert!(
            asked.elapsed() < Duration::from_secs(8),
            "{:?}",
            asked.elapsed()
        );
        assert_eq!((one.health().await, other.health().await), (503, 503));
        // Whoever reads is answered, with what was true then.
        let before = one.live().await;
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        let after = one.live().await;
        assert_eq!((before.sequence, before.time), (after.sequence, after.time));
        nats.again();
        for at in [&one, &other] {
            well(at).await;
            for _ in 0..50 {
                truth.push(at).await;
            }
        }
        let number = agree(&truth, &one, &other).await.sequence;
        assert!(number > latest, "round {round}: {number} after {latest}");
        latest = number;
    }
}

async fn well(operator: &Operator) {
    for _ in 0..500 {
        if operator.health().await == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("NATS is back and it is not well");
}

#[tokio::test]
async fn a_gateway_that_starts_late_knows_what_the_others_know() {
    let mut nats = Nats::start("late");
    let config = "[ocpi.xzd]\ncountry = \"CN\"\nparty = \"XZD\"\n\
                  token = { file = \"their-token\" }\n";
    let (home, beside) = (nats.home("late-a", config), nats.home("late-b", config));
    let a = Gateway::start(&home);
    let one = Operator::new(&a).await;
    let mut truth = Truth::new();
    let mut kept = 0;
    for _ in 0..2_000 {
        assert!(truth.push(&one).await);
        if truth.sequence.is_multiple_of(50) {
            // The state is kept with a whole file, once a second at most.
            kept = counted(&one.url, "nats_states_kept_total").await;
            if kept > 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    assert!(kept > 1, "no state was kept");
    for _ in 0..30 {
        assert!(truth.push(&one).await);
    }
    let b = Gateway::start(&beside);
    assert!(
        b.log
            .lock()
            .unwrap()
            .contains("went on from a state that was kept")
    );
    let other = one.at(&b);
    agree(&truth, &one, &other).await;
    let names = (announced(&one.url).await.0, announced(&other.url).await.0);
    assert_eq!(names.0, names.1);
    // Also when all of them and NATS were gone.
    a.kill();
    b.kill();
    nats.kill();
    nats.again();
    let (a, b) = (Gateway::start(&home), Gateway::start(&beside));
    agree(&truth, &one.at(&a), &one.at(&b)).await;
}

#[tokio::test]
async fn another_asks_operators_when_the_one_that_did_is_gone() {
    let nats = Nats::start("lease");
    let fake = Fake::start(|_, _| locations(&["L1", "L2"])).await;
    let (home, beside) = (
        nats.home("lease-a", &fake.config()),
        nats.home("lease-b", &fake.config()),
    );
    let (a, b) = (Gateway::start(&home), Gateway::start(&beside));
    let has = |snapshot: &stations::Snapshot| snapshot.stations.len() == 3;
    until(&a.url, has).await;
    until(&b.url, has).await;
    let names = (announced(&a.url).await.0, announced(&b.url).await.0);
    assert_eq!(names.0, names.1);
    let asks = |gateway: &Gateway| gateway.log.lock().unwrap().contains("the one for pull xzd");
    assert!(asks(&a) != asks(&b), "one of them asks");
    let (dead, left) = if asks(&a) { (a, b) } else { (b, a) };
    dead.kill();
    for _ in 0..100 {
        if asks(&left) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(asks(&left), "nobody asks");
    let asked = fake.asked().len();
    for _ in 0..100 {
        if fake.asked().len() > asked + 2 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it is not asked any more");
}

#[tokio::test]
async fn of_two_changes_at_once_at_two_gateways_none_is_lost() {
    let nats = Nats::start("changes");
    let config = "[ocpi.xzd]\ncountry = \"CN\"\nparty = \"XZD\"\n\
                  token = { file = \"their-token\" }\n";
    let homes = [
        nats.home("changes-a", config),
        nats.home("changes-b", config),
    ];
    let gateways = homes.each_ref().map(Gateway::start);
    let mut location = fake::location("L1");
    let evse = location["evses"][0].clone();
    location["evses"] = (0..8)
        .map(|number| {
            let mut evse = evse.clone();
            evse["uid"] = format!("E{number}").into();
            evse["connectors"][0]["id"] = format!("{number}").into();
            evse
        })
        .collect();
    let ask = async |at: usize, method: Method, path: &str, body: &Value| {
        let url = format!(
            "{}/ocpi/receiver/2.2.1/locations/CN/XZD/L1{path}",
            gateways[at].url
        );
        let request = reqwest::Client::new().request(method, url);
        let token = format!("Token {}", STANDARD.encode(THEIR_TOKEN));
        let request = request.header("authorization", token);
        let answer = request.body(body.to_string()).send().await.unwrap();
        let mut answer = answer.json_value().await;
        assert_eq!(answer["status_code"], 1000, "{answer}");
        answer["data"].take()
    };
    ask(0, Method::PUT, "", &location).await;
    let changes = (0..8_usize).map(|number| {
        let at = format!("2026-11-26T09:00:0{number}Z");
        let body = json!({"floor_level": format!("{number}"), "last_updated": at});
        let path = format!("/E{number}");
        let ask = &ask;
        async move { ask(number % 2, Method::PATCH, &path, &body).await }
    });
    join_all(changes).await;
    for at in [0, 1] {
        let known = ask(at, Method::GET, "", &Value::Null).await;
        let evses = known["evses"].as_array().unwrap();
        let floors = evses.iter().map(|evse| evse["floor_level"].as_str());
        let expected: Vec<String> = (0..8).map(|number| number.to_string()).collect();
        let expected = expected.iter().map(|floor| Some(&floor[..]));
        assert!(floors.eq(expected), "{known}");
    }
}
