//! The gateway: operators push what their connectors do, everyone reads it.
//!
//! Where to start: [`start`] puts everything together; `tcec` hears operators, `store` keeps what
//! they said and numbers the files, `http` gives them out. How to run it: `docs/gateway.md`.

pub mod config;
mod events;
mod hex;
mod http;
mod journal;
mod manifest;
mod metrics;
mod offset;
mod packed;
mod pull;
mod replay;
mod store;
mod tcec;

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use axum::Router;
use live::{Layout, UnixTime};
use stations::read_snapshot;

use crate::config::Config;
use crate::http::Gateway;
use crate::pull::Puller;
use crate::store::Store;
use crate::tcec::Receiver;

/// A gateway that is ready to answer.
#[derive(Debug)]
pub struct Started {
    gateway: Arc<Gateway>,
    tick: Duration,
    pullers: Vec<Puller>,
}

/// Reads stations, secrets and journal.
pub fn start(config: &Config) -> Result<Started> {
    let name = config.stations.display();
    let bytes = std::fs::read(&config.stations).with_context(|| format!("{name}"))?;
    let read = read_snapshot(&bytes).with_context(|| format!("{name}"))?;
    for finding in &read.findings {
        tracing::warn!("{name}: {finding}");
    }
    let snapshot = read.value;
    let manifest = manifest::Manifest::new(&bytes, &snapshot);
    let layout = Arc::new(Layout::new(&manifest.snapshot, &snapshot.stations));
    tracing::info!(
        stations = layout.stations(),
        connectors = layout.slots().count(),
        snapshot = manifest.snapshot,
        "stations"
    );
    let receiver = Receiver::new(config)?;
    let folder = config.state.display();
    let store = Store::open(layout, &config.state, now()).with_context(|| format!("{folder}"))?;
    let (manifest, stations) = manifest.packed(bytes);
    Ok(Started {
        gateway: Arc::new(Gateway::new(store, receiver, manifest, stations, now)),
        tick: Duration::from_millis(config.tick_ms.max(10)),
        pullers: pull::pullers(config)?,
    })
}

impl Started {
    /// What it answers.
    pub fn routes(&self) -> Router {
        http::routes(Arc::clone(&self.gateway))
    }

    /// Asks operators and tells what changed, again and again.
    pub async fn run(self) {
        for puller in self.pullers {
            tokio::spawn(puller.run(Arc::clone(&self.gateway)));
        }
        let mut ticks = tokio::time::interval(self.tick);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.gateway.store.tell(now()) {
                tracing::error!("numbers of files: {error}");
            }
            self.gateway.publish();
        }
    }
}

/// The time by the machine's clock.
fn now() -> UnixTime {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    UnixTime(i64::try_from(seconds).unwrap_or(i64::MAX))
}
