//! On which side of the road one drives.

use super::degrees;
use super::segments::Segments;
use crate::collect::Collected;
use crate::read::Point;

/// The side of the road on which one drives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Right,
    Left,
}

/// The side that most roundabouts of the extracts tell: where one drives on the right, they turn
/// counter-clockwise. Without any it is the right, as in most countries.
pub(super) fn side(collected: &Collected, segments: &Segments) -> Side {
    let mut counter_clockwise = 0_i64;
    for segment in segments.all.iter().filter(|segment| segment.is_roundabout) {
        let way = &collected.ways[segment.way as usize];
        let nodes = &collected.nodes(way)[segment.first as usize..=segment.last as usize];
        let points = nodes.iter().filter_map(|node| collected.point(*node));
        let points: Vec<Point> = points.collect();
        let turned: f64 = points.windows(3).map(turn).sum();
        let turned = if segment.speeds[0] == 0 {
            -turned
        } else {
            turned
        };
        counter_clockwise += i64::from(turned > 0.0) - i64::from(turned < 0.0);
    }
    if counter_clockwise < 0 {
        Side::Left
    } else {
        Side::Right
    }
}

/// How far one turns to the left at the middle one of three points, in degrees.
fn turn(points: &[Point]) -> f64 {
    let bearing = |from: Point, to: Point| degrees(from).bearing_to(degrees(to));
    let off = bearing(points[0], points[1]) - bearing(points[1], points[2]);
    (off + 180.0).rem_euclid(360.0) - 180.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_to_the_left_is_counter_clockwise() {
        let [south, east, north] = [[0, 0], [1000, 1000], [2000, 0]];
        assert!(turn(&[south, east, north]) > 0.0);
        assert!(turn(&[north, east, south]) < 0.0);
        assert!(turn(&[south, [1000, 0], north]).abs() < 1e-9);
    }
}
