//! Files of stations for simulated operators: invented ones, or others made theirs.

use anyhow::{Context, Result};
use container::{About, Text};
use stations::{
    Cabinet, Connector, ConnectorStandard, Content, Datum, Evse, Lifecycle, Origin, Station,
    read_snapshot, write_snapshot,
};
use units::{Gcj02, Kilowatts, LatLon};

/// Connectors of one cabinet.
const OF_CABINET: usize = 2;
/// Where the city is: its corner, and the degrees between two stations.
const CORNER: (f64, f64) = (38.0, 112.0);
const STEP: f64 = 0.004;

/// So many stations of `source` with so many connectors together, on a square of streets. Every
/// fourth connector is a slow one.
pub fn invent(stations: usize, connectors: usize, source: &str) -> Vec<Station> {
    let side = stations.isqrt() + 1;
    let of = |number: usize| connectors * number / stations.max(1);
    let invented = (0..stations).map(|number| {
        let place = |corner: f64, steps: usize| {
            corner + f64::from(u32::try_from(steps).unwrap_or(0)) * STEP
        };
        let (lat, lon) = (
            place(CORNER.0, number / side),
            place(CORNER.1, number % side),
        );
        let id = format!("S{number:05}");
        let numbers: Vec<usize> = (of(number)..of(number + 1)).collect();
        let cabinets = numbers.chunks(OF_CABINET).enumerate();
        let cabinets = cabinets.map(|(index, some)| cabinet(&id, index, some));
        let name = Text::new(
            format!("模拟站{number}"),
            format!("Simulated station {number}"),
        );
        let position = LatLon::clamped(lat, lon);
        Station {
            county: "140902".to_owned(),
            lifecycle: Lifecycle::Open,
            operator: Text::new("模拟运营商", "Simulated operator"),
            cabinets: cabinets.collect(),
            demo: true,
            ..adopt(Station::new(id, name, position), source)
        }
    });
    invented.collect()
}

fn cabinet(station: &str, index: usize, numbers: &[usize]) -> Cabinet {
    let evses = numbers.iter().map(|number| {
        let (standard, power) = match number % 4 {
            0 => (ConnectorStandard::GbtAc, 7.0),
            _ => (ConnectorStandard::GbtDc, 120.0),
        };
        let id = format!("{station}-{number:06}");
        Evse {
            connectors: vec![Connector::new(id, standard, Kilowatts(power))],
        }
    });
    Cabinet {
        id: format!("{station}-E{index}"),
        power: Kilowatts(120.0),
        evses: evses.collect(),
        ..Cabinet::default()
    }
}

/// The station as one of `source` alone.
fn adopt(station: Station, source: &str) -> Station {
    let place = Gcj02::from(station.position);
    let origin = Origin {
        source: source.to_owned(),
        id: station.id.0.clone(),
        lat: place.lat,
        lon: place.lon,
        datum: Datum::Gcj02,
    };
    Station {
        origins: vec![origin],
        ..station
    }
}

/// The file of these stations.
pub fn write(stations: Vec<Station>) -> Result<Vec<u8>> {
    let about = About {
        id: "simulated".to_owned(),
        title: Text::new("模拟城市", "Simulated city"),
        edition: "1".to_owned(),
        demo: true,
        schematic: false,
        licence: "CC0-1.0".to_owned(),
        attribution: "yilu-operator".to_owned(),
        sources: Vec::new(),
        bounds: None,
    };
    let content = Content {
        stations,
        ..Content::default()
    };
    write_snapshot(&about, &content).context("write stations")
}

/// A file of stations, such as the demo's, with all of them made stations of `source` whose
/// connectors have ids that no other has.
pub fn adopted(bytes: &[u8], source: &str) -> Result<Vec<Station>> {
    let mut stations = read_snapshot(bytes)
        .context("read stations")?
        .value
        .stations;
    for station in &mut stations {
        let evses = station.cabinets.iter_mut().flat_map(|one| &mut one.evses);
        for (number, connector) in evses.flat_map(|evse| &mut evse.connectors).enumerate() {
            connector.id.0 = format!("{}-{number}", station.id);
        }
        *station = adopt(station.clone(), source);
        station.tariffs.clear();
    }
    Ok(stations)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_city_has_the_stations_and_connectors_that_were_asked_for() {
        let stations = invent(7, 40, "op");
        let bytes = write(stations.clone()).unwrap();
        let read = read_snapshot(&bytes).unwrap().value.stations;
        assert_eq!((read.len(), &read), (7, &stations));
        let adopted = adopted(&bytes, "other").unwrap();
        for (stations, source) in [(&stations, "op"), (&adopted, "other")] {
            let ids = stations.iter().flat_map(Station::connectors);
            let ids: BTreeSet<&str> = ids.map(|(connector, _)| &connector.id.0[..]).collect();
            assert_eq!(ids.len(), 40);
            assert!(stations.iter().all(|one| one.origins[0].source == source));
        }
    }
}
