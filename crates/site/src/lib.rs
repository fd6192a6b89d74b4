//! The built app as a server should give it out: with a strict content policy, packed files where
//! they are there, and caches that keep what never changes.
//!
//! Where to start: [`routes`].

mod policy;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value};
use tower_http::services::ServeDir;

use policy::Policies;

/// The site's configuration.
const CONFIGURATION: &str = "config.json";
/// The page for other sites' frames, and the list that it shows first.
const EMBED: &str = "/embed.html";
const LIST: &str = "/data/widget.json";
/// The list of packs; a page asks for it twice while it loads.
const PACKS: &str = "/data/packs.json";
const ISOLATED: (&str, &str) = ("cross-origin-embedder-policy", "require-corp");
const SHARED: (&str, &str) = ("cross-origin-resource-policy", "cross-origin");

/// Gives out the built app in `folder`. Its configuration says what is `announced`, such as `live`
/// with the address of a manifest, unless it says that itself. Where it names, when this is called,
/// a receiver of reports at another origin, the page may ask that too.
pub fn routes(folder: &Path, announced: &[(&str, &str)]) -> Router {
    let files = ServeDir::new(folder).precompressed_br();
    let mut routes = Router::new();
    if !announced.is_empty() {
        let announced = announced.iter().map(|(name, value)| {
            let value = Value::from(*value);
            ((*name).to_owned(), value)
        });
        let site: Arc<Announced> = Arc::new((folder.join(CONFIGURATION), announced.collect()));
        let answer = get(configuration).with_state(site);
        routes = routes.route(&format!("/{CONFIGURATION}"), answer);
    }
    let policies = Arc::new(Policies::new(&configured(folder)));
    let headers = from_fn(move |request, next| with_headers(policies.clone(), request, next));
    routes.fallback_service(files).layer(headers)
}

/// What the site's configuration says; nothing where it cannot be read.
fn configured(folder: &Path) -> Map<String, Value> {
    let text = std::fs::read(folder.join(CONFIGURATION)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// A configuration, and what it says unless it says otherwise.
type Announced = (PathBuf, Map<String, Value>);

async fn configuration(State(site): State<Arc<Announced>>) -> Response {
    let (path, announced) = &*site;
    let Ok(text) = tokio::fs::read(path).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let json = serde_json::from_slice::<Map<String, Value>>(&text);
    // What cannot be read is given out as it is: the app says what is wrong with it.
    let text = json.map_or(text, |mut json| {
        for (name, value) in announced {
            json.entry(name).or_insert_with(|| value.clone());
        }
        Value::from(json).to_string().into_bytes()
    });
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

async fn with_headers(policies: Arc<Policies>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let is_told = is_told(request.uri());
    let mut response = next.run(request).await;
    let use_of = Use::of(&path);
    let policy = match use_of {
        Use::Embed => &policies.embed,
        Use::Widget => &policies.widget,
        Use::App | Use::Worker => &policies.app,
    };
    let headers = response.headers_mut();
    if is_licence(&path) && headers.contains_key(header::CONTENT_TYPE) {
        let text = HeaderValue::from_static("text/plain; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, text);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    for (name, value) in ALWAYS.iter().chain(use_of.headers()) {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    let cache = match response.status() {
        // What is missing now may be there in a moment.
        status if status.is_client_error() || status.is_server_error() => "no-store",
        _ if is_told => FOR_EVER,
        _ => cache(&path),
    };
    let cache = HeaderValue::from_static(cache);
    response.headers_mut().insert(header::CACHE_CONTROL, cache);
    response
}

/// True for a text whose name has no ending that says so.
fn is_licence(path: &str) -> bool {
    path.starts_with("/licences/") || path.ends_with("/LICENSE")
}

/// True for a file of data whose address tells its content (`docs/formats/packs/v1`).
fn is_told(address: &Uri) -> bool {
    let version = address.query().and_then(|query| query.strip_prefix("v="));
    let is_hex = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    address.path().starts_with("/data/") && version.is_some_and(is_hex)
}

/// Headers of every answer.
const ALWAYS: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    (
        "permissions-policy",
        "geolocation=(self), camera=(), microphone=()",
    ),
];

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// The app.
    App,
    /// The page for other sites' frames.
    Embed,
    /// What other sites load, and pages about it.
    Widget,
    /// A worker of the app, in a frame too.
    Worker,
}

impl Use {
    fn of(path: &str) -> Self {
        if path == EMBED {
            Self::Embed
        } else if path.starts_with("/widget/") {
            Self::Widget
        } else if path.starts_with("/planner-") {
            Self::Worker
        } else {
            Self::App
        }
    }

    /// So that sites may use it which let nothing in that does not allow it.
    fn headers(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::App => &[],
            Self::Embed => const { &[ISOLATED, SHARED] },
            Self::Widget => const { &[SHARED, ("access-control-allow-origin", "*")] },
            Self::Worker => const { &[ISOLATED] },
        }
    }
}

/// Of what never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// For how long a file is kept. What many frames of one page share is not asked for by each.
fn cache(path: &str) -> &'static str {
    if is_hashed(path) {
        FOR_EVER
    } else if matches!(path, EMBED | LIST | PACKS) || path.starts_with("/widget/") {
        "public, max-age=60"
    } else {
        "no-cache"
    }
}

/// Trunk puts hexadecimal hashes without leading zeros into names: `app-1f3c….js`.
fn is_hashed(path: &str) -> bool {
    path.split(['-', '.', '_', '/'])
        .any(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use axum::body::{Body, to_bytes};
    use axum::http::HeaderMap;
    use tower::ServiceExt as _;

    use super::*;

    #[test]
    fn only_names_with_a_hash_live_long() {
        assert!(is_hashed("/yilu-app-1f3c9a0b44de77_bg.wasm"));
        assert!(is_hashed("/base-a1b2c3d4e5f60718.css"));
        assert!(is_hashed("/planner-worker-0a1b2c3d4e5f6071_bg.wasm"));
        assert!(!is_hashed("/start-check.js"));
        assert!(!is_hashed("/data/roads.yilu"));
        assert!(!is_hashed("/"));
    }

    #[test]
    fn data_lives_long_where_its_address_tells_what_is_in_it() {
        let is_told = |address: &'static str| is_told(&Uri::from_static(address));
        assert!(is_told("/data/roads.yilu?v=daed9d8a2e5b5282"));
        for other in [
            "/data/roads.yilu",
            "/data/roads.yilu?v=1",
            "/?v=daed9d8a2e5b5282",
        ] {
            assert!(!is_told(other), "{other}");
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
        let site = routes(&folder, &[("live", "manifest.json")]);
        let (status, page, text) = ask(&site, "/").await;
        assert_eq!((status, &text[..]), (StatusCode::OK, "page"));
        let policy = &page.headers()[header::CONTENT_SECURITY_POLICY];
        assert!(
            policy
                .to_str()
                .unwrap()
                .contains("connect-src 'self'; worker-src")
        );
        let (_, answer, text) = ask(&site, "/config.json").await;
        assert_eq!(text, r#"{"bases":[],"live":"manifest.json"}"#);
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-cache");
        std::fs::write(folder.join(CONFIGURATION), r#"{"live": "other.json"}"#).unwrap();
        assert_eq!(
            ask(&site, "/config.json").await.2,
            r#"{"live":"other.json"}"#
        );
        assert_eq!(ask(&site, "/../secret").await.0, StatusCode::NOT_FOUND);
        let both = routes(&folder, &[("live", "x"), ("report", "api/report")]);
        assert_eq!(
            ask(&both, "/config.json").await.2,
            r#"{"live":"other.json","report":"api/report"}"#
        );
        let (status, missing, _) = ask(&site, "/app-1f3c9a0b44de77a0.js").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(missing.headers()[header::CACHE_CONTROL], "no-store");
        let named = r#"{"live": "other.json", "report": "https://ev.example:8443/in?x=1"}"#;
        std::fs::write(folder.join(CONFIGURATION), named).unwrap();
        let (_, page, _) = ask(&routes(&folder, &[]), "/").await;
        let policy = page.headers()[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.contains("connect-src 'self' https://ev.example:8443; worker-src"));
        std::fs::write(folder.join(CONFIGURATION), r#"{"live": "other.json"}"#).unwrap();
        let plain = routes(&folder, &[]);
        assert_eq!(
            ask(&plain, "/config.json").await.2,
            r#"{"live": "other.json"}"#
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn other_sites_may_load_the_widget_and_those_listed_the_page_for_frames() {
        let folder = std::env::temp_dir().join(format!("yilu-widget-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("widget")).unwrap();
        for name in [
            "index.html",
            "embed.html",
            "planner-worker.js",
            "widget/widget.js",
            "widget/LICENSE",
        ] {
            std::fs::write(folder.join(name), "text").unwrap();
        }
        std::fs::write(
            folder.join(CONFIGURATION),
            r#"{"embed": ["https://a.example"]}"#,
        )
        .unwrap();
        let site = routes(&folder, &[]);
        let headers = async |path: &str| ask(&site, path).await.1.headers().clone();
        let policy = |headers: &HeaderMap| {
            let policy = &headers[header::CONTENT_SECURITY_POLICY];
            policy.to_str().unwrap().to_owned()
        };
        let embed = headers("/embed.html").await;
        assert!(policy(&embed).ends_with("frame-ancestors 'self' https://a.example"));
        assert_eq!(embed["cross-origin-resource-policy"], "cross-origin");
        assert_eq!(embed["cross-origin-embedder-policy"], "require-corp");
        assert_eq!(embed[header::CACHE_CONTROL], "public, max-age=60");
        let page = headers("/index.html").await;
        assert!(policy(&page).ends_with("frame-ancestors 'none'"));
        assert!(page.get("cross-origin-resource-policy").is_none());
        let widget = headers("/widget/widget.js").await;
        assert_eq!(widget[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        assert!(policy(&widget).contains("frame-src 'self'"));
        let licence = headers("/widget/LICENSE").await;
        assert_eq!(licence[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        let worker = headers("/planner-worker.js").await;
        assert_eq!(worker["cross-origin-embedder-policy"], "require-corp");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
