//! What is asked for over HTTP.

use std::convert::Infallible;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use live::UnixTime;
use serde::Deserialize;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_stream::Stream;
use tower_http::cors::CorsLayer;
use tower_http::timeout::TimeoutLayer;

use crate::packed::Packed;
use crate::store::{Listening, Store, Told};
use crate::tcec::{Call, Receiver};

/// The most that a partner may send at once, in bytes.
const BODY_MAX: usize = 1 << 20;
/// How long a partner may take to send it.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two signs of life to a listener.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long `live.json` may be taken from a cache.
const LIVE_CACHE: &str = "public, max-age=15, stale-while-revalidate=30";

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Gateway {
    /// What connectors do.
    pub(crate) store: Store,
    /// Operators that push.
    pub(crate) receiver: Receiver,
    /// The manifest, which does not change while the gateway runs.
    pub(crate) manifest: Packed,
    /// The file of stations, under its name.
    pub(crate) stations: (String, Packed),
    /// `live.json` as it was packed last.
    latest: Mutex<Option<Arc<Packed>>>,
    clock: fn() -> UnixTime,
}

impl Gateway {
    /// With a clock.
    pub(crate) fn new(
        store: Store,
        receiver: Receiver,
        manifest: Packed,
        stations: (String, Packed),
        clock: fn() -> UnixTime,
    ) -> Self {
        Self {
            store,
            receiver,
            manifest,
            stations,
            latest: Mutex::new(None),
            clock,
        }
    }

    /// The time by its clock.
    pub(crate) fn now(&self) -> UnixTime {
        (self.clock)()
    }

    /// `live.json`, packed once for each number.
    fn live(&self) -> Arc<Packed> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let tag = format!("\"{}\"", self.store.sequence());
        match &*latest {
            Some(known) if known.tag == tag => Arc::clone(known),
            _ => {
                let file = self.store.file(self.now());
                let tag = format!("\"{}\"", file.sequence);
                let packed = Arc::new(Packed::new(file.to_json(), "application/json", tag));
                *latest = Some(Arc::clone(&packed));
                packed
            }
        }
    }
}

/// All routes.
pub(crate) fn routes(gateway: Arc<Gateway>) -> Router {
    let partners = Router::new()
        .route("/evcs/v1/query_token", post(token))
        .route("/evcs/v1/notification_stationStatus", post(status))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            PATIENCE,
        ));
    let public = Router::new()
        .route("/live.json", get(live_file))
        .route("/live/{file}", get(delta))
        .route("/live/events", get(events))
        .route("/manifest.json", get(manifest))
        .route("/stations/{file}", get(stations))
        .layer(CorsLayer::permissive());
    Router::new()
        .merge(partners)
        .merge(public)
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/metrics", get(metrics))
        .with_state(gateway)
}

type Shared = State<Arc<Gateway>>;

async fn token(State(gateway): Shared, headers: HeaderMap, body: Bytes) -> Response {
    partner(&gateway, Call::Token, &headers, &body).await
}

async fn status(State(gateway): Shared, headers: HeaderMap, body: Bytes) -> Response {
    partner(&gateway, Call::Status, &headers, &body).await
}

async fn partner(gateway: &Gateway, call: Call, headers: &HeaderMap, body: &[u8]) -> Response {
    let authorization = headers.get(header::AUTHORIZATION);
    let authorization = authorization.and_then(|value| value.to_str().ok());
    let now = gateway.now();
    let answer = gateway
        .receiver
        .answer(&gateway.store, call, authorization, body, now)
        .await;
    ([(header::CONTENT_TYPE, "application/json")], answer).into_response()
}

async fn live_file(State(gateway): Shared, headers: HeaderMap) -> Response {
    gateway.store.metrics.polls.fetch_add(1, Ordering::Relaxed);
    gateway.live().answer(&headers, LIVE_CACHE)
}

async fn manifest(State(gateway): Shared, headers: HeaderMap) -> Response {
    gateway.manifest.answer(&headers, "public, max-age=60")
}

async fn stations(
    State(gateway): Shared,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let (name, packed) = &gateway.stations;
    if *name == file {
        packed.answer(&headers, "public, max-age=31536000, immutable")
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

async fn metrics(State(gateway): Shared) -> Response {
    let text = gateway.store.metrics.text(gateway.store.sequence());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// `/live/18232.json`: the delta with this number.
async fn delta(State(gateway): Shared, Path(file): Path<String>) -> Response {
    let number = file
        .strip_suffix(".json")
        .and_then(|number| number.parse().ok());
    let Some(told) = number.and_then(|number| gateway.store.delta(number)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600, immutable"),
        ),
    ];
    (headers, told.json.clone()).into_response()
}

/// Where a listener goes on from.
#[derive(Deserialize)]
struct From {
    /// Number of the file that it knows.
    from: Option<u64>,
}

async fn events(State(gateway): Shared, Query(from): Query<From>, headers: HeaderMap) -> Response {
    let last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok());
    let known = last.and_then(|number| number.parse().ok()).or(from.from);
    let listening = gateway.store.listen(known);
    gateway
        .store
        .metrics
        .listeners
        .fetch_add(1, Ordering::Relaxed);
    let stream = told(Listener(gateway), listening);
    let keep = KeepAlive::new().interval(HEARTBEAT).text("alive");
    let no_buffer = [("x-accel-buffering", "no")];
    (no_buffer, Sse::new(stream).keep_alive(keep)).into_response()
}

/// Someone who listens, counted as long as it does.
struct Listener(Arc<Gateway>);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0
            .store
            .metrics
            .listeners
            .fetch_sub(1, Ordering::Relaxed);
    }
}

/// Deltas as events. An event `gap` says that the whole file must be fetched; then it goes on.
fn told(
    listener: Listener,
    listening: Listening,
) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    let Listening {
        missed,
        sequence,
        next,
    } = listening;
    let is_gap = missed.is_none();
    let first = is_gap.then(|| gap(sequence));
    let missed = missed.unwrap_or_default();
    let begin = first
        .into_iter()
        .chain(missed.iter().map(|told| event(told)).collect::<Vec<_>>());
    let begin: Vec<Event> = begin.collect();
    let follow = Follow { listener, next };
    let later = tokio_stream::StreamExt::map(follow.stream(), Ok);
    tokio_stream::StreamExt::chain(tokio_stream::iter(begin.into_iter().map(Ok)), later)
}

struct Follow {
    listener: Listener,
    next: broadcast::Receiver<Arc<Told>>,
}

impl Follow {
    fn stream(self) -> impl Stream<Item = Event> + Send {
        futures_util::stream::unfold(self, |mut follow| async move {
            let event = match follow.next.recv().await {
                Ok(told) => event(&told),
                // It was too slow.
                Err(RecvError::Lagged(_)) => gap(follow.listener.0.store.sequence()),
                Err(RecvError::Closed) => return None,
            };
            Some((event, follow))
        })
    }
}

fn event(told: &Told) -> Event {
    Event::default()
        .id(told.sequence.to_string())
        .data(&told.json)
}

fn gap(sequence: u64) -> Event {
    Event::default().event("gap").data(sequence.to_string())
}
