//! A NATS server, and gateways that share it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{Gateway, Home, Operator};

/// Where the program is: `YILU_NATS_SERVER`, or where Debian has it.
fn program() -> PathBuf {
    let told = std::env::var_os("YILU_NATS_SERVER").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let mut places = told
        .into_iter()
        .chain(folders.map(|one| one.join("nats-server")));
    places.find(|place| place.is_file()).unwrap_or_else(|| {
        panic!("no nats-server: install it, on Debian with `apt-get install nats-server`")
    })
}

/// The running server, with a folder that outlives it; killed and removed in the end.
pub struct Nats {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Nats {
    pub fn start(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("yilu-nats-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let child = run(&folder, port);
        Self {
            child,
            port,
            folder,
        }
    }

    /// Ends it at once, as `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again with what it had.
    pub fn again(&mut self) {
        self.child = run(&self.folder, self.port);
    }

    /// What stands in the configuration of a gateway.
    pub fn config(&self) -> String {
        format!(
            "[nats]\nurl = \"nats://127.0.0.1:{}\"\nprefix = \"test\"\nstate_every = 100\n\
             credentials = {{ file = \"nats-token\" }}\n",
            self.port
        )
    }

    /// The home of a gateway that shares it, with more at the end of its configuration.
    pub fn home(&self, name: &str, end: &str) -> Home {
        let home = Home::with(name, "renew_s = 0\n", &format!("{}{end}", self.config()));
        super::secret(&home.0.join("nats-token"), TOKEN);
        home
    }
}

const TOKEN: &str = "a token of nats";

fn run(folder: &std::path::Path, port: u16) -> Child {
    let mut command = Command::new(program());
    command.args([
        "-js",
        "-a",
        "127.0.0.1",
        "--auth",
        TOKEN,
        "-p",
        &port.to_string(),
    ]);
    command.arg("-sd").arg(folder);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Operator {
    /// The same operator with the same token at another gateway.
    pub fn at(&self, gateway: &Gateway) -> Self {
        Self {
            client: self.client.clone(),
            url: gateway.url.clone(),
            token: self.token.clone(),
        }
    }

    /// `live.json` as it is, and its number.
    pub async fn whole(&self) -> (String, Vec<u8>) {
        let answer = self.get("live.json").await;
        let tag = answer.headers()["etag"].to_str().unwrap().to_owned();
        (tag, answer.bytes().await.unwrap().into())
    }

    pub async fn health(&self) -> u16 {
        self.get("healthz").await.status().as_u16()
    }

    /// Reads events from behind file `from` on until one has the number `last`.
    pub async fn events(&self, from: u64, last: u64) -> Vec<String> {
        let mut answer = self.get(&format!("live/events?from={from}")).await;
        let (mut text, mut all) = (String::new(), Vec::new());
        loop {
            let chunk = tokio::time::timeout(Duration::from_secs(10), answer.chunk()).await;
            let chunk = chunk.unwrap_or_else(|_| panic!("{last} never came: {all:?}"));
            text += std::str::from_utf8(&chunk.unwrap().unwrap()).unwrap();
            while let Some((event, rest)) = text.split_once("\n\n") {
                all.push(event.to_owned());
                if event.starts_with(&format!("id: {last}\n")) {
                    return all;
                }
                text = rest.to_owned();
            }
        }
    }
}
