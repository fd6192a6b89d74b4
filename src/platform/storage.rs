//! What the browser keeps for this page. In private windows every access may throw: then nothing is
//! kept, and nothing is lost that was shown. In a frame of another site nothing is even looked for.

use web_sys::Storage;

use super::embed::{is_embedded, wanted};

fn storage() -> Option<Storage> {
    if is_embedded() {
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
