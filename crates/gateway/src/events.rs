//! Deltas as server-sent events. Each is written once for all who listen.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::timeout;

use crate::http::Gateway;
use crate::store::Told;

/// Between two signs of life to a listener.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The answer to somebody who knows the file with number `known`.
pub(crate) fn answer(gateway: Arc<Gateway>, known: Option<u64>) -> Response {
    let listeners = &gateway.store.metrics.listeners;
    listeners.fetch_add(1, Ordering::Relaxed);
    let follow = Follow::new(Listener(gateway), known);
    let events = futures_util::stream::unfold(follow, |mut follow| async move {
        let event = follow.next().await?;
        Some((Ok::<Bytes, Infallible>(event), follow))
    });
    let headers = [
        (header::CONTENT_TYPE.as_str(), "text/event-stream"),
        (header::CACHE_CONTROL.as_str(), "no-cache"),
        ("x-accel-buffering", "no"),
    ];
    (headers, Body::from_stream(events)).into_response()
}

/// Someone who listens, counted as long as it does.
struct Listener(Arc<Gateway>);

impl Drop for Listener {
    fn drop(&mut self) {
        let listeners = &self.0.store.metrics.listeners;
        listeners.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Follow {
    listener: Listener,
    /// What is to be sent before anything new.
    first: VecDeque<Bytes>,
    /// The number of the file that the listener knows.
    known: u64,
    next: broadcast::Receiver<Arc<Told>>,
}

impl Follow {
    fn new(listener: Listener, known: Option<u64>) -> Self {
        let (first, known, next) = begin(&listener.0, known);
        Self {
            listener,
            first,
            known,
            next,
        }
    }

    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(event) = self.first.pop_front() {
                return Some(event);
            }
            match timeout(HEARTBEAT, self.next.recv()).await {
                Ok(Ok(told)) => {
                    self.known = told.sequence;
                    return Some(told.event.clone());
                }
                // It was slow: what it missed may still be there.
                Ok(Err(RecvError::Lagged(_))) => {
                    let begun = begin(&self.listener.0, Some(self.known));
                    (self.first, self.known, self.next) = begun;
                }
                Ok(Err(RecvError::Closed)) => return None,
                Err(_) => return Some(Bytes::from_static(b": alive\n\n")),
            }
        }
    }
}

/// What is sent first to somebody who knows the file with number `known`, the number of the file
/// that is known then, and all that follows.
fn begin(
    gateway: &Gateway,
    known: Option<u64>,
) -> (VecDeque<Bytes>, u64, broadcast::Receiver<Arc<Told>>) {
    let mut first = VecDeque::new();
    let mut listening = gateway.store.listen(known);
    if listening.missed.is_none() {
        // It goes on from the file that it can fetch, which may be older than the latest delta.
        let published = gateway.published();
        let gap = format!("event: gap\ndata: {published}\n\n");
        first.push_back(gap.into());
        listening = gateway.store.listen(Some(published));
    }
    let missed = listening.missed.iter().flatten();
    first.extend(missed.map(|told| told.event.clone()));
    (first, listening.sequence, listening.next)
}
