//! What was sent of each connector, what was acknowledged, and what followers may see.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use feeds::{TcecState, tcec_status_info};
use live::{Bay, LiveFile, Lock, Reading, State};
use serde_json::Value;
use stations::{Station, StationId};

use crate::random::Random;
use crate::stamps::{Stamp, Stamps};
use crate::world::now;

const STATUS: [i64; 6] = [1, 2, 3, 4, 255, 0];
/// States that differ, by which the number of a connector's message is told from its state.
pub(crate) const STATES: u32 = 24;
/// Half of the messages are about so many connectors, which change often.
const HOT: u64 = 2000;

/// All connectors.
#[derive(Debug)]
pub(crate) struct Ledger {
    inner: Mutex<Inner>,
    begin: Instant,
    first: BTreeMap<StationId, usize>,
    ids: Vec<String>,
}

#[derive(Debug)]
struct Inner {
    lines: Vec<Line>,
    stamps: Stamps,
    random: Random,
}

/// One connector: message 0 is sent before everything is measured.
#[derive(Debug, Clone, Default)]
struct Line {
    /// When each message was sent, in microseconds.
    sent: Vec<u32>,
    /// The latest acknowledged.
    told: u32,
}

/// A message to be sent.
#[derive(Debug)]
pub(crate) struct Item {
    /// Index of the connector.
    pub(crate) connector: usize,
    /// Number of the message.
    pub(crate) number: u32,
    /// When by the sender's clock.
    pub(crate) stamp: Stamp,
}

impl Ledger {
    /// For these stations.
    pub(crate) fn new(stations: &[Station]) -> Self {
        let (mut first, mut ids) = (BTreeMap::new(), Vec::new());
        for station in stations {
            first.insert(station.id.clone(), ids.len());
            ids.extend(station.connectors().map(|(one, _)| one.id.0.clone()));
        }
        let inner = Inner {
            lines: vec![Line::default(); ids.len()],
            stamps: Stamps::default(),
            random: Random::new(1),
        };
        Self {
            inner: Mutex::new(inner),
            begin: Instant::now(),
            first,
            ids,
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Microseconds since the beginning.
    pub(crate) fn micros(&self) -> u32 {
        u32::try_from(self.begin.elapsed().as_micros()).unwrap_or(u32::MAX)
    }

    /// Number of connectors.
    pub(crate) fn connectors(&self) -> usize {
        self.ids.len()
    }

    /// Index of a connector.
    pub(crate) fn index(&self, station: &StationId, connector: usize) -> Option<usize> {
        self.first.get(station).map(|first| first + connector)
    }

    /// A stamp for a request.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        self.inner().stamps.next(now())
    }

    /// The next message about some connector; `None` when this second has no more numbers.
    pub(crate) fn next(&self) -> Option<Item> {
        let micros = self.micros();
        let mut inner = self.inner();
        let stamp = inner.stamps.next(now())?;
        let all = self.ids.len() as u64;
        let limit = if inner.random.is(0.5) {
            all.min(HOT)
        } else {
            all
        };
        let connector = usize::try_from(inner.random.between(0, limit)).unwrap_or(0);
        let line = &mut inner.lines[connector];
        line.sent.push(micros);
        let number = u32::try_from(line.sent.len()).unwrap_or(0);
        Some(Item {
            connector,
            number,
            stamp,
        })
    }

    /// `ConnectorStatusInfo` of a message.
    pub(crate) fn info(&self, connector: usize, number: u32) -> Value {
        let (status, park_status, lock_status) = codes(number);
        tcec_status_info(&TcecState {
            connector: self.ids[connector].clone(),
            status,
            park_status,
            lock_status,
        })
    }

    /// A message was acknowledged.
    pub(crate) fn told(&self, connector: usize, number: u32) {
        let line = &mut self.inner().lines[connector];
        line.told = line.told.max(number);
    }

    /// When the messages `numbers` about a connector were sent, in microseconds.
    pub(crate) fn sent_at(
        &self,
        connector: usize,
        numbers: std::ops::RangeInclusive<u32>,
    ) -> Vec<u32> {
        let inner = self.inner();
        let sent = &inner.lines[connector].sent;
        let known = numbers.filter_map(|number| sent.get(number.checked_sub(1)? as usize));
        known.copied().collect()
    }

    /// The state of every connector in a file, by the state's place among all.
    pub(crate) fn places(&self, file: &LiveFile) -> Vec<Option<u32>> {
        let mut places = vec![None; self.ids.len()];
        for (id, line) in &file.stations {
            let Some(first) = self.first.get(id) else {
                continue;
            };
            for (place, reading) in places[*first..].iter_mut().zip(&line.readings) {
                *place = place_of(*reading);
            }
        }
        places
    }

    /// Connectors of which an acknowledged message is newer than the latest that was seen.
    pub(crate) fn lost(&self, latest: &[u32]) -> usize {
        let inner = self.inner();
        let lines = inner.lines.iter().zip(latest);
        lines.filter(|(line, latest)| line.told > **latest).count()
    }

    /// Messages that were sent, and connectors that they were about.
    pub(crate) fn sent(&self) -> (usize, usize) {
        let inner = self.inner();
        let counts = inner.lines.iter().map(|line| line.sent.len());
        let (all, some) = (counts.clone().sum(), counts.filter(|count| *count > 0));
        (all, some.count())
    }

    /// Connectors whose state in a file is older than what was acknowledged, or was never sent.
    pub(crate) fn wrong(&self, file: &LiveFile) -> usize {
        let inner = self.inner();
        let places = self.places(file).into_iter().zip(&inner.lines);
        let is_wrong = |(place, line): &(Option<u32>, &Line)| {
            let sent = u32::try_from(line.sent.len()).unwrap_or(0);
            place.is_none_or(|place| ahead(line.told, place) > sent - line.told)
        };
        places.filter(is_wrong).count()
    }
}

/// Messages from number `number` on to the next one with the state at `place`.
pub(crate) fn ahead(number: u32, place: u32) -> u32 {
    (place + STATES - number % STATES) % STATES
}

/// `Status`, `ParkStatus` and `LockStatus` of a connector's message with this number.
fn codes(number: u32) -> (i64, i64, i64) {
    let place = (number % STATES) as usize;
    let code = |is: bool| if is { 50 } else { 10 };
    (
        STATUS[place % STATUS.len()],
        code(place / STATUS.len() % 2 == 1),
        code(place / STATUS.len() / 2 == 1),
    )
}

/// The place of a state among all.
pub(crate) fn place_of(reading: Reading) -> Option<u32> {
    (0..STATES).find(|place| {
        let (status, park, lock) = codes(*place);
        reading.state == State::of_tcec(status)
            && reading.bay == Bay::of_tcec(park)
            && reading.lock == Lock::of_tcec(lock)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_known_by_its_state() {
        for number in 0..100 {
            let (status, park, lock) = codes(number);
            let place = place_of(Reading {
                state: State::of_tcec(status),
                bay: Bay::of_tcec(park),
                lock: Lock::of_tcec(lock),
            });
            assert_eq!(place, Some(number % STATES));
            assert_eq!(ahead(number, (number + 5) % STATES), 5);
            assert_eq!(ahead(number, number % STATES), 0);
        }
    }
}
