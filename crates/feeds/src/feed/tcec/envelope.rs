//! The envelope of T/CEC 102.4: signed with HMAC-MD5, encrypted with AES-128-CBC.

use aes::Aes128;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use serde_json::{Map, Value};
use thiserror::Error;

use super::keys::{Keys, Secrets};
use crate::feed::json::{Mended, read_json};

/// Why an envelope does not open.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EnvelopeError {
    /// The partner refused to answer.
    #[error("the operator answered {0}, expected 0")]
    Refused(String),
    /// There is no key for it.
    #[error(
        "the data is encrypted and there is no key for it, expected one by --keys or in the environment"
    )]
    NoKey,
    /// It is not signed, or by someone else, or was changed.
    #[error(
        "found a signature that does not fit, expected the one of these keys; nothing was decrypted"
    )]
    Signature,
    /// The data does not decrypt.
    #[error("Data: {0}")]
    Data(&'static str),
    /// What was inside is no JSON.
    #[error("Data: {0}")]
    Inside(String),
}

/// What an envelope holds.
pub(super) struct Opened {
    /// The payload.
    pub(super) payload: Value,
    /// What had to be mended in it.
    pub(super) mended: Option<Mended>,
}

/// What `Ret` means (T/CEC 102.4; as partners use it).
fn refusal(ret: &str, message: &str) -> String {
    let meaning = match ret {
        "-1" => "system busy",
        "4001" => "bad signature",
        "4002" => "bad token",
        "4003" => "missing or wrong envelope parameter",
        "4004" => "missing or wrong business parameter",
        "500" => "system error",
        _ => "unknown",
    };
    let message: String = message.chars().take(80).collect();
    format!("Ret {ret} ({meaning}) {message}")
}

/// Opens a request or an answer; anything without `Data` is its own payload.
pub(super) fn open(value: Value, keys: &Keys) -> Result<Opened, EnvelopeError> {
    let Value::Object(map) = value else {
        return Ok(Opened::plain(value));
    };
    let ret = text(&map, "Ret");
    if !matches!(ret.as_str(), "" | "0") {
        return Err(EnvelopeError::Refused(refusal(&ret, &text(&map, "Msg"))));
    }
    let data = match field(&map, "Data") {
        None => return Ok(Opened::plain(Value::Object(map))),
        Some(Value::String(data)) => data.trim(),
        Some(plain) => return Ok(Opened::plain(plain.clone())),
    };
    if data.starts_with(['{', '[']) {
        return Opened::parsed(data);
    }
    let operator = text(&map, "OperatorID");
    let candidates = keys.candidates(&operator);
    if candidates.is_empty() {
        return Err(EnvelopeError::NoKey);
    }
    // A request and an answer are signed over different fields.
    let signed = if field(&map, "Ret").is_some() {
        [ret, text(&map, "Msg"), data.to_owned()].concat()
    } else {
        let (time, sequence) = (text(&map, "TimeStamp"), text(&map, "Seq"));
        [operator, data.to_owned(), time, sequence].concat()
    };
    let signature = from_hex(&text(&map, "Sig")).ok_or(EnvelopeError::Signature)?;
    let mut candidates = candidates.into_iter();
    let secrets = candidates
        .find(|secrets| fits(secrets, &signed, &signature))
        .ok_or(EnvelopeError::Signature)?;
    Opened::parsed(&decrypt(secrets, data)?)
}

impl Opened {
    fn plain(payload: Value) -> Self {
        Self {
            payload,
            mended: None,
        }
    }

    fn parsed(text: &str) -> Result<Self, EnvelopeError> {
        let (payload, mended) = read_json(text).map_err(EnvelopeError::Inside)?;
        Ok(Self { payload, mended })
    }
}

/// A field whatever the case of its name.
fn field<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let mut fields = map.iter();
    let found = fields.find(|(known, value)| known.eq_ignore_ascii_case(name) && !value.is_null());
    found.map(|(_, value)| value)
}

/// True when there is such a field.
pub(super) fn has(map: &Map<String, Value>, name: &str) -> bool {
    field(map, name).is_some()
}

pub(super) fn text(map: &Map<String, Value>, name: &str) -> String {
    match field(map, name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let pairs = digits?;
    let (pairs, rest) = pairs.as_chunks::<2>();
    let bytes = pairs
        .iter()
        .map(|[high, low]| u8::try_from(high * 16 + low));
    let bytes: Vec<u8> = bytes.collect::<Result<_, _>>().ok()?;
    (rest.is_empty() && bytes.len() == 16).then_some(bytes)
}

/// True when the signature is theirs, compared in constant time.
fn fits(secrets: &Secrets, signed: &str, signature: &[u8]) -> bool {
    let Ok(mut mac) = Hmac::<Md5>::new_from_slice(secrets.sig_secret.as_bytes()) else {
        return false;
    };
    mac.update(signed.as_bytes());
    mac.verify_slice(signature).is_ok()
}

fn decrypt(secrets: &Secrets, data: &str) -> Result<String, EnvelopeError> {
    let squeezed: String = data.split_whitespace().collect();
    let sealed = STANDARD
        .decode(squeezed)
        .map_err(|_| EnvelopeError::Data("expected base64"))?;
    let (key, vector) = (&secrets.data_secret, &secrets.data_secret_iv);
    let cipher = cbc::Decryptor::<Aes128>::new_from_slices(key.as_bytes(), vector.as_bytes())
        .map_err(|_| EnvelopeError::NoKey)?;
    let plain = cipher
        .decrypt_padded_vec::<Pkcs7>(&sealed)
        .map_err(|_| EnvelopeError::Data("expected AES-128-CBC with this key"))?;
    String::from_utf8(plain).map_err(|_| EnvelopeError::Data("expected UTF-8 text inside"))
}

#[cfg(test)]
mod tests;
