//! Joining the others: connecting, catching up, and telling the file of stations if nobody has it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use async_nats::jetstream::stream::{Config, DiscardPolicy};
use async_nats::jetstream::{self, Context};
use async_nats::{Client, ConnectOptions};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::depot::Depot;
use super::follow::follow;
use super::{Event, Leases, Link, PATIENCE, Shared};
use crate::edition::Edition;
use crate::http::Gateway;

/// Between two looks at something that takes its time.
const LOOK: Duration = Duration::from_millis(50);
/// After a failure.
const AGAIN: Duration = Duration::from_secs(1);
/// Between two attempts to connect at most.
const CONNECT: Duration = Duration::from_millis(500);
/// NATS is asked so often whether it is there.
const PING: Duration = Duration::from_secs(5);

/// Connects, waits until all that happened was heard, and tells the file of stations on disk if it is
/// another than the one that counts and no operator told of any. Waits for NATS as long as it takes.
/// Returns who follows from then on.
pub(crate) async fn join(
    gateway: &Arc<Gateway>,
    shared: &Arc<Shared>,
    stations: &[u8],
) -> Result<JoinHandle<Result<()>>> {
    let client = connect(shared).await?;
    let link = loop {
        match set_up(shared, client.clone()).await {
            Ok(link) => break link,
            Err(error) => tracing::warn!("waiting for NATS: {error:#}"),
        }
        sleep(AGAIN).await;
    };
    // Nobody else does this.
    let _ = shared.link.set(link);
    let follower = tokio::spawn(follow(Arc::clone(gateway), Arc::clone(shared)));
    until(shared, &follower, || shared.is_well()).await;
    while !follower.is_finished() {
        if shared.submit(Event::Begun { number: 0 }).await.is_ok() {
            break;
        }
        sleep(AGAIN).await;
    }
    let name = Edition::name(stations);
    let newest = gateway.editions.newest();
    let is_told = newest.as_ref().is_some_and(|newest| newest.name == name);
    if newest.is_none() || (!is_told && gateway.documents.all().is_empty()) {
        while !follower.is_finished() {
            match shared.tell_stations(&name, stations).await {
                Ok(()) => break,
                Err(error) => tracing::warn!("the file of stations is not told yet: {error:#}"),
            }
            sleep(AGAIN).await;
        }
    }
    Ok(follower)
}

async fn until(shared: &Shared, follower: &JoinHandle<Result<()>>, is_done: impl Fn() -> bool) {
    while !is_done() && !follower.is_finished() {
        sleep(LOOK).await;
    }
    let position = shared.clock.read().1.position;
    tracing::info!(position, "caught up with the others");
}

async fn connect(shared: &Arc<Shared>) -> Result<Client> {
    let again = Arc::clone(&shared.again);
    let options = shared
        .options()?
        .name(format!("yilu-gateway {}", shared.life))
        .retry_on_initial_connect()
        .max_reconnects(None)
        .ping_interval(PING)
        .reconnect_delay_callback(|tries| {
            let tries = u32::try_from(tries).unwrap_or(u32::MAX);
            CONNECT.min(LOOK.saturating_mul(tries))
        })
        .event_callback(move |event| {
            let again = Arc::clone(&again);
            async move {
                tracing::info!("NATS: {event}");
                if event == async_nats::Event::Connected {
                    again.notify_one();
                }
            }
        });
    let client = options.connect(shared.settings.servers()).await;
    client.context("NATS")
}

async fn set_up(shared: &Shared, client: Client) -> Result<Link> {
    let context: Context = jetstream::ContextBuilder::new()
        .timeout(PATIENCE)
        .build(client);
    let settings = &shared.settings;
    let (prefix, replicas) = (&settings.prefix, settings.replicas);
    let stream = context.get_or_create_stream(Config {
        name: prefix.clone(),
        subjects: vec![shared.subject("event"), shared.subject("tick")],
        // What was acknowledged stays: whoever comes when it is full must wait.
        discard: DiscardPolicy::New,
        max_bytes: settings.stream_max,
        num_replicas: replicas,
        ..Config::default()
    });
    stream.await.context("the stream")?;
    let depot = Depot::open(&context, prefix, replicas).await?;
    let leases = Leases::open(&context, prefix, replicas, shared.life.clone()).await?;
    Ok(Link {
        context,
        depot,
        leases: Arc::new(leases),
    })
}

impl Shared {
    /// How to come in; an error when credentials are none.
    pub(crate) fn options(&self) -> Result<ConnectOptions> {
        let Some(secret) = &self.credentials else {
            return Ok(ConnectOptions::new());
        };
        let text = secret.reveal();
        if !text.contains("-----BEGIN") {
            return Ok(ConnectOptions::with_token(text.to_owned()));
        }
        // What is wrong with them is for nobody's eyes.
        let options = ConnectOptions::with_credentials(text);
        options.map_err(|_| anyhow!("nats.credentials: expected a token or those of a .creds file"))
    }

    /// True when so much happened that the state is to be kept.
    pub(crate) fn is_full(&self) -> bool {
        let position = self.clock.read().1.position;
        position.saturating_sub(self.kept_at.load(Ordering::Acquire)) >= self.settings.state_every
    }

    /// Tells all gateways of a file of stations.
    pub(crate) async fn tell_stations(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let depot = &self.link()?.depot;
        if !depot.has(name).await {
            depot.put(name, bytes).await?;
        }
        let name = name.to_owned();
        self.submit(Event::Stations { name }).await?;
        Ok(())
    }

    /// What `/metrics` says of it: names and values.
    pub(crate) fn figures(&self) -> [(&'static str, u64); 6] {
        let of = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
        [
            ("nats_well", u64::from(self.is_well())),
            ("nats_position", self.clock.read().1.position),
            ("nats_applied_total", of(&self.counts.applied)),
            ("nats_refused_total", of(&self.counts.refused)),
            ("nats_odd_total", of(&self.counts.odd)),
            ("nats_states_kept_total", of(&self.counts.kept)),
        ]
    }
}
