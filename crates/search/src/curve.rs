//! Charging time in ticks, as the search reads it.

use super::bounded;

/// Time to charge from empty, piecewise linear, strictly rising but for swaps; charges and times
/// in ticks.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    charges: Vec<f64>,
    times: Vec<f64>,
}

impl Curve {
    /// From two or more points that rise from charge 0. Points on a straight line are left out.
    pub fn new(points: impl Iterator<Item = (f64, f64)>) -> Self {
        let (mut charges, mut times): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for (charge, time) in points {
            if let [.., a, b] = charges[..] {
                let [.., s, t] = times[..] else { continue };
                let straight = t + (t - s) / (b - a) * (charge - b);
                if (straight - time).abs() <= 1e-12 * time.abs() {
                    charges.pop();
                    times.pop();
                }
            }
            charges.push(charge);
            times.push(time);
        }
        Self { charges, times }
    }

    /// A swap of the battery: whatever there was, `charge` is there at once.
    pub fn jump(charge: f64) -> Self {
        Self {
            charges: vec![0.0, charge],
            times: vec![0.0, 0.0],
        }
    }

    /// All its numbers, to tell curves apart.
    pub fn bits(&self) -> impl Iterator<Item = u64> + '_ {
        let all = self.charges.iter().chain(&self.times);
        all.map(|number| number.to_bits())
    }

    /// True for a swap of the battery.
    #[inline]
    pub fn is_jump(&self) -> bool {
        self.times[self.times.len() - 1] <= 0.0
    }

    /// The charge that is reached after `time` from empty, which is cut to the curve.
    pub fn charge_at(&self, time: f64) -> f64 {
        let above = self.times.partition_point(|at| *at <= time);
        match above.checked_sub(1) {
            None => 0.0,
            Some(piece) if above == self.times.len() => self.charges[piece],
            Some(piece) => {
                let (a, b) = (self.charges[piece], self.charges[above]);
                let (s, t) = (self.times[piece], self.times[above]);
                a + (b - a) * ((time - s) / (t - s))
            }
        }
    }

    /// The greatest charge.
    #[inline]
    pub fn last(&self) -> f64 {
        self.charges[self.charges.len() - 1]
    }

    /// Where the curve bends, with both ends.
    #[inline]
    pub fn bends(&self) -> &[f64] {
        &self.charges
    }

    /// Time from empty to `charge`, which is cut to the curve.
    #[inline]
    pub fn at(&self, charge: f64) -> f64 {
        let charge = bounded(charge, 0.0, self.last());
        let piece = self.piece_at(charge);
        let (a, b) = (self.charges[piece], self.charges[piece + 1]);
        let (s, t) = (self.times[piece], self.times[piece + 1]);
        s + (t - s) * ((charge - a) / (b - a))
    }

    /// Time for each unit of charge just above `charge`.
    #[inline]
    pub fn slope_above(&self, charge: f64) -> f64 {
        let piece = self.piece_at(bounded(charge, 0.0, self.last()));
        (self.times[piece + 1] - self.times[piece])
            / (self.charges[piece + 1] - self.charges[piece])
    }

    /// The least time for each unit of charge anywhere: the fastest charging.
    pub fn slope_min(&self) -> f64 {
        let ends = self.charges.windows(2).zip(self.times.windows(2));
        let slopes = ends.map(|(charge, time)| (time[1] - time[0]) / (charge[1] - charge[0]));
        slopes.fold(f64::INFINITY, f64::min)
    }

    /// The piece that starts at or below `charge` and ends above it; the last one at the end.
    #[inline]
    fn piece_at(&self, charge: f64) -> usize {
        let inner = &self.charges[1..self.charges.len() - 1];
        inner.iter().take_while(|at| **at <= charge).count()
    }

    /// Least time for charging `amount` in one stop that starts at `lowest` or above; infinite
    /// when the curve is shorter.
    ///
    /// The time of a window is piecewise linear in where it starts, so a best one has an end at a
    /// bend.
    pub fn best_window(&self, amount: f64, lowest: f64) -> f64 {
        let last = self.last();
        let lowest = lowest.min(last);
        let starts = self.charges.iter().flat_map(|bend| [*bend, bend - amount]);
        let fits = starts.filter(|start| *start >= lowest && start + amount <= last);
        let time = |start: f64| self.at(start + amount) - self.at(start);
        let inside = fits.map(time).fold(f64::INFINITY, f64::min);
        if lowest + amount <= last {
            inside.min(time(lowest))
        } else {
            inside
        }
    }

    /// The most that is charged in `time`, wherever one starts.
    ///
    /// As in [`Self::best_window`], a best window has an end at a bend.
    pub fn most_in(&self, time: f64) -> f64 {
        if self.is_jump() {
            return self.last();
        }
        let windows = self.charges.iter().flat_map(|bend| {
            let at = self.at(*bend);
            let early = self.charge_at(at - time);
            [self.charge_at(at + time) - bend, bend - early]
        });
        windows.fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_in_a_time_is_where_charging_is_fastest() {
        // Slow, fast, slow.
        let points = [(0.0, 0.0), (10.0, 20.0), (30.0, 40.0), (40.0, 80.0)];
        let curve = Curve::new(points.into_iter());
        let found = [20.0, 10.0, 30.0, 80.0, 90.0].map(|time| curve.most_in(time));
        let expected = [20.0, 10.0, 25.0, 40.0, 40.0];
        let pairs = found.iter().zip(expected);
        assert!(
            pairs.clone().all(|(a, b)| (a - b).abs() < 1e-9),
            "{found:?}"
        );
        assert!((Curve::jump(36.0).most_in(0.0) - 36.0).abs() < 1e-9);
    }

    #[test]
    fn the_best_window_is_where_charging_is_fastest() {
        // Slow, fast, slow.
        let points = [(0.0, 0.0), (10.0, 20.0), (30.0, 40.0), (40.0, 80.0)];
        let curve = Curve::new(points.into_iter());
        let windows = [(20.0, 0.0), (5.0, 0.0), (40.0, 0.0), (5.0, 35.0)];
        let found = windows.map(|(amount, lowest)| curve.best_window(amount, lowest));
        let expected = [20.0, 5.0, 80.0, 20.0];
        assert!(
            found
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() < 1e-9),
            "{found:?}"
        );
        assert!(curve.best_window(41.0, 0.0).is_infinite());
    }

    #[test]
    fn straight_pieces_become_one() {
        let points = [(0.0, 0.0), (10.0, 20.0), (30.0, 60.0), (40.0, 180.0)];
        assert_eq!(Curve::new(points.into_iter()).bends(), [0.0, 30.0, 40.0]);
    }
}
