//! Tariffs.

use json::Reader;
use units::Kilowatts;

use super::super::small;
use super::{Read, each, ext, money};
use crate::{Applies, Current, Money, Tariff, TariffPeriod};

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
