//! The configuration: one TOML file; secrets come from files of their own or from the environment.

mod nats;
mod ocpi;
mod reports;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use feeds::Keys;
use serde::Deserialize;
use thiserror::Error;

pub use nats::Nats;
pub use ocpi::{OcpiPartner, OcpiPull};
pub use reports::Reports;

/// All settings. `docs/gateway.md` has a commented example.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to listen.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// The file of stations; without one, all of them are learnt from operators.
    pub stations: Option<PathBuf>,
    /// Time between two files of stations at least, in seconds.
    #[serde(default = "default_every")]
    pub renew_s: u32,
    /// How long headers of a request may take, and a partner's body, in seconds. A connection that is
    /// idle for so long is closed.
    #[serde(default = "default_patience")]
    pub patience_s: u32,
    /// Our address as partners know it, such as `https://gateway.example`, for OCPI.
    pub public_url: Option<String>,
    /// Folder of the built app, to give it out as well; without it, only live files are.
    pub app: Option<PathBuf>,
    /// How far local time at the stations is ahead of UTC, in minutes: whose hours are busy.
    #[serde(default = "default_east")]
    pub utc_offset_min: i32,
    /// Folder for the journal; it must be there.
    pub state: PathBuf,
    /// Time between two files at least, in milliseconds.
    #[serde(default = "default_tick")]
    pub tick_ms: u64,
    /// What several gateways share; without it, this one is alone.
    pub nats: Option<Nats>,
    /// Where drivers' reports are taken; without it, nowhere.
    pub reports: Option<Reports>,
    /// Operators that speak T/CEC 102, by the id of their source in the file of stations.
    #[serde(default)]
    pub tcec: BTreeMap<String, TcecPartner>,
    /// Operators that speak OCPI, by the id of their source.
    #[serde(default)]
    pub ocpi: BTreeMap<String, OcpiPartner>,
}

/// An operator that speaks T/CEC 102.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TcecPartner {
    /// Its `OperatorID`.
    pub operator: String,
    /// Where `OperatorSecret` for `query_token` is from.
    pub secret: Secret,
    /// Where the keys of its envelopes are from: a TOML text as for `yilu import stations --keys`.
    pub keys: Secret,
    /// How far its clock may be off, in seconds.
    #[serde(default = "default_window")]
    pub window_s: u32,
    /// True when its stations are invented.
    #[serde(default)]
    pub demo: bool,
    /// How to ask it for all states; without this, its signs of life confirm nothing.
    pub pull: Option<Pull>,
}

/// How to ask an operator.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pull {
    /// Its address, before `/evcs/v1`.
    pub url: String,
    /// Our `OperatorID` there.
    pub operator: String,
    /// Where our `OperatorSecret` there is from.
    pub secret: Secret,
    /// How often, in seconds.
    #[serde(default = "default_every")]
    pub every_s: u32,
    /// How often it is asked for its stations, in seconds; without this, never.
    pub stations_s: Option<u32>,
}

/// Where a secret is from: `{ file = "…" }` or `{ env = "…" }`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Secret {
    /// A file that only its owner may read.
    File(PathBuf),
    /// A variable of the environment.
    Env(String),
}

/// A secret that was read. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// What it is.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hidden(secret)")
    }
}

/// A configuration that cannot be used. Never holds a part of a secret.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("{0}: {1}")]
    Read(PathBuf, std::io::Error),
    /// The file has another form.
    #[error("{0}: {1}")]
    Form(PathBuf, String),
    /// Others may read a secret.
    #[error("{0}: found mode {1:o}, expected a file that only its owner may read (chmod 600)")]
    Readable(PathBuf, u32),
    /// A variable is not there.
    #[error("environment: expected a variable {0}")]
    Variable(String),
    /// Keys are no keys.
    #[error("tcec.{0}.keys: {1}")]
    Keys(String, feeds::KeyError),
    /// Two partners have one id.
    #[error("tcec.{0}.operator: expected an id that no other partner has")]
    Twice(String),
    /// A setting cannot be.
    #[error("{0}: found {1:?}, expected {2}")]
    Setting(String, String, &'static str),
}

impl Config {
    /// Reads a file. Paths in it are relative to its folder.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path);
        let text = text.map_err(|error| ConfigError::Read(path.to_owned(), error))?;
        let form = |error: toml::de::Error| ConfigError::Form(path.to_owned(), error.to_string());
        let mut config: Self = toml::from_str(&text).map_err(form)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let place = |path: &mut PathBuf| *path = folder.join(&*path);
        config.stations.as_mut().map(place);
        config.app.as_mut().map(place);
        check_app(&config)?;
        place(&mut config.state);
        ocpi::place(&mut config, folder);
        nats::place(&mut config, folder);
        reports::place(&mut config, folder);
        for partner in config.tcec.values_mut() {
            let pull = partner.pull.as_mut().map(|pull| &mut pull.secret);
            for secret in [&mut partner.secret, &mut partner.keys]
                .into_iter()
                .chain(pull)
            {
                if let Secret::File(file) = secret {
                    place(file);
                }
            }
        }
        let mut operators: Vec<&str> = Vec::new();
        for (source, partner) in &config.tcec {
            if operators.contains(&&partner.operator[..]) {
                return Err(ConfigError::Twice(source.clone()));
            }
            operators.push(&partner.operator);
        }
        ocpi::check(&config)?;
        nats::check(&config)?;
        reports::check(&config)?;
        Ok(config)
    }
}

impl TcecPartner {
    /// The keys of its envelopes. `source` is its id, for errors.
    pub fn read_keys(&self, source: &str) -> Result<Keys, ConfigError> {
        let text = self.keys.read()?;
        let refused = |error| ConfigError::Keys(source.to_owned(), error);
        Keys::read(text.reveal()).map_err(refused)
    }
}

impl Secret {
    /// Reads it.
    pub fn read(&self) -> Result<Hidden, ConfigError> {
        match self {
            Self::Env(name) => {
                let found = std::env::var(name);
                let found = found.map_err(|_| ConfigError::Variable(name.clone()))?;
                Ok(Hidden(found))
            }
            Self::File(path) => {
                let failed = |error| ConfigError::Read(path.clone(), error);
                check_mode(path)?;
                let text = std::fs::read_to_string(path).map_err(failed)?;
                Ok(Hidden(text.trim().to_owned()))
            }
        }
    }
}

#[cfg(unix)]
fn check_mode(path: &Path) -> Result<(), ConfigError> {
    use std::os::unix::fs::PermissionsExt;
    let about = std::fs::metadata(path);
    let about = about.map_err(|error| ConfigError::Read(path.to_owned(), error))?;
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(ConfigError::Readable(path.to_owned(), mode));
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_mode(_: &Path) -> Result<(), ConfigError> {
    Ok(())
}

fn check_app(config: &Config) -> Result<(), ConfigError> {
    let wrong = |name: &str, found: String, expected| {
        Err(ConfigError::Setting(name.to_owned(), found, expected))
    };
    if let Some(app) = &config.app
        && !app.join("index.html").is_file()
    {
        let found = app.display().to_string();
        return wrong("app", found, "a folder with index.html, from `trunk build`");
    }
    if !(-1440..=1440).contains(&config.utc_offset_min) {
        let found = config.utc_offset_min.to_string();
        return wrong("utc_offset_min", found, "-1440 to 1440 minutes");
    }
    Ok(())
}

/// China's.
fn default_east() -> i32 {
    480
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8090))
}

fn default_tick() -> u64 {
    200
}

fn default_every() -> u32 {
    60
}

fn default_patience() -> u32 {
    20
}

fn default_window() -> u32 {
    600
}
