use live::Freshness;
use planner::OwnCar;
use stations::{Access, ConnectorStandard};
use units::{Seconds, StateOfCharge};

use super::super::filter::tests::station;
use super::*;

fn near(minutes: f64, charge: Option<f64>) -> Near {
    Near {
        duration: Seconds(minutes * 60.0),
        distance: Meters(minutes * 1000.0),
        charge_arrive: charge.and_then(StateOfCharge::from_fraction),
        detour: None,
        is_closed: false,
    }
}

fn search<T>(
    free: &dyn Fn(usize) -> Option<usize>,
    nears: &Nears,
    of: impl Fn(&Search<'_>) -> T,
) -> T {
    let plugs = [(ConnectorStandard::GbtDc, 60.0)];
    let mut stations: Vec<Station> = ["a", "b", "c", "d"].map(|id| station(id, &plugs)).into();
    stations[3].access = Access::Bus;
    let car = OwnCar::default().into_vehicle().unwrap();
    of(&Search {
        stations: &stations,
        filter: &Filter::default(),
        vehicle: Some(&car),
        minute_of_week: 0,
        from: LatLon::new(38.5, 112.7).ok(),
        nears: Some(nears),
        availability: &|index, _| match free(index) {
            Some(free) => Availability::Known {
                free,
                of: 4,
                age: 0,
                freshness: Freshness::Now,
            },
            None => Availability::Unknown,
        },
        price: &|_, _| None,
        is_favourite: &|index| index == 9,
    })
}

fn nears(of: &[(&str, Near)]) -> Nears {
    let id = |name: &str| stations::StationId(name.into());
    of.iter().map(|(name, near)| (id(name), *near)).collect()
}

#[test]
fn a_free_one_a_little_further_comes_before_a_taken_one_and_out_of_reach_is_last() {
    let nears = nears(&[
        ("a", near(5.0, Some(0.5))),
        ("b", near(9.0, Some(0.4))),
        ("c", near(1.0, None)),
    ]);
    let order = |free: &dyn Fn(usize) -> Option<usize>| {
        search(free, &nears, |search| {
            let found = search.list(0..4);
            assert_eq!(found.hidden, BTreeMap::from([(Criterion::Dedicated, 1)]));
            found
                .entries
                .iter()
                .map(|entry| entry.index)
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(order(&|_| None), [0, 1, 2]);
    assert_eq!(order(&|index| Some(usize::from(index == 1))), [1, 0, 2]);
}

#[test]
fn a_favourite_is_never_hidden() {
    search(&|_| None, &Nears::new(), |usual| {
        let search = Search {
            is_favourite: &|index| index == 3,
            ..*usual
        };
        assert_eq!(search.refusal(3), None);
        let found = search.list(0..4);
        let favourite = found.entries.iter().find(|entry| entry.index == 3).unwrap();
        assert!(favourite.is_hidden && found.hidden.is_empty());
    });
}

#[test]
fn far_is_said_with_how_it_was_measured() {
    search(
        &|_| None,
        &nears(&[("a", near(23.0, Some(0.2)))]),
        |search| {
            let entries = search.list(0..1).entries;
            let far = Nearest::Far {
                distance: Meters(23_000.0),
                is_by_road: true,
            };
            assert_eq!(nearest(&entries), far);
            let line = nearest(&search.list(1..2).entries);
            assert!(matches!(
                line,
                Nearest::Far {
                    is_by_road: false,
                    ..
                }
            ));
            assert_eq!(nearest(&[]), Nearest::Nowhere);
        },
    );
}

#[test]
fn the_straight_line_is_that_of_the_globe() {
    let from = LatLon::new(38.407, 112.734).unwrap();
    for (lat, lon) in [(38.41, 112.73), (39.635, 111.435), (36.2, 114.9)] {
        let to = LatLon::new(lat, lon).unwrap();
        let share = straight(from, to).0 / from.distance_to(to).0;
        assert!((share - 1.0).abs() < 1e-3, "{share} to {to:?}");
    }
}
