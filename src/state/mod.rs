//! What the app knows: plain data and what events do to it. No browser here, tested natively.
//!
//! Where to start: [`Trip`], which a [`link`](Link) carries; then [`PlanState`].

mod figures;
mod language;
mod link;
pub mod map_layout;
mod plan;
mod region;
mod search;
mod trip;
mod words;

pub use figures::{certainty, distance, duration, energy, percent, power};
pub use language::Language;
pub use link::Link;
pub use plan::{News, PlanState, RequestId};
pub use region::{Region, RegionFiles};
pub use search::{Found, SearchIndex, What};
pub use trip::{Car, Endpoint, Trip};
pub use words::{Words, both, words};
