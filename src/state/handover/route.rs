//! A plan as places that one drives to in turn.

use planner::{ChargingStop, Itinerary, Leg};
use stations::StationId;
use units::{LatLon, Meters, Seconds, StateOfCharge};

use crate::state::{Endpoint, Trip};

/// Within this of the driver's own position, files have no line: they are passed on.
const HIDDEN: Meters = Meters(1000.0);

/// A place that one can drive to.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Its address; empty when that is unknown.
    pub address: String,
    /// Where it is.
    pub position: LatLon,
}

/// Why one drives to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// To pass it, or to stay.
    Via,
    /// To charge.
    Charge,
    /// To have the battery swapped.
    Swap,
    /// It is where the trip ends.
    End,
}

/// A place and the drive to it, from the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Why one drives there.
    pub role: Role,
    /// Its name.
    pub name: String,
    /// The place; `None` when that is the driver's own position, which is not handed over.
    pub place: Option<Place>,
    /// Length of the drive, when a plan tells it.
    pub distance: Option<Meters>,
    /// Time to drive it, when a plan tells it.
    pub duration: Option<Seconds>,
    /// When one arrives, after the trip began.
    pub arrival: Seconds,
    /// How long one is there.
    pub stay: Seconds,
    /// Charge on arrival, when a plan tells it.
    pub charge_arrive: Option<StateOfCharge>,
    /// Charge to leave with, where one charges.
    pub charge_depart: Option<StateOfCharge>,
}

/// Everything that can be handed over.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Its name: `忻州古城 → 老牛湾`.
    pub name: String,
    /// Where it starts; `None` when that is the driver's own position, or anywhere.
    pub start: Option<Place>,
    /// Where it leads, in turn; one at least.
    pub targets: Vec<Target>,
    /// The drawn lines of its legs, cut where they come near the driver's own position.
    pub lines: Vec<Vec<LatLon>>,
    /// True when the driver's own position is left out.
    pub hides_me: bool,
    /// Its length, when a plan tells it.
    pub distance: Option<Meters>,
    /// Its time, when a plan tells it.
    pub duration: Option<Seconds>,
    /// True when some of it is invented.
    pub demo: bool,
}

/// What things are called.
pub struct Names<'a> {
    /// A station; `None` when it is unknown.
    pub station: &'a dyn Fn(&StationId) -> Option<Place>,
    /// A position.
    pub position: &'a dyn Fn(LatLon) -> String,
    /// The driver's own position.
    pub me: &'a str,
    /// Where that is, when it is known: to keep it out of the lines.
    pub me_at: Option<LatLon>,
}

impl Names<'_> {
    fn of(&self, place: Option<&Place>) -> String {
        place.map_or_else(|| self.me.to_owned(), |place| place.name.clone())
    }
}

impl Route {
    /// The target that comes next when so many stops are behind.
    pub fn after(&self, stops: usize) -> usize {
        let end = self.targets.len().saturating_sub(1);
        let targets = self.targets.iter().enumerate();
        let mut charges =
            targets.filter(|(_, target)| matches!(target.role, Role::Charge | Role::Swap));
        match stops.checked_sub(1) {
            None => 0,
            Some(last) => charges
                .nth(last)
                .map_or(end, |(index, _)| (index + 1).min(end)),
        }
    }

    /// The route of a plan for `trip`; `None` when the trip has no ends.
    pub fn of_plan(plan: &Itinerary, trip: &Trip, names: &Names<'_>) -> Option<Self> {
        let (from, to) = (trip.from?, trip.to?);
        let at = |end: Endpoint| match end {
            Endpoint::At(position) => Some(named(position, names)),
            Endpoint::Me => None,
        };
        let last = if trip.wishes.back_min.is_some() {
            from
        } else {
            to
        };
        let (start, end) = (at(from), at(last));
        let mut targets = Vec::new();
        let mut begin = Seconds(0.0);
        for (index, leg) in plan.legs.iter().enumerate() {
            let target = match plan.stops.get(index) {
                Some(stop) => charge(stop, leg, names),
                None => arrive(plan, leg, end.clone(), names),
            };
            let then = target.arrival + target.stay;
            targets.extend(by_place(plan, index, begin, target, trip, names));
            begin = then;
        }
        let mut name = format!(
            "{} → {}",
            names.of(start.as_ref()),
            names.of(at(to).as_ref())
        );
        if last != to {
            name = format!("{name} → {}", names.of(end.as_ref()));
        }
        (!targets.is_empty()).then(|| Self {
            name,
            hides_me: trip.starts_or_ends_at_me(),
            start,
            targets,
            lines: lines(plan, from, last, trip, names),
            distance: Some(plan.distance),
            duration: Some(plan.total_time),
            demo: plan.demo,
        })
    }

    /// To one place, from anywhere.
    pub fn to_place(place: Place, demo: bool) -> Self {
        Self {
            name: place.name.clone(),
            start: None,
            targets: vec![Target {
                role: Role::End,
                name: place.name.clone(),
                place: Some(place),
                distance: None,
                duration: None,
                arrival: Seconds(0.0),
                stay: Seconds(0.0),
                charge_arrive: None,
                charge_depart: None,
            }],
            lines: Vec::new(),
            hides_me: false,
            distance: None,
            duration: None,
            demo,
        }
    }

    /// The places that one link may carry, in turn: all but an end that is the driver's own
    /// position. Empty when that lies between others: the app must not pass over it in silence.
    pub fn whole(&self) -> Vec<Place> {
        let places = self.targets.iter().map(|target| target.place.clone());
        let mut places: Vec<Option<Place>> = places.collect();
        if places.last().is_some_and(Option::is_none) {
            places.pop();
        }
        let whole: Option<Vec<Place>> = places.into_iter().collect();
        whole.unwrap_or_default()
    }
}

fn named(position: LatLon, names: &Names<'_>) -> Place {
    Place {
        name: (names.position)(position),
        address: String::new(),
        position,
    }
}

/// The stop at the end of a leg. A station that is not known any more is where the leg ends.
fn charge(stop: &ChargingStop, leg: &Leg, names: &Names<'_>) -> Target {
    let place = (names.station)(&stop.station_id).or_else(|| {
        Some(Place {
            name: stop.station_id.to_string(),
            address: String::new(),
            position: *leg.geometry.last()?,
        })
    });
    let unknown = || stop.station_id.to_string();
    Target {
        role: if stop.is_swap() {
            Role::Swap
        } else {
            Role::Charge
        },
        name: place
            .as_ref()
            .map_or_else(unknown, |place| place.name.clone()),
        place,
        distance: Some(leg.distance),
        duration: Some(leg.duration),
        arrival: stop.arrival,
        stay: stop.waiting + stop.overhead + stop.charging,
        charge_arrive: Some(stop.charge_arrive),
        charge_depart: Some(stop.charge_depart),
    }
}

/// The end of the trip, at the end of its last leg.
fn arrive(plan: &Itinerary, leg: &Leg, end: Option<Place>, names: &Names<'_>) -> Target {
    Target {
        role: Role::End,
        name: names.of(end.as_ref()),
        place: end,
        distance: Some(leg.distance),
        duration: Some(leg.duration),
        arrival: plan.total_time,
        stay: Seconds(0.0),
        charge_arrive: Some(leg.charge_end),
        charge_depart: None,
    }
}

/// One leg of the plan, cut at the places on the way that lie on it.
fn by_place(
    plan: &Itinerary,
    index: usize,
    begin: Seconds,
    last: Target,
    trip: &Trip,
    names: &Names<'_>,
) -> Vec<Target> {
    let Some(leg) = plan.legs.get(index) else {
        return vec![last];
    };
    let (mut targets, mut begin, mut share) = (Vec::new(), begin, 0.0);
    let (mut length, mut time) = (leg.distance, leg.duration);
    for visit in plan.places.iter().filter(|visit| visit.leg == index) {
        let place = via(visit.via, trip, names);
        let rests = plan.breaks.iter().filter(|rest| rest.leg == index);
        let rests = rests.filter(|rest| (begin.0..visit.arrival.0).contains(&rest.arrival.0));
        let rested: f64 = rests.map(|rest| rest.length.0).sum();
        let duration = (visit.arrival.0 - begin.0 - rested).clamp(0.0, time.0.max(0.0));
        let position = place.as_ref().map(|place| place.position);
        let there = position
            .or(names.me_at)
            .map_or(share, |at| share_at(leg, at));
        let there = there.max(share);
        let distance = Meters(leg.distance.0 * (there - share));
        (length, time) = (Meters(length.0 - distance.0), Seconds(time.0 - duration));
        (begin, share) = (visit.arrival + visit.stay, there);
        targets.push(Target {
            role: Role::Via,
            name: names.of(place.as_ref()),
            place,
            distance: Some(distance),
            duration: Some(Seconds(duration)),
            arrival: visit.arrival,
            stay: visit.stay,
            charge_arrive: Some(visit.charge_arrive),
            charge_depart: None,
        });
    }
    targets.push(Target {
        distance: Some(length),
        duration: Some(time),
        ..last
    });
    targets
}

/// How much of a leg's line lies before the point of it that is nearest to `place`.
fn share_at(leg: &Leg, place: LatLon) -> f64 {
    let (mut length, mut before, mut nearest) = (0.0, 0.0, f64::INFINITY);
    for (index, point) in leg.geometry.iter().enumerate() {
        if let Some(last) = index.checked_sub(1).and_then(|last| leg.geometry.get(last)) {
            length += last.distance_to(*point).0;
        }
        let away = point.distance_to(place).0;
        if away < nearest {
            (nearest, before) = (away, length);
        }
    }
    if length > 0.0 { before / length } else { 0.0 }
}

/// A place on the way; the one behind the last is where a round trip turns.
fn via(index: usize, trip: &Trip, names: &Names<'_>) -> Option<Place> {
    match (trip.via.get(index), trip.to) {
        (Some(stopover), _) => Some(named(stopover.at, names)),
        (None, Some(Endpoint::At(position))) => Some(named(position, names)),
        (None, Some(Endpoint::Me) | None) => None,
    }
}

/// The lines of the legs, without what lies near the driver's own position.
fn lines(
    plan: &Itinerary,
    from: Endpoint,
    last: Endpoint,
    trip: &Trip,
    names: &Names<'_>,
) -> Vec<Vec<LatLon>> {
    let all = || plan.legs.iter().flat_map(|leg| &leg.geometry).copied();
    let is_me = |end: Endpoint| end == Endpoint::Me;
    // Where the driver was when this was planned may be elsewhere than now.
    let hidden = [
        all().next().filter(|_| is_me(from)),
        all().last().filter(|_| is_me(last)),
        names.me_at.filter(|_| trip.starts_or_ends_at_me()),
    ];
    let is_shown = |at: &LatLon| {
        let mut hidden = hidden.iter().flatten();
        hidden.all(|me| at.distance_to(*me).0 >= HIDDEN.0)
    };
    let lines = plan.legs.iter().map(|leg| &leg.geometry);
    let runs = lines.flat_map(|line| line.split(|at| !is_shown(at)));
    let runs = runs.filter(|run| run.len() > 1);
    runs.map(<[LatLon]>::to_vec).collect()
}

#[cfg(test)]
mod tests;
