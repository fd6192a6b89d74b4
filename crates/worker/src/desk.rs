//! What the worker does with what it is sent, in turns.

use std::collections::VecDeque;

use container::Text;
use planner::{Planner, Planning, Progress, TripRequest, Vehicle};
use roads::RoadGraph;
use serde::Deserialize;
use stations::{Station, Tariff};

use crate::question::Asked;
use crate::reply::{Failure, Reply};

/// Labels between two looks at the clock: a millisecond or two.
const LABELS: usize = 500;

/// Data that arrived, the planner as soon as all of it is there, and the one plan in the making.
///
/// Taking something in costs little; [`Self::turn`] does the work, a small part at a time, so that
/// messages are heard in between.
#[derive(Debug, Default)]
pub struct Desk {
    roads: Option<RoadGraph>,
    stations: Option<Vec<Station>>,
    tariffs: Vec<Tariff>,
    planner: Option<Planner>,
    job: Option<Job>,
    /// Questions that wait, each with its id.
    questions: VecDeque<(u32, String)>,
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

/// What is asked for.
#[derive(Deserialize)]
struct Wish {
    vehicle: Vehicle,
    request: TripRequest,
}

impl Desk {
    /// Takes a road file.
    pub fn take_roads(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.take_apart();
        self.roads = None;
        let roads = roads::read_graph(bytes)
            .map_err(|error| Failure::new("路网文件无法读取", "roads", &error))?;
        self.roads = Some(roads);
        Ok(())
    }

    /// Takes a station snapshot. Stations that cannot be read are left out, as everywhere.
    pub fn take_stations(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.take_apart();
        self.stations = None;
        let stops = stations::read_stops(bytes)
            .map_err(|error| Failure::new("站点文件无法读取", "stations", &error))?;
        self.stations = Some(stops.stations);
        self.tariffs = stops.tariffs;
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
    /// answered once no plan is in the making.
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
            self.planner = Some(Planner::new(roads, stations).with_tariffs(tariffs));
            return None;
        }
        let Some(mut job) = self.job.take() else {
            let (id, json) = self.questions.pop_front()?;
            let answer = self
                .ready()
                .and_then(|planner| Asked::from_json(&json)?.answer(planner));
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
            if let Progress::Done(answer) = planner.advance(planning, LABELS) {
                return Reply::answer(&answer);
            }
            // The first plan is told at once.
            let is_first = self.told == 0 && planning.standing().plans > 0;
            if is_first || is_over() {
                break;
            }
        }
        let standing = planning.standing();
        if standing.plans > self.told
            && let Some(plan) = planner.best(planning)
        {
            self.told = standing.plans;
            return Reply::early(plan);
        }
        Reply::progress(standing)
    }
}

fn begin(planner: &Planner, json: &str) -> Result<Planning, Failure> {
    let wish = serde_json::from_slice(json.as_bytes()).map_err(malformed)?;
    let Wish { vehicle, request } = wish;
    let begun = planner.begin(&vehicle, &request);
    begun.map_err(|error| Failure {
        message: error.text(),
    })
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn malformed(error: serde_json::Error) -> Failure {
    Failure::new("请求有误", "request", &error)
}

#[cfg(test)]
mod tests;
