//! Stations of several sources into one list: the same site once, reversibly.

use std::collections::{BTreeMap, BTreeSet};

use container::Finding;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use stations::{ConnectorStandard, Lifecycle, MergedStation, Opening, ParkingKind, Place, Station};
use units::{LatLon, Meters};

/// So near, in metres, two stations of different sources are one site unless something speaks
/// against it. Chinese sources shift places by up to some tens of metres.
pub const SAME_SITE_M: f64 = 60.0;
/// So near, in metres, with the same name.
const SAME_NAME_M: f64 = 200.0;
/// Mean radius of the earth in metres, as in [`LatLon::distance_to`].
const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// Words that say nothing of a name.
const EMPTY_WORDS: [&str; 9] = [
    "新能源汽车",
    "电动汽车",
    "充电站",
    "充电桩",
    "换电站",
    "公共",
    "快充",
    "chargingstation",
    "station",
];

/// A place on the unit sphere, so that near is near everywhere.
type Place3 = GeomWithData<[f64; 3], usize>;

/// Joins lists of stations; what stands first counts first. Two stations of different sources are
/// one site when they are at most [`SAME_SITE_M`] apart (200 m where their names say the same),
/// their operators do not differ, their plugs do not differ, and they are nearest to each other.
///
/// The first keeps its id and everything it says; the second fills what it leaves open. Both are
/// kept whole among the merged, from which [`split`] restores them. An id that two sources use for
/// different sites is a finding, and the second gets its source in front.
///
/// Without `joins` every station stays alone.
pub fn merge(
    sources: Vec<Vec<Station>>,
    joins: bool,
) -> (Vec<Station>, Vec<MergedStation>, Vec<Finding>) {
    let (mut all, mut merged, mut findings) = (Vec::<Station>::new(), Vec::new(), Vec::new());
    let (mut ids, mut joined) = (BTreeSet::new(), BTreeSet::new());
    for mut source in sources {
        for station in &mut source {
            if ids.insert(station.id.clone()) {
                continue;
            }
            let problem = "expected an id of its own; its source stands in front";
            findings.push(Finding::new(&station.id.0, "id", problem, &station.name.zh));
            let word = station
                .origins
                .first()
                .map_or("other", |origin| &origin.source);
            let stem = format!("{word}:{}", station.id);
            let mut number = 1;
            station.id.0.clone_from(&stem);
            while !ids.insert(station.id.clone()) {
                number += 1;
                station.id.0 = format!("{stem}-{number}");
            }
        }
        let pairs = if joins {
            same_sites(&all, &source)
        } else {
            BTreeMap::new()
        };
        let known = all.len();
        for (index, station) in source.into_iter().enumerate() {
            match pairs.get(&index) {
                None => all.push(station),
                Some(&first) if first < known => {
                    let is_new = joined.insert(first);
                    join(&mut all[first], station, is_new, &mut merged);
                }
                Some(_) => {}
            }
        }
    }
    (all, merged, findings)
}

/// Undoes [`merge`]: every station as its source had it, but for ids that had to change.
pub fn split(stations: Vec<Station>, merged: Vec<MergedStation>) -> Vec<Station> {
    let joined: BTreeSet<_> = merged.iter().map(|merged| merged.into.clone()).collect();
    let mut all: Vec<Station> = stations
        .into_iter()
        .filter(|station| !joined.contains(&station.id))
        .collect();
    all.extend(merged.into_iter().map(|merged| merged.station));
    all
}

/// Which of `new` is which of `known`: nearest pairs first, each only once.
fn same_sites(known: &[Station], new: &[Station]) -> BTreeMap<usize, usize> {
    let points = known.iter().enumerate();
    let points = points.map(|(index, station)| Place3::new(on_sphere(station.position), index));
    let tree = RTree::bulk_load(points.collect());
    let chord = 2.0 * (SAME_NAME_M / EARTH_RADIUS_M / 2.0).sin();
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (index, station) in new.iter().enumerate() {
        for near in tree.locate_within_distance(on_sphere(station.position), chord * chord) {
            let other = &known[near.data];
            let apart = station.position.distance_to(other.position);
            if is_same_site(other, station, apart) {
                candidates.push((apart.0, near.data, index));
            }
        }
    }
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut pairs, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, first, second) in candidates {
        if !taken.contains(&first) && !pairs.contains_key(&second) {
            taken.insert(first);
            pairs.insert(second, first);
        }
    }
    pairs
}

fn on_sphere(at: LatLon) -> [f64; 3] {
    let (lat, lon) = (at.lat().to_radians(), at.lon().to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

fn is_same_site(a: &Station, b: &Station, apart: Meters) -> bool {
    let (name_a, name_b) = (squeezed(&a.name.zh), squeezed(&b.name.zh));
    let is_same_name = !name_a.is_empty() && name_a == name_b;
    let reach = if is_same_name {
        SAME_NAME_M
    } else {
        SAME_SITE_M
    };
    a.demo == b.demo
        && apart.0 <= reach
        && !differs(&operator(a), &operator(b))
        && shares_plug(a, b)
}

fn operator(station: &Station) -> String {
    let name = &station.operator;
    squeezed(if name.zh.is_empty() {
        &name.en
    } else {
        &name.zh
    })
}

/// Both are known, and neither is a part of the other.
fn differs(a: &str, b: &str) -> bool {
    !a.is_empty() && !b.is_empty() && !a.contains(b) && !b.contains(a)
}

fn squeezed(name: &str) -> String {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let name = name.to_lowercase();
    EMPTY_WORDS
        .iter()
        .fold(name, |name, word| name.replace(word, ""))
}

fn shares_plug(a: &Station, b: &Station) -> bool {
    let plugs = |station: &Station| -> BTreeSet<ConnectorStandard> {
        let plugs = station
            .connectors()
            .map(|(connector, _)| connector.standard);
        plugs
            .filter(|plug| *plug != ConnectorStandard::Other)
            .collect()
    };
    let (a, b) = (plugs(a), plugs(b));
    a.is_empty() || b.is_empty() || !a.is_disjoint(&b)
}

fn join(first: &mut Station, second: Station, is_new: bool, merged: &mut Vec<MergedStation>) {
    let mut keep = |station: Station| {
        merged.push(MergedStation {
            into: first.id.clone(),
            station,
        });
    };
    if is_new {
        keep(first.clone());
    }
    keep(second.clone());
    fill_station(first, second);
}

/// Takes from `second` what `first` does not say.
fn fill_station(first: &mut Station, second: Station) {
    first.origins.extend(second.origins);
    fill(&mut first.name.zh, second.name.zh);
    fill(&mut first.name.en, second.name.en);
    fill(&mut first.county, second.county);
    fill(&mut first.operator.zh, second.operator.zh);
    fill(&mut first.operator.en, second.operator.en);
    if first.place == Place::Other {
        first.place = second.place;
    }
    if first.lifecycle == Lifecycle::Unknown {
        first.lifecycle = second.lifecycle;
    }
    if first.opening == Opening::default() {
        first.opening = second.opening;
    }
    first.swap = first.swap.take().or(second.swap);
    if first.cabinets.is_empty() {
        first.cabinets = second.cabinets;
        // Its prices name its connectors.
        fill(&mut first.tariffs, second.tariffs);
    }
    let (own, other) = (&mut first.details, second.details);
    fill(&mut own.address, other.address);
    fill(&mut own.township, other.township);
    fill(&mut own.phone, other.phone);
    fill(&mut own.bays, other.bays);
    fill(&mut own.entrances, other.entrances);
    fill(&mut own.guide, other.guide);
    fill(&mut own.vehicles, other.vehicles);
    fill(&mut own.height_max_cm, other.height_max_cm);
    fill(&mut own.payment, other.payment);
    fill(&mut own.overstay, other.overstay);
    fill(&mut own.photos, other.photos);
    fill(&mut own.opened_on, other.opened_on);
    fill(&mut own.fees.energy, other.fees.energy);
    fill(&mut own.fees.service, other.fees.service);
    fill(&mut own.parking.text, other.parking.text);
    fill(&mut own.parking.minutes_max, other.parking.minutes_max);
    if own.parking.kind == ParkingKind::Unknown {
        own.parking.kind = other.parking.kind;
    }
    own.amenities.extend(other.amenities);
    own.amenities.sort_unstable();
    own.amenities.dedup();
}

fn fill<T: Default + PartialEq>(own: &mut T, other: T) {
    if *own == T::default() {
        *own = other;
    }
}

#[cfg(test)]
mod tests;
