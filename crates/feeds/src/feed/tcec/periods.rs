//! Lists of prices by time of day.

use std::collections::BTreeMap;

use serde_json::Value;
use stations::{Applies, Current, Money, Tariff};

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

/// How a list of prices names its parts.
pub(super) struct Form {
    list: &'static str,
    kind: &'static str,
    kinds: &'static [(i64, Option<Current>)],
}

pub(super) const POLICY: Form = Form {
    list: "PolicyInfos",
    kind: "ChargingType",
    kinds: &CHARGING,
};
pub(super) const PUSHED: Form = Form {
    list: "ChargeFeeDetail",
    kind: "EquipmentType",
    kinds: &EQUIPMENT,
};

/// Currency of all T/CEC 102 prices.
pub(super) const CURRENCY: &str = "CNY";

/// What prices have in common: kind of charging, first and last day.
type Group = (Option<i64>, String, String);

/// Prices of one kind, and what their periods say beside.
type Spans = (Vec<Span>, Vec<Value>);

/// Periods as tariffs: one for each kind of charging and range of days.
pub(super) fn read_periods(
    record: &mut Record,
    values: Vec<Value>,
    of: &Priced,
    form: &Form,
) -> Vec<Price> {
    let groups = read_groups(record, values, form).into_iter();
    let tariffs = groups.filter_map(|(group, spans)| tariff(record, form, group, spans));
    tariffs
        .map(|tariff| Price::new(of.clone(), tariff))
        .collect()
}

/// The periods by what they have in common. A day with a hole would give the hole to its
/// neighbour: groups with a broken period are left out.
fn read_groups(record: &mut Record, values: Vec<Value>, form: &Form) -> BTreeMap<Group, Spans> {
    let mut groups: BTreeMap<Group, Spans> = BTreeMap::new();
    let mut broken = Vec::new();
    for value in values.clone() {
        let (shown, mut findings) = (excerpt(&value), Vec::new());
        let subject = format!("{} price", record.subject);
        let Some(mut period) = Record::new(subject, value, &mut findings) else {
            let problem = "expected an object; no price of this list is used";
            record.complain(form.list, problem, shown);
            record.keep_value(form.list, Value::Array(values));
            return BTreeMap::new();
        };
        let group = (
            period.whole(&[form.kind]),
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
        record.keep_value(form.list, Value::Array(values));
    }
    for (group, shown) in broken {
        groups.remove(&group);
        let problem = "expected StartTime and prices in yuan; the prices of this kind are left out";
        record.complain(form.list, problem, shown);
    }
    groups
}

fn tariff(
    record: &mut Record,
    form: &Form,
    (kind, valid_from, valid_to): Group,
    (spans, beside): Spans,
) -> Option<Tariff> {
    let Some(periods) = day(spans) else {
        let problem = "expected periods that do not overlap; these prices are left out";
        record.complain("StartTime", problem, "an overlap");
        return None;
    };
    let mut applies = Applies::default();
    if let Some(kind) = kind {
        if let Some((_, current)) = form.kinds.iter().find(|(code, _)| *code == kind) {
            applies.current = *current;
        } else {
            let problem = "expected a known kind; the prices count for all connectors";
            record.complain(form.kind, problem, kind.to_string());
        }
    }
    let mut ext = BTreeMap::new();
    if !beside.is_empty() {
        ext.insert(form.list.to_owned(), Value::Array(beside));
    }
    Some(Tariff {
        applies,
        valid_from,
        valid_to,
        periods,
        note: kind_in_words(form.kind, kind).to_owned(),
        ext,
        ..Tariff::new("", CURRENCY)
    })
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
