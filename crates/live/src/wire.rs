//! Live files and deltas as JSON. Everything that is read is checked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stations::StationId;
use thiserror::Error;

use crate::{Bay, Lock, Reading, State, UnixTime};

/// Version of the files that this crate reads and writes.
pub const VERSION: u32 = 1;

/// All that is known at one time: `live.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LiveFile {
    /// [`VERSION`].
    pub v: u32,
    /// Name of the snapshot whose stations and connectors are meant.
    #[serde(rename = "snap")]
    pub snapshot: String,
    /// Number of the file: that of the delta that leads to it.
    #[serde(rename = "seq")]
    pub sequence: u64,
    /// When it was written.
    #[serde(rename = "t")]
    pub time: UnixTime,
    /// Sources, each with the seconds since its last sign of life. It confirms all that the source
    /// told before.
    #[serde(rename = "src", default)]
    pub sources: Vec<(String, u32)>,
    /// Stations of which anything is known.
    #[serde(rename = "s")]
    pub stations: BTreeMap<StationId, StationLine>,
}

/// What is known of one station.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Line", into = "Line")]
pub struct StationLine {
    /// Seconds since the connector that was told of longest ago was told of.
    pub age: u32,
    /// Its connectors, in the order of the snapshot.
    pub readings: Vec<Reading>,
}

/// `[age, states]`, then bays and locks where any is known: a letter each.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    States(u32, String),
    Bays(u32, String, String),
    Locks(u32, String, String, String),
}

impl From<StationLine> for Line {
    fn from(line: StationLine) -> Self {
        let letters = |letter: fn(&Reading) -> char| line.readings.iter().map(letter).collect();
        let states = letters(|reading| reading.state.letter());
        let (has_bays, has_locks) = line.readings.iter().fold((false, false), |known, reading| {
            let bay = reading.bay != Bay::Unknown;
            (known.0 || bay, known.1 || reading.lock != Lock::Unknown)
        });
        let bays = || letters(|reading| reading.bay.letter());
        let age = line.age;
        if has_locks {
            let locks = letters(|reading| reading.lock.letter());
            Self::Locks(age, states, bays(), locks)
        } else if has_bays {
            Self::Bays(age, states, bays())
        } else {
            Self::States(age, states)
        }
    }
}

impl From<Line> for StationLine {
    fn from(line: Line) -> Self {
        let none = String::new;
        let (age, states, bays, locks) = match line {
            Line::States(age, states) => (age, states, none(), none()),
            Line::Bays(age, states, bays) => (age, states, bays, none()),
            Line::Locks(age, states, bays, locks) => (age, states, bays, locks),
        };
        let unknown = std::iter::repeat('?');
        let bays = bays.chars().chain(unknown.clone());
        let locks = locks.chars().chain(unknown);
        let readings = states.chars().zip(bays).zip(locks);
        let readings = readings.map(|((state, bay), lock)| Reading {
            state: State::of_letter(state),
            bay: Bay::of_letter(bay),
            lock: Lock::of_letter(lock),
        });
        Self {
            age,
            readings: readings.collect(),
        }
    }
}

/// What changed from one file to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delta {
    /// [`VERSION`].
    pub v: u32,
    /// Name of the snapshot.
    #[serde(rename = "snap")]
    pub snapshot: String,
    /// Number of the file before.
    #[serde(rename = "prev")]
    pub previous: u64,
    /// Its own number.
    #[serde(rename = "seq")]
    pub sequence: u64,
    /// When it was written.
    #[serde(rename = "t")]
    pub time: UnixTime,
    /// Connectors that changed.
    #[serde(rename = "c", default)]
    pub changes: Vec<Change>,
    /// Sources that gave a sign of life.
    #[serde(rename = "hb", default)]
    pub alive: Vec<String>,
}

/// A connector that changed: `[station, connector, letters, seconds since it did]`. The letters are
/// state, bay and lock; unknown ones at the end are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "ChangeLine", into = "ChangeLine")]
pub struct Change {
    /// Its station.
    pub station: StationId,
    /// Its index at the station.
    pub connector: usize,
    /// What it is now.
    pub reading: Reading,
    /// Seconds since it changed.
    pub age: u32,
}

#[derive(Serialize, Deserialize)]
struct ChangeLine(StationId, usize, String, u32);

impl From<Change> for ChangeLine {
    fn from(change: Change) -> Self {
        Self(
            change.station,
            change.connector,
            change.reading.letters(),
            change.age,
        )
    }
}

impl From<ChangeLine> for Change {
    fn from(ChangeLine(station, connector, letters, age): ChangeLine) -> Self {
        Self {
            station,
            connector,
            reading: Reading::of_letters(&letters),
            age,
        }
    }
}

/// A file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WireError {
    /// It is of another version.
    #[error("version {0}, expected {VERSION}")]
    Version(u64),
    /// It has another form.
    #[error("{0}")]
    Form(String),
}

#[derive(Deserialize)]
struct Head {
    v: u64,
}

pub(crate) fn read<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T, WireError> {
    let form = |error: serde_json::Error| WireError::Form(error.to_string());
    let Head { v } = serde_json::from_slice(json).map_err(form)?;
    if v != u64::from(VERSION) {
        return Err(WireError::Version(v));
    }
    serde_json::from_slice(json).map_err(form)
}

pub(crate) fn written(value: &impl Serialize) -> Vec<u8> {
    // Maps with string keys and finite numbers: nothing can fail.
    serde_json::to_vec(value).unwrap_or_default()
}

impl LiveFile {
    /// Reads one.
    pub fn read(json: &[u8]) -> Result<Self, WireError> {
        read(json)
    }

    /// As JSON.
    pub fn to_json(&self) -> Vec<u8> {
        written(self)
    }
}

impl Delta {
    /// Reads one.
    pub fn read(json: &[u8]) -> Result<Self, WireError> {
        read(json)
    }

    /// As JSON, without line breaks.
    pub fn to_json(&self) -> Vec<u8> {
        written(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_as_documented() {
        let json = br#"{"v":1,"snap":"20261123T0500Z-a1b2","seq":18231,"t":1795411200,"src":[["opA",15]],"s":{"s01a":[35,"fcp?"],"s01b":[12,"cc","10"],"s01c":[1,"f","?","1"]}}"#;
        let file = LiveFile::read(json).unwrap();
        assert_eq!(file.to_json(), json);
        let line = &file.stations[&StationId("s01b".into())];
        assert_eq!(line.readings[0].bay, Bay::Taken);
        let json = br#"{"v":1,"snap":"a","prev":1,"seq":2,"t":1795411200,"c":[["s01a",2,"f",12],["s01a",1,"f?1",0],["s01b",0,"?",3]],"hb":["opA"]}"#;
        assert_eq!(Delta::read(json).unwrap().to_json(), json);
    }

    #[test]
    fn strange_files_are_refused_or_partly_unknown() {
        let error = LiveFile::read(br#"{"v":2}"#).unwrap_err();
        assert_eq!(error.to_string(), "version 2, expected 1");
        assert!(LiveFile::read(b"[]").is_err());
        assert!(Delta::read(br#"{"v":1,"snap":"a"}"#).is_err());
        let json = br#"{"v":1,"snap":"a","seq":1,"t":1,"s":{"x":[5,"fz","1","000"]},"more":[]}"#;
        let file = LiveFile::read(json).unwrap();
        let readings = &file.stations[&StationId("x".into())].readings;
        assert_eq!(readings.len(), 2);
        assert_eq!(readings[1].state, State::Unknown);
        assert_eq!(readings[1].bay, Bay::Unknown);
    }
}
