//! The web app of Yilu: find a charger, plan a trip that does not strand you.
//!
//! Where to start: [`state`] holds what the app knows and runs anywhere; everything else needs a
//! browser and is built for wasm only.

pub mod state;
