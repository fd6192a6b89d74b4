//! Keeping the screen on. Where the browser cannot, it goes dark as usual, and nothing is said.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::is_seen;

/// Keeps the screen on until it is dropped.
pub struct WakeLock {
    held: Rc<Held>,
    on_seen: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct Held {
    /// The browser's lock, while it has given one.
    sentinel: RefCell<Option<JsValue>>,
    is_over: Cell<bool>,
}

/// Asks for the screen to stay on. The browser takes the lock away when the page is hidden; it is asked
/// again when the page is seen.
pub fn keep_awake() -> WakeLock {
    let held = Rc::<Held>::default();
    ask(&held);
    let again = held.clone();
    let on_seen = Closure::<dyn FnMut()>::new(move || {
        if is_seen() {
            ask(&again);
        }
    });
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        let call = on_seen.as_ref().unchecked_ref();
        // Without this event the screen goes dark after the page was hidden once.
        let _ = document.add_event_listener_with_callback("visibilitychange", call);
    }
    WakeLock { held, on_seen }
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        self.held.is_over.set(true);
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            let call = self.on_seen.as_ref().unchecked_ref();
            let _ = document.remove_event_listener_with_callback("visibilitychange", call);
        }
        if let Some(sentinel) = self.held.sentinel.take() {
            release(&sentinel);
        }
    }
}

fn ask(held: &Rc<Held>) {
    let Some(promise) = request() else { return };
    let held = held.clone();
    spawn_local(async move {
        let Ok(sentinel) = JsFuture::from(promise).await else {
            return;
        };
        if held.is_over.get() {
            release(&sentinel);
        } else if let Some(before) = held.sentinel.replace(Some(sentinel)) {
            release(&before);
        }
    });
}

/// `navigator.wakeLock.request("screen")`, which web-sys has no stable binding of.
fn request() -> Option<Promise> {
    let navigator = web_sys::window()?.navigator();
    let lock = Reflect::get(&navigator, &"wakeLock".into()).ok()?;
    call(&lock, "request", &["screen".into()])
}

fn release(sentinel: &JsValue) {
    if let Some(promise) = call(sentinel, "release", &[]) {
        spawn_local(async move {
            // A lock that is gone need not be released.
            let _ = JsFuture::from(promise).await;
        });
    }
}

fn call(on: &JsValue, name: &str, arguments: &[JsValue]) -> Option<Promise> {
    let method: Function = Reflect::get(on, &name.into()).ok()?.dyn_into().ok()?;
    let arguments = arguments.iter().collect();
    let answer = Reflect::apply(&method, on, &arguments).ok()?;
    answer.dyn_into().ok()
}
