//! What the worker does with what it is sent, in turns.

use std::collections::VecDeque;

use container::Text;
use json::{Reader, Wrong};
use planner::{BusyWeek, Planner, Planning, Progress, TripRequest, Vehicle};
use roads::RoadGraph;
use stations::{Station, StationId, Tariff};

use crate::reply::{Failure, Reply};

/// Labels between two looks at the clock: a millisecond or two.
const LABELS: usize = 500;

/// Data that arrived, the planner as soon as all of it is there, and the one plan in the making.
///
/// Taking something in costs little; [`Self::turn`] does the work, a small part at a time, so that
/// messages are heard in between.
#[derive(Debug, Default)]
pub struct Desk {
    beyond: Option<&'static Beyond>,
    roads: Option<RoadGraph>,
    stations: Option<Vec<Station>>,
    tariffs: Vec<Tariff>,
    busy: Vec<(StationId, BusyWeek)>,
    planner: Option<Planner>,
    job: Option<Job>,
    /// Questions that wait, each with its id.
    questions: VecDeque<(u32, String)>,
}

/// What a desk does beyond plans. In the program that only plans there is none of it.
#[derive(Debug)]
pub struct Beyond {
    /// The tariffs of a station snapshot.
    pub(crate) tariffs: fn(&[u8]) -> Vec<Tariff>,
    /// The answer to a question, which is JSON.
    pub(crate) answer: fn(&Planner, &str) -> Result<Reply, Failure>,
}

/// A plan that was asked for.
#[derive(Debug)]
struct Job {
    id: u32,
    /// The request as it came.
    json: String,
    begun: Option<Planning>,
    /// So many of its plans were told.
    told: usize,
}

impl Desk {
    /// One that does more than plan.
    pub fn with(beyond: &'static Beyond) -> Self {
        Self {
            beyond: Some(beyond),
            ..Self::default()
        }
    }

    /// Takes a road file.
    pub fn take_roads(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.take_apart();
        self.roads = None;
        let roads = roads::read_graph(bytes).map_err(|error| {
            Failure::new("路网文件无法读取", "The road file cannot be read", &error)
        })?;
        self.roads = Some(roads);
        Ok(())
    }

    /// Takes a station snapshot. Stations that cannot be read are left out, as everywhere.
    pub fn take_stations(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.take_apart();
        self.stations = None;
        let stations = stations::read_stops(bytes).map_err(|error| {
            Failure::new(
                "站点文件无法读取",
                "The station file cannot be read",
                &error,
            )
        })?;
        self.stations = Some(stations);
        self.tariffs = self
            .beyond
            .map_or_else(Vec::new, |beyond| (beyond.tariffs)(bytes));
        Ok(())
    }

    /// Takes the waits to expect: `json` has for stations 24 or 168 times in seconds, as
    /// [`BusyWeek`]. They count for plans that begin from now on.
    pub fn take_busy(&mut self, json: &str) -> Result<(), Failure> {
        let busy = waits(json);
        self.busy = busy.map_err(|wrong| {
            Failure::new("等待时间无法读取", "The waits cannot be read", &wrong)
        })?;
        if let Some(planner) = &mut self.planner {
            planner.set_busy(self.busy.clone());
        }
        Ok(())
    }

    /// Of old data, what is not replaced is used again. A plan in the making begins anew.
    fn take_apart(&mut self) {
        if let Some(planner) = self.planner.take() {
            let (roads, stations, tariffs) = planner.into_parts();
            (self.roads, self.stations, self.tariffs) = (Some(roads), Some(stations), tariffs);
        }
        if let Some(job) = &mut self.job {
            job.begun = None;
        }
    }

    /// Takes a wish for a plan: `json` has a `vehicle` and a `request`. A plan in the making is given
    /// up for it.
    pub fn ask(&mut self, id: u32, json: String) {
        self.job = Some(Job {
            id,
            json,
            begun: None,
            told: 0,
        });
    }

    /// Takes a question around a plan: `json` has a `vehicle`, a `request` and a `question`. It is
    /// answered once no plan is in the making, by a desk that does.
    pub fn wonder(&mut self, id: u32, json: String) {
        self.questions.push_back((id, json));
    }

    /// Gives up the plan or the question `id`, unless it was answered.
    pub fn cancel(&mut self, id: u32) {
        self.job.take_if(|job| job.id == id);
        self.questions.retain(|question| question.0 != id);
    }

    /// True when a turn would do something.
    pub fn is_busy(&self) -> bool {
        self.job.is_some()
            || !self.questions.is_empty()
            || (self.roads.is_some() && self.stations.is_some())
    }

    /// Goes on with what there is to do until `is_over`. Returns what there is to say, and about
    /// which plan.
    ///
    /// Making the planner is one turn however long it takes; so is beginning to plan, which
    /// prepares the planner for a car and a weather that it does not know yet.
    pub fn turn(&mut self, is_over: impl Fn() -> bool) -> Option<(u32, Reply)> {
        if self.roads.is_some()
            && let Some(stations) = self.stations.take()
        {
            let roads = self.roads.take().unwrap_or_default();
            let tariffs = std::mem::take(&mut self.tariffs);
            let planner = Planner::new(roads, stations).with_tariffs(tariffs);
            self.planner = Some(planner.with_busy(self.busy.clone()));
            return None;
        }
        let Some(mut job) = self.job.take() else {
            let (id, json) = self.questions.pop_front()?;
            let answer = self.ready().and_then(|planner| match self.beyond {
                Some(beyond) => (beyond.answer)(planner, &json),
                None => Err(Failure {
                    message: Text::new("此程序只规划行程。", "This program only plans trips."),
                }),
            });
            return Some((id, answer.unwrap_or_else(Reply::Failed)));
        };
        let id = job.id;
        let reply = self.ready().and_then(|planner| job.go_on(planner, is_over));
        let reply = reply.unwrap_or_else(Reply::Failed);
        self.job = Some(job).filter(|_| !reply.is_last());
        Some((id, reply))
    }

    fn ready(&self) -> Result<&Planner, Failure> {
        self.planner.as_ref().ok_or_else(|| Failure {
            message: Text::new("数据尚未载入。", "The data is not loaded yet."),
        })
    }
}

impl Job {
    fn go_on(&mut self, planner: &Planner, is_over: impl Fn() -> bool) -> Result<Reply, Failure> {
        let planning = match &mut self.begun {
            Some(planning) => planning,
            begun => begun.insert(begin(planner, &self.json)?),
        };
        loop {
            let has_any = planning.standing().plans > 0;
            if let Progress::Done(answer) = planner.advance(planning, LABELS) {
                return Ok(Reply::answer(&answer));
            }
            // The first plan is told soon, but for the last labels before the answer.
            let is_first = self.told == 0 && has_any;
            if is_first || is_over() {
                break;
            }
        }
        let standing = planning.standing();
        if standing.plans > self.told
            && let Some(plan) = planner.best(planning)
        {
            self.told = standing.plans;
            return Ok(Reply::early(&plan));
        }
        Ok(Reply::progress(standing))
    }
}

fn begin(planner: &Planner, json: &str) -> Result<Planning, Failure> {
    let wish = wish(json)
        .map_err(|wrong| Failure::new("请求有误", "The request cannot be read", &wrong))?;
    let (vehicle, request) = wish;
    let begun = planner.begin(&vehicle, &request);
    begun.map_err(|error| Failure {
        message: error.text(),
    })
}

/// Waits by station.
fn waits(json: &str) -> Result<Vec<(StationId, BusyWeek)>, Wrong> {
    let mut busy = Vec::new();
    let mut reader = Reader::new(json);
    reader.record(&[], &mut |id, value| {
        let mut waits = Vec::new();
        value.list(&mut |wait| {
            waits.push(wait.number()?);
            Ok(())
        })?;
        let week = BusyWeek::try_from(waits);
        let Ok(week) = week else {
            return value.wrong("24 or 168 waits of 0 to 86400 seconds");
        };
        busy.push((StationId(id.to_owned()), week));
        Ok(true)
    })?;
    reader.end()?;
    Ok(busy)
}

/// What is asked for.
fn wish(json: &str) -> Result<(Vehicle, TripRequest), Wrong> {
    let (mut vehicle, mut request) = (None, None);
    let mut reader = Reader::new(json);
    reader.record(&[], &mut |name, value| {
        match name {
            "vehicle" => vehicle = Some(Vehicle::read(value)?),
            "request" => request = Some(TripRequest::read(value)?),
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    reader.end()?;
    vehicle
        .zip(request)
        .map_or_else(|| reader.wrong("a vehicle and a request"), Ok)
}

#[cfg(test)]
mod tests;
