//! The planner in a Web Worker, so that the page never freezes.
//!
//! Messages are JavaScript arrays `[tag, id, payload]`, see `docs/formats/worker/v2`. [`Desk`]
//! does the work, in turns, and knows no browser; `scope` is the browser's side.

mod desk;
mod question;
mod reply;
#[cfg(target_arch = "wasm32")]
mod scope;

pub use desk::Desk;
pub use reply::{Failure, Reply};

fn main() {
    #[cfg(target_arch = "wasm32")]
    scope::listen();
}
