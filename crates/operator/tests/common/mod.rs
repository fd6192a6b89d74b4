//! A folder with the secrets of both sides, and both sides.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "tests, which use parts of it"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use feeds::Keys;
use gateway::config::Config;
use tokio::net::TcpListener;

pub const KEY: &str = "1234567890abcdef";
pub const OPERATOR: &str = "123456789";
pub const ASKER: &str = "MA0GATE01";

/// Removed in the end.
pub struct Home(pub PathBuf);

impl Home {
    pub fn new(name: &str) -> Self {
        let name = format!("yilu-operator-{name}-{}", std::process::id());
        let home = Self(std::env::temp_dir().join(name));
        let _ = std::fs::remove_dir_all(&home.0);
        std::fs::create_dir_all(home.path("state")).unwrap();
        let keys = ["data_secret", "data_secret_iv", "sig_secret"];
        let keys: String = keys.map(|name| format!("{name} = \"{KEY}\"\n")).concat();
        secret(&home.path("keys.toml"), &keys);
        secret(&home.path("secret"), "the operator's secret");
        secret(&home.path("asker"), "the gateway's secret");
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The configuration that `text` adds to what all have.
    pub fn configured(&self, text: &str) -> Config {
        let text = format!("state = \"state\"\ntick_ms = 20\nrenew_s = 1\n{text}");
        std::fs::write(self.path("gateway.toml"), text).unwrap();
        Config::read(&self.path("gateway.toml")).unwrap()
    }

    /// The configuration of a gateway that asks an operator at `url`, if there is one.
    pub fn config(&self, url: Option<&str>) -> Config {
        let text = format!(
            "stations = \"stations.yilu\"\nstate = \"state\"\ntick_ms = 20\n\
             [tcec.sim]\noperator = \"{OPERATOR}\"\nsecret = {{ file = \"secret\" }}\n\
             keys = {{ file = \"keys.toml\" }}\n"
        );
        let pull = url.map(|url| {
            format!(
                "[tcec.sim.pull]\nurl = \"{url}\"\noperator = \"{ASKER}\"\n\
                 secret = {{ file = \"asker\" }}\nevery_s = 1\n"
            )
        });
        let text = text + &pull.unwrap_or_default();
        std::fs::write(self.path("gateway.toml"), text).unwrap();
        Config::read(&self.path("gateway.toml")).unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn secret(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

pub fn keys() -> Keys {
    let key = || Some(KEY.to_owned());
    Keys::of(key(), key(), key()).unwrap()
}

/// The running simulator, killed in the end.
pub struct Simulator {
    child: Child,
    pub url: String,
}

impl Simulator {
    pub fn start(home: &Home, gateway: &str, flags: &[&str]) -> Self {
        let speech = ["--operator", OPERATOR, "--asker", ASKER];
        Self::speaking(home, gateway, &speech, &[("--keys", "keys.toml")], flags)
    }

    /// Speaks OCPI.
    pub fn by_ocpi(home: &Home, gateway: &str, version: &str, flags: &[&str]) -> Self {
        let speech = ["--ocpi", "CN/SIM", "--ocpi-version", version];
        Self::speaking(home, gateway, &speech, &[], flags)
    }

    fn speaking(
        home: &Home,
        gateway: &str,
        speech: &[&str],
        files: &[(&str, &str)],
        flags: &[&str],
    ) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yilu-operator"));
        command.args(["run", "--listen", "127.0.0.1:0", "--source", "sim"]);
        command.args(["--gateway", gateway]).args(speech);
        let all = [
            ("--stations", "stations.yilu"),
            ("--secret", "secret"),
            ("--asker-secret", "asker"),
        ];
        for (flag, file) in all.iter().chain(files) {
            command.arg(flag).arg(home.path(file));
        }
        let mut child = command
            .args(flags)
            .env("NO_COLOR", "1")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut lines = lines.map_while(Result::ok);
        let url =
            lines.find_map(|line| Some(line.split_once("listening on ")?.1.trim().to_owned()));
        // Whoever writes must be read, or it stops.
        std::thread::spawn(move || lines.for_each(drop));
        let url = url.unwrap();
        Self { child, url }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A gateway on a port that is open already.
pub fn serve(listener: TcpListener, config: &Config) {
    let started = gateway::start(config).unwrap();
    tokio::spawn(started.serve(listener));
    tokio::spawn(started.run());
}
