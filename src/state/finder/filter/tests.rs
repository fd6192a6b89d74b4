use container::Text;
use planner::OwnCar;
use stations::{Cabinet, ConnectorStandard, Evse, Opening};
use units::LatLon;

use super::*;

pub(crate) fn station(id: &str, plugs: &[(ConnectorStandard, f64)]) -> Station {
    let cabinets = (1..).zip(plugs).map(|(number, (standard, power))| Cabinet {
        power: Kilowatts(*power),
        evses: vec![Evse {
            connectors: vec![Connector::new(
                number.to_string(),
                *standard,
                Kilowatts(*power),
            )],
        }],
        ..Cabinet::default()
    });
    Station {
        lifecycle: Lifecycle::Open,
        cabinets: cabinets.collect(),
        ..Station::new(id, Text::default(), LatLon::new(38.4, 112.7).unwrap())
    }
}

fn refusal(filter: &Filter, station: &Station) -> Option<Criterion> {
    let car = OwnCar::default().into_vehicle().unwrap();
    let facts = Facts {
        vehicle: Some(&car),
        is_free: &|connectors| connectors.contains(&0),
        price: &|_| Some(Money(12_000)),
        minute_of_week: 3 * 60,
    };
    filter.refusal(station, &facts)
}

#[test]
fn the_default_hides_what_cannot_be_used() {
    let usual = Filter::default();
    let good = station("a", &[(ConnectorStandard::GbtDc, 120.0)]);
    assert_eq!(refusal(&usual, &good), None);
    let bus = Station {
        access: Access::Bus,
        ..good.clone()
    };
    assert_eq!(refusal(&usual, &bus), Some(Criterion::Dedicated));
    let planned = Station {
        lifecycle: Lifecycle::Planned,
        ..bus.clone()
    };
    assert_eq!(refusal(&usual, &planned), Some(Criterion::NotRunning));
    let foreign = station("b", &[(ConnectorStandard::Ccs2, 120.0)]);
    assert_eq!(refusal(&usual, &foreign), Some(Criterion::Car));
    let all = Filter {
        shows_all: true,
        fits: false,
        ..usual
    };
    assert!(
        [bus, planned, foreign]
            .iter()
            .all(|station| refusal(&all, station).is_none())
    );
}

#[test]
fn power_and_kind_count_for_the_same_connector_and_what_is_free_for_that_one_alone() {
    let mixed = station(
        "a",
        &[
            (ConnectorStandard::GbtAc, 7.0),
            (ConnectorStandard::GbtDc, 30.0),
        ],
    );
    let fast = Filter {
        power: 60,
        ..Filter::default()
    };
    assert_eq!(refusal(&fast, &mixed), Some(Criterion::Kind));
    let dc = Filter {
        kinds: [Kind::Dc].into(),
        is_free: true,
        ..Filter::default()
    };
    // The one that is free is the slow one.
    assert_eq!(refusal(&dc, &mixed), Some(Criterion::Taken));
    let any = Filter {
        is_free: true,
        ..Filter::default()
    };
    assert_eq!(refusal(&any, &mixed), None);
}

#[test]
fn hours_prices_and_amenities_hide_what_is_not_known_to_fit() {
    let good = station("a", &[(ConnectorStandard::GbtDc, 120.0)]);
    let by = |change: fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        filter
    };
    let always = by(|filter| filter.is_always = true);
    assert_eq!(refusal(&always, &good), Some(Criterion::Hours));
    let day = Station {
        opening: Opening {
            rule: "08:00-20:00".into(),
            ..Opening::default()
        },
        ..good.clone()
    };
    let open = by(|filter| filter.is_open = true);
    assert_eq!(refusal(&open, &day), Some(Criterion::Hours));
    assert_eq!(
        refusal(&open, &good),
        None,
        "nobody knows when it is closed"
    );
    let cheap = by(|filter| filter.price_max = Some(Money(11_000)));
    assert_eq!(refusal(&cheap, &good), Some(Criterion::Price));
    let toilet = by(|filter| filter.amenities = [Amenity::Toilet].into());
    assert_eq!(refusal(&toilet, &good), Some(Criterion::Amenity));
    let scenic = by(|filter| filter.places = [Place::Scenic].into());
    assert_eq!(refusal(&scenic, &good), Some(Criterion::Place));
}

#[test]
fn a_filter_survives_its_text_and_hostile_text_does_no_harm() {
    let filter = Filter {
        fits: false,
        kinds: [Kind::Dc, Kind::Swap].into(),
        power: 120,
        is_free: true,
        operators: ["国网".to_owned(), "a b".to_owned()].into(),
        price_max: Some(Money(13_500)),
        places: [Place::Scenic].into(),
        amenities: [Amenity::Toilet, Amenity::Food].into(),
        is_open: true,
        is_always: true,
        shows_all: true,
    };
    assert_eq!(Filter::read(&filter.write()), filter);
    assert_eq!(filter.count(), 11);
    assert_eq!(
        (Filter::default().write(), Filter::default().count()),
        (String::new(), 0)
    );
    let hostile = "power=61&price=-4&kind=<b>&by=&by==&free=yes&place=../&&=&price=99999999999";
    let read = Filter::read(hostile);
    assert_eq!((read.power, read.price_max, read.is_free), (0, None, false));
    let operators: Vec<_> = read.operators.iter().collect();
    assert_eq!(operators, ["="]);
}
