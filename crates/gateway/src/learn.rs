//! Learning an operator's stations by `query_stations_info`, page by page (T/CEC 102.2).
//!
//! A page that cannot be read is asked for twice and then left out; a station that cannot be read
//! leaves the one that is known. When a station is gone: `census`.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use feeds::FeedKind;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::catalogue::{day, station_of};
use crate::census::Census;
use crate::documents::{Document, Key, Kind, Next};
use crate::fields::{field, text, whole};
use crate::http::Gateway;
use crate::metrics::Lesson;
use crate::pull::Puller;

/// Stations of a page.
const PAGE: u32 = 50;
/// Pages at most, whatever the operator says.
const PAGES_MAX: u32 = 10_000;
/// After so many pages in a row that cannot be read, the rest is left for the next time.
const LOST_MAX: u32 = 3;
/// After an answer with a hole one asks again after this, then after twice as long.
const AGAIN: Duration = Duration::from_secs(60);

/// What is learnt of one operator, over time.
#[derive(Debug)]
pub(crate) struct Learning {
    every: Duration,
    census: Census,
    due: Instant,
    /// Answers with holes in a row.
    failures: u32,
    /// The pages that are being read.
    pages: Option<Pages>,
}

#[derive(Debug)]
struct Pages {
    next: u32,
    count: u32,
    seen: BTreeSet<String>,
    lost: u32,
    lost_in_a_row: u32,
}

impl Learning {
    /// Everything is to be learnt, so often.
    pub(crate) fn new(every_s: u32) -> Self {
        Self {
            every: Duration::from_secs(every_s.max(1).into()),
            census: Census::default(),
            due: Instant::now(),
            failures: 0,
            pages: None,
        }
    }

    /// Reads pages when it is time to, until `until`; goes on from there the next time.
    pub(crate) async fn go_on(&mut self, puller: &mut Puller, gateway: &Gateway, until: Instant) {
        if self.pages.is_none() && Instant::now() < self.due {
            return;
        }
        let mut pages = self.pages.take().unwrap_or(Pages {
            next: 1,
            count: 1,
            seen: BTreeSet::new(),
            lost: 0,
            lost_in_a_row: 0,
        });
        while pages.next <= pages.count && pages.lost_in_a_row < LOST_MAX {
            if Instant::now() >= until {
                self.pages = Some(pages);
                return;
            }
            let mut read = pages.read(puller, gateway).await;
            if read.is_err() {
                read = pages.read(puller, gateway).await;
            }
            match read {
                Ok(()) => pages.lost_in_a_row = 0,
                Err(error) => {
                    let (source, page) = (&puller.source, pages.next);
                    tracing::warn!(source, page, "stations left out: {error:#}");
                    pages.lost += 1;
                    pages.lost_in_a_row += 1;
                }
            }
            pages.next += 1;
        }
        let is_whole = pages.lost == 0;
        let lesson = if is_whole {
            take_stock(&mut self.census, gateway, &puller.source, &pages.seen).await
        } else {
            Lesson::Partial
        };
        gateway.store.metrics.learnt(lesson);
        self.failures = if is_whole { 0 } else { self.failures + 1 };
        let again = AGAIN * (1 << self.failures.saturating_sub(1).min(10));
        let wait = if is_whole {
            self.every
        } else {
            again.min(self.every)
        };
        self.due = Instant::now() + wait;
    }
}

impl Pages {
    /// Asks for the next page and keeps its stations.
    async fn read(&mut self, puller: &mut Puller, gateway: &Gateway) -> Result<()> {
        let asked = gateway.now();
        let payload = json!({"PageNo": self.next, "PageSize": PAGE});
        let answer = puller.call(gateway, "query_stations_info", payload).await?;
        let list = field(&answer, "StationInfos").and_then(Value::as_array);
        let list = list.context("StationInfos: found none, expected a list")?;
        let count = whole(&answer, "PageCount").context("PageCount: expected a number")?;
        let before = self.seen.len();
        // By the operator's clock, as the prices that it pushes.
        let partner = gateway.receiver.of_source(&puller.source);
        let there = partner.map_or(asked, |partner| partner.offset().there(asked));
        let millis = there.0.saturating_mul(1000);
        let all = list
            .iter()
            .map(|info| keep(gateway, &puller.source, info, millis));
        // All that are left out of a page are told in one line.
        let (mut left_out, mut first) = (0, String::new());
        for (id, problem) in join_all(all).await.into_iter().flatten() {
            if let Some(problem) = problem {
                left_out += 1;
                if first.is_empty() {
                    first = format!("{id:?}: {problem}");
                }
            }
            self.seen.insert(id);
        }
        if left_out > 0 {
            tracing::warn!(
                source = puller.source,
                left_out,
                "stations left out: {first}"
            );
        }
        // Whoever tells the same page again and again does not know pages.
        ensure!(
            self.seen.len() > before || (list.is_empty() && count <= 1),
            "found no station that was not on a page before, expected some"
        );
        self.count = count.min(PAGES_MAX);
        Ok(())
    }
}

/// Keeps what a page says of one station. Returns its id when it is there, and why it was left out,
/// if it was: then the known one stays.
async fn keep(
    gateway: &Gateway,
    source: &str,
    info: &Value,
    millis: i64,
) -> Option<(String, Option<String>)> {
    let id = text(info, "StationID");
    if id.is_empty() {
        return None;
    }
    let left_out = |problem: &str| Some(problem.to_owned());
    let Some(station) = station_of(FeedKind::Tcec, &id, info) else {
        let problem = left_out("found no station that can be read, expected one");
        return Some((id, problem));
    };
    if station.connectors().count() == 0 && gateway.store.connectors_at(source, &id) > 0 {
        let problem = left_out("found no connectors, expected some as before");
        return Some((id, problem));
    }
    let key: Key = (source.to_owned(), Kind::Station, id.clone());
    let document = Document {
        key: key.clone(),
        order: (millis, 0),
        value: info.clone(),
        gone: None,
    };
    let kept = gateway.documents.change(&key, |known| {
        let is_known = known.is_some_and(|known| {
            let is_same = known.value == document.value && known.gone.is_none();
            is_same || known.order > document.order
        });
        ((!is_known).then(|| Next::lasting(document.clone())), ())
    });
    let problem = kept.await.err().map(|error| error.to_string());
    Some((id, problem))
}

/// Takes out the stations of a source that are gone, after a whole answer with those that are
/// `seen`.
pub(crate) async fn take_stock(
    census: &mut Census,
    gateway: &Gateway,
    source: &str,
    seen: &BTreeSet<String>,
) -> Lesson {
    let mut known = gateway.documents.ids(source, Kind::Station);
    known.extend(gateway.store.origins(source));
    let Some(gone) = census.take(&known, seen) else {
        tracing::warn!(
            source,
            "found {} of {} stations, expected at least half: all of them stay",
            known.intersection(seen).count(),
            known.len()
        );
        return Lesson::Shrunken;
    };
    let now = gateway.now();
    for id in gone {
        tracing::info!(source, id, "a station is gone");
        let key: Key = (source.to_owned(), Kind::Station, id);
        let taken = gateway.documents.change(&key, |known| {
            let value = known.map(|known| known.value.clone());
            let document = Document {
                key: key.clone(),
                order: (now.0.saturating_mul(1000), 0),
                value: value.unwrap_or_default(),
                gone: Some(day(now.0.saturating_mul(1000))),
            };
            (Some(Next::lasting(document)), ())
        });
        if let Err(error) = taken.await {
            tracing::warn!(source, "station not taken out: {error}");
        }
    }
    Lesson::Whole
}
