//! Everything of a station file, read in little code: what serde derives for it is forty kilobytes of
//! wasm. Property tests compare both.

use std::collections::BTreeMap;

use container::Text;
use json::{Reader, Wrong};
use serde_json::Value;
use units::{Kilowatts, LatLon};

use crate::snapshot::Tombstone;
use crate::wire::{WireCabinet, WireConnector, WireMerged, WireStation, WireSwap};
use crate::{
    Access, Applies, ConnectorDetails, ConnectorStandard, Current, Datum, Details, Entrance,
    FeeTexts, Lifecycle, Money, Opening, Origin, Overstay, Parking, ParkingKind, ParkingReduction,
    Place, StationId, Tariff, TariffId, TariffPeriod,
};

use super::small;

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

fn details(from: &mut Reader<'_>) -> Read<Details> {
    let mut own = Details::default();
    from.record(&[], &mut |name, value| {
        match name {
            "address" => own.address = value.text()?,
            "township" => own.township = value.text()?,
            "phone" => own.phone = value.text()?,
            "operator_id" => own.operator_id = value.text()?,
            "bays" => own.bays = value.optional(small)?,
            "entrances" => own.entrances = each(value, entrance)?,
            "guide" => own.guide = value.text()?,
            "vehicles" => own.vehicles = value.text()?,
            "height_max_cm" => own.height_max_cm = value.optional(small)?,
            "payment" => own.payment = value.text()?,
            "parking" => own.parking = parking(value)?,
            "overstay" => own.overstay = each(value, overstay)?,
            "fees" => own.fees = fees(value)?,
            "amenities" => {
                own.amenities = each(value, |value| value.one_of(&crate::Amenity::NAMES))?;
            }
            "photos" => own.photos = value.texts()?,
            "opened_on" => own.opened_on = value.text()?,
            "updated_at" => own.updated_at = value.optional(long)?,
            "ext" => own.ext = ext(value)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn entrance(from: &mut Reader<'_>) -> Read<Entrance> {
    let mut own = Entrance {
        position: LatLon::clamped(0.0, 0.0),
        label: String::new(),
    };
    from.record(&["position"], &mut |name, value| {
        match name {
            "position" => own.position = position(value)?,
            "label" => own.label = value.text()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn parking(from: &mut Reader<'_>) -> Read<Parking> {
    let mut own = Parking::default();
    from.record(&[], &mut |name, value| {
        match name {
            "kind" => own.kind = value.one_of(&ParkingKind::NAMES)?,
            "text" => own.text = value.text()?,
            "minutes_max" => own.minutes_max = value.optional(|value| value.whole(u32::MAX))?,
            "reductions" => {
                own.reductions = each(value, |value| value.one_of(&ParkingReduction::NAMES))?;
            }
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn overstay(from: &mut Reader<'_>) -> Read<Overstay> {
    let mut own = Overstay {
        from: 0,
        to: 0,
        per_minute: Money(0),
        per_minute_full: None,
        most: None,
        free_minutes: 0,
        valid_from: String::new(),
        valid_to: String::new(),
    };
    from.record(&["from", "to", "per_minute"], &mut |name, value| {
        match name {
            "from" => own.from = small(value)?,
            "to" => own.to = small(value)?,
            "per_minute" => own.per_minute = money(value)?,
            "per_minute_full" => own.per_minute_full = value.optional(money)?,
            "most" => own.most = value.optional(money)?,
            "free_minutes" => own.free_minutes = small(value)?,
            "valid_from" => own.valid_from = value.text()?,
            "valid_to" => own.valid_to = value.text()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn fees(from: &mut Reader<'_>) -> Read<FeeTexts> {
    let mut own = FeeTexts::default();
    from.record(&[], &mut |name, value| {
        match name {
            "energy" => own.energy = value.text()?,
            "service" => own.service = value.text()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

pub(crate) fn tariff(from: &mut Reader<'_>) -> Read<Tariff> {
    let mut own = Tariff::new("", "");
    from.record(&["id", "currency", "periods"], &mut |name, value| {
        match name {
            "id" => own.id.0 = value.text()?,
            "currency" => own.currency = value.text()?,
            "applies" => own.applies = applies(value)?,
            "days" => match each(value, flag)?.try_into() {
                Ok(days) => own.days = days,
                Err(_) => return value.wrong("seven days"),
            },
            "valid_from" => own.valid_from = value.text()?,
            "valid_to" => own.valid_to = value.text()?,
            "periods" => own.periods = each(value, period)?,
            "start_fee" => own.start_fee = value.optional(money)?,
            "least" => own.least = value.optional(money)?,
            "most" => own.most = value.optional(money)?,
            "note" => own.note = value.text()?,
            "ext" => own.ext = ext(value)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn flag(from: &mut Reader<'_>) -> Read<bool> {
    from.flag()
}

fn applies(from: &mut Reader<'_>) -> Read<Applies> {
    let mut own = Applies::default();
    let power = |value: &mut Reader<'_>| Ok(value.optional(Reader::number)?.map(Kilowatts));
    from.record(&[], &mut |name, value| {
        match name {
            "current" => own.current = value.optional(|value| value.one_of(&Current::NAMES))?,
            "power_min" => own.power_min = power(value)?,
            "power_max" => own.power_max = power(value)?,
            "connectors" => own.connectors = value.texts()?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
}

fn period(from: &mut Reader<'_>) -> Read<TariffPeriod> {
    let mut own = TariffPeriod {
        from: 0,
        to: 0,
        energy: Money(0),
        service: Money(0),
        per_minute: Money(0),
    };
    from.record(&["from", "to", "energy"], &mut |name, value| {
        match name {
            "from" => own.from = small(value)?,
            "to" => own.to = small(value)?,
            "energy" => own.energy = money(value)?,
            "service" => own.service = money(value)?,
            "per_minute" => own.per_minute = money(value)?,
            _ => return value.skip(),
        }
        Ok(true)
    })?;
    Ok(own)
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
