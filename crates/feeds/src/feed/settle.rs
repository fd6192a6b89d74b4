//! What the files of one source say together: prices to their stations, states to their connectors.

use std::collections::{BTreeMap, BTreeSet};

use container::Finding;
use stations::{Station, Tariff, TariffId};

use super::price::{Price, Priced};
use super::{Feed, FeedKind};

/// One page of an answer in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) number: u32,
    pub(super) count: u32,
}

impl Feed {
    /// Adds what another file of the same source says. A station that both have is taken from the
    /// first.
    pub fn add(&mut self, other: Self) {
        self.stations.extend(other.stations);
        self.tariffs.extend(other.tariffs);
        self.prices.extend(other.prices);
        self.wishes.extend(other.wishes);
        self.pages.extend(other.pages);
        self.states.extend(other.states);
        self.findings.extend(other.findings);
    }

    /// Makes one whole of what was read: each station once, prices with the stations they are for,
    /// and a finding for everything that meets nobody.
    pub fn settle(&mut self, kind: FeedKind) {
        self.drop_repeated();
        self.check_pages();
        self.check_states();
        self.give_prices(kind);
    }

    fn drop_repeated(&mut self) {
        let mut seen = BTreeSet::new();
        let findings = &mut self.findings;
        self.stations.retain(|station| {
            let is_new = seen.insert(station.id.clone());
            if !is_new {
                let problem = "expected an id used once; the second station is left out";
                findings.push(Finding::new(&station.id.0, "id", problem, &station.name.zh));
            }
            is_new
        });
    }

    fn check_pages(&mut self) {
        let count = self.pages.iter().map(|page| page.count).max().unwrap_or(0);
        let found: BTreeSet<u32> = self.pages.iter().map(|page| page.number).collect();
        // Pages count from one.
        let missing = u64::from(count).saturating_sub(found.len() as u64);
        if missing > 0 {
            let shown: Vec<String> = found.iter().map(u32::to_string).collect();
            let problem = format!("expected {count} pages, {missing} are missing");
            let finding = Finding::new("all files", "PageNo", problem, shown.join(", "));
            self.findings.push(finding);
        }
    }

    fn check_states(&mut self) {
        if self.stations.is_empty() {
            return;
        }
        let connectors: BTreeSet<&str> = self
            .stations
            .iter()
            .flat_map(Station::connectors)
            .map(|(connector, _)| connector.id.0.as_str())
            .collect();
        for state in &self.states {
            if !connectors.contains(state.connector.as_str()) {
                let problem = "expected a connector of the stations read";
                let finding = Finding::new(&state.connector, "ConnectorID", problem, state.state);
                self.findings.push(finding);
            }
        }
    }

    fn give_prices(&mut self, kind: FeedKind) {
        let prices = std::mem::take(&mut self.prices);
        let mut by_target: BTreeMap<&Priced, Vec<&Price>> = BTreeMap::new();
        for price in &prices {
            by_target.entry(&price.of).or_default().push(price);
        }
        let mut wishes: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for wish in &self.wishes {
            let key = (wish.station.as_str(), wish.connector.as_str());
            wishes.entry(key).or_default().push(&wish.tariff);
        }
        let (mut used, mut tariffs) = (BTreeSet::new(), Shelf::new(kind));
        for station in &mut self.stations {
            let targets = targets(station, &wishes);
            let mut found: Vec<(&Price, Vec<String>)> = Vec::new();
            for (target, connectors) in &targets {
                let Some(prices) = by_target.get(target) else {
                    if let Priced::Name(name) = target {
                        let problem = "expected a tariff among the files; its price is not known";
                        let finding = Finding::new(&station.id.0, "tariff_ids", problem, name);
                        self.findings.push(finding);
                    }
                    continue;
                };
                used.insert(target.clone());
                for price in prices {
                    found.push((price, connectors.clone()));
                }
            }
            let is_structured = found.iter().any(|(price, _)| !price.is_from_words);
            found.retain(|(price, _)| !(is_structured && price.is_from_words));
            tariffs.give(station, found);
        }
        let has_stations = !self.stations.is_empty();
        for (target, prices) in by_target {
            if has_stations && !used.contains(target) && !matches!(target, Priced::Name(_)) {
                let (field, id) = match target {
                    Priced::Station(id) => ("StationID", id),
                    Priced::Connector(id) | Priced::Name(id) => ("ConnectorID", id),
                };
                let problem =
                    "expected a station or connector of those read; the price is left out";
                let found = format!("{} prices", prices.len());
                let finding = Finding::new(id, field, problem, found);
                self.findings.push(finding);
            }
        }
        // A tariff that nobody names yet is kept too: its stations may come with the next files.
        for price in &prices {
            if matches!(price.of, Priced::Name(_)) && !used.contains(&price.of) {
                tariffs.id(price.tariff.clone());
            }
        }
        self.tariffs = tariffs.tariffs;
    }
}

/// Under which names prices for a station may be found, and the connectors that each is for; none
/// means all.
fn targets(
    station: &Station,
    wishes: &BTreeMap<(&str, &str), Vec<&str>>,
) -> Vec<(Priced, Vec<String>)> {
    let mut targets = vec![(Priced::Station(station.id.0.clone()), Vec::new())];
    if let Some(origin) = station.origins.first().filter(|o| o.id != station.id.0) {
        targets.push((Priced::Station(origin.id.clone()), Vec::new()));
    }
    let mut named: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (connector, _) in station.connectors() {
        let id = connector.id.0.clone();
        for name in wishes
            .get(&(station.id.0.as_str(), id.as_str()))
            .into_iter()
            .flatten()
        {
            named.entry(name).or_default().push(id.clone());
        }
        targets.push((Priced::Connector(id.clone()), vec![id]));
    }
    let whole = wishes
        .get(&(station.id.0.as_str(), ""))
        .into_iter()
        .flatten();
    targets.extend(whole.map(|name| (Priced::Name((*name).to_owned()), Vec::new())));
    let named = named.into_iter();
    targets.extend(named.map(|(name, connectors)| (Priced::Name(name.to_owned()), connectors)));
    targets
}

/// Tariffs, each content once.
struct Shelf {
    prefix: &'static str,
    tariffs: Vec<Tariff>,
    ids: BTreeMap<String, TariffId>,
    taken: BTreeSet<TariffId>,
}

impl Shelf {
    fn new(kind: FeedKind) -> Self {
        Self {
            prefix: kind.word(),
            tariffs: Vec::new(),
            ids: BTreeMap::new(),
            taken: BTreeSet::new(),
        }
    }

    /// Gives a station its prices. Equal prices of several connectors become one tariff.
    fn give(&mut self, station: &mut Station, found: Vec<(&Price, Vec<String>)>) {
        let total = station.connectors().count();
        let mut groups: Vec<(&Price, BTreeSet<String>)> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (price, connectors) in found {
            let content = serde_json::to_string(&(&price.tariff, &price.overstay));
            let index = *known
                .entry(content.unwrap_or_default())
                .or_insert(groups.len());
            match groups.get_mut(index) {
                // All of them stays all of them.
                Some((_, all)) if all.is_empty() || connectors.is_empty() => all.clear(),
                Some((_, all)) => all.extend(connectors),
                None => groups.push((price, connectors.into_iter().collect())),
            }
        }
        for (price, connectors) in groups {
            let mut tariff = price.tariff.clone();
            if connectors.len() < total {
                tariff.applies.connectors = connectors.into_iter().collect();
            }
            if !tariff.periods.is_empty() || tariff.start_fee.is_some() || !tariff.note.is_empty() {
                let id = self.id(tariff);
                if !station.tariffs.contains(&id) {
                    station.tariffs.push(id);
                }
            }
            for overstay in &price.overstay {
                if !station.details.overstay.contains(overstay) {
                    station.details.overstay.push(overstay.clone());
                }
            }
            let ext = price.ext.iter();
            let ext = ext.map(|(name, value)| (name.clone(), value.clone()));
            station.details.ext.extend(ext);
        }
    }

    /// The id of this content. A tariff with a name of its own keeps it where it can.
    fn id(&mut self, mut tariff: Tariff) -> TariffId {
        let content = serde_json::to_string(&tariff).unwrap_or_default();
        if let Some(id) = self.ids.get(&content) {
            return id.clone();
        }
        let stem = match tariff.id.0.as_str() {
            "" => self.prefix.to_owned(),
            named => named.to_owned(),
        };
        let mut number = self.tariffs.len();
        while tariff.id.0.is_empty() || self.taken.contains(&tariff.id) {
            number += 1;
            tariff.id = TariffId(format!("{stem}-{number}"));
        }
        self.taken.insert(tariff.id.clone());
        self.ids.insert(content, tariff.id.clone());
        self.tariffs.push(tariff.clone());
        tariff.id
    }
}
