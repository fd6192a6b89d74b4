//! Charging time as a function of charge.

use thiserror::Error;
use units::{Seconds, WattHours};

use ::search::bounded;

/// Time to charge from empty to a given charge: piecewise linear, rising.
///
/// Charging from `a` to `b` takes `time_to(b) - time_to(a)`.
#[derive(Debug, Clone, PartialEq)]
pub struct ChargeTime {
    /// Charges in watt-hours, strictly rising from 0.
    charges: Vec<f64>,
    /// Seconds from empty, strictly rising.
    times: Vec<f64>,
}

/// A list of points that is no charging curve.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CurveError {
    /// Fewer than two points.
    #[error("found {found} points, expected two or more")]
    TooShort {
        /// Number of points.
        found: usize,
    },
    /// The first charge is not zero.
    #[error("the first charge is {found} Wh, expected 0")]
    Start {
        /// The first charge.
        found: f64,
    },
    /// Charge or time does not rise, or is not a number.
    #[error("point {index} is [{charge}, {time}], expected both to rise above the point before")]
    NotRising {
        /// Index of the point.
        index: usize,
        /// Its charge in watt-hours.
        charge: f64,
        /// Its time in seconds.
        time: f64,
    },
    /// The charging power rises somewhere.
    #[error("the curve is less steep after point {index}, expected the charging power to fall")]
    NotSteeper {
        /// Index of the point between the two pieces.
        index: usize,
    },
}

impl ChargeTime {
    /// Checks and builds a curve from points of charge and time.
    ///
    /// The power may rise and fall along the curve: the search does not need it to fall.
    pub fn new(points: &[(WattHours, Seconds)]) -> Result<Self, CurveError> {
        let (Some(first), true) = (points.first(), points.len() >= 2) else {
            return Err(CurveError::TooShort {
                found: points.len(),
            });
        };
        if first.0.0.abs() > 0.0 || first.0.0.is_nan() {
            return Err(CurveError::Start { found: first.0.0 });
        }
        for (index, pair) in points.windows(2).enumerate() {
            let ((a, s), (b, t)) = (pair[0], pair[1]);
            let rises = a.0 < b.0 && s.0 < t.0 && b.0.is_finite() && t.0.is_finite();
            if !rises {
                let index = index + 1;
                return Err(CurveError::NotRising {
                    index,
                    charge: b.0,
                    time: t.0,
                });
            }
        }
        Ok(Self {
            charges: points.iter().map(|point| point.0.0).collect(),
            times: points.iter().map(|point| point.1.0).collect(),
        })
    }

    /// The same up to `charge`, above which nobody charges; `None` when that leaves nothing.
    pub fn up_to(self, charge: WattHours) -> Option<Self> {
        if charge.0 >= self.last() {
            return Some(self);
        }
        let end = (charge, self.time_to(charge));
        // Shorter pieces than a thousandth of a watt-hour are none.
        let below = self.points().filter(|point| point.0.0 < charge.0 - 1e-3);
        Self::new(&below.chain([end]).collect::<Vec<_>>()).ok()
    }

    /// Checks that the charging power never rises, as the `yilu solve` contract asks.
    pub fn check_steepening(&self) -> Result<(), CurveError> {
        let slopes: Vec<f64> = self.slopes().collect();
        for (index, pair) in slopes.windows(2).enumerate() {
            if pair[1] < pair[0] * (1.0 - 1e-6) {
                return Err(CurveError::NotSteeper { index: index + 1 });
            }
        }
        Ok(())
    }

    /// The points of the curve.
    pub fn points(&self) -> impl Iterator<Item = (WattHours, Seconds)> + '_ {
        let pairs = self.charges.iter().zip(&self.times);
        pairs.map(|(charge, time)| (WattHours(*charge), Seconds(*time)))
    }

    /// The greatest charge that can be reached here.
    pub fn charge_max(&self) -> WattHours {
        WattHours(self.last())
    }

    /// Time from empty to `charge`, which is cut to the curve.
    pub fn time_to(&self, charge: WattHours) -> Seconds {
        Seconds(self.at(charge.0))
    }

    /// The charge that is reached so long after an empty battery was plugged in.
    pub fn charge_after(&self, time: Seconds) -> WattHours {
        let above = self.times.partition_point(|at| *at <= time.0);
        let end = self.charges.len() - 1;
        if above > end {
            return WattHours(self.charges[end]);
        }
        let Some(below) = above.checked_sub(1) else {
            return WattHours(0.0);
        };
        let share = (time.0 - self.times[below]) / (self.times[above] - self.times[below]);
        WattHours(self.charges[below] + share * (self.charges[above] - self.charges[below]))
    }

    pub(super) fn last(&self) -> f64 {
        self.charges[self.charges.len() - 1]
    }

    #[cfg(test)]
    pub(super) fn breakpoints(&self) -> &[f64] {
        &self.charges
    }

    pub(super) fn at(&self, charge: f64) -> f64 {
        let charge = bounded(charge, 0.0, self.last());
        let piece = self.piece_at(charge);
        let (a, b) = (self.charges[piece], self.charges[piece + 1]);
        let (s, t) = (self.times[piece], self.times[piece + 1]);
        s + (t - s) * ((charge - a) / (b - a))
    }

    /// The piece that starts at or below `charge` and ends above it; the last one at the end.
    fn piece_at(&self, charge: f64) -> usize {
        let above = self.charges.partition_point(|at| *at <= charge);
        above.max(1).min(self.charges.len() - 1) - 1
    }

    fn slope(&self, piece: usize) -> f64 {
        (self.times[piece + 1] - self.times[piece])
            / (self.charges[piece + 1] - self.charges[piece])
    }

    fn slopes(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.charges.len() - 1).map(|piece| self.slope(piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: &[(f64, f64)]) -> Result<ChargeTime, CurveError> {
        let points: Vec<_> = points
            .iter()
            .map(|(charge, time)| (WattHours(*charge), Seconds(*time)))
            .collect();
        ChargeTime::new(&points)
    }

    #[test]
    fn between_points_the_curve_is_straight() {
        let curve = curve(&[(0.0, 0.0), (2400.0, 900.0), (4000.0, 2700.0)]).unwrap();
        assert_eq!(curve.time_to(WattHours(1200.0)), Seconds(450.0));
        assert_eq!(curve.time_to(WattHours(3200.0)), Seconds(1800.0));
        assert_eq!(curve.charge_max(), WattHours(4000.0));
        assert!(curve.check_steepening().is_ok());
    }

    #[test]
    fn a_curve_ends_where_nobody_charges_on() {
        let whole = curve(&[(0.0, 0.0), (2400.0, 900.0), (4000.0, 2700.0)]).unwrap();
        let cut = |at: f64| whole.clone().up_to(WattHours(at));
        assert_eq!(cut(9000.0), Some(whole.clone()));
        let shorter = cut(3200.0).unwrap();
        assert_eq!(shorter.charge_max(), WattHours(3200.0));
        assert_eq!(shorter.time_to(WattHours(4000.0)), Seconds(1800.0));
        assert_eq!(cut(2400.0).unwrap().breakpoints().len(), 2);
        assert_eq!((cut(0.0), cut(f64::NAN)), (None, None));
    }

    #[test]
    fn a_list_that_is_no_curve_is_refused() {
        assert!(matches!(
            curve(&[(0.0, 0.0)]),
            Err(CurveError::TooShort { found: 1 })
        ));
        assert!(matches!(
            curve(&[(5.0, 0.0), (9.0, 1.0)]),
            Err(CurveError::Start { .. })
        ));
        let flat = curve(&[(0.0, 0.0), (10.0, 5.0), (10.0, 9.0)]);
        assert!(matches!(flat, Err(CurveError::NotRising { index: 2, .. })));
        let faster = curve(&[(0.0, 0.0), (10.0, 50.0), (20.0, 60.0)]).unwrap();
        assert_eq!(
            faster.check_steepening(),
            Err(CurveError::NotSteeper { index: 1 })
        );
    }
}
