//! Limits for trucks.
//!
//! Source: wiki.openstreetmap.org, "Key:maxweight", "Key:maxheight", "Key:hgv".

use roads::Limits;

use super::parts;
use crate::read::Tags;

const POUND: f64 = 0.000_453_592_37;
const SHORT_TON: f64 = 0.907_184_74;
const FOOT: f64 = 0.3048;
const INCH: f64 = 0.0254;

pub(super) fn limits(tags: Tags<'_>) -> Limits {
    let weight = ["maxweightrating:hgv", "maxweightrating", "maxweight"];
    let weight = weight.iter().find_map(|key| tons(tags.get(key)?));
    let length = |key| meters(tags.get(key)?).and_then(|meters| steps(meters * 100.0));
    let is_no = |value| parts(value).all(|part| matches!(part, "no" | "private" | "destination"));
    Limits {
        no_trucks: tags
            .get("hgv")
            .or_else(|| tags.get("goods"))
            .is_some_and(is_no),
        weight_100kg: weight.and_then(|tons| steps(tons * 10.0)),
        axle_100kg: tags
            .get("maxaxleload")
            .and_then(tons)
            .and_then(|tons| steps(tons * 10.0)),
        height_cm: length("maxheight:physical").or_else(|| length("maxheight")),
        width_cm: length("maxwidth:physical").or_else(|| length("maxwidth")),
        length_cm: length("maxlength"),
    }
}

/// The stricter of both in every respect.
pub(crate) fn stricter(one: Limits, other: Limits) -> Limits {
    let least = |a: Option<u16>, b: Option<u16>| match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    Limits {
        no_trucks: one.no_trucks || other.no_trucks,
        weight_100kg: least(one.weight_100kg, other.weight_100kg),
        axle_100kg: least(one.axle_100kg, other.axle_100kg),
        height_cm: least(one.height_cm, other.height_cm),
        width_cm: least(one.width_cm, other.width_cm),
        length_cm: least(one.length_cm, other.length_cm),
    }
}

fn steps(value: f64) -> Option<u16> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked by the range"
    )]
    let steps = value.round() as u16;
    (1.0..=60_000.0).contains(&value).then_some(steps)
}

/// A number and what follows it.
fn number(value: &str) -> Option<(f64, &str)> {
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (number, unit) = value.split_at(end.unwrap_or(value.len()));
    Some((number.parse().ok()?, unit.trim()))
}

/// A weight in metric tons, which is the unit when none is given.
fn tons(value: &str) -> Option<f64> {
    let (number, unit) = number(value.trim())?;
    let factor = match unit {
        "" | "t" | "tonnes" => 1.0,
        "kg" => 0.001,
        "lbs" | "lb" => POUND,
        "st" => SHORT_TON,
        _ => return None,
    };
    Some(number * factor)
}

/// A length in metres, which is the unit when none is given; also `13'6"`.
fn meters(value: &str) -> Option<f64> {
    let value = value.trim();
    if let Some((feet, inches)) = value.split_once('\'') {
        let feet: f64 = feet.trim().parse().ok()?;
        let inches = inches.trim().trim_end_matches('"');
        let inches: f64 = if inches.is_empty() {
            0.0
        } else {
            inches.parse().ok()?
        };
        return Some(feet * FOOT + inches * INCH);
    }
    let (number, unit) = number(value)?;
    let factor = match unit {
        "" | "m" => 1.0,
        "cm" => 0.01,
        "ft" => FOOT,
        _ => return None,
    };
    Some(number * factor)
}
