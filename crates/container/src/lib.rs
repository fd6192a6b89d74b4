//! The outer shell of every Yilu data file: what it is, which version, where it comes from, and
//! whether it arrived whole. What the body means is the business of the crate that owns the kind.
//!
//! Where to start: [`read`] and [`write()`]. The layout is in `docs/formats/container/v1`.

mod about;
mod crc;
mod error;
mod finding;
mod layout;
mod value;

pub use about::{About, Source, Text};
pub use error::ContainerError;
pub use finding::{Finding, Parsed};
pub use layout::{Contents, Kind, read, read_body, write};
pub use value::read_value;
