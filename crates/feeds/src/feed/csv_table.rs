//! The table of stations as a feed.

use stations::{Datum, Origin};
use units::{Bd09, Gcj02};

use super::{Feed, FeedError, Reading};
use crate::read_station_table;

pub(super) fn read(reading: &Reading<'_>, text: &str) -> Result<Feed, FeedError> {
    let parsed = read_station_table(reading.name, text)?;
    let mut stations = parsed.value;
    for station in &mut stations {
        let (lat, lon) = (station.position.lat(), station.position.lon());
        let moved = match reading.datum {
            Datum::Wgs84 => None,
            Datum::Gcj02 => Gcj02 { lat, lon }.to_wgs84(),
            Datum::Bd09 => Bd09 { lat, lon }.to_wgs84(),
        };
        station.position = moved.unwrap_or(station.position);
        station.origins = vec![Origin {
            source: reading.kind.word().to_owned(),
            id: station.id.0.clone(),
            lat,
            lon,
            datum: reading.datum,
        }];
    }
    Ok(Feed {
        stations,
        findings: parsed.findings,
        ..Feed::default()
    })
}
