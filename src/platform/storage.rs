//! Small settings that survive a reload. Where storage is refused they are forgotten, no more.

use web_sys::Storage;

/// Other pages of the same host do not use these names.
const PREFIX: &str = "yilu.";

fn storage() -> Option<Storage> {
    // Embedded pages and private windows throw here.
    web_sys::window()?.local_storage().ok()?
}

fn key(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// What was written under `name`; `None` when nothing was, or storage is refused.
pub fn read(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

/// Keeps `value` under `name`; returns false when storage is full or refused.
pub fn write(name: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&key(name), value).is_ok())
}

/// Forgets what was written under `name`.
pub fn remove(name: &str) {
    if let Some(storage) = storage() {
        // What cannot be removed cannot be read either.
        let _ = storage.remove_item(&key(name));
    }
}
