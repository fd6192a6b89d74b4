//! What every target shares: the limit of memory, and files of ours around any body.

use std::sync::Arc;

use container::{About, Kind, Text};
use feeds::{FeedKind, Keys, Reading};
use live::Layout;
use peak_alloc::PeakAlloc;
use stations::{
    Cabinet, Connector, ConnectorStandard, Content, Evse, Station, read_snapshot, write_snapshot,
};
use units::{Kilowatts, LatLon};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Memory that any input may take, in bytes: buffers of a fixed size.
const FLOOR: usize = 4 << 20;
/// Bytes for each byte of input; a value of JSON takes some thirty.
const FACTOR: usize = 200;

/// Runs `work`, which must not take more than a small multiple of `data`.
pub fn bounded(data: &[u8], work: impl FnOnce()) {
    bounded_by(FLOOR, data, work);
}

/// As [`bounded`], with another floor.
pub fn bounded_by(floor: usize, data: &[u8], work: impl FnOnce()) {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    work();
    let used = HEAP.peak_usage().saturating_sub(before);
    let most = floor + FACTOR * data.len();
    assert!(
        used <= most,
        "{used} bytes of memory, expected at most {most}"
    );
}

/// A good container around the body of `data`, so that what is tried is the body's reader and not
/// the checksum. A file of ours gives its body; anything else is one.
pub fn packed(kind: Kind, version: u16, data: &[u8]) -> Vec<u8> {
    container::write(kind, version, &about(), body(data)).unwrap_or_default()
}

fn about() -> About {
    About {
        id: "fuzz".into(),
        title: Text::new("", ""),
        edition: "2026-11-24".into(),
        demo: true,
        schematic: true,
        licence: String::new(),
        attribution: String::new(),
        sources: Vec::new(),
        bounds: None,
    }
}

/// What stands behind the header and the self-description, if there is one.
fn body(data: &[u8]) -> &[u8] {
    const HEADER: usize = 20;
    let length = data
        .starts_with(b"YILU")
        .then(|| data.get(8..12)?.try_into().ok().map(u32::from_le_bytes))
        .flatten();
    let start = length.map_or(0, |length| HEADER + length as usize);
    data.get(start..).unwrap_or(data)
}

/// A station with three connectors, and two with two and one, of one source.
pub fn layout() -> Arc<Layout> {
    let station = |(id, count): (&str, usize)| {
        let connectors = (0..count).map(|number| {
            let id = format!("{id}-{number}");
            Connector::new(id, ConnectorStandard::GbtDc, Kilowatts(60.0))
        });
        Station {
            cabinets: vec![Cabinet {
                evses: vec![Evse {
                    connectors: connectors.collect(),
                }],
                ..Cabinet::default()
            }],
            ..Station::new(id, Text::default(), LatLon::new(38.4, 112.7).unwrap())
        }
    };
    let stations = [("s01a", 3), ("s01b", 2), ("s01c", 1)].map(station);
    Arc::new(Layout::new("fuzz", &stations))
}

/// What unpacking may take: a block of an extract holds 32 MiB at most, a tile of heights 26 MB.
pub const UNPACKED: usize = 128 << 20;

/// Reads `data` as a feed, and checks that a station file can hold what it gives.
pub fn feed(kind: FeedKind, data: &[u8]) {
    let secret = || Some("1234567890abcdef".to_owned());
    let keys = Keys::of(secret(), secret(), secret()).unwrap();
    let reading = Reading {
        kind,
        name: "fuzz",
        datum: kind.datum(),
        keys: &keys,
    };
    let floor = if kind == FeedKind::Osm {
        UNPACKED
    } else {
        FLOOR
    };
    bounded_by(floor, data, || {
        let Ok(mut feed) = feeds::read_feed(&reading, data) else {
            return;
        };
        feed.settle(kind);
        let content = Content {
            stations: feed.stations,
            tariffs: feed.tariffs,
            ..Content::default()
        };
        let file = write_snapshot(&about(), &content).unwrap();
        let again = read_snapshot(&file).unwrap();
        assert_eq!(again.findings, []);
        assert_eq!(again.value.content(), content);
    });
}
