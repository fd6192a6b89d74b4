//! What charging costs at a station, by its own tariffs.

use planner::Departure;
use stations::{Money, Station, Tariff};
use units::{Kilowatts, Seconds, WattHours};

use super::Language;

/// Prices are told and compared in this currency only; tariffs in others are as if not known.
pub(super) const CURRENCY: &str = "CNY";

/// An amount with its unit: `12.40 元`, `12.40 CNY`.
pub fn yuan(amount: Money, language: Language) -> String {
    let amount = json::fixed(amount.units(), 2);
    match language {
        Language::Zh => amount + " 元",
        Language::En => amount + " CNY",
    }
}

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
        let own = named.filter_map(|id| tariffs.iter().find(|tariff| tariff.id == *id));
        own.filter(|tariff| tariff.currency == CURRENCY)
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

/// What a kilowatt-hour costs in each hour of a day, at its begin.
pub fn day_of_prices(
    tariffs: &[Tariff],
    station: &Station,
    connectors: &[usize],
    day: Departure,
) -> Vec<Option<Price>> {
    let midnight = |hour: u32| {
        let text = format!("{}T{hour:02}:00", day.date());
        text.parse().ok()
    };
    let hours = (0..24).map(|hour| price_at(tariffs, station, connectors, midnight(hour)?));
    hours.collect()
}

/// A session: so much energy at an even power, from some time on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Charge {
    /// Energy into the battery.
    pub energy: WattHours,
    /// Power on average.
    pub power: Kilowatts,
}

impl Charge {
    /// How long it takes.
    pub fn duration(self) -> Seconds {
        Seconds(self.energy.0 / (self.power.0.max(0.1) * 1000.0) * 3600.0)
    }

    /// What it costs when it begins then, by the minute; `None` when a price in it is not known.
    pub fn cost(
        self,
        tariffs: &[Tariff],
        station: &Station,
        connectors: &[usize],
        begin: Departure,
    ) -> Option<Money> {
        let minutes = self.duration().0 / 60.0;
        let (mut at, mut cost) = (0.0, 0.0);
        while at < minutes {
            // Tariffs change by the quarter of an hour at the finest.
            let then = begin.later(Seconds(at * 60.0));
            let rest = 15.0 - f64::from(then.minute_of_day() % 15);
            let step = rest.min(minutes - at);
            let price = price_at(tariffs, station, connectors, then)?;
            cost += price.total().units() * self.energy.0 / 1000.0 * step / minutes;
            at += step;
        }
        Money::from_units(cost)
    }

    /// When it is cheapest to begin in the next hours, by the half hour, with what it costs then;
    /// the earliest of equals. `None` when no price is known.
    pub fn cheapest_begin(
        self,
        tariffs: &[Tariff],
        station: &Station,
        connectors: &[usize],
        (now, hours): (Departure, u32),
    ) -> Option<(Departure, Money)> {
        let to_half = 30 - now.minute_of_day() % 30;
        let begins =
            (0..hours * 2).map(|half| now.later(Seconds(f64::from(to_half + half * 30) * 60.0)));
        let begins = std::iter::once(now).chain(begins);
        let costs = begins
            .filter_map(|begin| Some((begin, self.cost(tariffs, station, connectors, begin)?)));
        costs.min_by_key(|(_, cost)| *cost)
    }
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
        let euro = tariffs.clone().map(|tariff| Tariff {
            currency: "EUR".into(),
            ..tariff
        });
        let noon = "2026-11-26T12:00".parse().unwrap();
        assert_eq!(price_at(&euro, &station, &[0, 1], noon), None);
        assert_eq!(at(&[], "10:00"), None);
        let day = day_of_prices(
            &tariffs,
            &station,
            &[0],
            "2026-11-26T18:20".parse().unwrap(),
        );
        let known = day.iter().filter(|price| price.is_some()).count();
        assert_eq!((day.len(), known), (24, 5));
    }

    #[test]
    fn a_session_over_two_prices_costs_by_the_minute_and_may_wait_for_a_better_one() {
        let period = |from, to, energy| TariffPeriod {
            from,
            to,
            energy: Money(energy),
            service: Money(0),
            per_minute: Money(0),
        };
        let tariff = Tariff {
            periods: vec![period(0, 600, 10_000), period(600, 1440, 4000)],
            ..Tariff::new("t", "CNY")
        };
        let station = Station {
            tariffs: vec![tariff.id.clone()],
            cabinets: vec![Cabinet {
                power: Kilowatts(60.0),
                evses: vec![Evse {
                    connectors: vec![Connector::new(
                        "1",
                        ConnectorStandard::GbtDc,
                        Kilowatts(60.0),
                    )],
                }],
                ..Cabinet::default()
            }],
            ..Station::new("s", Text::default(), LatLon::new(38.4, 112.7).unwrap())
        };
        let charge = Charge {
            energy: WattHours(30_000.0),
            power: Kilowatts(30.0),
        };
        assert!((charge.duration().0 - 3600.0).abs() < 1e-6);
        let tariffs = [tariff];
        let at = |time: &str| format!("2026-11-26T{time}").parse().unwrap();
        let cost = |time: &str| {
            charge
                .cost(&tariffs, &station, &[0], at(time))
                .unwrap()
                .units()
        };
        assert!((cost("08:00") - 30.0).abs() < 1e-3);
        assert!((cost("09:30") - 21.0).abs() < 1e-3);
        let best = charge.cheapest_begin(&tariffs, &station, &[0], (at("08:10"), 6));
        let (begin, cost) = best.unwrap();
        assert_eq!(begin.to_string(), "2026-11-26T10:00");
        assert!((cost.units() - 12.0).abs() < 1e-3);
        assert_eq!(charge.cost(&[], &station, &[0], at("08:00")), None);
    }
}
