//! Answering the gateway by OCPI: versions, details, locations page by page.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use feeds::{ocpi_date_time, ocpi_time};
use serde_json::{Value, json};

use super::{Party, location, updated};
use crate::world::{World, now};

/// Locations of a page at most.
const PAGE_MAX: usize = 20;
const VERSIONS: [&str; 2] = ["2.2.1", "2.3.0"];

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// Behind `/ocpi/`.
    pub(crate) path: String,
    /// `offset`, `limit` and `date_from`.
    pub(crate) offset: Option<usize>,
    /// See `offset`.
    pub(crate) limit: Option<usize>,
    /// See `offset`.
    pub(crate) date_from: Option<String>,
}

/// The answer, and what goes wrong with it on purpose.
pub(crate) async fn answer(
    world: &World,
    party: &Party,
    asked: &Asked,
    headers: &HeaderMap,
) -> Response {
    if world.is_silent() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let trick = world.answer_trick();
    if let Some(wait) = trick.wait {
        tokio::time::sleep(wait).await;
    }
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let expected = STANDARD.encode(world.settings.asker_secret.reveal());
    if token.and_then(|token| token.strip_prefix("Token ")) != Some(&expected[..]) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    world.live();
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let base = format!("http://{}/ocpi", host.unwrap_or("localhost"));
    let Some((data, more)) = found(world, party, asked, &base) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let body = json!({
        "data": data,
        "status_code": 1000,
        "timestamp": ocpi_date_time(now() * 1000),
    });
    let mut bytes = body.to_string().into_bytes();
    if trick.is_forged || trick.is_half {
        bytes.truncate(bytes.len() / 2);
    }
    let mut answer = if trick.is_half {
        let broken = Err(std::io::Error::other("closed half way on purpose"));
        let pieces = futures_util::stream::iter([Ok(bytes), broken]);
        Body::from_stream(pieces).into_response()
    } else {
        bytes.into_response()
    };
    for (name, value) in more {
        if let Ok(value) = value.parse() {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

type Headers = Vec<(&'static str, String)>;

fn found(world: &World, party: &Party, asked: &Asked, base: &str) -> Option<(Value, Headers)> {
    if asked.path == "versions" {
        let all = VERSIONS.map(|one| json!({"version": one, "url": format!("{base}/{one}")}));
        return Some((json!(all), Vec::new()));
    }
    let (version, rest) = asked.path.split_once('/').unwrap_or((&asked.path, ""));
    let version = VERSIONS.iter().find(|known| **known == version)?;
    let url = format!("{base}/{version}/locations");
    match rest {
        "" => {
            let locations = json!({"identifier": "locations", "role": "SENDER", "url": url});
            let details = json!({"version": version, "endpoints": [locations]});
            Some((details, Vec::new()))
        }
        "locations" => Some(page(world, party, asked, &url)),
        _ => None,
    }
}

/// A page of locations: those that changed since a time, if one is given.
fn page(world: &World, party: &Party, asked: &Asked, url: &str) -> (Value, Headers) {
    let since = asked.date_from.as_deref().and_then(ocpi_time);
    let offset = asked.offset.unwrap_or(0);
    let limit = asked.limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
    world.inner_as(|inner| {
        let places = &world.places;
        let all = 0..inner.city.stations().len();
        let is_new = |one: &usize| since.is_none_or(|since| updated(places, inner, *one) >= since);
        let all: Vec<usize> = all.filter(is_new).collect();
        let some = all.iter().skip(offset).take(limit);
        let some: Vec<Value> = some
            .map(|one| location(party, places, inner, *one))
            .collect();
        let mut headers = vec![
            ("x-total-count", all.len().to_string()),
            ("x-limit", PAGE_MAX.to_string()),
        ];
        let next = offset.saturating_add(limit);
        if next < all.len() {
            let from = asked.date_from.as_ref();
            let from = from.map(|from| format!("&date_from={}", from.replace('+', "%2B")));
            let from = from.unwrap_or_default();
            let link = format!("<{url}?offset={next}&limit={limit}{from}>; rel=\"next\"");
            headers.push(("link", link));
        }
        (json!(some), headers)
    })
}
