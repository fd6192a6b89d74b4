//! The receiver of T/CEC 102: operators push what changed.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use feeds::{EnvelopeError, Keys, TcecRequest, TcecState, seal_answer, tcec_states, tcec_time};
use hmac::{Hmac, KeyInit, Mac};
use live::{Bay, Lock, Order, Reading, State, UnixTime};
use serde_json::{Value, json};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::config::{Config, ConfigError, Hidden};
use crate::fee;
use crate::hex::hex;
use crate::http::Gateway;
use crate::metrics::Refusal;
use crate::offset::Offset;
use crate::replay::Seen;
use crate::store::{SourceReport, Store};

/// How long a token is good for, in seconds.
const TOKEN_S: i64 = 7200;

/// The operators that push.
#[derive(Debug)]
pub(crate) struct Receiver {
    by_operator: BTreeMap<String, Partner>,
}

/// An operator.
#[derive(Debug)]
pub(crate) struct Partner {
    /// The id of its source.
    pub(crate) source: String,
    /// Its `OperatorID`.
    pub(crate) operator: String,
    secret: Hidden,
    /// Keys of its envelopes.
    pub(crate) keys: Keys,
    window: i64,
    seen: Mutex<Seen>,
    offset: Mutex<Offset>,
}

/// What a partner asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    /// `query_token`.
    Token,
    /// `notification_stationStatus`.
    Status,
    /// `notification_stationFee`.
    Fee,
}

impl Receiver {
    /// Reads the secrets of all partners.
    pub(crate) fn new(config: &Config) -> Result<Self, ConfigError> {
        let partners = config.tcec.iter().map(|(source, partner)| {
            let known = Partner {
                source: source.clone(),
                operator: partner.operator.clone(),
                secret: partner.secret.read()?,
                keys: partner.read_keys(source)?,
                window: i64::from(partner.window_s),
                seen: Mutex::new(Seen::default()),
                offset: Mutex::new(Offset::default()),
            };
            Ok((partner.operator.clone(), known))
        });
        let by_operator = partners.collect::<Result<_, ConfigError>>()?;
        Ok(Self { by_operator })
    }

    /// The operator with this source.
    pub(crate) fn of_source(&self, source: &str) -> Option<&Partner> {
        self.by_operator
            .values()
            .find(|partner| partner.source == source)
    }

    /// Answers a request: the body of the answer. What was acknowledged is on disk.
    pub(crate) async fn answer(
        &self,
        gateway: &Gateway,
        call: Call,
        authorization: Option<&str>,
        body: &[u8],
        now: UnixTime,
    ) -> Vec<u8> {
        let handled = self.handle(gateway, call, authorization, body, now);
        let (partner, result) = handled.await;
        let (ret, message, payload) = match result {
            Ok(payload) => (0, "", payload),
            Err(refusal) => {
                gateway.store.metrics.refused(refusal);
                tracing::debug!(?call, ?refusal, "refused");
                let (ret, message) = words(refusal);
                (ret, message, json!({}))
            }
        };
        let sealed = partner.and_then(|partner| {
            seal_answer(&partner.keys, &partner.operator, (ret, message), &payload)
        });
        // Whoever is not known gets no more than a number.
        let plain = || json!({"Ret": ret, "Msg": message, "Data": "", "Sig": ""});
        sealed.unwrap_or_else(|| plain().to_string().into_bytes())
    }

    async fn handle(
        &self,
        gateway: &Gateway,
        call: Call,
        authorization: Option<&str>,
        body: &[u8],
        now: UnixTime,
    ) -> (Option<&Partner>, Result<Value, Refusal>) {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let Some(partner) = self.partner(&body) else {
            return (None, Err(Refusal::Envelope));
        };
        let opened = partner.open(call, authorization, body, now);
        let answer = match opened {
            Ok((request, order)) => match call {
                Call::Token => partner.token(&request, now),
                Call::Status => partner.status(&gateway.store, &request, order, now).await,
                Call::Fee => {
                    let kept = fee::keep(gateway, partner, request.payload, order);
                    kept.await.map(|()| json!({"Status": 0}))
                }
            },
            Err(refusal) => Err(refusal),
        };
        (Some(partner), answer)
    }

    /// Who says to have sent it; nothing is proven yet.
    fn partner(&self, body: &Value) -> Option<&Partner> {
        let (_, operator) = body
            .as_object()?
            .iter()
            .find(|field| field.0 == "OperatorID")?;
        self.by_operator.get(operator.as_str()?)
    }
}

impl Partner {
    /// How far its clock is off.
    pub(crate) fn offset(&self) -> Offset {
        *held(&self.offset)
    }

    /// The request, if it is signed by the partner, of now, and new.
    fn open(
        &self,
        call: Call,
        authorization: Option<&str>,
        body: Value,
        now: UnixTime,
    ) -> Result<(TcecRequest, Order), Refusal> {
        let request = TcecRequest::open_value(body, &self.keys).map_err(|error| match error {
            EnvelopeError::Signature => Refusal::Signature,
            EnvelopeError::Refused(_)
            | EnvelopeError::NoKey
            | EnvelopeError::Data(_)
            | EnvelopeError::Inside(_) => Refusal::Envelope,
        })?;
        if call != Call::Token && !self.is_token(authorization, now) {
            return Err(Refusal::Token);
        }
        let sent = UnixTime(tcec_time(&request.time_stamp).ok_or(Refusal::Time)?);
        let number: u32 = request
            .sequence
            .trim()
            .parse()
            .map_err(|_| Refusal::Envelope)?;
        if sent.0.abs_diff(now.0) > self.window.unsigned_abs() {
            return Err(Refusal::Time);
        }
        let oldest = now.0 - self.window;
        let is_new = held(&self.seen).is_new(sent.0, number, oldest);
        if !is_new {
            return Err(Refusal::Replay);
        }
        held(&self.offset).learn(sent, now);
        let order = Order {
            millis: sent.0 * 1000,
            sequence: number,
        };
        Ok((request, order))
    }

    fn token(&self, request: &TcecRequest, now: UnixTime) -> Result<Value, Refusal> {
        let given = request.payload["OperatorSecret"]
            .as_str()
            .unwrap_or_default();
        let is_right = given.as_bytes().ct_eq(self.secret.reveal().as_bytes());
        let (state, reason) = if bool::from(is_right) { (0, 0) } else { (1, 2) };
        let until = now.0 + TOKEN_S;
        let token = match state {
            0 => format!("{until}.{}", hex(&self.mac(until)?.finalize().into_bytes())),
            _ => String::new(),
        };
        Ok(json!({
            "OperatorID": self.operator,
            "SuccStat": state,
            "AccessToken": token,
            "TokenAvailableTime": TOKEN_S,
            "FailReason": reason,
        }))
    }

    /// Tokens are signed, not kept: every gateway with this secret knows them, also after a restart.
    fn mac(&self, until: i64) -> Result<Hmac<Sha256>, Refusal> {
        let key = self.secret.reveal().as_bytes();
        let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| Refusal::Token)?;
        mac.update(format!("yilu token {} {until}", self.operator).as_bytes());
        Ok(mac)
    }

    fn is_token(&self, authorization: Option<&str>, now: UnixTime) -> bool {
        let token = authorization.and_then(|text| text.strip_prefix("Bearer "));
        let Some((until, signature)) = token.and_then(|token| token.trim().split_once('.')) else {
            return false;
        };
        let Ok(until) = until.parse::<i64>() else {
            return false;
        };
        let mac = self.mac(until).ok();
        let expected = mac.map(|mac| hex(&mac.finalize().into_bytes()));
        expected.is_some_and(|expected| {
            until > now.0 && bool::from(expected.as_bytes().ct_eq(signature.as_bytes()))
        })
    }

    async fn status(
        &self,
        store: &Store,
        request: &TcecRequest,
        order: Order,
        now: UnixTime,
    ) -> Result<Value, Refusal> {
        let states = tcec_states(&request.payload);
        if states.is_empty() {
            return Err(Refusal::Payload);
        }
        let sent = UnixTime(order.millis / 1000);
        let told = held(&self.offset).here(sent, now);
        let reports = states.iter().map(|state| report(state, order, told));
        let reports: Vec<SourceReport> = reports.collect();
        // It was alive when it sent this: the same again, at another gateway, makes nothing fresher.
        let kept = store.push(&self.source, &reports, told).await;
        kept.map_err(|error| {
            tracing::error!("the journal was not written: {error}");
            Refusal::Disk
        })?;
        Ok(json!({"Status": 0}))
    }
}

/// A state as the store hears it.
pub(crate) fn report(state: &TcecState, order: Order, told: UnixTime) -> SourceReport {
    SourceReport {
        connector: state.connector.clone(),
        reading: Reading {
            state: State::of_tcec(state.status),
            bay: Bay::of_tcec(state.park_status),
            lock: Lock::of_tcec(state.lock_status),
        },
        order,
        told,
    }
}

/// What is behind a lock; after a panic it is still good.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `Ret` and `Msg` (T/CEC 102.4, as partners use it).
fn words(refusal: Refusal) -> (i32, &'static str) {
    match refusal {
        Refusal::Envelope => (4003, "envelope"),
        Refusal::Signature => (4001, "signature"),
        Refusal::Token => (4002, "token"),
        Refusal::Time => (4003, "TimeStamp"),
        Refusal::Replay => (4003, "Seq"),
        Refusal::Payload => (4004, "payload"),
        Refusal::Party => (4004, "OperatorID"),
        Refusal::Object => (4004, "StationID"),
        Refusal::Version | Refusal::Large | Refusal::Slow | Refusal::Malformed => (4003, "request"),
        Refusal::Disk => (-1, "busy"),
    }
}
