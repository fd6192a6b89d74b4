//! The gateway's side: hears reports, keeps the newest, tells files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::wire::{Change, Delta, LiveFile, StationLine};
use crate::{Layout, Reading, Slot, UnixTime, VERSION};

/// When a report was made, by the sender's clock and count: of two reports about a connector the
/// greater one counts, in whatever order they arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub millis: i64,
    /// Counts reports within that time.
    pub sequence: u32,
}

/// What a source says about one of its connectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// The connector.
    pub slot: Slot,
    /// What it says.
    pub reading: Reading,
    /// When it said so, by its own clock: what is newer.
    pub order: Order,
    /// When it said so, by the clock of the gateway: how old it is.
    pub told: UnixTime,
}

/// What a report was good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The connector is in another state than before.
    Changed,
    /// It is in the same state still.
    Confirmed,
    /// There was a newer report, or it is the same again: nothing was done.
    Late,
    /// The snapshot has no such connector.
    Unknown,
}

/// The newest that is known of a connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Record {
    reading: Reading,
    order: Order,
    changed: UnixTime,
    confirmed: UnixTime,
}

/// The link to a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Link {
    /// The last sign of life that confirmed what it told.
    alive: Option<UnixTime>,
    /// True while nothing that it told can have been missed.
    is_whole: bool,
}

/// The truth about every connector of a snapshot, as far as it was told.
#[derive(Debug, Clone)]
pub struct Board {
    layout: Arc<Layout>,
    records: Vec<Vec<Option<Record>>>,
    links: BTreeMap<String, Link>,
    sequence: u64,
    changed: BTreeSet<Slot>,
    heard: BTreeSet<String>,
}

impl Board {
    /// Nothing is known yet. Files go on from number `sequence`.
    pub fn new(layout: Arc<Layout>, sequence: u64) -> Self {
        let records = (0..layout.stations()).map(|station| vec![None; layout.connectors(station)]);
        Self {
            records: records.collect(),
            layout,
            links: BTreeMap::new(),
            sequence,
            changed: BTreeSet::new(),
            heard: BTreeSet::new(),
        }
    }

    /// What it is about.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The number of the latest file.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Hears a report. A late one never replaces a newer one.
    pub fn hear(&mut self, report: &Report) -> Heard {
        let Slot { station, connector } = report.slot;
        let record = self.records.get_mut(station);
        let Some(record) = record.and_then(|all| all.get_mut(connector)) else {
            return Heard::Unknown;
        };
        let (reading, order, confirmed) = (report.reading, report.order, report.told);
        if let Some(known) = record.as_mut().filter(|known| known.order >= order) {
            // The same again when it was asked for: so it still is. What was forgotten is told anew.
            let is_same = known.order == order && known.reading == reading;
            let is_forgotten = known.order == order && known.reading == Reading::default();
            if is_same && known.confirmed < confirmed {
                known.confirmed = confirmed;
                return Heard::Confirmed;
            }
            if is_same || !is_forgotten {
                return Heard::Late;
            }
        }
        let same = record.filter(|known| known.reading == reading);
        let changed = same.map_or(confirmed, |known| known.changed);
        *record = Some(Record {
            reading,
            order,
            changed,
            confirmed,
        });
        if same.is_some() {
            return Heard::Confirmed;
        }
        self.changed.insert(report.slot);
        Heard::Changed
    }

    /// Hears a part of an answer of a source that was asked for all its states. Where something newer
    /// is known already, the connector was told of all the same.
    pub fn hear_answer(&mut self, report: &Report) -> Heard {
        let heard = self.hear(report);
        let record = self.records.get_mut(report.slot.station);
        let record = record.and_then(|all| all.get_mut(report.slot.connector)?.as_mut());
        if let Some(known) = record.filter(|known| known.order > report.order) {
            known.confirmed = known.confirmed.max(report.told);
        }
        heard
    }

    /// Goes on with another layout. What is known of a connector stays with it, by its source and its
    /// id there; what is known of connectors that have no place any more is returned with both (and
    /// slots of before).
    ///
    /// The number of the file grows by one without a delta: none leads from one layout to another, so
    /// everyone fetches the whole file.
    pub fn relayout(&mut self, layout: Arc<Layout>) -> Vec<(String, String, Report)> {
        let mut next = Self::new(layout, self.sequence + 1);
        let mut left = Vec::new();
        for (source, connector, slot) in self.layout.slots() {
            let records = self.records.get(slot.station);
            let Some(record) = records.and_then(|all| *all.get(slot.connector)?) else {
                continue;
            };
            let place = next.layout.slot(source, connector);
            let records = place.and_then(|to| Some((to, next.records.get_mut(to.station)?)));
            match records.and_then(|(to, all)| all.get_mut(to.connector)) {
                Some(free) => *free = Some(record),
                None => left.extend(
                    self.newest(slot)
                        .map(|report| (source.to_owned(), connector.to_owned(), report)),
                ),
            }
        }
        next.links = std::mem::take(&mut self.links);
        next.heard = std::mem::take(&mut self.heard);
        *self = next;
        left
    }

    /// All states of a source were asked for from `since` on and heard: from now on its signs of
    /// life confirm what it told. Nothing is known any more of connectors that it did not tell of.
    pub fn link(&mut self, source: &str, since: UnixTime, at: UnixTime) {
        for (station, records) in self.records.iter_mut().enumerate() {
            if self.layout.source(station) != source {
                continue;
            }
            for (connector, record) in records.iter_mut().enumerate() {
                if let Some(known) = record.as_mut().filter(|known| known.confirmed < since)
                    && known.reading != Reading::default()
                {
                    (known.reading, known.changed) = (Reading::default(), since);
                    self.changed.insert(Slot { station, connector });
                }
            }
        }
        let link = self.links.entry(source.to_owned()).or_default();
        link.is_whole = true;
        self.alive(source, at);
    }

    /// Whatever changed at a source while something may have been missed was asked for and heard: its
    /// signs of life confirm what it told again, if all its states were asked for before.
    pub fn relink(&mut self, source: &str, at: UnixTime) {
        if let Some(link) = self.links.get_mut(source) {
            link.is_whole = true;
        }
        self.alive(source, at);
    }

    /// Something that a source told may have been missed: until its states are asked for again, its
    /// signs of life confirm nothing, and what it told before ages.
    pub fn unlink(&mut self, source: &str) {
        if let Some(link) = self.links.get_mut(source) {
            link.is_whole = false;
        }
    }

    /// A sign of life of a source: what it told before still holds, if nothing was missed.
    pub fn alive(&mut self, source: &str, at: UnixTime) {
        let Some(link) = self.links.get_mut(source).filter(|link| link.is_whole) else {
            return;
        };
        link.alive = link.alive.max(Some(at));
        self.heard.insert(source.to_owned());
    }

    /// What is known of a connector, and since when it is so.
    pub fn reading(&self, slot: Slot) -> Option<(Reading, UnixTime)> {
        let record = self.records.get(slot.station)?.get(slot.connector)?;
        record.map(|record| (record.reading, record.changed))
    }

    /// The newest report about a connector.
    pub fn newest(&self, slot: Slot) -> Option<Report> {
        let record = (*self.records.get(slot.station)?.get(slot.connector)?)?;
        Some(Report {
            slot,
            reading: record.reading,
            order: record.order,
            told: record.confirmed,
        })
    }

    /// When a connector's state was confirmed last: told, or its source was alive since.
    pub fn confirmed(&self, slot: Slot) -> Option<UnixTime> {
        let record = (*self.records.get(slot.station)?.get(slot.connector)?)?;
        let link = self.links.get(self.layout.source(slot.station));
        let alive = link.and_then(|link| link.alive);
        Some(alive.map_or(record.confirmed, |alive| alive.max(record.confirmed)))
    }

    /// True when there is something to tell.
    pub fn has_news(&self) -> bool {
        !self.changed.is_empty() || !self.heard.is_empty()
    }

    /// The clock was set back by so many seconds: everything stays as old as it was.
    pub fn set_back(&mut self, seconds: u32) {
        for record in self.records.iter_mut().flatten().flatten() {
            record.changed = record.changed.before(seconds);
            record.confirmed = record.confirmed.before(seconds);
        }
        for link in self.links.values_mut() {
            link.alive = link.alive.map(|alive| alive.before(seconds));
        }
    }

    /// Files go on from number `sequence`, if that is greater than the number of the latest one.
    pub fn go_on_from(&mut self, sequence: u64) {
        self.sequence = self.sequence.max(sequence);
    }

    /// The links to sources: each with its last sign of life, and whether it is whole.
    pub fn links(&self) -> impl Iterator<Item = (&str, Option<UnixTime>, bool)> {
        let links = self.links.iter();
        links.map(|(source, link)| (&source[..], link.alive, link.is_whole))
    }

    /// Goes on with a link that was kept elsewhere.
    pub fn restore_link(&mut self, source: &str, alive: Option<UnixTime>, is_whole: bool) {
        let link = Link { alive, is_whole };
        self.links.insert(source.to_owned(), link);
    }

    /// Goes on with what was known of a connector elsewhere, and since when it is so: no news.
    pub fn restore(&mut self, report: &Report, changed: UnixTime) {
        let Slot { station, connector } = report.slot;
        let record = self.records.get_mut(station);
        if let Some(record) = record.and_then(|all| all.get_mut(connector)) {
            *record = Some(Record {
                reading: report.reading,
                order: report.order,
                changed,
                confirmed: report.told,
            });
        }
    }

    /// The changes since the last file, as the next one; `None` when there was nothing, not even a
    /// sign of life.
    pub fn delta(&mut self, now: UnixTime) -> Option<Delta> {
        self.has_news().then(|| self.next_delta(now))
    }

    /// The changes since the last file, if there are any, as the next one.
    pub fn next_delta(&mut self, now: UnixTime) -> Delta {
        let slots = std::mem::take(&mut self.changed);
        let changes = slots.into_iter().filter_map(|slot| {
            let (reading, since) = self.reading(slot)?;
            Some(Change {
                station: self.layout.id(slot.station)?.clone(),
                connector: slot.connector,
                reading,
                age: now.since(since),
            })
        });
        let changes = changes.collect();
        let previous = self.sequence;
        self.sequence += 1;
        Delta {
            v: VERSION,
            snapshot: self.layout.snapshot.clone(),
            previous,
            sequence: self.sequence,
            time: now,
            changes,
            alive: std::mem::take(&mut self.heard).into_iter().collect(),
        }
    }

    /// All that is known, as of the latest delta. A station of which nothing is known is not in it.
    pub fn file(&self, now: UnixTime) -> LiveFile {
        let sources: Vec<(String, u32)> = self
            .links
            .iter()
            .filter_map(|(source, link)| Some((source.clone(), now.since(link.alive?))))
            .collect();
        let lines = self
            .records
            .iter()
            .enumerate()
            .filter_map(|(station, records)| {
                let told = records.iter().flatten();
                // The oldest: what is said of the whole station must hold for each of its connectors.
                let age = told.map(|record| now.since(record.confirmed)).max()?;
                let readings = records
                    .iter()
                    .map(|record| record.map_or_else(Reading::default, |record| record.reading));
                let line = StationLine {
                    age,
                    readings: readings.collect(),
                };
                Some((self.layout.id(station)?.clone(), line))
            });
        LiveFile {
            v: VERSION,
            snapshot: self.layout.snapshot.clone(),
            sequence: self.sequence,
            time: now,
            stations: lines.collect(),
            sources,
        }
    }
}
