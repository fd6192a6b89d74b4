//! Followers: they read every event, and check that nothing is lost and nothing comes out of order.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use live::{Delta, LiveFile};
use tokio::sync::watch;

use super::events::{Event, Events};
use super::ledger::{Ledger, STATES, ahead, place_of};
use super::link::Link;

/// What a follower knows and what it found.
#[derive(Debug)]
pub(crate) struct Follower {
    ledger: Arc<Ledger>,
    sequence: u64,
    /// The latest message of each connector that was seen.
    latest: Vec<u32>,
    /// Of each delta, when the messages that it tells of were sent, in microseconds.
    pub(crate) told: BTreeMap<u64, Vec<u32>>,
    /// States that were older than one that was seen before.
    pub(crate) disordered: usize,
    /// Deltas that did not follow the one before.
    pub(crate) missed: usize,
    /// Times that the whole file had to be fetched.
    pub(crate) gaps: usize,
}

impl Follower {
    /// From a whole file on.
    pub(crate) fn new(ledger: &Arc<Ledger>, file: &LiveFile) -> Self {
        let mut follower = Self {
            ledger: Arc::clone(ledger),
            sequence: 0,
            latest: vec![0; ledger.connectors()],
            told: BTreeMap::new(),
            disordered: 0,
            missed: 0,
            gaps: 0,
        };
        follower.fetched(file);
        follower
    }

    /// The number of the file that it knows.
    pub(crate) fn sequence(&self) -> u64 {
        self.sequence
    }

    fn fetched(&mut self, file: &LiveFile) {
        let places = self.ledger.places(file);
        for (connector, place) in places.into_iter().enumerate() {
            if let Some(place) = place {
                self.saw(connector, place);
            }
        }
        self.sequence = self.sequence.max(file.sequence);
    }

    /// The numbers of the messages that this state is news of.
    fn saw(&mut self, connector: usize, place: u32) -> Option<std::ops::RangeInclusive<u32>> {
        let latest = &mut self.latest[connector];
        match ahead(*latest, place) {
            0 => None,
            // So many messages were never merged into one: it is an old one.
            steps if steps > STATES / 2 => {
                self.disordered += 1;
                None
            }
            steps => {
                let numbers = *latest + 1..=*latest + steps;
                *latest += steps;
                Some(numbers)
            }
        }
    }

    fn apply(&mut self, delta: &Delta) {
        if delta.sequence <= self.sequence {
            return;
        }
        if delta.previous != self.sequence {
            self.missed += 1;
        }
        self.sequence = delta.sequence;
        let mut told = Vec::new();
        for change in &delta.changes {
            let connector = self.ledger.index(&change.station, change.connector);
            let place = place_of(change.reading);
            if let (Some(connector), Some(place)) = (connector, place)
                && let Some(numbers) = self.saw(connector, place)
            {
                told.extend(self.ledger.sent_at(connector, numbers));
            }
        }
        self.told.insert(delta.sequence, told);
    }

    /// Follows events until `over`.
    pub(crate) async fn follow(
        mut self,
        link: Arc<Link>,
        mut events: Events,
        mut over: watch::Receiver<bool>,
    ) -> Result<Self> {
        loop {
            let event = tokio::select! {
                event = events.next() => event?,
                _ = over.changed() => return Ok(self),
            };
            match event {
                Event::Delta(_, json) => self.apply(&Delta::read(json.as_bytes())?),
                Event::Gap => {
                    self.gaps += 1;
                    self.fetched(&link.live().await?);
                }
            }
        }
    }

    /// Connectors of which the last acknowledged message was not seen.
    pub(crate) fn lost(&self) -> usize {
        self.ledger.lost(&self.latest)
    }
}
