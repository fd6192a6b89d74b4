//! Files that are served beside the app.

use gloo_net::http::Request;
use thiserror::Error;

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
    /// The server was not reached.
    #[error("fetch {url}: {reason}")]
    Unreachable {
        /// The file.
        url: String,
        /// What the browser said.
        reason: String,
    },
}

/// Fetches the file at `url`, which is relative to the page.
pub async fn fetch_bytes(url: &str) -> Result<Vec<u8>, FetchError> {
    let unreachable = |error: gloo_net::Error| FetchError::Unreachable {
        url: url.to_owned(),
        reason: error.to_string(),
    };
    let response = Request::get(url).send().await.map_err(unreachable)?;
    if !response.ok() {
        return Err(FetchError::Status {
            url: url.to_owned(),
            status: response.status(),
        });
    }
    response.binary().await.map_err(unreachable)
}
