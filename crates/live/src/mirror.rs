//! The app's side: reads files, says what is free and how old that is.

use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;

use crate::{Delta, Layout, LiveFile, Reading, State, UnixTime};

/// How old a confirmation may be, in seconds (domain research, 2.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Up to this it is just now.
    pub now: u32,
    /// Up to this it is told with its minutes.
    pub recent: u32,
    /// Up to this it counts, and may have changed.
    pub stale: u32,
    /// Up to this it is told as what was seen last; beyond it nothing is known.
    pub expired: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            now: 120,
            recent: 600,
            stale: 1800,
            expired: 3600,
        }
    }
}

/// How far what is known may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// Confirmed just now.
    Now,
    /// Confirmed some minutes ago.
    Recent,
    /// It may have changed.
    Stale,
    /// It may well have changed, and does not count.
    Old,
    /// Nothing is known any more.
    Expired,
}

impl Limits {
    /// The freshness of what was confirmed so many seconds ago.
    pub fn of(self, age: u32) -> Freshness {
        match age {
            _ if age <= self.now => Freshness::Now,
            _ if age <= self.recent => Freshness::Recent,
            _ if age <= self.stale => Freshness::Stale,
            _ if age <= self.expired => Freshness::Old,
            _ => Freshness::Expired,
        }
    }
}

/// Why a file or delta is of no use: the whole file must be fetched again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Missed {
    /// It is about another snapshot, so its indices mean something else.
    #[error("about snapshot {found}, expected {expected}")]
    Snapshot {
        /// What it is about.
        found: String,
        /// What is loaded.
        expected: String,
    },
    /// Deltas in between are missing.
    #[error("goes on from file {found}, expected {expected}")]
    Gap {
        /// The file that it goes on from.
        found: u64,
        /// The file that is known.
        expected: u64,
    },
}

/// What is known of all stations, as of the latest file.
#[derive(Debug, Clone)]
pub struct Mirror {
    layout: Arc<Layout>,
    sequence: u64,
    time: UnixTime,
    alive: BTreeMap<String, UnixTime>,
    stations: Vec<Option<Known>>,
}

/// What is known of one station.
#[derive(Debug, Clone)]
struct Known {
    readings: Vec<Reading>,
    /// When each connector was told of.
    confirmed: Vec<UnixTime>,
}

/// What is known of a station at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StationLive<'a> {
    /// Its connectors, in the order of the snapshot. When it is [`Freshness::Old`] or
    /// [`Freshness::Expired`] this is only what was seen last.
    pub readings: &'a [Reading],
    /// When the connector that was confirmed longest ago was.
    pub confirmed: UnixTime,
    /// Seconds since then.
    pub age: u32,
    /// How far it may be trusted.
    pub freshness: Freshness,
}

impl StationLive<'_> {
    /// Connectors that can be used now, and all of them; `None` when that is not known: one says so
    /// then, and never "0 of 0".
    pub fn available(&self) -> Option<(usize, usize)> {
        self.available_of(|_| true)
    }

    /// The same of those connectors, by their index, that count; those that were taken away do not.
    pub fn available_of(&self, counts: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
        let is_trusted = self.freshness < Freshness::Old;
        self.seen_of(counts).filter(|_| is_trusted)
    }

    /// How many of those that count are reported to be out of use.
    pub fn out_of(&self, counts: impl Fn(usize) -> bool) -> usize {
        let readings = self.readings.iter().enumerate();
        let out = readings.filter(|(index, reading)| {
            let is_out = matches!(
                reading.state,
                State::Fault | State::Offline | State::Maintenance
            );
            counts(*index) && is_out
        });
        out.count()
    }

    /// The same as it was told last, however long ago.
    pub fn seen_of(&self, counts: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
        let (mut free, mut all, mut is_told) = (0, 0, false);
        for (index, reading) in self.readings.iter().enumerate() {
            if !counts(index) || reading.state == State::Removed {
                continue;
            }
            all += 1;
            free += usize::from(reading.is_available());
            is_told |= *reading != Reading::default();
        }
        is_told.then_some((free, all))
    }
}

impl Mirror {
    /// From a whole file.
    pub fn new(layout: Arc<Layout>, file: &LiveFile) -> Result<Self, Missed> {
        check(&layout, &file.snapshot)?;
        let mut stations: Vec<Option<Known>> = vec![None; layout.stations()];
        for (id, line) in &file.stations {
            let Some(station) = layout.station(id) else {
                continue;
            };
            let count = layout.connectors(station);
            let unknown = std::iter::repeat(Reading::default());
            let readings = line.readings.iter().copied().chain(unknown).take(count);
            stations[station] = Some(Known {
                readings: readings.collect(),
                confirmed: vec![file.time.before(line.age); count],
            });
        }
        let alive = file.sources.iter();
        let alive = alive.map(|(source, age)| (source.clone(), file.time.before(*age)));
        Ok(Self {
            layout,
            sequence: file.sequence,
            time: file.time,
            alive: alive.collect(),
            stations,
        })
    }

    /// Number of the latest file.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Which connectors it is about.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// When the latest file was written, by the clock of who wrote it: what the clock of a phone is
    /// corrected by.
    pub fn time(&self) -> UnixTime {
        self.time
    }

    /// Takes over what changed; a delta that is known already is left out.
    pub fn apply(&mut self, delta: &Delta) -> Result<(), Missed> {
        check(&self.layout, &delta.snapshot)?;
        if delta.sequence <= self.sequence {
            return Ok(());
        }
        if delta.previous != self.sequence {
            return Err(Missed::Gap {
                found: delta.previous,
                expected: self.sequence,
            });
        }
        for change in &delta.changes {
            let Some(station) = self.layout.station(&change.station) else {
                continue;
            };
            let count = self.layout.connectors(station);
            let known = self.stations[station].get_or_insert_with(|| Known {
                readings: vec![Reading::default(); count],
                confirmed: vec![delta.time; count],
            });
            if let Some(reading) = known.readings.get_mut(change.connector) {
                *reading = change.reading;
                known.confirmed[change.connector] = delta.time;
            }
        }
        for source in &delta.alive {
            self.alive.insert(source.clone(), delta.time);
        }
        (self.sequence, self.time) = (delta.sequence, delta.time);
        Ok(())
    }

    /// What is known of a station at `now`, by the clock of who writes the files; `None` when
    /// nothing ever was told.
    pub fn station(
        &self,
        station: usize,
        now: UnixTime,
        limits: Limits,
    ) -> Option<StationLive<'_>> {
        let known = self.stations.get(station)?.as_ref()?;
        let told = known.confirmed.iter().min().copied()?;
        let alive = self.alive.get(self.layout.source(station));
        let confirmed = alive.copied().map_or(told, |alive| alive.max(told));
        let age = now.since(confirmed);
        Some(StationLive {
            readings: &known.readings,
            confirmed,
            age,
            freshness: limits.of(age),
        })
    }

    /// Seconds since the last sign of life of a source; `None` when it never gave any.
    pub fn silence(&self, source: &str, now: UnixTime) -> Option<u32> {
        self.alive.get(source).map(|at| now.since(*at))
    }
}

fn check(layout: &Layout, snapshot: &str) -> Result<(), Missed> {
    if layout.snapshot == snapshot {
        return Ok(());
    }
    Err(Missed::Snapshot {
        found: snapshot.to_owned(),
        expected: layout.snapshot.clone(),
    })
}
