//! The short form of what stands at a station: `3*dc120/2 1*ac7`.
//!
//! `COUNT*KIND KW/GUNS` without the space: three cabinets of 120 kW direct current with two guns
//! each, one of 7 kW alternating current with one gun. Kinds: `dc`, `ac`, `chaoji`, `domestic`.

use std::fmt::Write;

use stations::{Cabinet, Connector, ConnectorStandard, Evse};
use units::Kilowatts;

use crate::room::SITE_MAX;

const KINDS: [(&str, ConnectorStandard); 4] = [
    ("dc", ConnectorStandard::GbtDc),
    ("ac", ConnectorStandard::GbtAc),
    ("chaoji", ConnectorStandard::Chaoji),
    ("domestic", ConnectorStandard::Domestic),
];
/// Most cabinets in one group, and guns on one cabinet.
const COUNT_MAX: u16 = 500;

/// Reads the short form; the error says what was expected where.
pub fn read_piles(text: &str) -> Result<Vec<Cabinet>, String> {
    let mut cabinets = Vec::new();
    let mut guns_so_far = 0_u32;
    for group in text.split_whitespace() {
        let (count, kind, power, guns) = read_group(group)
            .ok_or_else(|| format!("expected groups like 3*dc120/2, not {group:?}"))?;
        let guns_all = guns_so_far + u32::from(count) * u32::from(guns);
        if guns_all as usize > SITE_MAX {
            let expected = format!("expected {SITE_MAX} guns at most");
            return Err(format!("{expected}, not {guns_all} with {group:?}"));
        }
        for _ in 0..count {
            let evses = (0..guns).map(|_| {
                guns_so_far += 1;
                Evse {
                    connectors: vec![Connector::new(guns_so_far.to_string(), kind, power)],
                }
            });
            let evses = evses.collect();
            cabinets.push(Cabinet {
                power,
                evses,
                ..Cabinet::default()
            });
        }
    }
    Ok(cabinets)
}

fn read_group(group: &str) -> Option<(u16, ConnectorStandard, Kilowatts, u16)> {
    let (count, rest) = group.split_once('*')?;
    let (rest, guns) = rest.split_once('/').unwrap_or((rest, "1"));
    let (kind, power) = KINDS
        .iter()
        .find_map(|(word, kind)| rest.strip_prefix(word).map(|power| (*kind, power)))?;
    let power: f64 = power.parse().ok()?;
    let (count, guns): (u16, u16) = (count.parse().ok()?, guns.parse().ok()?);
    let is_possible = (1..=COUNT_MAX).contains(&count)
        && (1..=COUNT_MAX).contains(&guns)
        && power > 0.0
        && power < 10_000.0;
    is_possible.then_some((count, kind, Kilowatts(power), guns))
}

/// Writes the short form. Cabinets with mixed plugs are beyond it and give `None`.
pub fn write_piles(cabinets: &[Cabinet]) -> Option<String> {
    let mut text = String::new();
    let mut rest = cabinets;
    while let Some(first) = rest.first() {
        let shape = shape(first)?;
        let same = rest
            .iter()
            .take_while(|next| self::shape(next) == Some(shape))
            .count();
        let (kind, power, guns) = shape;
        let word = KINDS.iter().find(|(_, known)| *known == kind)?.0;
        let separator = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{separator}{same}*{word}{power}");
        if guns > 1 {
            let _ = write!(text, "/{guns}");
        }
        rest = &rest[same..];
    }
    Some(text)
}

fn shape(cabinet: &Cabinet) -> Option<(ConnectorStandard, f64, usize)> {
    let first = cabinet.evses.first()?.connectors.first()?;
    let is_alike = cabinet.evses.iter().all(|evse| {
        evse.connectors.len() == 1
            && evse.connectors[0].standard == first.standard
            && (evse.connectors[0].power.0 - cabinet.power.0).abs() < 1e-9
    });
    is_alike.then_some((first.standard, cabinet.power.0, cabinet.evses.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_form_survives_reading_and_writing() {
        for text in ["3*dc120/2 1*ac7", "1*chaoji600", "2*domestic2.5", ""] {
            assert_eq!(write_piles(&read_piles(text).unwrap()).unwrap(), text);
        }
        let cabinets = read_piles("3*dc120/2 1*ac7").unwrap();
        let guns: Vec<_> = cabinets.iter().flat_map(|cabinet| &cabinet.evses).collect();
        assert_eq!((cabinets.len(), guns.len()), (4, 7));
        assert_eq!(guns[6].connectors[0].id, stations::ConnectorId("7".into()));
    }

    #[test]
    fn what_is_no_group_is_refused() {
        for text in [
            "dc120",
            "3*dc",
            "3*xy7",
            "0*dc7",
            "3*dc-7",
            "3*dc120/0",
            "99999*dc7",
            "500*dc7/3",
        ] {
            let message = read_piles(text).unwrap_err();
            assert!(message.contains(text), "{message}");
        }
    }
}
