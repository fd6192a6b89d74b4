//! The charge-aware trip planner.

#![allow(missing_docs, reason = "wip")]
pub mod solve;
