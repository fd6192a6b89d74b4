//! The planner in a Web Worker, so that the page never freezes.
//!
//! Messages are JavaScript arrays `[tag, id, payload]`, see `docs/formats/worker/v1`. [`Desk`]
//! does the work and knows no browser; `scope` is the browser's side.

mod desk;
#[cfg(target_arch = "wasm32")]
mod scope;

pub use desk::{Desk, Failure};

fn main() {
    #[cfg(target_arch = "wasm32")]
    scope::listen();
}
