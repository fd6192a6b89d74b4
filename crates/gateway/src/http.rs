//! What is asked for over HTTP.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use live::{Layout, LiveFile, UnixTime};
use serde::Deserialize;
use tower_http::cors::CorsLayer;
use tower_http::timeout::TimeoutLayer;

use crate::documents::Documents;
use crate::edition::{Edition, Editions};
use crate::events;
use crate::habits::Habits;
use crate::metrics::Refusal;
use crate::ocpi;
use crate::packed::Packed;
use crate::reports::{self, Mailbox};
use crate::shared::Shared;
use crate::store::{States, Store};
use crate::tcec::{Call, Receiver};

/// The most that a partner may send at once, in bytes.
const BODY_MAX: usize = 1 << 20;
/// `live.json` is packed so often at most: that takes longer than all else.
const PACKED_EVERY: Duration = Duration::from_secs(1);
/// Between two looks whose turn it is.
const TURN: Duration = Duration::from_millis(200);
/// How long `live.json` may be taken from a cache.
const LIVE_CACHE: &str = "public, max-age=15, stale-while-revalidate=30";

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Gateway {
    /// What connectors do.
    pub(crate) store: Store,
    /// Operators that push.
    pub(crate) receiver: Receiver,
    /// Operators that push by OCPI.
    pub(crate) ocpi: ocpi::Receiver,
    /// What operators say of their stations.
    pub(crate) documents: Documents,
    /// Files of stations with their manifests.
    pub(crate) editions: Editions,
    /// What goes along with it.
    pub(crate) beside: Beside,
    /// `live.json` as it was packed last.
    latest: Mutex<Published>,
    clock: fn() -> UnixTime,
}

/// What goes along with states and stations.
#[derive(Debug)]
pub(crate) struct Beside {
    /// How busy stations usually are.
    pub(crate) habits: Habits,
    /// Folder of the built app, if it is given out.
    pub(crate) app: Option<PathBuf>,
    /// Where drivers' reports are taken, if they are.
    pub(crate) mailbox: Option<Arc<Mailbox>>,
    /// How long headers and bodies may take.
    pub(crate) patience: Duration,
    /// What it shares with other gateways, if it does.
    pub(crate) shared: Option<Arc<Shared>>,
}

/// `live.json` as everyone gets it.
#[derive(Debug, Clone)]
struct Published {
    sequence: u64,
    packed: Arc<Packed>,
    at: Instant,
    /// True while the next one is being packed.
    is_busy: bool,
}

impl Published {
    fn new(file: &LiveFile) -> Self {
        let tag = format!("\"{}\"", file.sequence);
        Self {
            sequence: file.sequence,
            packed: Arc::new(Packed::new(file.to_json(), "application/json", tag)),
            at: Instant::now(),
            is_busy: false,
        }
    }
}

impl Gateway {
    /// With a clock.
    pub(crate) fn new(
        store: Store,
        receiver: Receiver,
        ocpi: ocpi::Receiver,
        documents: Documents,
        editions: Editions,
        beside: Beside,
        clock: fn() -> UnixTime,
    ) -> Self {
        Self {
            latest: Mutex::new(Published::new(&store.file(clock()))),
            store,
            receiver,
            ocpi,
            documents,
            editions,
            beside,
            clock,
        }
    }

    /// The time by its clock, or by that of all gateways.
    pub(crate) fn now(&self) -> UnixTime {
        match &self.beside.shared {
            Some(shared) => shared.clock.read().0,
            None => (self.clock)(),
        }
    }

    /// Waits until it is this gateway's turn to ask a source; true when another did so before, or
    /// may have.
    pub(crate) async fn turn(&self, source: &str) -> bool {
        let Some(shared) = &self.beside.shared else {
            return false;
        };
        let lease = lease_of(source);
        let has = || shared.leases().is_some_and(|leases| leases.has(&lease));
        if has() {
            return false;
        }
        while !has() {
            tokio::time::sleep(TURN).await;
        }
        true
    }

    fn latest(&self) -> MutexGuard<'_, Published> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of `live.json` as it can be fetched now.
    pub(crate) fn published(&self) -> u64 {
        self.latest().sequence
    }

    /// Packs `live.json` anew when it is old, beside all that is asked for.
    pub(crate) fn publish(self: &Arc<Self>) {
        let sequence = self.store.sequence();
        {
            let mut latest = self.latest();
            let is_due = latest.sequence != sequence && latest.at.elapsed() >= PACKED_EVERY;
            if latest.is_busy || !is_due {
                return;
            }
            latest.is_busy = true;
        }
        let gateway = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let published = Published::new(&gateway.store.file(gateway.now()));
            gateway.replace(published);
        });
    }

    /// Gives out a `live.json` unless a newer one is given out already.
    fn replace(&self, published: Published) {
        let mut latest = self.latest();
        latest.is_busy = false;
        if published.sequence >= latest.sequence {
            *latest = published;
        }
    }

    /// Gives out a `live.json` that was made already.
    pub(crate) fn give_out(&self, file: &LiveFile) {
        self.replace(Published::new(file));
    }

    /// Goes on with another file of stations, unless it is the one that counts.
    pub(crate) fn renew(&self, edition: Arc<Edition>, now: UnixTime) -> io::Result<()> {
        let newest = self.editions.newest();
        if newest.is_some_and(|newest| newest.name == edition.name) {
            return Ok(());
        }
        let layout = Arc::clone(&edition.layout);
        self.store.relayout(layout, now, |file| {
            self.replace(Published::new(file));
            self.editions.add(edition);
        })
    }

    /// Goes on from what another gateway kept, with these files of stations, the newest first.
    pub(crate) fn restore(&self, states: &States, editions: Vec<Arc<Edition>>) {
        let layout = editions.first().map(|edition| Arc::clone(&edition.layout));
        let layout = layout.unwrap_or_else(|| Arc::new(Layout::new("", &[])));
        self.store.restore(states, layout, |file| {
            self.replace(Published::new(file));
            for edition in editions.into_iter().rev() {
                self.editions.add(edition);
            }
        });
    }
}

/// The lease of whoever asks a source.
pub(crate) fn lease_of(source: &str) -> String {
    format!("pull {source}")
}

/// All routes.
pub(crate) fn routes(gateway: Arc<Gateway>) -> Router {
    let partners = Router::new()
        .route("/evcs/v1/query_token", post(token))
        .route("/evcs/v1/notification_stationStatus", post(status))
        .route("/evcs/v1/notification_stationFee", post(fee))
        .merge(ocpi::routes())
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            gateway.beside.patience,
        ))
        .layer(from_fn_with_state(Arc::clone(&gateway), count));
    let public = Router::new()
        .route("/live.json", get(live_file))
        .route("/live/{file}", get(delta))
        .route("/live/events", get(follow))
        .route("/manifest.json", get(manifest))
        .route("/stations/{file}", get(stations))
        .route("/usual.json", get(usual))
        .layer(CorsLayer::permissive());
    let (app, mailbox) = (gateway.beside.app.as_deref(), &gateway.beside.mailbox);
    let mut announced = vec![("live", "manifest.json")];
    let mut reports = Router::new();
    if let Some(mailbox) = mailbox {
        announced.push(("report", mailbox.path.trim_start_matches('/')));
        reports = reports::routes(&gateway, mailbox);
    }
    let app = app.map(|folder| site::routes(folder, &announced));
    let all = Router::new()
        .merge(partners)
        .merge(public)
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .with_state(gateway)
        .merge(reports);
    match app {
        Some(app) => all.fallback_service(app),
        None => all,
    }
}

pub(crate) type Asked = State<Arc<Gateway>>;

async fn token(State(gateway): Asked, headers: HeaderMap, body: Bytes) -> Response {
    partner(&gateway, Call::Token, &headers, &body).await
}

async fn status(State(gateway): Asked, headers: HeaderMap, body: Bytes) -> Response {
    partner(&gateway, Call::Status, &headers, &body).await
}

async fn fee(State(gateway): Asked, headers: HeaderMap, body: Bytes) -> Response {
    partner(&gateway, Call::Fee, &headers, &body).await
}

/// Counts what was refused before anybody looked into it.
async fn count(State(gateway): Asked, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let refusal = match answer.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Some(Refusal::Large),
        StatusCode::REQUEST_TIMEOUT => Some(Refusal::Slow),
        _ => None,
    };
    if let Some(refusal) = refusal {
        gateway.store.metrics.refused(refusal);
    }
    answer
}

async fn partner(gateway: &Gateway, call: Call, headers: &HeaderMap, body: &[u8]) -> Response {
    let authorization = headers.get(header::AUTHORIZATION);
    let authorization = authorization.and_then(|value| value.to_str().ok());
    let now = gateway.now();
    let answer = gateway
        .receiver
        .answer(gateway, call, authorization, body, now)
        .await;
    ([(header::CONTENT_TYPE, "application/json")], answer).into_response()
}

async fn live_file(State(gateway): Asked, headers: HeaderMap) -> Response {
    gateway.store.metrics.polls.fetch_add(1, Ordering::Relaxed);
    let packed = Arc::clone(&gateway.latest().packed);
    packed.answer(&headers, LIVE_CACHE)
}

async fn manifest(State(gateway): Asked, headers: HeaderMap) -> Response {
    match gateway.editions.newest() {
        // As long as `live.json`: both must be about the same stations.
        Some(edition) => edition.manifest.answer(&headers, "public, max-age=15"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn stations(State(gateway): Asked, Path(file): Path<String>, headers: HeaderMap) -> Response {
    match gateway.editions.named(&file) {
        Some(edition) => {
            let cache = "public, max-age=31536000, immutable";
            edition.file.answer(&headers, cache)
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn usual(State(gateway): Asked, headers: HeaderMap) -> Response {
    let packed = gateway.beside.habits.packed();
    packed.answer(&headers, "public, max-age=600")
}

/// Whether it is well: one that hears nothing of the others should be asked by nobody.
async fn health(State(gateway): Asked) -> Response {
    let shared = gateway.beside.shared.as_ref();
    if shared.is_none_or(|shared| shared.is_well()) {
        return "ok\n".into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, "NATS is away\n").into_response()
}

async fn metrics(State(gateway): Asked) -> Response {
    let figures = gateway.beside.shared.as_ref().map(|one| one.figures());
    let figures = figures.as_ref().map_or(&[][..], |figures| &figures[..]);
    let metrics = &gateway.store.metrics;
    let text = metrics.text(gateway.store.sequence(), figures);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// `/live/18232.json`: the delta with this number.
async fn delta(State(gateway): Asked, Path(file): Path<String>) -> Response {
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

async fn follow(State(gateway): Asked, Query(from): Query<From>, headers: HeaderMap) -> Response {
    let last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok());
    let known = last.and_then(|number| number.parse().ok()).or(from.from);
    events::answer(gateway, known)
}
