//! Answering the gateway.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use feeds::{
    EnvelopeError, TcecRequest, seal_answer, tcec_station_info, tcec_status_info, tcec_time,
};
use serde_json::{Value, json};

use crate::ocpi;
use crate::tricks::forged;
use crate::world::{World, now};

/// How far the asker's clock may be off, in seconds.
const WINDOW_S: u64 = 600;
/// How long a token is good for, in seconds.
const TOKEN_S: i64 = 7200;
/// Stations that may be asked for at once (T/CEC 102.2).
const STATIONS: usize = 50;
/// Stations of a page at most; the usual number is 10.
const PAGE_MAX: usize = 500;
/// The largest request, in bytes.
const BODY_MAX: usize = 1 << 20;

/// What is answered, and the tokens that were given out, each with its end.
#[derive(Debug)]
struct Server {
    world: Arc<World>,
    tokens: Mutex<Vec<(String, i64)>>,
}

/// A refusal: `Ret` and `Msg`.
type Refused = (i32, &'static str);

/// All routes; the truth only where nobody but this machine can ask.
pub(crate) fn routes(world: Arc<World>, listen: IpAddr) -> Router {
    let truths = Router::new().route("/city.json", get(truth));
    let truths = if listen.is_loopback() {
        truths
    } else {
        Router::new()
    };
    let is_ocpi = world.settings.party.is_some();
    let server = Server {
        world,
        tokens: Mutex::default(),
    };
    let answers = if is_ocpi {
        Router::new().route("/ocpi/{*path}", get(by_ocpi))
    } else {
        Router::new().route("/evcs/v1/{call}", post(answer))
    };
    answers
        .merge(truths)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(Arc::new(server))
}

async fn truth(State(server): State<Arc<Server>>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, server.world.truth().to_string()).into_response()
}

async fn by_ocpi(
    State(server): State<Arc<Server>>,
    Path(path): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let Some(party) = &server.world.settings.party else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let number = |name: &str| query.get(name).and_then(|text| text.parse().ok());
    let asked = ocpi::Asked {
        path,
        offset: number("offset"),
        limit: number("limit"),
        date_from: query.get("date_from").cloned(),
    };
    ocpi::answer(&server.world, party, &asked, &headers).await
}

async fn answer(
    State(server): State<Arc<Server>>,
    Path(call): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if server.world.is_silent() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let trick = server.world.answer_trick();
    if let Some(wait) = trick.wait {
        tokio::time::sleep(wait).await;
    }
    let authorization = headers.get(header::AUTHORIZATION);
    let authorization = authorization.and_then(|value| value.to_str().ok());
    let result = server.handle(&call, authorization, &body);
    let (ret, message, payload) = match result {
        Ok(payload) => (0, "", payload),
        Err((ret, message)) => (ret, message, json!({})),
    };
    let settings = &server.world.settings;
    let sealed = seal_answer(&settings.keys, &settings.asker, (ret, message), &payload);
    let mut sealed = sealed.unwrap_or_default();
    if trick.is_forged {
        sealed = forged(sealed);
    }
    let kind = [(header::CONTENT_TYPE, "application/json")];
    if trick.is_half {
        sealed.truncate(sealed.len() / 2);
        let broken = Err(std::io::Error::other("closed half way on purpose"));
        let parts = futures_util::stream::iter([Ok(sealed), broken]);
        return (kind, Body::from_stream(parts)).into_response();
    }
    (kind, sealed).into_response()
}

impl Server {
    fn handle(
        &self,
        call: &str,
        authorization: Option<&str>,
        body: &[u8],
    ) -> Result<Value, Refused> {
        let settings = &self.world.settings;
        let request = TcecRequest::open(body, &settings.keys).map_err(|error| match error {
            EnvelopeError::Signature => (4001, "signature"),
            EnvelopeError::Refused(_)
            | EnvelopeError::NoKey
            | EnvelopeError::Data(_)
            | EnvelopeError::Inside(_) => (4003, "envelope"),
        })?;
        if request.operator != settings.asker {
            return Err((4003, "OperatorID"));
        }
        let sent = tcec_time(&request.time_stamp).ok_or((4003, "TimeStamp"))?;
        if sent.abs_diff(now()) > WINDOW_S {
            return Err((4003, "TimeStamp"));
        }
        if call == "query_token" {
            return Ok(self.token(&request.payload));
        }
        let token = authorization.and_then(|text| text.strip_prefix("Bearer "));
        if !token.is_some_and(|token| self.is_known(token)) {
            return Err((4002, "token"));
        }
        self.world.live();
        match call {
            "query_stations_info" => self.stations(&request.payload),
            "query_station_status" => self.states(&request.payload),
            _ => Err((4003, "interface")),
        }
    }

    fn token(&self, payload: &Value) -> Value {
        let settings = &self.world.settings;
        let is_right = payload["OperatorID"] == settings.asker.as_str()
            && payload["OperatorSecret"] == settings.asker_secret.reveal();
        let mut token = String::new();
        if is_right {
            token = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
            let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
            tokens.retain(|(_, until)| *until > now());
            tokens.push((token.clone(), now() + TOKEN_S));
        }
        json!({
            "OperatorID": settings.operator,
            "SuccStat": i32::from(!is_right),
            "AccessToken": token,
            "TokenAvailableTime": TOKEN_S,
            "FailReason": if is_right { 0 } else { 2 },
        })
    }

    fn is_known(&self, token: &str) -> bool {
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let mut tokens = tokens.iter();
        tokens.any(|(known, until)| known == token && *until > now())
    }

    /// A page of stations; the first is number 1.
    fn stations(&self, payload: &Value) -> Result<Value, Refused> {
        let number = |name: &str, usual: usize| {
            let given = payload.get(name).filter(|value| !value.is_null());
            given.map_or(Some(usual), |value| usize::try_from(value.as_u64()?).ok())
        };
        let size = number("PageSize", 10).filter(|size| (1..=PAGE_MAX).contains(size));
        let size = size.ok_or((4004, "PageSize"))?;
        let page = number("PageNo", 1).filter(|page| *page > 0);
        let page = page.ok_or((4004, "PageNo"))?;
        Ok(self.world.city(|city| {
            let stations = city.stations();
            let some = stations
                .iter()
                .skip((page - 1).saturating_mul(size))
                .take(size);
            let infos = some.map(|one| tcec_station_info(one, &self.world.settings.operator));
            json!({
                "PageNo": page,
                "PageCount": stations.len().div_ceil(size),
                "ItemSize": stations.len(),
                "StationInfos": infos.collect::<Vec<Value>>(),
            })
        }))
    }

    /// True states; stations that are not known are left out.
    fn states(&self, payload: &Value) -> Result<Value, Refused> {
        let ids = payload["StationIDs"].as_array();
        let ids = ids.filter(|ids| ids.len() <= STATIONS);
        let ids = ids.ok_or((4004, "StationIDs"))?;
        let ids: Option<Vec<&str>> = ids.iter().map(Value::as_str).collect();
        let ids = ids.ok_or((4004, "StationIDs"))?;
        Ok(self.world.city(|city| {
            let known = ids.iter().filter_map(|id| Some((id, city.states_at(id)?)));
            let infos = known.map(|(id, states)| {
                let states: Vec<Value> = states.iter().map(tcec_status_info).collect();
                json!({"StationID": id, "ConnectorStatusInfos": states})
            });
            let infos: Vec<Value> = infos.collect();
            json!({"Total": infos.len(), "StationStatusInfos": infos})
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{IpAddr, Ipv4Addr, TcpStream};

    use super::*;
    use crate::city::City;
    use crate::invent::invent;
    use crate::secret::Hidden;
    use crate::tricks::Tricks;
    use crate::world::Settings;

    /// The status line of an answer to somebody who asks for the truth.
    async fn told(listen: IpAddr) -> String {
        let settings = Settings {
            party: None,
            operator: String::new(),
            secret: Hidden::default(),
            keys: feeds::Keys::default(),
            asker: String::new(),
            asker_secret: Hidden::default(),
            gateway: String::new(),
            speed: 1.0,
            start: 0,
            silent: None,
            still_after: None,
            tricks: Tricks::default(),
        };
        let city = City::new(invent(1, 1, "op"), "op", 1, 0);
        let routes = routes(Arc::new(World::new(settings, city, 1)), listen);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        let ask = move || {
            let mut stream = TcpStream::connect(address).unwrap();
            let request = "GET /city.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer.lines().next().unwrap().to_owned()
        };
        tokio::task::spawn_blocking(ask).await.unwrap()
    }

    #[tokio::test]
    async fn the_truth_is_for_this_machine_alone() {
        let near = told(IpAddr::V4(Ipv4Addr::LOCALHOST)).await;
        assert_eq!(near, "HTTP/1.1 200 OK");
        let far = told(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).await;
        assert_eq!(far, "HTTP/1.1 404 Not Found");
    }
}
