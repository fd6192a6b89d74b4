//! The city and its operator's state, as the tasks of the program share it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use feeds::{Keys, TcecRequest, tcec_status_info};
use serde_json::{Value, json};

use crate::city::City;
use crate::ocpi::{self, Party, Places, Target};
use crate::outbox::Outbox;
use crate::random::Random;
use crate::secret::Hidden;
use crate::stamps::{Stamp, Stamps};
use crate::tricks::{Trick, Tricks};

/// Who the operator is, whom it talks to, and how it behaves.
#[derive(Debug)]
pub struct Settings {
    /// The party that it is when it speaks OCPI instead of T/CEC 102.
    pub party: Option<Party>,
    /// Its `OperatorID`.
    pub operator: String,
    /// The `OperatorSecret` with which it asks the gateway for tokens; by OCPI, its token there.
    pub secret: Hidden,
    /// Keys of envelopes.
    pub keys: Keys,
    /// The `OperatorID` of the gateway, which asks here.
    pub asker: String,
    /// Its `OperatorSecret` here; by OCPI, its token here.
    pub asker_secret: Hidden,
    /// Address of the gateway, before `/evcs/v1`.
    pub gateway: String,
    /// Seconds by the city's clock in a real one.
    pub speed: f64,
    /// The city's clock at the start, in seconds.
    pub start: u64,
    /// Real seconds since the start in which it is silent.
    pub silent: Option<(f64, f64)>,
    /// Real seconds after which the city stands still.
    pub still_after: Option<f64>,
    /// What goes wrong on purpose.
    pub tricks: Tricks,
}

/// All that changes.
#[derive(Debug)]
pub(crate) struct World {
    /// How it behaves.
    pub(crate) settings: Settings,
    begin: Instant,
    inner: Mutex<Inner>,
    /// Where each connector is.
    pub(crate) places: Places,
}

#[derive(Debug)]
pub(crate) struct Inner {
    /// What happens.
    pub(crate) city: City,
    /// When each connector changed last, in milliseconds since 1970: no two at the same time.
    pub(crate) updated: Vec<i64>,
    /// The last of these times.
    millis: i64,
    outbox: Outbox,
    stamps: Stamps,
    random: Random,
}

/// A message to be sent.
#[derive(Debug)]
pub(crate) struct Message {
    /// Index of its connector.
    pub(crate) connector: usize,
    /// Number of the connector's state.
    pub(crate) number: u32,
    /// As it is sent.
    pub(crate) body: Vec<u8>,
    /// Where to, by OCPI.
    pub(crate) target: Option<Target>,
    /// What goes wrong with it.
    pub(crate) trick: Trick,
}

impl World {
    /// Everything is still to be told.
    pub(crate) fn new(settings: Settings, city: City, seed: u64) -> Self {
        let mut outbox = Outbox::new(city.connectors());
        for connector in 0..city.connectors() {
            outbox.changed(connector);
        }
        let places = Places::new(city.stations());
        let mut inner = Inner {
            updated: vec![0; city.connectors()],
            millis: 0,
            city,
            outbox,
            stamps: Stamps::default(),
            random: Random::new(seed).part(usize::MAX),
        };
        for connector in 0..inner.updated.len() {
            inner.touch(connector);
        }
        Self {
            settings,
            begin: Instant::now(),
            inner: Mutex::new(inner),
            places,
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn seconds(&self) -> f64 {
        self.begin.elapsed().as_secs_f64()
    }

    /// True while the operator says nothing and answers nothing.
    pub(crate) fn is_silent(&self) -> bool {
        let now = self.seconds();
        let silent = self.settings.silent;
        silent.is_some_and(|(from, to)| (from..to).contains(&now))
    }

    fn is_still(&self) -> bool {
        let limit = self.settings.still_after;
        limit.is_some_and(|limit| self.seconds() >= limit)
    }

    /// Lets the city live until now.
    pub(crate) fn live(&self) {
        let limit = self.settings.still_after.unwrap_or(f64::INFINITY);
        let passed = self.seconds().min(limit) * self.settings.speed;
        let passed = Duration::try_from_secs_f64(passed).unwrap_or_default();
        let mut inner = self.inner();
        for happened in inner.city.advance(self.settings.start + passed.as_secs()) {
            inner.touch(happened.connector);
            inner.outbox.changed(happened.connector);
        }
    }

    /// A stamp for a request; `None` when one must wait for the next second.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        self.inner().stamps.next(now())
    }

    /// The next message; `None` when there is nothing to tell.
    pub(crate) fn message(&self) -> Option<Message> {
        let mut inner = self.inner();
        let (connector, number) = inner.outbox.take()?;
        if let Some(party) = &self.settings.party {
            let (target, body) = ocpi::message(party, &self.places, &mut inner, connector);
            let trick = self.settings.tricks.message(&mut inner.random);
            return Some(Message {
                connector,
                number,
                body,
                target: Some(target),
                trick,
            });
        }
        let stamp = inner.stamps.next(now());
        let body = stamp.and_then(|stamp| {
            let state = tcec_status_info(&inner.city.state(connector));
            self.seal(stamp, json!({"ConnectorStatusInfo": state}))
        });
        let Some(body) = body else {
            inner.outbox.answered(connector, number, false);
            return None;
        };
        let trick = self.settings.tricks.message(&mut inner.random);
        Some(Message {
            connector,
            number,
            body,
            target: None,
            trick,
        })
    }

    /// A request of the operator.
    pub(crate) fn seal(&self, stamp: Stamp, payload: Value) -> Option<Vec<u8>> {
        let request = TcecRequest {
            operator: self.settings.operator.clone(),
            time_stamp: stamp.time,
            sequence: stamp.sequence,
            payload,
        };
        request.seal(&self.settings.keys)
    }

    /// How a message was answered.
    pub(crate) fn answered(&self, connector: usize, number: u32, is_told: bool) {
        self.inner().outbox.answered(connector, number, is_told);
    }

    /// What goes wrong with an answer.
    pub(crate) fn answer_trick(&self) -> Trick {
        self.settings.tricks.answer(&mut self.inner().random)
    }

    /// What `read` finds in the city as it is now.
    pub(crate) fn city<T>(&self, read: impl FnOnce(&City) -> T) -> T {
        read(&self.inner().city)
    }

    /// What `read` finds in the city and in the times of its changes.
    pub(crate) fn inner_as<T>(&self, read: impl FnOnce(&Inner) -> T) -> T {
        read(&self.inner())
    }

    /// The truth, for those who test: true states, how many are not acknowledged, whether the city
    /// stands still.
    pub(crate) fn truth(&self) -> Value {
        let is_still = self.is_still();
        if is_still {
            self.live();
        }
        let inner = self.inner();
        let states = (0..inner.city.connectors()).map(|one| {
            let state = inner.city.state(one);
            let codes = json!([state.status, state.park_status, state.lock_status]);
            (state.connector, codes)
        });
        json!({
            "still": is_still,
            "waiting": inner.outbox.waiting(),
            "states": states.collect::<serde_json::Map<String, Value>>(),
        })
    }
}

impl Inner {
    /// A connector changed now, after all that changed before.
    fn touch(&mut self, connector: usize) {
        self.millis = (self.millis + 1).max(millis());
        if let Some(updated) = self.updated.get_mut(connector) {
            *updated = self.millis;
        }
    }

    /// One of two.
    pub(crate) fn toss(&mut self) -> bool {
        self.random.is(0.5)
    }
}

fn millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// The real time in Unix seconds.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}
