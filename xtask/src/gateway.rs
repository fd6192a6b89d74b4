//! `cargo xtask bench gateway`: the gateway's program and a load on it, from `crates/operator`.

use anyhow::{Context, Result};

use crate::bench::program;
use crate::run::{command, done, target};

/// 10 000 stations, 100 000 connectors, 2 000 messages a second in, 2 000 listeners and 500 polls a
/// second out; or, with `faults`, what it must bear.
pub(crate) fn bench(faults: bool) -> Result<()> {
    let build = ["build", "--release", "--quiet", "--locked"];
    let packages = ["--package", "yilu-gateway", "--package", "yilu-operator"];
    done(command("cargo", &[&build[..], &packages].concat()))?;
    let target = target();
    let gateway = target.join("release").join("yilu-gateway");
    let folder = target.join("bench").join("gateway");
    std::fs::create_dir_all(&folder).context("make a folder for the gateway")?;
    let (gateway, folder) = (gateway.to_string_lossy(), folder.to_string_lossy());
    let mut load = vec!["load", "--program", &gateway, "--folder", &folder];
    load.extend(faults.then_some("--faults"));
    done(program("yilu-operator", &load))
}
