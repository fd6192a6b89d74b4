//! The page's address. What can be shared stands in its fragment, which no server sees. In a frame of
//! another site the link to the whole app takes its place.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::Window;

use super::embed::{full_link, is_embedded};
use super::history::PAGE;

thread_local! {
    /// The fragment that was written last.
    static WRITTEN: RefCell<String> = RefCell::new(fragment());
}

/// The fragment without `#`; empty when there is none.
pub fn fragment() -> String {
    let own = || web_sys::window()?.location().hash().ok();
    full_link()
        .map_or_else(own, |link| Some(link.hash()))
        .map(|hash| hash.strip_prefix('#').unwrap_or(&hash).to_owned())
        .unwrap_or_default()
}

/// The query with `?`; empty when there is none.
pub fn query() -> String {
    web_sys::window()
        .and_then(|window| window.location().search().ok())
        .unwrap_or_default()
}

/// Writes the fragment into the address without a new entry in the history and without a
/// `hashchange`.
///
/// Browsers refuse when it is done too often; the address then stays as it was.
pub fn replace_fragment(fragment: &str) {
    WRITTEN.with_borrow_mut(|written| fragment.clone_into(written));
    if let Some(link) = full_link() {
        link.set_hash(fragment);
        return;
    }
    let replaced = web_sys::window()
        .and_then(|window| window.history().ok())
        .map(|history| {
            // An entry keeps its mark; see `history`.
            let mark = history.state().ok().filter(JsValue::is_string);
            let mark = mark.unwrap_or_else(|| JsValue::from_str(PAGE));
            history.replace_state_with_url(&mark, "", Some(&format!("#{fragment}")))
        });
    if let Some(Err(thrown)) = replaced {
        web_sys::console::warn_1(&thrown);
    }
}

/// Writes what was written last once more: into the entry of the history that a step led to.
pub fn restore_fragment() {
    replace_fragment(&WRITTEN.with_borrow(Clone::clone));
}

/// The full link to this page with `fragment`, to be shared.
pub fn link_with(fragment: &str) -> String {
    let own = || web_sys::window()?.location().href().ok();
    let href = full_link().map_or_else(own, |link| Some(link.href()));
    let href = href.unwrap_or_default();
    let page = href.split_once('#').map_or(href.as_str(), |(page, _)| page);
    format!("{page}#{fragment}")
}

/// The same without a query: the link to the page that others see.
pub fn page_link(fragment: &str) -> String {
    let link = link_with(fragment);
    let (page, fragment) = link.split_once('#').unwrap_or((&link, ""));
    let page = page.split('?').next().unwrap_or(page);
    format!("{page}#{fragment}")
}

/// Calls back until it is dropped.
pub struct Observed {
    window: Window,
    event: &'static str,
    callback: Closure<dyn FnMut()>,
}

impl Observed {
    pub(super) fn new(event: &'static str, callback: impl FnMut() + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let callback = Closure::new(callback);
        window
            .add_event_listener_with_callback(event, callback.as_ref().unchecked_ref())
            .ok()?;
        Some(Self {
            window,
            event,
            callback,
        })
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        let listener = self.callback.as_ref().unchecked_ref();
        // A listener that is gone already is as good as removed.
        let _ = self
            .window
            .remove_event_listener_with_callback(self.event, listener);
    }
}

/// Tells each new fragment that the driver opens: a link, or a step back.
///
/// `None` when the browser cannot tell, and in a frame, whose address is the host's.
pub fn observe(on_fragment: impl Fn(String) + 'static) -> Option<Observed> {
    if is_embedded() {
        return None;
    }
    Observed::new("hashchange", move || on_fragment(fragment()))
}
