//! The worker's side of the messages.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Date, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

use crate::Desk;

/// How long a turn takes, in milliseconds: messages are heard so soon.
const TURN_MS: f64 = 12.0;

/// Answers messages at `desk` for as long as the worker lives.
pub fn listen(desk: Desk) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let desk = Rc::new(RefCell::new(desk));
    let (own, worked) = (scope.clone(), Rc::clone(&desk));
    let turns = Turns::new(move || {
        let begin = Date::now();
        // A clock that was put back ends the turn as well.
        let is_over = || !(0.0..TURN_MS).contains(&(Date::now() - begin));
        let mut desk = worked.borrow_mut();
        if let Some((id, said)) = desk.turn(is_over) {
            let (tag, payload) = said.into_message();
            reply(&own, tag, id, &payload);
        }
        desk.is_busy()
    });
    let own = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let failed = take(&mut desk.borrow_mut(), &Array::from(&event.data()));
        if let Some(failure) = failed {
            reply(&own, "failed", 0, &failure);
        }
        turns.want();
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker listens until it is terminated.
    on_message.forget();
    reply(&scope, "ready", 0, "");
}

/// Takes in a message; what fails at once, as JSON.
fn take(desk: &mut Desk, message: &Array) -> Option<String> {
    let (id, payload) = (id(&message.get(1)), message.get(2));
    let taken = match message.get(0).as_string()?.as_str() {
        "roads" => desk.take_roads(&bytes(&payload)),
        "stations" => desk.take_stations(&bytes(&payload)),
        "busy" => desk.take_busy(&payload.as_string().unwrap_or_default()),
        "plan" => {
            desk.ask(id, payload.as_string().unwrap_or_default());
            Ok(())
        }
        "ask" => {
            desk.wonder(id, payload.as_string().unwrap_or_default());
            Ok(())
        }
        "cancel" => {
            desk.cancel(id);
            Ok(())
        }
        _ => Ok(()),
    };
    taken.err().map(|failure| failure.to_json())
}

/// Turns of the event loop, asked for by messages to itself: these come after whatever was sent
/// before, and at once, while browsers slow down timers that follow each other.
struct Turns {
    call: MessagePort,
    is_wanted: Rc<Cell<bool>>,
}

impl Turns {
    /// Each turn runs `work`, which says whether it wants another one.
    fn new(mut work: impl FnMut() -> bool + 'static) -> Self {
        let channel = MessageChannel::new().expect_throw("a channel to itself");
        let is_wanted = Rc::new(Cell::new(false));
        let (call, wanted) = (channel.port1(), Rc::clone(&is_wanted));
        let on_turn = Closure::<dyn FnMut()>::new(move || {
            wanted.set(false);
            if work() {
                want(&call, &wanted);
            }
        });
        let hear = channel.port2();
        hear.set_onmessage(Some(on_turn.as_ref().unchecked_ref()));
        on_turn.forget();
        Self {
            call: channel.port1(),
            is_wanted,
        }
    }

    fn want(&self) {
        want(&self.call, &self.is_wanted);
    }
}

/// Asks for one turn, unless one is on its way.
fn want(call: &MessagePort, is_wanted: &Cell<bool>) {
    if !is_wanted.replace(true) {
        // Posting nothing cannot fail.
        let _ = call.post_message(&JsValue::NULL);
    }
}

/// The id of a message; 0, which no plan has, when it is no id.
fn id(number: &JsValue) -> u32 {
    let number = number.as_f64().unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts saturate"
    )]
    let id = number as u32;
    id
}

fn bytes(payload: &JsValue) -> Vec<u8> {
    payload
        .dyn_ref::<Uint8Array>()
        .map(Uint8Array::to_vec)
        .unwrap_or_default()
}

fn reply(scope: &DedicatedWorkerGlobalScope, tag: &str, id: u32, payload: &str) {
    let message = Array::of3(&tag.into(), &id.into(), &payload.into());
    // Posting strings and numbers cannot fail.
    let _ = scope.post_message(&message);
}
