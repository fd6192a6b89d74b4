//! Two charges that one time ties together.

use super::label::Label;
use super::switching::all_charges;
use super::waiting::Doors;
use super::{CHARGE_EPSILON, Curve, TIME_EPSILON};

/// A stop of an exact length: the charge that it is left with and the one that the stop before was
/// left with give one another, so it is a curve of its own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tie {
    /// When charging begins, by the charge that the stop is left with.
    begins: Curve,
    /// The charge that the stop before is left with, by the charge that this one is left with.
    before: Curve,
}

impl Tie {
    /// When charging begins: the curve of a label, whose offset is the length of the stop.
    pub(super) fn curve(&self) -> &Curve {
        &self.begins
    }

    /// Least and greatest charge that the stop is left with.
    pub(super) fn range(&self) -> (f64, f64) {
        (self.begins.bends()[0], self.begins.last())
    }

    /// The charge that the stop before is left with when this one is left with `charge`.
    pub(super) fn left_before(&self, charge: f64) -> f64 {
        self.before.at(charge)
    }
}

/// Where a tie bends: the charge that the stop before is left with, the charge that this one is
/// left with, when charging begins.
#[derive(Debug, Clone, Copy)]
struct Knot {
    before: f64,
    after: f64,
    begins: f64,
}

/// Which time of a stop an exact length is: the least or the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Least,
    Greatest,
}

/// Stops of exactly `length` after `label`, by what its charge point is left with: one tie, or one
/// for each time between which doors leap.
///
/// The rest of the optimum for a given charge after the stop is found by
/// [`super::switching::switching_charges`]: moving a little charge from one stop to the other
/// is free there. Where the stop has exactly this length, it is not. So the least length matters
/// only where it is better to charge more before, the greatest where it is better to charge less.
pub(super) fn ties(
    label: &Label,
    curve: Option<&Curve>,
    (next, doors): (&Curve, Option<Doors<'_>>),
    (length, bound, most): (f64, Bound, f64),
) -> Vec<Tie> {
    let cost = f64::from(label.profile.cost);
    let spare = next.at(most) - length;
    let (Some(curve), false) = (curve, next.is_jump()) else {
        return Vec::new();
    };
    if spare <= next.at(label.low - cost) {
        return Vec::new();
    }
    // With more, the battery is full before the time is over.
    let high = label.high.min(cost + next.charge_at(spare));
    if high - label.low <= CHARGE_EPSILON {
        return Vec::new();
    }
    let mut charges = Vec::new();
    all_charges(label, Some(curve), (next, doors), &mut charges);
    let early = next.bends().iter().map(|bend| next.at(*bend) - length);
    let early = early.filter(|time| *time > 0.0);
    charges.extend(early.map(|time| cost + next.charge_at(time)));
    charges.retain(|x| *x > label.low && *x < high);
    charges.extend([label.low, high]);
    sorting::few(&mut charges, f64::total_cmp);
    charges.dedup_by(|b, a| *b - *a < CHARGE_EPSILON);
    let begins = |x: f64| {
        let arrival = label.time(x, Some(curve));
        doors.map_or(arrival, |doors| doors.begin(arrival))
    };
    let knot = |x: f64, begins: f64| Knot {
        before: x,
        after: next.charge_at(next.at(x - cost) + length).min(most),
        begins,
    };
    let (mut found, mut knots) = (Vec::new(), Vec::<Knot>::new());
    for pair in charges.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let end = begins(to);
        // A piece is straight: its middle says where it starts, after a leap as well.
        let start = 2.0 * begins(f64::midpoint(from, to)) - end;
        // What charging more before takes, without what it saves here.
        let more = (end - start) - (next.at(to - cost) - next.at(from - cost));
        let matters = match bound {
            Bound::Least => more < -TIME_EPSILON,
            // Of equally good charges the least is left with.
            Bound::Greatest => more >= -TIME_EPSILON,
        };
        let leaps = |last: &Knot| start > last.begins + 4.0 * TIME_EPSILON;
        if !matters || knots.last().is_some_and(leaps) {
            found.extend(tie(&knots));
            knots.clear();
        }
        if matters {
            if knots.is_empty() {
                knots.push(knot(from, start));
            }
            knots.push(knot(to, end));
        }
    }
    found.extend(tie(&knots));
    found
}

/// `None` for a single knot: its stop is one of those that are made anyway.
fn tie(knots: &[Knot]) -> Option<Tie> {
    let curve = |of: fn(&Knot) -> f64| Curve::new(knots.iter().map(|knot| (knot.after, of(knot))));
    (knots.len() > 1).then(|| Tie {
        begins: curve(|knot| knot.begins),
        before: curve(|knot| knot.before),
    })
}
