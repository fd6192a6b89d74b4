//! Asking operators by OCPI: versions, their details, and locations page by page; everything now
//! and then, what changed in between.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use feeds::{OcpiChange, OcpiPlace, ocpi_date_time, ocpi_time};
use futures_util::future::join_all;
use live::UnixTime;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use serde_json::Value;
use tokio::time::{Instant, timeout};

use super::link::{Paging, same_origin};
use super::location::keep;
use super::{Partner, VERSIONS};
use crate::census::Census;
use crate::config::{Config, ConfigError, OcpiPull};
use crate::fields::text;
use crate::http::Gateway;
use crate::learn::take_stock;
use crate::metrics::Lesson;
use crate::pull::{client, read_answer};
use crate::store::SourceReport;

/// Locations of a page that are asked for.
const PAGE: usize = 100;
/// Pages at most, whatever the operator says.
const PAGES_MAX: usize = 10_000;
/// After so many pages in a row that cannot be read, the rest is left for the next time.
const LOST_MAX: usize = 3;
/// How long one round may take.
const ROUND_MAX: Duration = Duration::from_secs(1800);
/// After failures one waits longer, up to this.
const WAIT_MAX: Duration = Duration::from_secs(600);
/// What changed shortly before the last round is asked for again, in seconds: clocks differ.
const OVERLAP_S: i64 = 60;

/// Asks one operator.
#[derive(Debug)]
pub(crate) struct Puller {
    /// The id of its source.
    pub(crate) source: String,
    pull: OcpiPull,
    /// Its versions endpoint; nothing is asked for at another origin.
    home: Url,
    authorization: HeaderValue,
    client: reqwest::Client,
    /// Where its locations are, once it said so.
    locations: Option<Url>,
    /// What changed since then, by its clock, was not heard of yet; `None` before everything was.
    since: Option<UnixTime>,
    full_due: Instant,
    census: Census,
    asked: u64,
}

/// Whom to ask, with the tokens.
pub(crate) fn pullers(config: &Config) -> Result<Vec<Puller>> {
    let partners = config.ocpi.iter();
    let with_pull = partners.filter_map(|(source, partner)| Some((source, partner.pull.clone()?)));
    let pullers = with_pull.map(|(source, pull)| {
        let setting = |found: &str, expected| {
            ConfigError::Setting(format!("ocpi.{source}.pull"), found.to_owned(), expected)
        };
        let token = STANDARD.encode(pull.token.read()?.reveal());
        let authorization = HeaderValue::from_str(&format!("Token {token}"));
        let mut authorization = authorization.map_err(|_| setting("", "a token"))?;
        authorization.set_sensitive(true);
        Ok(Puller {
            source: source.clone(),
            home: Url::parse(&pull.url).map_err(|_| setting(&pull.url, "an address"))?,
            authorization,
            client: client()?,
            locations: None,
            since: None,
            full_due: Instant::now(),
            census: Census::default(),
            asked: 0,
            pull,
        })
    });
    pullers.collect()
}

/// What was read in one round.
#[derive(Debug, Default)]
struct Round {
    seen: BTreeSet<String>,
    reports: Vec<SourceReport>,
    /// Objects of the pages so far, also of those that could not be read.
    offset: usize,
    limit: Option<usize>,
    total: Option<usize>,
    lost: usize,
}

impl Puller {
    /// Asks again and again.
    pub(crate) async fn run(mut self, gateway: Arc<Gateway>) {
        let every = Duration::from_secs(self.pull.every_s.max(1).into());
        let mut wait = every;
        loop {
            if gateway.turn(&self.source).await {
                // What another heard is not known here.
                (self.since, self.census) = (None, Census::default());
            }
            let round = timeout(ROUND_MAX, self.round(&gateway)).await;
            match round.context("the time was up").flatten() {
                Ok(true) => wait = every,
                // Only what it did not tell is not known: everything is asked for again, later.
                Ok(false) => wait = (wait * 2).min(WAIT_MAX.max(every)),
                Err(error) => {
                    // What it told before ages until it answers again.
                    gateway.store.unlink(&self.source).await;
                    tracing::warn!(source = self.source, "not asked: {error:#}");
                    self.locations = None;
                    wait = (wait * 2).min(WAIT_MAX.max(every));
                }
            }
            tokio::time::sleep(wait).await;
        }
    }

    /// Asks once: for everything, or for what changed since the last time. False when a part of
    /// everything could not be read.
    async fn round(&mut self, gateway: &Gateway) -> Result<bool> {
        let partner = gateway.ocpi.of_source(&self.source);
        let partner = partner.context("no such partner")?;
        let begun = gateway.now();
        let is_full = self.since.is_none() || Instant::now() >= self.full_due;
        let url = self.locations(partner, gateway).await?;
        // Its clock is known from its first answer on.
        let there = partner.offset().there(begun);
        let since = self.since.filter(|_| !is_full);
        let mut round = Round::default();
        let first = page(&url, 0, None, since);
        self.pages(gateway, partner, first, &url, since, &mut round)
            .await?;
        let is_whole = round.lost == 0 && round.total.is_none_or(|total| round.offset >= total);
        if is_full {
            let lesson = if is_whole {
                take_stock(&mut self.census, gateway, &self.source, &round.seen).await
            } else {
                Lesson::Partial
            };
            gateway.store.metrics.learnt(lesson);
            let (source, reports) = (&self.source, &round.reports);
            if lesson == Lesson::Shrunken {
                // It says nothing about those that are missing: they age.
                gateway.store.answered_in_part(source, reports).await?;
            } else {
                let pulled = gateway.store.pulled(source, reports, begun, gateway.now());
                pulled.await?;
            }
            if lesson != Lesson::Whole {
                self.since = None;
                return Ok(false);
            }
            self.full_due = Instant::now() + Duration::from_secs(self.pull.full_s.max(1).into());
        } else {
            ensure!(
                is_whole,
                "found pages that cannot be read, or too few of them"
            );
            let now = gateway.now();
            let caught_up = gateway.store.caught_up(&self.source, &round.reports, now);
            caught_up.await?;
        }
        self.since = Some(UnixTime(there.0 - OVERLAP_S));
        Ok(true)
    }

    /// Reads pages from `first` on. One that cannot be read is asked for twice and then left out.
    async fn pages(
        &mut self,
        gateway: &Gateway,
        partner: &Partner,
        first: Url,
        locations: &Url,
        since: Option<UnixTime>,
        round: &mut Round,
    ) -> Result<()> {
        let (mut next, mut asked) = (Some(first), BTreeSet::new());
        let mut lost_in_a_row = 0;
        while let Some(url) = next {
            if asked.len() == PAGES_MAX || !asked.insert(url.to_string()) {
                bail!("found a page that was read before, or more than {PAGES_MAX}");
            }
            let mut read = self.page(gateway, partner, &url, round).await;
            if read.is_err() {
                read = self.page(gateway, partner, &url, round).await;
            }
            let is_first = asked.len() == 1;
            next = match read {
                Ok(named) => {
                    lost_in_a_row = 0;
                    let is_more = round.total.is_some_and(|total| round.offset < total);
                    match named {
                        Some(named) => Some(same_origin(&self.home, &named).context("Link")?),
                        // It forgot the link; an empty page would come again and again.
                        None if is_more && round.limit.is_some() => {
                            Some(page(locations, round.offset, round.limit, since))
                        }
                        None => None,
                    }
                }
                Err(error) if is_first => return Err(error),
                Err(error) => {
                    tracing::warn!(source = self.source, "a page left out: {error:#}");
                    (round.lost, lost_in_a_row) = (round.lost + 1, lost_in_a_row + 1);
                    round.offset += round.limit.unwrap_or(PAGE);
                    let is_more = round.total.is_some_and(|total| round.offset < total);
                    (is_more && lost_in_a_row < LOST_MAX)
                        .then(|| page(locations, round.offset, round.limit, since))
                }
            };
        }
        Ok(())
    }

    /// Reads one page into `round`; returns what it names as the next.
    async fn page(
        &mut self,
        gateway: &Gateway,
        partner: &Partner,
        url: &Url,
        round: &mut Round,
    ) -> Result<Option<String>> {
        let now = gateway.now();
        let (data, paging) = self.ask(partner, gateway, url).await?;
        let Value::Array(locations) = data else {
            bail!("data: expected a list of locations");
        };
        round.limit = paging.limit.or(round.limit);
        round.total = paging.total.or(round.total);
        if locations.is_empty() && paging.next.is_none() {
            // Nothing more, whatever the count says.
            round.limit = None;
        }
        round.offset += locations.len();
        let kept = locations.into_iter().map(|location| async move {
            let id = text(&location, "id");
            let change = OcpiChange {
                place: OcpiPlace {
                    location: &id,
                    evse: None,
                    connector: None,
                },
                body: location,
                is_patch: false,
                is_answer: true,
            };
            let reports = keep(gateway, partner, change, now).await;
            (id, reports)
        });
        // A bad one costs only itself. All of a page are told in one line.
        let (mut left_out, mut first) = (0, String::new());
        for (id, reports) in join_all(kept).await {
            match reports {
                Ok(reports) => round.reports.extend(reports),
                Err(refused) => {
                    left_out += 1;
                    if first.is_empty() {
                        first = format!("{id:?}: {}", refused.1);
                    }
                }
            }
            round.seen.insert(id);
        }
        if left_out > 0 {
            tracing::warn!(
                source = self.source,
                left_out,
                "locations left out: {first}"
            );
        }
        Ok(paging.next)
    }

    /// Where its locations are, by its versions and their details.
    async fn locations(&mut self, partner: &Partner, gateway: &Gateway) -> Result<Url> {
        if let Some(url) = &self.locations {
            return Ok(url.clone());
        }
        let home = self.home.clone();
        let (versions, _) = self
            .ask(partner, gateway, &home)
            .await
            .context("versions")?;
        let version = VERSIONS.iter().find_map(|version| {
            let mut all = versions.as_array()?.iter();
            all.find(|one| text(one, "version") == *version)
        });
        let version = version.with_context(|| {
            format!(
                "versions: found none that we speak, expected {}",
                VERSIONS.join(" or ")
            )
        })?;
        let url = same_origin(&home, &text(version, "url")).context("versions")?;
        let (details, _) = self.ask(partner, gateway, &url).await.context("version")?;
        let endpoints = details["endpoints"].as_array();
        let sender = endpoints.into_iter().flatten().find(|endpoint| {
            text(endpoint, "identifier") == "locations" && text(endpoint, "role") == "SENDER"
        });
        let sender = sender.context("version: expected an endpoint of locations as sender")?;
        let url = same_origin(&home, &text(sender, "url")).context("version")?;
        self.locations = Some(url.clone());
        Ok(url)
    }

    /// Asks for one address: the data of the answer, and what its headers say of pages.
    async fn ask(
        &mut self,
        partner: &Partner,
        gateway: &Gateway,
        url: &Url,
    ) -> Result<(Value, Paging)> {
        self.asked += 1;
        let trace = format!("yilu-{}-{}", gateway.now().0, self.asked);
        let get = self.client.get(url.clone());
        let get = get.header(AUTHORIZATION, self.authorization.clone());
        let get = get
            .header("x-request-id", &trace)
            .header("x-correlation-id", &trace);
        // The address may hold more than is good for the log.
        let answer = get.send().await.map_err(reqwest::Error::without_url)?;
        let status = answer.status();
        ensure!(
            status.is_success(),
            "HTTP status: found {status}, expected 200"
        );
        let paging = Paging::read(answer.headers());
        let body = read_answer(answer).await?;
        let mut body: Value = serde_json::from_slice(&body).context("expected JSON")?;
        let code = body["status_code"].as_i64();
        let code = code.context("status_code: expected a number")?;
        ensure!(
            (1000..2000).contains(&code),
            "status_code: found {code}, expected 1000"
        );
        if let Some(millis) = body["timestamp"].as_str().and_then(ocpi_time) {
            partner.learn(millis, gateway.now());
        }
        Ok((body["data"].take(), paging))
    }
}

/// The address of a page.
fn page(locations: &Url, offset: usize, limit: Option<usize>, since: Option<UnixTime>) -> Url {
    let mut url = locations.clone();
    let mut query = url.query_pairs_mut();
    query.append_pair("offset", &offset.to_string());
    query.append_pair("limit", &limit.unwrap_or(PAGE).to_string());
    if let Some(since) = since {
        query.append_pair("date_from", &ocpi_date_time(since.0.saturating_mul(1000)));
    }
    drop(query);
    url
}
