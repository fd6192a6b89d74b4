//! Building the app, and serving it as the gateway does.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::run::{command, done, path_with, root};
use crate::setup::{folders, step};

/// The folder of the built app.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the release app with trunk.
pub(crate) fn build() -> Result<()> {
    step("release build", "about 4 minutes", false, || {
        let mut trunk = command("trunk", &["build", "--release", "--skip-version-check"]);
        trunk.env("PATH", path_with(&folders())?);
        // Colours of a terminal would confuse trunk's own argument of that name.
        trunk.env_remove("NO_COLOR");
        done(trunk)
    })
}

/// A server that listens but does not answer yet.
pub(crate) struct Bound {
    listener: TcpListener,
    /// `http://127.0.0.1:8080`.
    pub(crate) address: String,
}

/// Takes `port`, or any free one for 0.
pub(crate) fn bind(port: u16) -> Result<Bound> {
    let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(wanted)
        .with_context(|| format!("port {port} is taken: choose another with --port"))?;
    let address = format!("http://{}", listener.local_addr()?);
    Ok(Bound { listener, address })
}

/// Serves the built app until the program ends.
pub(crate) fn answer(bound: Bound) -> Result<()> {
    let app = ::site::routes(&dist(), &[]);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        bound.listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(bound.listener)?;
        axum::serve(listener, app).await.context("serve")
    })
}
