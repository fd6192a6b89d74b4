//! What a driver is told to do. Figures only: `words/drive.rs` makes sentences of them.

use stations::StationId;
use units::{Meters, StateOfCharge};

use super::{Battery, Course, Drive, Next, Pace, Progress, share};

/// So many percent points under plan are within what a display rounds.
const MEANT: i32 = 2;
/// A station nearer than this is passed before one has read about it, in metres.
const AHEAD_MIN: f64 = 800.0;
/// One who stops earlier arrives there with this at least, where the reserve cannot be kept.
const LEAST: f64 = 0.02;

/// What to do, and why.
#[derive(Debug, Clone, PartialEq)]
pub enum Advice {
    /// There is no position on the course yet.
    Locating,
    /// The course was left.
    Off {
        /// How far it is away.
        away: Meters,
    },
    /// As planned, or better: nothing is to be done.
    OnPlan {
        /// Percent points above the plan.
        points: i32,
    },
    /// Less than planned, but the next stop is reached with the reserve.
    Under {
        /// Percent points under the plan.
        points: i32,
        /// Charge expected at the next stop.
        arrive: StateOfCharge,
    },
    /// The reserve would be touched; driving slower keeps it.
    Slow {
        /// Percent points under the plan.
        points: i32,
        /// How much slower than planned.
        percent: u8,
        /// Charge expected at the next stop then.
        arrive: StateOfCharge,
    },
    /// Driving slower is not enough: there is a station before.
    StopEarlier {
        /// Percent points under the plan.
        points: i32,
        /// Where.
        station: StationId,
        /// How far ahead.
        ahead: Meters,
    },
    /// Nothing on this course keeps the reserve.
    Replan {
        /// Percent points under the plan.
        points: i32,
        /// Charge expected at the next stop; 0 when it is not reached.
        arrive: StateOfCharge,
    },
    /// The car stands at a stop.
    AtStop {
        /// Its index.
        stop: usize,
    },
    /// A stop was driven by.
    Passed {
        /// Its index.
        stop: usize,
        /// Charge expected at the next one.
        arrive: StateOfCharge,
    },
    /// The trip is over.
    Arrived,
}

/// How much an advice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing is to be done.
    Calm,
    /// To be kept in mind.
    Mind,
    /// To be acted on.
    Act,
}

impl Advice {
    /// How much it matters.
    pub fn tone(&self) -> Tone {
        match self {
            Self::OnPlan { .. } | Self::AtStop { .. } | Self::Arrived => Tone::Calm,
            Self::Locating | Self::Under { .. } | Self::Slow { .. } => Tone::Mind,
            Self::Off { .. }
            | Self::StopEarlier { .. }
            | Self::Replan { .. }
            | Self::Passed { .. } => Tone::Act,
        }
    }
}

/// What is to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Least charge on the way.
    pub reserve: StateOfCharge,
    /// Least charge at the end.
    pub arrival: StateOfCharge,
    /// The car, when it is known.
    pub pace: Option<Pace>,
}

/// What to do now.
pub fn advise(course: &Course, drive: &Drive, limits: &Limits) -> Advice {
    let follower = &drive.follower;
    if follower.is_off() {
        let away = follower.away;
        return Advice::Off { away };
    }
    let (Some(progress), Some(battery)) = (Progress::of(course, drive), drive.battery) else {
        return Advice::Locating;
    };
    match (progress.next, follower.is_at_end()) {
        (Next::End, true) => return Advice::Arrived,
        (Next::Stop(stop), true) => return Advice::AtStop { stop },
        (_, false) => {}
    }
    let (points, arrive) = (progress.points(), progress.arrive);
    if let Some(stop) = follower.passed {
        return Advice::Passed { stop, arrive };
    }
    let kept = match progress.next {
        Next::Stop(_) => limits.reserve,
        Next::End => limits.reserve.max(limits.arrival),
    };
    // A plan itself may come down to its reserve: only what is clearly under it counts.
    if points >= -MEANT {
        return Advice::OnPlan { points };
    }
    let under = -points;
    let end = battery.at(course, course.end_of(follower.leg));
    let lacking = kept.fraction() - end;
    if lacking <= 0.005 {
        let points = under;
        return Advice::Under { points, arrive };
    }
    let slower = limits.pace.as_ref().and_then(|pace| {
        let wanted = lacking / battery.excess();
        pace.slower(progress.to_next, progress.time_to_next, wanted)
    });
    if let Some((percent, saved)) = slower {
        return Advice::Slow {
            points: under,
            percent,
            arrive: share(end + saved),
        };
    }
    earlier(course, &progress, &battery, limits).map_or(
        Advice::Replan {
            points: under,
            arrive,
        },
        |(station, ahead)| Advice::StopEarlier {
            points: under,
            station,
            ahead,
        },
    )
}

/// The furthest station before the next stop that is reached with the reserve, else the nearest that
/// is reached at all.
fn earlier(
    course: &Course,
    progress: &Progress,
    battery: &Battery,
    limits: &Limits,
) -> Option<(StationId, Meters)> {
    let here = progress.along.0;
    let end = here + progress.to_next.0;
    let on_the_way = course
        .beside
        .iter()
        .filter(|beside| beside.along > here + AHEAD_MIN && beside.along < end);
    let reached = |least: f64| {
        let on_the_way = on_the_way.clone();
        on_the_way.filter(move |beside| battery.at(course, beside.along) >= least)
    };
    let kept = reached(limits.reserve.fraction()).next_back();
    let found = kept.or_else(|| reached(LEAST).next())?;
    Some((found.id.clone(), Meters(found.along - here)))
}
