//! `cabinets` (or `piles`) as a list of objects, for those who have more to say than the short
//! form does: `[{"id", "name", "power_kw", "connectors": [{"id", "standard", "power_kw"}]}]`.

use std::collections::BTreeSet;

use serde_json::Value;
use stations::{Cabinet, Connector, ConnectorStandard, Evse};
use units::Kilowatts;

use crate::feed::plug::connector;
use crate::feed::record::Record;
use crate::room::SITE_MAX;

/// Reads all of a station. Each connector serves one car.
pub(super) fn read(record: &mut Record, values: Vec<Value>) -> Vec<Cabinet> {
    let (mut cabinets, mut seen) = (Vec::new(), BTreeSet::new());
    for value in values {
        let mut findings = Vec::new();
        let Some(mut fields) = Record::new(&record.subject, value, &mut findings) else {
            record.adopt(findings);
            continue;
        };
        let id = fields.text(&["id"]);
        let name = fields.text(&["name"]);
        let stated = power(&mut fields);
        let mut evses = Vec::new();
        for value in fields.list(&["connectors"]) {
            let number = seen.len() + 1;
            let subject = fields.subject.clone();
            let Some(inner) = Record::new(subject, value, &mut findings) else {
                continue;
            };
            let found = read_connector(inner, number, stated, &mut findings);
            if seen.len() < SITE_MAX && seen.insert(found.id.clone()) {
                evses.push(Evse {
                    connectors: vec![found],
                });
            } else {
                let problem = "expected an id used once, and a thousand at most; it is left out";
                fields.complain("connectors", problem, found.id.0);
            }
        }
        if evses.is_empty() {
            fields.complain(
                "connectors",
                "expected connectors; it is left out",
                "nothing",
            );
        }
        let ext = fields.finish(&mut findings);
        record.adopt(findings);
        let all = evses.iter().flat_map(|evse| &evse.connectors);
        let strongest = all.map(|connector| connector.power.0).fold(0.0, f64::max);
        if !evses.is_empty() {
            cabinets.push(Cabinet {
                id,
                name,
                power: Kilowatts(stated.unwrap_or(strongest)),
                evses,
                ext,
            });
        }
    }
    cabinets
}

fn power(fields: &mut Record) -> Option<f64> {
    let stated = fields.number(&["power_kw", "power"])?;
    let usable = (stated > 0.0 && stated <= 4000.0).then_some(stated);
    if usable.is_none() {
        fields.complain(
            "power_kw",
            "expected kilowatts above 0; it is not known",
            stated.to_string(),
        );
    }
    usable
}

fn read_connector(
    mut fields: Record,
    number: usize,
    cabinet: Option<f64>,
    findings: &mut Vec<container::Finding>,
) -> Connector {
    let id = match fields.text(&["id"]) {
        id if id.is_empty() => number.to_string(),
        id => id,
    };
    let words = "one of the standards of the station file, such as gbt_dc";
    let standard = fields.read(&["standard", "std"], words, |value| {
        // Editions of GB/T have the same plug.
        let word = value
            .as_str()?
            .trim_end_matches("_2015")
            .trim_end_matches("_2011");
        serde_json::from_value(Value::String(word.to_owned())).ok()
    });
    let stated = power(&mut fields).or(cabinet);
    let mut found = connector(id, standard.unwrap_or(ConnectorStandard::Other), stated);
    if stated.is_none() {
        let problem = format!("expected a power; {} kW are assumed", found.power.0);
        fields.complain("power_kw", &problem, "nothing");
    }
    found.details.label = fields.text(&["label"]);
    found.details.bay = fields.text(&["bay"]);
    found.details.ext.extend(fields.finish(findings));
    found
}
