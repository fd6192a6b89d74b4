//! A full load on one gateway, checked end to end.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Load;
use super::events::{Event, Events};
use super::follow::Follower;
use super::home::{Home, Program, SOURCE, processor_s};
use super::ledger::Ledger;
use super::link::Link;
use super::nats::{self, Nats};
use super::paced::{Paced, paced};
use crate::invent;

/// Listeners that read and check everything; the others count.
const FOLLOWERS: usize = 3;
/// So long after the last message everything must have been told.
const LATE: Duration = Duration::from_secs(3);

/// What a listener that counts saw: when each delta came, in microseconds.
#[derive(Debug, Default)]
struct Counted {
    came: Vec<(u64, u32)>,
    gaps: usize,
    jumps: usize,
}

/// A gateway that knows the first states, and those who follow it.
struct Stage {
    gateway: Program,
    ledger: Arc<Ledger>,
    link: Arc<Link>,
    /// Where messages go: to another gateway, if there are two.
    sender: Arc<Link>,
    /// The other one, and what both share.
    _beside: Option<(Program, Nats)>,
    followers: JoinSet<Result<Follower>>,
    listeners: JoinSet<Result<Counted>>,
    end: watch::Sender<bool>,
}

/// Runs it and prints what it found; an error when something was lost.
pub(crate) async fn run(load: &Load) -> Result<()> {
    println!(
        "{} stations, {} connectors; {} messages and {} polls a second, {} listeners; {} s; a file \
         every {} ms",
        load.stations,
        load.connectors,
        load.messages,
        load.polls,
        load.listeners,
        load.seconds,
        load.tick_ms
    );
    let stage = Stage::new(load).await?;
    let used = || [processor_s(&stage.gateway.id()), processor_s("self")];
    let (started, before) = (Instant::now(), used());
    let (sends, polls) = stage.play(load).await?;
    let (passed, after) = (started.elapsed().as_secs_f64(), used());
    tokio::time::sleep(LATE).await;
    let (now, most) = stage.gateway.memory_mb();
    let [gateway, here] = [0, 1].map(|one| (after[one] - before[one]) / passed);
    stage.end(&sends, &polls).await?;
    println!("memory of the gateway: {now} MB, at most {most} MB");
    println!("cores in use: {gateway:.2} by the gateway, {here:.2} by this load");
    Ok(())
}

impl Stage {
    async fn new(load: &Load) -> Result<Self> {
        let stations = invent(load.stations, load.connectors, SOURCE);
        let home = Home::new(&load.folder.join("one"), stations, load.tick_ms, None)?;
        let ledger = Arc::new(Ledger::new(&home.stations));
        let beside = load.nats.then(|| Self::beside(load, &home)).transpose()?;
        let gateway = home.gateway(&load.program, "")?;
        let link = Arc::new(Link::new(&gateway.url, &ledger).await?);
        let sender = match &beside {
            Some((other, _)) => Arc::new(Link::new(&other.url, &ledger).await?),
            None => Arc::clone(&link),
        };
        let file = link.begin().await?;
        let (end, over) = watch::channel(false);
        let (mut followers, mut listeners) = (JoinSet::new(), JoinSet::new());
        for _ in 0..FOLLOWERS {
            let follower = Follower::new(&ledger, &file);
            let events = Events::listen(&gateway.url, follower.sequence(), true).await?;
            followers.spawn(follower.follow(Arc::clone(&link), events, over.clone()));
        }
        for _ in FOLLOWERS..load.listeners {
            let events = Events::listen(&gateway.url, file.sequence, false).await?;
            listeners.spawn(count(Arc::clone(&ledger), events, over.clone()));
        }
        Ok(Self {
            gateway,
            ledger,
            link,
            sender,
            _beside: beside,
            followers,
            listeners,
            end,
        })
    }

    /// A gateway beside the one at `home`, and the NATS that they share.
    fn beside(load: &Load, home: &Home) -> Result<(Program, Nats)> {
        let program = nats::program().context("nats-server, on Debian a package")?;
        let nats = Nats::start(&program, &load.folder.join("nats"))?;
        home.share(nats.port)?;
        let folder = load.folder.join("other");
        let other = Home::new(&folder, home.stations.clone(), load.tick_ms, None)?;
        other.share(nats.port)?;
        Ok((other.gateway(&load.program, "")?, nats))
    }

    /// Messages and polls.
    async fn play(&self, load: &Load) -> Result<(Paced, Paced)> {
        let time = Duration::from_secs(load.seconds);
        let link = Arc::clone(&self.link);
        let polls = tokio::spawn(paced(load.polls, time, move || {
            let link = Arc::clone(&link);
            async move { link.poll().await }
        }));
        let sends = paced(load.messages, time, || {
            let (link, item) = (Arc::clone(&self.sender), self.ledger.next());
            async move {
                let item = item.context("more than 9 999 messages in a second")?;
                link.send(item).await.map(|()| 0)
            }
        });
        Ok((sends.await, polls.await?))
    }

    /// Tells what was found.
    async fn end(self, sends: &Paced, polls: &Paced) -> Result<()> {
        let file = self.link.live().await?;
        self.end.send(true)?;
        let followers: Result<Vec<_>> = self.followers.join_all().await.into_iter().collect();
        let counted: Result<Vec<_>> = self.listeners.join_all().await.into_iter().collect();
        let (followers, counted) = (followers?, counted?);
        let told = followers.first().map(|one| &one.told);
        let told = told.context("followers")?;
        row("message in to acknowledged", &sends.times);
        row("message in to event out", &latencies(&counted, told));
        row("poll of live.json", &polls.times);
        let (sent, connectors) = self.ledger.sent();
        println!(
            "messages: {sent} about {connectors} connectors, {} acknowledged, {} failed, {:.0} a \
             second",
            sends.times.len(),
            sends.failed,
            sends.rate
        );
        println!(
            "polls: {} answered, {} failed, {:.0} a second, {:.0} kB each",
            polls.times.len(),
            polls.failed,
            polls.rate,
            polls.bytes as f64 / 1000.0 / polls.times.len().max(1) as f64
        );
        let events: usize = counted.iter().map(|one| one.came.len()).sum();
        println!("events: {} files, {events} events to listeners", told.len());
        let sum = |of: fn(&Follower) -> usize| followers.iter().map(of).sum::<usize>();
        let lost = sum(Follower::lost) + self.ledger.wrong(&file);
        let disordered = sum(|one| one.disordered);
        let missed = sum(|one| one.missed) + counted.iter().map(|one| one.jumps).sum::<usize>();
        let gaps = sum(|one| one.gaps) + counted.iter().map(|one| one.gaps).sum::<usize>();
        println!(
            "lost: {lost}; out of order: {disordered}; deltas missed: {missed}; gaps told: {gaps}"
        );
        ensure!(lost + disordered + missed == 0, "something was lost");
        Ok(())
    }
}

async fn count(
    ledger: Arc<Ledger>,
    mut events: Events,
    mut over: watch::Receiver<bool>,
) -> Result<Counted> {
    let (mut counted, mut latest) = (Counted::default(), None);
    loop {
        let event = tokio::select! {
            event = events.next() => event?,
            _ = over.changed() => return Ok(counted),
        };
        match event {
            Event::Delta(number, _) => {
                counted.jumps += usize::from(latest.is_some_and(|latest| latest + 1 != number));
                latest = Some(number);
                counted.came.push((number, ledger.micros()));
            }
            Event::Gap => {
                counted.gaps += 1;
                latest = None;
            }
        }
    }
}

/// From every message to the event about it at every listener, in microseconds.
fn latencies(counted: &[Counted], told: &BTreeMap<u64, Vec<u32>>) -> Vec<u32> {
    // A sample of listeners is enough: each saw every delta.
    let step = counted.len() / 100 + 1;
    let came = counted.iter().step_by(step).flat_map(|one| &one.came);
    let all = came.filter_map(|(number, at)| Some((told.get(number)?, *at)));
    all.flat_map(|(sent, at)| sent.iter().map(move |sent| at.saturating_sub(*sent)))
        .collect()
}

fn row(name: &str, times: &[u32]) {
    let mut times = times.to_vec();
    times.sort_unstable();
    let at = |share: f64| {
        let index = (times.len().saturating_sub(1) as f64 * share) as usize;
        times
            .get(index)
            .map_or(0.0, |time| f64::from(*time) / 1000.0)
    };
    println!(
        "{name:30} p50 {:7.1} ms  p99 {:7.1} ms  most {:7.1} ms",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}
