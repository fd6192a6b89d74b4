//! A connection: equal connectors.

use container::Text;
use serde_json::Value;
use stations::{Cabinet, Connector, ConnectorStandard, Evse, Lifecycle, Swap};

use super::{STATUS, id_of};
use crate::feed::plug::connector;
use crate::feed::record::Record;
use crate::feed::{ConnectorState, Feed};
use crate::room::SITE_MAX;

/// More connectors of one kind than any site has.
const QUANTITY_MAX: u16 = 500;

/// `ConnectionTypeID`; the others are plugs that no car of today has.
const PLUGS: [(&[i64], ConnectorStandard, Option<bool>); 14] = [
    (&[1], ConnectorStandard::Type1, None),
    (&[2], ConnectorStandard::Chademo, Some(true)),
    (&[25], ConnectorStandard::Type2, Some(false)),
    (&[1036], ConnectorStandard::Type2, Some(true)),
    (&[8, 27, 30], ConnectorStandard::Nacs, Some(true)),
    (&[32], ConnectorStandard::Ccs1, Some(true)),
    (&[33], ConnectorStandard::Ccs2, Some(true)),
    (&[1038], ConnectorStandard::GbtAc, Some(false)),
    (&[1039], ConnectorStandard::GbtAc, Some(true)),
    (&[1040], ConnectorStandard::GbtDc, Some(true)),
    (&[1044], ConnectorStandard::Chaoji, Some(true)),
    (&[5, 6, 24], ConnectorStandard::Wireless, None),
    (
        &[3, 9, 13, 15, 16, 22, 23, 28, 29, 1037],
        ConnectorStandard::Domestic,
        Some(false),
    ),
    (
        &[4, 7, 10, 11, 14, 17, 18, 21, 26, 34, 35, 36, 1041, 1042],
        ConnectorStandard::Other,
        None,
    ),
];
/// Battery swap of Tesla, which is no connector.
const SWAP: i64 = 31;
/// `ConnectionTypeID` of what nobody knows.
const UNKNOWN: i64 = 0;

/// Reads a connection into cabinets, or the swap that it is.
pub(super) fn read(
    station: &str,
    index: usize,
    value: Value,
    cabinets: &mut Vec<Cabinet>,
    swap: &mut Option<Swap>,
    feed: &mut Feed,
) {
    let Some(mut record) = Record::new(station, value, &mut feed.findings) else {
        return;
    };
    let own = match record.text(&["ID"]) {
        own if own.is_empty() || own == "0" => format!("c{}", index + 1),
        own => own,
    };
    record.subject = format!("{station} {own}");
    let kind = kind(&mut record);
    if kind == Some(SWAP) {
        let vehicles = Text::default();
        *swap = Some(Swap {
            slots: None,
            vehicles,
        });
        record.finish(&mut feed.findings);
        return;
    }
    let (standard, has_cable) = plug(&mut record, kind);
    let quantity = quantity(&mut record);
    let life = id_of(&mut record, "StatusTypeID", "StatusType", &STATUS);
    if life == Some(Lifecycle::Closed) {
        record.complain("StatusTypeID", "removed; the connection is left out", "");
        record.finish(&mut feed.findings);
        return;
    }
    if cabinets.len() + usize::from(quantity) > SITE_MAX {
        let problem = format!("expected {SITE_MAX} connectors at most; they are left out");
        record.complain("Quantity", &problem, quantity.to_string());
        record.finish(&mut feed.findings);
        return;
    }
    record.keep("CurrentTypeID");
    let mut template = powered(&mut record, standard);
    template.details.has_cable = has_cable;
    let mut ext = record.finish(&mut feed.findings);
    for number in 1..=quantity {
        let mut found = template.clone();
        // What else is said of all of them stands at the first.
        found.details.ext.append(&mut ext);
        found.id.0 = match quantity {
            1 => own.clone(),
            _ => format!("{own}-{number}"),
        };
        if life == Some(Lifecycle::Maintenance) {
            feed.states.push(ConnectorState {
                connector: found.id.0.clone(),
                state: "fault",
            });
        }
        cabinets.push(Cabinet {
            power: found.power,
            evses: vec![Evse {
                connectors: vec![found],
            }],
            ..Cabinet::default()
        });
    }
}

fn kind(record: &mut Record) -> Option<i64> {
    record.keep("ConnectionTypeID");
    record.keep("ConnectionType");
    let compact = record.whole(&["ConnectionTypeID"]);
    compact.or_else(|| record.record(&["ConnectionType"])?.whole(&["ID"]))
}

fn plug(record: &mut Record, kind: Option<i64>) -> (ConnectorStandard, Option<bool>) {
    let mut plugs = PLUGS.iter();
    let known = plugs.find(|(ids, _, _)| kind.is_some_and(|kind| ids.contains(&kind)));
    if known.is_none() && kind != Some(UNKNOWN) {
        let found = kind.map_or_else(|| "nothing".to_owned(), |kind| kind.to_string());
        let problem = "expected a known plug; it counts as another";
        record.complain("ConnectionTypeID", problem, found);
    }
    known.map_or((ConnectorStandard::Other, None), |known| (known.1, known.2))
}

fn quantity(record: &mut Record) -> u16 {
    let stated: Option<u16> = record.whole(&["Quantity"]);
    match stated {
        Some(quantity) if quantity > QUANTITY_MAX => {
            let problem = format!("expected {QUANTITY_MAX} at most; it counts as one");
            record.complain("Quantity", &problem, quantity.to_string());
            1
        }
        Some(0) | None => 1,
        Some(quantity) => quantity,
    }
}

/// A connector without an id, with its power.
fn powered(record: &mut Record, standard: ConnectorStandard) -> Connector {
    let stated = record.number(&["PowerKW"]);
    let usable = stated.filter(|power| *power > 0.0 && *power <= 4000.0);
    let mut found = connector(String::new(), standard, usable);
    if usable.is_none() {
        let problem = format!("expected a power; {} kW are assumed", found.power.0);
        let value = stated.map_or_else(|| "nothing".to_owned(), |power| power.to_string());
        record.complain("PowerKW", &problem, value);
    }
    let volts: Option<u16> = record.whole(&["Voltage"]);
    let amperes: Option<u16> = record.whole(&["Amps"]);
    found.details.volts = volts.filter(|volts| *volts > 0).map(|volts| (volts, volts));
    found.details.amperes = amperes.filter(|amperes| *amperes > 0);
    found
}
