//! The plan that is driven, and where on it the car is.

use std::sync::Arc;

use leptos::prelude::*;
use planner::Itinerary;
use units::{Celsius, Meters, StateOfCharge};

use crate::screens::map::is_usable;
use crate::session::Session;
use crate::state::drive::{
    Advice, Course, Drive, Limits, Pace, Progress, advise, again, beside, visited,
};
use crate::state::{DriveWords, Named, PlanState, Region, both_of, profile};

/// How far from a surveyed line one has left it.
const SLACK: Meters = Meters(300.0);
/// The same where lines are schematic: they are drawn beside their road.
const SLACK_SCHEMATIC: Meters = Meters(1500.0);

/// Signals of a drive, from the session's plan and positions.
#[derive(Clone, Copy)]
pub(super) struct Following {
    session: Session,
    /// The plan that is driven: the last one while another is searched.
    pub(super) course: RwSignal<Option<Arc<Course>>>,
    /// Where the car is on it.
    pub(super) drive: RwSignal<Drive>,
    /// True once the driver said his charge.
    pub(super) is_told: RwSignal<bool>,
    /// True from the wish for another plan until there is one, or none.
    pub(super) is_replanning: RwSignal<bool>,
    /// How far one is.
    pub(super) progress: Memo<Option<Progress>>,
    /// What to do.
    pub(super) advice: Memo<Advice>,
}

impl Following {
    /// Follows the session's plan.
    pub(super) fn start(session: Session) -> Self {
        let course = RwSignal::new(None::<Arc<Course>>);
        let drive = RwSignal::new(Drive::default());
        let progress = Memo::new(move |_| {
            let drive = drive.get();
            course.with(|course| Progress::of(course.as_ref()?, &drive))
        });
        let limits = Memo::new(move |_| limits(session));
        let advice = Memo::new(move |_| {
            let drive = drive.get();
            course.with(|course| {
                course.as_ref().map_or(Advice::Locating, |course| {
                    limits.with(|limits| advise(course, &drive, limits))
                })
            })
        });
        let following = Self {
            session,
            course,
            drive,
            is_told: RwSignal::new(false),
            is_replanning: RwSignal::new(false),
            progress,
            advice,
        };
        following.keep_up();
        following
    }

    /// Takes over each plan and each position.
    fn keep_up(self) {
        let Self {
            session,
            course,
            drive,
            ..
        } = self;
        Effect::new(move |_| {
            let (plan, region) = (session.shown.get(), session.region.get());
            let (Some(plan), Some(region)) = (plan, region) else {
                return;
            };
            let Some(next) = prepared(session, plan, &region) else {
                return;
            };
            // What the driver said of his charge holds for a better plan too.
            let said = course.with_untracked(|course| {
                let is_told = self.is_told.get_untracked();
                let course = course.as_ref().filter(|_| is_told)?;
                drive.get_untracked().charge(course)
            });
            let mut begun = Drive::default();
            if let Some(fix) = session.drive.fix.get_untracked() {
                begun = begun.after(&next, &fix);
            }
            if let Some(said) = said {
                begun = begun.said(&next, said);
            }
            course.set(Some(Arc::new(next)));
            drive.set(begun);
        });
        Effect::new(move |_| {
            let Some(fix) = session.drive.fix.get() else {
                return;
            };
            course.with_untracked(|course| {
                if let Some(course) = course {
                    let before = drive.get_untracked();
                    let after = before.after(course, &fix);
                    if after.follower.leg != before.follower.leg {
                        self.is_told.set(false);
                    }
                    drive.set(after);
                }
            });
        });
        Effect::new(move |_| {
            let is_searched = session
                .plan
                .with(|plan| matches!(plan, PlanState::Searching(_) | PlanState::Idle));
            if self.is_replanning.get() && !is_searched {
                self.is_replanning.set(false);
            }
        });
    }

    /// The driver says his charge, by so many percent points more or less than is shown.
    pub(super) fn step_charge(self, points: f64) {
        let charge = self
            .progress
            .get_untracked()
            .map(|progress| progress.charge);
        let Some(charge) = charge else { return };
        let wanted = ((charge.fraction() * 100.0).round() + points).clamp(0.0, 100.0) / 100.0;
        let course = self.course.get_untracked();
        if let (Some(charge), Some(course)) = (StateOfCharge::from_fraction(wanted), course) {
            self.is_told.set(true);
            self.drive
                .update(|drive| *drive = drive.said(&course, charge));
        }
    }

    /// Plans again from where the car is with what charge it has.
    pub(super) fn replan(self) {
        let session = self.session;
        let (Some(fix), Some(course)) = (
            session.drive.fix.get_untracked(),
            self.course.get_untracked(),
        ) else {
            return;
        };
        let (trip, drive) = (session.trip.get_untracked(), self.drive.get_untracked());
        let begin = StateOfCharge::from_fraction(f64::from(trip.charge.min(100)) / 100.0);
        let charge = drive.charge(&course).or(begin);
        let behind = visited(&course, &drive.follower, &trip);
        let next = charge.and_then(|charge| again(&trip, &behind, charge));
        let Some(next) = next else {
            let text = both_of(|words: &'static DriveWords| words.cannot_replan);
            session.notice.set(Some(text));
            return;
        };
        session.plan.set(PlanState::Idle);
        self.is_replanning.set(true);
        session.heading.set(fix.heading);
        session.me.set(Some(fix.at));
        session.trip.set(next);
        session.wants_plan.set(true);
    }

    /// The name of what an advice is about. Tracks the language.
    pub(super) fn name_of(self, named: &Named<'_>) -> String {
        let id = match *named {
            Named::Station(id) => Some(id.clone()),
            Named::Stop(index) => self.course.with(|course| {
                let stop = course.as_ref()?.plan.stops.get(index)?;
                Some(stop.station_id.clone())
            }),
        };
        id.map(|id| self.session.station_name(&id))
            .unwrap_or_default()
    }
}

/// A plan made ready to be followed.
fn prepared(session: Session, plan: Itinerary, region: &Region) -> Option<Course> {
    let vehicle = session.vehicle.get_untracked();
    let mass = vehicle.as_ref().map_or(0.0, |car| car.mass_kg);
    let points = profile(&plan, &region.roads, mass);
    let about = region.about_roads.as_ref();
    let slack = if about.is_some_and(|about| about.schematic) {
        SLACK_SCHEMATIC
    } else {
        SLACK
    };
    let mut course = Course::new(plan, points, slack)?;
    let usable = region
        .stations
        .iter()
        .filter(|station| is_usable(station, vehicle.as_ref()));
    course.beside = beside(
        &course,
        usable.map(|station| (station.id.clone(), station.position)),
    );
    Some(course)
}

/// What the trip wants to be kept.
fn limits(session: Session) -> Limits {
    let share = |percent: u8| {
        StateOfCharge::from_fraction(f64::from(percent) / 100.0).unwrap_or(StateOfCharge::EMPTY)
    };
    let (trip, vehicle) = (session.trip.get(), session.vehicle.get());
    Limits {
        reserve: share(trip.reserve),
        arrival: share(trip.wishes.arrival.unwrap_or(trip.reserve)),
        pace: vehicle.map(|vehicle| {
            Pace::new(
                vehicle,
                Celsius(f64::from(trip.temperature)),
                f64::from(trip.wishes.load_kg),
                trip.wishes.style.speed_factor(),
            )
        }),
    }
}
