//! The roads near a point, the nearest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use units::LatLon;

use crate::graph::road_id;
use crate::{RoadGraph, RoadId};

/// Length of one degree of latitude, a little less than on our sphere, so that boxes are never
/// taken for farther than they are.
const DEGREE: f64 = 111_190.0;
/// Roads of one box at the bottom. A box for each would take three times as much memory as all the
/// rest of the index.
const ROADS: usize = 4;
/// Boxes of one box above.
const BOXES: usize = 16;
/// Boxes and roads that are mostly open at a time, and points of most lines.
const OPEN: usize = 128;
/// What is open is a box or, from here on, a road; no file has as many roads.
const A_ROAD: u32 = 1 << 31;
/// Bits of a place on each side of the square in which roads are sorted.
const SQUARE_BITS: u32 = 16;

type Plane = [f64; 2];

/// Least and greatest coordinates.
#[derive(Debug, Clone, Copy)]
struct Box {
    least: Plane,
    most: Plane,
}

impl Box {
    const EMPTY: Self = Self {
        least: [f64::INFINITY; 2],
        most: [f64::NEG_INFINITY; 2],
    };

    fn and(self, other: Self) -> Self {
        let [x, y] = [0, 1].map(|side| self.least[side].min(other.least[side]));
        let most = [0, 1].map(|side| self.most[side].max(other.most[side]));
        Self {
            least: [x, y],
            most,
        }
    }

    /// Around the line of a road.
    fn of(roads: &RoadGraph, road: RoadId, east: f64) -> Self {
        let points = roads.line(road).into_iter().map(|at| plane(at, east));
        points.fold(Self::EMPTY, |all, at| {
            all.and(Self {
                least: at,
                most: at,
            })
        })
    }

    /// The square of its distance from a point.
    fn distance_2(&self, at: Plane) -> f64 {
        let [x, y] = [0, 1].map(|side| {
            let before = self.least[side] - at[side];
            before.max(at[side] - self.most[side]).max(0.0)
        });
        x * x + y * y
    }
}

/// Roads in groups of near ones, the boxes of the groups in larger boxes, and so on up to one.
/// Made when it is first asked.
#[derive(Debug, Clone)]
pub(crate) struct RoadIndex {
    /// Roads, group by group.
    roads: Vec<RoadId>,
    /// Boxes of groups, then boxes of those, each level behind the one below it.
    boxes: Vec<Box>,
    /// Where each level begins, and the end of the last.
    levels: Vec<usize>,
    /// Metres of one degree of longitude where they are fewest: distances in the tree are never
    /// more than the true ones.
    east: f64,
}

impl RoadIndex {
    pub(crate) fn new(roads: &RoadGraph) -> Self {
        let all = 0..roads.roads().len();
        let lines = all.clone().flat_map(|index| roads.line(road_id(index)));
        let farthest = lines.map(|at| at.lat().abs()).fold(0.0, f64::max);
        let east = DEGREE * units::angle::cos(farthest.to_radians());
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
        let groups = order.chunks(ROADS).map(|group| {
            let own = group.iter().map(|road| Box::of(roads, *road, east));
            own.fold(Box::EMPTY, Box::and)
        });
        let mut boxes: Vec<Box> = groups.collect();
        let mut levels = vec![0, boxes.len()];
        while let [.., begin, end] = levels[..]
            && end - begin > 1
        {
            let above = boxes[begin..end].chunks(BOXES);
            let above = above.map(|few| few.iter().copied().fold(Box::EMPTY, Box::and));
            let above: Vec<Box> = above.collect();
            boxes.extend(above);
            levels.push(boxes.len());
        }
        Self {
            roads: order,
            boxes,
            levels,
            east,
        }
    }

    /// All roads by their distance from `position` in metres, on a plane on which none is farther than
    /// on the globe; of those as far away the first road first.
    pub(crate) fn nearest<'a>(
        &'a self,
        roads: &'a RoadGraph,
        position: LatLon,
    ) -> impl Iterator<Item = (RoadId, f64)> + 'a {
        let here = plane(position, self.east);
        // Distances are not negative, so their bits have their order. Boxes come before roads that
        // are as far away: one of theirs may be the first of these.
        let mut open: BinaryHeap<Reverse<(u64, u32)>> = BinaryHeap::with_capacity(OPEN);
        let mut line = Vec::with_capacity(OPEN);
        let last = self.boxes.len().checked_sub(1);
        open.extend(last.map(|last| Reverse((0, index(last)))));
        std::iter::from_fn(move || {
            loop {
                let Reverse((distance_2, found)) = open.pop()?;
                if found >= A_ROAD {
                    return Some((RoadId(found - A_ROAD), f64::from_bits(distance_2).sqrt()));
                }
                let above = self
                    .levels
                    .partition_point(|begin| *begin <= found as usize)
                    - 1;
                let place = found as usize - self.levels[above];
                match above.checked_sub(1) {
                    Some(below) => {
                        let (begin, end) = (self.levels[below], self.levels[above]);
                        for at in (begin + place * BOXES..end).take(BOXES) {
                            let distance_2 = self.boxes[at].distance_2(here);
                            open.push(Reverse((distance_2.to_bits(), index(at))));
                        }
                    }
                    None => {
                        for road in self.roads[place * ROADS..].iter().take(ROADS) {
                            line.clear();
                            roads.append_line(*road, &mut line);
                            let own = line_distance_2(&line, here, self.east);
                            let distance_2 = own.max(f64::from_bits(distance_2));
                            open.push(Reverse((distance_2.to_bits(), A_ROAD + road.0)));
                        }
                    }
                }
            }
        })
    }
}

fn index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The square of the distance of a line from a point.
fn line_distance_2(line: &[LatLon], here: Plane, east: f64) -> f64 {
    let from_here = |at: &LatLon| {
        let [x, y] = plane(*at, east);
        [x - here[0], y - here[1]]
    };
    let mut least = f64::INFINITY;
    let mut before = line.first().map_or([0.0; 2], from_here);
    for at in line.iter().map(from_here) {
        let step = [at[0] - before[0], at[1] - before[1]];
        let length_2 = step[0] * step[0] + step[1] * step[1];
        let along = -(before[0] * step[0] + before[1] * step[1]);
        let share = if along <= 0.0 {
            0.0
        } else if along >= length_2 {
            1.0
        } else {
            along / length_2
        };
        let [x, y] = [0, 1].map(|side| before[side] + step[side] * share);
        least = least.min(x * x + y * y);
        before = at;
    }
    // Rounding must not make it more than it is.
    least * (1.0 - 1e-9)
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
