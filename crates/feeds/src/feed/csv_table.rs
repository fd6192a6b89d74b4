//! The tables of stations and of tariffs as a feed.

use stations::{Datum, Origin};
use units::{Bd09, Gcj02};

use super::price::{Price, Priced, wishes_of};
use super::{Feed, FeedError, Reading};
use crate::{read_station_table, read_tariff_table};

pub(super) fn read(reading: &Reading<'_>, text: &str) -> Result<Feed, FeedError> {
    let header = text.lines().next().unwrap_or_default();
    let has = |column: &str| header.split(',').any(|found| found.trim() == column);
    if has("energy") && !has("cabinets") {
        let parsed = read_tariff_table(reading.name, text)?;
        let prices = parsed.value.into_iter();
        let prices = prices.map(|tariff| Price::new(Priced::Name(tariff.id.0.clone()), tariff));
        return Ok(Feed {
            prices: prices.collect(),
            findings: parsed.findings,
            ..Feed::default()
        });
    }
    let mut wishes = Vec::new();
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
        wishes.extend(wishes_of(station));
    }
    Ok(Feed {
        stations,
        wishes,
        findings: parsed.findings,
        ..Feed::default()
    })
}
