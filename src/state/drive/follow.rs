//! Finding the car on its course: it only goes on, unless it is plainly elsewhere.

use units::Meters;

use super::{Course, Fix};

/// So many positions in a row beside the line mean that it was left.
const OFF_FIXES: u32 = 3;
/// No car drives faster, in m/s; drawn lines are shorter than roads.
const FASTEST: f64 = 60.0;
/// How far ahead one looks besides, in metres.
const REACH: f64 = 1000.0;
/// Longest time between two positions that counts, in seconds.
const GAP_MAX: f64 = 6.0 * 3600.0;
/// So near its end a leg is driven, besides the error of a position, in metres.
const THERE: f64 = 150.0;
/// So far behind its end one drives the next leg, in metres.
const BEHIND: f64 = 300.0;
/// Slower than this one parks, in km/h.
const STANDING: f64 = 5.0;

/// What is known of where the car is. Default: nothing yet.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Follower {
    /// How far from the start, in metres of road. Goes back only when the car was plainly ahead of
    /// itself for several positions.
    pub along: Option<f64>,
    /// The leg that is driven, counted from 0; the one before while the car stands at its end.
    pub leg: usize,
    /// The stop at which the car stood last, or the end of the trip, by its leg.
    pub stood: Option<usize>,
    /// The stop that was driven by, as long as the leg behind it is driven.
    pub passed: Option<usize>,
    /// How far from the line the last position was.
    pub away: Meters,
    /// How many positions in a row were beside the line.
    beside: u32,
    /// When the last position was that lay on the line, in seconds.
    seen: f64,
}

impl Follower {
    /// True when the course was left.
    pub fn is_off(&self) -> bool {
        self.beside >= OFF_FIXES
    }

    /// True while the car is at the end of its leg, having stopped there.
    pub fn is_at_end(&self) -> bool {
        self.stood == Some(self.leg)
    }

    /// After one more position.
    #[must_use]
    pub fn after(self, course: &Course, fix: &Fix) -> Self {
        let slack = course.slack.0 + fix.accuracy.0;
        let find = |window| course.pass(fix.at, &window, slack, fix.heading);
        let found = match self.along {
            None => find(0.0..course.length()),
            // The course was left: it may go on anywhere ahead, or from further back.
            Some(along) if self.is_off() => {
                find(along..course.length()).or_else(|| find(0.0..along))
            }
            Some(along) => {
                let gap = (fix.time.0 - self.seen).clamp(0.0, GAP_MAX);
                find(along..along + REACH + gap * FASTEST)
            }
        };
        let Some(near) = found else {
            return Self {
                beside: self.beside.saturating_add(1),
                away: course.away(fix.at, self.along.unwrap_or(0.0)),
                ..self
            };
        };
        let is_elsewhere = self.along.is_none_or(|along| near.along < along);
        let on = Self {
            along: Some(near.along),
            away: Meters(near.away),
            beside: 0,
            seen: fix.time.0,
            leg: if is_elsewhere {
                course.leg_at(near.along)
            } else {
                self.leg
            },
            ..self
        };
        on.arrived(course, fix).gone_on(course, fix, near.along)
    }

    /// Whether the car stands at the end of its leg.
    fn arrived(self, course: &Course, fix: &Fix) -> Self {
        let near = THERE + fix.accuracy.0.min(THERE);
        let is_there = course
            .place_of_end(self.leg)
            .is_some_and(|end| end.distance_to(fix.at).0 <= near);
        let left = self
            .along
            .map_or(0.0, |along| course.end_of(self.leg) - along);
        let stands = fix.speed.is_none_or(|speed| speed.0 < STANDING);
        // Where a road is driven out and back, one may be beside the end long before it.
        if is_there && stands && left <= near + course.slack.0 {
            Self {
                stood: Some(self.leg),
                ..self
            }
        } else {
            self
        }
    }

    /// Whether the car is on the next leg by now.
    fn gone_on(mut self, course: &Course, fix: &Fix, along: f64) -> Self {
        let behind = BEHIND + fix.accuracy.0;
        while self.leg < course.last() && along > course.end_of(self.leg) + behind {
            self.passed = (self.stood != Some(self.leg)).then_some(self.leg);
            self.leg += 1;
        }
        self
    }
}
