//! The gateway: operators push what their connectors do, everyone reads it.
//!
//! Where to start: [`start`] puts everything together; `tcec` and `ocpi` hear operators, `pull`,
//! `learn` and `ocpi::pull` ask them. `store` keeps what their connectors do and numbers the files,
//! `documents` what they say of their stations, `catalogue` makes the file of stations of that,
//! `http` gives all out. How to run it: `docs/gateway.md`.

mod catalogue;
mod census;
pub mod config;
mod documents;
mod durable;
mod edition;
mod events;
mod fee;
mod fields;
mod habits;
mod hex;
mod http;
mod journal;
mod learn;
mod manifest;
mod metrics;
mod ocpi;
mod offset;
mod packed;
mod pull;
mod renew;
mod replay;
mod serve;
mod store;
mod strays;
mod tcec;

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use axum::Router;
use live::UnixTime;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::documents::Documents;
use crate::edition::Editions;
use crate::habits::Habits;
use crate::http::{Beside, Gateway};
use crate::pull::Puller;
use crate::renew::Renewal;
use crate::store::Store;
use crate::tcec::Receiver;

/// A gateway that is ready to answer.
#[derive(Debug)]
pub struct Started {
    gateway: Arc<Gateway>,
    tick: Duration,
    pullers: Vec<Puller>,
    ocpi_pullers: Vec<ocpi::Puller>,
    renewal: Renewal,
}

/// Reads stations, secrets and journal.
pub fn start(config: &Config) -> Result<Started> {
    let folder = config.state.display();
    let documents = Documents::open(&config.state).with_context(|| format!("{folder}"))?;
    let (renewal, edition) = Renewal::new(config, &documents)?;
    let receiver = Receiver::new(config)?;
    let layout = Arc::clone(&edition.layout);
    let store = Store::open(layout, &config.state, now()).with_context(|| format!("{folder}"))?;
    let ocpi = ocpi::Receiver::new(config)?;
    let editions = Editions::new(edition);
    let habits = Habits::open(&config.state, config.utc_offset_min);
    let beside = Beside {
        habits: habits.with_context(|| format!("{folder}"))?,
        app: config.app.clone(),
        patience: Duration::from_secs(config.patience_s.max(1).into()),
    };
    let gateway = Gateway::new(store, receiver, ocpi, documents, editions, beside, now);
    Ok(Started {
        gateway: Arc::new(gateway),
        renewal,
        ocpi_pullers: ocpi::pullers(config)?,
        tick: Duration::from_millis(config.tick_ms.max(10)),
        pullers: pull::pullers(config)?,
    })
}

/// What is left to do when a gateway ends as it should.
#[derive(Debug)]
pub struct Finish(Arc<Gateway>);

impl Finish {
    /// Writes down what would be lost. What was acknowledged is on disk whatever happens.
    pub fn keep(&self) {
        if let Err(error) = self.0.beside.habits.keep() {
            tracing::warn!("the history was not kept: {error}");
        }
    }
}

impl Started {
    /// To be kept until the end.
    pub fn finish(&self) -> Finish {
        Finish(Arc::clone(&self.gateway))
    }

    /// What it answers.
    pub fn routes(&self) -> Router {
        http::routes(Arc::clone(&self.gateway))
    }

    /// Answers whoever comes to `listener`, for ever.
    pub fn serve(&self, listener: TcpListener) -> impl Future<Output = ()> + use<> {
        serve::serve(listener, Arc::clone(&self.gateway))
    }

    /// Asks operators and tells what changed, again and again.
    pub async fn run(self) {
        for puller in self.pullers {
            tokio::spawn(puller.run(Arc::clone(&self.gateway)));
        }
        for puller in self.ocpi_pullers {
            tokio::spawn(puller.run(Arc::clone(&self.gateway)));
        }
        tokio::spawn(self.renewal.run(Arc::clone(&self.gateway)));
        tokio::spawn(habits::run(Arc::clone(&self.gateway)));
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
