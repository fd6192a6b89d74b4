//! A partner pushes by OCPI, and others try to.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod common;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::*;
use feeds::ocpi_date_time;
use live::{LiveFile, State};
use reqwest::Method;
use serde_json::{Value, json};

const CONFIG: &str = "[ocpi.xzd]\ncountry = \"CN\"\nparty = \"XZD\"\n\
                      token = { file = \"their-token\" }\n";
const LOCATIONS: &str = "ocpi/receiver/2.2.1/locations/CN/XZD";

struct Partner {
    client: reqwest::Client,
    url: String,
    token: String,
}

impl Partner {
    fn new(gateway: &Gateway, token: &str) -> Self {
        Self {
            client: reqwest::Client::new(),
            url: gateway.url.clone(),
            token: format!("Token {}", STANDARD.encode(token)),
        }
    }

    /// True when it was acknowledged; whoever is killed gives no answer.
    async fn is_told(&self, method: Method, path: &str, body: &Value) -> bool {
        let request = self.client.request(method, format!("{}/{path}", self.url));
        let request = request.header("authorization", &self.token);
        let Ok(answer) = request.body(body.to_string()).send().await else {
            return false;
        };
        let Ok(bytes) = answer.bytes().await else {
            return false;
        };
        let answer: Value = serde_json::from_slice(&bytes).unwrap();
        answer["status_code"] == 1000
    }

    /// HTTP status, `status_code` and data of the answer.
    async fn ask(&self, method: Method, path: &str, body: &[u8]) -> (u16, i64, Value) {
        let request = self.client.request(method, format!("{}/{path}", self.url));
        let request = request.header("authorization", &self.token);
        let request = request.header("x-request-id", "r-1").body(body.to_vec());
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        assert_eq!(answer.headers()["x-request-id"], "r-1");
        let mut body = answer.json_value().await;
        assert!(body["timestamp"].is_string(), "{body}");
        let code = body["status_code"].as_i64().unwrap();
        (status, code, body["data"].take())
    }

    async fn put(&self, path: &str, body: &Value) -> (u16, i64) {
        let path = format!("{LOCATIONS}/{path}");
        let body = body.to_string().into_bytes();
        let (status, code, _) = self.ask(Method::PUT, &path, &body).await;
        (status, code)
    }

    async fn patch(&self, path: &str, body: &Value) -> (u16, i64) {
        let path = format!("{LOCATIONS}/{path}");
        let body = body.to_string().into_bytes();
        let (status, code, _) = self.ask(Method::PATCH, &path, &body).await;
        (status, code)
    }
}

/// `seconds` from now.
fn time(seconds: i64) -> String {
    ocpi_date_time((now() + seconds) * 1000)
}

fn evse(uid: &str, status: &str, at: &str) -> Value {
    json!({"uid": uid, "status": status, "last_updated": at, "connectors": [
        {"id": "1", "standard": "GBT_DC", "format": "CABLE", "power_type": "DC",
         "max_voltage": 750, "max_amperage": 160, "last_updated": at}]})
}

fn location(name: &str, evses: &[Value], at: &str) -> Value {
    json!({"country_code": "CN", "party_id": "XZD", "id": "L1", "name": name, "publish": true,
        "coordinates": {"latitude": "38.41", "longitude": "112.73"}, "evses": evses,
        "last_updated": at})
}

fn state_of(file: &LiveFile, index: usize) -> Option<State> {
    let (_, line) = file.stations.iter().find(|one| one.0.0 == "CN*XZD*L1")?;
    Some(line.readings.get(index)?.state)
}

#[tokio::test]
async fn locations_are_pushed_and_what_was_acknowledged_survives_being_killed() {
    let home = Home::with("ocpi", "renew_s = 0\n", CONFIG);
    let gateway = Gateway::start(&home);
    let partner = Partner::new(&gateway, THEIR_TOKEN);
    let (_, code, versions) = partner.ask(Method::GET, "ocpi/versions", b"").await;
    assert_eq!((code, versions.as_array().unwrap().len()), (1000, 2));
    let (_, _, details) = partner.ask(Method::GET, "ocpi/2.2.1", b"").await;
    let url = details["endpoints"][0]["url"].as_str().unwrap();
    assert_eq!(
        url,
        format!("{}/ocpi/receiver/2.2.1/locations", gateway.url)
    );

    let whole = location("站", &[evse("E1", "AVAILABLE", &time(-50))], &time(-50));
    assert_eq!(partner.put("L1", &whole).await, (200, 1000));
    let more = evse("E2", "RESERVED", &time(-40));
    assert_eq!(partner.put("L1/E2", &more).await, (200, 1000));
    let state = json!({"status": "CHARGING", "last_updated": time(-30)});
    assert_eq!(partner.patch("L1/E1", &state).await, (200, 1000));
    let name = json!({"name": "新名", "last_updated": time(-20)});
    assert_eq!(partner.patch("L1", &name).await, (200, 1000));
    until(&gateway.url, |snapshot| snapshot.stations.len() == 2).await;
    // Late and repeated: acknowledged, and nothing changes.
    let late = json!({"status": "AVAILABLE", "last_updated": time(-35)});
    assert_eq!(partner.patch("L1/E1", &late).await, (200, 1000));
    assert_eq!(partner.patch("L1/E1", &state).await, (200, 1000));
    assert_eq!(partner.put("L1", &whole).await, (200, 1000));
    let late = "reports_total{outcome=\"late\"}";
    assert!(counted(&gateway.url, late).await > 0);
    gateway.kill();

    let gateway = Gateway::start(&home);
    let partner = Partner::new(&gateway, THEIR_TOKEN);
    let station = until(&gateway.url, |snapshot| snapshot.stations.len() == 2).await;
    let station = &station.stations[1];
    let ids: Vec<&str> = station.connectors().map(|one| &one.0.id.0[..]).collect();
    assert_eq!((&station.name.zh[..], ids), ("新名", vec!["E1-1", "E2-1"]));
    let operator = Operator::new(&gateway).await;
    let file = operator.live().await;
    assert_eq!(state_of(&file, 0), Some(State::Charging));
    assert_eq!(state_of(&file, 1), Some(State::Reserved));
    let path = format!("{LOCATIONS}/L1/E2/1");
    let (status, _, connector) = partner.ask(Method::GET, &path, b"").await;
    assert_eq!((status, &connector["standard"]), (200, &json!("GBT_DC")));
    let (status, code, _) = partner
        .ask(Method::GET, &format!("{LOCATIONS}/L9"), b"")
        .await;
    assert_eq!((status, code), (404, 2003));
}

#[tokio::test]
async fn messages_that_are_not_the_partners_are_refused_and_counted() {
    let home = Home::with("ocpi-refused", "renew_s = 0\n", CONFIG);
    let gateway = Gateway::start(&home);
    let partner = Partner::new(&gateway, THEIR_TOKEN);
    let whole = location("站", &[evse("E1", "AVAILABLE", &time(-50))], &time(-50));
    assert_eq!(partner.put("L1", &whole).await, (200, 1000));

    let now = time(0);
    let changed = location("别", &[evse("E1", "CHARGING", &now)], &now);
    for token in ["", "guessed", "the token of the partne", OUR_TOKEN] {
        let stranger = Partner::new(&gateway, token);
        assert_eq!(stranger.put("L1", &changed).await, (401, 2000));
    }
    let raw = Partner {
        token: format!("Token {THEIR_TOKEN}"),
        ..Partner::new(&gateway, "")
    };
    assert_eq!(raw.put("L1", &changed).await, (401, 2000));
    // Another party: in the path, in the body.
    let body = changed.to_string().into_bytes();
    let path = "ocpi/receiver/2.2.1/locations/CN/ABC/L1";
    let (status, code, _) = partner.ask(Method::PUT, path, &body).await;
    assert_eq!((status, code), (404, 2000));
    let mut foreign = changed.clone();
    foreign["party_id"] = "ABC".into();
    assert_eq!(partner.put("L1", &foreign).await, (404, 2000));
    let path = "ocpi/receiver/2.1.1/locations/CN/XZD/L1";
    let (status, code, _) = partner.ask(Method::PUT, path, &body).await;
    assert_eq!((status, code), (404, 3002));
    // Other ids, no time, a time to come (also inside), nothing that can be read.
    assert_eq!(partner.put("L2", &changed).await, (200, 2001));
    let mut bad = changed.clone();
    bad["last_updated"] = Value::Null;
    assert_eq!(partner.put("L1", &bad).await, (200, 2001));
    let mut bad = changed.clone();
    bad["coordinates"] = json!({"latitude": "0", "longitude": "0"});
    assert_eq!(partner.put("L1", &bad).await, (200, 2001));
    let empty = location("别", &[], &now);
    assert_eq!(partner.put("L1", &empty).await, (200, 2001));
    assert_eq!(partner.put(&"L".repeat(37), &changed).await, (200, 2001));
    let early = location("别", &[evse("E1", "CHARGING", &time(7200))], &now);
    assert_eq!(partner.put("L1", &early).await, (200, 2001));
    let early = json!({"status": "CHARGING", "last_updated": "2099-01-01T00:00:00Z"});
    assert_eq!(partner.patch("L1/E1", &early).await, (200, 2001));
    let state = json!({"status": "CHARGING", "last_updated": now});
    assert_eq!(partner.patch("L1/E9", &state).await, (404, 2003));
    assert_eq!(partner.patch("L9", &state).await, (404, 2003));
    let path = format!("{LOCATIONS}/L1");
    let nested = "[".repeat(100_000);
    for body in [&b"{\"id\": "[..], b"", b"\xff\xfe", nested.as_bytes()] {
        let (status, code, _) = partner.ask(Method::PUT, &path, body).await;
        assert_eq!((status, code), (400, 2001));
    }
    let large = vec![b' '; (1 << 20) + 1];
    let (status, code, _) = partner.ask(Method::PUT, &path, &large).await;
    assert_eq!((status, code), (413, 2001));
    for (reason, count) in [
        ("token", 5),
        ("party", 2),
        ("version", 1),
        ("payload", 5),
        ("time", 2),
        ("object", 2),
        ("malformed", 4),
        ("large", 1),
    ] {
        assert_eq!(refused(&gateway.url, reason).await, count, "{reason}");
    }
    let operator = Operator::new(&gateway).await;
    let free = |file: &LiveFile| state_of(file, 0) == Some(State::Free);
    eventually(&operator, free).await;
    let snapshot = announced(&gateway.url).await.1;
    assert_eq!(snapshot.stations[1].name.zh, "站");
}

/// EVSEs whose states are told.
const EVSES: usize = 6;

#[tokio::test]
async fn states_and_stations_survive_being_killed_while_the_file_of_stations_changes() {
    let home = Home::with("ocpi-killed", "renew_s = 0\n", CONFIG);
    let mut allowed = vec![vec![State::Unknown]; EVSES];
    let (mut millis, mut lost, mut names) = ((now() - 3000) * 1000, 0, Vec::new());
    for round in 0..10_u64 {
        let gateway = Gateway::start(&home);
        let operator = Operator::new(&gateway).await;
        let file = operator.live().await;
        names.push(file.sequence);
        for (index, allowed) in allowed.iter_mut().enumerate() {
            let state = state_of(&file, index).unwrap_or_default();
            assert!(
                allowed.contains(&state),
                "round {round}: {state:?}, {allowed:?}"
            );
            *allowed = vec![state];
        }
        let partner = Partner::new(&gateway, THEIR_TOKEN);
        if round == 0 {
            let at = ocpi_date_time(millis);
            let evses = (0..EVSES).map(|one| evse(&format!("E{one}"), "UNKNOWN", &at));
            let whole = location("站", &evses.collect::<Vec<_>>(), &at);
            assert_eq!(partner.put("L1", &whole).await, (200, 1000));
        }
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(60 + 17 * round));
            gateway.kill();
        });
        for step in 0..400_usize {
            millis += 7;
            let (index, at) = (step * 5 % EVSES, ocpi_date_time(millis));
            let (word, state) = [
                ("AVAILABLE", State::Free),
                ("CHARGING", State::Charging),
                ("OUTOFORDER", State::Fault),
            ][(step + names.len()) % 3];
            let path = format!("{LOCATIONS}/L1/E{index}");
            let told = if step % 4 == 0 {
                // A whole EVSE, which makes a new file of stations.
                let mut body = evse(&format!("E{index}"), word, &at);
                body["connectors"][0]["max_amperage"] = (step % 300 + 1).into();
                partner.is_told(Method::PUT, &path, &body).await
            } else {
                let body = json!({"status": word, "last_updated": at});
                partner.is_told(Method::PATCH, &path, &body).await
            };
            if told {
                allowed[index] = vec![state];
            } else {
                allowed[index].push(state);
                lost += 1;
                break;
            }
        }
        killer.join().unwrap();
    }
    assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
    assert!(lost > 4, "it was killed in time only {lost} times");
}
