//! Two gateways that share a NATS server, each of which is killed.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tokio::task::JoinSet;

use super::Load;
use super::faults::{CITY, SENDERS, send};
use super::home::{Home, Program, SOURCE};
use super::ledger::Ledger;
use super::link::Link;
use crate::invent;
use crate::random::Random;

/// Times that NATS is killed.
const NATS_KILLS: u32 = 20;
/// Times that a gateway is killed.
const KILLS: u32 = 40;
/// How long everything may take to be well again.
const PATIENCE: Duration = Duration::from_secs(20);

/// The server's program, if it is here.
pub(crate) fn program() -> Option<PathBuf> {
    let told = std::env::var_os("YILU_NATS_SERVER").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Debian has it where only its administrator looks.
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let mut places = told
        .into_iter()
        .chain(folders.map(|one| one.join("nats-server")));
    places.find(|place| place.is_file())
}

/// The server; killed in the end.
struct Nats {
    program: PathBuf,
    folder: PathBuf,
    port: u16,
    child: Child,
}

impl Nats {
    fn start(program: &Path, folder: &Path) -> Result<Self> {
        let _ = std::fs::remove_dir_all(folder);
        // A port that is free now; nobody else takes it so soon.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Ok(Self {
            child: run(program, folder, port)?,
            program: program.to_owned(),
            folder: folder.to_owned(),
            port,
        })
    }

    /// As `kill -9` does.
    fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    fn again(&mut self) -> Result<()> {
        self.child = run(&self.program, &self.folder, self.port)?;
        Ok(())
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

fn run(program: &Path, folder: &Path, port: u16) -> Result<Child> {
    let mut command = Command::new(program);
    command.args(["-js", "-a", "127.0.0.1", "-p", &port.to_string()]);
    command.arg("-sd").arg(folder);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().context("nats-server")
}

/// Two gateways, and what was sent to them.
struct Pair {
    gateways: [Program; 2],
    homes: [Home; 2],
    links: [Arc<Link>; 2],
    ledger: Arc<Ledger>,
    nats: Nats,
    /// The greatest number that was told.
    latest: u64,
}

impl Pair {
    async fn start(load: &Load, program: &Path) -> Result<Self> {
        let nats = Nats::start(program, &load.folder.join("nats"))?;
        let stations = invent(CITY.0, CITY.1, SOURCE);
        let home = |name: &str| {
            let folder = load.folder.join(name);
            let home = Home::new(&folder, stations.clone(), load.tick_ms, None)?;
            home.share(nats.port)?;
            anyhow::Ok(home)
        };
        let homes = [home("one")?, home("other")?];
        let gateways = [
            homes[0].gateway(&load.program, "")?,
            homes[1].gateway(&load.program, "")?,
        ];
        let ledger = Arc::new(Ledger::new(&homes[0].stations));
        let links = [
            Arc::new(Link::new(&gateways[0].url, &ledger).await?),
            Arc::new(Link::new(&gateways[1].url, &ledger).await?),
        ];
        links[0].begin().await?;
        Ok(Self {
            gateways,
            homes,
            links,
            ledger,
            nats,
            latest: 0,
        })
    }

    /// Sends to both until something fails.
    fn send(&self) -> JoinSet<usize> {
        let mut senders = JoinSet::new();
        for sender in 0..SENDERS {
            let link = Arc::clone(&self.links[sender % 2]);
            senders.spawn(send(link, Arc::clone(&self.ledger), 1));
        }
        senders
    }

    /// Both are well, have lost nothing, and tell the same files with greater numbers than before.
    async fn check(&mut self) -> Result<()> {
        let mut found = String::new();
        let begun = std::time::Instant::now();
        while begun.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let [one, other] = &self.links;
            if !(one.is_well().await && other.is_well().await) {
                "not well".clone_into(&mut found);
                continue;
            }
            let (first, second) = (one.live().await?, other.live().await?);
            let wrong = self.ledger.wrong(&first) + self.ledger.wrong(&second);
            found = format!(
                "{wrong} lost, files {} and {} after {}",
                first.sequence, second.sequence, self.latest
            );
            if wrong == 0 && first == second && first.sequence > self.latest {
                self.latest = first.sequence;
                return Ok(());
            }
        }
        bail!("found {found}");
    }
}

/// `kill -9` of NATS at random under load, again and again.
pub(crate) async fn nats_killed(load: &Load, program: &Path) -> Result<(String, String)> {
    let mut pair = Pair::start(load, program).await?;
    let mut random = Random::new(2);
    let (mut told, mut aged) = (0, 0);
    for round in 0..NATS_KILLS {
        pair.check()
            .await
            .with_context(|| format!("round {round}"))?;
        let senders = pair.send();
        tokio::time::sleep(Duration::from_millis(random.between(20, 400))).await;
        pair.nats.kill()?;
        told += senders.join_all().await.into_iter().sum::<usize>();
        for link in &pair.links {
            let item = pair.ledger.next().context("a stamp")?;
            let refused = link.send(item).await.err().context("a refusal")?;
            let refused = refused.to_string();
            ensure!(refused.contains("Ret -1"), "found {refused}, expected busy");
            ensure!(!link.is_well().await, "well without NATS");
        }
        // Whoever reads is answered, by a time that stands still: it ages.
        let before = pair.links[0].live().await?;
        tokio::time::sleep(Duration::from_millis(random.between(0, 1500))).await;
        let after = pair.links[0].live().await?;
        ensure!(before == after, "a new file without NATS");
        aged += 1;
        pair.nats.again()?;
    }
    pair.check().await?;
    Ok((
        format!(
            "two gateways; kill -9 of nats-server and restart, {NATS_KILLS} times; {told} messages \
             acknowledged"
        ),
        format!(
            "answered \"busy\" while it was away, readers got what was known {aged} times, by a time \
             that stood still; went on by itself, 0 acknowledged lost, numbers only grew"
        ),
    ))
}

/// `kill -9` of one of two gateways at random under load, again and again.
pub(crate) async fn one_killed(load: &Load, program: &Path) -> Result<(String, String)> {
    let mut pair = Pair::start(load, program).await?;
    let mut random = Random::new(3);
    let mut told = 0;
    for round in 0..KILLS {
        pair.check()
            .await
            .with_context(|| format!("round {round}"))?;
        let senders = pair.send();
        tokio::time::sleep(Duration::from_millis(random.between(20, 400))).await;
        let at = usize::from(random.is(0.5));
        pair.gateways[at].end()?;
        // The other goes on.
        let item = pair.ledger.next().context("a stamp")?;
        pair.links[1 - at]
            .send(item)
            .await
            .context("the other one")?;
        tokio::time::sleep(Duration::from_millis(random.between(0, 200))).await;
        pair.gateways[at] = pair.homes[at].gateway(&load.program, "")?;
        pair.links[at] = Arc::new(Link::new(&pair.gateways[at].url, &pair.ledger).await?);
        // Half of them wait for this.
        pair.gateways[1 - at].end()?;
        told += senders.join_all().await.into_iter().sum::<usize>();
        pair.gateways[1 - at] = pair.homes[1 - at].gateway(&load.program, "")?;
        let url = &pair.gateways[1 - at].url;
        pair.links[1 - at] = Arc::new(Link::new(url, &pair.ledger).await?);
    }
    pair.check().await?;
    Ok((
        format!(
            "kill -9 and restart of one and then of the other, {} times; {told} messages \
             acknowledged",
            2 * KILLS
        ),
        "the other went on; both told the same files, 0 acknowledged lost, numbers only grew"
            .to_owned(),
    ))
}
