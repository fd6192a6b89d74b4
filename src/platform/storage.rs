//! What the browser keeps for this page. In embedded pages and private windows every access throws:
//! then nothing is kept, and nothing is lost that was shown.

use std::cell::Cell;

use web_sys::Storage;

thread_local! {
    /// True where one user must not find what another left.
    static NOTHING: Cell<bool> = const { Cell::new(false) };
}

/// From now on nothing is kept, and what was kept is not looked for.
pub fn keep_nothing() {
    NOTHING.set(true);
}

fn storage() -> Option<Storage> {
    if NOTHING.get() {
        return None;
    }
    web_sys::window()?.local_storage().ok()?
}

/// What is kept under a name.
pub fn kept(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Keeps a text under a name; false when the browser does not.
pub fn keep(name: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(name, text).is_ok())
}
