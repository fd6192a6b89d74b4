//! The receiver of OCPI: partners push locations, EVSEs and connectors (OCPI 2.2.1, 8.2.2).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use feeds::{OcpiChange, OcpiPlace};
use serde_json::{Value, json};

use super::location::{keep, object_at};
use super::reply::{Refused, reply};
use super::{Partner, VERSIONS};
use crate::documents::{Key, Kind};
use crate::http::{Asked, Gateway};
use crate::metrics::Refusal;

/// Routes of all versions.
pub(crate) fn routes() -> Router<Arc<Gateway>> {
    let locations = "/ocpi/receiver/{version}/locations/{country}/{party}/{location}";
    let objects = || get(object).put(object).patch(object);
    Router::new()
        .route("/ocpi/versions", get(versions))
        .route("/ocpi/{version}", get(details))
        .route(locations, objects())
        .route(&format!("{locations}/{{evse}}"), objects())
        .route(&format!("{locations}/{{evse}}/{{connector}}"), objects())
}

type Names = BTreeMap<String, String>;

async fn versions(State(gateway): Asked, headers: HeaderMap) -> Response {
    let result = partner(&gateway, &headers).map(|_| {
        let base = base(&gateway, &headers);
        let all = VERSIONS.map(|one| json!({"version": one, "url": format!("{base}/ocpi/{one}")}));
        json!(all)
    });
    answer(&gateway, result, &headers)
}

async fn details(
    State(gateway): Asked,
    Path(version): Path<String>,
    headers: HeaderMap,
) -> Response {
    let result = partner(&gateway, &headers).and_then(|_| {
        check_version(&version)?;
        let base = base(&gateway, &headers);
        let url = format!("{base}/ocpi/receiver/{version}/locations");
        let locations = json!({"identifier": "locations", "role": "RECEIVER", "url": url});
        Ok(json!({"version": version, "endpoints": [locations]}))
    });
    answer(&gateway, result, &headers)
}

async fn object(State(gateway): Asked, Path(names): Path<Names>, request: Request) -> Response {
    let headers = request.headers().clone();
    let result = handle(&gateway, &names, request).await;
    answer(&gateway, result, &headers)
}

fn answer(gateway: &Gateway, result: Result<Value, Refused>, headers: &HeaderMap) -> Response {
    if let Err(refused) = &result {
        if refused.0 != Refusal::Large {
            // Those are counted by their HTTP status, for all protocols.
            gateway.store.metrics.refused(refused.0);
        }
        tracing::debug!(?refused, "refused");
    }
    reply(result, headers, gateway.now())
}

async fn handle(gateway: &Gateway, names: &Names, request: Request) -> Result<Value, Refused> {
    let method = request.method().clone();
    let partner = partner(gateway, request.headers())?;
    let name = |name: &str| names.get(name).map(String::as_str);
    check_version(name("version").unwrap_or_default())?;
    let party = (
        name("country").unwrap_or_default(),
        name("party").unwrap_or_default(),
    );
    if !partner.is(party.0, party.1) {
        let problem = "path: expected the party of the credentials";
        return Err(Refused(Refusal::Party, problem.to_owned()));
    }
    let place = OcpiPlace {
        location: name("location").unwrap_or_default(),
        evse: name("evse"),
        connector: name("connector"),
    };
    if method == Method::GET || method == Method::HEAD {
        return known(gateway, partner, place);
    }
    let now = gateway.now();
    // Only now: whoever has no token sends nothing.
    let body = Bytes::from_request(request, &()).await;
    let body = body.map_err(|error| {
        let refusal = match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refusal::Large,
            _ => Refusal::Malformed,
        };
        Refused(refusal, "body: expected all of it, and less".to_owned())
    })?;
    let body = serde_json::from_slice(&body).map_err(|error| {
        let problem = format!("body: expected JSON, {error}");
        Refused(Refusal::Malformed, problem)
    })?;
    let change = OcpiChange {
        place,
        body,
        is_patch: method == Method::PATCH,
        is_answer: false,
    };
    let reports = keep(gateway, partner, change, now).await?;
    let pushed = gateway.store.push(&partner.source, &reports, now).await;
    pushed.map_err(|error| {
        tracing::error!("the journal was not written: {error}");
        Refused(Refusal::Disk, "busy".to_owned())
    })?;
    Ok(Value::Null)
}

/// What is known of an object.
fn known(gateway: &Gateway, partner: &Partner, place: OcpiPlace<'_>) -> Result<Value, Refused> {
    let key: Key = (
        partner.source.clone(),
        Kind::Station,
        place.location.to_owned(),
    );
    let document = gateway.documents.get(&key);
    let document = document.filter(|document| document.gone.is_none());
    let ids: Vec<&str> = [place.evse, place.connector]
        .into_iter()
        .flatten()
        .collect();
    let object = document.and_then(|document| object_at(&document.value, &ids).cloned());
    object.ok_or_else(|| Refused(Refusal::Object, "found nothing with these ids".to_owned()))
}

fn partner<'a>(gateway: &'a Gateway, headers: &HeaderMap) -> Result<&'a Partner, Refused> {
    let authorization = headers.get(header::AUTHORIZATION);
    let authorization = authorization.and_then(|value| value.to_str().ok());
    let partner = gateway.ocpi.partner(authorization);
    partner.ok_or_else(|| {
        let problem = "Authorization: expected Token and a token in base64";
        Refused(Refusal::Token, problem.to_owned())
    })
}

fn check_version(version: &str) -> Result<(), Refused> {
    if VERSIONS.contains(&version) {
        return Ok(());
    }
    let problem = format!("version: expected one of {}", VERSIONS.join(", "));
    Err(Refused(Refusal::Version, problem))
}

/// Our address: as the configuration has it, or as whoever asks calls us.
fn base(gateway: &Gateway, headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let called = || format!("http://{}", host.unwrap_or("localhost"));
    let told = gateway.ocpi.public_url.as_deref();
    told.map_or_else(called, |url| url.trim_end_matches('/').to_owned())
}
