//! Keys of the operators' envelopes. They are never shown.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use thiserror::Error;

/// Length of key and initial vector: AES with 128 bits.
const LENGTH: usize = 16;

/// The secrets that two partners share.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Secrets {
    /// Key of the data, `DataSecret`.
    pub(super) data_secret: String,
    /// Initial vector, `DataSecretIV`.
    pub(super) data_secret_iv: String,
    /// Key of the signature, `SigSecret`.
    pub(super) sig_secret: String,
}

/// Keys by operator, and those for all others.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Keys {
    default: Option<Secrets>,
    operators: BTreeMap<String, Secrets>,
}

/// Why keys cannot be used. Never holds a part of them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The file has another form.
    #[error(
        "expected data_secret, data_secret_iv and sig_secret, alone or in tables \
         [operators.ID]; look at line {0}"
    )]
    Form(usize),
    /// A key has another length.
    #[error("{field}: found {found} bytes, expected {LENGTH}")]
    Length {
        /// The field.
        field: String,
        /// Its length.
        found: usize,
    },
    /// Some are there and others not.
    #[error("expected all of data secret, its initial vector and signature secret")]
    Incomplete,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    data_secret: Option<String>,
    data_secret_iv: Option<String>,
    sig_secret: Option<String>,
    #[serde(default)]
    operators: BTreeMap<String, Secrets>,
}

impl Keys {
    /// Reads a key file, TOML: `data_secret`, `data_secret_iv`, `sig_secret` for everyone, the same
    /// in tables `[operators.ID]` for one operator.
    pub fn read(text: &str) -> Result<Self, KeyError> {
        let file: KeyFile = toml::from_str(text).map_err(|error| {
            // The message itself would show the line with the key.
            let at = error.span().map_or(0, |span| span.start);
            let before = text.as_bytes().iter().take(at);
            KeyError::Form(1 + before.filter(|byte| **byte == b'\n').count())
        })?;
        let mut keys = Self::of(file.data_secret, file.data_secret_iv, file.sig_secret)?;
        for (operator, secrets) in &file.operators {
            secrets.check(operator)?;
        }
        keys.operators = file.operators;
        Ok(keys)
    }

    /// Keys for everyone, as an environment gives them; all of them or none.
    pub fn of(
        data_secret: Option<String>,
        data_secret_iv: Option<String>,
        sig_secret: Option<String>,
    ) -> Result<Self, KeyError> {
        let default = match (data_secret, data_secret_iv, sig_secret) {
            (None, None, None) => None,
            (Some(data_secret), Some(data_secret_iv), Some(sig_secret)) => {
                let secrets = Secrets {
                    data_secret,
                    data_secret_iv,
                    sig_secret,
                };
                secrets.check("everyone")?;
                Some(secrets)
            }
            _ => return Err(KeyError::Incomplete),
        };
        Ok(Self {
            default,
            operators: BTreeMap::new(),
        })
    }

    /// The keys to try for an envelope of `operator`; all of them when it does not say whose it is.
    pub(super) fn candidates(&self, operator: &str) -> Vec<&Secrets> {
        if let Some(own) = self.operators.get(operator) {
            return vec![own];
        }
        let others = self.operators.values().filter(|_| operator.is_empty());
        self.default.iter().chain(others).collect()
    }
}

impl Secrets {
    fn check(&self, whose: &str) -> Result<(), KeyError> {
        let fields = [
            ("data_secret", &self.data_secret),
            ("data_secret_iv", &self.data_secret_iv),
        ];
        for (field, value) in fields {
            if value.len() != LENGTH {
                return Err(KeyError::Length {
                    field: format!("{field} of {whose}"),
                    found: value.len(),
                });
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Keys(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "1234567890abcdef";

    #[test]
    fn keys_come_for_everyone_and_by_operator() {
        let three =
            format!("data_secret = \"{KEY}\"\ndata_secret_iv = \"{KEY}\"\nsig_secret = \"own\"\n");
        let keys = Keys::read(&format!("{three}[operators.A]\n{three}")).unwrap();
        assert_eq!(keys.candidates("A").len(), 1);
        assert_eq!(keys.candidates("B").len(), 1);
        assert_eq!(keys.candidates("").len(), 2);
        assert_eq!(Keys::read("").unwrap().candidates("A").len(), 0);
    }

    #[test]
    fn errors_and_debug_output_never_show_a_key() {
        let bad = format!("data_secret = \"{KEY}\"\nsig_secret = {KEY}\n");
        let error = Keys::read(&bad).unwrap_err();
        assert_eq!(error, KeyError::Form(2));
        let short = Keys::of(Some("tooshort".into()), Some(KEY.into()), Some("s".into()));
        let error = short.unwrap_err().to_string();
        assert!(
            error.contains("8 bytes") && !error.contains("tooshort"),
            "{error}"
        );
        let some = Keys::of(Some(KEY.into()), None, None);
        assert_eq!(some.unwrap_err(), KeyError::Incomplete);
        let keys = Keys::of(Some(KEY.into()), Some(KEY.into()), Some(KEY.into())).unwrap();
        assert!(!format!("{keys:?}").contains(KEY));
    }
}
