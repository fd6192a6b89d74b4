//! An EVSE and its connectors: a cabinet.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use stations::{Amenity, Cabinet, Connector, ConnectorStandard, Evse, Lifecycle};
use units::Kilowatts;

use super::location::full_id;
use super::parking::ParkingPlace;
use super::speak::connector_id;
use super::words;
use crate::feed::plug::connector;
use crate::feed::price::Wish;
use crate::feed::record::Record;
use crate::feed::{ConnectorState, Feed};

/// Greatest power of a connector in kilowatts; megawatt charging has 3.75 MW.
const POWER_MAX_KW: f64 = 4000.0;
/// From here on a voltage of three phases is between two of them, not to the neutral wire.
const LINE_TO_LINE_V: f64 = 300.0;

/// What the EVSEs of a location say together.
#[derive(Default)]
pub(super) struct Sum {
    pub(super) cabinets: Vec<Cabinet>,
    ids: BTreeSet<String>,
    lives: Vec<Lifecycle>,
    pub(super) amenities: BTreeSet<Amenity>,
    pub(super) restrictions: Vec<Vec<String>>,
}

impl Sum {
    /// The best of what its EVSEs say.
    pub(super) fn lifecycle(&self) -> Lifecycle {
        let order = [
            Lifecycle::Open,
            Lifecycle::Unknown,
            Lifecycle::Maintenance,
            Lifecycle::Planned,
            Lifecycle::Closed,
        ];
        let mut order = order.into_iter();
        order
            .find(|life| self.lives.contains(life))
            .unwrap_or(Lifecycle::Unknown)
    }
}

/// Reads an EVSE into `sum`.
pub(super) fn read_evse(
    value: Value,
    station: &str,
    party: &[String; 2],
    places: &BTreeMap<String, ParkingPlace>,
    sum: &mut Sum,
    feed: &mut Feed,
) {
    let Some(mut record) = Record::new(station, value, &mut feed.findings) else {
        return;
    };
    let id = record.text(&["uid"]);
    record.subject = format!("{station} {id}");
    let word = record.text(&["status"]);
    let status = words::status(&word);
    if status.is_none() {
        record.complain("status", "expected a known status; it is not known", word);
    }
    let (life, state) = status.unwrap_or((Lifecycle::Unknown, "unknown"));
    sum.lives.push(life);
    sum.restrictions
        .push(record.texts(&["parking_restrictions"]));
    record.keep("capabilities");
    if record
        .texts(&["capabilities"])
        .iter()
        .any(|word| word == "RESERVABLE")
    {
        sum.amenities.insert(Amenity::Reservable);
    }
    let bay = bay(&mut record, places, sum);
    let label = record.text(&["physical_reference"]);
    let values = record.list(&["connectors"]);
    let mut connectors = read_connectors(values, station, &id, party, &mut record, feed);
    for connector in &mut connectors {
        connector.details.bay.clone_from(&bay);
        connector.details.label.clone_from(&label);
    }
    let is_taken = !connectors.is_empty() && !sum.ids.insert(id.clone());
    if connectors.is_empty() {
        let problem = "expected connectors; the EVSE is left out";
        record.complain("connectors", problem, "nothing usable");
    } else if is_taken {
        let problem = "expected an id used once; the second EVSE is left out";
        record.complain("uid", problem, id.clone());
    }
    let name = record.text(&["evse_id"]);
    let ext = record.finish(&mut feed.findings);
    if connectors.is_empty() || is_taken || life == Lifecycle::Closed {
        return;
    }
    feed.states
        .extend(connectors.iter().map(|connector| ConnectorState {
            connector: connector.id.0.clone(),
            state,
        }));
    let power = connectors.iter().map(|connector| connector.power.0);
    sum.cabinets.push(Cabinet {
        id,
        name,
        power: Kilowatts(power.fold(0.0, f64::max)),
        evses: vec![Evse { connectors }],
        ext,
    });
}

/// The name of its parking place (2.3.0), and the roof over it.
fn bay(record: &mut Record, places: &BTreeMap<String, ParkingPlace>, sum: &mut Sum) -> String {
    record.keep("parking");
    let parking = record.list(&["parking"]);
    let mine = parking
        .iter()
        .filter_map(|parking| places.get(parking.get("parking_id")?.as_str()?));
    let mine: Vec<&ParkingPlace> = mine.collect();
    if mine.iter().any(|place| place.is_roofed) {
        sum.amenities.insert(Amenity::Canopy);
    }
    let names = mine.iter().map(|place| place.name.as_str());
    names
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn read_connectors(
    values: Vec<Value>,
    station: &str,
    evse: &str,
    party: &[String; 2],
    record: &mut Record,
    feed: &mut Feed,
) -> Vec<Connector> {
    let mut connectors: Vec<Connector> = Vec::new();
    let mut seen = BTreeSet::new();
    for value in values {
        let Some(connector) = read_connector(value, station, evse, party, feed) else {
            continue;
        };
        if seen.insert(connector.id.clone()) {
            connectors.push(connector);
        } else {
            let problem = "expected an id used once; the second connector is left out";
            record.complain("connectors", problem, connector.id.0);
        }
    }
    connectors
}

fn read_connector(
    value: Value,
    station: &str,
    evse: &str,
    party: &[String; 2],
    feed: &mut Feed,
) -> Option<Connector> {
    let mut record = Record::new(station, value, &mut feed.findings)?;
    let id = connector_id(evse, &record.text(&["id"]));
    record.subject = format!("{station} {id}");
    record.keep("standard");
    let word = record.text(&["standard"]);
    let standard = words::plug(&word);
    if standard.is_none() {
        record.complain(
            "standard",
            "expected a known plug; it counts as another",
            word,
        );
    }
    let standard = standard.unwrap_or(ConnectorStandard::Other);
    let format = record.text(&["format"]);
    let (volts, amperes) = (
        record.number(&["max_voltage"]),
        record.number(&["max_amperage"]),
    );
    record.keep("power_type");
    let phases = record.text(&["power_type"]);
    let watts = record.number(&["max_electric_power"]);
    let kilowatts = watts
        .map(|watts| watts / 1000.0)
        .or_else(|| Some(watts_of(&phases, volts?, amperes?) / 1000.0))
        .filter(|power| *power > 0.0 && *power <= POWER_MAX_KW);
    let mut found = connector(id.clone(), standard, kilowatts);
    if kilowatts.is_none() {
        let problem = format!("expected a power; {} kW are assumed", found.power.0);
        record.complain("max_electric_power", &problem, "nothing usable");
    }
    found.details.has_cable = match format.as_str() {
        "CABLE" => Some(true),
        "SOCKET" => Some(false),
        _ => None,
    };
    found.details.volts = whole(volts).map(|volts| (volts, volts));
    found.details.amperes = whole(amperes);
    let tariffs = record.texts(&["tariff_ids"]);
    feed.wishes.extend(tariffs.into_iter().map(|tariff| Wish {
        station: station.to_owned(),
        connector: id.clone(),
        tariff: full_id(party, &tariff),
    }));
    found.details.ext.extend(record.finish(&mut feed.findings));
    Some(found)
}

/// Voltage is to the neutral wire on three phases (OCPI 2.2.1, 8.4.5); some give it between two.
fn watts_of(phases: &str, volts: f64, amperes: f64) -> f64 {
    let factor = match phases {
        "AC_3_PHASE" if volts < LINE_TO_LINE_V => 3.0,
        "AC_3_PHASE" => 3.0_f64.sqrt(),
        "AC_2_PHASE" | "AC_2_PHASE_SPLIT" => 2.0,
        _ => 1.0,
    };
    (volts * amperes * factor).round()
}

fn whole(number: Option<f64>) -> Option<u16> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked by the range"
    )]
    let whole = |number: f64| number.round() as u16;
    number
        .filter(|number| (1.0..=60_000.0).contains(number))
        .map(whole)
}
