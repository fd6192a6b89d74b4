//! The gateway: operators push what their connectors do, everyone reads it.
//!
//! Where to start: [`start`] puts everything together; `tcec` and `ocpi` hear operators, `pull`,
//! `learn` and `ocpi::pull` ask them. `store` keeps what their connectors do and numbers the files,
//! `documents` what they say of their stations, `catalogue` makes the file of stations of that,
//! `http` gives all out, `reports` takes what drivers report. `shared` is how several gateways know
//! the same. How to run it: `docs/gateway.md`.

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
pub mod reports;
mod serve;
mod shared;
mod store;
mod strays;
mod tcec;

use std::ffi::OsString;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use axum::Router;
use live::UnixTime;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::config::{Config, Secret};
use crate::documents::Documents;
use crate::edition::{Edition, Editions};
use crate::habits::Habits;
use crate::http::{Beside, Gateway};
use crate::pull::Puller;
use crate::renew::Renewal;
use crate::reports::Mailbox;
use crate::shared::Shared;
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
    /// The file of stations to tell others of; empty when it is alone.
    first: Vec<u8>,
    /// Who follows the stream that several gateways share.
    follower: Option<JoinHandle<Result<()>>>,
}

/// Reads stations, secrets and journal. One that shares its state knows nothing yet.
pub fn start(config: &Config) -> Result<Started> {
    let folder = config.state.display();
    let shared = share(config)?;
    let documents = if let Some(shared) = &shared {
        Documents::shared(shared)
    } else {
        Documents::open(&config.state).with_context(|| format!("{folder}"))?
    };
    let (renewal, (stations, name)) = Renewal::new(config, &documents)?;
    let mut first = Vec::new();
    if shared.is_some() {
        first.clone_from(&stations);
    }
    let edition = Edition::read(stations, &name)?;
    let receiver = Receiver::new(config)?;
    let (store, editions) = if let Some(shared) = &shared {
        (Store::shared(shared), Editions::none())
    } else {
        let layout = Arc::clone(&edition.layout);
        let store = Store::open(layout, &config.state, now());
        let store = store.with_context(|| format!("{folder}"))?;
        (store, Editions::new(edition))
    };
    let ocpi = ocpi::Receiver::new(config)?;
    let habits = Habits::open(&config.state, config.utc_offset_min);
    let mailbox = config.reports.as_ref();
    let mailbox = mailbox.map(|one| Mailbox::open(one, config.utc_offset_min, now()));
    let beside = Beside {
        mailbox: mailbox.transpose()?.map(Arc::new),
        habits: habits.with_context(|| format!("{folder}"))?,
        app: config.app.clone(),
        patience: Duration::from_secs(config.patience_s.max(1).into()),
        shared,
    };
    let gateway = Gateway::new(store, receiver, ocpi, documents, editions, beside, now);
    Ok(Started {
        gateway: Arc::new(gateway),
        renewal,
        ocpi_pullers: ocpi::pullers(config)?,
        tick: Duration::from_millis(config.tick_ms.max(10)),
        pullers: pull::pullers(config)?,
        first,
        follower: None,
    })
}

/// What several gateways share, if the configuration says so.
fn share(config: &Config) -> Result<Option<Arc<Shared>>> {
    let Some(nats) = &config.nats else {
        return Ok(None);
    };
    let credentials = nats.credentials.as_ref().map(Secret::read).transpose()?;
    let shared = Shared::new(nats.clone(), credentials, now());
    // To be told now what is wrong with them.
    shared.options()?;
    Ok(Some(Arc::new(shared)))
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

    /// Joins other gateways and hears all that they know, however long that takes; one that is alone
    /// is ready already. To be done before anybody is answered.
    pub async fn join(&mut self) -> Result<()> {
        if let Some(shared) = &self.gateway.beside.shared {
            let first = std::mem::take(&mut self.first);
            self.follower = Some(shared::join(&self.gateway, shared, &first).await?);
        }
        Ok(())
    }

    /// What it answers.
    pub fn routes(&self) -> Router {
        http::routes(Arc::clone(&self.gateway))
    }

    /// Answers whoever comes to `listener`, for ever.
    pub fn serve(&self, listener: TcpListener) -> impl Future<Output = ()> + use<> {
        serve::serve(listener, Arc::clone(&self.gateway))
    }

    /// Asks operators and tells what changed, again and again. Ends only with what a person must mend.
    pub async fn run(self) -> Result<()> {
        let gateway = self.gateway;
        let shared = gateway.beside.shared.as_ref();
        if let Some(held) = shared.and_then(|shared| shared.leases()) {
            let sources = self.pullers.iter().map(|puller| &puller.source);
            let sources = sources.chain(self.ocpi_pullers.iter().map(|puller| &puller.source));
            let names = sources.map(|source| http::lease_of(source));
            for name in names.chain([renew::LEASE.to_owned()]) {
                tokio::spawn(Arc::clone(held).hold(name));
            }
        }
        for puller in self.pullers {
            tokio::spawn(puller.run(Arc::clone(&gateway)));
        }
        for puller in self.ocpi_pullers {
            tokio::spawn(puller.run(Arc::clone(&gateway)));
        }
        tokio::spawn(self.renewal.run(Arc::clone(&gateway)));
        tokio::spawn(habits::run(Arc::clone(&gateway)));
        if let Some(follower) = self.follower {
            return tokio::select! {
                ended = follower => ended.context("the stream").flatten(),
                () = propose(&gateway, self.tick) => Ok(()),
            };
        }
        tell(&gateway, self.tick).await;
        Ok(())
    }
}

/// Tells what changed, for ever.
async fn tell(gateway: &Arc<Gateway>, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let told = gateway
            .store
            .tell(gateway.now(), |file| gateway.give_out(file));
        if let Err(error) = told {
            tracing::error!("numbers of files: {error}");
        }
        gateway.publish();
    }
}

/// Proposes to all gateways to tell what changed, for ever; one of those that do so is heard.
async fn propose(gateway: &Arc<Gateway>, every: Duration) {
    let Some(shared) = &gateway.beside.shared else {
        return;
    };
    let mut looks = tokio::time::interval(every / 4);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        if !shared.is_well() {
            continue;
        }
        gateway.store.tell_missed(shared).await;
        let is_due = gateway.store.is_due(gateway.now()) || shared.is_full();
        if is_due && shared.clock.since_tick() >= every {
            shared.tick().await;
        }
    }
}

/// The time by the machine's clock. A file that a test names holds seconds by which it is set forward.
fn now() -> UnixTime {
    static AHEAD: OnceLock<Option<OsString>> = OnceLock::new();
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    let now = i64::try_from(seconds).unwrap_or(i64::MAX);
    let ahead = AHEAD.get_or_init(|| std::env::var_os("YILU_TEST_CLOCK"));
    let ahead = ahead.as_ref().and_then(|file| {
        let text = std::fs::read_to_string(file).ok()?;
        text.trim().parse::<i64>().ok()
    });
    UnixTime(now.saturating_add(ahead.unwrap_or(0)))
}
