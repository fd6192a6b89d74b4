//! Live availability: what a connector's state is, how it is told, and how old it may be.
//!
//! Where to start: [`Board`] is the gateway's side, which hears reports and tells files; [`Mirror`]
//! is the app's side, which reads files and says what is free and how old that is. [`Manifest`] says
//! where the files are, [`History`] what is usual, [`Clock`] what time it is there, [`Pace`] when to ask again. The files are
//! described in `docs/formats/live`.

mod board;
mod clock;
mod history;
mod layout;
mod manifest;
mod mirror;
mod pace;
mod prospect;
mod seen;
mod state;
mod time;
mod usual;
mod wire;

pub use board::{Board, Heard, Order, Report};
pub use clock::{Clock, Ticks};
pub use history::History;
pub use layout::{Layout, Slot};
pub use manifest::{Feed, Manifest, ManifestError, ManifestFile, SCHEMA};
pub use mirror::{Freshness, Limits, Mirror, Missed, StationLive};
pub use pace::Pace;
pub use prospect::{Prospect, SESSION_S};
pub use seen::Seen;
pub use state::{Bay, Lock, Reading, State};
pub use time::UnixTime;
pub use usual::{Usual, UsualFile};
pub use wire::{Change, Delta, LiveFile, StationLine, VERSION, WireError};
