//! Settings of drivers' reports.

use std::path::{Path, PathBuf};

use axum::http::HeaderName;
use reqwest::Url;
use serde::Deserialize;

use super::ocpi::is_private;
use super::{Config, ConfigError};

/// Where drivers' reports of problems are taken, and how many.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reports {
    /// Folder for a file a day; it must be there.
    pub folder: PathBuf,
    /// The path to which they are sent, below `/api/`.
    #[serde(default = "default_path")]
    pub path: String,
    /// Origins of pages elsewhere that may send here, such as `https://ev.example`.
    #[serde(default)]
    pub origins: Vec<String>,
    /// Most requests of one address within an hour.
    #[serde(default = "default_per_hour")]
    pub per_hour: u32,
    /// Most reports of all together that are kept within a day.
    #[serde(default = "default_per_day")]
    pub per_day: u32,
    /// The header in which the proxy before the gateway says whose request it is, such as
    /// `x-real-ip`; without it, whoever connects.
    pub address_header: Option<String>,
}

fn default_path() -> String {
    "/api/report".to_owned()
}

fn default_per_hour() -> u32 {
    30
}

fn default_per_day() -> u32 {
    2000
}

/// Makes paths relative to the folder of the configuration.
pub(super) fn place(config: &mut Config, folder: &Path) {
    if let Some(reports) = &mut config.reports {
        reports.folder = folder.join(&reports.folder);
    }
}

/// Refuses what cannot be: a path of something else, origins that are none, no room at all.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    let Some(reports) = &config.reports else {
        return Ok(());
    };
    let wrong = |field: &str, found: &str, expected| {
        let place = format!("reports.{field}");
        Err(ConfigError::Setting(place, found.to_owned(), expected))
    };
    if !reports.folder.is_dir() {
        let found = reports.folder.display().to_string();
        return wrong("folder", &found, "a folder that is there");
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/');
    let below = reports.path.strip_prefix("/api/");
    if !below.is_some_and(|below| !below.is_empty() && below.bytes().all(is_plain)) {
        return wrong("path", &reports.path, "a path below /api/");
    }
    for origin in &reports.origins {
        let url = Url::parse(origin).ok().filter(is_private);
        if url.is_none_or(|url| url.origin().ascii_serialization() != *origin) {
            let expected = "https:// and a host alone, or http on this machine";
            return wrong("origins", origin, expected);
        }
    }
    for (field, most) in [("per_hour", reports.per_hour), ("per_day", reports.per_day)] {
        if most == 0 {
            return wrong(field, "0", "one or more");
        }
    }
    match &reports.address_header {
        Some(name) if HeaderName::try_from(name).is_err() => {
            wrong("address_header", name, "the name of a header")
        }
        _ => Ok(()),
    }
}
