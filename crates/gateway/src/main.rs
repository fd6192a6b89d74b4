//! `yilu-gateway`: see `docs/gateway.md`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use gateway::config::Config;

/// Turns operators' feeds into public live files.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The configuration, a TOML file
    #[arg(long)]
    config: PathBuf,
    /// Only checks the configuration, its files and its secrets
    #[arg(long)]
    check_config: bool,
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
    let config = Config::read(&arguments.config)?;
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
