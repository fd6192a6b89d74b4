//! More than one machine: gateways that share one stream of NATS JetStream.
//!
//! Whatever changes a gateway's state is an [`Event`] in that stream, also the time at which a delta
//! is made. Every gateway applies all of them in their order (`follow`), so all know the same and
//! tell the same files with the same numbers; none of them leads. Times are those of the stream
//! (`clock`). Now and then one of them keeps its state in the depot (`kept`, `depot`), and what is
//! older leaves the stream. What only one may do at a time is leased (`lease`).

mod clock;
mod depot;
mod event;
mod follow;
mod join;
mod kept;
mod lease;

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::Context;
use async_nats::jetstream::message::PublishMessage;
use live::UnixTime;
use tokio::sync::{Notify, oneshot};
use tokio::time::timeout;

pub(crate) use clock::{Clock, Known};
pub(crate) use event::{Envelope, Event, NAME_MAX};
pub(crate) use join::join;
pub(crate) use lease::Leases;

use crate::config::{Hidden, Nats};
use depot::Depot;

/// How long NATS may take to keep an event, and this gateway to apply it.
const PATIENCE: Duration = Duration::from_secs(3);

/// The link of this gateway to all others.
#[derive(Debug)]
pub(crate) struct Shared {
    settings: Nats,
    credentials: Option<Hidden>,
    /// Names this run of the gateway.
    life: String,
    /// The shared clock.
    pub(crate) clock: Clock,
    link: OnceLock<Link>,
    /// Events of ours that wait to be applied.
    waiting: Mutex<BTreeMap<String, oneshot::Sender<bool>>>,
    events: AtomicU64,
    /// The connection came back.
    again: Arc<Notify>,
    /// True once all events up to a moment ago were applied.
    is_whole: AtomicBool,
    /// The event at which the state was kept last, as far as this gateway knows.
    kept_at: AtomicU64,
    /// What happened, counted.
    counts: Counts,
}

/// What happened, counted.
#[derive(Debug, Default)]
struct Counts {
    /// Events that were applied.
    applied: AtomicU64,
    /// Messages that nobody can read.
    odd: AtomicU64,
    /// States that this gateway kept in the depot.
    kept: AtomicU64,
    /// Events of ours that NATS did not take.
    refused: AtomicU64,
}

#[derive(Debug)]
struct Link {
    context: Context,
    depot: Depot,
    leases: Arc<Leases>,
}

/// Forgets that an event is waited for, also when whoever waits goes away.
struct Waiting<'a>(&'a Shared, String);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting().remove(&self.1);
    }
}

impl Shared {
    /// Not connected yet. `now` is the machine's time, until there is an event.
    pub(crate) fn new(settings: Nats, credentials: Option<Hidden>, now: UnixTime) -> Self {
        Self {
            settings,
            credentials,
            life: name(),
            clock: Clock::new(now),
            link: OnceLock::new(),
            waiting: Mutex::default(),
            events: AtomicU64::new(0),
            again: Arc::default(),
            is_whole: AtomicBool::new(false),
            kept_at: AtomicU64::new(0),
            counts: Counts::default(),
        }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<String, oneshot::Sender<bool>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn link(&self) -> io::Result<&Link> {
        let link = self.link.get();
        link.filter(|link| link.context.client().connection_state() == State::Connected)
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotConnected, "NATS is away"))
    }

    /// True while NATS is there and all that it has was applied.
    pub(crate) fn is_well(&self) -> bool {
        self.link().is_ok() && self.is_whole.load(Ordering::Acquire)
    }

    /// What only one gateway may do at a time; `None` before it joined the others.
    pub(crate) fn leases(&self) -> Option<&Arc<Leases>> {
        self.link.get().map(|link| &link.leases)
    }

    /// Tells all gateways; done when NATS has kept the event and this gateway has applied it. False
    /// when another event came before, so that this one changed nothing.
    ///
    /// After an error it may have been kept all the same: whoever sent it may send it again.
    pub(crate) async fn submit(&self, event: Event) -> io::Result<bool> {
        let done = self.send(event).await;
        if done.is_err() {
            self.counts.refused.fetch_add(1, Ordering::Relaxed);
        }
        done
    }

    async fn send(&self, event: Event) -> io::Result<bool> {
        let link = self.link()?;
        let count = self.events.fetch_add(1, Ordering::Relaxed);
        let waiting = Waiting(self, format!("{}-{count}", self.life));
        let (done, answer) = oneshot::channel();
        self.waiting().insert(waiting.1.clone(), done);
        let (now, known) = self.clock.read();
        let id = waiting.1.clone();
        let after = event.after();
        let subject = self.subject(if after.is_some() { "tick" } else { "event" });
        let envelope = Envelope::new(id, now, known.position, known.shift, event);
        let message = PublishMessage::build().payload(envelope.to_json().into());
        let message = match after {
            // All but one of those that are proposed are refused right there.
            Some(after) => message.expected_last_subject_sequence(after),
            None => message,
        };
        let kept = async {
            let sent = link.context.send_publish(subject, message).await;
            sent.map_err(io::Error::other)?
                .await
                .map_err(io::Error::other)?;
            answer.await.map_err(io::Error::other)
        };
        let kept = timeout(PATIENCE, kept).await;
        kept.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "NATS did not answer"))?
    }

    /// The next delta is due, as far as this gateway knows.
    pub(crate) async fn tick(&self) {
        let after = self.clock.read().1.tick;
        // Another may have been faster, or NATS is away: the next one will do.
        let _ = self.send(Event::Tick { after }).await;
    }

    /// An event was applied. True when it is ours.
    fn applied(&self, id: &str, outcome: bool) {
        self.counts.applied.fetch_add(1, Ordering::Relaxed);
        if let Some(done) = self.waiting().remove(id) {
            // Whoever waited may be gone.
            let _ = done.send(outcome);
        }
    }

    /// True for events that this gateway sent.
    fn is_ours(&self, id: &str) -> bool {
        let rest = id.strip_prefix(&self.life[..]);
        rest.is_some_and(|rest| rest.starts_with('-'))
    }

    fn subject(&self, name: &str) -> String {
        format!("{}.{name}", self.settings.prefix)
    }
}

/// A name that nobody else has: the standard library's hashes begin at random.
fn name() -> String {
    let random = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", random(), random())
}
