//! A page in a frame of another site. There the address belongs to the host, and nothing is kept: the
//! page's own script (`src/embed`) puts a link in place of the address, and speaks with the host.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, CustomEventInit, Document, Element, HtmlAnchorElement};

/// On the root of such a page.
const EMBEDDED: &str = "data-embed";
/// The link to the whole app.
const FULL: &str = "full";
/// What the page's script dispatches, and hears.
const ASK: &str = "yilu-ask";
const TELL: &str = "yilu-tell";

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
    root()?.get_attribute(&format!("data-{name}"))
}

/// Hears what the host asks, for as long as the page lives.
pub fn hear_host(on_ask: impl Fn(String) + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let hear = Closure::<dyn Fn(CustomEvent)>::new(move |event: CustomEvent| {
        if let Some(text) = event.detail().as_string() {
            on_ask(text);
        }
    });
    let hear: Function = hear.into_js_value().unchecked_into();
    // A page that cannot hear still works by itself.
    let _ = window.add_event_listener_with_callback(ASK, &hear);
}

/// Tells the host, in JSON.
pub fn tell_host(json: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&json.into());
    let event = CustomEvent::new_with_event_init_dict(TELL, &init);
    if let (Some(window), Ok(event)) = (web_sys::window(), event) {
        // Nobody can forbid it.
        let _ = window.dispatch_event(&event);
    }
}

/// Waits until somebody touches the page, or goes there by keyboard.
pub async fn touched() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let touch = Promise::new(&mut |resolve, _| {
        for event in ["pointerdown", "keydown", "focusin"] {
            // A browser that does not know one of them knows another.
            let _ = window.add_event_listener_with_callback(event, &resolve);
        }
    });
    // It is never rejected.
    let _ = JsFuture::from(touch).await;
}
