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
