//! Invented stations: near towns, along expressways, and anywhere.

use anyhow::Result;
use container::Text;
use stations::{Access, Cabinet, Connector, ConnectorStandard, Evse, Lifecycle, Place, Station};
use units::{Kilowatts, LatLon};

use crate::province::{Province, Spot};

/// Powers in kW and their shares.
const POWERS: [(f64, f64); 4] = [(0.35, 40.0), (0.75, 60.0), (0.93, 120.0), (1.0, 250.0)];

/// Where to put stations of a province.
pub(crate) fn places(
    province: &Province,
    count: usize,
    random: &mut fastrand::Rng,
) -> Result<Vec<LatLon>> {
    let fast: Vec<usize> = province
        .links
        .iter()
        .zip(&province.class)
        .filter(|(_, class)| **class == 2)
        .map(|(link, _)| link.0)
        .collect();
    let spots = &province.spots;
    let place = |_| {
        let dice = random.f64();
        let spot = if dice < 0.35 && !fast.is_empty() {
            spots[fast[random.usize(..fast.len())]]
        } else if dice < 0.85 {
            let town = spots[province.towns[random.usize(..province.towns.len())]];
            let mut off = || (random.f64() - 0.5) * 3.0;
            Spot {
                x: town.x + off(),
                y: town.y + off(),
            }
        } else {
            spots[random.usize(..spots.len())]
        };
        spot.position()
    };
    (0..count).map(place).collect()
}

/// Stations at these places, with powers by chance.
pub(crate) fn at(places: &[LatLon], random: &mut fastrand::Rng) -> Vec<Station> {
    let station = |(index, position): (usize, &LatLon)| {
        let dice = random.f64();
        let power = POWERS.iter().find(|(share, _)| dice <= *share);
        let power = Kilowatts(power.map_or(40.0, |power| power.1));
        let id = format!("bench-{index}");
        let name = Text::new(format!("测试站 {index}"), format!("Bench station {index}"));
        let connector = Connector::new("1", ConnectorStandard::GbtDc, power);
        Station {
            access: Access::Public,
            place: Place::Roadside,
            lifecycle: Lifecycle::Open,
            cabinets: vec![Cabinet {
                power,
                evses: vec![Evse {
                    connectors: vec![connector],
                }],
                ..Cabinet::default()
            }],
            demo: true,
            ..Station::new(id.as_str(), name, *position)
        }
    };
    places.iter().enumerate().map(station).collect()
}
