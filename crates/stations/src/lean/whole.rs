//! Everything of a station file, read in little code: what serde derives for it is forty kilobytes of
//! wasm. Property tests compare both.

use std::collections::BTreeMap;

use container::Text;
use json::{Reader, Wrong};
use serde_json::Value;
use units::LatLon;

use crate::snapshot::Tombstone;
use crate::wire::{WireCabinet, WireConnector, WireMerged, WireStation, WireSwap};
use crate::{
    Access, ConnectorDetails, ConnectorStandard, Datum, Details, Lifecycle, Money, Opening, Origin,
    Place, StationId, TariffId,
};

use super::small;

mod details;
mod tariff;

use details::details;
pub(crate) use tariff::tariff;

type Read<T> = Result<T, Wrong>;
type Ext = BTreeMap<String, Value>;

/// The values of a list.
pub(crate) fn each<T>(
    from: &mut Reader<'_>,
    read: impl Fn(&mut Reader<'_>) -> Read<T>,
) -> Read<Vec<T>> {
    let mut all = Vec::new();
    from.list(&mut |item| {
        all.push(read(item)?);
        Ok(())
    })?;
    Ok(all)
}

pub(crate) fn station(from: &mut Reader<'_>) -> Read<WireStation> {
    let mut own = WireStation {
        id: String::new(),
        name: Text::default(),
        lat: 0.0,
        lon: 0.0,
        county: String::new(),
        access: Access::Other,
        place: Place::Other,
        lifecycle: Lifecycle::Unknown,
        operator: Text::default(),
        opening: Opening::default(),
        cabinets: Vec::new(),
        swap: None,
        tariffs: Vec::new(),
        origins: Vec::new(),
        details: Details::default(),
        demo: false,
    };
    let must = [
        "id",
        "name",
        "lat",
        "lon",
        "county",
        "access",
        "place",
        "lifecycle",
        "operator",
        "cabinets",
        "demo",
    ];
    from.record(&must, &mut |name, value| {
        match name {
            "id" => own.id = value.text()?,
            "name" => own.name = Text::read(value)?,
            "lat" => own.lat = value.number()?,
            "lon" => own.lon = value.number()?,
            "county" => own.county = value.text()?,
            "access" => own.access = value.one_of(&Access::NAMES)?,
            "place" => own.place = value.one_of(&Place::NAMES)?,
            "lifecycle" => own.lifecycle = value.one_of(&Lifecycle::NAMES)?,
            "operator" => own.operator = Text::read(value)?,
            "opening" => own.opening = opening(value)?,
            "cabinets" => own.cabinets = each(value, cabinet)?,
            "swap" => own.swap = value.optional(swap)?,
            "tariffs" => own.tariffs = value.texts()?.into_iter().map(TariffId).collect(),
            "origins" => own.origins = each(value, origin)?,
            "details" => own.details = details(value)?,
            "demo" => own.demo = value.flag()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn opening(from: &mut Reader<'_>) -> Read<Opening> {
    let mut opening = Opening::default();
    from.record(&[], &mut |name, value| {
        match name {
            "rule" => opening.rule = value.text()?,
            "text" => opening.text = value.text()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(opening)
}

fn swap(from: &mut Reader<'_>) -> Read<WireSwap> {
    let super::Swap { slots, vehicles } = super::swap(from)?;
    Ok(WireSwap { slots, vehicles })
}

fn origin(from: &mut Reader<'_>) -> Read<Origin> {
    let mut origin = Origin {
        source: String::new(),
        id: String::new(),
        lat: 0.0,
        lon: 0.0,
        datum: Datum::Wgs84,
    };
    let must = ["source", "id", "lat", "lon", "datum"];
    from.record(&must, &mut |name, value| {
        match name {
            "source" => origin.source = value.text()?,
            "id" => origin.id = value.text()?,
            "lat" => origin.lat = value.number()?,
            "lon" => origin.lon = value.number()?,
            "datum" => origin.datum = value.one_of(&Datum::NAMES)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(origin)
}

fn cabinet(from: &mut Reader<'_>) -> Read<WireCabinet> {
    let mut own = WireCabinet {
        id: String::new(),
        name: String::new(),
        power_kw: 0.0,
        evses: Vec::new(),
        ext: Ext::new(),
    };
    from.record(&["power_kw", "evses"], &mut |name, value| {
        match name {
            "id" => own.id = value.text()?,
            "name" => own.name = value.text()?,
            "power_kw" => own.power_kw = value.number()?,
            "evses" => own.evses = each(value, |value| each(value, connector))?,
            "ext" => own.ext = ext(value)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn connector(from: &mut Reader<'_>) -> Read<WireConnector> {
    let mut own = WireConnector {
        id: String::new(),
        standard: ConnectorStandard::Other,
        power_kw: 0.0,
        details: ConnectorDetails::default(),
    };
    from.record(&["id", "standard", "power_kw"], &mut |name, value| {
        match name {
            "id" => own.id = value.text()?,
            "standard" => own.standard = value.one_of(&ConnectorStandard::NAMES)?,
            "power_kw" => own.power_kw = value.number()?,
            "details" => own.details = connector_details(value)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn connector_details(from: &mut Reader<'_>) -> Read<ConnectorDetails> {
    let mut own = ConnectorDetails::default();
    from.record(&[], &mut |name, value| {
        match name {
            "label" => own.label = value.text()?,
            "has_cable" => own.has_cable = value.optional(Reader::flag)?,
            "volts" => own.volts = value.optional(volts)?,
            "amperes" => own.amperes = value.optional(small)?,
            "bay" => own.bay = value.text()?,
            "ext" => own.ext = ext(value)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn volts(from: &mut Reader<'_>) -> Read<(u16, u16)> {
    match each(from, small)?[..] {
        [least, most] => Ok((least, most)),
        _ => from.wrong("two voltages"),
    }
}

pub(crate) fn tombstone(from: &mut Reader<'_>) -> Read<Tombstone> {
    let mut own = Tombstone {
        id: StationId(String::new()),
        name: Text::default(),
        position: LatLon::clamped(0.0, 0.0),
        gone_on: String::new(),
    };
    let must = ["id", "name", "position", "gone_on"];
    from.record(&must, &mut |name, value| {
        match name {
            "id" => own.id.0 = value.text()?,
            "name" => own.name = Text::read(value)?,
            "position" => own.position = position(value)?,
            "gone_on" => own.gone_on = value.text()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn position(from: &mut Reader<'_>) -> Read<LatLon> {
    let (mut lat, mut lon) = (f64::NAN, f64::NAN);
    from.record(&["lat", "lon"], &mut |name, value| {
        let mut degrees = [("lat", &mut lat), ("lon", &mut lon)];
        Ok(value.among(&mut degrees, name)? || value.skip()?)
    })?;
    LatLon::checked(lat, lon).map_or_else(|| from.wrong("a position in degrees"), Ok)
}

pub(crate) fn merged(from: &mut Reader<'_>) -> Read<WireMerged> {
    let mut into = StationId(String::new());
    let mut own = None;
    from.record(&["into", "station"], &mut |name, value| {
        match name {
            "into" => into.0 = value.text()?,
            "station" => own = Some(station(value)?),
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    match own {
        Some(station) => Ok(WireMerged { into, station }),
        None => from.wrong("station"),
    }
}

fn money(from: &mut Reader<'_>) -> Read<Money> {
    long(from).map(Money)
}

fn long(from: &mut Reader<'_>) -> Read<i64> {
    let number = from.slice()?.parse();
    number.or_else(|_| from.wrong("a whole number"))
}

/// Fields of a source as they were.
fn ext(from: &mut Reader<'_>) -> Read<Ext> {
    let mut all = Ext::new();
    from.record(&[], &mut |name, value| {
        all.insert(name.to_owned(), container::read_value(value)?);
        Ok(true)
    })?;
    Ok(all)
}

#[cfg(test)]
mod tests;
