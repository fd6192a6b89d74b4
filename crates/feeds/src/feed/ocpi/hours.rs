//! `opening_times` as OpenStreetMap writes them.

use serde_json::Value;
use stations::Opening;

use crate::feed::price::{DAY, minute};
use crate::feed::record::Record;
use crate::opening::opening;

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// Reads `opening_times`. Exceptions are kept in words: they are in UTC, the hours in local time.
pub(super) fn read(record: &mut Record) -> Opening {
    let Some(mut times) = record.record(&["opening_times"]) else {
        return Opening::default();
    };
    times.subject.clone_from(&record.subject);
    let is_always = times.flag(&["twentyfourseven"]) == Some(true);
    let mut days: [Vec<String>; 7] = Default::default();
    for hours in times.list(&["regular_hours"]) {
        match span(&hours) {
            Some((day, span)) if !days[day].contains(&span) => days[day].push(span),
            Some(_) => {}
            None => times.complain(
                "regular_hours",
                "expected weekday 1 to 7, period_begin and period_end; it is left out",
                hours.to_string(),
            ),
        }
    }
    let mut words = Vec::new();
    for (name, word) in [
        ("exceptional_openings", "open"),
        ("exceptional_closings", "closed"),
    ] {
        for exception in times.list(&[name]) {
            let end = |name: &str| exception.get(name).and_then(Value::as_str);
            if let (Some(from), Some(to)) = (end("period_begin"), end("period_end")) {
                words.push(format!("{word} {from}/{to}"));
            }
        }
    }
    let regular = if is_always {
        Opening::always()
    } else {
        opening(&rule(&days))
    };
    record.absorb("opening_times", times);
    Opening {
        rule: regular.rule,
        text: words.join("; "),
    }
}

fn span(hours: &Value) -> Option<(usize, String)> {
    let day = usize::try_from(hours.get("weekday")?.as_u64()?.checked_sub(1)?).ok()?;
    let end = |name: &str, is_end| minute(hours.get(name)?.as_str()?, is_end);
    let (from, to) = (end("period_begin", false)?, end("period_end", true)?);
    let to = if to == 0 { DAY } else { to };
    let show = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    (day < 7).then(|| (day, format!("{}-{}", show(from), show(to))))
}

/// Days with the same hours together.
fn rule(days: &[Vec<String>; 7]) -> String {
    let mut rules: Vec<(Vec<&str>, String)> = Vec::new();
    for (day, spans) in DAYS.into_iter().zip(days) {
        let spans = spans.join(",");
        if spans.is_empty() {
            continue;
        }
        match rules.iter_mut().find(|(_, known)| *known == spans) {
            Some((days, _)) => days.push(day),
            None => rules.push((vec![day], spans)),
        }
    }
    let rules = rules.iter();
    let rules: Vec<String> = rules
        .map(|(days, spans)| format!("{} {spans}", days.join(",")))
        .collect();
    rules.join("; ")
}
