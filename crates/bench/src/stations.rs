//! Invented stations: near towns, along expressways, and anywhere.

use anyhow::Result;
use container::Text;
use stations::{Access, Cabinet, Connector, ConnectorStandard, Evse, Lifecycle, Place, Station};
use units::Kilowatts;

use crate::province::{Province, Spot};

/// Powers in kW and their shares.
const POWERS: [(f64, f64); 4] = [(0.35, 40.0), (0.75, 60.0), (0.93, 120.0), (1.0, 250.0)];

pub(crate) fn invent(
    province: &Province,
    count: usize,
    random: &mut fastrand::Rng,
) -> Result<Vec<Station>> {
    let fast: Vec<usize> = province
        .links
        .iter()
        .zip(&province.class)
        .filter(|(_, class)| **class == 2)
        .map(|(link, _)| link.0)
        .collect();
    (0..count)
        .map(|index| {
            let spots = &province.spots;
            let place = random.f64();
            let spot = if place < 0.35 && !fast.is_empty() {
                spots[fast[random.usize(..fast.len())]]
            } else if place < 0.85 {
                let town = spots[province.towns[random.usize(..province.towns.len())]];
                let off = |random: &mut fastrand::Rng| (random.f64() - 0.5) * 3.0;
                Spot {
                    x: town.x + off(random),
                    y: town.y + off(random),
                }
            } else {
                spots[random.usize(..spots.len())]
            };
            let dice = random.f64();
            let power = POWERS.iter().find(|(share, _)| dice <= *share);
            let power = Kilowatts(power.map_or(40.0, |power| power.1));
            let id = format!("bench-{index}");
            let name = Text::new(format!("测试站 {index}"), format!("Bench station {index}"));
            let connector = Connector::new("1", ConnectorStandard::GbtDc, power);
            Ok(Station {
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
                ..Station::new(id.as_str(), name, spot.position()?)
            })
        })
        .collect()
}
