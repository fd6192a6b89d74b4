//! Height and charge along a plan.

use planner::{Itinerary, Leg};
use roads::RoadGraph;
use units::{LatLon, Meters, StateOfCharge};

/// A point of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProfilePoint {
    /// How far from the start.
    pub along: Meters,
    /// Where it is.
    pub at: LatLon,
    /// How high; between junctions the height is even from one to the next.
    pub height: Meters,
    /// The charge there. Exact at starts, stops and ends; between them the drive's energy is shared
    /// out by length and climb.
    pub charge: StateOfCharge,
    /// The leg, counted from 0.
    pub leg: usize,
}

/// Energy that lifting a kilogram by a metre takes from a battery, in Wh: 9.81 J, at nine tenths of
/// efficiency (grade D). Only shares out a known sum.
const LIFT_WH: f64 = 9.81 / 3600.0 / 0.9;
/// Share of that which driving down gives back; grade D.
const RETURNED: f64 = 0.65;

/// Height and charge along a plan of a car with so much mass; empty where the plan has no line.
pub fn profile(plan: &Itinerary, roads: &RoadGraph, mass_kg: f64) -> Vec<ProfilePoint> {
    let known = Heights::of(plan, roads);
    // Stations stand between junctions, so heights are filled in over all legs.
    let (mut places, mut begin) = (Vec::new(), 0.0);
    for (number, leg) in plan.legs.iter().enumerate() {
        let lengths = lengths(&leg.geometry);
        let drawn = lengths.last().copied().unwrap_or(0.0);
        // The drawn line is shorter than the road: both end at the same place.
        let stretch = if drawn > 0.0 {
            leg.distance.0 / drawn
        } else {
            0.0
        };
        let points = leg.geometry.iter().zip(lengths);
        places.extend(points.map(|(at, length)| (number, *at, begin + length * stretch)));
        begin += leg.distance.0;
    }
    let along: Vec<f64> = places.iter().map(|(_, _, along)| *along).collect();
    let known = places.iter().map(|(_, at, _)| known.at(*at));
    let heights = filled(&known.collect::<Vec<_>>(), &along);
    let points = places.into_iter().zip(heights);
    let mut points: Vec<ProfilePoint> = points
        .map(|((leg, at, along), height)| ProfilePoint {
            along: Meters(along),
            at,
            height: Meters(height),
            charge: StateOfCharge::EMPTY,
            leg,
        })
        .collect();
    for (number, leg) in plan.legs.iter().enumerate() {
        let first = points.partition_point(|point| point.leg < number);
        let end = points.partition_point(|point| point.leg <= number);
        share_out(leg, &mut points[first..end], mass_kg);
    }
    points
}

/// How far each point of a line is from its start.
fn lengths(line: &[LatLon]) -> Vec<f64> {
    let mut length = 0.0;
    let mut before = line.first().copied();
    let lengths = line.iter().map(|at| {
        length += before.map_or(0.0, |before| before.distance_to(*at).0);
        before = Some(*at);
        length
    });
    lengths.collect()
}

/// Heights of the junctions on a plan's lines.
struct Heights {
    /// Places that are drawn, in order, each with its height where a junction is there.
    places: Vec<(u64, Option<f64>)>,
}

impl Heights {
    fn of(plan: &Itinerary, roads: &RoadGraph) -> Self {
        let points = plan.legs.iter().flat_map(|leg| &leg.geometry);
        let mut places: Vec<(u64, Option<f64>)> = points.map(|at| (key(*at), None)).collect();
        places.sort_unstable_by_key(|place| place.0);
        places.dedup_by_key(|place| place.0);
        // Nearly all junctions lie elsewhere, and a bit says so.
        let mut bits = vec![0_u64; 1 << (BITS - 6)];
        for (key, _) in &places {
            let bit = bit(*key);
            bits[bit >> 6] |= 1 << (bit & 63);
        }
        for node in roads.nodes().iter() {
            let key = key(node.position);
            let bit = bit(key);
            if bits[bit >> 6] >> (bit & 63) & 1 == 1
                && let Ok(found) = places.binary_search_by_key(&key, |place| place.0)
            {
                places[found].1 = Some(node.elevation.0);
            }
        }
        Self { places }
    }

    fn at(&self, at: LatLon) -> Option<f64> {
        let found = self
            .places
            .binary_search_by_key(&key(at), |place| place.0)
            .ok()?;
        self.places[found].1
    }
}

/// A number for positions that are drawn alike.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "degrees are small, and 360 more are positive"
)]
fn key(at: LatLon) -> u64 {
    let part = |degrees: f64| ((degrees + 360.0) * 1e5).round_ties_even() as u64;
    part(at.lat()) << 32 | part(at.lon())
}

/// Number of bits that say which places are drawn, as a power of two.
const BITS: u32 = 16;

/// The bit of a place: near ones have bits far apart (Fibonacci hashing).
fn bit(key: u64) -> usize {
    let mixed = (key ^ (key >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> (u64::BITS - BITS)).unwrap_or_default()
}

/// Shares out the energy of a leg over its points.
fn share_out(leg: &Leg, points: &mut [ProfilePoint], mass_kg: f64) {
    let lift = |from: &ProfilePoint, to: &ProfilePoint| {
        let climb = (to.height.0 - from.height.0) * mass_kg * LIFT_WH;
        if climb > 0.0 { climb } else { climb * RETURNED }
    };
    let lifted: f64 = points.windows(2).map(|pair| lift(&pair[0], &pair[1])).sum();
    let flat = leg.energy.0 - lifted;
    let (start, end) = (leg.charge_start.fraction(), leg.charge_end.fraction());
    let per_wh = if leg.energy.0.abs() > 1e-9 {
        (start - end) / leg.energy.0
    } else {
        0.0
    };
    let mut used = 0.0;
    for index in 0..points.len() {
        if index > 0 {
            let (before, point) = (points[index - 1], points[index]);
            let share = (point.along.0 - before.along.0) / leg.distance.0.max(1e-9);
            used += lift(&before, &point) + flat * share;
        }
        let charge = StateOfCharge::from_fraction((start - used * per_wh).clamp(0.0, 1.0));
        points[index].charge = charge.unwrap_or(leg.charge_end);
    }
}

/// The known heights, and even ones between them; the nearest beyond the ends.
fn filled(known: &[Option<f64>], lengths: &[f64]) -> Vec<f64> {
    let mut all = vec![0.0; known.len()];
    let mut last: Option<(usize, f64)> = None;
    for (index, height) in known.iter().enumerate() {
        let Some(height) = height else { continue };
        let from = last.map_or(0, |(at, _)| at);
        let low = last.map_or(*height, |(_, low)| low);
        let span = (lengths[index] - lengths[from]).max(1e-9);
        for between in from..=index {
            let share = (lengths[between] - lengths[from]) / span;
            all[between] = if last.is_some() {
                low + (height - low) * share
            } else {
                *height
            };
        }
        last = Some((index, *height));
    }
    if let Some((at, height)) = last {
        all[at..].fill(height);
    }
    all
}

#[cfg(test)]
mod tests {
    use roads::{RoadNode, RoadParts};
    use units::{Seconds, WattHours};

    use super::*;

    fn at(lat: f64) -> LatLon {
        LatLon::new(lat, 112.0).unwrap()
    }

    fn leg(geometry: Vec<LatLon>, from: f64, to: f64) -> Leg {
        let share = |share| StateOfCharge::from_fraction(share).unwrap();
        Leg {
            distance: Meters(30_000.0),
            duration: Seconds(1800.0),
            energy: WattHours((from - to) * 40_000.0),
            charge_start: share(from),
            charge_end: share(to),
            geometry,
        }
    }

    #[test]
    fn a_climb_costs_before_the_descent_gives_back_and_ends_are_exact() {
        let node = |lat, height| RoadNode {
            position: at(lat),
            elevation: Meters(height),
        };
        let parts = RoadParts::new([node(38.0, 800.0), node(38.1, 1600.0), node(38.2, 800.0)]);
        let roads = RoadGraph::new(parts).unwrap();
        let line = vec![at(38.0), at(38.05), at(38.1), at(38.15), at(38.2)];
        let plan = Itinerary {
            legs: vec![leg(line, 0.8, 0.68)],
            ..crate::state::others::tests_plan()
        };
        let points = profile(&plan, &roads, 1800.0);
        assert_eq!(points.len(), 5);
        assert!((points[1].height.0 - 1200.0).abs() < 1.0);
        assert!((points[4].charge.fraction() - 0.68).abs() < 1e-6);
        assert!((points[4].along.0 - 30_000.0).abs() < 1.0);
        let (up, down) = (
            points[0].charge.fraction() - points[2].charge.fraction(),
            points[2].charge.fraction() - points[4].charge.fraction(),
        );
        assert!(up > down + 0.05, "{up} {down}");
        // Nothing is known of a line elsewhere.
        let far = Itinerary {
            legs: vec![leg(vec![at(10.0)], 0.5, 0.5), leg(Vec::new(), 0.5, 0.5)],
            ..plan
        };
        assert_eq!(profile(&far, &roads, 1800.0).len(), 1);
    }
}
