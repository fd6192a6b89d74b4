//! `cargo xtask demo`: an invented operator, the gateway and the app together. Numbers change.

use std::collections::hash_map::RandomState;
use std::fmt::Write as _;
use std::fs;
use std::hash::{BuildHasher as _, Hasher as _};
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::run::{command, done, root, target};
use crate::{setup, site};

/// `OperatorID` of the invented operator.
const OPERATOR: &str = "123456789";
/// `OperatorID` of the gateway.
const ASKER: &str = "MA0YILU01";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Port of the app and the gateway on 127.0.0.1; the operator takes the next one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Seconds by the city's clock in a real one
    #[arg(long, default_value_t = 60.0)]
    speed: f64,
    /// Hour by the city's clock at the start
    #[arg(long, default_value_t = 17.0)]
    hour: f64,
    /// Uses the app that was built before
    #[arg(long)]
    no_build: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let ports = arguments
        .port
        .checked_add(1)
        .context("--port: expected 65534 at most")?;
    let ports = (arguments.port, ports);
    // The ports first: nobody wants to learn after minutes of building that one is taken.
    for port in [ports.0, ports.1] {
        drop(site::bind(port)?);
    }
    if !arguments.no_build {
        setup::run()?;
        site::build()?;
    }
    let build = ["build", "--release", "--locked"];
    let packages = ["--package", "yilu-gateway", "--package", "yilu-operator"];
    done(command("cargo", &[&build[..], &packages].concat()))?;
    let target = target();
    let folder = target.join("demo");
    let programs = target.join("release");
    prepare(&folder, ports)?;
    city(&programs, &folder)?;
    let mut gateway = Command::new(programs.join("yilu-gateway"));
    gateway.arg("--config").arg(folder.join("gateway.toml"));
    let mut gateway = Running::start(gateway)?;
    let mut operator = Running::start(operator(&programs, &folder, ports, arguments))?;
    println!(
        "\nYilu with live states is at http://127.0.0.1:{}  (Ctrl-C ends it)\n\
         The stations and what happens there are invented; an hour there takes {:.0} seconds.\n",
        ports.0,
        3600.0 / arguments.speed
    );
    loop {
        for (name, running) in [("gateway", &mut gateway), ("operator", &mut operator)] {
            if let Some(status) = running.0.try_wait()? {
                bail!("the {name} ended: {status}");
            }
        }
        sleep(Duration::from_millis(500));
    }
}

/// Secrets that only this folder knows, and the gateway's configuration.
fn prepare(folder: &Path, (gateway, operator): (u16, u16)) -> Result<()> {
    fs::create_dir_all(folder.join("state")).context("make a folder for the demo")?;
    let keys = ["data_secret", "data_secret_iv", "sig_secret"];
    let mut text = String::new();
    for name in keys {
        writeln!(text, "{name} = \"{}\"", random())?;
    }
    secret(&folder.join("keys.toml"), &text)?;
    secret(&folder.join("secret"), &random())?;
    let app = site::dist().display().to_string();
    let config = format!(
        "listen = \"127.0.0.1:{gateway}\"\nstations = \"stations.yilu\"\nstate = \"state\"\n\
         app = {app:?}\n\n[tcec.tcec]\noperator = \"{OPERATOR}\"\nsecret = {{ file = \"secret\" }}\n\
         keys = {{ file = \"keys.toml\" }}\n\n[tcec.tcec.pull]\n\
         url = \"http://127.0.0.1:{operator}\"\noperator = \"{ASKER}\"\n\
         secret = {{ file = \"secret\" }}\nevery_s = 10\n"
    );
    fs::write(folder.join("gateway.toml"), config).context("write the gateway's configuration")
}

/// The embedded stations, as the operator's own.
fn city(programs: &Path, folder: &Path) -> Result<()> {
    let mut city = Command::new(programs.join("yilu-operator"));
    let from = root().join("data/xinzhou/built/stations.yilu");
    city.arg("city").arg("--from").arg(from);
    city.arg("--out").arg(folder.join("stations.yilu"));
    done(city)
}

fn operator(
    programs: &Path,
    folder: &Path,
    (gateway, own): (u16, u16),
    arguments: &Arguments,
) -> Command {
    let mut operator = Command::new(programs.join("yilu-operator"));
    operator.arg("run");
    for (name, file) in [
        ("--stations", "stations.yilu"),
        ("--secret", "secret"),
        ("--keys", "keys.toml"),
        ("--asker-secret", "secret"),
    ] {
        operator.arg(name).arg(folder.join(file));
    }
    for (name, value) in [
        ("--listen", format!("127.0.0.1:{own}")),
        ("--gateway", format!("http://127.0.0.1:{gateway}")),
        ("--operator", OPERATOR.to_owned()),
        ("--asker", ASKER.to_owned()),
        ("--speed", arguments.speed.to_string()),
        ("--hour", arguments.hour.to_string()),
    ] {
        operator.arg(name).arg(value);
    }
    operator
}

/// A program that ends with this one.
struct Running(Child);

impl Running {
    fn start(mut command: Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        Ok(Self(command.spawn().with_context(|| name)?))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Sixteen letters that nobody guesses: the standard library seeds its hashes from the system.
fn random() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

fn secret(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| path.display().to_string())?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}
