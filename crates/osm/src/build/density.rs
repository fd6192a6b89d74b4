//! How dense a town is: there, junctions take longer, and one drives less than the sign allows.
//!
//! That density slows, and by how much, follows Valhalla's costing (`sif/autocost.cc`), whose factors
//! for edges and for junctions these come near (grade D).

use std::collections::BTreeMap;

use super::degrees;
use super::segments::Segments;
use crate::collect::Collected;
use crate::read::Point;

/// Kilometres of road in a square kilometre from which on a town is dense.
const DENSE: f64 = 9.0;
/// How much longer junctions take for each more, and the most.
const LONGER: f64 = 0.2;
const LONGEST: f64 = 3.5;
/// How much slower one drives for each more, and the most.
const SLOWER: f64 = 0.025;
const SLOWEST: f64 = 1.3;
/// The side of a square in which road is counted: a hundredth of a degree.
const SIDE: i32 = 100_000;
/// The same in kilometres of latitude.
const SIDE_KM: f64 = 1.112;

/// Metres of road in each square.
pub(super) struct Density(BTreeMap<[i32; 2], f64>);

impl Density {
    pub(super) fn new(collected: &Collected, segments: &Segments) -> Self {
        let mut squares = BTreeMap::new();
        for segment in &segments.all {
            let way = &collected.ways[segment.way as usize];
            let nodes = &collected.nodes(way)[segment.first as usize..=segment.last as usize];
            let points = nodes.iter().filter_map(|node| collected.point(*node));
            let points: Vec<Point> = points.collect();
            for pair in points.windows(2) {
                let metres = degrees(pair[0]).distance_to(degrees(pair[1])).0;
                *squares.entry(square(pair[0])).or_default() += metres;
            }
        }
        Self(squares)
    }

    /// How much longer junctions take around a point than in the country.
    pub(super) fn longer(&self, at: Point) -> f64 {
        (1.0 + self.excess(at) * LONGER).min(LONGEST)
    }

    /// How much longer one takes for the roads around a point than their signs and classes say.
    pub(super) fn slower(&self, at: Point) -> f64 {
        (1.0 + self.excess(at) * SLOWER).min(SLOWEST)
    }

    fn excess(&self, at: Point) -> f64 {
        (self.around(at) - DENSE).max(0.0)
    }

    /// Kilometres of road in a square kilometre, in the square of a point and those around it.
    fn around(&self, at: Point) -> f64 {
        let [row, column] = square(at);
        let squares = (row - 1..=row + 1)
            .flat_map(|row| (column - 1..=column + 1).map(move |column| [row, column]));
        let metres: f64 = squares.filter_map(|square| self.0.get(&square)).sum();
        let narrow = libm::cos(degrees(at).lat().to_radians()).max(0.01);
        metres / 1000.0 / (9.0 * SIDE_KM * SIDE_KM * narrow)
    }
}

fn square(at: Point) -> [i32; 2] {
    at.map(|degrees| degrees.div_euclid(SIDE))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many kilometres of road in each square kilometre around the null island.
    fn density(kilometers: f64) -> Density {
        let metres = kilometers * 1000.0 * SIDE_KM * SIDE_KM;
        let rows = (-2..=2).flat_map(|row| (-2..=2).map(move |column| [row, column]));
        Density(rows.map(|square| (square, metres)).collect())
    }

    #[test]
    fn only_dense_towns_slow_and_only_so_much() {
        for (kilometers, longer, slower) in [
            (0.0, 1.0, 1.0),
            (DENSE, 1.0, 1.0),
            (DENSE + 5.0, 2.0, 1.125),
            (100.0, LONGEST, SLOWEST),
        ] {
            let density = density(kilometers);
            let found = [density.longer([0, 0]), density.slower([0, 0])];
            let off = (found[0] - longer).abs() + (found[1] - slower).abs();
            assert!(off < 1e-3, "{kilometers}: {found:?}");
        }
    }
}
