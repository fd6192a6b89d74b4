//! The planning worker's client. Planning never blocks the map.
//!
//! Messages are arrays `[tag, id, payload]`. The worker posts `["ready"]` once; what is sent
//! before would be lost, so it waits. Format: `docs/formats/worker/v2`.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::{Array, Uint8Array};
use thiserror::Error;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::script::later_address;
use super::words;
use crate::state::RequestId;

/// What a worker runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Plans alone: small, for every visitor.
    Plans,
    /// Plans, and answers questions around them: started by the first question.
    Questions,
}

impl Program {
    /// The link whose address is the script that starts it: of this page's version, whatever the site has
    /// by now.
    fn link(self) -> &'static str {
        match self {
            Self::Plans => "planner-worker",
            Self::Questions => "planner-questions",
        }
    }
}

/// What the worker said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkerReply {
    /// The best plan so far, as JSON. The caller drops what is not about the current request.
    Early(RequestId, String),
    /// How far a request has come, as JSON.
    Progress(RequestId, String),
    /// The answer to a request, as JSON.
    Answer(RequestId, String),
    /// A request failed, or with `None` the data could not be read.
    Failed(Option<RequestId>, String),
    /// The worker is gone.
    Broken(String),
}

/// Why there is no worker.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("start the planning worker: {0}")]
pub struct WorkerError(String);

/// A running planning worker. Dropping it ends the worker.
pub struct PlanWorker {
    shared: Rc<RefCell<Shared>>,
    on_message: Closure<dyn FnMut(MessageEvent)>,
    on_error: Closure<dyn FnMut(Event)>,
}

/// What the worker's messages and our calls both change.
struct Shared {
    program: Program,
    worker: Worker,
    /// Others that are sent the same data.
    others: Vec<Weak<RefCell<Shared>>>,
    is_ready: bool,
    /// The latest data of each kind, for a worker that starts again.
    data: Vec<(&'static str, JsValue)>,
    waiting: Vec<Array>,
    running: Option<RequestId>,
    is_broken: bool,
}

impl PlanWorker {
    /// Starts the worker. `on_reply` hears everything that it says.
    pub fn start(
        program: Program,
        on_reply: impl Fn(WorkerReply) + 'static,
    ) -> Result<Self, WorkerError> {
        let on_reply = Rc::new(on_reply);
        let shared = Rc::new(RefCell::new(Shared {
            program,
            worker: spawn(program)?,
            others: Vec::new(),
            is_ready: false,
            data: Vec::new(),
            waiting: Vec::new(),
            running: None,
            is_broken: false,
        }));
        let (state, reply) = (Rc::clone(&shared), Rc::clone(&on_reply));
        let on_message = Closure::new(move |event: MessageEvent| {
            let heard = state.borrow_mut().hear(&event.data());
            if let Some(heard) = heard {
                reply(heard);
            }
        });
        let state = Rc::clone(&shared);
        let on_error = Closure::new(move |event: Event| {
            {
                let mut state = state.borrow_mut();
                state.is_broken = true;
                state.running = None;
            }
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
            let unknown = || "the worker could not be loaded".to_owned();
            on_reply(WorkerReply::Broken(message.unwrap_or_else(unknown)));
        });
        let client = Self {
            shared,
            on_message,
            on_error,
        };
        client.listen();
        Ok(client)
    }

    /// Starts another one, which has the same data now and later.
    pub fn start_beside(
        &self,
        program: Program,
        on_reply: impl Fn(WorkerReply) + 'static,
    ) -> Result<Self, WorkerError> {
        let other = Self::start(program, on_reply)?;
        let mut shared = self.shared.borrow_mut();
        for (tag, data) in &shared.data {
            other.shared.borrow_mut().send_data(tag, data.clone());
        }
        shared.others.push(Rc::downgrade(&other.shared));
        drop(shared);
        Ok(other)
    }

    fn listen(&self) {
        let shared = self.shared.borrow();
        shared
            .worker
            .set_onmessage(Some(self.on_message.as_ref().unchecked_ref()));
        shared
            .worker
            .set_onerror(Some(self.on_error.as_ref().unchecked_ref()));
    }

    /// Sends the road file.
    pub fn send_roads(&self, bytes: &[u8]) {
        let bytes = Uint8Array::from(bytes);
        self.shared.borrow_mut().send_data("roads", bytes.into());
    }

    /// Sends the snapshot of stations.
    pub fn send_stations(&self, bytes: &[u8]) {
        let bytes = Uint8Array::from(bytes);
        self.shared.borrow_mut().send_data("stations", bytes.into());
    }

    /// Sends the waits to expect, as JSON.
    pub fn send_busy(&self, json: &str) {
        self.shared.borrow_mut().send_data("busy", json.into());
    }

    /// Asks for a plan; the one that is in the making is given up for it. News of that may still
    /// come: their id tells.
    ///
    /// Fails when a broken worker cannot be started again.
    pub fn plan(&self, id: RequestId, request: &str) -> Result<(), WorkerError> {
        if self.shared.borrow().is_broken {
            self.restart()?;
        }
        let mut shared = self.shared.borrow_mut();
        shared.running = Some(id);
        shared.send(Array::of3(&"plan".into(), &id.0.into(), &request.into()));
        Ok(())
    }

    /// Asks a question around a plan. Fails when a broken worker cannot be started again.
    pub fn ask(&self, id: RequestId, question: &str) -> Result<(), WorkerError> {
        if self.shared.borrow().is_broken {
            self.restart()?;
        }
        let message = Array::of3(&"ask".into(), &id.0.into(), &question.into());
        self.shared.borrow_mut().send(message);
        Ok(())
    }

    /// Gives up a question.
    pub fn forget(&self, id: RequestId) {
        let message = Array::of3(&"cancel".into(), &id.0.into(), &"".into());
        self.shared.borrow_mut().send(message);
    }

    /// Gives up the plan that is in the making, if there is one.
    pub fn cancel(&self) {
        let mut shared = self.shared.borrow_mut();
        if let Some(id) = shared.running.take() {
            shared.send(Array::of3(&"cancel".into(), &id.0.into(), &"".into()));
        }
    }

    fn restart(&self) -> Result<(), WorkerError> {
        {
            let mut shared = self.shared.borrow_mut();
            shared.worker.set_onmessage(None);
            shared.worker.set_onerror(None);
            shared.worker.terminate();
            shared.worker = spawn(shared.program)?;
            shared.is_ready = false;
            shared.is_broken = false;
            shared.waiting = shared
                .data
                .iter()
                .map(|(tag, bytes)| message(tag, bytes))
                .collect();
        }
        self.listen();
        Ok(())
    }
}

impl Drop for PlanWorker {
    fn drop(&mut self) {
        let shared = self.shared.borrow();
        shared.worker.set_onmessage(None);
        shared.worker.set_onerror(None);
        shared.worker.terminate();
    }
}

impl Shared {
    fn send_data(&mut self, tag: &'static str, data: JsValue) {
        self.send(message(tag, &data));
        self.others.retain(|other| other.strong_count() > 0);
        for other in self.others.iter().filter_map(Weak::upgrade) {
            other.borrow_mut().send_data(tag, data.clone());
        }
        self.data.retain(|(other, _)| *other != tag);
        self.data.push((tag, data));
    }

    fn send(&mut self, message: Array) {
        if !self.is_ready {
            self.waiting.push(message);
        } else if let Err(thrown) = self.worker.post_message(&message) {
            web_sys::console::error_1(&thrown);
        }
    }

    /// Notes what the worker said; returns what the caller should hear.
    fn hear(&mut self, data: &JsValue) -> Option<WorkerReply> {
        let parts: &Array = data.dyn_ref()?;
        let tag = parts.get(0).as_string()?;
        if tag == "ready" {
            self.is_ready = true;
            for message in std::mem::take(&mut self.waiting) {
                self.send(message);
            }
            return None;
        }
        let id = parts.get(1).as_f64().and_then(whole).map(RequestId)?;
        let payload = parts.get(2).as_string()?;
        if self.running == Some(id) && matches!(tag.as_str(), "answer" | "failed") {
            self.running = None;
        }
        match tag.as_str() {
            "early" => Some(WorkerReply::Early(id, payload)),
            "progress" => Some(WorkerReply::Progress(id, payload)),
            "answer" => Some(WorkerReply::Answer(id, payload)),
            "failed" => Some(WorkerReply::Failed((id.0 > 0).then_some(id), payload)),
            _ => None,
        }
    }
}

fn message(tag: &str, data: &JsValue) -> Array {
    Array::of3(&tag.into(), &0.into(), data)
}

fn spawn(program: Program) -> Result<Worker, WorkerError> {
    let name = program.link();
    let script =
        later_address(name).ok_or_else(|| WorkerError(format!("the page has no link {name}")))?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&script, &options).map_err(|thrown| WorkerError(words(&thrown)))
}

/// A number from JavaScript as an id.
fn whole(number: f64) -> Option<u32> {
    let is_id =
        number.fract().abs() < f64::EPSILON && (0.0..=f64::from(u32::MAX)).contains(&number);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the line above lets only whole numbers in range pass"
    )]
    is_id.then_some(number as u32)
}
