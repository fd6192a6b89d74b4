//! `yilu-gateway`: see `docs/gateway.md`.

use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use gateway::config::Config;
use gateway::reports::{Listing, list};
use jiff::civil::Date;

/// Turns operators' feeds into public live files.
#[derive(Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// The configuration, a TOML file
    #[arg(long, required = true)]
    config: Option<PathBuf>,
    /// Only checks the configuration, its files and its secrets
    #[arg(long)]
    check_config: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Prints what drivers reported, oldest first
    Reports(Reports),
}

#[derive(Args)]
struct Reports {
    /// The folders of all gateways that take reports
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// From this day on, such as 2026-11-27
    #[arg(long)]
    since: Option<Date>,
    /// A report a line, as JSON
    #[arg(long)]
    json: bool,
    /// How far the table's times are ahead of UTC
    #[arg(long, default_value_t = 480, allow_negative_numbers = true)]
    utc_offset_min: i32,
}

impl Reports {
    fn print(self) -> Result<()> {
        let listing = Listing {
            folders: self.folders,
            since: self.since,
            json: self.json,
            east: self.utc_offset_min,
        };
        let mut text = Vec::new();
        let odd = list(&listing, &mut text)?;
        if odd > 0 {
            tracing::warn!("{odd} lines are no reports");
        }
        match std::io::stdout().write_all(&text) {
            // Whoever reads has read enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            written => written.context("standard output"),
        }
    }
}

/// Waits for somebody to end the program: by hand, or as a system does.
async fn stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut ended = signal(SignalKind::terminate())?;
        tokio::select! {
            stopped = tokio::signal::ctrl_c() => stopped,
            _ = ended.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();
    if let Some(Command::Reports(reports)) = arguments.command {
        return reports.print();
    }
    let path = arguments.config.context("expected --config")?;
    let config = Config::read(&path)?;
    let mut started = gateway::start(&config)?;
    if arguments.check_config {
        tracing::info!("the configuration is good");
        return Ok(());
    }
    tokio::select! {
        joined = started.join() => joined?,
        stopped = stop() => return stopped.context("signal"),
    }
    let listener = tokio::net::TcpListener::bind(config.listen).await;
    let listener = listener.with_context(|| format!("listen on {}", config.listen))?;
    tracing::info!("listening on http://{}", listener.local_addr()?);
    let (served, finished) = (started.serve(listener), started.finish());
    tokio::select! {
        () = served => Ok(()),
        ended = started.run() => ended,
        stopped = stop() => {
            finished.keep();
            stopped.context("signal")
        }
    }
}
