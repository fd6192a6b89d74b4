//! OCPI 2.2.1 and 2.3.0, both ways: `receive` hears what partners push, `pull` asks them.

mod link;
mod location;
mod pull;
mod receive;
mod reply;

use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use live::UnixTime;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

pub(crate) use pull::{Puller, pullers};
pub(crate) use receive::routes;

use crate::config::{Config, ConfigError};
use crate::offset::Offset;

/// Versions that we speak, the newest first.
const VERSIONS: [&str; 2] = ["2.3.0", "2.2.1"];
/// The longest id (`CiString(36)`), in bytes.
const ID_MAX: usize = 36;

/// The operators that push by OCPI.
#[derive(Debug)]
pub(crate) struct Receiver {
    partners: Vec<Partner>,
    /// Our address as partners know it.
    public_url: Option<String>,
}

/// An operator.
#[derive(Debug)]
pub(crate) struct Partner {
    /// The id of its source.
    pub(crate) source: String,
    country: String,
    party: String,
    /// Tokens are compared by their digests, which all have one length.
    token: [u8; 32],
    window: i64,
    offset: Mutex<Offset>,
}

impl Receiver {
    /// Reads the tokens of all partners.
    pub(crate) fn new(config: &Config) -> Result<Self, ConfigError> {
        let partners = config.ocpi.iter().map(|(source, partner)| {
            let token = partner.token.read()?;
            if token.reveal().is_empty() {
                let place = format!("ocpi.{source}.token");
                return Err(ConfigError::Setting(place, String::new(), "a token"));
            }
            Ok(Partner {
                source: source.clone(),
                country: partner.country.clone(),
                party: partner.party.clone(),
                token: Sha256::digest(token.reveal()).into(),
                window: i64::from(partner.window_s),
                offset: Mutex::new(Offset::default()),
            })
        });
        Ok(Self {
            partners: partners.collect::<Result<_, _>>()?,
            public_url: config.public_url.clone(),
        })
    }

    /// Whose token an `Authorization` header holds: `Token` and the token in base64 (OCPI 2.2.1,
    /// 4.1.1). It takes as long whoever it is.
    fn partner(&self, authorization: Option<&str>) -> Option<&Partner> {
        let token = authorization?.strip_prefix("Token ")?.trim();
        let given: [u8; 32] = Sha256::digest(STANDARD.decode(token).ok()?).into();
        let mut found = None;
        for partner in &self.partners {
            let is_it: Choice = partner.token.ct_eq(&given);
            if bool::from(is_it) {
                found = Some(partner);
            }
        }
        found
    }

    /// The operator with this source.
    fn of_source(&self, source: &str) -> Option<&Partner> {
        let mut partners = self.partners.iter();
        partners.find(|partner| partner.source == source)
    }
}

impl Partner {
    fn offset(&self) -> MutexGuard<'_, Offset> {
        self.offset.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Learns from an answer that was made at `millis` by the partner's clock. A clock that is off too
    /// far is none.
    fn learn(&self, millis: i64, now: UnixTime) {
        let sent = UnixTime(millis.div_euclid(1000));
        if sent.0.abs_diff(now.0) <= self.window.unsigned_abs() {
            self.offset().learn(sent, now);
        } else {
            let (source, off) = (&self.source, sent.0.saturating_sub(now.0));
            tracing::warn!(
                source,
                "found a clock that is off by {off} s, expected less"
            );
        }
    }

    /// True when a party is this one.
    fn is(&self, country: &str, party: &str) -> bool {
        self.country.eq_ignore_ascii_case(country) && self.party.eq_ignore_ascii_case(party)
    }

    /// When something was so that was told to be of `millis` by the partner's clock: never later
    /// than now.
    fn here(&self, millis: i64, now: UnixTime) -> UnixTime {
        self.offset().here(UnixTime(millis.div_euclid(1000)), now)
    }
}
