//! What charging costs at a station, by its own tariffs.

use planner::Departure;
use stations::{Money, Station, Tariff};

/// What a kilowatt-hour costs, with what is paid for the service apart from the electricity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// Electricity.
    pub energy: Money,
    /// Service.
    pub service: Money,
}

impl Price {
    /// Both together.
    pub fn total(self) -> Money {
        Money(self.energy.0 + self.service.0)
    }
}

/// What a kilowatt-hour costs at the cheapest of some connectors of a station, by their index, at a
/// local time; `None` when no tariff says so.
pub fn price_at(
    tariffs: &[Tariff],
    station: &Station,
    connectors: &[usize],
    at: Departure,
) -> Option<Price> {
    let date = at.date();
    let weekday = usize::try_from(at.weekday()).ok()?;
    let minute = u16::try_from(at.minute_of_day()).ok()?;
    let own = || {
        let named = station.tariffs.iter();
        named.filter_map(|id| tariffs.iter().find(|tariff| tariff.id == *id))
    };
    let all = station.connectors().enumerate();
    let wanted = all.filter(|(index, _)| connectors.contains(index));
    let prices = wanted.filter_map(|(_, (connector, power))| {
        let mut fitting = own().filter(|tariff| tariff.counts_for(connector, power));
        let period = fitting.find_map(|tariff| tariff.period_at(&date, weekday, minute))?;
        Some(Price {
            energy: period.energy,
            service: period.service,
        })
    });
    prices.min_by_key(|price| price.total())
}

#[cfg(test)]
mod tests {
    use container::Text;
    use stations::{Cabinet, Connector, ConnectorStandard, Evse, TariffPeriod};
    use units::{Kilowatts, LatLon};

    use super::*;

    #[test]
    fn the_cheapest_wanted_connector_counts_at_its_hour() {
        let connector = |id: &str, standard, power| Evse {
            connectors: vec![Connector::new(id, standard, Kilowatts(power))],
        };
        let tariff = |id: &str, from, to, energy| Tariff {
            periods: vec![TariffPeriod {
                from,
                to,
                energy: Money(energy),
                service: Money(3000),
                per_minute: Money(0),
            }],
            ..Tariff::new(id, "CNY")
        };
        let mut tariffs = [tariff("dc", 600, 900, 4000), tariff("ac", 0, 1440, 2000)];
        tariffs[1].applies.power_max = Some(Kilowatts(20.0));
        tariffs[0].applies.power_min = Some(Kilowatts(20.0));
        let station = Station {
            tariffs: vec![tariffs[0].id.clone(), tariffs[1].id.clone()],
            cabinets: vec![Cabinet {
                power: Kilowatts(120.0),
                evses: vec![
                    connector("1", ConnectorStandard::GbtDc, 120.0),
                    connector("2", ConnectorStandard::GbtAc, 7.0),
                ],
                ..Cabinet::default()
            }],
            ..Station::new("s", Text::default(), LatLon::new(38.4, 112.7).unwrap())
        };
        let at = |connectors: &[usize], time: &str| {
            let at = format!("2026-11-26T{time}").parse().unwrap();
            price_at(&tariffs, &station, connectors, at).map(|price| price.total().0)
        };
        assert_eq!(at(&[0], "10:00"), Some(7000));
        assert_eq!(at(&[0], "15:00"), None);
        assert_eq!(at(&[0, 1], "10:00"), Some(5000));
        assert_eq!(at(&[], "10:00"), None);
    }
}
