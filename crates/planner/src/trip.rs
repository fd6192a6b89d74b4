//! From a request to an answer: roads, stations and car become a bare problem, its solution an
//! itinerary.

mod ahead;
mod around;
mod assemble;
mod bare;
mod bounds;
mod candidates;
mod cheapest;
mod costs;
mod coverage;
mod driver;
#[cfg(test)]
mod exact;
mod fallback;
mod flood;
mod graded;
mod ground;
#[cfg(test)]
mod likes;
mod money;
mod nearby;
#[cfg(test)]
mod now;
mod outlook;
mod plain;
mod planning;
#[cfg(test)]
mod prices;
mod query;
#[cfg(test)]
mod questions;
mod reach;
mod reason;
#[cfg(test)]
mod resting;
mod risks;
mod simulate;
mod stopping;
#[cfg(test)]
mod tests;
mod tuned;
#[cfg(test)]
mod wishes;

use std::sync::{Arc, Mutex};

use roads::{FarFromRoads, RoadGraph, Snap, snap, snap_heading};
use stations::{Station, StationId, Tariff};
use units::LatLon;

use crate::{Answer, BusyWeek, NoPlan, TripError, TripPoint, TripRequest, Vehicle};
use bare::BareTrip;
pub use cheapest::{Cheapest, StopCost};
pub use costs::{ArcCost, ChargePlace, Costs};
pub use coverage::Coverage;
pub use graded::Graded;
use ground::Ground;
pub use money::Worth;
pub use nearby::Nearby;
pub use outlook::{Alternative, BestAt, Outlook};
use plain::Plain;
pub use planning::{Planning, Progress, Standing};
use query::Step;
pub use reach::{Reach, ReachedPlace};
pub use risks::StopRisk;
use stopping::Stopping;
use tuned::{Conditions, Tuned};

/// What a plan took, independent of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Labels that the search made.
    pub labels: usize,
}

/// Roads and stations, prepared for many plans, and for the car that was planned for last.
#[derive(Debug)]
pub struct Planner {
    roads: RoadGraph,
    stations: Vec<Station>,
    tariffs: Vec<Tariff>,
    /// By station, in order.
    busy: Vec<(StationId, BusyWeek)>,
    ground: Ground,
    tuned: Mutex<Option<Arc<Tuned>>>,
    plain: Mutex<Option<Plain>>,
}

impl Planner {
    /// Finds the road of each station. One far from every road stays, but is never planned with.
    pub fn new(roads: RoadGraph, stations: Vec<Station>) -> Self {
        Self {
            ground: Ground::new(&roads, &stations),
            roads,
            stations,
            tariffs: Vec::new(),
            busy: Vec::new(),
            tuned: Mutex::new(None),
            plain: Mutex::new(None),
        }
    }

    /// The same with what charging costs: the tariffs that the stations name.
    #[must_use]
    pub fn with_tariffs(self, tariffs: Vec<Tariff>) -> Self {
        Self { tariffs, ..self }
    }

    /// The same with the waits to expect at stations, by the hour of the week. They count for
    /// requests that say when the trip begins; [`TripRequest::expected_wait`] does not count there
    /// then.
    #[must_use]
    pub fn with_busy(mut self, busy: impl IntoIterator<Item = (StationId, BusyWeek)>) -> Self {
        self.set_busy(busy.into_iter().collect());
        self
    }

    /// As [`Self::with_busy`], for plans that begin from now on.
    pub fn set_busy(&mut self, mut busy: Vec<(StationId, BusyWeek)>) {
        sorting::by(&mut busy, |a, b| a.0.cmp(&b.0));
        self.busy = busy;
    }

    /// The waits to expect at a station, as far as they are known.
    fn busy_at(&self, station: &StationId) -> Option<&BusyWeek> {
        let found = self.busy.binary_search_by(|known| known.0.cmp(station));
        Some(&self.busy[found.ok()?].1)
    }

    /// Gives roads, stations and tariffs back.
    pub fn into_parts(self) -> (RoadGraph, Vec<Station>, Vec<Tariff>) {
        (self.roads, self.stations, self.tariffs)
    }

    /// The roads.
    pub fn roads(&self) -> &RoadGraph {
        &self.roads
    }

    /// The stations.
    pub fn stations(&self) -> &[Station] {
        &self.stations
    }

    /// Stations that no plan can use because no road leads near them.
    pub fn unreachable(&self) -> impl Iterator<Item = (&Station, &FarFromRoads)> {
        let pairs = self.stations.iter().zip(&self.ground.snaps);
        pairs.filter_map(|(station, snap)| snap.as_ref().err().map(|far| (station, far)))
    }

    /// Plans a trip with least total time, or says why there is none.
    ///
    /// Only stations that are open to all, in operation and have a plug for the vehicle are used.
    /// The answer is an optimum, or says by its gap how far from one it may be; every plan was driven once step by step
    /// before it leaves. The first plan for a car in a weather takes longer: it is prepared then.
    pub fn plan(&self, vehicle: &Vehicle, request: &TripRequest) -> Result<Answer, TripError> {
        self.plan_with_effort(vehicle, request)
            .map(|(answer, _)| answer)
    }

    /// As [`Self::plan`], and tells what it took.
    pub fn plan_with_effort(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
    ) -> Result<(Answer, Effort), TripError> {
        Ok(self.finish(self.begin(vehicle, request)?))
    }

    /// Prepares the planner for a car in a weather, so that the plans that follow are quick.
    pub fn prepare(&self, vehicle: &Vehicle, request: &TripRequest) -> Result<(), TripError> {
        self.checked(vehicle, request).map(drop)
    }

    fn checked(&self, vehicle: &Vehicle, request: &TripRequest) -> Result<Arc<Tuned>, TripError> {
        self.check(vehicle, request)?;
        Ok(self.tune(vehicle, request))
    }

    /// Checks a request, and a car unless it is the one that was planned for last.
    fn check(&self, vehicle: &Vehicle, request: &TripRequest) -> Result<(), TripError> {
        let known = self.tuned.lock().ok().and_then(|tuned| tuned.clone());
        if known.is_none_or(|known| known.conditions.vehicle != *vehicle) {
            vehicle.check()?;
        }
        request.check()
    }

    fn tune(&self, vehicle: &Vehicle, request: &TripRequest) -> Arc<Tuned> {
        let conditions = Conditions::of(vehicle, request);
        let known = self.tuned.lock().ok().and_then(|tuned| tuned.clone());
        if let Some(known) = known.filter(|known| known.conditions == conditions) {
            return known;
        }
        if let Ok(mut kept) = self.tuned.lock() {
            // A phone has no memory for two of them.
            *kept = None;
        }
        let tuned = Tuned::new(&self.ground, &self.roads, &self.stations, conditions);
        let tuned = Arc::new(tuned);
        if let Ok(mut kept) = self.tuned.lock() {
            *kept = Some(Arc::clone(&tuned));
        }
        tuned
    }

    /// `gap` is how far from an optimum the plan may be, as a share of its time.
    fn write(&self, planning: &Planning, steps: Vec<Step>, gap: f64) -> Answer {
        let (tuned, stopping, request) = planning.rules();
        let steps = without_idle_stops((tuned, stopping), request, steps);
        self.itinerary(planning, &steps, gap)
    }

    /// Drives the steps once more and writes down what happens.
    fn itinerary(&self, planning: &Planning, steps: &[Step], gap: f64) -> Answer {
        let (tuned, stopping, request) = planning.rules();
        match simulate::simulate((tuned, stopping), request, steps) {
            Ok(visits) => {
                let plan = assemble::itinerary(self, (tuned, stopping), request, steps, &visits);
                Answer::Feasible(crate::Itinerary { gap, ..plan })
            }
            Err(illegal) => self.refuse(reason::illegal(&illegal)),
        }
    }

    /// What lacks for a trip to be possible at all.
    fn lacks(&self, planning: &Planning) -> Option<crate::solve::Gap> {
        crate::solve::gap(&BareTrip::new(self, planning).problem)
    }

    fn explain(&self, planning: &Planning) -> Answer {
        let trip = BareTrip::new(self, planning);
        let request = planning.rules().2;
        let why = match crate::solve::gap(&trip.problem) {
            Some(crate::solve::Gap::Charge { from: None, .. })
                if request.charge < request.reserve =>
            {
                reason::below_reserve(request)
            }
            Some(gap) => reason::explain(&trip, &self.stations, &gap),
            None if request_asks_on_the_way(planning) => reason::place_asks_too_much(),
            None if planning.rules().2.meal.is_some() => reason::no_meal(),
            None => reason::too_hard(),
        };
        self.refuse(reason::without_roads(planning.rules().2, why))
    }

    /// True when any of the stations is invented.
    pub fn is_demo(&self) -> bool {
        self.stations.iter().any(|station| station.demo)
    }

    fn refuse(&self, no_plan: NoPlan) -> Answer {
        Answer::Infeasible(NoPlan {
            demo: self.is_demo(),
            ..no_plan
        })
    }

    /// The road of a point; for the start of a moving car one that goes its way.
    fn snap(
        &self,
        request: &TripRequest,
        point: TripPoint,
        at: LatLon,
    ) -> Result<Snap, FarFromRoads> {
        match (point, request.heading) {
            (TripPoint::From, Some(heading)) => snap_heading(&self.roads, at, heading),
            _ => snap(&self.roads, at),
        }
    }

    fn snap_points(&self, request: &TripRequest) -> Result<Vec<roads::Attachment>, TripError> {
        let via = request.via.iter().enumerate();
        let via = via.map(|(index, via)| (TripPoint::Via(index), via.at));
        let points = std::iter::once((TripPoint::From, request.from))
            .chain(via)
            .chain([(TripPoint::To, request.to)]);
        let snapped = points.map(|(point, at)| match self.snap(request, point, at) {
            Ok(snap) => Ok((at, snap)),
            Err(cause) => Err(TripError::FarFromRoads { point, cause }),
        });
        snapped.collect()
    }
}

/// True when a place on the way asks for a charge of its own.
fn request_asks_on_the_way(planning: &Planning) -> bool {
    let (_, _, request) = planning.rules();
    request.via.iter().any(|via| via.charge > request.reserve)
}

/// Leaves out stops that the plan does as well without: among plans that take the same time, the
/// search may have met one with a free stop first.
fn without_idle_stops(
    rules: (&Tuned, &Stopping),
    request: &TripRequest,
    mut steps: Vec<Step>,
) -> Vec<Step> {
    let total = |steps: &[Step]| {
        let visits = simulate::simulate(rules, request, steps).ok()?;
        Some(visits.iter().map(|visit| visit.time.0).sum::<f64>())
    };
    for index in (0..steps.len()).rev() {
        if !matches!(steps[index], Step::Charge { .. }) {
            continue;
        }
        let mut shorter = steps.clone();
        shorter.remove(index);
        if let (Some(before), Some(after)) = (total(&steps), total(&shorter))
            && after <= before + 1e-6
        {
            steps = shorter;
        }
    }
    steps
}
