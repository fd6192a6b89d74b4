//! `stations.csv`: stations as a table that people can edit. The columns are explained in
//! `data/README.md`.

use std::collections::BTreeSet;

use container::{Finding, Parsed, Text};
use stations::{Station, Swap};
use units::LatLon;

use crate::opening::{opening, written};
use crate::piles::{read_piles, write_piles};
use crate::room::Room;
use crate::site_columns;
use crate::table::{Row, TableError, read_rows_with};

pub(crate) const COLUMNS: [&str; 17] = [
    "id",
    "zh",
    "en",
    "lat",
    "lon",
    "county",
    "access",
    "place",
    "lifecycle",
    "operator_zh",
    "operator_en",
    "opening",
    "cabinets",
    "swap_slots",
    "swap_zh",
    "swap_en",
    "demo",
];

/// Reads a station table. A bad row is left out with a finding; the others stay.
pub fn read_station_table(file: &str, text: &str) -> Result<Parsed<Vec<Station>>, TableError> {
    let (mut findings, mut seen) = (Vec::new(), BTreeSet::new());
    let mut room = Room::of(text.len());
    let columns = (&COLUMNS[..], &site_columns::COLUMNS[..]);
    let value = read_rows_with(file, text, columns, &mut findings, |row| {
        let station = read_station(row)?;
        if station.cabinets.is_empty() && station.swap.is_none() {
            return Err(row.finding("cabinets", "expected cabinets or a battery swap"));
        }
        if !seen.insert(station.id.clone()) {
            Err(row.finding("id", "expected an id used once"))
        } else if !room.take(&station) {
            Err(row.finding("cabinets", "expected fewer in a file of this size"))
        } else {
            Ok(station)
        }
    })?;
    Ok(Parsed { value, findings })
}

/// Reads one row. It may have neither cabinets nor a battery swap.
pub(crate) fn read_station(row: &Row<'_>) -> Result<Station, Finding> {
    let id = row.text("id");
    if id.is_empty() {
        return Err(row.finding("id", "expected an id"));
    }
    let (lat, lon) = (
        row.number("lat", -90.0, 90.0)?,
        row.number("lon", -180.0, 180.0)?,
    );
    let position = LatLon::new(lat, lon).map_err(|error| row.finding("lat", &error.to_string()))?;
    let cabinets =
        read_piles(row.text("cabinets")).map_err(|expected| row.finding("cabinets", &expected))?;
    let swap = read_swap(row)?;
    let (details, tariffs) = site_columns::read(row)?;
    Ok(Station {
        county: row.text("county").to_owned(),
        access: row.word("access")?,
        place: row.word("place")?,
        lifecycle: row.word("lifecycle")?,
        operator: Text::new(row.text("operator_zh"), row.text("operator_en")),
        opening: opening(row.text("opening")),
        cabinets,
        swap,
        tariffs,
        details,
        demo: row.flag("demo")?,
        ..Station::new(id, Text::new(row.text("zh"), row.text("en")), position)
    })
}

fn read_swap(row: &Row<'_>) -> Result<Option<Swap>, Finding> {
    let vehicles = Text::new(row.text("swap_zh"), row.text("swap_en"));
    let slots = match row.text("swap_slots") {
        "" => None,
        _ => Some(row.value("swap_slots", "expected a whole number")?),
    };
    let is_offered = slots.is_some() || vehicles != Text::default();
    Ok(is_offered.then_some(Swap { slots, vehicles }))
}

/// Writes a station table. Stations whose cabinets the table cannot express are findings. The
/// columns that may be missing are there when a station has anything in them.
pub fn write_station_table(stations: &[Station]) -> Result<Parsed<String>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut findings = Vec::new();
    let more = |station: &Station| site_columns::write(station);
    let has_more = stations
        .iter()
        .any(|station| more(station).iter().any(|text| !text.is_empty()));
    let columns = COLUMNS.into_iter();
    let columns = columns.chain(site_columns::COLUMNS.into_iter().filter(|_| has_more));
    writer.write_record(columns)?;
    for station in stations {
        let Some(cabinets) = write_piles(&station.cabinets) else {
            let problem = "expected cabinets with one kind of plug; the station is left out";
            findings.push(Finding::new(
                &station.id.0,
                "cabinets",
                problem,
                "mixed plugs",
            ));
            continue;
        };
        let swap = station.swap.clone();
        let slots = swap.as_ref().and_then(|swap| swap.slots);
        let swap_text = swap.map(|swap| swap.vehicles).unwrap_or_default();
        let own = [
            station.id.0.clone(),
            station.name.zh.clone(),
            station.name.en.clone(),
            station.position.lat().to_string(),
            station.position.lon().to_string(),
            station.county.clone(),
            word(&station.access),
            word(&station.place),
            word(&station.lifecycle),
            station.operator.zh.clone(),
            station.operator.en.clone(),
            written(&station.opening).to_owned(),
            cabinets,
            slots.map(|slots| slots.to_string()).unwrap_or_default(),
            swap_text.zh,
            swap_text.en,
            u8::from(station.demo).to_string(),
        ];
        let more = more(station).into_iter().filter(|_| has_more);
        writer.write_record(own.into_iter().chain(more))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    let value = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Parsed { value, findings })
}

/// The word that serde writes for a value.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "id,zh,en,lat,lon,county,access,place,lifecycle,operator_zh,operator_en,\
                          opening,cabinets,swap_slots,swap_zh,swap_en,demo\n";
    const GOOD: &str =
        "a,甲,A,38.4,112.7,140902,public,town,open,演示,Demo,24/7,3*dc120/2 1*ac7,,,,1\n";

    fn check(row: &str, field: &str) {
        let text = format!("{HEADER}{row}{GOOD}");
        let parsed = read_station_table("stations.csv", &text).unwrap();
        assert_eq!(parsed.value.len(), 1, "{row}");
        assert_eq!(parsed.findings[0].subject, "stations.csv line 2");
        assert_eq!(parsed.findings[0].field, field, "{row}");
    }

    #[test]
    fn one_bad_station_costs_only_itself() {
        check(
            "b,乙,B,98.4,112.7,140902,public,town,open,,,24/7,1*dc60,,,,1\n",
            "lat",
        );
        check(
            "b,乙,B,x,112.7,140902,public,town,open,,,24/7,1*dc60,,,,1\n",
            "lat",
        );
        check(
            "b,乙,B,38.4,112.7,140902,everyone,town,open,,,24/7,1*dc60,,,,1\n",
            "access",
        );
        check(
            "b,乙,B,38.4,112.7,140902,public,town,open,,,24/7,60kW,,,,1\n",
            "cabinets",
        );
        check(
            "b,乙,B,38.4,112.7,140902,public,town,open,,,24/7,,,,,1\n",
            "cabinets",
        );
        check("b,乙,B,38.4\n", "*");
    }

    #[test]
    fn a_small_file_cannot_ask_for_a_sea_of_connectors() {
        let row = |id| format!("{id},甲,A,38.4,112.7,,public,town,open,,,24/7,500*dc60/2,,,,0\n");
        let rows: String = (0..100).map(row).collect();
        let parsed = read_station_table("s.csv", &format!("{HEADER}{rows}")).unwrap();
        assert!(
            (4..20).contains(&parsed.value.len()),
            "{}",
            parsed.value.len()
        );
        assert_eq!(parsed.findings.len() + parsed.value.len(), 100);
    }

    #[test]
    fn an_id_used_twice_is_a_finding() {
        let text = format!("{HEADER}{GOOD}{GOOD}");
        let parsed = read_station_table("stations.csv", &text).unwrap();
        assert_eq!((parsed.value.len(), parsed.findings.len()), (1, 1));
    }

    #[test]
    fn a_table_survives_reading_and_writing() {
        let text = format!(
            "{HEADER}{GOOD}s,换,Swap,38.5,112.8,140902,public,roadside,open,演,D,24/7,,14,蔚来,NIO,0\n"
        );
        let parsed = read_station_table("stations.csv", &text).unwrap();
        assert_eq!(parsed.findings, []);
        assert_eq!(write_station_table(&parsed.value).unwrap().value, text);
    }

    #[test]
    fn what_one_reads_about_a_station_survives_too() {
        let header = HEADER.replace(
            "demo\n",
            "demo,tariffs,phone,address,guide,vehicles,height_cm,bays,payment,parking,parking_text,\
             parking_reductions,overstay,amenities,photos\n",
        );
        let row = GOOD.replace(
            ",1\n",
            ",1,day night,0350-1,东街1号,B1 层,乘用车,210,4,扫码,free_at_first,前2小时免费,plate,\
             0.50/30/20.00,toilet shop,photos/a.jpg\n",
        );
        let text = format!("{header}{row}");
        let parsed = read_station_table("stations.csv", &text).unwrap();
        assert_eq!(parsed.findings, []);
        assert_eq!(parsed.value[0].details.height_max_cm, Some(210));
        assert_eq!(parsed.value[0].tariffs.len(), 2);
        assert_eq!(write_station_table(&parsed.value).unwrap().value, text);
        for (good, bad, field) in [
            ("210", "2.1 m", "height_cm"),
            ("free_at_first", "cheap", "parking"),
            ("0.50/30/20.00", "30 min", "overstay"),
            ("toilet shop", "casino", "amenities"),
        ] {
            let text = format!("{header}{}", row.replace(good, bad));
            let parsed = read_station_table("stations.csv", &text).unwrap();
            assert_eq!(parsed.findings[0].field, field, "{bad}");
        }
    }

    #[test]
    fn a_missing_column_is_an_error_with_its_name() {
        let error = read_station_table("s.csv", "id,zh\n")
            .unwrap_err()
            .to_string();
        assert!(error.contains("no column \"en\""), "{error}");
    }
}
