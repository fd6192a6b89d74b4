//! Stations of the snapshot as far as plans need them, read in little code.

use container::{Kind, Text};
use json::{Reader, Wrong};
use units::{Kilowatts, LatLon};

use crate::snapshot::{SnapshotError, VERSION};
use crate::wire::is_possible_power;
use crate::{
    Access, Cabinet, Connector, ConnectorId, ConnectorStandard, Evse, Lifecycle, Station,
    StationId, Swap, TariffId,
};

pub(crate) mod whole;

type Read<T> = Result<T, Wrong>;

/// As [`crate::read_snapshot`], for those who only plan: stations without what one only reads about
/// them, in less code and less memory. What is wrong with a part is not told; stations may name
/// tariffs that the file does not have.
pub fn read_stops(bytes: &[u8]) -> Result<Vec<Station>, SnapshotError> {
    let body = container::read_body(bytes, Kind::Stations, VERSION)?;
    let body =
        std::str::from_utf8(body).map_err(|_| SnapshotError::Body("expected UTF-8".to_owned()))?;
    let stations = stops(body).map_err(|wrong| SnapshotError::Body(wrong.to_string()))?;
    Ok(each_id_once(stations))
}

fn stops(body: &str) -> Read<Vec<Station>> {
    let mut stations = Vec::new();
    let mut reader = Reader::new(body);
    reader.record(&["stations"], &mut |name, value| {
        if name != "stations" {
            return value.skip();
        }
        value.list(&mut |item| {
            // One that cannot be understood is left out, the others stay.
            let read = station(&mut Reader::new(item.slice()?));
            stations.extend(read.ok().flatten());
            Ok(())
        })?;
        Ok(true)
    })?;
    reader.end()?;
    Ok(stations)
}

/// The second of two with the same id is left out.
fn each_id_once(stations: Vec<Station>) -> Vec<Station> {
    let mut order: Vec<usize> = (0..stations.len()).collect();
    sorting::by(&mut order, |a, b| stations[*a].id.cmp(&stations[*b].id));
    let pairs = order.iter().zip(order.iter().skip(1));
    let mut is_first = vec![true; stations.len()];
    for (one, next) in pairs {
        is_first[*next] = stations[*one].id != stations[*next].id;
    }
    let stations = stations.into_iter().zip(is_first);
    stations
        .filter_map(|(station, is_first)| is_first.then_some(station))
        .collect()
}

/// A station; `None` when it has no possible position.
fn station(from: &mut Reader<'_>) -> Read<Option<Station>> {
    let mut own = Station::new("", Text::default(), LatLon::clamped(0.0, 0.0));
    let (mut lat, mut lon) = (f64::NAN, f64::NAN);
    let must = [
        "id",
        "name",
        "lat",
        "lon",
        "access",
        "lifecycle",
        "cabinets",
        "demo",
    ];
    from.record(&must, &mut |name, value| {
        match name {
            "id" => own.id = StationId(value.text()?),
            "name" => own.name = Text::read(value)?,
            "lat" => lat = value.number()?,
            "lon" => lon = value.number()?,
            "access" => own.access = value.one_of(&Access::NAMES)?,
            "lifecycle" => own.lifecycle = value.one_of(&Lifecycle::NAMES)?,
            "demo" => own.demo = value.flag()?,
            "tariffs" => own.tariffs = value.texts()?.into_iter().map(TariffId).collect(),
            "swap" => own.swap = value.optional(swap)?,
            "opening" => value.record(&[], &mut |name, value| {
                if name == "rule" {
                    own.opening.rule = value.text()?;
                    return Ok(true);
                }
                value.skip()
            })?,
            "details" => value.record(&[], &mut |name, value| {
                if name == "height_max_cm" {
                    own.details.height_max_cm = value.optional(small)?;
                    return Ok(true);
                }
                value.skip()
            })?,
            "cabinets" => value.list(&mut |item| {
                own.cabinets.extend(cabinet(item)?);
                Ok(())
            })?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    let position = LatLon::checked(lat, lon);
    Ok(position.map(|position| Station { position, ..own }))
}

fn small(from: &mut Reader<'_>) -> Read<u16> {
    let whole = from.whole(u16::MAX.into())?;
    Ok(u16::try_from(whole).unwrap_or(u16::MAX))
}

fn swap(from: &mut Reader<'_>) -> Read<Swap> {
    let mut swap = Swap {
        slots: None,
        vehicles: Text::default(),
    };
    from.record(&["vehicles"], &mut |name, value| {
        match name {
            "slots" => swap.slots = value.optional(small)?,
            "vehicles" => swap.vehicles = Text::read(value)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(swap)
}

/// A cabinet; `None` when it has nothing to charge at.
fn cabinet(from: &mut Reader<'_>) -> Read<Option<Cabinet>> {
    let mut cabinet = Cabinet::default();
    from.record(&["power_kw", "evses"], &mut |name, value| {
        match name {
            "power_kw" => cabinet.power = Kilowatts(value.number()?),
            "evses" => value.list(&mut |item| {
                let mut evse = Evse {
                    connectors: Vec::new(),
                };
                item.list(&mut |item| {
                    let connector = connector(item)?;
                    let is_possible = is_possible_power(connector.power);
                    evse.connectors.extend(is_possible.then_some(connector));
                    Ok(())
                })?;
                let has_any = !evse.connectors.is_empty();
                cabinet.evses.extend(has_any.then_some(evse));
                Ok(())
            })?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    let has_any = is_possible_power(cabinet.power) && !cabinet.evses.is_empty();
    Ok(has_any.then_some(cabinet))
}

fn connector(from: &mut Reader<'_>) -> Read<Connector> {
    let mut connector = Connector::new("", ConnectorStandard::Other, Kilowatts(0.0));
    from.record(&["id", "standard", "power_kw"], &mut |name, value| {
        match name {
            "id" => connector.id = ConnectorId(value.text()?),
            "standard" => connector.standard = value.one_of(&ConnectorStandard::NAMES)?,
            "power_kw" => connector.power = Kilowatts(value.number()?),
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(connector)
}

#[cfg(test)]
mod tests;
