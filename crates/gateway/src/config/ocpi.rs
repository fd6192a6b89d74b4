//! Settings of operators that speak OCPI.

use std::path::Path;

use reqwest::Url;
use serde::Deserialize;

use super::{Config, ConfigError, Secret, default_every, default_window};

/// An operator that speaks OCPI 2.2.1 or 2.3.0.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OcpiPartner {
    /// Its `country_code`, two letters.
    pub country: String,
    /// Its `party_id`, three letters or digits.
    pub party: String,
    /// Where the token with which it comes to us is from.
    pub token: Secret,
    /// How far its clock may be off, in seconds.
    #[serde(default = "default_window")]
    pub window_s: u32,
    /// True when its stations are invented.
    #[serde(default)]
    pub demo: bool,
    /// How to ask it for its locations; without this, its signs of life confirm nothing.
    pub pull: Option<OcpiPull>,
}

/// How to ask an operator by OCPI.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OcpiPull {
    /// Its versions endpoint. Nothing is asked for elsewhere than at this origin.
    pub url: String,
    /// Where the token with which we come to it is from.
    pub token: Secret,
    /// How often it is asked for what changed, in seconds.
    #[serde(default = "default_every")]
    pub every_s: u32,
    /// How often it is asked for everything, in seconds.
    #[serde(default = "default_full")]
    pub full_s: u32,
}

fn default_full() -> u32 {
    3600
}

/// Makes paths relative to the folder of the configuration.
pub(super) fn place(config: &mut Config, folder: &Path) {
    for partner in config.ocpi.values_mut() {
        let pull = partner.pull.as_mut().map(|pull| &mut pull.token);
        for secret in [&mut partner.token].into_iter().chain(pull) {
            if let Secret::File(file) = secret {
                *file = folder.join(&*file);
            }
        }
    }
}

/// Refuses what cannot be: parties that are none, two with one name, tokens in the clear.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    let mut parties = Vec::new();
    for (source, partner) in &config.ocpi {
        let wrong = |field: &str, found: &str, expected| {
            let place = format!("ocpi.{source}.{field}");
            Err(ConfigError::Setting(place, found.to_owned(), expected))
        };
        let is_word = |text: &str, length| {
            text.len() == length && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if !is_word(&partner.country, 2) {
            return wrong("country", &partner.country, "two letters");
        }
        if !is_word(&partner.party, 3) {
            return wrong("party", &partner.party, "three letters or digits");
        }
        let party = [&partner.country[..], &partner.party].map(str::to_ascii_uppercase);
        if parties.contains(&party) {
            return wrong("party", &partner.party, "a party that no other partner has");
        }
        parties.push(party);
        if config.tcec.contains_key(source) {
            return wrong("country", source, "a source that no other partner has");
        }
        let Some(pull) = &partner.pull else { continue };
        let url = Url::parse(&pull.url).ok();
        if !url.as_ref().is_some_and(is_private) {
            // The token is in the header: nobody on the way may read it.
            return wrong("pull.url", &pull.url, "https, or http on this machine");
        }
    }
    Ok(())
}

/// True when nobody on the way can read what is sent.
pub(super) fn is_private(url: &Url) -> bool {
    let is_near = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    url.scheme() == "https" || (url.scheme() == "http" && is_near)
}
