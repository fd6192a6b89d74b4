//! How far one is.

use planner::ChargingStop;
use units::{Meters, Seconds, StateOfCharge};

use super::{Course, Drive, share};

/// What comes next on a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The stop with this index.
    Stop(usize),
    /// The end of the trip.
    End,
}

/// How far one is on a course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Share of the way behind, 0 to 1.
    pub share: f64,
    /// Way from the start.
    pub along: Meters,
    /// Way to the end.
    pub left: Meters,
    /// Time to the end, with stops.
    pub time_left: Seconds,
    /// What comes next.
    pub next: Next,
    /// Way to that.
    pub to_next: Meters,
    /// Time to that, as planned.
    pub time_to_next: Seconds,
    /// Charge that the plan has here.
    pub planned: StateOfCharge,
    /// Charge here, as far as that is known.
    pub charge: StateOfCharge,
    /// Charge expected there; 0 where it does not last.
    pub arrive: StateOfCharge,
    /// Charge that the plan has there.
    pub arrive_planned: StateOfCharge,
}

/// How long one is at a stop when one arrives there with this charge: with less than planned it
/// takes longer, about in proportion, unless a battery is swapped.
pub fn stay(stop: &ChargingStop, arrive: StateOfCharge) -> Seconds {
    let share = |from: StateOfCharge| (stop.charge_depart.fraction() - from.fraction()).max(0.0);
    let more = if stop.is_swap() {
        1.0
    } else {
        (share(arrive) / share(stop.charge_arrive).max(0.01)).max(1.0)
    };
    Seconds(stop.charging.0 * more + stop.waiting.0 + stop.overhead.0)
}

impl Progress {
    /// How far a drive is; `None` before its first position.
    pub fn of(course: &Course, drive: &Drive) -> Option<Self> {
        let (along, battery) = (drive.follower.along?, drive.battery?);
        let leg = drive.follower.leg;
        let end = course.end_of(leg);
        let time_to_next = course.time_to_end(leg, along);
        let later = course.plan.legs.iter().skip(leg + 1);
        let arrive = share(battery.at(course, end));
        // The next stop makes up for what lacks there.
        let mut expected = Some(arrive);
        let stops = course.plan.stops.iter().skip(leg).map(|stop| {
            let arrive = expected.take().unwrap_or(stop.charge_arrive);
            stay(stop, arrive).0
        });
        let time_left =
            time_to_next.0 + later.map(|leg| leg.duration.0).sum::<f64>() + stops.sum::<f64>();
        Some(Self {
            share: (along / course.length()).clamp(0.0, 1.0),
            along: Meters(along),
            left: Meters((course.length() - along).max(0.0)),
            time_left: Seconds(time_left),
            next: if leg < course.plan.stops.len() {
                Next::Stop(leg)
            } else {
                Next::End
            },
            to_next: Meters((end - along).max(0.0)),
            time_to_next,
            planned: share(course.planned(leg, along)),
            charge: share(battery.at(course, along)),
            arrive,
            arrive_planned: share(course.planned(leg, end)),
        })
    }

    /// Percent points above the plan; below 0 when there is less.
    #[expect(clippy::cast_possible_truncation, reason = "between -100 and 100")]
    pub fn points(&self) -> i32 {
        let percent = |charge: StateOfCharge| (charge.fraction() * 100.0).round();
        (percent(self.charge) - percent(self.planned)) as i32
    }
}
