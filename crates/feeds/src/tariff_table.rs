//! `tariffs.csv`: what charging costs by the time of day, a row for each period. The columns are
//! explained in `data/README.md`.

use std::collections::BTreeMap;

use container::{Finding, Parsed};
use stations::{Applies, Current, Money, Tariff, TariffId, TariffPeriod};

use crate::station_table::word;
use crate::table::{Row, TableError, read_rows_with};

const COLUMNS: [&str; 6] = ["id", "current", "from", "to", "energy", "service"];
const MORE: [&str; 4] = ["currency", "valid_from", "valid_to", "note"];
/// Minutes of a day.
const DAY: u16 = 1440;

/// Reads tariffs. A row that cannot be understood, or whose time is no longer free, is left out with
/// a finding; its prices are not known then.
pub fn read_tariff_table(file: &str, text: &str) -> Result<Parsed<Vec<Tariff>>, TableError> {
    let (mut findings, mut tariffs) = (Vec::new(), Vec::<Tariff>::new());
    let mut places = BTreeMap::new();
    read_rows_with(file, text, (&COLUMNS, &MORE), &mut findings, |row| {
        let (tariff, period) = read_row(row)?;
        let place = *places.entry(tariff.id.clone()).or_insert(tariffs.len());
        let Some(known) = tariffs.get_mut(place) else {
            tariffs.push(Tariff {
                periods: vec![period],
                ..tariff
            });
            return Ok(());
        };
        if known
            .periods
            .last()
            .is_some_and(|last| last.to > period.from)
        {
            return Err(row.finding("from", "expected periods in order and apart"));
        }
        known.periods.push(period);
        Ok(())
    })?;
    Ok(Parsed {
        value: tariffs,
        findings,
    })
}

fn read_row(row: &Row<'_>) -> Result<(Tariff, TariffPeriod), Finding> {
    let id = row.text("id");
    if id.is_empty() || id.contains(char::is_whitespace) {
        return Err(row.finding("id", "expected an id without spaces"));
    }
    let current: Option<Current> = match row.text("current") {
        "" => None,
        _ => Some(row.word("current")?),
    };
    let minute = |column: &str| {
        let found = minute_of_day(row.text(column));
        found.ok_or_else(|| row.finding(column, "expected a time such as 07:30, 24:00 at most"))
    };
    let money = |column: &str| {
        let units = row.number(column, 0.0, 1e6)?;
        Money::from_units(units).ok_or_else(|| row.finding(column, "expected a price"))
    };
    let period = TariffPeriod {
        from: minute("from")?,
        to: minute("to")?,
        energy: money("energy")?,
        service: money("service")?,
        per_minute: Money(0),
    };
    if period.from >= period.to {
        return Err(row.finding("to", "expected a time after the first"));
    }
    let currency = match row.text("currency") {
        "" => "CNY",
        currency if currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase()) => {
            currency
        }
        _ => return Err(row.finding("currency", "expected three capitals such as CNY")),
    };
    let tariff = Tariff {
        applies: Applies {
            current,
            ..Applies::default()
        },
        valid_from: row.text("valid_from").to_owned(),
        valid_to: row.text("valid_to").to_owned(),
        note: row.text("note").to_owned(),
        ..Tariff::new(id, currency)
    };
    Ok((tariff, period))
}

fn minute_of_day(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let minute = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && minute <= DAY).then_some(minute)
}

/// Writes tariffs. What the table has no column for is left out.
pub fn write_tariff_table(tariffs: &[Tariff]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.iter().chain(&MORE))?;
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    for tariff in tariffs {
        let Tariff {
            id: TariffId(id),
            currency,
            ..
        } = tariff;
        for period in &tariff.periods {
            writer.write_record([
                id.clone(),
                tariff
                    .applies
                    .current
                    .as_ref()
                    .map(word)
                    .unwrap_or_default(),
                time(period.from),
                time(period.to),
                period.energy.to_string(),
                period.service.to_string(),
                currency.clone(),
                tariff.valid_from.clone(),
                tariff.valid_to.clone(),
                tariff.note.clone(),
            ])?;
        }
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "id,current,from,to,energy,service,currency,valid_from,valid_to,note\n";
    const GOOD: &str = "day,dc,00:00,07:30,0.38,0.4001,CNY,2026-05-01,,演示\n\
                        day,dc,07:30,24:00,0.84,0.40,CNY,2026-05-01,,演示\n";

    #[test]
    fn a_table_survives_reading_and_writing() {
        let parsed = read_tariff_table("tariffs.csv", &format!("{HEADER}{GOOD}")).unwrap();
        assert_eq!((parsed.value.len(), parsed.findings.len()), (1, 0));
        assert_eq!(parsed.value[0].periods[1].from, 450);
        let text = write_tariff_table(&parsed.value).unwrap();
        assert_eq!(text, format!("{HEADER}{GOOD}"));
    }

    #[test]
    fn a_bad_row_costs_only_itself_and_names_its_field() {
        for (row, field) in [
            (",dc,00:00,01:00,1,1,,,,", "id"),
            ("a,tri,00:00,01:00,1,1,,,,", "current"),
            ("a,,0,01:00,1,1,,,,", "from"),
            ("a,,00:00,24:01,1,1,,,,", "to"),
            ("a,,02:00,01:00,1,1,,,,", "to"),
            ("a,,00:00,99999:00,1,1,,,,", "to"),
            ("a,,00:00,01:00,-1,1,,,,", "energy"),
            ("a,,00:00,01:00,1,x,,,,", "service"),
            ("a,,00:00,01:00,1,1,yuan,,,", "currency"),
            ("day,,23:00,24:00,1,1,,,,", "from"),
        ] {
            let text = format!("{HEADER}{GOOD}{row}\n");
            let parsed = read_tariff_table("tariffs.csv", &text).unwrap();
            assert_eq!(parsed.value.len(), 1, "{row}");
            assert_eq!(parsed.findings[0].field, field, "{row}");
        }
        assert!(read_tariff_table("tariffs.csv", "id,from\n").is_err());
    }
}
