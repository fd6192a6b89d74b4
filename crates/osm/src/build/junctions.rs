//! How long junctions take.
//!
//! Who joins or crosses a greater road gives way, where minor streets meet one slows down, and in
//! a dense town all of it takes longer. The figures are ours (grade D): of those that were tried,
//! routes agree best with Valhalla's, see `cargo xtask bench --peers`.

use std::collections::BTreeMap;

use roads::RoadClass;

use super::degrees;
use super::segments::Segments;
use crate::collect::Collected;
use crate::read::Point;

/// Half seconds to give way to a greater road, to look for others on a minor one, to wait where
/// greater roads meet, and to enter or leave a roundabout.
const GIVE_WAY: f64 = 12.0;
const SLOW_DOWN: f64 = 4.0;
const TAKE_TURNS: f64 = 4.0;
const ROUNDABOUT: f64 = 4.0;
/// Kilometres of road in a square kilometre from which on junctions take longer, how much longer
/// for each more, and the most.
const DENSE: f64 = 9.0;
const LONGER: f64 = 0.2;
const LONGEST: f64 = 3.5;
/// The side of a square in which road is counted: a hundredth of a degree.
const SIDE: i32 = 100_000;
/// The same in kilometres of latitude.
const SIDE_KM: f64 = 1.112;

/// Metres of road in each square.
struct Density(BTreeMap<[i32; 2], f64>);

impl Density {
    fn new(collected: &Collected, segments: &Segments) -> Self {
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

/// What ends at a vertex.
#[derive(Debug, Clone, Copy)]
struct Meeting {
    count: u32,
    greatest: RoadClass,
    /// How many are of the greatest class.
    greatest_count: u32,
    is_roundabout: bool,
}

impl Meeting {
    const NOTHING: Self = Self {
        count: 0,
        greatest: RoadClass::Ferry,
        greatest_count: 0,
        is_roundabout: false,
    };

    fn add(&mut self, class: RoadClass, is_roundabout: bool) {
        if class < self.greatest {
            (self.greatest, self.greatest_count) = (class, 0);
        }
        self.count += 1;
        self.greatest_count += u32::from(class == self.greatest);
        self.is_roundabout |= is_roundabout;
    }

    /// Half seconds that a road of `class`, itself no roundabout, has to wait here.
    fn wait_of(&self, class: RoadClass) -> f64 {
        match class {
            _ if self.count < 3 => 0.0,
            _ if self.is_roundabout => ROUNDABOUT,
            // Ramps have lanes to merge.
            RoadClass::Motorway | RoadClass::Link | RoadClass::Ferry => 0.0,
            _ if class > self.greatest => GIVE_WAY,
            RoadClass::Unclassified
            | RoadClass::Residential
            | RoadClass::LivingStreet
            | RoadClass::Service
            | RoadClass::Track => SLOW_DOWN,
            RoadClass::Trunk | RoadClass::Primary | RoadClass::Secondary | RoadClass::Tertiary => {
                if self.greatest_count < 3 {
                    0.0
                } else {
                    TAKE_TURNS
                }
            }
        }
    }
}

/// Adds to each segment the time that the junctions at its ends take.
pub(super) fn slow_at_junctions(collected: &Collected, segments: &mut Segments) {
    let mut meetings = vec![Meeting::NOTHING; segments.vertices.len()];
    for segment in &segments.all {
        let class = segments.signs[segment.sign as usize].class;
        for end in [segment.tail, segment.head] {
            meetings[end as usize].add(class, segment.is_roundabout);
        }
    }
    let density = Density::new(collected, segments);
    let longer = |at: &Point| 1.0 + (density.around(*at) - DENSE).max(0.0) * LONGER;
    let factors = segments.vertices.iter().map(|at| longer(at).min(LONGEST));
    let factors: Vec<f64> = factors.collect();
    for segment in &mut segments.all {
        if segment.is_roundabout {
            continue;
        }
        let class = segments.signs[segment.sign as usize].class;
        for end in [segment.tail, segment.head].map(|end| end as usize) {
            let halves = meetings[end].wait_of(class) * factors[end];
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "some dozens"
            )]
            let halves = halves.round() as u16;
            segment.half_delay = segment.half_delay.saturating_add(halves);
        }
    }
}
