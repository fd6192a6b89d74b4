//! What the app knows: plain data and what events do to it. No browser here, tested natively.

mod language;

pub use language::Language;
