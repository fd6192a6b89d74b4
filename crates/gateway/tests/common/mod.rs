//! A gateway's home, its program, and an operator that speaks to it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "tests, which use parts of it"
)]

pub mod fake;
pub mod nats;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use container::{About, Text};
use feeds::{Keys, TcecRequest, open_answer, tcec_time_stamp};
use live::{LiveFile, State};
use serde_json::{Value, json};
use stations::{
    Cabinet, Connector, ConnectorStandard, Content, Datum, Evse, Origin, Station, write_snapshot,
};
use units::{Kilowatts, LatLon};

const KEY: &str = "1234567890abcdef";
pub const OPERATOR: &str = "123456789";
pub const SECRET: &str = "a secret of the operator";
pub const CONNECTORS: usize = 20;
pub const THEIR_TOKEN: &str = "the token of the partner";
pub const OUR_TOKEN: &str = "our token there";

pub fn stations() -> Vec<Station> {
    let connectors = (0..CONNECTORS).map(|number| {
        Connector::new(
            format!("c{number}"),
            ConnectorStandard::GbtDc,
            Kilowatts(120.0),
        )
    });
    let origin = Origin {
        source: "op".to_owned(),
        id: "1".to_owned(),
        lat: 38.4,
        lon: 112.7,
        datum: Datum::Gcj02,
    };
    vec![Station {
        cabinets: vec![Cabinet {
            power: Kilowatts(120.0),
            evses: vec![Evse {
                connectors: connectors.collect(),
            }],
            ..Cabinet::default()
        }],
        origins: vec![origin],
        ..Station::new(
            "s1",
            Text::new("站", "Station"),
            LatLon::new(38.4, 112.7).unwrap(),
        )
    }]
}

pub fn about() -> About {
    About {
        id: "test".to_owned(),
        title: Text::new("测试", "Test"),
        edition: "2026-11-26".to_owned(),
        demo: true,
        schematic: false,
        licence: "CC0-1.0".to_owned(),
        attribution: "nobody".to_owned(),
        sources: Vec::new(),
        bounds: None,
    }
}

/// A folder with a configuration, removed in the end.
pub struct Home(pub PathBuf);

impl Home {
    /// With these lines at the begin and at the end of the configuration besides.
    pub fn with(name: &str, begin: &str, end: &str) -> Self {
        let home = Self::new(name);
        let config = std::fs::read_to_string(home.config()).unwrap();
        std::fs::write(home.config(), format!("{begin}{config}{end}")).unwrap();
        secret(&home.0.join("their-token"), THEIR_TOKEN);
        secret(&home.0.join("our-token"), OUR_TOKEN);
        home
    }

    pub fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("yilu-gateway-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("state")).unwrap();
        let content = Content {
            stations: stations(),
            ..Content::default()
        };
        std::fs::write(
            folder.join("stations.yilu"),
            write_snapshot(&about(), &content).unwrap(),
        )
        .unwrap();
        let three = format!(
            "data_secret = \"{KEY}\"\ndata_secret_iv = \"{KEY}\"\nsig_secret = \"{KEY}\"\n"
        );
        secret(&folder.join("keys.toml"), &three);
        secret(&folder.join("secret"), SECRET);
        let config = format!(
            "listen = \"127.0.0.1:0\"\nstations = \"stations.yilu\"\nstate = \"state\"\ntick_ms = 20\n\
             [tcec.op]\noperator = \"{OPERATOR}\"\nsecret = {{ file = \"secret\" }}\nkeys = {{ file = \"keys.toml\" }}\n"
        );
        std::fs::write(folder.join("gateway.toml"), config).unwrap();
        Self(folder)
    }

    pub fn config(&self) -> PathBuf {
        self.0.join("gateway.toml")
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn secret(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// The running program, killed in the end.
pub struct Gateway {
    pub child: Child,
    pub url: String,
    /// What it wrote.
    pub log: Arc<Mutex<String>>,
}

impl Gateway {
    pub fn start(home: &Home) -> Self {
        Self::start_after(home, "")
    }

    /// After a shell did something, such as setting limits.
    pub fn start_after(home: &Home, before: &str) -> Self {
        let script = format!("{before}\nexec \"$0\" --config \"$1\"");
        let mut child = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_yilu-gateway")])
            .arg(home.config())
            .env("NO_COLOR", "1")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&log);
        let mut lines = lines.map_while(Result::ok).inspect(move |line| {
            let mut kept = kept.lock().unwrap();
            kept.push_str(line);
            kept.push('\n');
        });
        let listening = lines.find_map(|line| {
            line.split_once("listening on ")
                .map(|found| found.1.to_owned())
        });
        // Whoever writes must be read, or it stops.
        std::thread::spawn(move || lines.for_each(drop));
        let url = listening.unwrap().trim().to_owned();
        Self { child, url, log }
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn keys() -> Keys {
    let key = || Some(KEY.to_owned());
    Keys::of(key(), key(), key()).unwrap()
}

pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(since.unwrap().as_secs()).unwrap()
}

/// An operator with its token.
pub struct Operator {
    pub client: reqwest::Client,
    pub url: String,
    pub token: String,
}

impl Operator {
    pub async fn new(gateway: &Gateway) -> Self {
        let operator = Self {
            client: reqwest::Client::new(),
            url: gateway.url.clone(),
            token: String::new(),
        };
        let answer = operator
            .ask(
                "query_token",
                json!({"OperatorID": OPERATOR, "OperatorSecret": SECRET}),
                9_999,
            )
            .await;
        let answer = open_answer(&answer, OPERATOR, &keys()).unwrap();
        assert_eq!(answer["SuccStat"], 0);
        let token = answer["AccessToken"].as_str().unwrap().to_owned();
        Self { token, ..operator }
    }

    pub async fn ask(&self, call: &str, payload: Value, sequence: u32) -> Vec<u8> {
        self.post(call, &sealed(payload, now(), sequence)).await
    }

    pub async fn post(&self, call: &str, body: &[u8]) -> Vec<u8> {
        let post = self.client.post(format!("{}/evcs/v1/{call}", self.url));
        let post = post.bearer_auth(&self.token).body(body.to_vec());
        // Whoever is killed gives no answer.
        match post.send().await {
            Ok(answer) => answer.bytes().await.map_or_else(|_| Vec::new(), Into::into),
            Err(_) => Vec::new(),
        }
    }

    /// True when a state was acknowledged.
    pub async fn push(&self, connector: usize, status: i64, sequence: u32) -> bool {
        let answer = self
            .ask(
                "notification_stationStatus",
                state(connector, status),
                sequence,
            )
            .await;
        let answer = open_answer(&answer, OPERATOR, &keys());
        answer.is_ok_and(|answer| answer["Status"] == 0)
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.client
            .get(format!("{}/{path}", self.url))
            .send()
            .await
            .unwrap()
    }

    pub async fn live(&self) -> LiveFile {
        let bytes = self.get("live.json").await.bytes().await.unwrap();
        LiveFile::read(&bytes).unwrap()
    }
}

pub fn sealed(payload: Value, second: i64, sequence: u32) -> Vec<u8> {
    let request = TcecRequest {
        operator: OPERATOR.to_owned(),
        time_stamp: tcec_time_stamp(second),
        sequence: format!("{sequence:04}"),
        payload,
    };
    request.seal(&keys()).unwrap()
}

pub fn state(connector: usize, status: i64) -> Value {
    json!({"ConnectorStatusInfo": {"ConnectorID": format!("c{connector}"), "Status": status, "ParkStatus": 10}})
}

/// The whole file once `done` holds of it; changes take a moment to be told.
pub async fn eventually(operator: &Operator, done: impl Fn(&LiveFile) -> bool) -> LiveFile {
    for _ in 0..200 {
        let file = operator.live().await;
        if done(&file) {
            return file;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never came: {:?}", operator.live().await);
}

pub fn states(file: &LiveFile) -> Vec<State> {
    let line = file.stations.values().next();
    line.map_or_else(Vec::new, |line| {
        line.readings.iter().map(|one| one.state).collect()
    })
}

/// The file of stations that is announced now, and the name by which it goes.
pub async fn announced(url: &str) -> (String, stations::Snapshot) {
    let manifest = reqwest::get(format!("{url}/manifest.json")).await.unwrap();
    let manifest = manifest.json_value().await;
    let path = manifest["files"][0]["path"].as_str().unwrap();
    let file = reqwest::get(format!("{url}/{path}")).await.unwrap();
    let file = file.bytes().await.unwrap();
    let name = manifest["snap"].as_str().unwrap().to_owned();
    (name, stations::read_snapshot(&file).unwrap().value)
}

/// Waits until the announced stations are so.
pub async fn until(url: &str, done: impl Fn(&stations::Snapshot) -> bool) -> stations::Snapshot {
    for _ in 0..200 {
        let snapshot = announced(url).await.1;
        if done(&snapshot) {
            return snapshot;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never came: {:?}", announced(url).await.1.stations);
}

/// How often something was refused for this reason.
pub async fn refused(url: &str, reason: &str) -> u64 {
    counted(url, &format!("refused_total{{reason=\"{reason}\"}}")).await
}

/// The value of a line of `/metrics`.
pub async fn counted(url: &str, name: &str) -> u64 {
    let text = reqwest::get(format!("{url}/metrics")).await.unwrap();
    let text = text.text().await.unwrap();
    let mut lines = text.lines();
    let line = lines.find_map(|line| line.strip_prefix(&format!("yilu_gateway_{name} ")));
    line.unwrap_or_else(|| panic!("{name} in {text}"))
        .parse()
        .unwrap()
}

/// Reads JSON without a feature of the client.
pub trait JsonValue {
    async fn json_value(self) -> Value;
}

impl JsonValue for reqwest::Response {
    async fn json_value(self) -> Value {
        serde_json::from_slice(&self.bytes().await.unwrap()).unwrap()
    }
}
