//! The gateway's side and the app's side, against each other.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::sync::Arc;

use container::Text;
use live::*;
use proptest::prelude::*;
use stations::{Cabinet, Connector, ConnectorStandard, Datum, Evse, Origin, Station, StationId};
use units::{Kilowatts, LatLon};

const START: i64 = 1_795_411_200;

/// Stations with 1, 2, 3 … connectors; every other one is of source `b`.
fn stations(count: usize) -> Vec<Station> {
    let station = |index: usize| {
        let connectors = (0..=index).map(|connector| {
            let id = format!("{index}-{connector}");
            Connector::new(id, ConnectorStandard::GbtDc, Kilowatts(60.0))
        });
        let origin = Origin {
            source: ["a", "b"][index % 2].to_owned(),
            id: index.to_string(),
            lat: 38.4,
            lon: 112.7,
            datum: Datum::Wgs84,
        };
        Station {
            cabinets: vec![Cabinet {
                evses: vec![Evse {
                    connectors: connectors.collect(),
                }],
                ..Cabinet::default()
            }],
            origins: vec![origin],
            ..Station::new(
                format!("s{index}"),
                Text::default(),
                LatLon::new(38.4, 112.7).unwrap(),
            )
        }
    };
    (0..count).map(station).collect()
}

fn layout(count: usize) -> Arc<Layout> {
    Arc::new(Layout::new("snap", &stations(count)))
}

fn report(layout: &Layout, source: &str, connector: &str, state: State, at: i64) -> Report {
    Report {
        slot: layout.slot(source, connector).unwrap(),
        reading: Reading {
            state,
            ..Reading::default()
        },
        order: Order {
            millis: at * 1000,
            sequence: 0,
        },
        told: UnixTime(at),
    }
}

#[test]
fn a_late_report_changes_nothing() {
    let layout = layout(3);
    let mut board = Board::new(Arc::clone(&layout), 0);
    let tell = |state, at| report(&layout, "a", "2-1", state, at);
    assert_eq!(board.hear(&tell(State::Charging, START)), Heard::Changed);
    assert_eq!(board.hear(&tell(State::Charging, START)), Heard::Late);
    assert_eq!(board.hear(&tell(State::Free, START - 5)), Heard::Late);
    assert_eq!(
        board.hear(&tell(State::Charging, START + 60)),
        Heard::Confirmed
    );
    let slot = layout.slot("a", "2-1").unwrap();
    let (reading, changed) = board.reading(slot).unwrap();
    assert_eq!((reading.state, changed), (State::Charging, UnixTime(START)));
    assert_eq!(board.confirmed(slot), Some(UnixTime(START + 60)));
    assert_eq!(layout.slot("b", "2-1"), None);
}

#[test]
fn what_is_asked_for_again_and_still_so_is_confirmed() {
    let layout = layout(1);
    let slot = layout.slot("a", "0-0").unwrap();
    let mut board = Board::new(Arc::clone(&layout), 0);
    // As in OCPI: a report has the time of the change, an answer says that it is so still.
    let tell = |at, told| Report {
        told: UnixTime(told),
        ..report(&layout, "a", "0-0", State::Free, at)
    };
    board.hear(&tell(START, START));
    assert_eq!(board.hear(&tell(START, START + 900)), Heard::Confirmed);
    assert_eq!(board.confirmed(slot), Some(UnixTime(START + 900)));
    let other = Report {
        reading: Reading::default(),
        ..tell(START, START + 901)
    };
    assert_eq!(board.hear(&other), Heard::Late);
    // An answer that is older than what was pushed does not undo it, and does not forget it.
    assert_eq!(
        board.hear_answer(&tell(START - 60, START + 1000)),
        Heard::Late
    );
    board.link("a", UnixTime(START + 1000), UnixTime(START + 1001));
    assert_eq!(board.reading(slot).unwrap().0.state, State::Free);
    // What was not told of is forgotten, and told again by the same report.
    board.link("a", UnixTime(START + 2000), UnixTime(START + 2001));
    assert_eq!(board.reading(slot).unwrap().0.state, State::Unknown);
    assert_eq!(
        board.hear_answer(&tell(START, START + 3000)),
        Heard::Changed
    );
}

#[test]
fn states_stay_with_their_connectors_when_the_stations_change() {
    let old = layout(3);
    let mut board = Board::new(Arc::clone(&old), 7);
    board.hear(&report(&old, "a", "0-0", State::Free, START));
    board.hear(&report(&old, "a", "2-1", State::Charging, START));
    board.link("a", UnixTime(START), UnixTime(START));
    board.delta(UnixTime(START));
    // The first station is gone, the others stand elsewhere.
    let mut all = stations(4);
    all.remove(0);
    all.reverse();
    let new = Arc::new(Layout::new("new", &all));
    let left = board.relayout(Arc::clone(&new));
    assert_eq!(
        (&left[0].0[..], &left[0].1[..], left.len()),
        ("a", "0-0", 1)
    );
    assert_eq!(left[0].2.reading.state, State::Free);
    let slot = new.slot("a", "2-1").unwrap();
    assert_ne!(Some(slot), old.slot("a", "2-1"));
    let (reading, changed) = board.reading(slot).unwrap();
    assert_eq!((reading.state, changed), (State::Charging, UnixTime(START)));
    board.alive("a", UnixTime(START + 60));
    assert_eq!(board.confirmed(slot), Some(UnixTime(START + 60)));
    // No delta leads from one to the other.
    let delta = board.delta(UnixTime(START + 60)).unwrap();
    assert_eq!((delta.previous, &delta.snapshot[..]), (9, "new"));
    assert_eq!(board.file(UnixTime(START)).sequence, 10);
}

#[test]
fn a_silent_source_ages_all_its_stations_and_a_missed_one_confirms_nothing() {
    let layout = layout(3);
    let mut board = Board::new(Arc::clone(&layout), 0);
    for connector in ["0-0", "2-0", "2-1", "2-2"] {
        board.hear(&report(&layout, "a", connector, State::Free, START));
    }
    for connector in ["1-0", "1-1"] {
        board.hear(&report(&layout, "b", connector, State::Free, START));
    }
    board.link("a", UnixTime(START), UnixTime(START));
    // Source b gives signs of life, but nobody knows what was missed of it.
    board.alive("b", UnixTime(START + 3000));
    board.alive("a", UnixTime(START + 3000));
    let now = UnixTime(START + 3060);
    let file = LiveFile::read(&board.file(now).to_json()).unwrap();
    let mirror = Mirror::new(Arc::clone(&layout), &file).unwrap();
    let station = |index, now| mirror.station(index, now, Limits::default()).unwrap();
    assert_eq!(station(2, now).available(), Some((3, 3)));
    assert_eq!(station(2, now).freshness, Freshness::Now);
    assert_eq!(station(1, now).freshness, Freshness::Old);
    assert_eq!(station(1, now).available(), None);
    let later = UnixTime(START + 3000 + 3601);
    assert_eq!(station(2, later).freshness, Freshness::Expired);
    assert_eq!(station(2, later).available(), None);
    assert_eq!(mirror.silence("a", later), Some(3601));
    board.unlink("a");
    board.alive("a", later);
    assert_eq!(
        board.confirmed(layout.slot("a", "0-0").unwrap()),
        Some(UnixTime(START + 3000))
    );
}

#[test]
fn files_of_other_snapshots_and_deltas_behind_a_gap_are_refused() {
    let mut board = Board::new(layout(2), 7);
    assert_eq!(board.delta(UnixTime(START)), None);
    let other = Arc::new(Layout::new("other", &stations(2)));
    let file = board.file(UnixTime(START));
    assert!(Mirror::new(other, &file).is_err());
    let mut mirror = Mirror::new(layout(2), &file).unwrap();
    assert!(
        mirror
            .station(0, UnixTime(START), Limits::default())
            .is_none()
    );
    let mut next = || {
        board.link("a", UnixTime(START), UnixTime(START));
        board.delta(UnixTime(START)).unwrap()
    };
    let (first, second) = (next(), next());
    let missed = Missed::Gap {
        found: 8,
        expected: 7,
    };
    assert_eq!(mirror.apply(&second), Err(missed));
    assert_eq!(mirror.apply(&first), Ok(()));
    assert_eq!(mirror.apply(&first), Ok(()));
    assert_eq!(mirror.apply(&second), Ok(()));
    assert_eq!(mirror.sequence(), 9);
}

fn state() -> impl Strategy<Value = State> {
    prop::sample::select(vec![
        State::Free,
        State::Charging,
        State::Fault,
        State::Unknown,
    ])
}

proptest! {
    /// Reports in any order, some of them twice: the newest of each connector counts, and who
    /// follows the deltas knows what the whole file says.
    #[test]
    fn the_newest_counts_whatever_the_order(
        sent in prop::collection::vec((0..5_usize, 0..5_usize, state(), 0..40_i64), 1..60),
        order in prop::collection::vec(any::<prop::sample::Index>(), 120),
        published in prop::collection::vec(any::<bool>(), 120),
    ) {
        let layout = layout(5);
        let mut board = Board::new(Arc::clone(&layout), 0);
        let mut mirror = Mirror::new(Arc::clone(&layout), &board.file(UnixTime(START))).unwrap();
        let all: Vec<Report> = sent.iter().enumerate().map(|(number, (station, connector, state, at))| {
            Report {
                slot: Slot { station: *station, connector: connector % (station + 1) },
                reading: Reading { state: *state, ..Reading::default() },
                order: Order { millis: (START + at) * 1000, sequence: u32::try_from(number).unwrap() },
                told: UnixTime(START + at),
            }
        }).collect();
        // Every report arrives at least once.
        let arriving = order.iter().map(|index| *index.get(&all)).chain(all.iter().copied());
        let now = UnixTime(START + 100);
        for (report, publish) in arriving.zip(published.iter().cycle()) {
            board.hear(&report);
            if *publish && let Some(delta) = board.delta(now) {
                mirror.apply(&Delta::read(&delta.to_json()).unwrap()).unwrap();
            }
        }
        if let Some(delta) = board.delta(now) {
            mirror.apply(&delta).unwrap();
        }
        let whole = Mirror::new(Arc::clone(&layout), &board.file(now)).unwrap();
        for station in 0..5 {
            for connector in 0..=station {
                let slot = Slot { station, connector };
                let newest = all.iter().filter(|report| report.slot == slot).max_by_key(|report| report.order);
                let known = board.reading(slot);
                prop_assert_eq!(known.map(|known| known.0), newest.map(|report| report.reading));
                for follower in [&mirror, &whole] {
                    let live = follower.station(station, now, Limits::default());
                    let told = live.map(|live| live.readings[connector]);
                    prop_assert_eq!(told.unwrap_or_default(), known.map(|known| known.0).unwrap_or_default());
                }
            }
        }
    }

    /// Whatever arrives instead of a file, it is refused or read, and the app goes on.
    #[test]
    fn hostile_files_do_no_harm(json in "\\PC{0,200}", at in any::<i64>()) {
        let _ = LiveFile::read(json.as_bytes());
        let _ = Delta::read(json.as_bytes());
        let text = format!(r#"{{"v":1,"snap":"snap","seq":1,"t":{at},"src":[["a",4294967295]],"s":{{"s1":[4294967295,{json:?},"","1111111"],"s9":[0,"f"]}}}}"#);
        if let Ok(file) = LiveFile::read(text.as_bytes()) {
            let mirror = Mirror::new(layout(3), &file).unwrap();
            let live = mirror.station(1, UnixTime(i64::MIN), Limits::default()).unwrap();
            prop_assert_eq!(live.readings.len(), 2);
        }
    }
}

#[test]
fn connectors_of_an_unknown_station_are_left_out() {
    let json = br#"{"v":1,"snap":"snap","prev":0,"seq":1,"t":1,"c":[["nowhere",0,"f",0],["s0",99,"f",0]]}"#;
    let board = Board::new(layout(2), 0);
    let mut mirror = Mirror::new(layout(2), &board.file(UnixTime(0))).unwrap();
    mirror.apply(&Delta::read(json).unwrap()).unwrap();
    let live = mirror.station(0, UnixTime(1), Limits::default()).unwrap();
    assert_eq!(live.available(), None);
    let id = StationId("nowhere".into());
    assert_eq!(layout(2).station(&id), None);
}

#[test]
fn a_connector_that_a_source_no_longer_tells_of_is_unknown() {
    let layout = layout(3);
    let mut board = Board::new(Arc::clone(&layout), 0);
    board.hear(&report(&layout, "a", "2-0", State::Free, START));
    board.hear(&report(&layout, "a", "2-1", State::Free, START));
    let later = UnixTime(START + 500);
    board.hear(&report(&layout, "a", "2-1", State::Free, START + 500));
    board.link("a", later, later);
    let state = |connector| {
        board
            .reading(layout.slot("a", connector).unwrap())
            .unwrap()
            .0
            .state
    };
    assert_eq!((state("2-0"), state("2-1")), (State::Unknown, State::Free));
}
