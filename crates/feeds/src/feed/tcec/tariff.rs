//! Prices: `PolicyInfos`, `query_equip_business_policy`, `notification_stationFee`, and fees in
//! words.

use std::collections::BTreeMap;

use serde_json::Value;
use stations::{Applies, Current, FeeTexts, Money, Tariff};

use crate::feed::Feed;
use crate::feed::price::{DAY, Price, Priced, Span, date, day, minute};
use crate::feed::record::{Record, excerpt};

const ENERGY: [&str; 4] = ["ElecPrice", "ElectricityFee", "ElecFee", "ElectricityPrice"];
/// `SevicePrice` is how the standard itself spells it.
const SERVICE: [&str; 5] = [
    "SevicePrice",
    "ServicePrice",
    "SeviceFee",
    "ServiceFee",
    "SeviceMoney",
];
/// What fees in words look like when they say one price for the whole day.
const UNITS: [&str; 6] = ["元/度", "元/kwh", "元/千瓦时", "元/kw·h", "元每度", "元"];

/// `ChargingType` of the profiles of 2021; the others have no connectors of their own here.
const CHARGING: [(i64, Option<Current>); 6] = [
    (1, Some(Current::Ac)),
    (2, Some(Current::Dc)),
    (3, Some(Current::Dc)),
    (5, None),
    (6, None),
    (9, None),
];
/// `EquipmentType` of a price that was pushed.
const EQUIPMENT: [(i64, Option<Current>); 3] =
    [(1, Some(Current::Dc)), (2, Some(Current::Ac)), (3, None)];

/// Currency of all T/CEC 102 prices.
const CURRENCY: &str = "CNY";

/// What prices have in common: kind of charging, first and last day.
type Group = (Option<i64>, String, String);

/// `query_equip_business_policy`: the prices of one connector.
pub(super) fn read_policy(record: &mut Record, feed: &mut Feed) {
    let connector = record.text(&["ConnectorID"]);
    record.subject.clone_from(&connector);
    let refused: Option<i64> = record.whole(&["SuccStat"]);
    if let Some(code) = refused.filter(|code| *code != 0) {
        let reason = record.text(&["FailReason"]);
        let problem = "expected 0; the operator gave no prices";
        record.complain("SuccStat", problem, format!("{code}, FailReason {reason}"));
        return;
    }
    let sum: Option<usize> = record.whole(&["SumPeriod"]);
    let policies = record.list(&["PolicyInfos"]);
    if let Some(sum) = sum.filter(|sum| *sum != policies.len()) {
        let problem = format!("expected {}, the number of periods", policies.len());
        record.complain("SumPeriod", &problem, sum.to_string());
    }
    let of = Priced::Connector(connector);
    feed.prices.extend(read_periods(
        record,
        policies,
        &of,
        "ChargingType",
        &CHARGING,
    ));
}

/// `notification_stationFee`: the prices of a station.
pub(super) fn read_station_fee(record: &mut Record, feed: &mut Feed) {
    for value in record.list(&["StationFee"]) {
        let Some(mut fee) = Record::new(&record.subject, value, &mut feed.findings) else {
            continue;
        };
        let station = fee.text(&["StationID"]);
        fee.subject.clone_from(&station);
        // Prices before a discount and the discount itself: what counts is what is charged.
        let mut ext = BTreeMap::new();
        for name in ["OriginalFeeDetail", "DiscountFeeDetail"] {
            ext.extend(fee.take(&[name]));
        }
        let details = fee.list(&["ChargeFeeDetail"]);
        if details.is_empty() {
            fee.complain("ChargeFeeDetail", "expected prices", "nothing");
        }
        let of = Priced::Station(station);
        let prices = read_periods(&mut fee, details, &of, "EquipmentType", &EQUIPMENT);
        // What is kept beside stands once for the station.
        feed.prices.extend(prices.into_iter().map(|price| Price {
            ext: std::mem::take(&mut ext),
            ..price
        }));
        fee.finish(&mut feed.findings);
    }
}

/// Prices that came with the station itself.
pub(super) fn of_station(id: &str, record: &mut Record, fees: &FeeTexts) -> Vec<Price> {
    let of = Priced::Station(id.to_owned());
    let policies = record.list(&["PolicyInfos"]);
    let mut prices = read_periods(record, policies, &of, "ChargingType", &CHARGING);
    prices.extend(of_words(&of, fees));
    prices
}

/// Periods as tariffs: one for each kind of charging and range of days.
fn read_periods(
    record: &mut Record,
    values: Vec<Value>,
    of: &Priced,
    kind_name: &str,
    kinds: &[(i64, Option<Current>)],
) -> Vec<Price> {
    let mut groups: BTreeMap<Group, (Vec<Span>, Vec<Value>)> = BTreeMap::new();
    let mut broken = Vec::new();
    for value in values.clone() {
        let shown = excerpt(&value);
        let mut findings = Vec::new();
        let subject = format!("{} price", record.subject);
        let Some(mut period) = Record::new(subject, value, &mut findings) else {
            record.complain("PolicyInfos", "expected an object", shown);
            continue;
        };
        let group = (
            period.whole(&[kind_name]),
            day_of(&mut period, "StartDate"),
            day_of(&mut period, "EndDate"),
        );
        period.keep("StartTime");
        let span = read_span(&mut period);
        let rest = period.finish(&mut findings);
        record.adopt(findings);
        let Some(span) = span else {
            broken.push((group, shown));
            continue;
        };
        let (spans, beside) = groups.entry(group).or_default();
        spans.push(span);
        // The time alone says nothing new.
        if rest.len() > 1 {
            beside.push(rest.into_iter().collect());
        }
    }
    if !broken.is_empty() {
        record.keep_value("PolicyInfos", Value::Array(values));
    }
    // A day with a hole would give the hole to its neighbour: such prices are not used.
    for (group, shown) in broken {
        groups.remove(&group);
        let problem = "expected StartTime and prices in yuan; the prices of this kind are left out";
        record.complain("PolicyInfos", problem, shown);
    }
    let groups = groups.into_iter();
    let prices = groups.filter_map(|((kind, valid_from, valid_to), (spans, beside))| {
        let Some(periods) = day(spans) else {
            let problem = "expected periods that do not overlap; these prices are left out";
            record.complain("StartTime", problem, "an overlap");
            return None;
        };
        let mut applies = Applies::default();
        if let Some(kind) = kind {
            if let Some((_, current)) = kinds.iter().find(|(code, _)| *code == kind) {
                applies.current = *current;
            } else {
                let problem = "expected a known kind; the prices count for all connectors";
                record.complain(kind_name, problem, kind.to_string());
            }
        }
        let mut tariff = Tariff {
            applies,
            valid_from,
            valid_to,
            periods,
            note: kind_in_words(kind_name, kind).to_owned(),
            ..Tariff::new("", CURRENCY)
        };
        if !beside.is_empty() {
            let beside = Value::Array(beside);
            tariff.ext.insert("PolicyInfos".to_owned(), beside);
        }
        Some(Price::new(of.clone(), tariff))
    });
    prices.collect()
}

/// Kinds that connectors do not tell apart, said in words.
fn kind_in_words(name: &str, kind: Option<i64>) -> &'static str {
    match (name, kind) {
        ("ChargingType", Some(3)) => "超充",
        ("ChargingType", Some(5)) => "无线充电",
        ("ChargingType", Some(6)) => "移动充电",
        _ => "",
    }
}

fn read_span(period: &mut Record) -> Option<Span> {
    let from = period.read(&["StartTime"], "a time of day", |value| {
        minute(value.as_str()?, false)
    });
    let to = period.read(&["EndTime"], "a time of day", |value| {
        minute(value.as_str()?, true)
    });
    let energy = money(period, &ENERGY)?;
    let service = if period.has(&SERVICE) {
        money(period, &SERVICE)?
    } else {
        Money(0)
    };
    Some(Span {
        from: from.filter(|from| *from < DAY)?,
        to,
        energy,
        service,
    })
}

pub(super) fn money(record: &mut Record, names: &[&str]) -> Option<Money> {
    let units = record.number(names)?;
    let money = Money::from_units(units);
    if money.is_none() {
        record.complain(
            names[0],
            "expected yuan from 0 to a million",
            units.to_string(),
        );
    }
    money
}

pub(super) fn day_of(record: &mut Record, name: &str) -> String {
    let day = record.read(&[name], "a day", |value| date(value.as_str()?));
    day.unwrap_or_default()
}

/// A price from words that say one number and its unit, such as `0.85元/度`; anything else is
/// shown as it is.
fn of_words(of: &Priced, fees: &FeeTexts) -> Option<Price> {
    let energy = one_price(&fees.energy)?;
    let service = match fees.service.as_str() {
        "" => Money(0),
        words => one_price(words)?,
    };
    let span = Span {
        from: 0,
        to: Some(DAY),
        energy,
        service,
    };
    let tariff = Tariff {
        periods: day(vec![span])?,
        ..Tariff::new("", CURRENCY)
    };
    Some(Price {
        is_from_words: true,
        ..Price::new(of.clone(), tariff)
    })
}

fn one_price(words: &str) -> Option<Money> {
    let squeezed: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let squeezed = squeezed.to_lowercase();
    let mut units = UNITS.iter();
    let number = units.find_map(|unit| squeezed.strip_suffix(unit))?;
    Money::from_units(number.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_with_one_price_are_a_price() {
        assert_eq!(one_price("0.85 元/度"), Some(Money(8500)));
        assert_eq!(one_price("1.2元/kWh"), Some(Money(12_000)));
        for words in [
            "峰1.2元/度 谷0.4元/度",
            "免费",
            "0.8",
            "以现场为准",
            "-1元/度",
        ] {
            assert_eq!(one_price(words), None, "{words}");
        }
    }
}
