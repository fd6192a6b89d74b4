//! Files that are served beside the app.

use gloo_net::http::{Request, RequestBuilder, Response};
use live::UnixTime;
use thiserror::Error;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

/// A server that does not answer within this counts as gone, in milliseconds.
const PATIENCE_MS: u32 = 20_000;

/// The status of a part.
const PARTIAL: u16 = 206;

/// Why a file could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FetchError {
    /// The server refused.
    #[error("fetch {url}: found HTTP status {status}, expected 200")]
    Status {
        /// The file.
        url: String,
        /// What the server said.
        status: u16,
    },
    /// The server gives no parts, and the whole file is too long to be read at once.
    #[error("fetch {url}: found a whole file of {bytes} bytes, expected a part of it (HTTP Range)")]
    Whole {
        /// The file.
        url: String,
        /// Its length.
        bytes: u64,
    },
    /// The server was not reached.
    #[error("fetch {url}: {reason}")]
    Unreachable {
        /// The file.
        url: String,
        /// What the browser said.
        reason: String,
    },
}

/// A request for `url`; gloo-net wants what comes after `?` apart.
fn get(url: &str) -> RequestBuilder {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    Request::get(path).query(pairs)
}

/// Whether what the browser keeps will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// What is kept will do.
    AsKept,
    /// The server is asked, past all that is kept.
    Fresh,
}

/// Fetches the file at `url`, which is relative to the page.
pub async fn fetch_bytes(url: &str, asked: Asked) -> Result<Vec<u8>, FetchError> {
    let unreachable = |error: gloo_net::Error| FetchError::Unreachable {
        url: url.to_owned(),
        reason: error.to_string(),
    };
    let mut request = get(url);
    if asked == Asked::Fresh {
        request = request.cache(RequestCache::NoStore);
    }
    let response = request.send().await.map_err(unreachable)?;
    checked(url, &response)?;
    response.binary().await.map_err(unreachable)
}

/// A file as its server has it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh {
    /// Its content.
    pub bytes: Vec<u8>,
    /// The server's time, where it says it.
    pub date: Option<UnixTime>,
}

/// Fetches the file at `url`, asking its server whether the one that the browser keeps is still
/// right: by its entity tag, so that an unchanged file is not sent again.
pub async fn fetch_fresh(url: &str) -> Result<Fresh, FetchError> {
    let unreachable = |error: gloo_net::Error| FetchError::Unreachable {
        url: url.to_owned(),
        reason: error.to_string(),
    };
    let patience = AbortSignal::timeout_with_u32(PATIENCE_MS);
    let request = get(url)
        .cache(RequestCache::NoCache)
        .abort_signal(Some(&patience));
    let response = request.send().await.map_err(unreachable)?;
    checked(url, &response)?;
    let date = response.headers().get("date");
    let date = date.and_then(|date| super::clock::parse(&date));
    let bytes = response.binary().await.map_err(unreachable)?;
    Ok(Fresh { bytes, date })
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its content.
    pub bytes: Vec<u8>,
    /// How long the whole file is; `None` when this is the whole.
    pub of: Option<u64>,
    /// What tells the file from what the server had there before; may be empty.
    pub mark: String,
}

/// Fetches bytes of the file at `url`, of which `range` says which, or the whole of a file of `most` bytes
/// at most from a server that gives no parts.
pub async fn fetch_part(
    url: &str,
    range: &str,
    most: u64,
    asked: Asked,
) -> Result<Part, FetchError> {
    let unreachable = |error: gloo_net::Error| FetchError::Unreachable {
        url: url.to_owned(),
        reason: error.to_string(),
    };
    let patience = AbortSignal::timeout_with_u32(PATIENCE_MS);
    let mut request = get(url)
        .header("range", range)
        .abort_signal(Some(&patience));
    if asked == Asked::Fresh {
        request = request.cache(RequestCache::NoStore);
    }
    let response = request.send().await.map_err(unreachable)?;
    checked(url, &response)?;
    let header = |name: &str| response.headers().get(name).unwrap_or_default();
    let of = if response.status() == PARTIAL {
        let range = header("content-range");
        range.rsplit('/').next().and_then(|of| of.parse().ok())
    } else {
        match header("content-length").parse() {
            Ok(bytes) if bytes > most => {
                let url = url.to_owned();
                return Err(FetchError::Whole { url, bytes });
            }
            _ => None,
        }
    };
    let mark = header("etag") + &header("last-modified");
    let bytes = response.binary().await.map_err(unreachable)?;
    Ok(Part { bytes, of, mark })
}

/// Sends a JSON text to `url`, with nothing about who sends it. A server that sends elsewhere is not
/// followed.
pub async fn send_json(url: &str, json: String) -> Result<(), FetchError> {
    let unreachable = |error: gloo_net::Error| FetchError::Unreachable {
        url: url.to_owned(),
        reason: error.to_string(),
    };
    let patience = AbortSignal::timeout_with_u32(PATIENCE_MS);
    let request = Request::post(url)
        .header("content-type", "application/json")
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .redirect(RequestRedirect::Error)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&patience))
        .body(json)
        .map_err(unreachable)?;
    let response = request.send().await.map_err(unreachable)?;
    checked(url, &response)
}

fn checked(url: &str, response: &Response) -> Result<(), FetchError> {
    if response.ok() {
        return Ok(());
    }
    Err(FetchError::Status {
        url: url.to_owned(),
        status: response.status(),
    })
}
