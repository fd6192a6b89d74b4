//! Drivers' reports of problems: taken from anybody, kept for whoever acts on them.
//!
//! Where to start: `receive` answers requests, `report` checks what is sent, `book` keeps it, a file a
//! day, `limit` counts requests of an address without keeping the address; [`list`] reads them again.
//! Format: `docs/formats/report/v1`.

mod book;
mod limit;
mod list;
mod receive;
mod report;

pub use list::{Listing, list};
pub(crate) use receive::{Mailbox, Peer, routes};
