//! Settings of what several gateways share.

use std::path::Path;

use async_nats::ServerAddr;
use serde::Deserialize;

use super::{Config, ConfigError, Secret};

/// How several gateways share their state by NATS JetStream.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nats {
    /// Its address, such as `nats://127.0.0.1:4222`; several by commas.
    pub url: String,
    /// What the names of its stream and buckets begin with.
    #[serde(default = "default_prefix")]
    pub prefix: String,
    /// Where the credentials are from: a token, or the text of a `.creds` file.
    pub credentials: Option<Secret>,
    /// On how many servers of NATS all of it is kept.
    #[serde(default = "default_replicas")]
    pub replicas: usize,
    /// Events after which the state is kept, so that they can leave the stream.
    #[serde(default = "default_events")]
    pub state_every: u64,
    /// Size of the stream at most, in bytes.
    #[serde(default = "default_bytes")]
    pub stream_max: i64,
}

/// Makes paths relative to the folder of the configuration.
pub(super) fn place(config: &mut Config, folder: &Path) {
    let secret = config
        .nats
        .as_mut()
        .and_then(|nats| nats.credentials.as_mut());
    if let Some(Secret::File(file)) = secret {
        *file = folder.join(&*file);
    }
}

/// Refuses what cannot be.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    let Some(nats) = &config.nats else {
        return Ok(());
    };
    let wrong = |field: &str, found: &str, expected| {
        let place = format!("nats.{field}");
        Err(ConfigError::Setting(place, found.to_owned(), expected))
    };
    let is_prefix = |text: &str| {
        let mut bytes = text.bytes();
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (1..=32).contains(&text.len()) && bytes.all(is_letter)
    };
    if !is_prefix(&nats.prefix) {
        return wrong("prefix", &nats.prefix, "1 to 32 letters, digits, - or _");
    }
    let servers = nats.servers();
    if servers.is_empty() || servers.iter().any(ServerAddr::has_user_pass) {
        // Who may come in is a secret: it stands in a file of its own.
        return wrong(
            "url",
            "another",
            "nats://HOST:PORT or tls://HOST:PORT without a password",
        );
    }
    if !(1..=5).contains(&nats.replicas) {
        return wrong("replicas", &nats.replicas.to_string(), "1 to 5");
    }
    if nats.state_every < 100 {
        return wrong("state_every", &nats.state_every.to_string(), "100 or more");
    }
    if nats.stream_max < 16 << 20 {
        return wrong(
            "stream_max",
            &nats.stream_max.to_string(),
            "16777216 or more",
        );
    }
    Ok(())
}

impl Nats {
    /// Its addresses; none when one of them is wrong.
    pub(crate) fn servers(&self) -> Vec<ServerAddr> {
        let parsed = self.url.split(',').map(|url| url.trim().parse());
        parsed.collect::<Result<_, _>>().unwrap_or_default()
    }
}

fn default_prefix() -> String {
    "yilu".to_owned()
}

fn default_replicas() -> usize {
    1
}

fn default_events() -> u64 {
    50_000
}

fn default_bytes() -> i64 {
    1 << 30
}
