//! Where one may stop on one trip, for how long, and what energy costs there.

use std::collections::BTreeMap;
use std::sync::Arc;

use stations::{ConnectorId, OpenWeek, Station};
use units::Seconds;

use super::Planner;
use super::candidates::{Candidate, Refill};
use super::money::AsTime;
use super::tuned::{TICKS, Tuned};
use crate::charging::Plug;
use crate::{Aim, BusyWeek, Departure, StationNow, TripRequest, Vehicle};
use search::{Curve, NONE, Point, Price, Terrain, Waiting};

/// What a stop counts more than its time when few stops are wanted: more than any trip takes, so
/// that no time saved is worth a stop.
const MANY_DAYS: f64 = 30.0 * 86_400.0 * TICKS;
/// Opening hours are looked at for so many minutes ahead; later, everything counts as open.
const HORIZON: u32 = 8 * 24 * 60;
/// Waits are looked at for so many hours ahead; later, they stay as they are then.
const BUSY_HOURS: usize = 48;

/// The stops that a trip may make.
#[derive(Debug)]
pub(super) struct Stopping {
    /// For each candidate what the search is told.
    points: Vec<Point>,
    waitings: Vec<Waiting>,
    /// For each candidate the index of its waiting.
    waits: Vec<u32>,
    /// For each candidate the wait that does not depend on the time.
    constant_waits: Vec<Seconds>,
    /// Curves of its own, when it is not time that counts.
    curves: Vec<Curve>,
    /// Connectors of candidates of which it is known what works there, by the candidate.
    connectors: Vec<(usize, ConnectorId)>,
    /// Candidates of which it is known that they cannot be used, in order.
    broken: Vec<usize>,
    price: Arc<Price>,
    /// What each stop counts more than its time when few are wanted.
    pub(super) penalty: f64,
    minds_clock: bool,
}

impl Stopping {
    /// For trips on which no stop starts below `lowest`, in ticks.
    pub(super) fn new(
        tuned: &Tuned,
        planner: &Planner,
        request: &TripRequest,
        lowest: f64,
    ) -> Self {
        let penalty = match request.aim {
            Aim::Fastest => 0.0,
            Aim::FewestStops => MANY_DAYS,
        };
        let constant = tuned.conditions.expected_wait;
        let mut all = Self {
            points: tuned.points().to_vec(),
            waitings: Vec::new(),
            waits: Vec::new(),
            constant_waits: vec![constant; tuned.points().len()],
            curves: Vec::new(),
            connectors: Vec::new(),
            broken: Vec::new(),
            price: Arc::clone(tuned.price()),
            penalty,
            minds_clock: false,
        };
        let mut now: Vec<&StationNow> = request.now.iter().collect();
        sorting::by(&mut now, |a, b| a.station.cmp(&b.station));
        let mut has_preferences = tuned.has_liked();
        for (index, candidate) in tuned.candidates.iter().enumerate() {
            let station = &planner.stations[candidate.station];
            let known = now.binary_search_by(|now| now.station.cmp(&station.id));
            let now = known.ok().map(|known| now[known]);
            let point = &mut all.points[index];
            let elsewhere = request.prefer.dislike(&station.id).0 * TICKS;
            has_preferences |= elsewhere > 0.0;
            point.ahead = penalty + elsewhere;
            point.delay += point.ahead;
            point.is_closed = candidate.is_spare || request.avoid.contains(&station.id);
            let mut waits = Vec::new();
            if let Some(now) = now {
                let id = working(candidate, station, &tuned.conditions.vehicle, &now.out);
                point.is_closed = id.is_none() || request.avoid.contains(&station.id);
                match id {
                    Some(id) => all.connectors.push((index, id)),
                    None => all.broken.push(index),
                }
                waits.extend(now.free_in.map(free_in));
            }
            if point.is_closed {
                continue;
            }
            if let Some(departure) = request.depart {
                match hours(station, departure) {
                    Hours::Never => point.is_closed = true,
                    Hours::Always => {}
                    // Nobody gets in before, free or not.
                    Hours::Some(doors) => waits.insert(0, doors),
                }
                let week = planner.busy_at(&station.id);
                waits.extend(week.map(|week| queue(week, departure)));
            }
            let is_known = now.is_some_and(|now| now.free_in.is_some())
                || request.depart.is_some() && planner.busy_at(&station.id).is_some();
            if is_known {
                point.delay -= constant.0 * TICKS;
                all.constant_waits[index] = Seconds(0.0);
            }
            let waiting = waits.into_iter().reduce(|first, next| first.then(&next));
            if let Some(waiting) = waiting {
                point.waiting = u32::try_from(all.waitings.len()).unwrap_or(NONE);
                all.waitings.push(waiting);
            }
        }
        all.waits = all.points.iter().map(|point| point.waiting).collect();
        all.minds_clock = has_preferences && !all.waitings.is_empty();
        all.price = all.price_of(tuned, lowest, &tuned.curves);
        all
    }

    /// The same with what each candidate costs as time; swaps of batteries are left out.
    pub(super) fn by_money(
        tuned: &Tuned,
        planner: &Planner,
        request: &TripRequest,
        lowest: f64,
        costs: &[AsTime],
    ) -> Self {
        let mut all = Self::new(tuned, planner, request, lowest);
        // Charging times with a price: alike ones are one.
        let mut known: BTreeMap<(u32, [u64; 2]), u32> = BTreeMap::new();
        for (point, cost) in all.points.iter_mut().zip(costs) {
            let refill = &tuned.refills[point.curve as usize];
            if let Refill::Swap { .. } = refill {
                point.is_closed = true;
            }
            // Doors know the time, not what it costs: waiting for them is left to the drive.
            point.waiting = NONE;
            point.delay += cost.start * TICKS;
            let key = (point.curve, [cost.wh, cost.second].map(f64::to_bits));
            point.curve = *known.entry(key).or_insert_with(|| {
                let points = refill.curve().points();
                let priced = points.map(|(charge, time)| {
                    let time = time.0 * cost.second + charge.0 * cost.wh;
                    (charge.0 * TICKS, time * TICKS)
                });
                all.curves.push(Curve::new(priced));
                u32::try_from(all.curves.len() - 1).unwrap_or(u32::MAX)
            });
        }
        all.price = all.price_of(tuned, lowest, &all.curves);
        all
    }

    /// What energy costs at the least at the points that are open.
    fn price_of(&self, tuned: &Tuned, lowest: f64, curves: &[Curve]) -> Arc<Price> {
        let mut least = vec![None; curves.len()];
        for point in self.points.iter().filter(|point| !point.is_closed) {
            let delay = least[point.curve as usize].get_or_insert(point.delay);
            *delay = delay.min(point.delay);
        }
        let kinds = least.into_iter().zip(curves);
        let kinds = kinds.filter_map(|(delay, curve)| Some((delay?, curve)));
        let kinds: Vec<(f64, &Curve)> = kinds.collect();
        tuned.price_of(lowest, &kinds)
    }

    /// What the search drives and stops on.
    pub(super) fn terrain<'a>(&'a self, tuned: &'a Tuned) -> Terrain<'a> {
        Terrain {
            minds_clock: self.minds_clock,
            curves: self.curves(tuned),
            ..tuned.terrain(&self.points, &self.waitings, &self.price)
        }
    }

    /// What the search is told of the candidates.
    pub(super) fn points(&self) -> &[Point] {
        &self.points
    }

    /// The charging curves of the candidates.
    pub(super) fn curves<'a>(&'a self, tuned: &'a Tuned) -> &'a [Curve] {
        if self.curves.is_empty() {
            &tuned.curves
        } else {
            &self.curves
        }
    }

    /// True when nobody may stop at this candidate.
    pub(super) fn is_closed(&self, candidate: usize) -> bool {
        self.points[candidate].is_closed
    }

    /// What a stop at this candidate counts more than its time, for what the driver prefers.
    pub(super) fn dislike(&self, candidate: usize) -> Seconds {
        Seconds((self.points[candidate].ahead - self.penalty) / TICKS)
    }

    /// True when it is known that nothing works at a candidate's station, or not what this candidate
    /// stands for.
    pub(super) fn is_broken(&self, candidate: usize) -> bool {
        self.broken.binary_search(&candidate).is_ok()
    }

    /// The connector that a plan counts on at a candidate.
    pub(super) fn connector<'a>(&'a self, tuned: &'a Tuned, candidate: usize) -> &'a ConnectorId {
        let known = self
            .connectors
            .binary_search_by_key(&candidate, |known| known.0);
        let known = known.ok().map(|at| &self.connectors[at].1);
        known.unwrap_or(&tuned.candidates[candidate].connector)
    }

    /// How long one who arrives at a candidate so many seconds after the departure waits for its
    /// doors to open and for a connector, in seconds.
    pub(super) fn wait_at(&self, candidate: usize, arrival: f64) -> f64 {
        let waiting = self.waitings.get(self.waits[candidate] as usize);
        let wait = waiting.map_or(0.0, |waiting| {
            waiting.begin(arrival * TICKS) / TICKS - arrival
        });
        wait + self.constant_waits[candidate].0
    }
}

/// True when `station` is known to be closed so long after a departure.
pub(super) fn is_closed_at(
    station: &Station,
    departure: Option<Departure>,
    after: Seconds,
) -> bool {
    let (Some(departure), Some(week)) = (departure, station.opening.week()) else {
        return false;
    };
    let minute = departure.later(after).minute_of_week();
    week.next_open(minute) != Some(minute)
}

/// The connector to use at a candidate when those in `out` cannot be; `None` when there is none, or
/// a stronger one works.
pub(super) fn working(
    candidate: &Candidate,
    station: &Station,
    vehicle: &Vehicle,
    out: &[ConnectorId],
) -> Option<ConnectorId> {
    if candidate.is_swap() {
        return Some(candidate.connector.clone());
    }
    let best = Plug::best_without(vehicle, station, out)?;
    (best.key() == candidate.key).then(|| best.connector.id.clone())
}

/// Waiting for a connector that is free so long after the departure.
fn free_in(time: Seconds) -> Waiting {
    let time = time.0 * TICKS;
    Waiting::new([(0.0, time), (time, time)])
}

/// Opening hours as a trip meets them.
enum Hours {
    Always,
    Never,
    Some(Waiting),
}

/// The opening hours of a station after `departure`.
fn hours(station: &Station, departure: Departure) -> Hours {
    match station.opening.week() {
        Some(week) if !station.opening.is_always() => opening(&week, departure),
        _ => Hours::Always,
    }
}

/// When a connector is free, by the time of arrival after `departure`.
fn queue(week: &BusyWeek, departure: Departure) -> Waiting {
    let knots = week.hours_from(departure.minute_of_week(), BUSY_HOURS);
    Waiting::new(knots.map(|(minute, wait)| {
        let arrival = minute * 60.0 * TICKS;
        (arrival, arrival + wait.0 * TICKS)
    }))
}

/// When charging begins at the earliest, by the time of arrival after `departure`.
fn opening(week: &OpenWeek, departure: Departure) -> Hours {
    let begin = departure.minute_of_week();
    let ticks = |minute: u32| f64::from(minute - begin) * 60.0 * TICKS;
    let mut points = Vec::new();
    let mut closed_at = begin;
    while closed_at <= begin + HORIZON {
        let Some(open) = week.next_open(closed_at) else {
            return Hours::Never;
        };
        points.extend([(ticks(closed_at), ticks(open)), (ticks(open), ticks(open))]);
        let Some(close) = week.closes(open) else {
            break;
        };
        points.push((ticks(close), ticks(close)));
        closed_at = close;
    }
    if points.iter().all(|(arrival, begin)| begin <= arrival) {
        Hours::Always
    } else {
        Hours::Some(Waiting::new(points))
    }
}
