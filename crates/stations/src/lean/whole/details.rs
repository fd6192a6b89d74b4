//! What a station has beyond what a plan needs.

use json::Reader;
use units::LatLon;

use super::super::small;
use super::{Read, each, ext, long, money, position};
use crate::{Details, Entrance, FeeTexts, Money, Overstay, Parking, ParkingKind, ParkingReduction};

pub(super) fn details(from: &mut Reader<'_>) -> Read<Details> {
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
