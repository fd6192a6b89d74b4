//! Where one may stop on one trip, for how long, and what energy costs there.

use std::sync::Arc;

use stations::{OpenWeek, Station};
use units::Seconds;

use super::tuned::{TICKS, Tuned};
use crate::search::{NONE, Point, Price, Terrain, Waiting};
use crate::{Aim, Departure, TripRequest};

/// What a stop counts more than its time when few stops are wanted: more than any trip takes, so
/// that no time saved is worth a stop.
const MANY_DAYS: f64 = 30.0 * 86_400.0 * TICKS;
/// Opening hours are looked at for so many minutes ahead; later, everything counts as open.
const HORIZON: u32 = 8 * 24 * 60;

/// The stops that a trip may make.
#[derive(Debug)]
pub(super) struct Stopping {
    /// For each candidate what the search is told.
    points: Vec<Point>,
    waitings: Vec<Waiting>,
    price: Arc<Price>,
    /// What each stop counts more than its time.
    pub(super) penalty: f64,
}

impl Stopping {
    /// For trips on which no stop starts below `lowest`, in ticks.
    pub(super) fn new(
        tuned: &Tuned,
        stations: &[Station],
        request: &TripRequest,
        lowest: f64,
    ) -> Self {
        let penalty = match request.aim {
            Aim::Fastest => 0.0,
            Aim::FewestStops => MANY_DAYS,
        };
        let mut waitings = Vec::new();
        let points = tuned
            .candidates
            .iter()
            .zip(tuned.points())
            .map(|(candidate, point)| {
                let station = &stations[candidate.station];
                let mut point = Point {
                    delay: point.delay + penalty,
                    is_closed: request.avoid.contains(&station.id),
                    ..*point
                };
                let week = station
                    .opening
                    .week()
                    .filter(|_| !station.opening.is_always());
                if let (Some(departure), Some(week)) = (request.depart, week) {
                    match opening(&week, departure) {
                        Hours::Never => point.is_closed = true,
                        Hours::Always => {}
                        Hours::Some(waiting) => {
                            point.waiting = u32::try_from(waitings.len()).unwrap_or(NONE);
                            waitings.push(waiting);
                        }
                    }
                }
                point
            });
        let points = points.collect();
        Self {
            points,
            waitings,
            price: tuned.price_above(lowest, penalty),
            penalty,
        }
    }

    /// What the search drives and stops on.
    pub(super) fn terrain<'a>(&'a self, tuned: &'a Tuned) -> Terrain<'a> {
        tuned.terrain(&self.points, &self.waitings, &self.price)
    }

    /// True when nobody may stop at this candidate.
    pub(super) fn is_closed(&self, candidate: usize) -> bool {
        self.points[candidate].is_closed
    }

    /// How long one who arrives at a candidate so many seconds after the departure waits for its
    /// doors to open, in seconds.
    pub(super) fn wait_at(&self, candidate: usize, arrival: f64) -> f64 {
        let waiting = self.waitings.get(self.points[candidate].waiting as usize);
        waiting.map_or(0.0, |waiting| {
            waiting.begin(arrival * TICKS) / TICKS - arrival
        })
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

/// Opening hours as a trip meets them.
enum Hours {
    Always,
    Never,
    Some(Waiting),
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
