//! `service_areas.csv`: one row for each side of a service area. The columns are explained in
//! `data/README.md`.

use std::collections::BTreeSet;

use container::{Finding, Parsed, Text};
use guide::ServiceArea;
use units::{LatLon, Meters};

use crate::table::{Row, TableError, read_rows};

const COLUMNS: [&str; 13] = [
    "id",
    "zh",
    "en",
    "road",
    "km",
    "toward_zh",
    "toward_en",
    "lat",
    "lon",
    "stations",
    "amenities",
    "grade",
    "source",
];

/// Reads the table. A bad row is left out with a finding.
pub fn read_service_area_table(
    file: &str,
    text: &str,
) -> Result<Parsed<Vec<ServiceArea>>, TableError> {
    let (mut findings, mut seen) = (Vec::new(), BTreeSet::new());
    let value = read_rows(file, text, &COLUMNS, &mut findings, |row| {
        let area = read_area(row)?;
        if seen.insert(area.id.clone()) {
            Ok(area)
        } else {
            Err(row.finding("id", "expected an id used once"))
        }
    })?;
    Ok(Parsed { value, findings })
}

fn read_area(row: &Row<'_>) -> Result<ServiceArea, Finding> {
    for column in ["id", "zh", "road", "source"] {
        if row.text(column).is_empty() {
            return Err(row.finding(column, "expected a text"));
        }
    }
    let (lat, lon) = (
        row.number("lat", -90.0, 90.0)?,
        row.number("lon", -180.0, 180.0)?,
    );
    let post = match row.text("km") {
        "" | "unknown" => None,
        _ => Some(Meters((row.number("km", 0.0, 20_000.0)? * 1000.0).round())),
    };
    Ok(ServiceArea {
        id: row.text("id").to_owned(),
        name: Text::new(row.text("zh"), row.text("en")),
        road: row.text("road").to_owned(),
        post,
        toward: Text::new(row.text("toward_zh"), row.text("toward_en")),
        position: LatLon::new(lat, lon).map_err(|error| row.finding("lat", &error.to_string()))?,
        stations: row
            .text("stations")
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        amenities: row.words("amenities", "expected words such as toilet shop food")?,
        grade: row.word("grade")?,
        source: row.text("source").to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "id,zh,en,road,km,toward_zh,toward_en,lat,lon,stations,amenities,grade,source\n";

    fn fields(row: &str) -> (usize, Vec<String>) {
        let parsed = read_service_area_table("s.csv", &format!("{HEADER}{row}")).unwrap();
        let fields = parsed.findings.into_iter().map(|finding| finding.field);
        (parsed.value.len(), fields.collect())
    }

    #[test]
    fn each_side_is_a_row_and_bad_rows_name_their_field() {
        let good = "a-n,甲服务区,A,G55,unknown,往大同,to Datong,38.7,112.7,s1 s2,toilet shop,published,x\n";
        assert_eq!(fields(good), (1, vec![]));
        for (row, field) in [
            (good.replace("a-n", ""), "id"),
            (good.replace("38.7", "98.7"), "lat"),
            (good.replace("unknown", "far"), "km"),
            (good.replace("toilet", "casino"), "amenities"),
            (good.replace("published", "sure"), "grade"),
        ] {
            assert_eq!(fields(&row), (0, vec![field.to_owned()]), "{row}");
        }
        assert_eq!(fields(&format!("{good}{good}")).1, ["id"]);
    }
}
