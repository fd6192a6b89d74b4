//! The roads near a point, the nearest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use units::LatLon;

use crate::graph::road_id;
use crate::{RoadGraph, RoadId};

/// Length of one degree of latitude, a little less than on our sphere, so that boxes are never
/// taken for farther than they are.
const DEGREE: f64 = 111_190.0;
/// Roads of one box in the tree. A box for each road would take ten times as much memory.
const ROADS: usize = 16;
/// Bits of a place on each side of the square in which roads are sorted.
const SQUARE_BITS: u32 = 16;

type Plane = [f64; 2];
type Group = GeomWithData<Rectangle<Plane>, u32>;

/// Roads in groups of near ones, the boxes of the groups in a tree. Made when it is first asked.
#[derive(Debug, Clone)]
pub(crate) struct RoadIndex {
    /// Roads, group by group.
    roads: Vec<RoadId>,
    groups: RTree<Group>,
    /// Metres of one degree of longitude where they are fewest: distances in the tree are never
    /// more than the true ones.
    east: f64,
}

impl RoadIndex {
    pub(crate) fn new(roads: &RoadGraph) -> Self {
        let all = 0..roads.roads().len();
        let lines = all.clone().flat_map(|index| roads.line(road_id(index)));
        let farthest = lines.map(|at| at.lat().abs()).fold(0.0, f64::max);
        let east = DEGREE * libm::cos(farthest.to_radians());
        let bounds = roads.bounds();
        let place = |road: &RoadId| {
            let Some(bounds) = bounds else { return 0 };
            let at = roads.node(roads.road(*road).tail).position;
            let step = |at: f64, least: f64, most: f64| {
                let share = (at - least) / (most - least).max(1e-9);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "casts saturate"
                )]
                let step = (share * f64::from((1 << SQUARE_BITS) - 1)) as u32;
                step
            };
            interleaved(
                step(at.lon(), bounds.west, bounds.east),
                step(at.lat(), bounds.south, bounds.north),
            )
        };
        let mut order: Vec<RoadId> = all.map(road_id).collect();
        let places: Vec<u64> = order.iter().map(place).collect();
        sorting::by_key(&mut order, |road| places[road.0 as usize]);
        let groups = order.chunks(ROADS).zip(0..).map(|(group, index)| {
            let lines = group.iter().flat_map(|road| roads.line(*road));
            let corners: Vec<Plane> = lines.map(|at| plane(at, east)).collect();
            GeomWithData::new(Rectangle::from_aabb(AABB::from_points(&corners)), index)
        });
        Self {
            groups: RTree::bulk_load(groups.collect()),
            roads: order,
            east,
        }
    }

    /// All roads by the distance of their boxes from `position` in metres, which is never more than
    /// their own.
    pub(crate) fn nearest<'a>(
        &'a self,
        roads: &'a RoadGraph,
        position: LatLon,
    ) -> impl Iterator<Item = (RoadId, f64)> + 'a {
        let here = plane(position, self.east);
        let mut groups = self.groups.nearest_neighbor_iter_with_distance_2(&here);
        let mut next = groups.next();
        // Distances are not negative, so their bits have their order.
        let mut open: BinaryHeap<Reverse<(u64, RoadId)>> = BinaryHeap::new();
        std::iter::from_fn(move || {
            while let Some((group, distance_2)) = next
                && open
                    .peek()
                    .is_none_or(|first| distance_2.to_bits() <= first.0.0)
            {
                let begin = group.data as usize * ROADS;
                for road in self.roads[begin..].iter().take(ROADS) {
                    let line = roads.line(*road);
                    let corners: Vec<Plane> = line.iter().map(|at| plane(*at, self.east)).collect();
                    let distance_2 = AABB::from_points(&corners).distance_2(&here);
                    open.push(Reverse((distance_2.to_bits(), *road)));
                }
                next = groups.next();
            }
            let Reverse((distance_2, road)) = open.pop()?;
            Some((road, f64::from_bits(distance_2).sqrt()))
        })
    }
}

fn plane(at: LatLon, east: f64) -> Plane {
    [at.lon() * east, at.lat() * DEGREE]
}

/// The bits of both numbers in turns: near places mostly have near numbers (Morton).
fn interleaved(x: u32, y: u32) -> u64 {
    let bits = (0..SQUARE_BITS).map(|bit| {
        let both = (x >> bit & 1) | (y >> bit & 1) << 1;
        u64::from(both) << (2 * bit)
    });
    bits.sum()
}

#[cfg(test)]
mod tests {
    use units::{KilometersPerHour, Meters};

    use super::*;
    use crate::{NodeId, Road, RoadNode, RoadParts};

    #[test]
    fn every_road_comes_once_by_a_distance_that_never_falls() {
        let at = |index: u32| {
            let scattered = |factor: u32| f64::from(index.wrapping_mul(factor) >> 12) * 1e-6;
            LatLon::new(38.0 + scattered(2_654_435_761), 112.0 + scattered(40_503)).unwrap()
        };
        let mut parts = RoadParts::new((0..120).map(|index| RoadNode {
            position: at(index),
            elevation: Meters(800.0),
        }));
        for tail in 0..119 {
            let (tail, head) = (NodeId(tail), NodeId(tail + 1));
            let road = Road::between(tail, head, Meters(500.0), KilometersPerHour(50.0));
            parts.add_road(road, &[]).unwrap();
        }
        let roads = RoadGraph::new(parts).unwrap();
        let found: Vec<(RoadId, f64)> = roads.index().nearest(&roads, at(77)).collect();
        assert!(found.is_sorted_by(|a, b| a.1 <= b.1));
        assert!(found[0].1.abs() < 1e-9);
        let mut all: Vec<RoadId> = found.into_iter().map(|found| found.0).collect();
        all.sort_unstable();
        assert!(all.into_iter().eq((0..119).map(RoadId)));
    }
}
