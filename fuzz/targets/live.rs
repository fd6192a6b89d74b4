//! Live files and deltas: what is read is written and read again; a mirror takes whatever comes.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use live::{Delta, Layout, Limits, LiveFile, Mirror, UnixTime};
use yilu_fuzz::{bounded, layout};

fuzz_target!(|data: &[u8]| {
    let layout: Arc<Layout> = layout();
    bounded(data, || {
        if let Ok(file) = LiveFile::read(data) {
            assert_eq!(LiveFile::read(&file.to_json()).unwrap(), file);
            if let Ok(mirror) = Mirror::new(Arc::clone(&layout), &file) {
                look(&mirror, &layout);
            }
        }
        if let Ok(delta) = Delta::read(data) {
            assert_eq!(Delta::read(&delta.to_json()).unwrap(), delta);
            let before = LiveFile {
                v: live::VERSION,
                snapshot: delta.snapshot.clone(),
                sequence: delta.previous,
                time: UnixTime(0),
                sources: Vec::new(),
                stations: std::collections::BTreeMap::new(),
            };
            if let Ok(mut mirror) = Mirror::new(Arc::clone(&layout), &before) {
                let _ = mirror.apply(&delta);
                look(&mirror, &layout);
            }
        }
    });
});

fn look(mirror: &Mirror, layout: &Layout) {
    for now in [i64::MIN, 0, i64::MAX].map(UnixTime) {
        for station in 0..=layout.stations() {
            let live = mirror.station(station, now, Limits::default());
            if let Some((free, all)) = live.and_then(|live| live.available()) {
                assert!(free <= all && all == layout.connectors(station));
            }
        }
    }
}
