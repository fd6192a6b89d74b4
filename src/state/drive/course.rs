//! The line of a plan, to find oneself on.

use std::ops::Range;

use planner::Itinerary;
use units::{LatLon, Meters, Seconds};

use crate::state::ProfilePoint;

use super::Beside;

/// How much one metre further along counts when two places of the line are about as near: where the
/// way out and the way back share a road, the first is meant.
const AHEAD: f64 = 0.05;
/// Cosine of the angle from which a stretch leads the other way than the car moves.
const CONTRARY: f64 = -0.5;

/// A plan, prepared to be driven along.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The plan.
    pub plan: Itinerary,
    /// How far from the line is still on it, besides the error of a position.
    pub slack: Meters,
    /// Stations on the way where one could stop as well, in order.
    pub beside: Vec<Beside>,
    points: Vec<ProfilePoint>,
    /// How far from the start each leg ends.
    ends: Vec<f64>,
}

/// A place on the line that is near a position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// How far from the start it is, in metres of road.
    pub along: f64,
    /// How far from the position, in metres.
    pub away: f64,
}

impl Course {
    /// The course of a plan with its profile; `None` when it has no line to follow.
    pub fn new(plan: Itinerary, points: Vec<ProfilePoint>, slack: Meters) -> Option<Self> {
        let is_odd = |point: &ProfilePoint| !point.along.0.is_finite();
        let mut length = 0.0;
        let ends: Vec<f64> = plan
            .legs
            .iter()
            .map(|leg| {
                length += leg.distance.0.max(0.0);
                length
            })
            .collect();
        let has_line = points.len() > 1 && length.is_finite() && length > 0.0;
        (has_line && !points.iter().any(is_odd)).then_some(Self {
            plan,
            slack,
            beside: Vec::new(),
            points,
            ends,
        })
    }

    /// Its length in metres.
    pub fn length(&self) -> f64 {
        self.ends.last().copied().unwrap_or(0.0)
    }

    /// How far from the start leg `leg` ends.
    pub fn end_of(&self, leg: usize) -> f64 {
        self.ends.get(leg).copied().unwrap_or(self.length())
    }

    /// How far from the start leg `leg` begins.
    pub fn start_of(&self, leg: usize) -> f64 {
        let before = leg.checked_sub(1).and_then(|leg| self.ends.get(leg));
        before.copied().unwrap_or(0.0)
    }

    /// Where leg `leg` ends on the map.
    pub fn place_of_end(&self, leg: usize) -> Option<LatLon> {
        self.plan.legs.get(leg)?.geometry.last().copied()
    }

    /// Number of the last leg.
    pub fn last(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }

    /// The leg on which a place lies.
    pub fn leg_at(&self, along: f64) -> usize {
        self.ends
            .partition_point(|end| *end < along)
            .min(self.last())
    }

    /// The planned charge at a place of leg `leg`, as a share.
    pub fn planned(&self, leg: usize, along: f64) -> f64 {
        let first = self.points.partition_point(|point| point.leg < leg);
        let end = self.points.partition_point(|point| point.leg <= leg);
        let points = &self.points[first..end];
        let after = points.partition_point(|point| point.along.0 < along);
        let charge = |point: &ProfilePoint| point.charge.fraction();
        match (
            after.checked_sub(1).and_then(|before| points.get(before)),
            points.get(after),
        ) {
            (Some(before), Some(point)) => {
                let span = (point.along.0 - before.along.0).max(1e-9);
                let part = (along - before.along.0) / span;
                charge(before) + (charge(point) - charge(before)) * part
            }
            (Some(only), None) | (None, Some(only)) => charge(only),
            (None, None) => self
                .plan
                .legs
                .get(leg)
                .map_or(0.0, |leg| leg.charge_start.fraction()),
        }
    }

    /// Time on the road from a place of leg `leg` to its end.
    pub fn time_to_end(&self, leg: usize, along: f64) -> Seconds {
        let length = self.end_of(leg) - self.start_of(leg);
        let left = ((self.end_of(leg) - along) / length.max(1e-9)).clamp(0.0, 1.0);
        let duration = self.plan.legs.get(leg).map_or(0.0, |leg| leg.duration.0);
        Seconds(duration * left)
    }

    /// The first stretch of the line in `window` that comes within `slack` of a position: its nearest
    /// place. Stretches that lead against `heading` are passed over.
    pub fn pass(
        &self,
        at: LatLon,
        window: &Range<f64>,
        slack: f64,
        heading: Option<f64>,
    ) -> Option<Near> {
        let (mut best, mut best_cost, mut entered) = (None, f64::INFINITY, 0.0);
        for near in self.places(at, window, heading) {
            if near.away > slack {
                if best.is_some() {
                    break;
                }
                continue;
            }
            if best.is_none() {
                entered = near.along;
            }
            let cost = near.away + AHEAD * (near.along - entered);
            if cost < best_cost {
                (best, best_cost) = (Some(near), cost);
            }
        }
        best
    }

    /// How far a position is from what is left of the line.
    pub fn away(&self, at: LatLon, along: f64) -> Meters {
        let left = along..f64::INFINITY;
        let places = self.places(at, &left, None);
        let away = places.map(|near| near.away).fold(f64::INFINITY, f64::min);
        Meters(if away.is_finite() { away } else { 0.0 })
    }

    /// The nearest place of each stretch in `window`.
    fn places<'a>(
        &'a self,
        at: LatLon,
        window: &'a Range<f64>,
        heading: Option<f64>,
    ) -> impl Iterator<Item = Near> + 'a {
        let inside = |pair: &&[ProfilePoint]| {
            pair[1].along.0 >= window.start && pair[0].along.0 <= window.end
        };
        let all = self.points.windows(2).filter(inside);
        all.filter_map(move |pair| {
            let (from, to) = (&pair[0], &pair[1]);
            let is_contrary = heading.is_some_and(|heading| {
                let turn = (from.at.bearing_to(to.at) - heading).to_radians();
                from.at != to.at && turn.cos() < CONTRARY
            });
            if is_contrary {
                return None;
            }
            let span = to.along.0 - from.along.0;
            let part = |along: f64| {
                if span > 0.0 {
                    ((along - from.along.0) / span).clamp(0.0, 1.0)
                } else {
                    0.0
                }
            };
            let (least, most) = (part(window.start), part(window.end.min(1e12)));
            let nearest = nearest_part(from.at, to.at, at).clamp(least, most.max(least));
            Some(Near {
                along: from.along.0 + span * nearest,
                away: from.at.toward(to.at, nearest).distance_to(at).0,
            })
        })
    }
}

/// How far between two ends, from 0 to 1, a line is nearest to `at`.
fn nearest_part(from: LatLon, to: LatLon, at: LatLon) -> f64 {
    let ((east, north), (right, up)) = (from.displacement_to(to), from.displacement_to(at));
    let square = east.0 * east.0 + north.0 * north.0;
    if square <= 0.0 {
        return 0.0;
    }
    ((right.0 * east.0 + up.0 * north.0) / square).clamp(0.0, 1.0)
}
