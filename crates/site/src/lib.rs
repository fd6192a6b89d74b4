//! The built app as a server should give it out: with a strict content policy, packed files where
//! they are there, and caches that keep what never changes.
//!
//! Where to start: [`routes`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value};
use tower_http::services::ServeDir;

/// The page loads nothing from elsewhere and runs no script but its own files. It asks nobody else
/// either: after `connect-src 'self'` comes at most whom the configuration names.
const POLICY: [&str; 2] = [
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; \
     connect-src 'self'",
    "; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'",
];
/// The site's configuration.
const CONFIGURATION: &str = "config.json";

/// Gives out the built app in `folder`. With `live` its configuration says that there are live files,
/// by the address of their manifest, unless it says that itself. Where it names, when this is called,
/// a receiver of reports at another origin, the page may ask that too.
pub fn routes(folder: &Path, live: Option<&str>) -> Router {
    let files = ServeDir::new(folder).precompressed_br();
    let mut routes = Router::new();
    if let Some(live) = live {
        let site = Arc::new((folder.join(CONFIGURATION), live.to_owned()));
        let answer = get(configuration).with_state(site);
        routes = routes.route(&format!("/{CONFIGURATION}"), answer);
    }
    let policy = policy(folder);
    let headers = from_fn(move |request, next| with_headers(policy.clone(), request, next));
    routes.fallback_service(files).layer(headers)
}

/// The content policy of a site.
fn policy(folder: &Path) -> HeaderValue {
    let text = std::fs::read(folder.join(CONFIGURATION)).unwrap_or_default();
    let json = serde_json::from_slice::<Map<String, Value>>(&text).unwrap_or_default();
    let receiver = json.get("report").and_then(Value::as_str);
    let other = receiver.and_then(origin).map(|origin| format!(" {origin}"));
    let policy = POLICY.join(&other.unwrap_or_default());
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

/// The origin of an address by https, with a host of plain letters: nothing else belongs into a
/// policy.
fn origin(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
    let is_host = !host.is_empty() && host.bytes().all(is_plain);
    is_host.then(|| &address[.."https://".len() + host.len()])
}

async fn configuration(State(site): State<Arc<(PathBuf, String)>>) -> Response {
    let (path, live) = &*site;
    let Ok(text) = tokio::fs::read(path).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let json = serde_json::from_slice::<Map<String, Value>>(&text);
    // What cannot be read is given out as it is: the app says what is wrong with it.
    let text = json.map_or(text, |mut json| {
        json.entry("live").or_insert_with(|| live.clone().into());
        Value::from(json).to_string().into_bytes()
    });
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

async fn with_headers(policy: HeaderValue, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let cache = if is_hashed(&path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CACHE_CONTROL, cache),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("permissions-policy"),
            "geolocation=(self), camera=(), microphone=()",
        ),
    ];
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Trunk puts hexadecimal hashes without leading zeros into names: `app-1f3c….js`. The worker's
/// files have none.
fn is_hashed(path: &str) -> bool {
    path.split(['-', '.', '_', '/'])
        .any(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use axum::body::{Body, to_bytes};
    use tower::ServiceExt as _;

    use super::*;

    #[test]
    fn only_names_with_a_hash_live_long() {
        assert!(is_hashed("/yilu-app-1f3c9a0b44de77_bg.wasm"));
        assert!(is_hashed("/base-a1b2c3d4e5f60718.css"));
        assert!(!is_hashed("/planner-worker_bg.wasm"));
        assert!(!is_hashed("/data/roads.yilu"));
        assert!(!is_hashed("/"));
    }

    #[test]
    fn only_a_plain_origin_gets_into_the_policy() {
        assert_eq!(origin("https://ev.example/in"), Some("https://ev.example"));
        for bad in [
            "report",
            "http://ev.example/in",
            "https://",
            "https:///in",
            "https://a b/in",
            "https://x; script-src *",
            "https://*/in",
        ] {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }

    async fn ask(routes: &Router, path: &str) -> (StatusCode, Response<()>, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let (parts, body) = routes.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        (parts.status, Response::from_parts(parts, ()), text)
    }

    #[tokio::test]
    async fn files_have_the_policy_and_the_configuration_says_where_live_files_are() {
        let folder = std::env::temp_dir().join(format!("yilu-site-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), "page").unwrap();
        std::fs::write(folder.join(CONFIGURATION), r#"{"bases": []}"#).unwrap();
        let site = routes(&folder, Some("manifest.json"));
        let (status, page, text) = ask(&site, "/").await;
        assert_eq!((status, &text[..]), (StatusCode::OK, "page"));
        let policy = &page.headers()[header::CONTENT_SECURITY_POLICY];
        assert_eq!(policy, &POLICY.concat());
        let (_, answer, text) = ask(&site, "/config.json").await;
        assert_eq!(text, r#"{"bases":[],"live":"manifest.json"}"#);
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-cache");
        std::fs::write(folder.join(CONFIGURATION), r#"{"live": "other.json"}"#).unwrap();
        assert_eq!(
            ask(&site, "/config.json").await.2,
            r#"{"live":"other.json"}"#
        );
        assert_eq!(ask(&site, "/../secret").await.0, StatusCode::NOT_FOUND);
        let named = r#"{"live": "other.json", "report": "https://ev.example:8443/in?x=1"}"#;
        std::fs::write(folder.join(CONFIGURATION), named).unwrap();
        let (_, page, _) = ask(&routes(&folder, None), "/").await;
        let policy = page.headers()[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.contains("connect-src 'self' https://ev.example:8443; worker-src"));
        std::fs::write(folder.join(CONFIGURATION), r#"{"live": "other.json"}"#).unwrap();
        let plain = routes(&folder, None);
        assert_eq!(
            ask(&plain, "/config.json").await.2,
            r#"{"live": "other.json"}"#
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
