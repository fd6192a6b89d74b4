//! Whether anybody looks at the page, whether there is a network, whether data is to be saved.

use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::EventTarget;

/// True while the page is seen.
pub fn is_seen() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| !document.hidden())
}

/// False when the device knows that it has no network. True says little.
pub fn has_network() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// True when the driver asked the browser to save data.
pub fn saves_data() -> bool {
    let saves = || {
        let navigator = web_sys::window()?.navigator();
        let connection = Reflect::get(&navigator, &"connection".into()).ok()?;
        Reflect::get(&connection, &"saveData".into())
            .ok()?
            .as_bool()
    };
    saves().unwrap_or(false)
}

/// Calls `on_change` for as long as the page lives, whenever it is seen or hidden, and when the
/// network comes or goes.
pub fn on_attention(on_change: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let callback = Closure::<dyn FnMut()>::new(on_change);
    let call = callback.as_ref().unchecked_ref();
    let document = window.document();
    let document = document.as_ref().map(AsRef::<EventTarget>::as_ref);
    let targets = [
        (document, "visibilitychange"),
        (Some(window.as_ref()), "online"),
        (Some(window.as_ref()), "offline"),
        (Some(window.as_ref()), "pageshow"),
    ];
    for (target, event) in targets {
        // Without these events the page only notices later.
        let _: Option<Result<(), JsValue>> =
            target.map(|target| target.add_event_listener_with_callback(event, call));
    }
    callback.forget();
}
