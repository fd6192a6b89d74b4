//! Which connectors a snapshot has, in which order.

use std::collections::BTreeMap;

use stations::{Station, StationId};

/// A connector of a snapshot: its station's index, and its own among the connectors of the station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// Index of the station in the snapshot.
    pub station: usize,
    /// Index of the connector at its station, in the order of the snapshot.
    pub connector: usize,
}

/// What live data is told about. The order of stations and connectors is that of the snapshot, by
/// whose name it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Name of the snapshot.
    pub snapshot: String,
    stations: Vec<Place>,
    by_id: BTreeMap<StationId, usize>,
    /// By source and the connector's id there.
    by_connector: BTreeMap<String, BTreeMap<String, Slot>>,
}

/// A station.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    id: StationId,
    /// The source that its live data comes from: its first.
    source: String,
    /// Its id there.
    origin: String,
    connectors: usize,
}

impl Layout {
    /// Of the stations of a snapshot, in its order. Where two connectors of a source have the same
    /// id, the first has it.
    pub fn new(snapshot: impl Into<String>, stations: &[Station]) -> Self {
        let mut layout = Self {
            snapshot: snapshot.into(),
            stations: Vec::with_capacity(stations.len()),
            by_id: BTreeMap::new(),
            by_connector: BTreeMap::new(),
        };
        for (index, station) in stations.iter().enumerate() {
            let source = station
                .origins
                .first()
                .map_or("", |origin| &origin.source[..]);
            let known = layout.by_connector.entry(source.to_owned()).or_default();
            let mut connectors = 0;
            for (number, (connector, _)) in station.connectors().enumerate() {
                connectors = number + 1;
                known.entry(connector.id.0.clone()).or_insert(Slot {
                    station: index,
                    connector: number,
                });
            }
            layout.by_id.insert(station.id.clone(), index);
            layout.stations.push(Place {
                id: station.id.clone(),
                source: source.to_owned(),
                origin: station
                    .origins
                    .first()
                    .map_or_else(String::new, |origin| origin.id.clone()),
                connectors,
            });
        }
        layout
    }

    /// Number of stations.
    pub fn stations(&self) -> usize {
        self.stations.len()
    }

    /// Number of connectors of a station.
    pub fn connectors(&self, station: usize) -> usize {
        self.stations
            .get(station)
            .map_or(0, |place| place.connectors)
    }

    /// The id of a station; `None` when there are not so many.
    pub fn id(&self, station: usize) -> Option<&StationId> {
        self.stations.get(station).map(|place| &place.id)
    }

    /// The source of a station's live data; empty when it says none.
    pub fn source(&self, station: usize) -> &str {
        self.stations.get(station).map_or("", |place| &place.source)
    }

    /// The id that the source of a station has for it.
    pub fn origin(&self, station: usize) -> &str {
        self.stations.get(station).map_or("", |place| &place.origin)
    }

    /// The ids that a source has for its stations.
    pub fn origins<'a>(&'a self, source: &'a str) -> impl Iterator<Item = &'a str> {
        let places = self
            .stations
            .iter()
            .filter(move |place| place.source == source);
        places.map(|place| &place.origin[..])
    }

    /// The index of a station.
    pub fn station(&self, id: &StationId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The connector that a source calls so.
    pub fn slot(&self, source: &str, connector: &str) -> Option<Slot> {
        self.by_connector.get(source)?.get(connector).copied()
    }

    /// All connectors: source, id there, slot.
    pub fn slots(&self) -> impl Iterator<Item = (&str, &str, Slot)> {
        let sources = self.by_connector.iter();
        sources.flat_map(|(source, connectors)| {
            let all = connectors.iter();
            all.map(move |(connector, slot)| (&source[..], &connector[..], *slot))
        })
    }
}
