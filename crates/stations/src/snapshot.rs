//! The station snapshot: a container of kind `stations` around JSON.
//!
//! Format: `docs/formats/stations/v2`.

use std::collections::BTreeSet;

use container::{About, ContainerError, Finding, Kind, Parsed, Text};
use json::{Reader, Wrong};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use units::{BoundingBox, LatLon};

use crate::lean::whole;
use crate::wire::{WireMerged, WireStation};
use crate::{Station, StationId, Tariff, TariffId};

/// Version of the body that this crate reads and writes.
pub const VERSION: u16 = 2;

/// A station that was in an earlier snapshot and is gone, so that links to it say so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tombstone {
    /// Its id.
    pub id: StationId,
    /// Its name.
    pub name: Text,
    /// Where it was.
    pub position: LatLon,
    /// The edition in which it was gone, `YYYY-MM-DD`.
    pub gone_on: String,
}

/// A station of one source that is the same site as one of another, kept whole so that the two can
/// be told apart again. The one that stands for both is kept too, as it was before.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedStation {
    /// The station that stands for both.
    pub into: StationId,
    /// The record as its source had it.
    pub station: Station,
}

/// What a snapshot holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Content {
    /// Stations.
    pub stations: Vec<Station>,
    /// Tariffs that stations name.
    pub tariffs: Vec<Tariff>,
    /// Stations that are gone.
    pub tombstones: Vec<Tombstone>,
    /// Stations that are the same site as another.
    pub merged: Vec<MergedStation>,
}

/// A station file, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Where it comes from.
    pub about: About,
    /// Its stations, in the order of the file.
    pub stations: Vec<Station>,
    /// Tariffs that they name.
    pub tariffs: Vec<Tariff>,
    /// Stations that are gone.
    pub tombstones: Vec<Tombstone>,
    /// Stations that are the same site as another.
    pub merged: Vec<MergedStation>,
}

impl Snapshot {
    /// What it holds, without what is said about it.
    pub fn content(self) -> Content {
        Content {
            stations: self.stations,
            tariffs: self.tariffs,
            tombstones: self.tombstones,
            merged: self.merged,
        }
    }
}

/// Why a station file as a whole cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SnapshotError {
    /// The outer shell is broken or something else.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// The body is not the JSON that it should be.
    #[error("station list: {0}")]
    Body(String),
}

#[derive(Serialize)]
struct BodyOut<'a> {
    stations: Vec<WireStation>,
    #[serde(skip_serializing_if = "<[Tariff]>::is_empty")]
    tariffs: &'a [Tariff],
    #[serde(skip_serializing_if = "<[Tombstone]>::is_empty")]
    tombstones: &'a [Tombstone],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merged: Vec<WireMerged>,
}

/// The body, whose records are still text.
#[derive(Default)]
struct BodyIn<'a> {
    stations: Vec<&'a str>,
    tariffs: Vec<&'a str>,
    tombstones: Vec<&'a str>,
    merged: Vec<&'a str>,
}

impl<'a> BodyIn<'a> {
    fn read(body: &'a [u8], must: &[&str]) -> Result<Self, SnapshotError> {
        let text = std::str::from_utf8(body)
            .map_err(|_| SnapshotError::Body("expected UTF-8".to_owned()))?;
        let (mut own, mut reader) = (Self::default(), Reader::new(text));
        let read = reader.record(must, &mut |name, value| {
            let list = match name {
                "stations" => &mut own.stations,
                "tariffs" => &mut own.tariffs,
                "tombstones" => &mut own.tombstones,
                "merged" => &mut own.merged,
                _ => return value.skip(),
            };
            value.list(&mut |item| {
                list.push(item.slice()?);
                Ok(())
            })?;
            Ok(true)
        });
        let read = read.and_then(|()| reader.end());
        read.map_err(|wrong| SnapshotError::Body(wrong.to_string()))?;
        Ok(own)
    }
}

/// Reads a snapshot. A station that cannot be understood is left out with a finding; the others
/// stay.
pub fn read_snapshot(bytes: &[u8]) -> Result<Parsed<Snapshot>, SnapshotError> {
    Ok(SnapshotReader::new(bytes)?.finish())
}

/// Reads a snapshot as [`read_snapshot`] does, some stations at a time, for those who have other
/// things to do meanwhile.
pub struct SnapshotReader<'a> {
    about: About,
    body: BodyIn<'a>,
    tariffs: Vec<Tariff>,
    known: BTreeSet<TariffId>,
    seen: BTreeSet<StationId>,
    stations: Vec<Station>,
    /// How many of the body's stations were looked at.
    next: usize,
    findings: Vec<Finding>,
}

impl<'a> SnapshotReader<'a> {
    /// Opens the file.
    pub fn new(bytes: &'a [u8]) -> Result<Self, SnapshotError> {
        let contents = container::read(bytes)?;
        let body = BodyIn::read(contents.body_of(Kind::Stations, VERSION)?, &["stations"])?;
        let mut findings = Vec::new();
        let tariffs = tariffs(&body.tariffs, &mut findings);
        // Collected it would be sorted first: kilobytes of code.
        let mut known = BTreeSet::new();
        known.extend(tariffs.iter().map(|tariff| tariff.id.clone()));
        Ok(Self {
            about: contents.about,
            known,
            seen: BTreeSet::new(),
            stations: Vec::with_capacity(body.stations.len()),
            tariffs,
            body,
            next: 0,
            findings,
        })
    }

    /// Reads so many more stations; false when all are read.
    pub fn read_some(&mut self, count: usize) -> bool {
        let end = self.next.saturating_add(count);
        while self.next < end {
            let Some(raw) = self.body.stations.get(self.next) else {
                return false;
            };
            self.read_one(self.next, raw);
            self.next += 1;
        }
        true
    }

    /// A station that is possible, when its id is new, with those of the tariffs that it names.
    fn read_one(&mut self, index: usize, raw: &str) {
        let findings = &mut self.findings;
        let wire = record("station", index, raw, whole::station, findings);
        let station = wire.and_then(|wire| wire.into_station(findings));
        let Some(mut station) = station else { return };
        station.tariffs.retain(|tariff| {
            let is_known = self.known.contains(tariff);
            if !is_known {
                let problem = "expected a tariff of this file; the station has it not";
                findings.push(Finding::new(&station.id.0, "tariffs", problem, &tariff.0));
            }
            is_known
        });
        if self.seen.insert(station.id.clone()) {
            self.stations.push(station);
        } else {
            let problem = "expected an id used once; the second station is left out";
            let subject = format!("station {index}");
            findings.push(Finding::new(subject, "id", problem, station.id.0));
        }
    }

    /// Reads the rest, and gives all.
    pub fn finish(mut self) -> Parsed<Snapshot> {
        self.read_some(usize::MAX);
        let (body, mut findings) = (self.body, self.findings);
        let tombstones = records(
            "tombstone",
            &body.tombstones,
            whole::tombstone,
            &mut findings,
        );
        let merged = records("merged", &body.merged, whole::merged, &mut findings);
        let merged = merged
            .into_iter()
            .filter_map(|WireMerged { into, station }| {
                let station = station.into_station(&mut findings)?;
                Some(MergedStation { into, station })
            });
        let merged = merged.collect();
        Parsed {
            value: Snapshot {
                about: self.about,
                stations: self.stations,
                tariffs: self.tariffs,
                tombstones,
                merged,
            },
            findings,
        }
    }
}

/// The tariffs of a snapshot alone; those that cannot be understood are left out.
pub fn read_tariffs(bytes: &[u8]) -> Result<Vec<Tariff>, SnapshotError> {
    let body = container::read_body(bytes, Kind::Stations, VERSION)?;
    let body = BodyIn::read(body, &[])?;
    Ok(tariffs(&body.tariffs, &mut Vec::new()))
}

/// How a record is read.
type ReadRecord<T> = fn(&mut Reader<'_>) -> Result<T, Wrong>;

fn record<T>(
    what: &str,
    index: usize,
    raw: &str,
    read: ReadRecord<T>,
    findings: &mut Vec<Finding>,
) -> Option<T> {
    read(&mut Reader::new(raw))
        .map_err(|error| {
            let found: String = raw.chars().take(80).collect();
            let problem = format!("{error}; the {what} is left out");
            findings.push(Finding::new(format!("{what} {index}"), "*", problem, found));
        })
        .ok()
}

fn records<T>(
    what: &str,
    raws: &[&str],
    read: ReadRecord<T>,
    findings: &mut Vec<Finding>,
) -> Vec<T> {
    let raws = raws.iter().enumerate();
    raws.filter_map(|(index, raw)| record(what, index, raw, read, findings))
        .collect()
}

/// Tariffs that are possible, each id once.
fn tariffs(raws: &[&str], findings: &mut Vec<Finding>) -> Vec<Tariff> {
    let mut seen = BTreeSet::new();
    let mut tariffs: Vec<Tariff> = records("tariff", raws, whole::tariff, findings);
    tariffs.retain(|tariff| {
        let problem = tariff.problem().or_else(|| {
            let is_new = seen.insert(tariff.id.clone());
            (!is_new).then(|| ("id", tariff.id.0.clone()))
        });
        if let Some((field, found)) = &problem {
            let expected = "expected periods in order within a day, a currency of three letters and \
                            an id used once; the tariff is left out";
            findings.push(Finding::new(&tariff.id.0, *field, expected, found));
        }
        problem.is_none()
    });
    tariffs
}

/// Writes a snapshot; its bounds are computed from the stations.
pub fn write_snapshot(about: &About, content: &Content) -> Result<Vec<u8>, SnapshotError> {
    let positions = content.stations.iter().map(|station| station.position);
    let about = About {
        bounds: BoundingBox::around(positions),
        ..about.clone()
    };
    let merged = content.merged.iter().map(|merged| WireMerged {
        into: merged.into.clone(),
        station: WireStation::from(&merged.station),
    });
    let body = BodyOut {
        stations: content.stations.iter().map(WireStation::from).collect(),
        tariffs: &content.tariffs,
        tombstones: &content.tombstones,
        merged: merged.collect(),
    };
    let body = serde_json::to_vec(&body).map_err(|e| SnapshotError::Body(e.to_string()))?;
    Ok(container::write(Kind::Stations, VERSION, &about, &body)?)
}

#[cfg(test)]
mod tests;
