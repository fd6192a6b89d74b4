//! Steps back in the browser's history, as a phone's button for it takes them.
//!
//! While something lies above the page, the history has one entry more, a guard: a step back ends at
//! the page itself, which then closes what lies above.

use wasm_bindgen::JsValue;
use web_sys::History;

use super::address::Observed;

/// What marks the entry of the page.
pub(super) const PAGE: &str = "yilu";
/// What marks the guard.
const GUARD: &str = "yilu-guard";

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

fn is_at(mark: &str) -> bool {
    let state = history().and_then(|history| history.state().ok());
    state.and_then(|state| state.as_string()).as_deref() == Some(mark)
}

/// True where a step back stays in the page.
pub fn is_guarded() -> bool {
    is_at(GUARD)
}

/// Takes the entry for the page's own: after a page was loaded anew there is no guard.
pub fn settle() {
    if let Some(history) = history() {
        let _ = history.replace_state(&JsValue::from_str(PAGE), "");
    }
}

/// From now on a step back stays in the page.
pub fn guard() {
    settle();
    if let Some(history) = history() {
        // A browser that refuses takes the step as it always did.
        let _ = history.push_state(&JsValue::from_str(GUARD), "");
    }
}

/// Takes the guard away.
pub fn unguard() {
    if let Some(history) = history() {
        let _ = history.back();
    }
}

/// Tells each step back to the page itself, until it is dropped.
pub fn on_back(on_step: impl Fn() + 'static) -> Option<Observed> {
    Observed::new("popstate", move || {
        // The entry of a link that was opened here has no mark yet.
        if is_at(PAGE) {
            on_step();
        }
    })
}
