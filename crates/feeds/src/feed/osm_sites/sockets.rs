//! `socket:*`: what stands there.

use stations::{Cabinet, ConnectorStandard, Evse};

use crate::feed::plug::connector;
use crate::feed::record::Record;
use crate::room::SITE_MAX;

/// More sockets of one kind than any site has.
const SOCKETS_MAX: u16 = 500;

/// `socket:*`. The keys for GB/T are tentative (`reference/domain.md` 2.7): several spellings.
const SOCKETS: [(&str, ConnectorStandard, Option<bool>); 24] = [
    ("gb_dc", ConnectorStandard::GbtDc, Some(true)),
    ("gbt_dc", ConnectorStandard::GbtDc, Some(true)),
    ("gb_ac", ConnectorStandard::GbtAc, None),
    ("gbt_ac", ConnectorStandard::GbtAc, None),
    ("chaoji", ConnectorStandard::Chaoji, Some(true)),
    ("chademo", ConnectorStandard::Chademo, Some(true)),
    ("type1", ConnectorStandard::Type1, None),
    ("type1_cable", ConnectorStandard::Type1, Some(true)),
    ("type1_combo", ConnectorStandard::Ccs1, Some(true)),
    ("type2", ConnectorStandard::Type2, Some(false)),
    ("type2_cable", ConnectorStandard::Type2, Some(true)),
    ("type2_combo", ConnectorStandard::Ccs2, Some(true)),
    ("tesla_supercharger", ConnectorStandard::Nacs, Some(true)),
    (
        "tesla_supercharger_ccs",
        ConnectorStandard::Ccs2,
        Some(true),
    ),
    ("tesla_destination", ConnectorStandard::Nacs, Some(true)),
    ("tesla_standard", ConnectorStandard::Nacs, Some(true)),
    ("nacs", ConnectorStandard::Nacs, Some(true)),
    ("schuko", ConnectorStandard::Domestic, Some(false)),
    ("typee", ConnectorStandard::Domestic, Some(false)),
    ("bs1363", ConnectorStandard::Domestic, Some(false)),
    ("nema_5_15", ConnectorStandard::Domestic, Some(false)),
    ("nema_5_20", ConnectorStandard::Domestic, Some(false)),
    ("as3112", ConnectorStandard::Domestic, Some(false)),
    ("sev1011_t13", ConnectorStandard::Domestic, Some(false)),
];

/// One cabinet for each socket.
pub(super) fn read(record: &mut Record) -> Vec<Cabinet> {
    let mut cabinets = Vec::new();
    for (key, standard, has_cable) in SOCKETS {
        let name = format!("socket:{key}");
        let count = record.read(&[&name], "a number of sockets", |value| {
            match value.as_str()?.trim() {
                "no" => Some(0),
                "yes" => Some(1),
                number => number
                    .parse()
                    .ok()
                    .filter(|count: &u16| *count <= SOCKETS_MAX),
            }
        });
        let Some(count) = count.filter(|count| *count > 0) else {
            continue;
        };
        if cabinets.len() + usize::from(count) > SITE_MAX {
            let problem = format!("expected {SITE_MAX} sockets at most; they are left out");
            record.complain(&name, &problem, count.to_string());
            continue;
        }
        let stated = power(record, &name);
        for number in 1..=count {
            let mut found = connector(format!("{key}-{number}"), standard, stated);
            found.details.has_cable = has_cable;
            let power = found.power;
            if stated.is_none() && number == 1 {
                let problem = format!("expected a power; {} kW are assumed", power.0);
                record.complain(&format!("{name}:output"), &problem, "nothing");
            }
            let evse = Evse {
                connectors: vec![found],
            };
            cabinets.push(Cabinet {
                power,
                evses: vec![evse],
                ..Cabinet::default()
            });
        }
    }
    for (name, found) in record.unread("socket:") {
        // `socket:KIND:output` and others belong to a socket of which this is the count.
        if name.matches(':').count() == 1 {
            record.complain(&name, "expected a known plug; it is kept beside", found);
        }
    }
    cabinets
}

/// `socket:*:output`, or voltage by current.
fn power(record: &mut Record, name: &str) -> Option<f64> {
    let output = record.read(&[&format!("{name}:output")], "kilowatts", |value| {
        kilowatts(value.as_str()?)
    });
    let number = |record: &mut Record, what: &str| record.number(&[&format!("{name}:{what}")]);
    let (volts, amperes) = (number(record, "voltage"), number(record, "current"));
    let product = volts
        .zip(amperes)
        .map(|(volts, amperes)| volts * amperes / 1000.0);
    output
        .or(product)
        .filter(|power| *power > 0.0 && *power <= 4000.0)
}

/// `120 kW`, `22kW`, `11000 W`, `50`; of several the least, which all of them can give.
fn kilowatts(text: &str) -> Option<f64> {
    let each = text.split([';', '/']).map(|part| {
        let part = part.trim().to_lowercase();
        let (number, scale) = if let Some(number) = part.strip_suffix("kw") {
            (number, 1.0)
        } else if let Some(number) = part.strip_suffix('w') {
            (number, 0.001)
        } else {
            (part.as_str(), 1.0)
        };
        let number: f64 = number.trim().replace(',', ".").parse().ok()?;
        Some(number * scale)
    });
    let each: Option<Vec<f64>> = each.collect();
    each?
        .into_iter()
        .min_by(f64::total_cmp)
        .filter(|power| power.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_in_all_their_spellings() {
        for (text, wanted) in [
            ("120 kW", Some(120.0)),
            ("22kW", Some(22.0)),
            ("11000 W", Some(11.0)),
            ("50", Some(50.0)),
            ("22 kW;11 kW", Some(11.0)),
            ("3,7 kW", Some(3.7)),
            ("fast", None),
        ] {
            assert_eq!(kilowatts(text), wanted, "{text}");
        }
    }
}
