//! The stations that are looked for, best first.

use std::collections::BTreeMap;

use live::Freshness;
use planner::Vehicle;
use stations::{Money, Station};
use units::{LatLon, Meters};

use super::{Criterion, Facts, Filter, Near, Nears};
use crate::state::Availability;

/// Where no road is known, a straight line is driven at so many metres a second (grade D: 40 km/h,
/// the usual speed of the tourism roads, over winding roads).
const STRAIGHT_M_S: f64 = 8.0;
/// What one expects to lose, in seconds, where nothing is known of what is free; grade D.
const UNKNOWN_S: f64 = 300.0;
/// The same where what is reported may have changed: half of that, for every second time it has;
/// grade D.
const STALE_S: f64 = 150.0;
/// The same where no car was seen charging for days, whatever is reported: every second time nothing
/// works, and the next station is twenty minutes away; grade D.
const QUIET_S: f64 = 600.0;
/// The same where all connectors are taken: half a session, grade D.
const TAKEN_S: f64 = 1350.0;
/// The same where it is closed on arrival.
const CLOSED_S: f64 = 4.0 * 3600.0;
/// Length of a degree of the globe.
const METERS_OF_DEGREE: f64 = 111_195.0;
/// From this distance on one is told how far the nearest station is. The plan of Xinzhou wants one
/// within 10 km everywhere.
const FAR: Meters = Meters(10_000.0);

/// A station of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its index in the region.
    pub index: usize,
    /// The connectors that are looked for.
    pub connectors: Vec<usize>,
    /// How far it is by road.
    pub near: Option<Near>,
    /// How far it is as the crow flies.
    pub straight: Option<Meters>,
    /// For how many days no car was seen charging there, where that puts it lower.
    pub quiet: Option<u16>,
    /// The filter would hide it, but it is a favourite.
    pub is_hidden: bool,
}

/// What a search comes to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// Stations, best first.
    pub entries: Vec<Entry>,
    /// How many the filter hides, and why.
    pub hidden: BTreeMap<Criterion, usize>,
}

/// Where the nearest usable station is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Nearest {
    /// Within ten kilometres.
    Close,
    /// So far by road, or by the straight line where no road is known.
    Far {
        /// How far.
        distance: Meters,
        /// True by road.
        is_by_road: bool,
    },
    /// There is none.
    Nowhere,
}

/// A search for stations: what is looked for, and all that is known.
pub struct Search<'a> {
    /// All stations.
    pub stations: &'a [Station],
    /// What is looked for.
    pub filter: &'a Filter,
    /// The car.
    pub vehicle: Option<&'a Vehicle>,
    /// Minutes since Monday 00:00 there.
    pub minute_of_week: u32,
    /// Where one is.
    pub from: Option<LatLon>,
    /// How far stations are by road.
    pub nears: Option<&'a Nears>,
    /// What is known of some connectors of a station.
    pub availability: &'a dyn Fn(usize, &[usize]) -> Availability,
    /// For how many days no car was seen charging at some connectors of a station; `None` where that
    /// is no reason to doubt them.
    pub quiet: &'a dyn Fn(usize, &[usize]) -> Option<u16>,
    /// What a kilowatt-hour costs there now at the least, with service.
    pub price: &'a dyn Fn(usize, &[usize]) -> Option<Money>,
    /// Whether a station is a favourite.
    pub is_favourite: &'a dyn Fn(usize) -> bool,
}

impl Search<'_> {
    /// Why the station at `index` is hidden; `None` when it is not. Favourites never are.
    pub fn refusal(&self, index: usize) -> Option<Criterion> {
        let station = self.stations.get(index)?;
        let refusal = self.judged(index, |facts| self.filter.refusal(station, facts));
        refusal.filter(|_| !(self.is_favourite)(index))
    }

    /// What `judge` says of the station at `index` by what is known of it.
    fn judged<T>(&self, index: usize, judge: impl FnOnce(&Facts<'_>) -> T) -> T {
        judge(&Facts {
            vehicle: self.vehicle,
            is_free: &|connectors| {
                let known = (self.availability)(index, connectors);
                known.free().is_some_and(|free| free > 0)
            },
            price: &|connectors| (self.price)(index, connectors),
            minute_of_week: self.minute_of_week,
        })
    }

    /// Those of `candidates` that are looked for, or are favourites, best first.
    pub fn list(&self, candidates: impl IntoIterator<Item = usize>) -> Found {
        let mut found = Found::default();
        let mut costs: Vec<(f64, Option<Entry>)> = Vec::new();
        for index in candidates {
            let Some(station) = self.stations.get(index) else {
                continue;
            };
            let refusal = self.judged(index, |facts| self.filter.refusal(station, facts));
            let is_favourite = (self.is_favourite)(index);
            if let Some(criterion) = refusal.filter(|_| !is_favourite) {
                *found.hidden.entry(criterion).or_default() += 1;
                continue;
            }
            let connectors = self.judged(index, |facts| self.filter.wanted(station, facts));
            let entry = Entry {
                index,
                quiet: (self.quiet)(index, &connectors),
                connectors,
                near: self.nears.and_then(|nears| nears.get(&station.id)).copied(),
                straight: self.from.map(|from| straight(from, station.position)),
                is_hidden: refusal.is_some(),
            };
            let known = (self.availability)(index, &entry.connectors);
            costs.push((cost(&entry, known), Some(entry)));
        }
        // Entries are large: their places are sorted.
        let mut order: Vec<(f64, usize)> = costs.iter().map(|(cost, _)| *cost).zip(0..).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let entries = order
            .iter()
            .filter_map(|(_, at)| costs.get_mut(*at)?.1.take());
        found.entries = entries.collect();
        found
    }
}

/// The straight line, reckoned on a map that is true in the middle between both: within a province that
/// is exact to a thousandth, and quick.
fn straight(from: LatLon, to: LatLon) -> Meters {
    let middle = f64::midpoint(from.lat(), to.lat()).to_radians();
    let east = (to.lon() - from.lon()) * libm::cos(middle);
    let north = to.lat() - from.lat();
    Meters((east * east + north * north).sqrt() * METERS_OF_DEGREE)
}

/// Seconds that going there costs: detour or drive, and what one expects to lose there. Those that
/// the charge does not reach come last.
fn cost(entry: &Entry, known: Availability) -> f64 {
    let straight = entry.straight.map(|straight| straight.0 / STRAIGHT_M_S);
    let (way, is_reached, is_closed) = match &entry.near {
        Some(near) => (
            near.detour.unwrap_or(near.duration).0,
            near.charge_arrive.is_some(),
            near.is_closed,
        ),
        None => (straight.unwrap_or(0.0), true, false),
    };
    let loss = match known {
        Availability::Known { out, of, .. } if out == of => CLOSED_S,
        Availability::Known { free: 0, .. } => TAKEN_S,
        Availability::Known {
            freshness: Freshness::Now | Freshness::Recent,
            ..
        } => 0.0,
        Availability::Known { .. } => STALE_S,
        Availability::Unknown | Availability::Seen { .. } => UNKNOWN_S,
    };
    let doubt = if entry.quiet.is_some() { QUIET_S } else { 0.0 };
    let closed = if is_closed { CLOSED_S } else { 0.0 };
    let out_of_reach = if is_reached { 0.0 } else { 1e9 };
    way + loss + doubt + closed + out_of_reach
}

/// How far the nearest station of a list is.
pub fn nearest(entries: &[Entry]) -> Nearest {
    let by_road = entries
        .iter()
        .filter_map(|entry| Some(entry.near?.distance.0));
    let straight = entries.iter().filter_map(|entry| Some(entry.straight?.0));
    let (road, line) = (by_road.reduce(f64::min), straight.reduce(f64::min));
    match (road, line) {
        (Some(road), _) => far(road, true),
        (None, Some(line)) => far(line, false),
        (None, None) if entries.is_empty() => Nearest::Nowhere,
        (None, None) => Nearest::Close,
    }
}

fn far(meters: f64, is_by_road: bool) -> Nearest {
    if meters <= FAR.0 {
        return Nearest::Close;
    }
    Nearest::Far {
        distance: Meters(meters),
        is_by_road,
    }
}

#[cfg(test)]
mod tests;
