//! From the session to the worker and back.

use container::Text;
use leptos::prelude::*;
use planner::{Answer, TripRequest, Vehicle};
use serde::{Deserialize, Serialize};

use crate::platform::{PlanWorker, WorkerError, WorkerReply, mark};
use crate::session::Session;
use crate::state::{PlanState, RegionFiles, RequestId};

#[derive(Serialize)]
struct Message<'a> {
    vehicle: &'a Vehicle,
    #[serde(flatten)]
    request: &'a TripRequest,
}

#[derive(Deserialize)]
struct Failure {
    message: Text,
}

/// The worker, once it is started.
pub type Worker = StoredValue<Option<PlanWorker>, LocalStorage>;

/// Plans whenever the trip changes, as long as a plan is wanted and the data is there.
pub fn plan_on_change(session: Session, worker: Worker) {
    let last = StoredValue::new(RequestId::default());
    Effect::new(move |_| {
        // Each is read before any way out, so that every change of them plans again.
        let (wants, trip, me) = (
            session.wants_plan.get(),
            session.trip.get(),
            session.me.get(),
        );
        let (vehicle, request) = (session.vehicle(), trip.request(me));
        if !wants {
            return;
        }
        let (Some(vehicle), Some(request)) = (vehicle, request) else {
            // A plan for another trip must not stay beside this one.
            session.plan.set(PlanState::Idle);
            return;
        };
        let message = Message {
            vehicle: &vehicle,
            request: &request,
        };
        let Ok(json) = serde_json::to_string(&message) else {
            return;
        };
        let id = last.get_value().next();
        let asked =
            worker.with_value(|worker| worker.as_ref().map(|worker| worker.plan(id, &json)));
        match asked {
            None => {}
            Some(Ok(())) => {
                last.set_value(id);
                session.plan.set(PlanState::Searching(id));
            }
            Some(Err(error)) => session.plan.set(PlanState::Failed(not_started(&error))),
        }
    });
}

/// Gives the worker the data, and starts it before if there is none.
pub fn deliver(session: Session, worker: Worker, files: &RegionFiles) {
    let (Ok(roads), Ok(stations)) = (&files.roads, &files.stations) else {
        return;
    };
    if worker.with_value(Option::is_none) {
        match PlanWorker::start(move |reply| hear(session, reply)) {
            Ok(started) => worker.set_value(Some(started)),
            Err(error) => session.notice.set(Some(not_started(&error))),
        }
    }
    worker.with_value(|worker| {
        if let Some(worker) = worker {
            worker.send_roads(roads);
            worker.send_stations(stations);
        }
    });
}

fn not_started(error: &WorkerError) -> Text {
    Text::new(format!("规划程序无法启动：{error}"), error.to_string())
}

fn hear(session: Session, reply: WorkerReply) {
    let (id, answer) = match reply {
        WorkerReply::Answer(id, json) => {
            let answer = Answer::from_json(&json);
            (
                id,
                answer.map_err(|error| Text::new("规划结果无法读取", error.to_string())),
            )
        }
        WorkerReply::Failed(Some(id), json) => (id, Err(failure(&json))),
        WorkerReply::Failed(None, json) => {
            session.notice.set(Some(failure(&json)));
            return;
        }
        WorkerReply::Broken(reason) => {
            session.wants_plan.set(false);
            session.plan.set(PlanState::Failed(Text::new(
                format!("规划程序出错，请再试一次（{reason}）"),
                format!("The planner failed, try again ({reason})"),
            )));
            return;
        }
    };
    session
        .plan
        .update(|plan| *plan = std::mem::take(plan).answered(id, answer));
    if !matches!(session.plan.get_untracked(), PlanState::Searching(_)) {
        mark("yilu:first-plan");
    }
}

fn failure(json: &str) -> Text {
    let failure = serde_json::from_str::<Failure>(json);
    failure.map_or_else(|_| Text::new(json, json), |failure| failure.message)
}
