//! Answers as OCPI has them: data, a status code and the time (OCPI 2.2.1, 4.1.7 and 5).

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use feeds::ocpi_date_time;
use live::UnixTime;
use serde_json::{Value, json};

use crate::metrics::Refusal;

/// Names of headers by which partners find a request again; they come back as they were.
const TRACES: [&str; 2] = ["x-request-id", "x-correlation-id"];
/// Longer ones do not come back, in bytes.
const TRACE_MAX: usize = 128;

/// Why a request is refused: the reason, and what was found and expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused(pub(super) Refusal, pub(super) String);

impl Refused {
    /// HTTP status and `status_code`.
    fn codes(&self) -> (StatusCode, u16) {
        match self.0 {
            Refusal::Token => (StatusCode::UNAUTHORIZED, 2000),
            Refusal::Party => (StatusCode::NOT_FOUND, 2000),
            Refusal::Object => (StatusCode::NOT_FOUND, 2003),
            Refusal::Version => (StatusCode::NOT_FOUND, 3002),
            Refusal::Disk => (StatusCode::SERVICE_UNAVAILABLE, 3000),
            Refusal::Malformed => (StatusCode::BAD_REQUEST, 2001),
            Refusal::Large => (StatusCode::PAYLOAD_TOO_LARGE, 2001),
            Refusal::Envelope
            | Refusal::Signature
            | Refusal::Time
            | Refusal::Replay
            | Refusal::Payload
            | Refusal::Slow => (StatusCode::OK, 2001),
        }
    }
}

/// The answer to a request with these headers.
pub(super) fn reply(result: Result<Value, Refused>, asked: &HeaderMap, now: UnixTime) -> Response {
    let (status, code, message, data) = match result {
        Ok(data) => (StatusCode::OK, 1000, String::new(), data),
        Err(refused) => {
            let (status, code) = refused.codes();
            (status, code, refused.1, Value::Null)
        }
    };
    let mut body = json!({
        "status_code": code,
        "timestamp": ocpi_date_time(now.0.saturating_mul(1000)),
    });
    if !data.is_null() {
        body["data"] = data;
    }
    if !message.is_empty() {
        body["status_message"] = message.into();
    }
    let kind = [(header::CONTENT_TYPE, "application/json")];
    let mut answer = (status, kind, body.to_string()).into_response();
    for name in TRACES {
        if let Some(value) = asked.get(name).filter(|value| value.len() <= TRACE_MAX) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer
}
