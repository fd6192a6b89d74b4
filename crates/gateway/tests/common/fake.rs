//! A partner that is asked by OCPI.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A partner that answers as it is told to.
pub struct Fake {
    pub url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

pub type Said = (u16, Vec<(&'static str, String)>, Value);

impl Fake {
    /// `said` gives the answer to a path with its query at this address.
    pub async fn start(said: impl Fn(&str, &str) -> Said + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, home, said) = (Arc::clone(&asked), url.clone(), Arc::new(said));
        let routes = Router::new().fallback(move |request: Request| {
            let path = request.uri().path_and_query().unwrap().to_string();
            kept.lock().unwrap().push(path.clone());
            let answer = match &path[..] {
                "/ocpi/versions" => data(json!([
                    {"version": "2.1.1", "url": format!("{home}/ocpi/2.1.1")},
                    {"version": "2.2.1", "url": format!("{home}/ocpi/2.2.1")}])),
                "/ocpi/2.2.1" => data(json!({"version": "2.2.1", "endpoints": [
                    {"identifier": "locations", "role": "RECEIVER", "url": "http://other/"},
                    {"identifier": "locations", "role": "SENDER",
                     "url": format!("{home}/locations")}]})),
                path => said(&home, path),
            };
            async move { response(answer) }
        });
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { url, asked }
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    pub fn config(&self) -> String {
        format!(
            "[ocpi.xzd]\ncountry = \"CN\"\nparty = \"XZD\"\ntoken = {{ file = \"their-token\" }}\n\
             [ocpi.xzd.pull]\nurl = \"{}/ocpi/versions\"\ntoken = {{ file = \"our-token\" }}\n\
             every_s = 1\nfull_s = 1\n",
            self.url
        )
    }
}

fn response((status, headers, body): Said) -> Response {
    let mut answer = body.to_string().into_response();
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        let value: HeaderValue = value.parse().unwrap();
        answer
            .headers_mut()
            .insert(HeaderName::from_static(name), value);
    }
    answer
}

pub fn data(data: impl Into<Value>) -> Said {
    let data: Value = data.into();
    let body = json!({"status_code": 1000, "timestamp": "2026-11-26T08:00:00Z", "data": data});
    (200, Vec::new(), body)
}

pub fn location(id: &str) -> Value {
    let at = "2026-11-26T08:00:00Z";
    let number: f64 = id[1..].parse().unwrap();
    json!({"country_code": "CN", "party_id": "XZD", "id": id, "name": id, "publish": true,
        "coordinates": {"latitude": format!("{}", 38.0 + number / 10.0), "longitude": "112.73"},
        "last_updated": at, "evses": [{"uid": format!("{id}E"), "status": "AVAILABLE",
        "last_updated": at, "connectors": [{"id": "1", "standard": "GBT_DC", "format": "CABLE",
            "power_type": "DC", "max_voltage": 750, "max_amperage": 160, "last_updated": at}]}]})
}

pub fn locations(ids: &[&str]) -> Said {
    data(ids.iter().map(|id| location(id)).collect::<Vec<Value>>())
}
