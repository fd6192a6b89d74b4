//! The file of stations: what stands in the file on disk, with what operators say of their own
//! stations in its place.
//!
//! Rules: a station that an operator tells of takes the place of the same one in the file, and keeps
//! its id; prices that the file has stay until the operator tells others; a station that cannot be
//! read leaves the one that is known; sources keep their order, and sites of several are one as
//! `yilu import stations` makes them so.

mod taught;

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result};
use container::{About, Finding, Source, Text};
use feeds::{Feed, FeedKind, Keys, Reading, merge, ocpi_date_time, read_feed, split};
use serde_json::Value;
use stations::{Content, Snapshot, Station, StationId, TariffId, read_snapshot, write_snapshot};

use self::taught::taught;
use crate::documents::Document;

/// An operator whose stations are learnt.
#[derive(Debug, Clone)]
pub(crate) struct Teacher {
    /// The id of its source.
    pub(crate) source: String,
    /// What it speaks.
    pub(crate) kind: FeedKind,
    /// True when its stations are invented.
    pub(crate) demo: bool,
}

/// Makes files of stations.
#[derive(Debug)]
pub(crate) struct Catalogue {
    /// The file on disk, as it is: parsed it takes many times as much memory.
    base: Option<Vec<u8>>,
    teachers: Vec<Teacher>,
}

/// Reads what one document says of a station: exactly one station with this id at its source.
/// `None` when it says no such thing; the known one stays.
pub(crate) fn station_of(kind: FeedKind, id: &str, value: &Value) -> Option<Station> {
    let mut feed = read(kind, id, value)?;
    let station = feed.stations.pop()?;
    let origin = station.origins.first();
    let is_it = origin.is_some_and(|origin| origin.id.eq_ignore_ascii_case(id));
    (is_it && feed.stations.is_empty()).then_some(station)
}

fn read(kind: FeedKind, name: &str, value: &Value) -> Option<Feed> {
    let reading = Reading {
        kind,
        name,
        datum: kind.datum(),
        keys: &Keys::default(),
    };
    read_feed(&reading, value.to_string().as_bytes()).ok()
}

impl Catalogue {
    /// Of the file on disk, if there is one, and of those who tell of theirs.
    pub(crate) fn new(base: Option<Vec<u8>>, teachers: Vec<Teacher>) -> Self {
        Self { base, teachers }
    }

    /// The file of stations as the documents have it, and what was wrong.
    pub(crate) fn file(&self, documents: &[Arc<Document>]) -> Result<(Vec<u8>, Vec<Finding>)> {
        let base = self.base.as_deref().map(read_snapshot).transpose();
        let base = base.context("the file of stations on disk")?;
        let base = base.map(|read| read.value);
        let (about, content, findings) = self.content(base, documents);
        let bytes = write_snapshot(&about, &content).context("write stations")?;
        Ok((bytes, findings))
    }

    fn content(
        &self,
        base: Option<Snapshot>,
        documents: &[Arc<Document>],
    ) -> (About, Content, Vec<Finding>) {
        let about = base.as_ref().map(|base| base.about.clone());
        let is_apart = base.as_ref().is_some_and(|base| {
            let sources: BTreeSet<&str> = base.stations.iter().map(source_of).collect();
            base.merged.is_empty() && sources.len() > 1
        });
        let base = base.map(Snapshot::content).unwrap_or_default();
        // In the order in which they count.
        let sources = about.iter().flat_map(|about| &about.sources);
        let mut lists: Vec<(String, Vec<Station>)> = sources
            .map(|source| (source.id.clone(), Vec::new()))
            .collect();
        for station in split(base.stations, base.merged) {
            let source = source_of(&station);
            match lists.iter_mut().find(|list| list.0 == source) {
                Some((_, known)) => known.push(station),
                None => lists.push((source.to_owned(), vec![station])),
            }
        }
        let (mut tariffs, mut tombstones) = (base.tariffs, base.tombstones);
        let mut findings = Vec::new();
        for teacher in &self.teachers {
            let of = documents.iter().filter(|one| one.key.0 == teacher.source);
            let of: Vec<&Document> = of.map(Arc::as_ref).collect();
            if of.is_empty() {
                continue;
            }
            let at = lists.iter().position(|list| list.0 == teacher.source);
            let at = at.unwrap_or_else(|| {
                lists.push((teacher.source.clone(), Vec::new()));
                lists.len() - 1
            });
            if let Some((_, list)) = lists.get_mut(at) {
                let mut taught = taught(teacher, std::mem::take(list), &of);
                *list = taught.stations;
                tariffs.append(&mut taught.tariffs);
                tombstones.append(&mut taught.tombstones);
                findings.append(&mut taught.findings);
            }
        }
        let lists = lists.into_iter().map(|list| list.1).collect();
        let (stations, merged, more) = merge(lists, !is_apart);
        findings.extend(more);
        let here: BTreeSet<&StationId> = stations.iter().map(|station| &station.id).collect();
        tombstones.retain(|tombstone| !here.contains(&tombstone.id));
        tombstones.sort_by(|a, b| a.id.cmp(&b.id));
        tombstones.dedup_by(|a, b| a.id == b.id);
        let all = stations.iter().chain(merged.iter().map(|one| &one.station));
        let named: BTreeSet<TariffId> = all.flat_map(|one| one.tariffs.clone()).collect();
        tariffs.retain(|tariff| named.contains(&tariff.id));
        let content = Content {
            stations,
            tariffs,
            tombstones,
            merged,
        };
        (self.about(about, &content, documents), content, findings)
    }

    fn about(&self, about: Option<About>, content: &Content, documents: &[Arc<Document>]) -> About {
        const LICENCE: &str = "by agreement with its publisher";
        let mut about = about.unwrap_or_else(|| About {
            id: "stations".to_owned(),
            title: Text::new("充电站", "Charging stations"),
            edition: String::new(),
            demo: false,
            schematic: false,
            licence: LICENCE.to_owned(),
            attribution: String::new(),
            sources: Vec::new(),
            bounds: None,
        });
        about.demo |= content.stations.iter().any(|station| station.demo);
        // The day of the newest document: the same documents give the same file.
        let newest = documents.iter().map(|document| document.order.0).max();
        let day = newest.map(day).unwrap_or_default();
        about.edition = about.edition.max(day);
        for teacher in &self.teachers {
            let is_told = documents.iter().any(|one| one.key.0 == teacher.source);
            if is_told && !about.sources.iter().any(|one| one.id == teacher.source) {
                let protocol = if teacher.kind == FeedKind::Ocpi {
                    "OCPI"
                } else {
                    "T/CEC 102"
                };
                about.sources.push(Source {
                    id: teacher.source.clone(),
                    name: format!("{} ({protocol})", teacher.source),
                    licence: LICENCE.to_owned(),
                });
            }
        }
        about
    }
}

/// The day of a time in milliseconds since 1970, `YYYY-MM-DD`.
pub(crate) fn day(millis: i64) -> String {
    ocpi_date_time(millis).chars().take(10).collect()
}

fn source_of(station: &Station) -> &str {
    let origin = station.origins.first();
    origin.map_or("", |origin| &origin.source)
}

fn origin_of(station: &Station) -> &str {
    let origin = station.origins.first();
    origin.map_or(&station.id.0, |origin| &origin.id)
}

#[cfg(test)]
mod tests;
