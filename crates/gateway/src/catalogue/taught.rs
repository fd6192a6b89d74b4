//! The stations of one operator: what it says of them, and what the file on disk has beside.

use std::collections::BTreeMap;

use container::{Finding, Text};
use feeds::{Feed, FeedKind, ocpi_date_time, ocpi_lasting};
use serde_json::{Value, json};
use stations::{Opening, Station, StationId, Tariff, TariffId, Tombstone};

use super::{Teacher, origin_of, read};
use crate::documents::{Document, Kind};

/// What one operator's documents and its stations on disk are together.
#[derive(Default)]
pub(super) struct Taught {
    pub(super) stations: Vec<Station>,
    pub(super) tariffs: Vec<Tariff>,
    pub(super) tombstones: Vec<Tombstone>,
    pub(super) findings: Vec<Finding>,
}

/// Puts `documents` of an operator and its `known` stations of the file on disk together.
pub(super) fn taught(teacher: &Teacher, known: Vec<Station>, documents: &[&Document]) -> Taught {
    let (mut taught, mut all) = (Taught::default(), Feed::default());
    let mut on_disk: BTreeMap<String, Station> = BTreeMap::new();
    for station in known {
        let twin = on_disk.insert(origin_of(&station).to_owned(), station);
        // Two with one id at their source: nobody can tell which of them is meant.
        all.stations.extend(twin);
    }
    let prices = documents.iter().filter(|one| one.key.1 == Kind::Fee);
    let prices: BTreeMap<&str, &Document> = prices.map(|one| (&one.key.2[..], *one)).collect();
    let stations = documents.iter().filter(|one| one.key.1 == Kind::Station);
    let stations: BTreeMap<&str, &Document> = stations.map(|one| (&one.key.2[..], *one)).collect();
    // What a station that was told of has from the file, by the id that it was told with.
    let mut kept: BTreeMap<StationId, Station> = BTreeMap::new();
    for document in stations.values() {
        let id = &document.key.2;
        let before = on_disk.remove(id);
        let fee = prices.get(&id[..]);
        let value = prepared(
            teacher.kind,
            document,
            fee.is_some_and(|fee| fee.order > document.order),
        );
        let read = read(teacher.kind, id, &value);
        if let Some(day) = &document.gone {
            let gone = before.or_else(|| read?.stations.pop());
            taught.tombstones.extend(gone.map(|station| Tombstone {
                id: station.id,
                name: station.name,
                position: station.position,
                gone_on: day.clone(),
            }));
            continue;
        }
        let Some(mut read) = read.filter(|read| !read.stations.is_empty()) else {
            on_disk.extend(before.map(|before| (id.clone(), before)));
            continue;
        };
        for station in &mut read.stations {
            for origin in &mut station.origins {
                (origin.source, origin.id) = (teacher.source.clone(), id.clone());
            }
            station.demo |= teacher.demo;
        }
        if let (Some(before), Some(station)) = (before, read.stations.first()) {
            kept.insert(station.id.clone(), before);
        }
        all.add(read);
    }
    // Those of the file on disk that nobody told of: they may have a new price.
    for mut station in on_disk.into_values() {
        kept.insert(station.id.clone(), station.clone());
        station.tariffs.clear();
        all.stations.push(station);
    }
    for (id, fee) in &prices {
        let station = stations.get(*id);
        let has_own = station.is_some_and(|one| one.order > fee.order && has_prices(&one.value));
        if !has_own && let Some(read) = read(teacher.kind, id, &pushed(&fee.value)) {
            all.add(read);
        }
    }
    settle(teacher, all, kept, &mut taught);
    taught
}

/// Gives all stations their prices, their ids and what they keep.
fn settle(
    teacher: &Teacher,
    mut all: Feed,
    mut kept: BTreeMap<StationId, Station>,
    taught: &mut Taught,
) {
    all.settle(teacher.kind);
    // Names of tariffs are those of this source.
    let named = |id: &TariffId| TariffId(format!("{}:{}", teacher.source, id.0));
    for station in &mut all.stations {
        station.tariffs = station.tariffs.iter().map(named).collect();
        if let Some(before) = kept.remove(&station.id) {
            keep(station, before);
        }
    }
    taught.tariffs = std::mem::take(&mut all.tariffs);
    for tariff in &mut taught.tariffs {
        tariff.id = named(&tariff.id);
    }
    taught.stations = std::mem::take(&mut all.stations);
    taught.findings = std::mem::take(&mut all.findings);
}

/// A document as it is read for the file: without what does not last, and without prices when newer
/// ones were pushed.
fn prepared(kind: FeedKind, document: &Document, has_newer_price: bool) -> Value {
    if kind == FeedKind::Ocpi {
        let mut value = ocpi_lasting(&document.value);
        if let Value::Object(fields) = &mut value {
            let at = ocpi_date_time(document.order.0);
            fields.insert("last_updated".to_owned(), at.into());
        }
        return value;
    }
    let mut value = document.value.clone();
    if let Value::Object(fields) = &mut value
        && has_newer_price
    {
        fields.retain(|name, _| !is_price(name));
    }
    value
}

fn is_price(name: &str) -> bool {
    let names = ["PolicyInfos", "ElectricityFee", "ServiceFee"];
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn has_prices(station: &Value) -> bool {
    let fields = station.as_object();
    fields.is_some_and(|fields| fields.keys().any(|name| is_price(name)))
}

/// A pushed price without the operator's id: the source is the operator.
fn pushed(fee: &Value) -> Value {
    let mut fee = fee.clone();
    if let Value::Object(fields) = &mut fee {
        fields.retain(|name, _| !name.eq_ignore_ascii_case("OperatorID"));
    }
    json!({"StationFee": fee})
}

/// A station that was told of has the id of the one in the file, and what it leaves open itself.
fn keep(station: &mut Station, before: Station) {
    station.id = before.id;
    station.demo |= before.demo;
    if station.tariffs.is_empty() {
        station.tariffs = before.tariffs;
    }
    if station.operator == Text::default() {
        station.operator = before.operator;
    }
    if station.name.en.is_empty() {
        station.name.en = before.name.en;
    }
    if station.opening == Opening::default() {
        station.opening = before.opening;
    }
}
