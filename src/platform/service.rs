//! The service worker, which keeps the app and gives it out without a network.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    MessageChannel, MessageEvent, RegistrationOptions, ServiceWorker, ServiceWorkerContainer,
    ServiceWorkerRegistration, ServiceWorkerState, ServiceWorkerUpdateViaCache,
};

/// Written by `xtask/offline.mjs`.
const SCRIPT: &str = "./sw.js";
/// What a version that waits is told; `service_worker.js` knows the word.
const TAKE_OVER: &str = "take-over";
/// What a version is asked; it answers whether all of the app is kept.
const KEEP: &str = "keep";
/// Whatever is asked has so long: a worker that is killed does not answer, nor at times does a browser whose
/// worker was killed while it was registered. What is still on its way then is asked for again later.
const PATIENCE_MS: i32 = 20_000;

/// Why there is no service worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRegistered {
    /// The browser has none, or the site does not.
    Refused,
    /// The browser does not say. It may later.
    Unanswered,
}

/// The service worker of this page.
#[derive(Debug, Clone)]
pub struct Service {
    container: ServiceWorkerContainer,
    registration: ServiceWorkerRegistration,
}

impl Service {
    /// Registers it, so that it begins to keep the app.
    pub async fn register() -> Result<Self, NotRegistered> {
        let window = web_sys::window().ok_or(NotRegistered::Refused)?;
        let container = window.navigator().service_worker();
        if AsRef::<JsValue>::as_ref(&container).is_undefined() {
            return Err(NotRegistered::Refused);
        }
        let options = RegistrationOptions::new();
        options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
        let registered = in_time(container.register_with_options(SCRIPT, &options)).await;
        let registered = registered.map_err(|_| NotRegistered::Refused)?;
        let registration = registered
            .dyn_into()
            .map_err(|_| NotRegistered::Unanswered)?;
        Ok(Self {
            container,
            registration,
        })
    }

    /// True while a version is kept or being kept. A first one that did not arrive whole leaves nothing,
    /// and nothing to update either: it has to be registered again.
    pub fn is_alive(&self) -> bool {
        self.registration.installing().is_some() || self.has_kept()
    }

    /// True once a version is kept.
    pub fn has_kept(&self) -> bool {
        self.registration.waiting().is_some() || self.registration.active().is_some()
    }

    /// Calls `on_kept` when the version that is being kept now is in use.
    pub fn on_kept(&self, on_kept: impl Fn() + 'static) {
        let Some(worker) = self.registration.installing() else {
            return;
        };
        let state = worker.clone();
        let changed = Closure::<dyn Fn()>::new(move || {
            if state.state() == ServiceWorkerState::Activated {
                on_kept();
            }
        });
        // Where nobody can be told, it is seen later.
        let _ = worker
            .add_event_listener_with_callback("statechange", changed.as_ref().unchecked_ref());
        // It is heard for as long as the worker is.
        changed.forget();
    }

    /// Sees to it that all of the app is kept; false when it is not.
    pub async fn keep_whole(&self) -> bool {
        match self.registration.active() {
            Some(worker) => is_whole(&worker).await == Some(true),
            None => false,
        }
    }

    /// Asks the site whether there is another version.
    pub async fn look_for_update(&self) {
        if let Ok(asked) = self.registration.update() {
            // Without a network it is asked again later.
            let _ = in_time(asked).await;
        }
    }

    /// Calls `on_waiting` when a version of the app waits for the one that is shown, now or later.
    pub fn on_waiting(&self, on_waiting: impl Fn() + 'static) {
        let on_waiting = Rc::new(on_waiting);
        let container = self.container.clone();
        let tell = move |worker: ServiceWorker| {
            // The first version waits for nobody.
            if container.controller().is_none() {
                return;
            }
            let on_waiting = Rc::clone(&on_waiting);
            spawn_local(async move {
                // The kill switch does not answer: it takes over by itself, and is nothing to offer. A version
                // that was killed while it was asked answers the next time.
                while worker.state() == ServiceWorkerState::Installed {
                    if is_whole(&worker).await.is_some() {
                        on_waiting();
                        break;
                    }
                }
            });
        };
        if let Some(worker) = self.registration.waiting() {
            tell(worker);
        }
        let registration = self.registration.clone();
        let found = Closure::<dyn Fn()>::new(move || {
            let Some(worker) = registration.installing() else {
                return;
            };
            let (tell, state) = (tell.clone(), worker.clone());
            let changed = Closure::<dyn Fn()>::new(move || {
                if state.state() == ServiceWorkerState::Installed {
                    tell(state.clone());
                }
            });
            worker.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
            // It is heard for as long as the worker is.
            changed.forget();
        });
        self.registration
            .set_onupdatefound(Some(found.as_ref().unchecked_ref()));
        found.forget();
    }

    /// Lets the version that waits take over, and loads the page from it; false when none waits.
    pub fn take_over(&self) -> bool {
        let Some(waiting) = self.registration.waiting() else {
            return false;
        };
        let is_done = Rc::new(Cell::new(false));
        let changed = Closure::<dyn Fn()>::new(move || {
            if !is_done.replace(true) {
                reload();
            }
        });
        self.container
            .set_oncontrollerchange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
        post(&waiting)
    }
}

/// Asks a version to keep all of the app: whether it does; `None` without an answer.
async fn is_whole(worker: &ServiceWorker) -> Option<bool> {
    let answer = Promise::new(&mut |resolve: Function, _| {
        let heard = Closure::once_into_js({
            let resolve = resolve.clone();
            move |event: MessageEvent| resolve.call1(&JsValue::NULL, &event.data()).is_ok()
        });
        // Where it cannot be asked there is no answer.
        let _ = MessageChannel::new().and_then(|channel| {
            channel.port1().set_onmessage(Some(heard.unchecked_ref()));
            worker.post_message_with_transferable(&KEEP.into(), &Array::of1(&channel.port2()))
        });
    });
    in_time(answer).await.ok()?.as_bool()
}

/// What `promise` gives, or throws; `undefined` when it is not settled in time.
async fn in_time(promise: Promise) -> Result<JsValue, JsValue> {
    let late = Promise::new(&mut |resolve: Function, _| {
        if let Some(window) = web_sys::window() {
            let _ =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE_MS);
        }
    });
    JsFuture::from(Promise::race(&Array::of2(&promise, &late))).await
}

fn post(worker: &ServiceWorker) -> bool {
    worker.post_message(&TAKE_OVER.into()).is_ok()
}

/// Loads the page anew. What its address says stays.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // A page that cannot be loaded stays as it is.
        let _ = window.location().reload();
    }
}
