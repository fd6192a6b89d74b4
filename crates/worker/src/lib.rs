//! The planner in a Web Worker, so that the page never freezes.
//!
//! Messages are JavaScript arrays `[tag, id, payload]`, see `docs/formats/worker/v2`. [`Desk`]
//! does the work, in turns, and knows no browser; `listen` is the browser's side.
//!
//! Two programs stand on it. `planner-worker` plans, and is as small as it can be: every visitor
//! waits for it. `planner-questions` also answers questions around a plan, and is started by those
//! who have any.

mod desk;
mod question;
mod reply;
#[cfg(target_arch = "wasm32")]
mod scope;

pub use desk::{Beyond, Desk};
pub use question::QUESTIONS;
pub use reply::{Failure, Reply};
#[cfg(target_arch = "wasm32")]
pub use scope::listen;
