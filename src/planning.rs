//! From the session to the worker and back.

use container::Text;
use json::{Reader, Writer, Wrong};
use leptos::prelude::*;
use planner::{Answer, Itinerary, TripRequest, Vehicle};

use crate::passing::passed_plan;
use crate::platform::{PlanWorker, Program, WorkerError, WorkerReply, local_minute, mark, ticks};
use crate::session::Session;
use crate::state::{
    Endpoint, News, Offer, PlanState, RegionFiles, RequestId, both, usual_waits, with_detail,
};

/// The worker, once it is started.
pub type Worker = StoredValue<Option<PlanWorker>, LocalStorage>;

/// Plans whenever the trip changes, as long as a plan is wanted and the data is there.
pub fn plan_on_change(session: Session, worker: Worker) {
    let is_known = Memo::new(move |_| {
        session.moment.track();
        let is_live = session.live.with_untracked(Option::is_some);
        (is_live, session.usual.with(Option::is_some))
    });
    let mut passed = passed_plan();
    Effect::new(move |_| {
        // Each is read before any way out, so that every change of them plans again.
        let (wants, trip, me) = (
            session.wants_plan.get(),
            session.trip.get(),
            session.me.get(),
        );
        // Other stations may have come in place of those that were planned with.
        session.region.track();
        let (vehicle, request) = (session.vehicle.get(), trip.request(me));
        session.offer.set(None);
        // The plan of the page before stays until its trip changes.
        if let Some(plan) = passed.take().filter(|plan| wants && is_of(session, plan)) {
            session.plan.set(PlanState::Ready(plan));
            return;
        }
        // What stations do changes all the time: that alone plans again only the first time. Read
        // rather than tracked: a memo that nobody reads follows nothing.
        let _ = is_known.get();
        let (true, Some(vehicle), Some(request)) = (wants, vehicle, request) else {
            give_up(worker);
            // A plan for another trip must not stay beside this one.
            if wants {
                session.plan.set(PlanState::Idle);
            }
            return;
        };
        match ask(session, worker, &vehicle, request) {
            None => {}
            Some(Ok(id)) => {
                // Both ends are there now.
                let asked = both(|words| words.choose_ends);
                if session
                    .notice
                    .with_untracked(|told| told.as_ref() == Some(&asked))
                {
                    session.notice.set(None);
                }
                session.plan.set(PlanState::Searching(id));
            }
            Some(Err(error)) => session.plan.set(PlanState::Failed(not_started(&error))),
        }
    });
}

/// True when the data has all stations of a plan.
fn is_of(session: Session, plan: &Itinerary) -> bool {
    let mut stops = plan.stops.iter();
    stops.all(|stop| session.index_of(&stop.station_id).is_some())
}

/// Asks for another plan than the one that is shown, by what is known now.
pub fn ask_for_offer(session: Session, worker: Worker) {
    let (trip, me) = (session.trip.get_untracked(), session.me.get_untracked());
    let vehicle = session.vehicle.get_untracked();
    if let (Some(vehicle), Some(request)) = (vehicle, trip.request(me))
        && let Some(Ok(id)) = ask(session, worker, &vehicle, request)
    {
        session.offer.set(Some(Offer::Searching(id)));
    }
}

/// Asks the worker; `None` when there is none.
fn ask(
    session: Session,
    worker: Worker,
    vehicle: &Vehicle,
    request: TripRequest,
) -> Option<Result<RequestId, WorkerError>> {
    let request = timed(session, vehicle, request)?;
    let mut message = Writer::default();
    message.record(|to| write_trip(to, vehicle, &request));
    let json = message.into_text();
    let id = session.request.get_value().next();
    let asked = worker.with_value(|worker| worker.as_ref().map(|worker| worker.plan(id, &json)))?;
    Some(asked.map(|()| {
        session.request.set_value(id);
        id
    }))
}

/// The trip as it was asked for last, with its car; `None` while that is not known.
pub(crate) fn asked(session: Session) -> Option<(Vehicle, TripRequest)> {
    let (trip, me) = (session.trip.get_untracked(), session.me.get_untracked());
    let (vehicle, request) = (session.vehicle.get_untracked()?, trip.request(me)?);
    let request = timed(session, &vehicle, request)?;
    Some((vehicle, request))
}

/// The same request with what is known of its time: without another one it begins now, and then what
/// connectors do now is of use. `None` while there is no data.
pub(crate) fn timed(
    session: Session,
    vehicle: &Vehicle,
    mut request: TripRequest,
) -> Option<TripRequest> {
    let is_from_me = session
        .trip
        .with_untracked(|trip| trip.from == Some(Endpoint::Me));
    // One who drives goes on rather than turn round on the spot.
    request.heading = session.heading.get_untracked().filter(|_| is_from_me);
    session.region.with_untracked(|region| {
        let stations = &region.as_ref()?.stations;
        let trip = session.trip;
        trip.with_untracked(|trip| trip.wishes.choose_operators(stations, &mut request));
        Some(())
    })?;
    if request.depart.is_some() {
        return Some(request);
    }
    let region = session.region.get_untracked()?;
    let now = session.live.with_untracked(|live| {
        let live = live.as_ref()?;
        Some(live.for_plan(&region.stations, vehicle, live.now(ticks())))
    });
    Some(TripRequest {
        depart: local_minute().parse().ok(),
        now: now.unwrap_or_default(),
        ..request
    })
}

/// Tells the worker which waits to expect, as far as that is known.
pub fn tell_busy(session: Session, worker: Worker) {
    Effect::new(move |_| {
        let (usual, region) = (session.usual.get(), session.region.get());
        let (Some(usual), Some(region), Some(vehicle)) = (usual, region, session.vehicle.get())
        else {
            return;
        };
        let waits = usual_waits(&usual, &region.stations, &vehicle);
        let mut message = Writer::default();
        message.record(|to| {
            for (id, waits) in &waits {
                to.name(&id.0).list(waits, |to, wait| to.number(*wait));
            }
        });
        let json = message.into_text();
        worker.with_value(|worker| {
            if let Some(worker) = worker {
                worker.send_busy(&json);
            }
        });
    });
}

/// Nothing more is wanted of the plan in the making.
fn give_up(worker: Worker) {
    worker.with_value(|worker| {
        if let Some(worker) = worker {
            worker.cancel();
        }
    });
}

/// Gives the worker the data, and starts it before if there is none.
pub fn deliver(session: Session, worker: Worker, files: &RegionFiles) {
    let (Ok(roads), Ok(stations)) = (&files.roads, &files.stations) else {
        return;
    };
    if worker.with_value(Option::is_none) {
        match PlanWorker::start(Program::Plans, move |reply| hear(session, reply)) {
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

pub(crate) fn not_started(error: &WorkerError) -> Text {
    with_detail(
        "规划程序无法启动",
        "The planner could not start",
        &error.to_string(),
    )
}

fn hear(session: Session, reply: WorkerReply) {
    let (id, news) = match reply {
        WorkerReply::Early(id, json) => match read(&json) {
            Ok(Answer::Feasible(plan)) => (id, News::Early(plan)),
            // What cannot be read is told when all is said.
            Ok(Answer::Infeasible(_)) | Err(_) => return,
        },
        WorkerReply::Progress(id, json) => {
            match field(&json, "gap", |value| value.optional(Reader::number)) {
                Ok(Some(gap)) => (id, News::Gap(gap)),
                Ok(None) | Err(_) => return,
            }
        }
        WorkerReply::Answer(id, json) => {
            let answer = read(&json);
            if hear_offer(session, id, answer.clone().ok()) {
                return;
            }
            (id, News::Answer(answer))
        }
        WorkerReply::Failed(Some(id), json) => {
            if hear_offer(session, id, None) {
                return;
            }
            (id, News::Answer(Err(failure(&json))))
        }
        WorkerReply::Failed(None, json) => {
            session.notice.set(Some(failure(&json)));
            return;
        }
        WorkerReply::Broken(reason) => {
            session.wants_plan.set(false);
            session.offer.set(None);
            session.plan.set(PlanState::Failed(broken(&reason)));
            return;
        }
    };
    let was_waiting = session.plan.with_untracked(|plan| plan.plan().is_none());
    session.plan.maybe_update(|plan| plan.hear(id, news));
    if was_waiting && !matches!(session.plan.get_untracked(), PlanState::Searching(_)) {
        mark("yilu:first-plan");
    }
}

/// Takes the answer to request `id` as an offer; false when it is none.
fn hear_offer(session: Session, id: RequestId, answer: Option<Answer>) -> bool {
    let is_waited_for = session
        .offer
        .with_untracked(|offer| *offer == Some(Offer::Searching(id)));
    if is_waited_for {
        session.offer.update(|offer| {
            if let Some(offer) = offer {
                offer.hear(id, answer);
            }
        });
    }
    is_waited_for
}

fn read(json: &str) -> Result<Answer, Text> {
    Answer::from_json(json).map_err(|error| broken(&error.to_string()))
}

pub(crate) fn failure(json: &str) -> Text {
    field(json, "message", Text::read).unwrap_or_else(|_| broken(json))
}

/// Says that the planner failed, and why.
pub(crate) fn broken(reason: &str) -> Text {
    with_detail(
        "规划程序出错，请再试一次",
        "The planner failed, try again",
        reason,
    )
}

/// The fields of a message about a trip with a car.
pub(crate) fn write_trip(to: &mut Writer, vehicle: &Vehicle, request: &TripRequest) {
    vehicle.write(to.name("vehicle"));
    request.write(to.name("request"));
}

/// One field of a record; the others are passed over.
fn field<T>(
    json: &str,
    wanted: &str,
    read: fn(&mut Reader<'_>) -> Result<T, Wrong>,
) -> Result<T, Wrong> {
    let (mut found, mut reader) = (None, Reader::new(json));
    reader.record(&[wanted], &mut |name, value| {
        if name != wanted {
            return value.skip();
        }
        found = Some(read(value)?);
        Ok(true)
    })?;
    found.map_or_else(|| reader.wrong(wanted), Ok)
}
