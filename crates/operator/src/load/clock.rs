//! The gateway's clock is set while it runs, and between two runs.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use live::{Freshness, Layout, Limits, LiveFile, Mirror, UnixTime};

use super::Load;
use super::faults::{CITY, home, operator};
use super::home::Home;
use super::ledger::Ledger;
use super::link::Link;
use crate::world::now;

/// So far it is set forward while the operator still answers: it allows no more.
const AHEAD_S: i64 = 500;
const HOUR_S: i64 = 3600;

/// The clock is set forward, and back when its operator is gone.
pub(crate) async fn set(load: &Load) -> Result<(String, String)> {
    // A port that is free now; nobody else takes it so soon.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let home = home(load, Some(&format!("http://127.0.0.1:{port}")))?;
    let clock = home.path("clock");
    let set = |seconds: i64| std::fs::write(&clock, seconds.to_string());
    let before = format!("export YILU_TEST_CLOCK='{}'", clock.display());
    set(0)?;
    let gateway = home.gateway(&load.program, &before)?;
    let ledger = Arc::new(Ledger::new(&home.stations));
    let link = Link::new(&gateway.url, &ledger).await?;
    let operator = operator(&home, &gateway.url, port)?;
    let is_known = |file: &LiveFile| !file.sources.is_empty() && file.stations.len() == CITY.0;
    let mut latest = until(&link, 0, is_known).await?;
    set(AHEAD_S)?;
    let is_ahead = |file: &LiveFile| {
        file.time.0 >= now() + AHEAD_S - 1 && file.sources.iter().all(|source| source.1 <= 2)
    };
    latest = until(&link, latest, is_ahead).await?;
    operator.kill()?;
    let gone = Instant::now();
    tokio::time::sleep(Duration::from_secs(1)).await;
    // What it told by the clock that was ahead is not younger by the one that is right again.
    set(0)?;
    latest = until(&link, latest, |file| file.time.0 <= now()).await?;
    let (mut youngest, mut checks) = (0, 0);
    for seconds in [0, 0, HOUR_S, HOUR_S, 0, 0, -HOUR_S, -HOUR_S, 0] {
        set(seconds)?;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        let file = link.live().await?;
        youngest = check(&home, &file, gone)?;
        ensure!(file.sequence >= latest, "numbers went back");
        latest = file.sequence;
        checks += 1;
    }
    // Acknowledged by a clock that was ahead, and read by one that is not.
    gateway.kill()?;
    let gateway = home.gateway(&load.program, &before)?;
    let link = Link::new(&gateway.url, &ledger).await?;
    let file = link.live().await?;
    ensure!(file.sequence > latest, "numbers went back");
    check(&home, &file, gone)?;
    Ok((
        format!(
            "set forward by {AHEAD_S} s and heard so; operator killed; set back, forward and back by \
             an hour; kill -9 and restart"
        ),
        format!(
            "looked at {checks} times: nothing ever younger than it was, at least {youngest} s at \
             last; none fresh after two minutes; numbers only grew"
        ),
    ))
}

/// Waits for a file that is newer than number `latest` and as it should be; returns its number.
async fn until(link: &Link, latest: u64, is_so: impl Fn(&LiveFile) -> bool) -> Result<u64> {
    for _ in 0..150 {
        let file = link.live().await?;
        if file.sequence > latest && is_so(&file) {
            return Ok(file.sequence);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let file = link.live().await?;
    anyhow::bail!("it never came: file {} of {:?}", file.sequence, file.time)
}

/// No station is younger than its operator is gone. Returns the age of the youngest, in seconds.
fn check(home: &Home, file: &LiveFile, gone: Instant) -> Result<u32> {
    let layout = Arc::new(Layout::new(&file.snapshot, &home.stations));
    let mirror = Mirror::new(layout, file)?;
    // A reader's clock is right, and never before that of the file.
    let now = UnixTime(now()).max(file.time);
    let later = UnixTime(now.0 + 2 + i64::from(Limits::default().now));
    let least = u32::try_from(gone.elapsed().as_secs())?.saturating_sub(3);
    let mut youngest = u32::MAX;
    for station in 0..CITY.0 {
        let Some(live) = mirror.station(station, now, Limits::default()) else {
            continue;
        };
        ensure!(live.age >= least, "{} s old after {least} s", live.age);
        youngest = youngest.min(live.age);
        let live = mirror.station(station, later, Limits::default());
        let freshness = live.context("a station")?.freshness;
        ensure!(
            freshness != Freshness::Now,
            "fresh although its operator is gone"
        );
    }
    Ok(youngest)
}
