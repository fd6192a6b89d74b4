//! What the driver needs besides charge: breaks, and one long stop for a meal.

use super::{Label, Point, Terrain};

/// Breaks, in ticks.
///
/// A break may be made anywhere, also in the middle of a link, and is put off as long as possible:
/// nothing is gained by an earlier one, as the one who puts it off can still make it at any time.
/// There is a choice only where doors may let one in at the same time after it: before a stop.
/// A stop at a charge point is a break when one is parked there for long enough, a stay at a place
/// of the trip likewise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breaks {
    /// The most that is driven from one break to the next; above 0.
    pub after: u32,
    /// How long a break is at least.
    pub length: f64,
}

impl Breaks {
    /// How many breaks one makes while driving for `time`, having driven for `driven` since the
    /// last one; and how long one has driven since the last of them.
    #[inline]
    pub(super) fn on_the_way(self, driven: u32, time: u32) -> (f64, u32) {
        let all = u64::from(driven) + u64::from(time);
        let after = u64::from(self.after.max(1));
        let breaks = all.saturating_sub(1) / after;
        let since = u32::try_from(all - breaks * after).unwrap_or(u32::MAX);
        (f64::from(u32::try_from(breaks).unwrap_or(u32::MAX)), since)
    }

    /// The fewest breaks while driving for at least `time` more.
    fn at_least(self, driven: u32, time: f64) -> f64 {
        ((f64::from(driven) + time) / f64::from(self.after) - 1.0)
            .ceil()
            .max(0.0)
    }
}

/// Time besides driving, and the most that is charged in it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Idle {
    pub(super) time: f64,
    pub(super) energy: f64,
}

impl Idle {
    fn times(self, count: f64) -> Self {
        Self {
            time: self.time * count,
            energy: self.energy * count,
        }
    }
}

/// What breaks and meals are at the least, at any of the points that are open.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rests {
    /// The most that is charged in a break.
    in_break: f64,
    /// With the least delay of a stop.
    meal: Idle,
}

impl Rests {
    pub(super) fn new(needs: &Needs, terrain: &Terrain<'_>) -> Self {
        let open = terrain.points.iter().filter(|point| !point.is_closed);
        let mut rests = Self::default();
        let mut delay = f64::INFINITY;
        // Points that charge alike are many.
        let mut known = vec![None; terrain.curves.len()];
        for point in open {
            delay = delay.min(point.delay);
            let parked = known[point.curve as usize].get_or_insert(point.parked);
            *parked = parked.min(point.parked);
        }
        for (curve, parked) in terrain.curves.iter().zip(known) {
            let Some(parked) = parked else { continue };
            if let Some(breaks) = needs.breaks {
                let plugged = (breaks.length - parked).max(0.0);
                rests.in_break = rests.in_break.max(curve.most_in(plugged));
            }
            let meal = needs.meal.unwrap_or(0.0);
            rests.meal.energy = rests.meal.energy.max(curve.most_in(meal));
        }
        rests.meal.time = needs.meal.unwrap_or(0.0) + delay.min(f64::MAX);
        rests
    }
}

/// What the driver asks of a trip.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Needs {
    /// The breaks, if there must be any.
    pub breaks: Option<Breaks>,
    /// At one stop at least one is at the connector for so long, in ticks.
    pub meal: Option<f64>,
    /// At every stop to charge one is at the connector for so long at least, in ticks.
    pub stop_least: f64,
    /// And no longer than this.
    pub stop_most: Option<f64>,
}

/// A way to make a stop: how long one is at the connector, and what this gives the driver.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Dwell {
    /// At least so long, also when the battery is full before.
    pub(super) least: f64,
    /// No longer than this: then it would be the next way, or too long. `None` for any time.
    pub(super) most: Option<f64>,
    /// The longest that any stop may be, when this is the last of the ways.
    pub(super) longest: Option<f64>,
    pub(super) gives: Gives,
}

/// What a stop is besides charging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gives {
    pub is_break: bool,
    pub is_meal: bool,
    /// There is a break before it, where the car waits for nothing yet.
    pub rests_before: bool,
}

impl Needs {
    /// Time at the connector of `point` that makes a stop there a break.
    fn to_break(self, point: &Point) -> Option<f64> {
        self.breaks
            .map(|breaks| (breaks.length - point.parked).max(0.0))
    }

    /// The least time at the connector of `point` that gives this.
    pub(super) fn least(&self, point: &Point, gives: Gives, is_swap: bool) -> f64 {
        let to_break = self.to_break(point).filter(|_| gives.is_break);
        let meal = self.meal.filter(|_| gives.is_meal);
        let (shortest, _) = self.lengths(is_swap);
        shortest
            .max(to_break.unwrap_or(0.0))
            .max(meal.unwrap_or(0.0))
    }

    /// The least and the greatest time at a connector. A swap takes as long as it takes.
    fn lengths(self, is_swap: bool) -> (f64, Option<f64>) {
        if is_swap {
            (0.0, None)
        } else {
            (self.stop_least, self.stop_most)
        }
    }

    /// True when time besides driving and charging is asked for.
    pub(super) fn has_rests(&self) -> bool {
        self.breaks.is_some() || self.meal.is_some()
    }

    /// The ways to make a stop at `point` that give the driver different things. Whoever rests
    /// before it needs no other break there.
    pub(super) fn dwells(
        &self,
        point: &Point,
        (has_eaten, rests_before, is_swap): (bool, bool, bool),
    ) -> impl Iterator<Item = Dwell> + use<> {
        let to_break = self.to_break(point).filter(|_| !rests_before);
        let meal = self.meal.filter(|_| !has_eaten);
        let (shortest, longest) = self.lengths(is_swap);
        let fits = |time: &f64| longest.is_none_or(|longest| *time <= longest);
        let mut leasts = [Some(0.0), to_break, meal]
            .map(|least| least.map(|time| shortest.max(time)).filter(fits));
        sorting::few(&mut leasts, |a, b| {
            f64::total_cmp(&a.unwrap_or(NEVER), &b.unwrap_or(NEVER))
        });
        let next = move |at: usize| {
            let least = leasts[at]?;
            let later = leasts[at + 1..].iter().copied().flatten();
            // Ways that take equally long are one: the last of them.
            let later = later.reduce(f64::min);
            if later.is_some_and(|later| later <= least) {
                return None;
            }
            Some(Dwell {
                least,
                most: later.or(longest),
                longest: longest.filter(|_| later.is_none()),
                gives: Gives {
                    is_break: to_break.is_some_and(|time| least >= time),
                    is_meal: meal.is_some_and(|time| least >= time),
                    rests_before,
                },
            })
        };
        (0..leasts.len()).filter_map(next)
    }

    /// What a trip takes besides driving and stays from where `label` is, if it drives for at least
    /// `driving` and passes so many places where one stays.
    pub(super) fn idle_ahead(
        &self,
        rests: &Rests,
        label: &Label,
        driving: f64,
        stays: f64,
    ) -> Idle {
        let breaks = self.breaks.map_or(0.0, |breaks| {
            (breaks.at_least(label.driven, driving) - stays).max(0.0)
        });
        let a_break = Idle {
            time: self.breaks.map_or(0.0, |breaks| breaks.length),
            energy: rests.in_break,
        };
        if self.meal.is_none() || label.has_eaten {
            return a_break.times(breaks);
        }
        // The meal may be one of the breaks.
        let others = a_break.times((breaks - 1.0).max(0.0));
        Idle {
            time: rests
                .meal
                .time
                .max(if breaks > 0.0 { a_break.time } else { 0.0 })
                + others.time,
            energy: rests.meal.energy.max(rests.in_break) + others.energy,
        }
    }

    /// So much earlier `one` must be somewhere than `other` to be no worse off, with the same
    /// charge; `None` when it is worse off however early it is.
    #[inline]
    pub(super) fn handicap(&self, one: &Label, other: &Label, minds_clock: bool) -> Option<f64> {
        if other.has_eaten && !one.has_eaten {
            return None;
        }
        let rest = match self.breaks {
            // It can make a break here and now.
            Some(breaks) if one.driven > other.driven => breaks.length,
            _ => 0.0,
        };
        if !minds_clock {
            return Some(rest);
        }
        // Whoever waits for the same doors begins at the same time by the clock: then it counts how
        // much more has counted before. So neither that nor the clock may be worse.
        let less = other.ahead - one.ahead;
        (less >= 0.0).then_some(rest + less)
    }
}

/// Later than any time.
const NEVER: f64 = f64::INFINITY;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NONE;

    #[test]
    fn breaks_come_at_the_latest_moment() {
        let breaks = Breaks {
            after: 100,
            length: 10.0,
        };
        let drives = [
            (0, 0),
            (0, 100),
            (0, 101),
            (100, 0),
            (100, 1),
            (60, 240),
            (60, 241),
        ];
        let made = drives.map(|(driven, time)| breaks.on_the_way(driven, time));
        let expected = [(0, 0), (0, 100), (1, 1), (0, 100), (1, 1), (2, 100), (3, 1)];
        assert_eq!(
            made,
            expected.map(|(count, since)| (f64::from(count), since))
        );
    }

    #[test]
    fn a_stop_is_made_in_ways_that_differ() {
        let point = Point {
            node: 0,
            delay: 30.0,
            ahead: 0.0,
            parked: 20.0,
            curve: 0,
            waiting: NONE,
            is_closed: false,
        };
        let within = |lengths: (f64, Option<f64>), after: Option<f64>, meal| {
            let breaks = after.map(|length| Breaks { after: 1, length });
            let all = Needs {
                breaks,
                meal,
                stop_least: lengths.0,
                stop_most: lengths.1,
            };
            all.dwells(&point, (false, false, false))
                .map(|way| (way.least, way.most, way.gives.is_break, way.gives.is_meal))
                .collect::<Vec<_>>()
        };
        let ways = |after, meal| within((0.0, None), after, meal);
        assert_eq!(ways(None, None), [(0.0, None, false, false)]);
        assert_eq!(
            ways(Some(50.0), Some(90.0)),
            [
                (0.0, Some(30.0), false, false),
                (30.0, Some(90.0), true, false),
                (90.0, None, true, true)
            ]
        );
        // Parking alone is long enough, and the meal takes as long as the break.
        assert_eq!(ways(Some(20.0), None), [(0.0, None, true, false)]);
        assert_eq!(
            ways(Some(50.0), Some(30.0)),
            [(0.0, Some(30.0), false, false), (30.0, None, true, true)]
        );
        // No stop is shorter than 35 or longer than 60: the break is of any, the meal of none.
        assert_eq!(
            within((35.0, Some(60.0)), Some(50.0), Some(90.0)),
            [(35.0, Some(60.0), true, false)]
        );
    }
}
