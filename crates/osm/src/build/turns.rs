//! How long a turn takes.
//!
//! One looks, waits and goes: the effort of a turn by its angle, times how much the others at the
//! junction matter. Who joins or crosses a greater road waits longer than who stays on it. The idea
//! and the order of the figures are those of Valhalla's costing and its stop impact
//! (github.com/valhalla/valhalla, `sif/autocost.cc` and `mjolnir/graphenhancer.cc`), which has no
//! source for them either (grade D).

use roads::RoadClass;

use super::side::Side;
use crate::tags::MINOR;

/// A roundabout counts as a road so much lesser: one can see when to enter it.
const ROUNDABOUT: u8 = 2;
/// What a junction of equals weighs, and the most that one weighs.
const AMONG_EQUALS: i32 = 3;
const WEIGHT_MAX: i32 = 7;

/// Seconds, times the weight of the junction: going on, bending, turning and turning sharply to the
/// near side, going between roads on both sides, turning and turning sharply across the other
/// lane.
const ON: f64 = 0.5;
const SLIGHT: f64 = 0.75;
const NEAR: f64 = 1.0;
const NEAR_SHARP: f64 = 1.5;
const BETWEEN: f64 = 2.0;
const FAR: f64 = 2.5;
const FAR_SHARP: f64 = 3.5;
/// Seconds to turn back into a road that forks off backwards. Few cars can do it at one go, where
/// one may at all.
const BACK: f64 = 180.0;
/// So much longer takes a sharp turn across the other lane into the same road, as where its
/// carriageways part.
const DOUBLING: f64 = 5.0;
/// Seconds to find the way onto another road.
const ANOTHER_ROAD: f64 = 5.0;
/// Seconds to enter a yard: a kerb, people on foot, parked cars. It is no way through.
const YARD: f64 = 40.0;

/// The end of a road at a junction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arm {
    /// Direction in which it leaves the junction, in degrees clockwise from north.
    pub(super) bearing: f64,
    /// How great the road is, 0 a motorway.
    pub(super) rank: u8,
    pub(super) class: RoadClass,
    /// Index in [`Segments::signs`](super::segments::Segments::signs).
    pub(super) sign: u32,
    pub(super) is_roundabout: bool,
    pub(super) may_arrive: bool,
    pub(super) may_leave: bool,
}

impl Arm {
    fn is_link(&self) -> bool {
        self.class == RoadClass::Link
    }

    fn is_yard(&self) -> bool {
        self.class == RoadClass::Service
    }
}

/// How a turn bends. Near and far: to the side on which one drives, or across the other lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bend {
    On,
    Slight,
    Near,
    NearSharp,
    Far,
    FarSharp,
    Back,
}

/// Degrees to the right, -180 to 180, that a turn from one arm onto another takes.
fn angle(from: &Arm, to: &Arm) -> f64 {
    (to.bearing - from.bearing).rem_euclid(360.0) - 180.0
}

fn bend(angle: f64, side: Side) -> Bend {
    let is_far = match side {
        Side::Right => angle < 0.0,
        Side::Left => angle > 0.0,
    };
    match (angle.abs(), is_far) {
        (..=10.5, _) => Bend::On,
        (..=44.5, _) => Bend::Slight,
        (..=135.5, false) => Bend::Near,
        (..=135.5, true) => Bend::Far,
        (..=159.5, false) => Bend::NearSharp,
        (..=159.5, true) => Bend::FarSharp,
        _ => Bend::Back,
    }
}

/// Seconds that a turn at a junction takes: from the first arm onto the second, past the others.
///
/// `longer` is how much longer junctions take here, `is_same` says whether both arms are one road.
pub(super) fn seconds(
    [from, to]: [&Arm; 2],
    others: &[Arm],
    side: Side,
    longer: f64,
    is_same: bool,
) -> f64 {
    let mut more = 0.0;
    if !is_same && !to.is_link() {
        more += ANOTHER_ROAD;
    }
    if to.is_yard() && !from.is_yard() {
        more += YARD;
    }
    if from.is_roundabout && to.is_roundabout {
        return more;
    }
    let angle_to = angle(from, to);
    let bend = bend(angle_to, side);
    let is_right = |other: &Arm| angle(from, other) > angle_to;
    let is_between = others.iter().any(is_right) && !others.iter().all(is_right);
    let effort = match bend {
        _ if is_between => BETWEEN,
        Bend::On => ON,
        Bend::Slight => SLIGHT,
        Bend::Near => NEAR,
        Bend::NearSharp => NEAR_SHARP,
        Bend::Far => FAR,
        Bend::FarSharp | Bend::Back => FAR_SHARP,
    };
    let mut seconds = effort * f64::from(weight(from, to, others, bend));
    if bend == Bend::FarSharp && is_same {
        seconds *= DOUBLING;
    } else if bend == Bend::Back {
        seconds += BACK;
    }
    seconds * longer + more
}

/// How much a junction matters to who turns there: more, the greater the others' roads.
fn weight(from: &Arm, to: &Arm, others: &[Arm], bend: Bend) -> i32 {
    let rank = |other: &Arm| {
        let lesser = if other.is_roundabout { ROUNDABOUT } else { 0 };
        (other.rank + lesser).min(MINOR)
    };
    let arriving = others.iter().filter(|other| other.may_arrive);
    let greatest = arriving.map(rank).min().unwrap_or(MINOR);
    let weight = (i32::from(from.rank) - i32::from(greatest) + AMONG_EQUALS).max(0);
    let is_far = matches!(bend, Bend::Far | Bend::FarSharp);
    let more = if to.is_link() {
        0
    } else if from.is_link() {
        // Merging, the easier the straighter.
        match bend {
            Bend::On | Bend::Slight => 1,
            Bend::Near | Bend::Far => 2,
            Bend::NearSharp | Bend::FarSharp | Bend::Back => 3,
        }
    } else {
        // Between unequal roads, across the other lane.
        i32::from(is_far && from.rank.abs_diff(to.rank) > 1)
    };
    (weight + more).min(WEIGHT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arm(bearing: f64, rank: u8) -> Arm {
        Arm {
            bearing,
            rank,
            class: RoadClass::Residential,
            sign: 0,
            is_roundabout: false,
            may_arrive: true,
            may_leave: true,
        }
    }

    /// A great road from west to east, and a minor one that ends at it from the south.
    const WEST: f64 = 270.0;
    const EAST: f64 = 90.0;
    const SOUTH: f64 = 180.0;

    fn on_the_right(from: Arm, to: Arm, others: &[Arm]) -> f64 {
        seconds([&from, &to], others, Side::Right, 1.0, true)
    }

    #[test]
    fn who_stays_on_the_greater_road_does_not_wait() {
        let found = on_the_right(arm(WEST, 2), arm(EAST, 2), &[arm(SOUTH, 5)]);
        assert!(found.abs() < 1e-9, "{found}");
    }

    #[test]
    fn who_joins_a_greater_road_waits_longer_than_among_equals() {
        let joins = |rank| on_the_right(arm(SOUTH, 5), arm(EAST, rank), &[arm(WEST, rank)]);
        assert!(joins(2) > joins(4) && joins(4) > joins(5), "{}", joins(5));
    }

    #[test]
    fn across_the_other_lane_takes_longer_on_either_side_of_the_road() {
        for (side, near, far) in [(Side::Right, EAST, WEST), (Side::Left, WEST, EAST)] {
            let turn = |to, other| {
                let (from, to, other) = (arm(SOUTH, 4), arm(to, 4), arm(other, 4));
                seconds([&from, &to], &[other], side, 1.0, true)
            };
            assert!(turn(far, near) > 2.0 * turn(near, far), "{side:?}");
        }
    }

    #[test]
    fn turning_back_takes_minutes() {
        let fork = on_the_right(arm(WEST, 5), arm(275.0, 5), &[arm(EAST, 5)]);
        assert!(fork >= BACK, "{fork}");
    }

    #[test]
    fn round_a_roundabout_nobody_waits_and_entering_it_is_easy() {
        let round = |bearing| Arm {
            is_roundabout: true,
            ..arm(bearing, 2)
        };
        let around = on_the_right(round(WEST), round(EAST), &[arm(SOUTH, 2)]);
        assert!(around.abs() < 1e-9, "{around}");
        let enter = on_the_right(arm(SOUTH, 2), round(EAST), &[round(WEST)]);
        let join = on_the_right(arm(SOUTH, 2), arm(EAST, 2), &[arm(WEST, 2)]);
        assert!(enter < join, "{enter}, {join}");
    }

    #[test]
    fn in_a_dense_town_it_takes_longer() {
        let [from, to, other] = [arm(SOUTH, 5), arm(EAST, 5), arm(WEST, 5)];
        let turn = |longer| seconds([&from, &to], &[other], Side::Right, longer, true);
        assert!((turn(3.0) - 3.0 * turn(1.0)).abs() < 1e-9);
    }

    #[test]
    fn another_road_and_a_yard_take_time_to_enter() {
        let yard = Arm {
            class: RoadClass::Service,
            ..arm(SOUTH, 5)
        };
        let (from, other) = (arm(WEST, 2), arm(EAST, 2));
        let turn = |to, is_same| seconds([&from, &to], &[other], Side::Right, 1.0, is_same);
        let street = turn(arm(SOUTH, 5), true);
        assert!((turn(arm(SOUTH, 5), false) - street - ANOTHER_ROAD).abs() < 1e-9);
        assert!((turn(yard, true) - street - YARD).abs() < 1e-9);
        // Within the yard, and out of it, nothing is entered.
        let out = seconds([&yard, &from], &[other], Side::Right, 1.0, true);
        assert!(out < YARD, "{out}");
    }
}
