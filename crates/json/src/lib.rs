//! JSON in little code.
//!
//! The planner's wasm reads a request and writes a plan. `serde_json` and what serde derives for our
//! types were a third of it. Here a record is read by a closure that is told each name, and written
//! name by name: the same JSON to the byte, as the tests say, numbers to the last bit.
//!
//! Where to start: [`Reader`] and [`Writer`].

mod large;
mod number;
mod parse;
mod read;
mod write;

pub use number::{fixed, plain, push_number};
pub use read::{Reader, Wrong, read_number};
pub use write::Writer;
