//! Asking operators for all their states, by T/CEC 102.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use feeds::{TcecRequest, open_answer, tcec_states, tcec_time_stamp};
use live::{Order, UnixTime};
use serde_json::{Value, json};

use crate::config::{Config, ConfigError, Hidden, Pull};
use crate::http::Gateway;
use crate::learn::Learning;
use crate::store::SourceReport;
use crate::tcec::{Partner, report};

/// Stations that are asked for at once (T/CEC 102.2: at most 50).
const STATIONS: usize = 50;
/// The most that an operator may answer, in bytes.
const ANSWER_MAX: usize = 8 << 20;
/// How long an operator may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// After failures one waits longer, up to this.
const WAIT_MAX: Duration = Duration::from_secs(600);
/// A token is renewed so long before it ends, in seconds.
const EARLY_S: i64 = 60;

/// Asks one operator.
#[derive(Debug)]
pub(crate) struct Puller {
    /// The id of its source.
    pub(crate) source: String,
    pull: Pull,
    secret: Hidden,
    client: reqwest::Client,
    token: Option<(String, UnixTime)>,
    /// Counts the requests of all seconds; four digits.
    sequence: AtomicU32,
}

/// Asks whom it is told to and nobody else: an answer that sends it elsewhere is an error.
pub(crate) fn client() -> Result<reqwest::Client> {
    let client = reqwest::Client::builder().timeout(PATIENCE);
    let client = client.redirect(reqwest::redirect::Policy::none()).build();
    client.context("client")
}

/// Whom to ask, with the secrets.
pub(crate) fn pullers(config: &Config) -> Result<Vec<Puller>> {
    let client = client()?;
    let partners = config.tcec.iter();
    let with_pull = partners.filter_map(|(source, partner)| Some((source, partner.pull.clone()?)));
    let pullers = with_pull.map(|(source, pull)| {
        Ok(Puller {
            source: source.clone(),
            secret: pull.secret.read()?,
            pull,
            client: client.clone(),
            token: None,
            sequence: AtomicU32::new(0),
        })
    });
    let pullers: Result<Vec<Puller>, ConfigError> = pullers.collect();
    Ok(pullers?)
}

impl Puller {
    /// Asks again and again.
    pub(crate) async fn run(mut self, gateway: Arc<Gateway>) {
        let every = Duration::from_secs(self.pull.every_s.max(1).into());
        let mut wait = every;
        let mut learning = self.pull.stations_s.map(Learning::new);
        loop {
            gateway.turn(&self.source).await;
            match self.round(&gateway).await {
                Ok(()) => {
                    wait = every;
                    let until = tokio::time::Instant::now() + wait;
                    if let Some(learning) = &mut learning {
                        learning.go_on(&mut self, &gateway, until).await;
                    }
                    tokio::time::sleep_until(until).await;
                    continue;
                }
                Err(error) => {
                    // What it told before ages until it answers again.
                    gateway.store.unlink(&self.source).await;
                    tracing::warn!(source = self.source, "not asked: {error:#}");
                    wait = (wait * 2).min(WAIT_MAX.max(every));
                }
            }
            tokio::time::sleep(wait).await;
        }
    }

    /// Asks once for all states.
    async fn round(&mut self, gateway: &Gateway) -> Result<()> {
        let since = gateway.now();
        let stations = gateway.store.origins(&self.source);
        let mut reports = Vec::new();
        for some in stations.chunks(STATIONS) {
            let asked = gateway.now();
            let payload = json!({"StationIDs": some});
            let answer = self.call(gateway, "query_station_status", payload).await?;
            // Whatever was pushed in the second in which it was asked is newer.
            let partner = gateway.receiver.of_source(&self.source);
            let there = partner.map_or(asked, |partner| partner.offset().there(asked));
            let order = Order {
                millis: there.0 * 1000,
                sequence: 0,
            };
            let states = tcec_states(&answer);
            let told = states.iter().map(|state| report(state, order, asked));
            reports.extend(told.collect::<Vec<SourceReport>>());
        }
        let pulled = gateway
            .store
            .pulled(&self.source, &reports, since, gateway.now());
        Ok(pulled.await?)
    }

    /// Asks with a token; the next time with a new one when that failed.
    pub(crate) async fn call(
        &mut self,
        gateway: &Gateway,
        call: &str,
        payload: Value,
    ) -> Result<Value> {
        let partner = gateway.receiver.of_source(&self.source);
        let partner = partner.context("no such partner")?;
        let now = gateway.now();
        let token = self.token(partner, now).await?;
        let answer = self.ask(partner, call, Some(&token), payload, now).await;
        if answer.is_err() {
            self.token = None;
        }
        answer
    }

    async fn token(&mut self, partner: &Partner, now: UnixTime) -> Result<String> {
        if let Some((token, until)) = &self.token
            && now.0 < until.0
        {
            return Ok(token.clone());
        }
        let operator = &self.pull.operator;
        let payload = json!({"OperatorID": operator, "OperatorSecret": self.secret.reveal()});
        let answer = self.ask(partner, "query_token", None, payload, now).await?;
        let token = answer["AccessToken"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        if answer["SuccStat"] != 0 || token.is_empty() {
            bail!("query_token: no token, FailReason {}", answer["FailReason"]);
        }
        let time = answer["TokenAvailableTime"].as_i64().unwrap_or(0);
        self.token = Some((token.clone(), UnixTime(now.0 + time - EARLY_S)));
        Ok(token)
    }

    async fn ask(
        &self,
        partner: &Partner,
        call: &str,
        token: Option<&str>,
        payload: Value,
        now: UnixTime,
    ) -> Result<Value> {
        let request = TcecRequest {
            operator: self.pull.operator.clone(),
            time_stamp: tcec_time_stamp(now.0),
            sequence: format!(
                "{:04}",
                self.sequence.fetch_add(1, Ordering::Relaxed) % 10_000
            ),
            payload,
        };
        let body = request.seal(&partner.keys).context("no keys")?;
        let url = format!("{}/evcs/v1/{call}", self.pull.url.trim_end_matches('/'));
        let mut post = self.client.post(url).body(body);
        post = post.header("content-type", "application/json");
        if let Some(token) = token {
            post = post.bearer_auth(token);
        }
        let answer = post.send().await.context(call.to_owned())?;
        let bytes = read_answer(answer.error_for_status()?).await;
        let bytes = bytes.context(call.to_owned())?;
        open_answer(&bytes, &self.pull.operator, &partner.keys).context(call.to_owned())
    }
}

/// Reads an answer that is not too large.
pub(crate) async fn read_answer(mut answer: reqwest::Response) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > ANSWER_MAX {
            bail!("found more than {ANSWER_MAX} bytes, expected fewer");
        }
    }
    Ok(bytes)
}
