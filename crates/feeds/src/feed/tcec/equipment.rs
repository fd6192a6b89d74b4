//! `EquipmentInfos` and their `ConnectorInfos`: cabinets.

use std::collections::BTreeSet;

use container::Finding;
use serde_json::Value;
use stations::{Cabinet, Connector, ConnectorDetails, ConnectorStandard, Evse};
use units::Kilowatts;

use crate::feed::plug::{assumed_power, connector};
use crate::feed::record::Record;

/// Greatest power that a connector of today may have; megawatt charging has 3 MW and some.
const POWER_MAX_KW: f64 = 4000.0;
/// A stated power may differ so much from voltage times current before that is worth a word.
const POWER_RATIO_MAX: f64 = 2.0;

/// `ConnectorType`: the plug, and whether it has a cable (GB/T 18487.1 modes 2 to 4).
const PLUG: [(i64, (ConnectorStandard, Option<bool>)); 6] = [
    (1, (ConnectorStandard::Domestic, Some(false))),
    (2, (ConnectorStandard::GbtAc, Some(false))),
    (3, (ConnectorStandard::GbtAc, Some(true))),
    (4, (ConnectorStandard::GbtDc, Some(true))),
    (5, (ConnectorStandard::Wireless, None)),
    (6, (ConnectorStandard::Other, None)),
];

/// `EquipmentType`: whether direct, whether alternating current is expected; nothing where both
/// or neither may be.
const EQUIPMENT: [(i64, Option<bool>); 5] = [
    (1, Some(true)),
    (2, Some(false)),
    (3, None),
    (4, None),
    (5, None),
];

/// Reads the cabinets of a station; what is wrong with them are findings.
pub(super) fn read_all(
    subject: &str,
    values: Vec<Value>,
    findings: &mut Vec<Finding>,
) -> Vec<Cabinet> {
    let mut seen = BTreeSet::new();
    let mut cabinets = Vec::new();
    for value in values {
        let Some(mut record) = Record::new(subject, value, findings) else {
            continue;
        };
        let id = record.text(&["EquipmentID"]);
        if id.is_empty() {
            record.complain("EquipmentID", "expected an id; it has none", "nothing");
        } else {
            record.subject = format!("{subject} {id}");
        }
        let cabinet = read(id, &mut record, &mut seen, findings);
        let ext = record.finish(findings);
        cabinets.extend(cabinet.map(|cabinet| Cabinet { ext, ..cabinet }));
    }
    cabinets
}

fn read(
    id: String,
    record: &mut Record,
    seen: &mut BTreeSet<String>,
    findings: &mut Vec<Finding>,
) -> Option<Cabinet> {
    record.keep("EquipmentType");
    let kind = record.code(&["EquipmentType"], &EQUIPMENT).flatten();
    let stated = record.number(&["Power", "RatedPower"]);
    let power = stated.filter(|power| *power > 0.0 && *power <= POWER_MAX_KW);
    if let (Some(found), None) = (stated, power) {
        let problem = "expected kilowatts above 0; the connectors' power counts";
        record.complain("Power", problem, found.to_string());
    }
    let mut evses = Vec::new();
    let connectors = record.list(&["ConnectorInfos", "ConnectorInfo"]);
    for (index, value) in connectors.into_iter().enumerate() {
        let fallback = format!("{id}-{}", index + 1);
        let Some(connector) = read_connector(&record.subject, value, &fallback, power, findings)
        else {
            continue;
        };
        if !seen.insert(connector.id.0.clone()) {
            let problem = "expected an id used once; the second connector is left out";
            record.complain("ConnectorID", problem, connector.id.0);
            continue;
        }
        let is_direct = connector.standard.is_direct_current();
        let is_known = !matches!(
            connector.standard,
            ConnectorStandard::Wireless | ConnectorStandard::Other
        );
        if kind.is_some_and(|kind| kind != is_direct && is_known) {
            let problem = "expected the current of its connectors; the connectors count";
            record.complain("EquipmentType", problem, connector.id.0.clone());
        }
        evses.push(Evse {
            connectors: vec![connector],
        });
    }
    let strongest = evses
        .iter()
        .flat_map(|evse| &evse.connectors)
        .map(|connector| connector.power.0)
        .fold(0.0, f64::max);
    if evses.is_empty() {
        let problem = "expected connectors; the equipment is left out";
        record.complain("ConnectorInfos", problem, "nothing");
        return None;
    }
    if let Some(power) = power.filter(|power| *power < strongest) {
        let problem =
            format!("expected at least the {strongest} kW of its connector; both are kept");
        record.complain("Power", &problem, power.to_string());
    }
    Some(Cabinet {
        id,
        name: record.text(&["EquipmentName"]),
        power: Kilowatts(power.unwrap_or(strongest)),
        evses,
        ..Cabinet::default()
    })
}

fn read_connector(
    subject: &str,
    value: Value,
    fallback: &str,
    cabinet: Option<f64>,
    findings: &mut Vec<Finding>,
) -> Option<Connector> {
    let mut record = Record::new(subject, value, findings)?;
    let mut id = record.text(&["ConnectorID"]);
    if id.is_empty() {
        fallback.clone_into(&mut id);
        let problem = "expected an id; it gets one by its place, to which no state can be sent";
        record.complain("ConnectorID", problem, fallback);
    }
    record.subject = format!("{subject} {id}");
    if !record.has(&["ConnectorType"]) {
        record.complain(
            "ConnectorType",
            "expected 1 to 6; its plug is not known",
            "nothing",
        );
    }
    let plug = record.code(&["ConnectorType"], &PLUG);
    let (standard, has_cable) = plug.unwrap_or((ConnectorStandard::Other, None));
    let volts = read_volts(&mut record, standard);
    let amperes = record.whole(&["Current"]);
    let power = read_power(&mut record, standard, volts, amperes, cabinet);
    let label = record.text(&["ConnectorName"]);
    let bay = record.text(&["ParkNo"]);
    let found = connector(id, standard, power);
    let mut ext = found.details.ext;
    ext.extend(record.finish(findings));
    Some(Connector {
        details: ConnectorDetails {
            label,
            has_cable,
            volts,
            amperes,
            bay,
            ext,
        },
        ..found
    })
}

fn read_volts(record: &mut Record, standard: ConnectorStandard) -> Option<(u16, u16)> {
    let upper: Option<u16> = record.whole(&["VoltageUpperLimits"]);
    let lower: Option<u16> = record.whole(&["VoltageLowerLimits"]);
    let (lower, upper) = (lower.or(upper)?, upper.or(lower)?);
    if lower > upper {
        let problem = "expected the lower limit below the upper; they are swapped back";
        record.complain("VoltageLowerLimits", problem, format!("{lower} to {upper}"));
        return Some((upper, lower));
    }
    if lower == upper && standard.is_direct_current() {
        let problem = "expected a range of voltages for direct current; it is kept";
        record.complain("VoltageLowerLimits", problem, format!("{lower} to {upper}"));
    }
    Some((lower, upper))
}

/// The power of a connector, from what is said of it: its own, its cabinet's, voltage by current.
/// `None`, with a finding, where nothing says it.
fn read_power(
    record: &mut Record,
    standard: ConnectorStandard,
    volts: Option<(u16, u16)>,
    amperes: Option<u16>,
    cabinet: Option<f64>,
) -> Option<f64> {
    let product = volts
        .zip(amperes)
        .map(|((_, volts), amperes)| f64::from(volts) * f64::from(amperes) / 1000.0)
        .filter(|power| *power > 0.0);
    let stated = record.number(&["Power"]);
    let possible = stated.filter(|power| *power > 0.0 && *power <= POWER_MAX_KW);
    if let Some(power) = possible {
        // Three phases give up to three times as much as one.
        if let Some(product) = product.filter(|product| power > 3.0 * POWER_RATIO_MAX * product) {
            let problem = format!("expected about {product} kW by voltage and current; it is kept");
            record.complain("Power", &problem, power.to_string());
        }
        return Some(power);
    }
    let shown = stated.map_or_else(|| "nothing".to_owned(), |power| power.to_string());
    let product = product.filter(|power| *power <= POWER_MAX_KW);
    let taken = match (cabinet, product) {
        (Some(power), _) => format!("{power} kW of its equipment are taken"),
        (None, Some(power)) => format!("{power} kW by voltage and current are taken"),
        (None, None) => format!("{} kW are assumed", assumed_power(standard)),
    };
    let problem = format!("expected kilowatts above 0; {taken}");
    record.complain("Power", &problem, shown);
    cabinet.or(product)
}
