//! Telling the gateway what changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use feeds::{EnvelopeError, open_answer};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{Mutex, Semaphore};

use crate::tricks::forged;
use crate::world::{Message, World, now};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often one looks for something to tell.
const LOOK: Duration = Duration::from_millis(10);
/// After the first failure one waits so long, then twice as long, up to the second.
const WAIT: (u64, u64) = (100, 30_000);
/// A token is renewed so long before it ends, in seconds.
const EARLY_S: i64 = 60;

/// Tells the gateway.
#[derive(Debug)]
pub(crate) struct Pusher {
    /// What is told.
    pub(crate) world: Arc<World>,
    /// Asks the gateway.
    pub(crate) client: reqwest::Client,
    token: Mutex<Option<(String, i64)>>,
    /// Failures since the last success.
    failures: AtomicU32,
}

impl Pusher {
    /// For a world.
    pub(crate) fn new(world: Arc<World>) -> Result<Self> {
        Ok(Self {
            world,
            client: reqwest::Client::builder().timeout(PATIENCE).build()?,
            token: Mutex::new(None),
            failures: AtomicU32::new(0),
        })
    }

    /// Tells whatever changes, so many messages at a time.
    pub(crate) async fn run(self: Arc<Self>, at_once: usize) {
        let places = Arc::new(Semaphore::new(at_once));
        loop {
            self.world.live();
            let failures = self.failures.load(Ordering::Relaxed);
            if failures > 0 {
                let wait = WAIT.0 << (failures - 1).min(16);
                tokio::time::sleep(Duration::from_millis(wait.min(WAIT.1))).await;
            }
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                return;
            };
            let message = (!self.world.is_silent()).then(|| self.world.message());
            let Some(message) = message.flatten() else {
                tokio::time::sleep(LOOK).await;
                continue;
            };
            let pusher = Arc::clone(&self);
            tokio::spawn(async move {
                pusher.deliver(message).await;
                drop(place);
            });
        }
    }

    async fn deliver(&self, message: Message) {
        let (connector, number) = (message.connector, message.number);
        let told = self.tell(message).await;
        if let Err(error) = &told {
            tracing::debug!("not told: {error:#}");
        }
        self.world.answered(connector, number, told.is_ok());
    }

    async fn tell(&self, message: Message) -> Result<()> {
        if let Some(wait) = message.trick.wait {
            tokio::time::sleep(wait).await;
        }
        if let (Some(party), Some(target)) = (&self.world.settings.party, message.target.clone()) {
            return self.tell_by_ocpi(message, party, &target).await;
        }
        let token = match self.token().await {
            Ok(token) => token,
            Err(error) => {
                self.failed();
                return Err(error);
            }
        };
        let body = if message.trick.is_forged {
            forged(message.body)
        } else {
            message.body
        };
        let call = "notification_stationStatus";
        if message.trick.is_half {
            let path = format!("/evcs/v1/{call}");
            self.half("POST", &path, &format!("Bearer {token}"), &body)
                .await?;
        }
        let first = self.ask(call, Some(&token), body.clone()).await;
        if message.trick.is_twice {
            // Whatever is said to the second one, the first one counts.
            let _ = self.ask(call, Some(&token), body).await;
        }
        if first?["Status"] != 0 {
            bail!("{call}: Status is not 0");
        }
        Ok(())
    }

    async fn token(&self) -> Result<String> {
        let mut kept = self.token.lock().await;
        if let Some((token, until)) = &*kept
            && now() < *until
        {
            return Ok(token.clone());
        }
        let settings = &self.world.settings;
        let payload = json!({
            "OperatorID": settings.operator,
            "OperatorSecret": settings.secret.reveal(),
        });
        let stamp = self.world.stamp().context("no stamp in this second")?;
        let body = self.world.seal(stamp, payload).context("no keys")?;
        let answer = self.ask("query_token", None, body).await?;
        let token = answer["AccessToken"].as_str().unwrap_or_default();
        if answer["SuccStat"] != 0 || token.is_empty() {
            bail!("query_token: no token, FailReason {}", answer["FailReason"]);
        }
        let time = answer["TokenAvailableTime"].as_i64().unwrap_or(0);
        *kept = Some((token.to_owned(), now() + time - EARLY_S));
        Ok(token.to_owned())
    }

    async fn ask(
        &self,
        call: &str,
        token: Option<&str>,
        body: Vec<u8>,
    ) -> Result<serde_json::Value> {
        let settings = &self.world.settings;
        let url = format!("{}/evcs/v1/{call}", settings.gateway.trim_end_matches('/'));
        let mut post = self.client.post(url).body(body);
        post = post.header("content-type", "application/json");
        if let Some(token) = token {
            post = post.bearer_auth(token);
        }
        let answer = async { post.send().await?.error_for_status()?.bytes().await };
        let answer = answer.await.inspect_err(|_| self.failed())?;
        self.reached();
        let opened = open_answer(&answer, &settings.operator, &settings.keys);
        if let Err(EnvelopeError::Refused(said)) = &opened
            && said.contains("4002")
            && token.is_some()
        {
            *self.token.lock().await = None;
        }
        opened.context(call.to_owned())
    }

    /// The gateway was not reached: one waits longer.
    pub(crate) fn failed(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    /// The gateway was reached.
    pub(crate) fn reached(&self) {
        self.failures.store(0, Ordering::Relaxed);
    }

    /// Sends half of a request and closes the connection.
    pub(crate) async fn half(
        &self,
        method: &str,
        path: &str,
        authorization: &str,
        body: &[u8],
    ) -> Result<()> {
        let gateway = &self.world.settings.gateway;
        let host = gateway.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(host).await?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {authorization}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&body[..body.len() / 2]).await?;
        stream.shutdown().await?;
        bail!("closed half way on purpose");
    }
}
