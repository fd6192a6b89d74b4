//! Measuring a gateway: `cargo xtask bench gateway`.
#![allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "prints rounded figures for the person who measures"
)]

mod clock;
mod events;
mod faults;
mod follow;
mod home;
mod ledger;
mod link;
mod measure;
mod nats;
mod paced;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

/// What to put on a gateway.
#[derive(Debug, Clone, Args)]
pub struct Load {
    /// The gateway's program
    #[arg(long)]
    program: PathBuf,
    /// A folder for its files; what is in it is removed
    #[arg(long)]
    folder: PathBuf,
    /// Number of stations
    #[arg(long, default_value_t = 10_000)]
    stations: usize,
    /// Number of connectors of all of them
    #[arg(long, default_value_t = 100_000)]
    connectors: usize,
    /// Messages in a second
    #[arg(long, default_value_t = 2000)]
    messages: u32,
    /// Those who listen to events
    #[arg(long, default_value_t = 2000)]
    listeners: usize,
    /// Polls of live.json in a second
    #[arg(long, default_value_t = 500)]
    polls: u32,
    /// Seconds that are measured
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Milliseconds between two files
    #[arg(long, default_value_t = 100)]
    tick_ms: u32,
    /// Kills, a full disk, a silent operator and a clock that is set instead
    #[arg(long)]
    faults: bool,
}

/// Measures.
pub async fn measure(load: &Load) -> Result<()> {
    if load.faults {
        faults::run(load).await
    } else {
        measure::run(load).await
    }
}
