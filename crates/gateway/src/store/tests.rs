//! A gateway that is alone, whose clock is set.

use live::{Order, Reading};
use stations::{Cabinet, Connector, ConnectorStandard, Datum, Evse, Origin, Station};
use units::{Kilowatts, LatLon};

use super::*;

/// One station with two connectors, of the source `op`.
pub(super) fn layout() -> Arc<Layout> {
    let connector = |id| Connector::new(id, ConnectorStandard::GbtDc, Kilowatts(120.0));
    let station = Station {
        cabinets: vec![Cabinet {
            evses: vec![Evse {
                connectors: ["c0", "c1"].map(connector).into(),
            }],
            ..Cabinet::default()
        }],
        origins: vec![Origin {
            source: "op".to_owned(),
            id: "1".to_owned(),
            lat: 38.4,
            lon: 112.7,
            datum: Datum::Gcj02,
        }],
        ..Station::new(
            "s1",
            container::Text::new("站", "Station"),
            LatLon::new(38.4, 112.7).unwrap(),
        )
    };
    Arc::new(Layout::new("x", &[station]))
}

fn age(store: &Store, now: i64) -> u32 {
    let file = store.file(UnixTime(now));
    file.stations
        .values()
        .next()
        .map_or(u32::MAX, |line| line.age)
}

#[tokio::test]
async fn what_was_told_by_a_clock_that_was_ahead_is_not_young() {
    let folder = std::env::temp_dir().join(format!("yilu-clock-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let store = Store::open(layout(), &folder, UnixTime(20_000)).unwrap();
    let report = SourceReport {
        connector: "c0".to_owned(),
        reading: Reading::of_letters("f"),
        order: Order {
            millis: 1,
            sequence: 0,
        },
        told: UnixTime(20_000),
    };
    let pushed = store.push("op", &[report], UnixTime(20_000)).await;
    pushed.unwrap();
    store.tell(UnixTime(20_060), |_| {}).unwrap();
    let (number, mut whole) = (store.sequence(), None);
    // An hour back: as old as before, and everyone fetches it anew.
    let told = store.tell(UnixTime(16_460), |file| whole = Some(file.sequence));
    told.unwrap();
    assert_eq!((age(&store, 16_460), age(&store, 16_470)), (60, 70));
    assert!(whole.is_some_and(|whole| whole > number) && store.delta(number).is_none());
    // A little is no setting, and forward makes it older.
    store.tell(UnixTime(16_459), |_| panic!("not set")).unwrap();
    store.tell(UnixTime(20_060), |_| panic!("not set")).unwrap();
    assert_eq!(age(&store, 20_060), 3_660);
    let again = Store::open(layout(), &folder, UnixTime(16_460)).unwrap();
    assert_eq!(age(&again, 16_460), Limits::default().expired + 1);
    assert!(again.sequence() > store.sequence());
    std::fs::remove_dir_all(folder).unwrap();
}
