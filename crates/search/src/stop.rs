//! Stops: how long, and with which charge to leave the one before.

use super::breaks::Dwell;
use super::label::{Before, LabelId, Place};
use super::switching::{all_charges, switching_charges};
use super::tie::{Bound, ties};
use super::waiting::Doors;
use super::{Curve, Field, Label, Manner, NONE, Point, Search};

/// A charge point as a label comes to it.
#[derive(Debug, Clone, Copy)]
struct Stand<'a> {
    point: &'a Point,
    place: Place,
    curve: &'a Curve,
    doors: Option<Doors<'a>>,
    /// Time besides charging and waiting for the doors.
    delay: f64,
    /// True when there is a break before the doors: they may let one in later, but not as much
    /// later as the break is long.
    rests: bool,
}

impl<F: Field> Search<'_, F> {
    /// Stops at the charge points of the label's node.
    pub(super) fn stop(&mut self, id: LabelId, label: &Label, curve: Option<&Curve>) {
        let terrain = self.terrain;
        let (first, points) = terrain.points_at(label.node);
        for (point, index) in points.iter().zip(first..) {
            // Stopping again where one has just charged is never faster than charging at once,
            // unless the trip led elsewhere in between, or no stop may be longer.
            let is_again = label.point == index && label.point_leg == label.leg;
            if point.is_closed || is_again && self.trip.needs.stop_most.is_none() {
                continue;
            }
            let waiting = terrain.waitings.get(point.waiting as usize);
            let doors = waiting.map(|waiting| Doors {
                waiting,
                ahead: label.ahead,
            });
            let stand = Stand {
                point,
                place: Place {
                    point: index,
                    curve: point.curve,
                    ahead: point.ahead,
                },
                curve: &terrain.curves[point.curve as usize],
                doors,
                delay: point.delay,
                rests: false,
            };
            self.stop_at(id, label, curve, &stand);
            let breaks = self.trip.needs.breaks.filter(|_| label.driven > 0);
            if let (Some(doors), Some(breaks)) = (doors, breaks) {
                let rested = Stand {
                    doors: Some(Doors {
                        ahead: doors.ahead - breaks.length,
                        ..doors
                    }),
                    delay: point.delay + breaks.length,
                    rests: true,
                    ..stand
                };
                self.stop_at(id, label, curve, &rested);
            }
        }
    }

    fn stop_at(&mut self, id: LabelId, label: &Label, curve: Option<&Curve>, stand: &Stand<'_>) {
        let next = (stand.curve, stand.doors);
        let mut charges = std::mem::take(&mut self.work.scratch);
        match self.work.manner {
            Manner::Thorough => all_charges(label, curve, next, &mut charges),
            Manner::Exact | Manner::Hasty => switching_charges(label, curve, next, &mut charges),
        }
        let needs = self.trip.needs;
        let which = (label.has_eaten, stand.rests, stand.curve.is_jump());
        for dwell in needs.dwells(stand.point, which) {
            for left in &charges {
                self.stop_having_left(id, label, (*left, curve), stand, dwell);
            }
            let shortest = (dwell.least, Bound::Least);
            if dwell.least > 0.0 && !self.stop_tied(id, label, curve, stand, (dwell, shortest)) {
                // The battery is full before the time is over: nothing is gained by more.
                self.stop_having_left(id, label, (label.low, curve), stand, dwell);
            }
            if let Some(longest) = dwell.longest {
                let longest = (longest, Bound::Greatest);
                self.stop_tied(id, label, curve, stand, (dwell, longest));
            }
        }
        self.work.scratch = charges;
    }

    /// Stops, having left the charge point before with a charge.
    fn stop_having_left(
        &mut self,
        id: LabelId,
        label: &Label,
        (left, curve): (f64, Option<&Curve>),
        stand: &Stand<'_>,
        dwell: Dwell,
    ) {
        let arrival = label.time(left, curve);
        let begins = stand.doors.map_or(arrival, |doors| doors.begin(arrival)) + stand.delay;
        let how = (stand.place, dwell, stand.curve);
        if let Some(stopped) = label.stop(id, left, self.trip.battery, begins, how) {
            self.offer(stopped);
        }
    }

    /// Stops for exactly so long, the least or the greatest time of `dwell`; false when no charge
    /// before makes that better than another time.
    fn stop_tied(
        &mut self,
        id: LabelId,
        label: &Label,
        curve: Option<&Curve>,
        stand: &Stand<'_>,
        (dwell, (length, bound)): (Dwell, (f64, Bound)),
    ) -> bool {
        let most = f64::from(self.trip.battery.capacity).min(stand.curve.last());
        let found = ties(
            label,
            curve,
            (stand.curve, stand.doors),
            (length, bound, most),
        );
        let has_any = !found.is_empty();
        for tie in found {
            let number = u32::try_from(self.work.ties.len()).unwrap_or(NONE);
            let curves = u32::try_from(self.terrain.curves.len()).unwrap_or(NONE);
            let place = Place {
                curve: curves.saturating_add(number),
                ..stand.place
            };
            let how = (place, dwell.gives);
            let stopped = label.stop_tied(id, how, stand.delay + length, (number, &tie));
            self.work.ties.push(tie.into());
            if !self.offer(stopped) {
                self.work.ties.pop();
            }
        }
        has_any
    }

    /// The charge that the charge point before was left with, when that of `label`, whose stop was
    /// made so, is left with `left`.
    pub(super) fn left_before(&self, before: Before, left: f64) -> f64 {
        match before {
            Before::Left(left) => left,
            Before::Tied(tie) => self.work.ties[tie as usize].left_before(left),
        }
    }
}
