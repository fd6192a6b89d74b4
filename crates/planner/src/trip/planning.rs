//! A plan in the making: it can be asked for more at any time, until it is proven.

use std::sync::Arc;

use hierarchy::FieldMemory;
use roads::Attachment;
use units::Seconds;

use super::ahead::long;
use super::bare::BareTrip;
use super::query::{self, Extra, Step};
use super::stopping::Stopping;
use super::tuned::Tuned;
use super::{Effort, Planner, reason};
use crate::solve::{Outcome, solve_thoroughly};
use crate::{Answer, TripError, TripRequest, Vehicle};
use search::{LANES, Manner, PackedField, Room, Search, State, Trip, Work};

/// Labels after which the search gives up: 40 MB.
const LABELS_MAX: usize = 1 << 18;
/// Labels of the exact search before a hasty one looks for a plan to show meanwhile.
const LABELS_ALONE: usize = 1_000;
/// Labels without any plan after which it is asked whether there is one.
const LABELS_BEFORE_DOUBT: usize = 30_000;
/// Labels of that hasty search.
const LABELS_HASTY: usize = 20_000;

/// A trip that is being planned. It belongs to the planner that began it.
#[derive(Debug)]
pub struct Planning {
    tuned: Arc<Tuned>,
    stopping: Arc<Stopping>,
    request: TripRequest,
    points: Vec<Attachment>,
    extra: Extra,
    paused: Option<(Trip<FieldMemory<LANES>>, Work)>,
    /// The best plan so far, with its time in ticks.
    best: Option<(f64, Vec<Step>)>,
    /// No plan takes less, in ticks.
    bound: f64,
    labels: usize,
    /// Plans so far, each better than the one before.
    plans: usize,
    has_tried_haste: bool,
    /// Labels after which it is looked at which stops may be ahead; none once it was.
    pub(super) looks_after: Option<usize>,
    is_possible: bool,
}

/// How far a plan has come.
#[derive(Debug, Clone, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one at a time; on wasm32 it is smaller"
)]
pub enum Progress {
    /// There is more to do. Meanwhile [`Planner::best`] gives the best plan, if there is one yet.
    Open,
    /// All is said.
    Done(Answer),
}

/// How a plan in the making stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Labels that the search made.
    pub labels: usize,
    /// How much less time an optimum may take than the best plan so far, as a share of its time;
    /// `None` while there is no plan.
    pub gap: Option<f64>,
    /// Grows with each better plan.
    pub plans: usize,
}

impl Planning {
    /// How far this has come; costs nothing, unlike [`Planner::best`].
    pub fn standing(&self) -> Standing {
        let best = self.best.as_ref();
        Standing {
            labels: self.labels,
            gap: best.map(|(total, steps)| self.gap(*total, steps)),
            plans: self.plans,
        }
    }

    /// True for a plan better than all before. A search that was told of a better one still has
    /// its own.
    fn is_beaten_by(&self, total: f64) -> bool {
        self.best.as_ref().is_none_or(|(best, _)| total < *best)
    }

    fn improve(&mut self, total: f64, steps: Vec<Step>) {
        self.plans += 1;
        self.best = Some((total, steps));
    }

    /// What a plan is driven by: car and weather, stops, request.
    pub(super) fn rules(&self) -> (&Tuned, &Stopping, &TripRequest) {
        (&self.tuned, &self.stopping, &self.request)
    }

    /// The same, once it is done, with its plan to be driven by another request for the same drive.
    pub(super) fn driven_by(self, request: &TripRequest) -> Self {
        Self {
            request: request.clone(),
            ..self
        }
    }

    /// The steps of the best plan so far.
    pub(super) fn steps(&self) -> Option<&[Step]> {
        self.best.as_ref().map(|(_, steps)| &steps[..])
    }

    /// No plan takes less, in ticks of what the search was asked to make least.
    pub(super) fn lower_bound(&self) -> f64 {
        let best = self
            .best
            .as_ref()
            .map_or(f64::INFINITY, |(total, _)| *total);
        self.bound.min(best)
    }

    /// Start, places on the way and end.
    pub(super) fn points(&self) -> &[Attachment] {
        &self.points
    }

    /// How much less time an optimum may take than a plan with these steps, as a share.
    fn gap(&self, total: f64, steps: &[Step]) -> f64 {
        let is_stop = |step: &&Step| matches!(step, Step::Charge { .. });
        let count = steps
            .iter()
            .filter(is_stop)
            .fold(0.0, |stops, _| stops + 1.0);
        let penalties = count * self.stopping.penalty;
        // A plan with fewer stops may take any time.
        ((total - self.bound) / (total - penalties)).clamp(0.0, 1.0)
    }
}

impl Planner {
    /// Begins to plan a trip; [`Self::advance`] goes on.
    pub fn begin(&self, vehicle: &Vehicle, request: &TripRequest) -> Result<Planning, TripError> {
        self.begin_with(vehicle, request, |tuned, lowest| {
            Stopping::new(tuned, self, request, lowest)
        })
    }

    /// As [`Self::begin`], with stops of one's own.
    pub(super) fn begin_with(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        stopping: impl FnOnce(&Tuned, f64) -> Stopping,
    ) -> Result<Planning, TripError> {
        self.check(vehicle, request)?;
        let points = self.snap_points(request)?;
        let tuned = self.tune(vehicle, request);
        let mut extra = Extra::new(&tuned);
        let trip = query::trip(
            &self.ground,
            &tuned,
            &self.roads,
            request,
            &points,
            &mut extra,
        );
        let stopping = Arc::new(stopping(&tuned, trip.lowest()));
        let search = Search::begin(
            stopping.terrain(&tuned),
            trip,
            Manner::Exact,
            tuned.bounds.room(),
        );
        let (trip, work) = search.pause();
        let looks_after = Some(long(&tuned));
        Ok(Planning {
            paused: Some((trip.map(PackedField::into_memory), work)),
            tuned,
            stopping,
            request: request.clone(),
            points,
            extra,
            best: None,
            bound: 0.0,
            labels: 0,
            plans: 0,
            has_tried_haste: false,
            looks_after,
            is_possible: false,
        })
    }

    /// Goes on with a plan that this planner began, for about `labels` more labels.
    pub fn advance(&self, planning: &mut Planning, labels: usize) -> Progress {
        let Some((trip, work)) = planning.paused.take() else {
            return Progress::Done(self.answer(planning, false));
        };
        let (tuned, stopping) = (Arc::clone(&planning.tuned), Arc::clone(&planning.stopping));
        let mut trip = trip.map(|memory| tuned.bounds.resume(&self.ground, memory));
        let looks_now = planning
            .looks_after
            .is_some_and(|labels| planning.labels >= labels);
        if looks_now {
            planning.looks_after = None;
            self.look_at_stops((&tuned, &stopping), &mut trip);
        }
        let mut search = Search::resume(stopping.terrain(&tuned), trip, work);
        if let Some((total, _)) = planning.best {
            search.look_below(total);
        }
        if looks_now {
            search.look_at_stops();
        }
        let goal = (search.labels() + labels).min(LABELS_MAX);
        let state = search.go_on(goal);
        planning.labels = search.labels();
        if let Some(found) = search.found()
            && planning.is_beaten_by(found.total())
        {
            let steps = planning.extra.steps(self, &tuned, &search, found);
            planning.improve(found.total(), steps);
        }
        let (mut trip, work) = search.pause();
        if let State::Open { .. } = state
            && (LABELS_ALONE..LABELS_MAX).contains(&planning.labels)
            && !planning.has_tried_haste
        {
            planning.has_tried_haste = true;
            trip = self.hurry(planning, (&tuned, &stopping), trip);
        }
        let trip = trip.map(PackedField::into_memory);
        match state {
            State::Open { bound } if planning.labels < LABELS_MAX => {
                // What was bound once stays so.
                planning.bound = planning.bound.max(bound);
                planning.paused = Some((trip, work));
                if planning.labels >= LABELS_BEFORE_DOUBT && !planning.is_possible {
                    planning.is_possible = true;
                    if planning.best.is_none() && self.lacks(planning).is_some() {
                        planning.paused = None;
                        return Progress::Done(self.answer(planning, false));
                    }
                }
                Progress::Open
            }
            State::Open { bound } => {
                planning.bound = planning.bound.max(bound);
                tuned.bounds.keep(trip, work);
                Progress::Done(self.answer(planning, true))
            }
            State::Done => {
                planning.bound = f64::INFINITY;
                tuned.bounds.keep(trip, work);
                Progress::Done(self.answer(planning, false))
            }
        }
    }

    /// Goes on until all is said.
    pub fn finish(&self, mut planning: Planning) -> (Answer, Effort) {
        loop {
            let labels = LABELS_ALONE;
            if let Progress::Done(answer) = self.advance(&mut planning, labels) {
                let labels = planning.labels;
                return (answer, Effort { labels });
            }
        }
    }

    /// The total time that counts of an optimum by a search without hierarchy, core and bounds: an oracle for
    /// tests and measurements, slower by orders of magnitude. `None` when there is no plan.
    pub fn plan_thoroughly(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
    ) -> Result<Option<Seconds>, TripError> {
        let planning = self.begin(vehicle, request)?;
        let problem = BareTrip::new(self, &planning).problem;
        Ok(match solve_thoroughly(&problem, usize::MAX) {
            Outcome::Solved(solution) => Some(solution.total),
            Outcome::Infeasible(_) | Outcome::LabelsExhausted { .. } => None,
        })
    }

    /// Looks for some plan of the same trip, which it gives back.
    fn hurry<'a>(
        &self,
        planning: &mut Planning,
        (tuned, stopping): (&'a Tuned, &'a Stopping),
        trip: Trip<PackedField<'a>>,
    ) -> Trip<PackedField<'a>> {
        let mut search = Search::begin(
            stopping.terrain(tuned),
            trip,
            Manner::Hasty,
            Room::default(),
        );
        if let Some((total, _)) = planning.best {
            search.look_below(total);
        }
        search.go_on(LABELS_HASTY);
        if let Some(found) = search.found()
            && planning.is_beaten_by(found.total())
        {
            let steps = planning.extra.steps(self, tuned, &search, found);
            planning.improve(found.total(), steps);
        }
        search.pause().0
    }

    /// The best plan so far; its gap says how far from an optimum it may be. It was driven once step
    /// by step.
    pub fn best(&self, planning: &Planning) -> Option<crate::Itinerary> {
        let (total, steps) = planning.best.as_ref()?;
        let gap = planning.gap(*total, steps);
        match self.write(planning, steps.clone(), gap) {
            Answer::Feasible(plan) => Some(plan),
            Answer::Infeasible(_) => None,
        }
    }

    fn answer(&self, planning: &Planning, is_given_up: bool) -> Answer {
        match &planning.best {
            Some((total, steps)) => {
                let gap = planning.gap(*total, steps);
                self.write(planning, steps.clone(), gap)
            }
            None if is_given_up && self.lacks(planning).is_none() => {
                self.refuse(reason::too_hard())
            }
            None => self.explain(planning),
        }
    }
}
