//! What the page sends, and how it is answered.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{RequestExt as _, Router};
use live::UnixTime;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::timeout::TimeoutLayer;

use super::book::{Book, Kept};
use super::limit::Limit;
use super::report::{NoReport, Report};
use crate::config::Reports;
use crate::http::Gateway;
use crate::metrics::Fate;

/// The longest report that the format allows has some 2 300 bytes.
const BODY_MAX: usize = 4096;
/// How long a browser may remember what it was allowed.
const ALLOWED_FOR: Duration = Duration::from_secs(3600);
/// When the disk does not take it: try again after so many seconds.
const BUSY_S: u64 = 60;
/// When enough were taken today.
const TOMORROW_S: u64 = 3600;

/// Who connected, as the server saw it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Takes reports.
#[derive(Debug)]
pub(crate) struct Mailbox {
    /// The path to which they are sent.
    pub(crate) path: String,
    origins: Vec<HeaderValue>,
    /// The header that says whose request it is.
    header: Option<HeaderName>,
    limit: Mutex<Limit>,
    /// One writes at a time.
    book: Arc<tokio::sync::Mutex<Book>>,
}

impl Mailbox {
    /// Reads which reports are there already.
    pub(crate) fn open(settings: &Reports, east: i32, now: UnixTime) -> Result<Self> {
        let folder = &settings.folder;
        let book = Book::open(folder, settings.per_day, east, now);
        let book = book.with_context(|| format!("{}", folder.display()))?;
        let origins = settings.origins.iter().map(HeaderValue::try_from);
        let header = settings.address_header.as_ref().map(HeaderName::try_from);
        Ok(Self {
            path: settings.path.clone(),
            origins: origins.collect::<Result<_, _>>()?,
            header: header.transpose()?,
            limit: Mutex::new(Limit::new(settings.per_hour, Instant::now())),
            book: Arc::new(tokio::sync::Mutex::new(book)),
        })
    }

    /// Counts a request; an error is the answer to one too many.
    fn admit(&self, request: &Request) -> Result<(), Box<Response>> {
        let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
        let address = match &self.header {
            Some(name) => said(request.headers(), name),
            None => peer,
        };
        // All whom nobody can tell apart count as one.
        let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let mut limit = self.limit.lock().unwrap_or_else(PoisonError::into_inner);
        let admitted = limit.admit(address, Instant::now());
        admitted.map_err(|wait| {
            let text = "too many of one address";
            Box::new(later(
                StatusCode::TOO_MANY_REQUESTS,
                wait.as_secs().max(1),
                text,
            ))
        })
    }

    async fn keep(&self, report: Report, now: UnixTime) -> Response {
        let mut book = Arc::clone(&self.book).lock_owned().await;
        let kept = tokio::task::spawn_blocking(move || book.keep(report, now));
        match kept.await {
            Ok(Ok(Kept::Now)) => StatusCode::CREATED.into_response(),
            Ok(Ok(Kept::Before)) => StatusCode::OK.into_response(),
            Ok(Ok(Kept::TooMany)) => {
                let text = "too many today";
                later(StatusCode::TOO_MANY_REQUESTS, TOMORROW_S, text)
            }
            failed => {
                if let Ok(Err(error)) = failed {
                    tracing::error!("a report was not kept: {error}");
                }
                let text = "it could not be kept";
                later(StatusCode::SERVICE_UNAVAILABLE, BUSY_S, text)
            }
        }
    }
}

/// The address that the proxy saw: the last one of the header, the others may be anybody's words.
fn said(headers: &HeaderMap, name: &HeaderName) -> Option<IpAddr> {
    let value = headers.get_all(name).iter().next_back()?;
    let last = value.to_str().ok()?.rsplit(',').next()?;
    last.trim().parse().ok()
}

/// "Try again later".
fn later(status: StatusCode, seconds: u64, text: &'static str) -> Response {
    (status, [(header::RETRY_AFTER, seconds.to_string())], text).into_response()
}

/// The route of a mailbox.
pub(crate) fn routes(gateway: &Arc<Gateway>, mailbox: &Arc<Mailbox>) -> Router {
    let state = (Arc::clone(gateway), Arc::clone(mailbox));
    let routes = Router::new()
        .route(&mailbox.path, post(receive))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            gateway.beside.patience,
        ))
        .layer(from_fn_with_state(Arc::clone(gateway), count))
        .with_state(state);
    if mailbox.origins.is_empty() {
        return routes;
    }
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(mailbox.origins.clone()))
        .allow_methods([Method::POST])
        .allow_headers([header::CONTENT_TYPE])
        .max_age(ALLOWED_FOR);
    routes.layer(cors)
}

/// Counts answers by what became of the report.
async fn count(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let status = answer.status();
    gateway.store.metrics.reported(match status {
        StatusCode::CREATED => Fate::Kept,
        StatusCode::OK => Fate::Again,
        StatusCode::TOO_MANY_REQUESTS => Fate::Limited,
        StatusCode::REQUEST_TIMEOUT => Fate::Failed,
        _ if status.is_server_error() => Fate::Failed,
        _ => Fate::Refused,
    });
    answer
}

type Asked = State<(Arc<Gateway>, Arc<Mailbox>)>;

async fn receive(State((gateway, mailbox)): Asked, request: Request) -> Response {
    if let Err(answer) = mailbox.admit(&request) {
        return *answer;
    }
    // A page elsewhere cannot send this without having asked whether it may.
    if !is_json(request.headers()) {
        let text = "expected application/json";
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, text).into_response();
    }
    let body: Bytes = match request.extract().await {
        Ok(body) => body,
        Err(refusal) => return IntoResponse::into_response(refusal),
    };
    match Report::read(&body) {
        Ok(report) => mailbox.keep(report, gateway.now()).await,
        Err(no) => {
            let status = match no {
                NoReport::Json(_) => StatusCode::BAD_REQUEST,
                NoReport::Form(_) | NoReport::Field(..) => StatusCode::UNPROCESSABLE_ENTITY,
            };
            (status, no.to_string()).into_response()
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE);
    let kind = value.and_then(|value| value.to_str().ok()?.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_proxy_itself_wrote_counts() {
        let name = HeaderName::from_static("x-forwarded-for");
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(&name, HeaderValue::from_static(value));
            }
            said(&headers, &name).map(|address| address.to_string())
        };
        assert_eq!(of(&["192.0.2.1"]).unwrap(), "192.0.2.1");
        assert_eq!(of(&["1.1.1.1, 192.0.2.1"]).unwrap(), "192.0.2.1");
        assert_eq!(of(&["1.1.1.1", "2001:db8::1"]).unwrap(), "2001:db8::1");
        assert_eq!(of(&["192.0.2.1, nobody"]), None);
        assert_eq!(of(&[]), None);
    }
}
