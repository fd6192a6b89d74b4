//! The browser's edges, one file each: what the app asks of the browser beyond showing itself.
//!
//! Everything here may be missing or refused: old browsers, embedded pages and private windows
//! throw where others answer. So each function returns a typed error or nothing, never panics.

mod address;

mod attention;
mod clipboard;
mod clock;
mod digest;
mod embed;
mod events;
mod geolocation;
mod history;
mod marks;
mod network;
mod notify;
mod other_app;
mod page;
mod print;
mod save;
mod scheme;
mod script;
mod service;
mod share;
mod size;
mod storage;
mod store;
mod unpack;
mod wake_lock;
mod watch;
mod worker;

pub use address::{
    Observed, fragment, link_with, observe, page_link, query, replace_fragment, restore_fragment,
};
pub use attention::{has_network, is_seen, on_attention, saves_data};
pub use clipboard::{NotCopied, copy};
pub use clock::{
    Alarm, device_time, local_date, local_minute, local_time, painted, random, ticks, turn,
    utc_stamp,
};
pub use digest::sha256;
pub use embed::{hear_host, is_embedded, tell_host, touched};
pub use events::{Stream, StreamEvent};
pub use geolocation::{NotLocated, locate, stand_at};
pub use history::{guard, is_guarded, on_back, settle, unguard};
pub use marks::mark;
pub use network::{
    Asked, FetchError, Fresh, Part, fetch_bytes, fetch_fresh, fetch_part, send_json,
};
pub use notify::{may_notify, notify};
pub use other_app::{NotOpened, Opened, await_app, device};
pub use page::{
    clear_shell, focus, hide_shell, is_wide, later_style, mark_page, on_touch, preferred_language,
    scroll_to, set_document_language, set_length, set_title, show_crash,
};
pub use print::{NotPrinted, print};
pub use save::{NotSaved, save};
pub use scheme::show_look;
pub use script::later_script;
pub use service::{NotRegistered, Service, reload};
pub use share::{NotShared, Shared, share, share_text};
pub use size::{HeightObserver, observe_height};
pub use storage::{keep, keep_nothing, kept, pass_on, passed_on};
pub use store::{BASES, DATA, NotStored, Store, is_kept_for_good, keep_for_good};
pub use unpack::unpack;
pub use wake_lock::{WakeLock, keep_awake};
pub use watch::{NotWatched, PositionWatch, watch_position};
pub use worker::{PlanWorker, Program, WorkerError, WorkerReply};

use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;

/// The words of something that JavaScript threw.
fn words(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => thrown.as_string().unwrap_or_else(|| format!("{thrown:?}")),
    }
}
