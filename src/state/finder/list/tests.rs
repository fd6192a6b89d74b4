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
                out: 0,
                of: 4,
                age: 0,
                freshness: Freshness::Now,
            },
            None => Availability::Unknown,
        },
        quiet: &|_, _| None,
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

/// Three stations at these minutes: what is reported of each, how old that is, and for how many days
/// it was quiet. The order of the list.
fn order(all: [(f64, Option<usize>, u32, Option<u16>); 3]) -> Vec<usize> {
    let ids = ["a", "b", "c"];
    let ways = ids.iter().zip(&all);
    let ways: Vec<_> = ways
        .map(|(id, (minutes, ..))| (*id, near(*minutes, Some(0.5))))
        .collect();
    search(&|_| None, &nears(&ways), |usual| {
        let search = Search {
            availability: &|index, _| match (all[index].1, all[index].2) {
                (Some(free), age) => Availability::Known {
                    free,
                    out: 0,
                    of: 4,
                    age,
                    freshness: live::Limits::default().of(age),
                },
                (None, _) => Availability::Unknown,
            },
            quiet: &|index, _| all[index].3,
            ..*usual
        };
        let entries = search.list(0..3).entries;
        entries.iter().map(|entry| entry.index).collect()
    })
}

#[test]
fn what_is_doubtful_stands_below_what_works_at_about_the_same_detour() {
    const STALE: u32 = 1500;
    let works = (10.0, Some(2), 30, None);
    // Quiet for days, though reported free; it counts as ten minutes further.
    let quiet = |minutes| (minutes, Some(2), 30, Some(12));
    assert_eq!(order([quiet(8.0), works, quiet(1.0)]), [1, 2, 0]);
    assert_eq!(order([quiet(-1.0), works, quiet(9.0)]), [0, 1, 2]);
    // Reported free long ago: less than where nothing is known.
    let stale = |minutes| (minutes, Some(2), STALE, None);
    let unknown = |minutes| (minutes, None, 0, None);
    assert_eq!(order([unknown(9.0), stale(9.0), works]), [2, 1, 0]);
    assert_eq!(order([stale(7.0), works, unknown(7.0)]), [0, 1, 2]);
    // All taken is worse than doubtful.
    let taken = (10.0, Some(0), 30, None);
    assert_eq!(order([taken, quiet(10.0), works]), [2, 1, 0]);
}

#[cfg(not(target_arch = "wasm32"))]
proptest::proptest! {
    /// Doubt never lifts a station, moves none of the others among themselves, and loses none.
    #[test]
    fn doubt_only_lowers(
        all in proptest::array::uniform3((0.0..60.0_f64, proptest::option::of(0_usize..4), 0_u32..1800)),
        days in 3_u16..,
    ) {
        let certain = all.map(|(minutes, free, age)| (minutes, free, age, None));
        let mut doubtful = certain;
        doubtful[1].3 = Some(days);
        let place = |order: &[usize]| order.iter().position(|index| *index == 1);
        let others = |order: &[usize]| order.iter().copied().filter(|index| *index != 1).collect::<Vec<_>>();
        let (before, after) = (order(certain), order(doubtful));
        assert_eq!((before.len(), after.len()), (3, 3));
        assert!(place(&after) >= place(&before));
        assert_eq!(others(&before), others(&after));
        // Age lowers too: never above itself when it was told just now.
        if all[1].1.is_some() {
            let mut fresh = certain;
            fresh[1].2 = 0;
            assert!(place(&before) >= place(&order(fresh)));
        }
        // Never above one that works and is no more than two minutes further.
        let works = |index: usize| all[index].1.is_some_and(|free| free > 0) && all[index].2 <= 600;
        for index in [0, 2] {
            if works(index) && all[index].0 <= all[1].0 + 2.0 {
                let better = after.iter().position(|other| *other == index);
                assert!(better < place(&after));
            }
        }
    }
}
