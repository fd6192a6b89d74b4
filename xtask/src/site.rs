//! Building the app, and serving it as a real server should.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use tower_http::services::ServeDir;

use crate::run::{command, done, path_with, root};
use crate::setup::{folders, step};

/// The page loads nothing from elsewhere and runs no script but its own files.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; \
                      connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The folder of the built app.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the release app with trunk.
pub(crate) fn build() -> Result<()> {
    step("release build", "about 4 minutes", false, || {
        let mut trunk = command("trunk", &["build", "--release", "--skip-version-check"]);
        trunk.env("PATH", path_with(&folders())?);
        // Colours of a terminal would confuse trunk's own argument of that name.
        trunk.env_remove("NO_COLOR");
        done(trunk)
    })
}

/// A server that listens but does not answer yet.
pub(crate) struct Bound {
    listener: TcpListener,
    /// `http://127.0.0.1:8080`.
    pub(crate) address: String,
}

/// Takes `port`, or any free one for 0.
pub(crate) fn bind(port: u16) -> Result<Bound> {
    let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(wanted)
        .with_context(|| format!("port {port} is taken: choose another with --port"))?;
    let address = format!("http://{}", listener.local_addr()?);
    Ok(Bound { listener, address })
}

/// Serves the built app until the program ends.
pub(crate) fn answer(bound: Bound) -> Result<()> {
    let app = Router::new()
        .fallback_service(ServeDir::new(dist()).precompressed_br())
        .layer(from_fn(with_headers));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        bound.listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(bound.listener)?;
        axum::serve(listener, app).await.context("serve")
    })
}

async fn with_headers(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let cache = if is_hashed(&path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, cache),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("permissions-policy"),
            "geolocation=(self), camera=(), microphone=()",
        ),
    ];
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
    use super::*;

    #[test]
    fn only_names_with_a_hash_live_long() {
        assert!(is_hashed("/yilu-app-1f3c9a0b44de77_bg.wasm"));
        assert!(is_hashed("/base-a1b2c3d4e5f60718.css"));
        assert!(!is_hashed("/planner-worker_bg.wasm"));
        assert!(!is_hashed("/data/roads.yilu"));
        assert!(!is_hashed("/"));
    }
}
