//! Questions around a trip, to a worker of its own that the first one starts.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use container::Text;
use json::Writer;
use leptos::prelude::*;
use planner::{TripRequest, Vehicle, Worth};

use crate::planning::{Worker, broken, failure, not_started, write_trip};
use crate::platform::{PlanWorker, Program, WorkerReply};
use crate::state::RequestId;

/// A question, as methods of the planner have them (`docs/questions.md`).
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Stations by road from the start.
    Nearby,
    /// Stations by detour from the trip.
    Along,
    /// Plans that are best at something, the safest within so much more time, as a share.
    Alternatives(f64),
    /// The cheapest plan, with the driver's hour at its usual worth.
    Cheapest,
    /// How far the charge reaches from the start.
    Reach,
    /// The trip with another charge at the start, 0 to 1, in short.
    StartingCharge(f64),
    /// How far it is to the nearest station, everywhere.
    Coverage,
}

impl Question {
    fn write(&self, to: &mut Writer) {
        match self {
            Self::Nearby => to.text("nearby"),
            Self::Along => to.text("along"),
            Self::Reach => to.text("reach"),
            Self::StartingCharge(charge) => to.record(|to| {
                to.name("starting_charges").list([*charge], Writer::number);
            }),
            Self::Coverage => to.text("coverage"),
            Self::Alternatives(more) => {
                to.record(|to| to.name("alternatives").number(*more));
            }
            Self::Cheapest => to.record(|to| {
                let Worth { hour, unknown_kwh } = Worth::default();
                to.name("cheapest").record(|to| {
                    to.name("hour").number(hour);
                    to.name("unknown_kwh").number(unknown_kwh);
                });
            }),
        }
    }
}

/// Who asks, each about one thing at a time: a newer question ends the older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asker {
    /// The list of stations.
    Finder,
    /// The plans beside the one that was asked for.
    Alternatives,
    /// The same, for the cheapest.
    Cheapest,
    /// The roads' colours.
    Shades,
    /// What if.
    WhatIf,
}

/// Hears the answer, JSON as `yilu` gives it.
type OnAnswer = Box<dyn FnOnce(Result<String, Text>)>;

/// The worker that answers, and who waits.
#[derive(Clone, Copy)]
pub struct Questions {
    plans: Worker,
    own: StoredValue<Option<PlanWorker>, LocalStorage>,
    waiting: StoredValue<Rc<RefCell<Waiting>>, LocalStorage>,
}

#[derive(Default)]
struct Waiting {
    latest: RequestId,
    by: BTreeMap<Asker, (RequestId, OnAnswer)>,
}

impl Questions {
    /// Nobody asks yet; `plans` is the worker with the data.
    pub fn new(plans: Worker) -> Self {
        Self {
            plans,
            own: StoredValue::new_local(None),
            waiting: StoredValue::new_local(Rc::default()),
        }
    }

    /// Those of the context.
    pub fn get() -> Self {
        expect_context()
    }

    /// Asks; `on_answer` hears the answer unless the same one asks again before.
    pub fn ask(
        self,
        asker: Asker,
        vehicle: &Vehicle,
        request: &TripRequest,
        question: &Question,
        on_answer: impl FnOnce(Result<String, Text>) + 'static,
    ) {
        let mut message = Writer::default();
        message.record(|to| {
            write_trip(to, vehicle, request);
            question.write(to.name("question"));
        });
        let json = message.into_text();
        let waiting = self.waiting.get_value();
        if self.own.with_value(Option::is_none) {
            let heard = Rc::clone(&waiting);
            let started = self.plans.with_value(|plans| {
                let plans = plans.as_ref()?;
                let on_reply = move |reply| hear(&heard, reply);
                Some(plans.start_beside(Program::Questions, on_reply))
            });
            match started {
                Some(Ok(started)) => self.own.set_value(Some(started)),
                Some(Err(error)) => return on_answer(Err(not_started(&error))),
                // The data is not there yet: whoever asks asks again once it is.
                None => return,
            }
        }
        let id = waiting.borrow().latest.next();
        let before = {
            let mut waiting = waiting.borrow_mut();
            waiting.latest = id;
            waiting.by.insert(asker, (id, Box::new(on_answer)))
        };
        let sent = self.own.with_value(|own| {
            let own = own.as_ref()?;
            if let Some((before, _)) = before {
                own.forget(before);
            }
            Some(own.ask(id, &json))
        });
        if let Some(Err(error)) = sent
            && let Some((_, on_answer)) = waiting.borrow_mut().by.remove(&asker)
        {
            on_answer(Err(not_started(&error)));
        }
    }

    /// Whoever asked does not want the answer any more.
    pub fn forget(self, asker: Asker) {
        let before = self.waiting.get_value().borrow_mut().by.remove(&asker);
        self.own.with_value(|own| {
            if let (Some(own), Some((id, _))) = (own, before) {
                own.forget(id);
            }
        });
    }
}

fn hear(waiting: &RefCell<Waiting>, reply: WorkerReply) {
    let (id, answer) = match reply {
        WorkerReply::Answer(id, json) => (id, Ok(json)),
        WorkerReply::Failed(Some(id), json) => (id, Err(failure(&json))),
        WorkerReply::Broken(reason) => {
            let all = std::mem::take(&mut waiting.borrow_mut().by);
            for (_, (_, on_answer)) in all {
                on_answer(Err(broken(&reason)));
            }
            return;
        }
        // A data file that cannot be read is told by the worker that plans.
        WorkerReply::Failed(None, _) | WorkerReply::Early(..) | WorkerReply::Progress(..) => return,
    };
    let asker = {
        let waiting = waiting.borrow();
        let mut all = waiting.by.iter();
        all.find(|(_, (asked, _))| *asked == id)
            .map(|(asker, _)| *asker)
    };
    let heard = asker.and_then(|asker| waiting.borrow_mut().by.remove(&asker));
    if let Some((_, on_answer)) = heard {
        on_answer(answer);
    }
}
