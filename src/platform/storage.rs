//! What the browser keeps for this page. In private windows every access may throw: then nothing is
//! kept, and nothing is lost that was shown. In a frame of another site nothing is even looked for.

use std::cell::Cell;

use web_sys::Storage;

use super::embed::{is_embedded, wanted};

thread_local! {
    /// True where one user must not find what another left.
    static NOTHING: Cell<bool> = const { Cell::new(false) };
}

/// From now on nothing is kept, and what was kept is not looked for.
pub fn keep_nothing() {
    NOTHING.set(true);
}

fn storage() -> Option<Storage> {
    if is_embedded() || NOTHING.get() {
        return None;
    }
    web_sys::window()?.local_storage().ok()?
}

/// What lasts as long as this tab.
fn passing() -> Option<Storage> {
    if is_embedded() || NOTHING.get() {
        return None;
    }
    web_sys::window()?.session_storage().ok()?
}

/// Passes a text on to this tab's next page.
pub fn pass_on(name: &str, text: &str) {
    if let Some(storage) = passing() {
        // Where the browser does not, the next page asks anew.
        let _ = storage.set_item(name, text);
    }
}

/// What the page before passed on; only once.
pub fn passed_on(name: &str) -> Option<String> {
    let storage = passing()?;
    let text = storage.get_item(name).ok()??;
    storage.remove_item(name).ok()?;
    Some(text)
}

/// What is kept under a name; in a frame what the host wants in its place.
pub fn kept(name: &str) -> Option<String> {
    if is_embedded() {
        return wanted(name);
    }
    storage()?.get_item(name).ok()?
}

/// Keeps a text under a name; false when the browser does not.
pub fn keep(name: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(name, text).is_ok())
}
