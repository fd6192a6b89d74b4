//! A gateway's folder with invented secrets, and its program.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use feeds::Keys;
use stations::Station;

use crate::invent;

/// `OperatorID` of the operator.
pub(crate) const OPERATOR: &str = "123456789";
/// `OperatorID` of the gateway.
pub(crate) const ASKER: &str = "MA0GATE01";
/// Its source.
pub(crate) const SOURCE: &str = "sim";
/// Its `OperatorSecret`; it guards nothing but this measurement.
pub(crate) const SECRET: &str = "measured";
const KEY: &str = "1234567890abcdef";

/// The folder.
#[derive(Debug)]
pub(crate) struct Home {
    folder: PathBuf,
    /// What stands in the city.
    pub(crate) stations: Vec<Station>,
}

impl Home {
    /// Makes it anew. The gateway makes a file every `tick_ms` milliseconds and asks the operator
    /// at `pull`, if there is one.
    pub(crate) fn new(
        folder: &Path,
        stations: Vec<Station>,
        tick_ms: u32,
        pull: Option<&str>,
    ) -> Result<Self> {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder.join("state")).context("make a folder")?;
        let file = invent::write(stations.clone())?;
        std::fs::write(folder.join("stations.yilu"), file)?;
        let keys = ["data_secret", "data_secret_iv", "sig_secret"];
        let keys: String = keys.map(|name| format!("{name} = \"{KEY}\"\n")).concat();
        secret(&folder.join("keys.toml"), &keys)?;
        secret(&folder.join("secret"), SECRET)?;
        let pull = pull.map(|url| {
            format!(
                "[tcec.{SOURCE}.pull]\nurl = \"{url}\"\noperator = \"{ASKER}\"\n\
                 secret = {{ file = \"secret\" }}\nevery_s = 1\n"
            )
        });
        let config = format!(
            "listen = \"127.0.0.1:0\"\nstations = \"stations.yilu\"\nstate = \"state\"\n\
             tick_ms = {tick_ms}\n[tcec.{SOURCE}]\noperator = \"{OPERATOR}\"\n\
             secret = {{ file = \"secret\" }}\nkeys = {{ file = \"keys.toml\" }}\n{}",
            pull.unwrap_or_default()
        );
        std::fs::write(folder.join("gateway.toml"), config)?;
        Ok(Self {
            folder: folder.to_owned(),
            stations,
        })
    }

    /// Its gateway shares its state with others, by the NATS server at a port of this machine.
    pub(crate) fn share(&self, port: u16) -> Result<()> {
        let path = self.path("gateway.toml");
        let config = std::fs::read_to_string(&path)?;
        let nats = format!("[nats]\nurl = \"nats://127.0.0.1:{port}\"\n");
        std::fs::write(path, config + &nats).context("the configuration")
    }

    /// A file in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Starts the gateway; `before` is what a shell does first, such as setting limits.
    pub(crate) fn gateway(&self, program: &Path, before: &str) -> Result<Program> {
        let mut command = Command::new("sh");
        let script = format!("{before}\nexec \"$0\" --config \"$1\"");
        command.arg("-c").arg(script).arg(program);
        command.arg(self.path("gateway.toml"));
        Program::start(command)
    }
}

/// A program of ours that listens; killed in the end.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    /// Its address.
    pub(crate) url: String,
}

impl Program {
    /// Starts it and waits until it says where it listens.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        command.env("NO_COLOR", "1").stderr(Stdio::piped());
        let mut child = command.spawn().context("start a program")?;
        let lines = BufReader::new(child.stderr.take().context("its messages")?).lines();
        let mut lines = lines.map_while(Result::ok);
        let url =
            lines.find_map(|line| Some(line.split_once("listening on ")?.1.trim().to_owned()));
        // Whoever writes must be read, or it stops.
        std::thread::spawn(move || lines.for_each(drop));
        let Some(url) = url else {
            child.wait()?;
            anyhow::bail!("the program ended before it listened");
        };
        Ok(Self { child, url })
    }

    /// Ends it at once, as `kill -9` does.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.end()
    }

    /// The same; another may take its place.
    pub(crate) fn end(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Memory that it has now and had at most, in MB; Linux only.
    pub(crate) fn memory_mb(&self) -> (u64, u64) {
        let path = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let field = |name: &str| {
            let mut lines = text.lines();
            let line = lines.find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
            number.unwrap_or(0) / 1024
        };
        (field("VmRSS:"), field("VmHWM:"))
    }

    /// Its number, as the system has it.
    pub(crate) fn id(&self) -> String {
        self.child.id().to_string()
    }
}

/// Seconds of a processor that a program used; Linux only. `id` is its number, or `self`.
pub(crate) fn processor_s(id: &str) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    // Behind the name in brackets, the 12th and 13th: hundredths of a second.
    let fields = text.rsplit_once(')').map_or("", |parts| parts.1);
    let fields = fields.split_whitespace().skip(11).take(2);
    fields
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The keys of its envelopes.
pub(crate) fn keys() -> Result<Keys> {
    let key = || Some(KEY.to_owned());
    Ok(Keys::of(key(), key(), key())?)
}

fn secret(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}
