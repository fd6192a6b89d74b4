//! Elements of a tariff as prices by day of the week and time of day.

use std::collections::BTreeSet;

use stations::{Money, Tariff, TariffPeriod};

use crate::feed::price::{DAY, joined};

/// One element of a tariff.
pub(super) struct Element {
    pub(super) energy: Option<Money>,
    pub(super) service: Option<Money>,
    pub(super) per_minute: Option<Money>,
    pub(super) flat: Option<Money>,
    pub(super) parking: Option<Money>,
    pub(super) from: u16,
    pub(super) to: u16,
    pub(super) days: [bool; 7],
    pub(super) first: String,
    /// Not included.
    pub(super) end: String,
    pub(super) is_certain: bool,
}

/// Tariffs and periods that one tariff of OCPI may become: some seasons with some kinds of days.
const TARIFFS_MAX: usize = 60;
const PERIODS_MAX: usize = 500;

/// One tariff for each stretch of days and each group of weekdays with the same prices; `None`
/// when that would be more than a price list has.
pub(super) fn tariffs(
    base: &Tariff,
    elements: &[Element],
    bounds: &[String; 2],
) -> Option<Vec<Tariff>> {
    let mut changes: BTreeSet<String> = BTreeSet::new();
    for element in elements {
        changes.extend([element.first.clone(), element.end.clone()]);
    }
    changes.insert(bounds[0].clone());
    changes.retain(|day| *day >= bounds[0] && (bounds[1].is_empty() || *day <= bounds[1]));
    let starts: Vec<String> = changes.into_iter().collect();
    let mut out: Vec<Tariff> = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = match starts.get(index + 1) {
            Some(next) => day_before(next),
            None => bounds[1].clone(),
        };
        let now: Vec<&Element> = elements
            .iter()
            .filter(|element| element.first <= *start)
            .filter(|element| element.end.is_empty() || *start < element.end)
            .collect();
        let mut week: Vec<Tariff> = Vec::new();
        for day in 0..7 {
            let (periods, start_fee) = of_day(&now, day);
            let known = week
                .iter_mut()
                .find(|known| known.periods == periods && known.start_fee == start_fee);
            if let Some(known) = known {
                known.days[day] = true;
                continue;
            }
            let mut days = [false; 7];
            days[day] = true;
            week.push(Tariff {
                days,
                periods,
                start_fee,
                valid_from: start.clone(),
                valid_to: end.clone(),
                ..base.clone()
            });
        }
        out.extend(week);
        let periods: usize = out.iter().map(|tariff| tariff.periods.len()).sum();
        if out.len() > TARIFFS_MAX || periods > PERIODS_MAX {
            return None;
        }
    }
    Some(out)
}

fn of_day(elements: &[&Element], day: usize) -> (Vec<TariffPeriod>, Option<Money>) {
    let today: Vec<&Element> = elements
        .iter()
        .filter(|element| element.days[day])
        .copied()
        .collect();
    let mut cuts: BTreeSet<u16> = [0, DAY].into();
    for element in &today {
        cuts.extend([element.from, element.to]);
    }
    let cuts: Vec<u16> = cuts.into_iter().collect();
    let (mut periods, mut start_fee) = (Vec::new(), None);
    for pair in cuts.windows(2) {
        let now: Vec<&Element> = today
            .iter()
            .filter(|element| element.counts_at(pair[0]))
            .copied()
            .collect();
        let price = |get: fn(&Element) -> Option<Money>| dearest(&now, get).unwrap_or(Money(0));
        start_fee = start_fee.max(dearest(&now, |element| element.flat));
        periods.push(TariffPeriod {
            from: pair[0],
            to: pair[1],
            energy: price(|element| element.energy),
            service: price(|element| element.service),
            per_minute: price(|element| element.per_minute),
        });
    }
    if elements.is_empty() {
        periods.clear();
    }
    (joined(periods), start_fee)
}

impl Element {
    fn counts_at(&self, minute: u16) -> bool {
        if self.from < self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

/// The price of the first element that surely counts, or a dearer one before it.
fn dearest(elements: &[&Element], get: fn(&Element) -> Option<Money>) -> Option<Money> {
    let mut found = None;
    for element in elements {
        let price = get(element);
        found = found.max(price);
        if price.is_some() && element.is_certain {
            break;
        }
    }
    found
}

/// The day before; empty for what is no day.
pub(super) fn day_before(day: &str) -> String {
    let day: Option<jiff::civil::Date> = day.parse().ok();
    let before = day.and_then(|day| day.yesterday().ok());
    before.map(|day| day.to_string()).unwrap_or_default()
}
