//! `cargo xtask serve`: from a fresh clone to the app in a browser.

use anyhow::{Result, bail};

use crate::run::{command, done};
use crate::{setup, site};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Opens the browser
    #[arg(long)]
    open: bool,
    /// Serves what was built before
    #[arg(long)]
    no_build: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    // The port first: nobody wants to learn after minutes of building that it is taken.
    let bound = site::bind(arguments.port)?;
    if arguments.no_build {
        if !site::dist().join("index.html").is_file() {
            bail!("nothing is built yet: leave out --no-build");
        }
    } else {
        setup::run()?;
        site::build()?;
    }
    println!("Yilu is at {}  (Ctrl-C ends it)", bound.address);
    if arguments.open {
        open(&bound.address);
    }
    site::answer(bound)
}

fn open(address: &str) {
    let (program, arguments) = if cfg!(target_os = "macos") {
        ("open", vec![address])
    } else if cfg!(windows) {
        ("cmd", vec!["/C", "start", address])
    } else {
        ("xdg-open", vec![address])
    };
    if done(command(program, &arguments)).is_err() {
        println!("no browser could be opened: open the address yourself");
    }
}
