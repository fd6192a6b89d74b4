//! Events are heard in one order and by one clock, which may be set.

use live::{Order, Reading};
use stations::{Cabinet, Connector, ConnectorStandard, Evse, Origin, Station};
use units::{Kilowatts, LatLon};

use super::*;
use crate::config::Nats;

const HOUR: i64 = 3_600;

fn store() -> Store {
    let settings: Nats = toml::from_str("url = \"nats://127.0.0.1:1\"").unwrap();
    let shared = Arc::new(Shared::new(settings, None, UnixTime(0)));
    let store = Store::shared(&shared);
    let connectors =
        ["c0", "c1"].map(|id| Connector::new(id, ConnectorStandard::GbtDc, Kilowatts(120.0)));
    let station = Station {
        cabinets: vec![Cabinet {
            evses: vec![Evse {
                connectors: connectors.into(),
            }],
            ..Cabinet::default()
        }],
        origins: vec![Origin {
            source: "op".to_owned(),
            id: "1".to_owned(),
            lat: 38.4,
            lon: 112.7,
            datum: stations::Datum::Gcj02,
        }],
        ..Station::new(
            "s1",
            container::Text::new("站", "Station"),
            LatLon::new(38.4, 112.7).unwrap(),
        )
    };
    let layout = Arc::new(Layout::new("x", &[station]));
    store.relayout(layout, UnixTime(0), |_| {}).unwrap();
    store
}

/// One gateway hears events by the clock of NATS.
struct Heard<'a> {
    store: &'a Store,
    position: u64,
}

impl Heard<'_> {
    /// Hears an event that was stamped at `at` and sent at `sent` by somebody who knew all others.
    fn hear(&mut self, at: i64, sent: i64, event: &Event) -> bool {
        let known = self.store.course().known();
        let envelope = Envelope::new(
            String::new(),
            UnixTime(sent),
            known.position,
            known.shift,
            event.clone(),
        );
        self.position += 1;
        let (moved, _) = self.store.go_on(self.position, at * 1000, &envelope);
        if let Some(after) = event.after() {
            return self.store.hear_tick(after).0;
        }
        self.store.hear_event(event, moved, false)
    }

    fn push(&mut self, at: i64, told: i64, order: i64, connector: &str) {
        let report = SourceReport {
            connector: connector.to_owned(),
            reading: Reading::of_letters("f"),
            order: Order {
                millis: order,
                sequence: 0,
            },
            told: UnixTime(told),
        };
        let event = Event::Pushed {
            source: "op".to_owned(),
            reports: vec![entry("op", &report)],
            alive: UnixTime(told),
        };
        self.hear(at, at, &event);
    }

    fn tick(&mut self, at: i64) -> bool {
        let after = self.store.course().known().tick;
        self.hear(at, at, &Event::Tick { after })
    }

    /// The age of the station, by a file that is made now.
    fn age(&self) -> u32 {
        let file = self.store.file(self.store.course().at());
        file.stations
            .values()
            .next()
            .map_or(u32::MAX, |line| line.age)
    }
}

#[test]
fn of_two_ticks_after_one_the_first_counts() {
    let store = store();
    let mut heard = Heard {
        store: &store,
        position: 0,
    };
    heard.push(1_000, 1_000, 1, "c0");
    assert!(heard.tick(1_001));
    let number = store.sequence();
    assert!(!heard.hear(1_001, 1_001, &Event::Tick { after: 0 }));
    assert!(!heard.hear(1_001, 1_001, &Event::Tick { after: 99 }));
    assert_eq!(store.sequence(), number);
    heard.push(1_002, 1_002, 2, "c1");
    assert!(heard.tick(1_002));
    assert_eq!(store.sequence(), number + 1);
}

#[test]
fn a_clock_that_is_set_makes_nothing_fresher() {
    let store = store();
    let mut heard = Heard {
        store: &store,
        position: 0,
    };
    heard.push(10_000, 10_000, 1, "c0");
    heard.tick(10_060);
    let number = store.sequence();
    assert_eq!(heard.age(), 60);
    // Back by an hour: a minute old it stays, and whoever listens must fetch the whole file.
    heard.tick(10_060 - HOUR);
    assert_eq!(heard.age(), 60);
    assert!(store.sequence() > number && store.delta(number).is_none());
    // On by two hours: it may be as old as that.
    heard.tick(10_060 + HOUR);
    assert_eq!(heard.age(), 60 + 2 * 3_600);
    // Back while nobody was heard for ten minutes: whoever sends next knows that these went by.
    heard.push(20_000, 20_000, 2, "c0");
    heard.hear(
        20_000,
        20_600,
        &Event::Unlinked {
            source: "op".to_owned(),
        },
    );
    assert_eq!(heard.age(), 600);
    // What was sent before that is not younger by it either, and nothing is from later than now.
    let known = store.course().known();
    let old = Envelope::new(
        String::new(),
        UnixTime(20_590),
        0,
        known.shift - 600,
        Event::Tick { after: 0 },
    );
    assert_eq!(store.go_on(heard.position + 1, 20_001_000, &old).0, 600);
    heard.position += 1;
    heard.push(20_001, 90_000, 3, "c0");
    heard.tick(20_011);
    assert_eq!(heard.age(), 10);
}

#[test]
fn the_same_again_confirms_nothing_anew() {
    let store = store();
    let mut heard = Heard {
        store: &store,
        position: 0,
    };
    heard.push(1_000, 1_000, 1, "c0");
    heard.hear(
        1_000,
        1_000,
        &Event::Linked {
            source: "op".to_owned(),
            since: UnixTime(900),
            alive: UnixTime(1_000),
        },
    );
    heard.tick(1_000);
    let file = store.file(UnixTime(1_300));
    // Five minutes later somebody sends it again, to another gateway.
    heard.push(1_300, 1_000, 1, "c0");
    heard.tick(1_300);
    assert_eq!(store.file(UnixTime(1_300)).stations, file.stations);
    assert_eq!(store.file(UnixTime(1_300)).sources, file.sources);
}

#[test]
fn whoever_goes_on_from_what_was_kept_tells_the_same() {
    let (store, late) = (store(), store());
    let mut heard = Heard {
        store: &store,
        position: 0,
    };
    heard.push(1_000, 999, 1, "c0");
    heard.push(1_001, 1_001, 2, "unknown");
    heard.hear(
        1_002,
        1_002,
        &Event::Linked {
            source: "op".to_owned(),
            since: UnixTime(900),
            alive: UnixTime(1_002),
        },
    );
    heard.tick(1_005);
    let states = store.states();
    let kept: States = serde_json::from_slice(&serde_json::to_vec(&states).unwrap()).unwrap();
    assert_eq!(kept, states);
    let layout = Arc::new(store.inner().board.layout().clone());
    late.restore(&kept, layout, |_| {});
    let mut again = Heard {
        store: &late,
        position: heard.position,
    };
    for both in [&mut heard, &mut again] {
        both.push(1_010, 1_008, 3, "c1");
        assert!(both.tick(1_011));
    }
    assert_eq!(store.file(UnixTime(1_020)), late.file(UnixTime(1_020)));
    let number = store.sequence();
    assert_eq!(store.delta(number), late.delta(number));
    assert_eq!(store.states(), late.states());
}
