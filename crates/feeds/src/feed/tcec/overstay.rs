//! `IdleFeeInfos`: what staying costs after charging has ended.

use serde_json::Value;
use stations::Overstay;

use super::periods::{day_of, money};
use crate::feed::price::{DAY, minute};
use crate::feed::record::{Record, excerpt};

/// Reads all of a station.
pub(super) fn read(record: &mut Record) -> Vec<Overstay> {
    let (mut all, mut is_whole) = (Vec::new(), true);
    let values = record.list(&["IdleFeeInfos"]);
    for value in values.clone() {
        let (shown, mut findings) = (excerpt(&value), Vec::new());
        let subject = record.subject.clone();
        let overstay = Record::new(subject, value, &mut findings).and_then(|mut fee| {
            let overstay = read_idle_fee(&mut fee);
            is_whole &= fee.finish(&mut findings).is_empty();
            overstay
        });
        record.adopt(findings);
        match overstay {
            // Over midnight: the evening and the morning.
            Some(over) if over.from >= over.to => {
                let (from, to) = (over.from, over.to);
                all.push(Overstay {
                    to: DAY,
                    ..over.clone()
                });
                if to > 0 {
                    all.push(Overstay {
                        from: 0,
                        to: to.min(from),
                        ..over
                    });
                }
            }
            Some(over) => all.push(over),
            None => {
                let problem = "expected IdleFee in yuan for a minute; it is left out";
                record.complain("IdleFeeInfos", problem, shown);
                is_whole = false;
            }
        }
    }
    if !is_whole {
        record.keep_value("IdleFeeInfos", Value::Array(values));
    }
    all
}

fn read_idle_fee(fee: &mut Record) -> Option<Overstay> {
    let time = |fee: &mut Record, name: &str, is_end| {
        fee.read(&[name], "a time of day", |value| {
            minute(value.as_str()?, is_end)
        })
    };
    let (from, to) = (time(fee, "StartTime", false), time(fee, "EndTime", true));
    Some(Overstay {
        from: from.filter(|from| *from < DAY).unwrap_or(0),
        to: to.unwrap_or(DAY),
        per_minute: money(fee, &["IdleFee"])?,
        per_minute_full: money(fee, &["FullIdleFee"]),
        most: money(fee, &["MaxFee"]),
        free_minutes: fee.whole(&["FreeTime"]).unwrap_or(0),
        valid_from: day_of(fee, "StartDate"),
        valid_to: day_of(fee, "EndDate"),
    })
}
