//! The commands as a user runs them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;
mod files;
mod planning;
mod solving;
