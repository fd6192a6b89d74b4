//! Following the stream: every event is applied once, in its order.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use async_nats::jetstream::Message;
use async_nats::jetstream::consumer::{DeliverPolicy, push::OrderedConfig};
use async_nats::jetstream::stream::Stream;
use futures_util::StreamExt;
use live::LiveFile;
use tokio::time::{sleep, timeout};

use super::event::Odd;
use super::kept::{Kept, State};
use super::{Envelope, Event, Link, Shared};
use crate::edition::Edition;
use crate::http::Gateway;

/// After a failure.
const AGAIN: Duration = Duration::from_millis(250);
/// After so much silence one asks whether there is nothing indeed.
const QUIET: Duration = Duration::from_secs(2);
/// The lease of whoever keeps the state.
const KEEPER: &str = "state";

/// What going on would not mend.
#[derive(Debug, thiserror::Error)]
enum Lost {
    /// The stream ends before the state that was kept.
    #[error(
        "the stream ends at event {0}, expected {1} or more: it was lost. Remove its buckets as \
         well, and start all gateways again"
    )]
    End(u64, u64),
    /// The stream begins too late.
    #[error("the stream begins at event {0} and no state was kept. Remove it, and start again")]
    Begin(u64),
}

/// Follows for ever; ends only with what nobody but a person can mend.
pub(super) async fn follow(gateway: Arc<Gateway>, shared: Arc<Shared>) -> Result<()> {
    let mut is_told = false;
    loop {
        let ended = session(&gateway, &shared).await;
        let was_whole = shared.is_whole.swap(false, Ordering::AcqRel);
        if let Err(error) = ended {
            let is_final = matches!(error.downcast_ref(), Some(Odd::Version(_)));
            if is_final || error.is::<Lost>() {
                return Err(error);
            }
            // Once is enough while it lasts.
            if was_whole || !is_told {
                tracing::warn!("the stream is not followed: {error:#}");
            }
            is_told = true;
        }
        sleep(AGAIN).await;
    }
}

/// Follows until the connection is lost.
async fn session(gateway: &Arc<Gateway>, shared: &Arc<Shared>) -> Result<()> {
    let link = shared.link()?;
    let stream = link.context.get_stream(&shared.settings.prefix).await?;
    let state = &stream.cached_info().state;
    let (first, last) = (state.first_sequence, state.last_sequence);
    let position = || gateway.store.course().known().position;
    if position() == 0 || position() + 1 < first || position() > last {
        load(gateway, shared, link, first, last).await?;
    }
    let config = OrderedConfig {
        deliver_subject: link.context.client().new_inbox(),
        deliver_policy: DeliverPolicy::ByStartSequence {
            start_sequence: position() + 1,
        },
        ..OrderedConfig::default()
    };
    let mut messages = stream.create_consumer(config).await?.messages().await?;
    loop {
        if position() >= last && !shared.is_whole.swap(true, Ordering::AcqRel) {
            tracing::info!(position = position(), "the stream is followed");
        }
        let next = tokio::select! {
            next = timeout(QUIET, messages.next()) => next,
            // What was asked for before is gone.
            () = shared.again.notified() => return Ok(()),
        };
        match next {
            Ok(Some(message)) => apply(gateway, shared, link, &message?).await?,
            Ok(None) => return Ok(()),
            Err(_) => {
                let last = stream.get_info().await?.state.last_sequence;
                if last != position() {
                    bail!("heard nothing of event {last} after {}", position());
                }
            }
        }
    }
}

/// Begins with the state that was kept last, or with nothing.
async fn load(
    gateway: &Arc<Gateway>,
    shared: &Arc<Shared>,
    link: &Link,
    first: u64,
    last: u64,
) -> Result<()> {
    let position = gateway.store.course().known().position;
    let Some((newest, _)) = link.depot.newest().await? else {
        if first > 1 {
            return Err(Lost::Begin(first).into());
        }
        if position > last {
            return Err(Lost::End(last, position).into());
        }
        return Ok(());
    };
    if newest.position > last {
        return Err(Lost::End(last, newest.position).into());
    }
    let bytes = link.depot.get(&newest.file).await?;
    let kept = tokio::task::spawn_blocking(move || Kept::read(&bytes)).await??;
    let mut editions = Vec::new();
    for name in &kept.stations {
        editions.push(edition(gateway, link, name).await?);
    }
    let known = kept.states.course().known();
    if known.position != newest.position {
        bail!("the state that was kept: found another than its name says");
    }
    // Whoever was told more than the others know by now must hear greater numbers.
    let number = gateway.store.sequence();
    let is_behind = position > last;
    gateway.restore(&kept.states, editions);
    gateway.documents.restore(kept.documents);
    let millis = kept.states.course().at().0.saturating_mul(1000);
    shared.clock.set(known, millis);
    shared.kept_at.store(known.position, Ordering::Release);
    tracing::info!(
        position = known.position,
        "went on from a state that was kept"
    );
    if is_behind {
        let shared = Arc::clone(shared);
        tokio::spawn(async move { shared.submit(Event::Begun { number }).await });
    }
    Ok(())
}

/// A file of stations, from the depot if need be.
async fn edition(gateway: &Gateway, link: &Link, name: &str) -> Result<Arc<Edition>> {
    if let Some(known) = gateway.editions.named(name) {
        return Ok(known);
    }
    let bytes = link.depot.get(name).await?;
    let from = name.to_owned();
    let read = tokio::task::spawn_blocking(move || Edition::read(bytes, &from)).await??;
    if read.name != name {
        bail!("{name}: found a file with another hash");
    }
    Ok(Arc::new(read))
}

async fn apply(
    gateway: &Arc<Gateway>,
    shared: &Arc<Shared>,
    link: &Link,
    message: &Message,
) -> Result<()> {
    let info = message.info().map_err(|error| anyhow!("{error}"))?;
    let (position, store) = (info.stream_sequence, &gateway.store);
    let millis = i64::try_from(info.published.unix_timestamp_nanos() / 1_000_000)?;
    let known = store.course().known().position;
    if position <= known {
        return Ok(());
    }
    if position != known + 1 {
        bail!("found event {position} after {known}");
    }
    let envelope = match Envelope::read(&message.payload) {
        Ok(envelope) => envelope,
        Err(Odd::Unreadable) => {
            shared.counts.odd.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(position, "{}", Odd::Unreadable);
            store.go_past(position);
            return Ok(());
        }
        Err(error @ Odd::Version(_)) => return Err(error.into()),
    };
    // All that can fail comes first: an event is applied whole or not at all.
    let renewed = match envelope.event.stations() {
        Some(name) => Some(edition(gateway, link, name).await.context("stations")?),
        None => None,
    };
    let (moved, whole) = store.go_on(position, millis, &envelope);
    let (outcome, file) = match &envelope.event {
        Event::Tick { after } => store.hear_tick(*after),
        Event::Document { document, after } => {
            (gateway.documents.hear(document, *after, position), None)
        }
        Event::Stations { .. } => {
            if let Some(edition) = renewed {
                gateway.renew(edition, store.course().at())?;
            }
            (true, None)
        }
        event @ (Event::Pushed { .. }
        | Event::Answered { .. }
        | Event::Linked { .. }
        | Event::CaughtUp { .. }
        | Event::Unlinked { .. }
        | Event::Begun { .. }) => {
            let is_ours = shared.is_ours(&envelope.id);
            (store.hear_event(event, moved, is_ours), None)
        }
    };
    shared.clock.set(store.course().known(), millis);
    if let Some(file) = whole {
        gateway.give_out(&file);
    }
    if let Some(file) = file {
        tell(gateway, shared, file);
    }
    shared.applied(&envelope.id, outcome);
    Ok(())
}

/// Gives out a new `live.json`, and keeps the state now and then.
fn tell(gateway: &Arc<Gateway>, shared: &Arc<Shared>, file: LiveFile) {
    let position = gateway.store.course().known().position;
    if shared.is_full() {
        shared.kept_at.store(position, Ordering::Release);
        // As of just this event: `live.json` is the same wherever one begins with it.
        tokio::spawn(keep(Arc::clone(shared), position, State::of(gateway)));
    }
    let gateway = Arc::clone(gateway);
    tokio::task::spawn_blocking(move || gateway.give_out(&file));
}

/// Keeps a state, unless another gateway is at it; what is older leaves the stream.
async fn keep(shared: Arc<Shared>, position: u64, state: State) {
    let kept = async {
        let link = shared.link()?;
        if !link.leases.take(KEEPER).await {
            return Ok(false);
        }
        let stations = state.stations.clone();
        let bytes = tokio::task::spawn_blocking(move || state.to_bytes()).await??;
        link.depot.keep(position, &bytes, &stations).await?;
        let stream: Stream = link.context.get_stream(&shared.settings.prefix).await?;
        // The tick itself stays: the next one names it.
        stream.purge().sequence(position).await?;
        anyhow::Ok(true)
    };
    match kept.await {
        Ok(true) => {
            shared.counts.kept.fetch_add(1, Ordering::Relaxed);
            tracing::debug!(position, "the state was kept");
        }
        Ok(false) => {}
        Err(error) => tracing::warn!("the state was not kept: {error:#}"),
    }
}
