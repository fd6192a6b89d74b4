//! Labels: a path whose last charge is still open.

use super::bound::{bounded, greater, lesser};
use super::breaks::{Breaks, Dwell, Gives};
use super::tie::Tie;
use super::{CHARGE_EPSILON, Curve, Hop, Profile, TIME_EPSILON};

/// Index of a label in the search's list.
pub(crate) type LabelId = u32;
/// No label, no charge point, no link.
pub const NONE: u32 = u32::MAX;

/// How a label was made from its parent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Made {
    /// It is the start.
    Start,
    /// By driving the link with this id; [`NONE`] for a link that stands for nothing.
    Drive(u32),
    /// By stopping at the label's charge point.
    Stop {
        /// The charge that the one before was left with.
        before: Before,
        /// What the stop is besides.
        gives: Gives,
    },
}

/// The charge that the charge point before was left with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Before {
    /// This one.
    Left(f64),
    /// One that this tie knows, by what the label's own charge point is left with.
    Tied(u32),
}

/// When and with how much charge one is there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Here {
    pub time: f64,
    pub charge: f64,
}

/// A path to a node as a function (Baum et al., CHArge): the charge `x` with which the last charge
/// point is left is open within `low..=high`. Without a charge point, `low == high` is the initial
/// charge. Times and charges in ticks.
#[derive(Debug, Clone, Copy)]
pub struct Label {
    /// A node, or [`super::END`] at the end of a leg.
    pub node: u32,
    /// The leg of the trip, or at an end the number of legs behind it.
    pub leg: u32,
    /// The label that it was made from.
    pub parent: LabelId,
    /// Last charge point, [`NONE`] before the first.
    pub point: u32,
    /// Stops so far.
    pub stops: u32,
    /// The curve of its last charge point, or beyond all those the tie that stands for it.
    pub curve: u32,
    /// So much more counts than passed by the clock.
    pub ahead: f64,
    /// What was driven since the last break; 0 when breaks do not matter.
    pub driven: u32,
    /// True after a stop that was a meal.
    pub has_eaten: bool,
    /// The leg in which the last charge point is.
    pub point_leg: u32,
    /// How.
    pub made: Made,
    /// The path since the charge point.
    pub profile: Profile,
    /// All time but that from empty to `x`.
    pub offset: f64,
    /// Least useful `x`.
    pub low: f64,
    /// Greatest useful `x`.
    pub high: f64,
    /// Leaving with `low`.
    pub first: Here,
    /// Leaving with `high`.
    pub last: Here,
    /// True once a better label has replaced it.
    pub is_dominated: bool,
}

/// Where a stop is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// A charge point.
    pub(super) point: u32,
    /// As [`Label::curve`].
    pub(super) curve: u32,
    /// As [`super::Point::ahead`].
    pub(super) ahead: f64,
}

/// What labels are measured by.
#[derive(Debug, Clone, Copy)]
pub struct Battery {
    /// When it is full.
    pub capacity: i32,
    /// What it may not fall below.
    pub reserve: i32,
}

impl Battery {
    /// What can be taken from a full one.
    pub fn room(self) -> i32 {
        self.capacity - self.reserve
    }
}

impl Label {
    /// The label after driving `hop`, if it can be driven. Where it leads is left to be filled in.
    #[inline]
    pub fn drive(
        &self,
        id: LabelId,
        hop: &Hop,
        battery: Battery,
        curve: Option<&Curve>,
        breaks: Option<Breaks>,
    ) -> Option<Self> {
        let profile = self.profile.then(hop.profile, battery.room())?;
        let needed = f64::from(battery.reserve) + f64::from(profile.need);
        let low = greater(self.low, needed);
        if low > self.high + CHARGE_EPSILON {
            return None;
        }
        // Charging beyond what fits at the fullest place on the way is wasted.
        let useful = f64::from(profile.cost) + f64::from(battery.capacity - profile.top);
        let high = lesser(self.high, greater(low, useful));
        let low = lesser(low, high);
        let (mut time, mut driven) = (f64::from(hop.time), 0);
        if let Some(breaks) = breaks {
            let (count, since) = breaks.on_the_way(self.driven, hop.clock);
            time += count * breaks.length;
            driven = since;
        }
        let mut label = Self {
            parent: id,
            profile,
            offset: self.offset + time,
            low,
            high,
            ahead: self.ahead + f64::from(hop.ahead()),
            driven,
            is_dominated: false,
            ..*self
        };
        // Mostly the ends stay where they were: no need to read the curve again.
        let moved = |was: f64, x: f64, then: f64| {
            if (was - x).abs() > 0.0 {
                label.offset + curve.map_or(0.0, |curve| curve.at(x))
            } else {
                then + time
            }
        };
        let (first, last) = (
            moved(self.low, low, self.first.time),
            moved(self.high, high, self.last.time),
        );
        label.first = Here {
            time: first,
            charge: label.charge(low, battery),
        };
        label.last = Here {
            time: last,
            charge: label.charge(high, battery),
        };
        Some(label)
    }

    /// The label at the end of a leg that asks for a charge of `floor`, after staying there for
    /// `stay`; `None` when the charge does not suffice.
    pub fn arrive(
        &self,
        floor: f64,
        stay: f64,
        battery: Battery,
        curve: Option<&Curve>,
    ) -> Option<Self> {
        let low = self.leave_for(floor)?;
        let mut label = Self {
            offset: self.offset + stay,
            low,
            ..*self
        };
        label.first = Here {
            time: label.time(low, curve),
            charge: label.charge(low, battery),
        };
        label.last.time += stay;
        Some(label)
    }

    /// The label after stopping here, having left the last charge point with `left`; `None` when
    /// there is no use in it. `begins` is when charging begins.
    pub(super) fn stop(
        &self,
        id: LabelId,
        left: f64,
        battery: Battery,
        begins: f64,
        (place, dwell, curve): (Place, Dwell, &Curve),
    ) -> Option<Self> {
        let arrived = self.charge(left, battery);
        let most = curve.last().min(f64::from(battery.capacity));
        let is_full = arrived + CHARGE_EPSILON >= most;
        if is_full && !dwell.gives.is_meal {
            return None;
        }
        let mut offset = begins - curve.at(arrived);
        let (low, high) = if is_full {
            // One eats all the same.
            offset += dwell.least;
            (arrived, arrived)
        } else if curve.is_jump() {
            // A swapped battery has one charge.
            offset += dwell.least;
            (most, most)
        } else {
            let after = |time: f64| {
                let charge = curve.charge_at(curve.at(arrived) + time);
                bounded(charge, arrived, most)
            };
            let mut low = arrived;
            if dwell.least > 0.0 {
                low = after(dwell.least);
                offset += (dwell.least - (curve.at(most) - curve.at(arrived))).max(0.0);
            }
            (low, dwell.most.map_or(most, after))
        };
        let here = |x: f64| Here {
            time: offset + curve.at(x),
            charge: x,
        };
        let before = Before::Left(left);
        Some(Self {
            offset,
            low,
            high,
            first: here(low),
            last: here(high),
            ..self.stopped(id, (place, dwell.gives), before)
        })
    }

    /// The label after stopping here for exactly as long as `tie` ties two charges together; the
    /// time from when charging begins to the end of the stop is `length`.
    pub(super) fn stop_tied(
        &self,
        id: LabelId,
        (place, gives): (Place, Gives),
        length: f64,
        (index, tie): (u32, &Tie),
    ) -> Self {
        let (low, high) = tie.range();
        let here = |x: f64| Here {
            time: length + tie.curve().at(x),
            charge: x,
        };
        Self {
            offset: length,
            low,
            high,
            first: here(low),
            last: here(high),
            ..self.stopped(id, (place, gives), Before::Tied(index))
        }
    }

    /// This label with all that a stop changes but times and charges.
    fn stopped(&self, id: LabelId, (place, gives): (Place, Gives), before: Before) -> Self {
        Self {
            parent: id,
            point: place.point,
            curve: place.curve,
            stops: self.stops + 1,
            ahead: self.ahead + place.ahead,
            point_leg: self.leg,
            driven: if gives.is_break || gives.rests_before {
                0
            } else {
                self.driven
            },
            has_eaten: self.has_eaten || gives.is_meal,
            made: Made::Stop { before, gives },
            profile: Profile::STAY,
            is_dominated: false,
            ..*self
        }
    }

    /// Its greatest charge at its least time: no charge is better.
    #[inline]
    pub fn best(&self) -> Here {
        Here {
            time: self.first.time,
            charge: self.last.charge,
        }
    }

    /// Charge here when the charge point is left with `x`.
    #[inline]
    pub fn charge(&self, x: f64, battery: Battery) -> f64 {
        let most = f64::from(battery.capacity - self.profile.top);
        lesser(x - f64::from(self.profile.cost), most)
    }

    /// Time here when the charge point is left with `x`.
    #[inline]
    pub fn time(&self, x: f64, curve: Option<&Curve>) -> f64 {
        self.offset + curve.map_or(0.0, |curve| curve.at(x))
    }

    /// The `x` with which one is here with at least `charge`; `None` when no `x` is enough.
    #[inline]
    pub fn leave_for(&self, charge: f64) -> Option<f64> {
        if charge > self.last.charge + CHARGE_EPSILON {
            return None;
        }
        let x = charge + f64::from(self.profile.cost);
        Some(bounded(x, self.low, self.high))
    }

    /// Values of `x` strictly inside `low..high` where the time bends.
    #[inline]
    pub fn bends<'a>(&self, curve: Option<&'a Curve>) -> impl Iterator<Item = f64> + 'a {
        let (low, high) = (self.low, self.high);
        let bends = curve.map_or(&[][..], Curve::bends).iter().copied();
        bends.filter(move |x| *x > low && *x < high)
    }

    /// True when, whatever charge `other` is here with, this label is here `handicap` before it, and
    /// with no less.
    ///
    /// Both are piecewise linear in the charge, so comparing where either bends is enough.
    pub fn dominates(
        &self,
        other: &Self,
        battery: Battery,
        (mine, theirs): (Option<&Curve>, Option<&Curve>),
        handicap: f64,
    ) -> bool {
        let no_later = |charge: f64, then: f64| {
            self.leave_for(charge)
                .is_some_and(|x| self.time(x, mine) + handicap <= then + TIME_EPSILON)
        };
        if !no_later(other.last.charge, other.last.time)
            || !no_later(other.first.charge, other.first.time)
        {
            return false;
        }
        let (least, most) = (other.first.charge, other.last.charge);
        let inside = |charge: &f64| *charge > least && *charge < most;
        let then = |charge: f64| {
            let x = charge + f64::from(other.profile.cost);
            let x = bounded(x, other.low, other.high);
            other.time(x, theirs)
        };
        let here = |label: &Self, x: f64| label.charge(x, battery);
        let own = self.bends(mine).chain([self.low]).map(|x| here(self, x));
        let their = other.bends(theirs).map(|x| here(other, x));
        own.filter(inside)
            .all(|charge| no_later(charge, then(charge)))
            && their
                .filter(inside)
                .all(|charge| no_later(charge, then(charge)))
    }
}
