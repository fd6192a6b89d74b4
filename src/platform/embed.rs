//! A page in a frame of another site. There the address belongs to the host, and nothing is kept: the
//! page's own script (`src/embed`) puts a link in place of the address, and speaks with the host.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlAnchorElement, MessageEvent};

/// On the root of such a page.
const EMBEDDED: &str = "data-embed";
/// The link to the whole app.
const FULL: &str = "full";
/// What the page's script dispatches when the host asks.
const ASK: &str = "yilu-ask";
/// The function of the page's script that hears what the host is told.
const TELL: &str = "yiluTell";
/// The promise of the page's script that somebody touches the page.
const TOUCHED: &str = "yiluTouched";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}

/// True in a frame of another site.
pub fn is_embedded() -> bool {
    root().is_some_and(|root| root.has_attribute(EMBEDDED))
}

/// The link to the whole app, which says there what the address says elsewhere.
pub(super) fn full_link() -> Option<HtmlAnchorElement> {
    let link = document()?.get_element_by_id(FULL)?;
    link.dyn_into().ok()
}

/// What the host wants in place of what a browser keeps under this name.
pub(super) fn wanted(name: &str) -> Option<String> {
    root()?.get_attribute(&["data-", name].concat())
}

/// What the page's script put into the window.
fn given(name: &str) -> JsValue {
    // Elsewhere nothing is there.
    let window = web_sys::window().map(JsValue::from).unwrap_or_default();
    Reflect::get(&window, &name.into()).unwrap_or_default()
}

/// Hears what the host asks, for as long as the page lives.
pub fn hear_host(on_ask: impl Fn(String) + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            on_ask(text);
        }
    });
    let hear: Function = hear.into_js_value().unchecked_into();
    // A page that cannot hear still works by itself.
    let _ = window.add_event_listener_with_callback(ASK, &hear);
}

/// Tells the host, in JSON.
pub fn tell_host(json: &str) {
    if let Some(tell) = given(TELL).dyn_ref::<Function>() {
        // What the host makes of it is not ours.
        let _ = tell.call1(&JsValue::NULL, &json.into());
    }
}

/// Waits until somebody touches an embedded page, or goes there by keyboard.
pub async fn touched() {
    if let Ok(touch) = given(TOUCHED).dyn_into::<Promise>() {
        // It is never rejected.
        let _ = JsFuture::from(touch).await;
    }
}
