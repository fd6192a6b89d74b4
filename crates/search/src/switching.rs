//! With which charges to leave one charge point for the next.

use super::waiting::Doors;
use super::{CHARGE_EPSILON, Curve, Label};

/// The charges with which to leave `label`'s charge point so that going on to charge at a point
/// with `next` as its curve can be part of an optimum, written to `found`.
///
/// Moving a little charge from one point to the other changes the total by the difference of
/// their slopes, so only local minima of `beginning there - time to charge this far there` matter;
/// both are piecewise linear, and these lie at their bends, at leaps, or at the ends.
pub(super) fn switching_charges(
    label: &Label,
    curve: Option<&Curve>,
    (next, doors): (&Curve, Option<Doors<'_>>),
    found: &mut Vec<f64>,
) {
    found.clear();
    let Some(curve) = curve else {
        found.push(label.low);
        return;
    };
    let cost = f64::from(label.profile.cost);
    all_charges(label, Some(curve), (next, doors), found);
    // True where charging more before is better than charging it at the next point.
    let gains = |from: f64, to: f64| {
        let middle = f64::midpoint(from, to);
        // Beyond its last charge the next point gives nothing: only charging before helps.
        let is_beyond = middle - cost >= next.last();
        let later = doors.map_or(1.0, |doors| {
            doors.slope_above(label.time(middle, Some(curve)))
        });
        is_beyond || curve.slope_above(middle) * later < next.slope_above(middle - cost)
    };
    let leaps = |x: f64| doors.is_some_and(|doors| doors.leaps_at(label.time(x, Some(curve))));
    let (mut kept, mut falls_before) = (0, true);
    for index in 0..found.len() {
        let falls_after = index + 1 < found.len() && gains(found[index], found[index + 1]);
        if falls_before && (!falls_after || leaps(found[index])) {
            found[kept] = found[index];
            kept += 1;
        }
        falls_before = falls_after;
    }
    found.truncate(kept);
}

/// The charges at which either curve or the waiting bends, and both ends.
pub(super) fn all_charges(
    label: &Label,
    curve: Option<&Curve>,
    (next, doors): (&Curve, Option<Doors<'_>>),
    found: &mut Vec<f64>,
) {
    found.clear();
    let cost = f64::from(label.profile.cost);
    let shifted = next.bends().iter().map(|charge| charge + cost);
    found.extend(label.bends(curve));
    found.extend(shifted.filter(|x| *x > label.low && *x < label.high));
    if let (Some(doors), Some(curve)) = (doors, curve) {
        let (first, last) = (label.first.time, label.last.time);
        let inside = doors.bends().filter(|at| *at > first && *at < last);
        found.extend(inside.map(|at| curve.charge_at(at - label.offset)));
    }
    found.extend([label.low, label.high]);
    sorting::few(found, f64::total_cmp);
    found.dedup_by(|b, a| *b - *a < CHARGE_EPSILON);
}
