//! Roads from an OpenStreetMap extract of any form.
#![no_main]

use libfuzzer_sys::fuzz_target;
use osm::{Import, Source, import};
use yilu_fuzz::{UNPACKED, bounded_by};

fuzz_target!(|data: &[u8]| bounded_by(UNPACKED, data, || {
    let source = Source {
        name: "fuzz".to_owned(),
        open: Box::new(|| Ok(Box::new(data))),
    };
    let _ = import(Import {
        sources: vec![source],
        within: None,
        places: Vec::new(),
        heights: None,
        today: "2026-11-24",
        progress: &mut |_| {},
    });
}));
