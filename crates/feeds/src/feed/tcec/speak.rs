//! Speaking T/CEC 102: requests and answers in their envelopes, and the states in them.

use aes::Aes128;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeEncrypt, KeyIvInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use serde_json::{Value, json};

use super::envelope::{self, EnvelopeError};
use super::keys::{Keys, Secrets};
use super::status;
use crate::feed::record::Record;

/// A request whose signature is right.
#[derive(Debug, Clone, PartialEq)]
pub struct TcecRequest {
    /// Who sent it, `OperatorID`.
    pub operator: String,
    /// When by the sender's clock, `TimeStamp`: `yyyyMMddHHmmss`, local time of China.
    pub time_stamp: String,
    /// Counts the requests of one second, `Seq`.
    pub sequence: String,
    /// What was inside.
    pub payload: Value,
}

/// A connector's state as it is sent. Codes are those of T/CEC 102.2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TcecState {
    /// `ConnectorID`.
    pub connector: String,
    /// `Status`.
    pub status: i64,
    /// `ParkStatus`, 0 when it is not sent.
    pub park_status: i64,
    /// `LockStatus`, 0 when it is not sent.
    pub lock_status: i64,
}

impl TcecRequest {
    /// Opens a request. Unlike a file, it must be signed and encrypted.
    pub fn open(body: &[u8], keys: &Keys) -> Result<Self, EnvelopeError> {
        let inside = |error: serde_json::Error| EnvelopeError::Inside(error.to_string());
        Self::open_value(serde_json::from_slice(body).map_err(inside)?, keys)
    }

    /// As [`Self::open`], of a body that was parsed already.
    pub fn open_value(value: Value, keys: &Keys) -> Result<Self, EnvelopeError> {
        let Value::Object(map) = &value else {
            return Err(EnvelopeError::Data("expected an envelope"));
        };
        let [operator, time_stamp, sequence, data] =
            ["OperatorID", "TimeStamp", "Seq", "Data"].map(|name| envelope::text(map, name));
        let is_sealed = !data.trim_start().starts_with(['{', '[']);
        if data.is_empty() || operator.is_empty() || !is_sealed || envelope::has(map, "Ret") {
            return Err(EnvelopeError::Data(
                "expected a signed and encrypted request",
            ));
        }
        let payload = envelope::open(value, keys)?.payload;
        Ok(Self {
            operator,
            time_stamp,
            sequence,
            payload,
        })
    }

    /// The request as it is sent; `None` without keys for its operator.
    pub fn seal(&self, keys: &Keys) -> Option<Vec<u8>> {
        let secrets = *keys.candidates(&self.operator).first()?;
        let data = encrypt(secrets, &self.payload)?;
        let signed = [&self.operator[..], &data, &self.time_stamp, &self.sequence].concat();
        let sealed = json!({
            "OperatorID": self.operator,
            "Data": data,
            "TimeStamp": self.time_stamp,
            "Seq": self.sequence,
            "Sig": signature(secrets, &signed)?,
        });
        Some(sealed.to_string().into_bytes())
    }
}

/// An answer to `operator` as it is sent: `ret` 0 for done, otherwise why not; `None` without keys.
pub fn seal_answer(
    keys: &Keys,
    operator: &str,
    (ret, message): (i32, &str),
    payload: &Value,
) -> Option<Vec<u8>> {
    let secrets = *keys.candidates(operator).first()?;
    let data = encrypt(secrets, payload)?;
    let signed = [&ret.to_string()[..], message, &data].concat();
    let sealed = json!({
        "Ret": ret,
        "Msg": message,
        "Data": data,
        "Sig": signature(secrets, &signed)?,
    });
    Some(sealed.to_string().into_bytes())
}

/// Opens an answer of `operator`: what is inside when it is signed, encrypted and not a refusal.
pub fn open_answer(body: &[u8], operator: &str, keys: &Keys) -> Result<Value, EnvelopeError> {
    let inside = |error: serde_json::Error| EnvelopeError::Inside(error.to_string());
    let mut value: Value = serde_json::from_slice(body).map_err(inside)?;
    let Some(map) = value
        .as_object_mut()
        .filter(|map| envelope::has(map, "Ret"))
    else {
        return Err(EnvelopeError::Data("expected an answer with Ret"));
    };
    let data = envelope::text(map, "Data");
    if envelope::text(map, "Ret") == "0" && (data.is_empty() || data.starts_with(['{', '['])) {
        return Err(EnvelopeError::Data(
            "expected a signed and encrypted answer",
        ));
    }
    // An answer does not say whose it is.
    map.insert("OperatorID".to_owned(), operator.into());
    Ok(envelope::open(value, keys)?.payload)
}

/// States in the payload of `notification_stationStatus` or `query_station_status`; one without an
/// id or a state is left out.
pub fn tcec_states(payload: &Value) -> Vec<TcecState> {
    let (mut findings, mut found) = (Vec::new(), Vec::new());
    let Some(mut record) = Record::new("states", payload.clone(), &mut findings) else {
        return found;
    };
    let mut lists = vec![record.list(&status::CONNECTORS)];
    for station in record.list(&status::STATIONS) {
        if let Some(mut station) = Record::new("a station", station, &mut findings) {
            lists.push(station.list(&status::CONNECTORS));
        }
    }
    for connector in lists.into_iter().flatten() {
        let Some(mut record) = Record::new("a connector", connector, &mut findings) else {
            continue;
        };
        let connector = record.text(&["ConnectorID"]);
        let code = |record: &mut Record, name: &str| record.whole::<i64>(&[name]);
        let Some(status) = code(&mut record, "Status").filter(|_| !connector.is_empty()) else {
            continue;
        };
        found.push(TcecState {
            connector,
            status,
            park_status: code(&mut record, "ParkStatus").unwrap_or(0),
            lock_status: code(&mut record, "LockStatus").unwrap_or(0),
        });
    }
    found
}

fn encrypt(secrets: &Secrets, payload: &Value) -> Option<String> {
    let (key, vector) = (&secrets.data_secret, &secrets.data_secret_iv);
    let cipher = cbc::Encryptor::<Aes128>::new_from_slices(key.as_bytes(), vector.as_bytes());
    let plain = payload.to_string();
    let sealed = cipher.ok()?.encrypt_padded_vec::<Pkcs7>(plain.as_bytes());
    Some(STANDARD.encode(sealed))
}

fn signature(secrets: &Secrets, signed: &str) -> Option<String> {
    let mut mac = Hmac::<Md5>::new_from_slice(secrets.sig_secret.as_bytes()).ok()?;
    mac.update(signed.as_bytes());
    let bytes = mac.finalize().into_bytes();
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
    Some(digits.map(|digit| digit.to_ascii_uppercase()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "1234567890abcdef";

    fn keys() -> Keys {
        let secret = || Some(SECRET.to_owned());
        Keys::of(secret(), secret(), secret()).unwrap()
    }

    fn request(payload: Value) -> TcecRequest {
        TcecRequest {
            operator: "123456789".to_owned(),
            time_stamp: "20160729142400".to_owned(),
            sequence: "0001".to_owned(),
            payload,
        }
    }

    /// The example of T/CEC 102.4 without its comma too many.
    #[test]
    fn a_sealed_request_is_signed_as_the_standard_says() {
        let signed = "123456789Data201607291424000001";
        let secrets = keys();
        let secrets = secrets.candidates("123456789")[0];
        // OpenSSL: printf … | openssl dgst -md5 -hmac 1234567890abcdef
        assert_eq!(
            signature(secrets, signed).unwrap(),
            "E7D0247BBCCF7AA7D3623A7BD42ACDDE"
        );
    }

    #[test]
    fn what_is_sealed_opens_again_and_nothing_else_does() {
        let sent = request(json!({"ConnectorStatusInfo": {"ConnectorID": "1", "Status": 1}}));
        let body = sent.seal(&keys()).unwrap();
        assert_eq!(TcecRequest::open(&body, &keys()), Ok(sent));
        let open = |body: &[u8]| TcecRequest::open(body, &keys());
        assert!(open(br#"{"OperatorID": "1", "Data": "{}"}"#).is_err());
        assert!(open(br#"{"OperatorID": "1", "Data": {}}"#).is_err());
        assert!(open(b"[]").is_err() && open(b"nonsense").is_err());
        let answer = seal_answer(&keys(), "1", (0, ""), &json!({"Status": 0})).unwrap();
        assert_eq!(open_answer(&answer, "1", &keys()), Ok(json!({"Status": 0})));
        assert!(open(&answer).is_err());
        assert!(open_answer(&body, "1", &keys()).is_err());
        assert!(open_answer(br#"{"Ret": 0, "Data": {"Status": 0}}"#, "1", &keys()).is_err());
        let refused = open_answer(br#"{"Ret": 4002, "Msg": "token"}"#, "1", &keys());
        assert!(matches!(refused, Err(EnvelopeError::Refused(_))));
    }

    #[test]
    fn states_are_found_in_notifications_and_answers() {
        let one =
            json!({"ConnectorStatusInfo": {"connectorID": 7, "Status": "3", "ParkStatus": 50}});
        let states = tcec_states(&one);
        assert_eq!(states[0].connector, "7");
        assert_eq!(
            (
                states[0].status,
                states[0].park_status,
                states[0].lock_status
            ),
            (3, 50, 0)
        );
        let many = json!({"Total": 1, "StationStatusInfos": [{"StationID": "s", "ConnectorStatusInfos":
            [{"ConnectorID": "1", "Status": 1}, {"Status": 1}, 5, {"ConnectorID": "2"}]}]});
        assert_eq!(tcec_states(&many).len(), 1);
        assert!(tcec_states(&json!([1])).is_empty());
    }
}
