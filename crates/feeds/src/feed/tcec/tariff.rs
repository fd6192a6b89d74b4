//! Prices: `PolicyInfos`, `query_equip_business_policy`, `notification_stationFee`, and fees in
//! words.

use std::collections::BTreeMap;

use stations::{FeeTexts, Money, Tariff};

use super::periods::{CURRENCY, POLICY, PUSHED, read_periods};
use super::station::station_id;
use crate::feed::Feed;
use crate::feed::price::{DAY, Price, Priced, Span, day};
use crate::feed::record::Record;

/// What fees in words look like when they say one price for the whole day.
const UNITS: [&str; 5] = ["元/度", "元/kwh", "元/千瓦时", "元/kw·h", "元每度"];

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
    feed.prices
        .extend(read_periods(record, policies, &of, &POLICY));
}

/// `notification_stationFee`: the prices of a station.
pub(super) fn read_station_fee(record: &mut Record, feed: &mut Feed) {
    for value in record.list(&["StationFee"]) {
        let Some(mut fee) = Record::new(&record.subject, value, &mut feed.findings) else {
            continue;
        };
        // Two operators may use the same id for a station.
        let operator = fee.text(&["OperatorID"]);
        let station = station_id(&operator, fee.text(&["StationID"]));
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
        let prices = read_periods(&mut fee, details, &of, &PUSHED);
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
    let mut prices = read_periods(record, policies, &of, &POLICY);
    prices.extend(of_words(&of, fees));
    prices
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
            "1.2元",
            "0.8",
            "以现场为准",
            "-1元/度",
        ] {
            assert_eq!(one_price(words), None, "{words}");
        }
    }
}
