//! What a gateway must bear: being killed, a disk that is full, an operator that is gone, a clock
//! that is set, NATS that is away.

use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use live::{Freshness, Layout, Limits, Mirror, UnixTime};
use tokio::task::JoinSet;

use super::home::{ASKER, Home, OPERATOR, Program, SOURCE};
use super::ledger::Ledger;
use super::link::Link;
use super::{Load, clock, nats};
use crate::invent;
use crate::random::Random;
use crate::world::now;

/// Stations and connectors of the city that it is tried with.
pub(crate) const CITY: (usize, usize) = (200, 2000);
/// Times that it is killed.
const KILLS: u32 = 50;
/// Senders that wait for an answer before they send on.
pub(crate) const SENDERS: usize = 16;
/// The largest file that a full disk lets be written, in blocks of 512 bytes.
const BLOCKS: u32 = 800;
/// Refusals in a row after which the disk is full indeed.
const REFUSALS: usize = 200;

/// Tries all of it and prints a table; an error when something was lost.
pub(crate) async fn run(load: &Load) -> Result<()> {
    println!("{:18} | what was done | what was found", "fault");
    row("killed under load", &killed(load).await?);
    row("disk full", &full(load).await?);
    row("operator killed", &abandoned(load).await?);
    row("the clock is set", &clock::set(load).await?);
    match nats::program() {
        Some(program) => {
            row("NATS killed", &nats::nats_killed(load, &program).await?);
            row(
                "one of two killed",
                &nats::one_killed(load, &program).await?,
            );
        }
        None => println!("NATS: no nats-server here, on Debian `apt-get install nats-server`"),
    }
    Ok(())
}

fn row(name: &str, (done, found): &(String, String)) {
    println!("{name:18} | {done} | {found}");
}

/// A home of the city; its gateway asks an operator at `pull`, if there is one.
pub(crate) fn home(load: &Load, pull: Option<&str>) -> Result<Home> {
    let stations = invent(CITY.0, CITY.1, SOURCE);
    Home::new(&load.folder, stations, load.tick_ms, pull)
}

/// `kill -9` at random, again and again.
async fn killed(load: &Load) -> Result<(String, String)> {
    let home = home(load, None)?;
    let ledger = Arc::new(Ledger::new(&home.stations));
    let mut random = Random::new(1);
    let (mut latest, mut told) = (0, 0);
    for round in 0..=KILLS {
        let gateway = home.gateway(&load.program, "")?;
        let link = Arc::new(Link::new(&gateway.url, &ledger).await?);
        if round == 0 {
            link.begin().await?;
        }
        let file = link.live().await?;
        let wrong = ledger.wrong(&file);
        ensure!(wrong == 0, "round {round}: {wrong} connectors were lost");
        let sequence = file.sequence;
        ensure!(
            sequence > latest,
            "round {round}: file {sequence} after {latest}"
        );
        if round == KILLS {
            break;
        }
        let mut senders = JoinSet::new();
        for _ in 0..SENDERS {
            senders.spawn(send(Arc::clone(&link), Arc::clone(&ledger), 1));
        }
        tokio::time::sleep(Duration::from_millis(random.between(20, 400))).await;
        latest = link.live().await?.sequence;
        gateway.kill()?;
        told += senders.join_all().await.into_iter().sum::<usize>();
    }
    Ok((
        format!("kill -9 and restart, {KILLS} times; {told} messages acknowledged"),
        "0 acknowledged lost; numbers of files only grew".to_owned(),
    ))
}

/// Sends until so many in a row failed; how many were acknowledged.
pub(crate) async fn send(link: Arc<Link>, ledger: Arc<Ledger>, failures: usize) -> usize {
    let (mut told, mut failed) = (0, 0);
    while failed < failures {
        let Some(item) = ledger.next() else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        if link.send(item).await.is_ok() {
            (told, failed) = (told + 1, 0);
        } else {
            failed += 1;
        }
    }
    told
}

/// The journal cannot grow; then it can again.
async fn full(load: &Load) -> Result<(String, String)> {
    let home = home(load, None)?;
    let ledger = Arc::new(Ledger::new(&home.stations));
    // Only the limit is hit: the signal that comes with it would end the program.
    let before = format!("trap '' XFSZ; ulimit -S -f {BLOCKS}");
    let gateway = home.gateway(&load.program, &before)?;
    let link = Arc::new(Link::new(&gateway.url, &ledger).await?);
    link.begin().await?;
    let told = send(Arc::clone(&link), Arc::clone(&ledger), REFUSALS).await;
    let item = ledger.next().context("a stamp")?;
    let refused = link.send(item).await.err().context("a refusal")?;
    let refused = refused.to_string();
    ensure!(refused.contains("Ret -1"), "found {refused}, expected busy");
    link.live().await.context("a reader, while it is full")?;
    let mut room = Command::new("prlimit");
    room.args(["--fsize=unlimited", "--pid", &gateway.id()]);
    ensure!(room.status().context("prlimit")?.success(), "prlimit");
    for _ in 0..500 {
        let item = ledger.next().context("a stamp")?;
        link.send(item).await.context("there is room again")?;
    }
    gateway.kill()?;
    let gateway = home.gateway(&load.program, "")?;
    let link = Link::new(&gateway.url, &ledger).await?;
    let wrong = ledger.wrong(&link.live().await?);
    ensure!(wrong == 0, "{wrong} connectors were lost");
    Ok((
        format!(
            "files of {} kB at most; {told} messages acknowledged, then {REFUSALS} refused; room \
             again, 500 more; kill -9",
            BLOCKS / 2
        ),
        "answered \"busy\" while full, went on, 0 acknowledged lost".to_owned(),
    ))
}

/// The operator is killed: what it told ages.
async fn abandoned(load: &Load) -> Result<(String, String)> {
    // A port that is free now; nobody else takes it so soon.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let home = home(load, Some(&format!("http://127.0.0.1:{port}")))?;
    let gateway = home.gateway(&load.program, "")?;
    let ledger = Arc::new(Ledger::new(&home.stations));
    let link = Link::new(&gateway.url, &ledger).await?;
    let operator = operator(&home, &gateway.url, port)?;
    let mut file = link.live().await?;
    for _ in 0..100 {
        if !file.sources.is_empty() && file.stations.len() == CITY.0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        file = link.live().await?;
    }
    ensure!(!file.sources.is_empty(), "the operator was never asked");
    operator.kill()?;
    let gone = UnixTime(now());
    let mut youngest = 0;
    for _ in 0..8 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let file = link.live().await?;
        let layout = Arc::new(Layout::new(&file.snapshot, &home.stations));
        let mirror = Mirror::new(layout, &file)?;
        // Two minutes on, with nothing new.
        let later = UnixTime(gone.0 + 2 + i64::from(Limits::default().now));
        youngest = u32::MAX;
        for station in 0..CITY.0 {
            let live = mirror.station(station, UnixTime(now()), Limits::default());
            let live = live.context("a station")?;
            ensure!(
                live.confirmed.0 <= gone.0 + 1,
                "confirmed after its operator was gone"
            );
            youngest = youngest.min(live.age);
            let live = mirror.station(station, later, Limits::default());
            let is_fresh = live.is_some_and(|live| live.freshness == Freshness::Now);
            ensure!(!is_fresh, "fresh although its operator is gone");
        }
    }
    Ok((
        format!("kill -9 of yilu-operator with {} stations", CITY.0),
        format!("all of them aged, by {youngest} s after 8 s; none fresh after two minutes"),
    ))
}

/// This program, as the operator of the city.
pub(crate) fn operator(home: &Home, gateway: &str, port: u16) -> Result<Program> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["run", "--source", SOURCE, "--speed", "600"]);
    command.args(["--operator", OPERATOR, "--asker", ASKER]);
    command.args(["--gateway", gateway]);
    command.args(["--listen", &format!("127.0.0.1:{port}")]);
    for (flag, file) in [
        ("--stations", "stations.yilu"),
        ("--secret", "secret"),
        ("--keys", "keys.toml"),
        ("--asker-secret", "secret"),
    ] {
        command.arg(flag).arg(home.path(file));
    }
    Program::start(command)
}
