//! A tariff: its elements as prices by day of the week and time of day.
//!
//! At any moment and for each dimension the first element that counts gives the price (OCPI 2.2.1,
//! 11.3.1). What depends on amount, current, power or duration is not known beforehand: there the
//! dearest of the elements in question counts, so that nobody pays more than was said.

use serde_json::Value;
use stations::{Money, Overstay, Tariff};

use super::location::{full_id, in_a_language};
use super::week::{Element, day_before, tariffs};
use crate::feed::Feed;
use crate::feed::price::{DAY, Price, Priced, date, minute};
use crate::feed::record::Record;

/// More elements than this are no tariff of a charger, and would take long.
const ELEMENTS_MAX: usize = 32;
/// Bytes of an id with its party; OCPI allows 36 and 5.
const ID_MAX: usize = 100;
/// Characters of a note.
const NOTE_MAX: usize = 1000;
const DAYS: [&str; 7] = [
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
    "SUNDAY",
];
/// Restrictions on what is not known beforehand.
const UNKNOWABLE: [&str; 8] = [
    "min_kwh",
    "max_kwh",
    "min_current",
    "max_current",
    "min_power",
    "max_power",
    "min_duration",
    "max_duration",
];

pub(super) fn read(mut record: Record, feed: &mut Feed) {
    let own = record.text(&["id"]);
    let party = [record.text(&["country_code"]), record.text(&["party_id"])];
    let id = full_id(&party, &own);
    record.subject = format!("tariff {id}");
    if id.len() > ID_MAX {
        record.complain("id", "expected a shorter id; the tariff is left out", id);
        record.finish(&mut feed.findings);
        return;
    }
    let currency = record.text(&["currency"]).to_uppercase();
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        record.complain(
            "currency",
            "expected three letters; the tariff is left out",
            currency,
        );
        record.finish(&mut feed.findings);
        return;
    }
    let has_tax = !matches!(record.text(&["tax_included"]).as_str(), "YES" | "N/A");
    let mut elements = Vec::new();
    for value in record.list(&["elements"]) {
        elements.extend(read_element(&mut record, value, has_tax));
    }
    if elements.len() > ELEMENTS_MAX {
        let problem = format!("expected {ELEMENTS_MAX} elements at most; its prices are left out");
        record.complain("elements", &problem, elements.len().to_string());
        elements.clear();
    }
    let bounds = ["start_date_time", "end_date_time"].map(|name| {
        let day = record.read(&[name], "a time", |value| date(value.as_str()?));
        day.unwrap_or_default()
    });
    let base = Tariff {
        least: total(&mut record, "min_price"),
        most: total(&mut record, "max_price"),
        note: note(&mut record, &elements),
        ..Tariff::new(id.clone(), currency)
    };
    let mut overstay = overstay(&elements);
    let tariffs = tariffs(&base, &elements, &bounds).unwrap_or_else(|| {
        let problem = "expected fewer stretches of days and hours; its prices are left out";
        record.complain("elements", problem, elements.len().to_string());
        vec![base]
    });
    // What belongs to all of them stands at the first.
    let mut ext = record.finish(&mut feed.findings);
    for mut tariff in tariffs {
        tariff.ext.append(&mut ext);
        feed.prices.push(Price {
            overstay: std::mem::take(&mut overstay),
            ..Price::new(Priced::Name(id.clone()), tariff)
        });
    }
}

fn note(record: &mut Record, elements: &[Element]) -> String {
    let text = in_a_language(&record.list(&["tariff_alt_text"]));
    let address = record.text(&["tariff_alt_url"]);
    let dearest = if elements.iter().all(|element| element.is_certain) {
        ""
    } else {
        "最高价格，视电量、功率或时长可能更低 Highest price; less by amount, power or duration"
    };
    let parts = [text, address, dearest.to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ").chars().take(NOTE_MAX).collect()
}

/// An element that says what charging costs. `None` for what is no price of charging.
fn read_element(record: &mut Record, value: Value, has_tax: bool) -> Option<Element> {
    let mut findings = Vec::new();
    let mut fields = Record::new(&record.subject, value, &mut findings)?;
    let limits = fields.value(&["restrictions"]).unwrap_or_default();
    let limit = |name: &str| limits.get(name).and_then(Value::as_str).unwrap_or_default();
    let is_certain = UNKNOWABLE
        .iter()
        .all(|name| limits.get(name).is_none_or(Value::is_null));
    let is_charging = limit("reservation").is_empty();
    if !is_charging {
        let problem = "the price of a reservation is not kept";
        fields.complain("reservation", problem, limit("reservation"));
    } else if !is_certain {
        let problem = "depends on amount, current, power or duration; the dearest price counts";
        fields.complain("restrictions", problem, limits.to_string());
    }
    let mut element = Element {
        energy: None,
        service: None,
        per_minute: None,
        flat: None,
        parking: None,
        from: minute(limit("start_time"), false)
            .filter(|from| *from < DAY)
            .unwrap_or(0),
        to: minute(limit("end_time"), true)
            .filter(|to| *to > 0)
            .unwrap_or(DAY),
        days: days(limits.get("day_of_week")),
        first: date(limit("start_date")).unwrap_or_default(),
        end: date(limit("end_date")).unwrap_or_default(),
        is_certain,
    };
    for component in fields.list(&["price_components"]) {
        read_component(&mut fields, &component, has_tax, &mut element);
    }
    fields.finish(&mut findings);
    record.adopt(findings);
    is_charging.then_some(element)
}

/// Days of the week; none named are all of them.
fn days(named: Option<&Value>) -> [bool; 7] {
    match named.and_then(Value::as_array) {
        Some(named) if !named.is_empty() => {
            DAYS.map(|day| named.iter().any(|word| word.as_str() == Some(day)))
        }
        _ => [true; 7],
    }
}

/// What a driver pays: with the tax where the price is without.
fn read_component(fields: &mut Record, value: &Value, has_tax: bool, element: &mut Element) {
    let number = |name: &str| value.get(name).and_then(Value::as_f64);
    let tax = number("vat").filter(|_| has_tax).unwrap_or(0.0) / 100.0;
    let per_hour = number("price").map(|price| price * (1.0 + tax));
    let whole = per_hour.and_then(Money::from_units);
    let by_minute = per_hour.and_then(|price| Money::from_units(price / 60.0));
    let kind = value
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let place = match kind {
        // A second component for energy is the service: a way to say both that partners use.
        "ENERGY" if element.energy.is_some() => &mut element.service,
        "ENERGY" => &mut element.energy,
        "TIME" => &mut element.per_minute,
        "FLAT" => &mut element.flat,
        "PARKING_TIME" => &mut element.parking,
        _ => {
            fields.complain(
                "type",
                "expected ENERGY, FLAT, PARKING_TIME or TIME; it is left out",
                kind,
            );
            return;
        }
    };
    let price = match kind {
        "TIME" | "PARKING_TIME" => by_minute,
        _ => whole,
    };
    if price.is_none() {
        fields.complain(
            "price",
            "expected a price from 0 to a million; it is left out",
            value.to_string(),
        );
    }
    *place = price.or(*place);
}

/// A least or greatest price: `{"excl_vat", "incl_vat"}` in 2.2.1, `{"before_taxes", "taxes"}` in
/// 2.3.0.
fn total(record: &mut Record, name: &str) -> Option<Money> {
    let value = record.value(&[name])?;
    let number = |value: &Value, name: &str| value.get(name).and_then(Value::as_f64);
    let taxes = value.get("taxes").and_then(Value::as_array);
    let taxes = taxes
        .into_iter()
        .flatten()
        .filter_map(|tax| number(tax, "amount"));
    let units = number(&value, "incl_vat")
        .or_else(|| number(&value, "excl_vat"))
        .or_else(|| Some(number(&value, "before_taxes")? + taxes.sum::<f64>()));
    units.and_then(Money::from_units)
}

/// What staying costs. OCPI may limit it to some days; here it counts on all of them.
fn overstay(elements: &[Element]) -> Vec<Overstay> {
    let mut all = Vec::new();
    for element in elements {
        let Some(per_minute) = element.parking.filter(|price| price.0 > 0) else {
            continue;
        };
        let spans = match (element.from, element.to) {
            (from, to) if from < to => vec![(from, to)],
            (from, to) => vec![(0, to), (from, DAY)],
        };
        all.extend(spans.into_iter().map(|(from, to)| Overstay {
            from,
            to,
            per_minute,
            per_minute_full: None,
            most: None,
            free_minutes: 0,
            valid_from: element.first.clone(),
            valid_to: day_before(&element.end),
        }));
    }
    all
}
