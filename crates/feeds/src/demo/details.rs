//! What is invented about a station beside where it stands: who runs it, what it costs, what one
//! reads before one drives there. Nothing of it is anybody's: every text says demo, and there are no
//! telephone numbers, because none is known to be kept free for such.

use container::Text;
use stations::{
    Access, Amenity, Applies, ConnectorStandard, Current, Details, Money, Overstay, Parking,
    ParkingKind, ParkingReduction, Place, Station, Tariff, TariffId, TariffPeriod,
};

use super::Random;

/// An invented operator.
#[derive(Debug, Clone, Copy)]
struct Operator {
    zh: &'static str,
    en: &'static str,
    /// Its tariff for direct current, and whether it has the demo's tariff for alternating current.
    tariff: &'static str,
}

const FAST: Operator = Operator {
    zh: "演示快充",
    en: "Demo Fast Charging",
    tariff: "demo-fast",
};
const GREEN: Operator = Operator {
    zh: "演示绿能",
    en: "Demo Green Power",
    tariff: "demo-green",
};
const ROAD: Operator = Operator {
    zh: "演示驿站充电",
    en: "Demo Roadside Power",
    tariff: "demo-road",
};
const COUNTRY: Operator = Operator {
    zh: "演示乡村充",
    en: "Demo Country Charging",
    tariff: "demo-country",
};
/// As much of where a station stands as its details depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    Town,
    Village,
    Roadside,
    Sight,
    Hub,
}

impl Setting {
    fn of(place: Place) -> Self {
        let others = [
            (Place::Village, Self::Village),
            (Place::Roadside, Self::Roadside),
            (Place::Scenic, Self::Sight),
            (Place::TransportHub, Self::Hub),
        ];
        let mut found = others.into_iter().filter(|(known, _)| *known == place);
        found.next().map_or(Self::Town, |(_, setting)| setting)
    }
}

/// What a slow plug costs anywhere.
const SLOW: &str = "demo-slow";
/// Hours of the day at which the price changes, with the factor on the part of it that is energy.
/// The shape is that of Shanxi's table for summer and winter (`data/xinzhou/price_rules.toml`),
/// without its spikes and seasons.
const DAY: [(u16, f64); 9] = [
    (0, 1.0),
    (2, 0.45),
    (5, 1.0),
    (6, 1.6),
    (8, 1.0),
    (10, 0.45),
    (15, 1.0),
    (17, 1.6),
    (23, 1.0),
];
/// Yuan for a kilowatt-hour that do not change over the day, and that do at factor 1: invented.
const CARRIAGE: f64 = 0.22;
const ENERGY: f64 = 0.4;
const NOTE: &str = "演示价格 / demo price";

/// The invented prices that [`super::demo_stations`] name.
pub fn demo_tariffs() -> Vec<Tariff> {
    let by_day = |id: &str, service: fn(f64) -> f64| {
        let ends = DAY.iter().skip(1).map(|next| next.0).chain([24]);
        let periods = DAY.iter().zip(ends);
        let periods = periods.map(|((from, factor), to)| {
            period((*from, to), CARRIAGE + ENERGY * factor, service(*factor))
        });
        tariff(id, Current::Dc, periods.collect())
    };
    vec![
        by_day(FAST.tariff, |_| 0.4),
        by_day(GREEN.tariff, |factor| if factor < 1.0 { 0.2 } else { 0.45 }),
        by_day(ROAD.tariff, |_| 0.55),
        tariff(
            COUNTRY.tariff,
            Current::Dc,
            vec![period((0, 24), 0.62, 0.28)],
        ),
        tariff(SLOW, Current::Ac, vec![period((0, 24), 0.6, 0.2)]),
    ]
}

fn tariff(id: &str, current: Current, periods: Vec<TariffPeriod>) -> Tariff {
    Tariff {
        applies: Applies {
            current: Some(current),
            ..Applies::default()
        },
        periods,
        note: NOTE.to_owned(),
        ..Tariff::new(id, "CNY")
    }
}

fn period((from, to): (u16, u16), energy: f64, service: f64) -> TariffPeriod {
    let money = |units: f64| Money::from_units(units).unwrap_or_default();
    TariffPeriod {
        from: from * 60,
        to: to * 60,
        energy: money(energy),
        service: money(service),
        per_minute: Money(0),
    }
}

/// Furnishes an invented station. Of one in eight nothing more is known, as it is of many in real
/// lists; of depots only who runs them.
pub(super) fn furnish(random: &mut Random, station: Station) -> Station {
    let is_depot = station.access != Access::Public;
    if is_depot {
        return Station {
            operator: Text::new("演示车队场站", "Demo fleet depot"),
            ..station
        };
    }
    if random.below(8) == 0 {
        return station;
    }
    let of_place = match Setting::of(station.place) {
        Setting::Village => &[COUNTRY, COUNTRY, GREEN],
        Setting::Roadside | Setting::Sight | Setting::Hub => &[ROAD, ROAD, FAST],
        Setting::Town => &[FAST, GREEN, COUNTRY],
    };
    let operator = of_place[random.below(3) as usize];
    let has = |is_direct: bool| {
        let mut all = station.connectors();
        all.any(|(connector, _)| connector.standard.is_direct_current() == is_direct)
    };
    let tariffs = [(has(true), operator.tariff), (has(false), SLOW)];
    let tariffs = tariffs.into_iter().filter(|(is_there, _)| *is_there);
    let tariffs = tariffs.map(|(_, id)| TariffId(id.to_owned()));
    Station {
        operator: Text::new(operator.zh, operator.en),
        tariffs: tariffs.collect(),
        details: details(random, &station, operator),
        ..station
    }
}

fn details(random: &mut Random, station: &Station, operator: Operator) -> Details {
    let has_socket = |standard| {
        let mut all = station.connectors();
        all.any(|(connector, _)| connector.standard == standard)
    };
    let is_basement = station.place == Place::Town
        && has_socket(ConnectorStandard::GbtAc)
        && random.below(3) == 0;
    let height = [200, 210, 220][random.below(3) as usize];
    let setting = Setting::of(station.place);
    let (guide, vehicles) = match setting {
        Setting::Town if is_basement => (
            "演示：地下一层充电区 / demo: basement, level 1",
            "乘用车 / cars",
        ),
        Setting::Roadside => (
            "演示：驶入右侧辅路 / demo: by the side road on the right",
            "乘用车、客车、货车 / cars, coaches, trucks",
        ),
        Setting::Sight => (
            "演示：游客中心停车场 / demo: car park of the visitor centre",
            "",
        ),
        Setting::Town | Setting::Village | Setting::Hub => ("", ""),
    };
    let bays = u16::try_from(station.evse_count()).ok();
    let overstay = match operator.tariff {
        "demo-fast" => Some((0.5, 30, 20.0)),
        "demo-road" => Some((1.0, 15, 50.0)),
        _ => None,
    };
    let money = |units: f64| Money::from_units(units).unwrap_or_default();
    let overstay = overstay.map(|(per_minute, free_minutes, most)| Overstay {
        from: 0,
        to: 1440,
        per_minute: money(per_minute),
        per_minute_full: None,
        most: Some(money(most)),
        free_minutes,
        valid_from: String::new(),
        valid_to: String::new(),
    });
    Details {
        guide: guide.to_owned(),
        vehicles: vehicles.to_owned(),
        height_max_cm: is_basement.then_some(height),
        bays,
        payment: "演示：扫码启动 / demo: scan to start".to_owned(),
        parking: parking(random, setting),
        overstay: overstay.into_iter().collect(),
        amenities: amenities(random, setting, is_basement),
        ..Details::default()
    }
}

fn parking(random: &mut Random, setting: Setting) -> Parking {
    let (kind, text, reductions) = match (setting, random.below(3)) {
        (Setting::Village | Setting::Roadside, _) | (_, 0) => (ParkingKind::Free, "", vec![]),
        (_, 1) => (
            ParkingKind::FreeAtFirst,
            "演示：充电前2小时免费 / demo: 2 h free",
            vec![ParkingReduction::Plate],
        ),
        _ => (ParkingKind::Reduced, "", vec![ParkingReduction::Code]),
    };
    Parking {
        kind,
        text: text.to_owned(),
        minutes_max: None,
        reductions,
    }
}

fn amenities(random: &mut Random, setting: Setting, is_basement: bool) -> Vec<Amenity> {
    let usual: &[Amenity] = match setting {
        Setting::Village => &[Amenity::Toilet, Amenity::Recreation],
        Setting::Roadside => &[Amenity::Toilet, Amenity::Shop, Amenity::Food, Amenity::Fuel],
        Setting::Sight => &[
            Amenity::Toilet,
            Amenity::Shop,
            Amenity::Food,
            Amenity::Hotel,
        ],
        Setting::Hub => &[
            Amenity::Toilet,
            Amenity::Shop,
            Amenity::Wifi,
            Amenity::Attended,
        ],
        Setting::Town => &[
            Amenity::Toilet,
            Amenity::Shop,
            Amenity::Lounge,
            Amenity::Cameras,
        ],
    };
    let some = usual.iter().filter(|_| random.below(3) > 0);
    let mut all: Vec<Amenity> = some.copied().collect();
    if is_basement || random.below(4) == 0 {
        all.push(Amenity::Canopy);
    }
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::tests::xinzhou;
    use crate::demo_stations;

    #[test]
    fn everything_that_is_invented_says_so() {
        let says_so =
            |text: &str| text.is_empty() || text.contains("演示") && text.contains("demo");
        for station in demo_stations(&xinzhou()) {
            let details = &station.details;
            assert!(station.operator.zh.contains("演示"), "{}", station.id);
            assert!(station.operator.en.contains("Demo"), "{}", station.id);
            for text in [&details.guide, &details.payment, &details.parking.text] {
                assert!(says_so(text), "{}: {text}", station.id);
            }
            assert_eq!((&details.phone[..], &details.address[..]), ("", ""));
        }
        assert!(demo_tariffs().iter().all(|tariff| says_so(&tariff.note)));
    }

    #[test]
    fn each_part_of_a_card_is_seen_somewhere_and_unknown_is_too() {
        let stations = demo_stations(&xinzhou());
        let count = |has: fn(&Station) -> bool| stations.iter().filter(|one| has(one)).count();
        for (what, found) in [
            ("height", count(|one| one.details.height_max_cm.is_some())),
            ("overstay", count(|one| !one.details.overstay.is_empty())),
            ("parking", count(|one| !one.details.parking.text.is_empty())),
            ("guide", count(|one| !one.details.guide.is_empty())),
            ("vehicles", count(|one| !one.details.vehicles.is_empty())),
            (
                "nothing",
                count(|one| one.is_open_to_all() && one.tariffs.is_empty()),
            ),
        ] {
            assert!((5..120).contains(&found), "{what}: {found}");
        }
        let tariffs = demo_tariffs();
        for station in &stations {
            for id in &station.tariffs {
                assert!(tariffs.iter().any(|tariff| tariff.id == *id), "{id:?}");
            }
        }
    }

    #[test]
    fn prices_are_known_at_every_minute() {
        for tariff in demo_tariffs() {
            let mut end = 0;
            for period in &tariff.periods {
                assert_eq!(period.from, end, "{:?}", tariff.id);
                end = period.to;
            }
            assert_eq!(end, 1440, "{:?}", tariff.id);
        }
    }
}
