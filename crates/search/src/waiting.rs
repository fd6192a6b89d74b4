//! Waiting that depends on when one arrives: opening hours, busy times.

use super::TIME_EPSILON;

/// When charging begins at the earliest, over the time of arrival; in ticks since the trip began.
///
/// Piecewise linear and never falling, so arriving earlier never lets one begin later (FIFO): then
/// a label that is somewhere earlier with no less charge is no worse there, and the search stays
/// exact. Where the function leaps (doors close), arriving at that very moment counts as before.
/// Before its first point and behind its last one the wait is as long as at that point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Waiting {
    /// Arrivals and beginnings, both never falling; a leap is two points with one arrival.
    points: Vec<(f64, f64)>,
}

impl Waiting {
    /// From points that never fall in the arrival. Where the beginning falls, those who arrive
    /// earlier let the later ones wait: it stays until the straight line between two points has
    /// reached it again.
    pub fn new(points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut all: Vec<(f64, f64)> = Vec::new();
        let mut before: Option<(f64, f64)> = None;
        for (arrival, begin) in points {
            let (from, low) = before.unwrap_or((arrival, begin));
            let arrival = arrival.max(from);
            let begin = begin.max(arrival);
            let high = all.last().map_or(begin, |last| last.1);
            if begin > high && low < high {
                let share = (high - low) / (begin - low);
                all.push((from + (arrival - from) * share, high));
            }
            all.push((arrival, begin.max(high)));
            before = Some((arrival, begin));
        }
        Self { points: all }
    }

    /// Waiting for this and then for `next`.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let own = self.bends();
        let theirs = next.bends().map(|begin| self.arrival_for(begin));
        let mut arrivals: Vec<f64> = own.chain(theirs).collect();
        sorting::few(&mut arrivals, f64::total_cmp);
        arrivals.dedup_by(|b, a| *b - *a <= 4.0 * TIME_EPSILON);
        let begin = |arrival: f64| next.begin(self.begin(arrival));
        let mut points = Vec::with_capacity(2 * arrivals.len());
        for (index, arrival) in arrivals.iter().enumerate() {
            points.push((*arrival, begin(*arrival)));
            // Between two bends it is straight: the middle says where a piece begins, after a leap
            // as well. Behind the last one, nothing changes any more.
            let end = arrivals.get(index + 1).copied().unwrap_or(arrival + 1.0);
            let start = 2.0 * begin(f64::midpoint(*arrival, end)) - begin(end);
            points.push((*arrival, start));
        }
        Self::new(points)
    }

    /// The latest arrival for whom it begins no later than at `begin`.
    fn arrival_for(&self, begin: f64) -> f64 {
        let above = self.points.partition_point(|point| point.1 <= begin);
        match (
            above.checked_sub(1).map(|at| self.points[at]),
            self.points.get(above),
        ) {
            (Some((from, low)), Some((to, high))) => {
                from + (to - from) * ((begin - low) / (high - low))
            }
            (Some((point, at)), None) | (None, Some(&(point, at))) => point + (begin - at),
            (None, None) => begin,
        }
    }

    /// When charging begins for one who arrives at `arrival`.
    pub fn begin(&self, arrival: f64) -> f64 {
        let above = self.above(arrival);
        match (
            above.checked_sub(1).map(|at| self.points[at]),
            self.points.get(above),
        ) {
            (Some((from, begin)), Some((to, end))) => {
                begin + (end - begin) * ((arrival - from) / (to - from)).clamp(0.0, 1.0)
            }
            (Some((point, begin)), None) | (None, Some(&(point, begin))) => {
                arrival + (begin - point)
            }
            (None, None) => arrival,
        }
    }

    /// How much later charging begins for each unit of time that one arrives later.
    pub fn slope_above(&self, arrival: f64) -> f64 {
        let above = self.above(arrival);
        match (
            above.checked_sub(1).map(|at| self.points[at]),
            self.points.get(above),
        ) {
            (Some((from, begin)), Some((to, end))) => (end - begin) / (to - from),
            _ => 1.0,
        }
    }

    /// Arrivals at which the function bends or leaps.
    pub fn bends(&self) -> impl Iterator<Item = f64> {
        self.points.iter().map(|point| point.0)
    }

    /// True when the function leaps at `arrival`.
    pub fn leaps_at(&self, arrival: f64) -> bool {
        let mut pairs = self.points.windows(2);
        pairs.any(|pair| {
            pair[1].0 - pair[0].0 <= 0.0
                && pair[1].1 > pair[0].1
                && (pair[0].0 - arrival).abs() <= 2.0 * TIME_EPSILON
        })
    }

    /// Index of the first point that lies above `arrival`; at a leap, of its first point.
    fn above(&self, arrival: f64) -> usize {
        let above = self
            .points
            .partition_point(|point| point.0 < arrival - TIME_EPSILON);
        // Arriving where a piece starts is on that piece, unless the function leaps there.
        match self.points[above..] {
            [(at, _), (next, _), ..] if at <= arrival + TIME_EPSILON && next > at => above + 1,
            [(at, _)] if at <= arrival + TIME_EPSILON => above + 1,
            _ => above,
        }
    }
}

/// A waiting as a label sees it whose time is ahead of the clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doors<'a> {
    pub(super) waiting: &'a Waiting,
    /// What the label's time has more than the clock.
    pub(super) ahead: f64,
}

impl Doors<'_> {
    /// When charging begins for one who arrives at `arrival`, both in the label's time.
    pub(super) fn begin(&self, arrival: f64) -> f64 {
        self.waiting.begin(arrival - self.ahead) + self.ahead
    }

    /// As [`Waiting::slope_above`].
    pub(super) fn slope_above(&self, arrival: f64) -> f64 {
        self.waiting.slope_above(arrival - self.ahead)
    }

    /// As [`Waiting::bends`].
    pub(super) fn bends(&self) -> impl Iterator<Item = f64> {
        self.waiting.bends().map(|at| at + self.ahead)
    }

    /// As [`Waiting::leaps_at`].
    pub(super) fn leaps_at(&self, arrival: f64) -> bool {
        self.waiting.leaps_at(arrival - self.ahead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() < 1e-6,
            "{found}, expected {expected}"
        );
    }

    #[test]
    fn doors_that_close_let_the_late_wait_until_they_open() {
        // Open until 100, closed until 300, a queue that falls from 50 to 0 by 400.
        let waiting = Waiting::new([
            (100.0, 100.0),
            (100.0, 300.0),
            (300.0, 350.0),
            (400.0, 400.0),
        ]);
        is(waiting.begin(40.0), 40.0);
        is(waiting.begin(100.0), 100.0);
        is(waiting.begin(100.5), 300.125);
        is(waiting.begin(350.0), 375.0);
        is(waiting.begin(1000.0), 1000.0);
        is(waiting.slope_above(350.0), 0.5);
        assert!(waiting.leaps_at(100.0) && !waiting.leaps_at(300.0));
    }

    #[test]
    fn a_wait_that_falls_faster_than_time_passes_is_levelled() {
        // A table by the hour would have one begin at 110 who arrives at 10, and at 20 who arrives
        // at 20.
        let waiting = Waiting::new([(10.0, 110.0), (20.0, 20.0), (200.0, 200.0)]);
        is(waiting.begin(20.0), 110.0);
        is(waiting.begin(110.0), 110.0);
        is(waiting.begin(150.0), 150.0);
        is(waiting.begin(200.0), 200.0);
    }

    #[test]
    fn waiting_twice_is_waiting_for_one_and_then_the_other() {
        let mut seed = 1_u64;
        let mut below = |limit: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            f64::from(u32::try_from((seed >> 33) % limit).unwrap())
        };
        for _ in 0..200 {
            let mut waiting = || {
                let mut at = 0.0;
                Waiting::new((0..6).map(|_| {
                    at += below(3) * below(50);
                    (at, at + below(2) * below(90))
                }))
            };
            let (one, other) = (waiting(), waiting());
            let both = one.then(&other);
            for _ in 0..40 {
                let arrival = below(600) + 0.25;
                is(both.begin(arrival), other.begin(one.begin(arrival)));
            }
        }
    }

    #[test]
    fn without_points_nobody_waits() {
        is(Waiting::default().begin(7.0), 7.0);
    }
}
