//! The operator's link to a gateway, as a load test has it: one token, no tricks.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use feeds::{Keys, TcecRequest, open_answer};
use live::LiveFile;
use serde_json::{Value, json};

use super::home::{OPERATOR, SECRET, keys};
use super::ledger::{Item, Ledger};
use crate::stamps::Stamp;

/// States in one message while nothing is measured yet.
const TOGETHER: usize = 2000;

/// A link with its token.
#[derive(Debug)]
pub(crate) struct Link {
    client: reqwest::Client,
    keys: Keys,
    url: String,
    token: String,
    ledger: Arc<Ledger>,
}

impl Link {
    /// Asks for a token.
    pub(crate) async fn new(url: &str, ledger: &Arc<Ledger>) -> Result<Self> {
        let mut link = Self {
            client: reqwest::Client::builder()
                .timeout(Duration::from_secs(10))
                .build()?,
            keys: keys()?,
            url: url.to_owned(),
            token: String::new(),
            ledger: Arc::clone(ledger),
        };
        let payload = json!({"OperatorID": OPERATOR, "OperatorSecret": SECRET});
        let stamp = ledger.stamp().context("no stamp")?;
        let answer = link.ask("query_token", stamp, payload).await?;
        let token = answer["AccessToken"].as_str().context("a token")?;
        token.clone_into(&mut link.token);
        Ok(link)
    }

    async fn ask(&self, call: &str, stamp: Stamp, payload: Value) -> Result<Value> {
        let request = TcecRequest {
            operator: OPERATOR.to_owned(),
            time_stamp: stamp.time,
            sequence: stamp.sequence,
            payload,
        };
        let body = request.seal(&self.keys).context("keys")?;
        let post = self.client.post(format!("{}/evcs/v1/{call}", self.url));
        let post = post.bearer_auth(&self.token).body(body);
        let answer = post.send().await?.error_for_status()?.bytes().await?;
        Ok(open_answer(&answer, OPERATOR, &self.keys)?)
    }

    /// Sends a message; when it was acknowledged, the ledger knows.
    pub(crate) async fn send(&self, item: Item) -> Result<()> {
        let info = self.ledger.info(item.connector, item.number);
        let payload = json!({"ConnectorStatusInfo": info});
        let answer = self.ask("notification_stationStatus", item.stamp, payload);
        if answer.await?["Status"] != 0 {
            bail!("not acknowledged");
        }
        self.ledger.told(item.connector, item.number);
        Ok(())
    }

    /// Tells the first state of every connector, many in a message; returns the file that has
    /// them all.
    pub(crate) async fn begin(&self) -> Result<LiveFile> {
        let all: Vec<usize> = (0..self.ledger.connectors()).collect();
        for some in all.chunks(TOGETHER) {
            let infos: Vec<Value> = some.iter().map(|one| self.ledger.info(*one, 0)).collect();
            let stamp = self.ledger.stamp().context("no stamp")?;
            let payload = json!({"ConnectorStatusInfo": infos});
            self.ask("notification_stationStatus", stamp, payload)
                .await?;
        }
        for _ in 0..100 {
            let file = self.live().await?;
            if self.ledger.wrong(&file) == 0 {
                return Ok(file);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("the first states were not told");
    }

    /// `live.json`.
    pub(crate) async fn live(&self) -> Result<LiveFile> {
        let get = self.client.get(format!("{}/live.json", self.url));
        let bytes = get.send().await?.error_for_status()?.bytes().await?;
        Ok(LiveFile::read(&bytes)?)
    }

    /// True when it says of itself that it is well.
    pub(crate) async fn is_well(&self) -> bool {
        let get = self.client.get(format!("{}/healthz", self.url));
        get.send()
            .await
            .is_ok_and(|answer| answer.status().is_success())
    }

    /// One poll as a browser does it: bytes that came.
    pub(crate) async fn poll(&self) -> Result<usize> {
        let get = self.client.get(format!("{}/live.json", self.url));
        let get = get.header("accept-encoding", "br, gzip");
        let answer = get.send().await?.error_for_status()?;
        Ok(answer.bytes().await?.len())
    }
}
