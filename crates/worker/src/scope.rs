//! The worker's side of the messages.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::{Desk, Failure};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: i32) -> i32;
}

/// The newest plan that was asked for and not yet begun.
type Waiting = Rc<RefCell<Option<(f64, String)>>>;

/// Answers messages for as long as the worker lives.
pub(crate) fn listen() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let desk = Rc::new(RefCell::new(Desk::default()));
    let waiting = Waiting::default();
    let begin = begin_newest(scope.clone(), Rc::clone(&desk), Rc::clone(&waiting));
    let own = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Array::from(&event.data());
        let payload = message.get(2);
        let failed = match message.get(0).as_string().as_deref() {
            Some("roads") => desk.borrow_mut().take_roads(&bytes(&payload)),
            Some("stations") => desk.borrow_mut().take_stations(&bytes(&payload)),
            Some("plan") => {
                let id = message.get(1).as_f64().unwrap_or_default();
                let json = payload.as_string().unwrap_or_default();
                // Plans wait for one turn of the event loop: of several that are queued, only
                // the newest is begun.
                if waiting.borrow_mut().replace((id, json)).is_none() {
                    set_timeout(&begin, 0);
                }
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(failure) = failed {
            reply(&own, "failed", 0.0, &words(&failure));
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker listens until it is terminated.
    on_message.forget();
    reply(&scope, "ready", 0.0, "");
}

fn begin_newest(
    scope: DedicatedWorkerGlobalScope,
    desk: Rc<RefCell<Desk>>,
    waiting: Waiting,
) -> Function {
    let begin = Closure::<dyn FnMut()>::new(move || {
        let newest = waiting.borrow_mut().take();
        let Some((id, json)) = newest else { return };
        let answer = desk.borrow().plan(&json);
        match answer {
            Ok(json) => reply(&scope, "answer", id, &json),
            Err(failure) => reply(&scope, "failed", id, &words(&failure)),
        }
    });
    begin.into_js_value().unchecked_into()
}

fn bytes(payload: &JsValue) -> Vec<u8> {
    payload
        .dyn_ref::<Uint8Array>()
        .map(Uint8Array::to_vec)
        .unwrap_or_default()
}

fn words(failure: &Failure) -> String {
    serde_json::to_string(failure).unwrap_or_default()
}

fn reply(scope: &DedicatedWorkerGlobalScope, tag: &str, id: f64, payload: &str) {
    let message = Array::of3(&tag.into(), &id.into(), &payload.into());
    // Posting strings and numbers cannot fail.
    let _ = scope.post_message(&message);
}
