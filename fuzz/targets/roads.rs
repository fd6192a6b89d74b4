//! The road file: what is read can be driven on, written, and read again.
#![no_main]

use container::Kind;
use libfuzzer_sys::fuzz_target;
use yilu_fuzz::{bounded, packed};

const VERSION: u16 = 2;

fuzz_target!(|data: &[u8]| {
    let file = packed(Kind::Roads, VERSION, data);
    bounded(&file, || {
        if let Ok(read) = roads::read_roads(&file) {
            let written = roads::write_roads(&read.about, &read.roads).unwrap();
            let again = roads::read_roads(&written).unwrap();
            assert_eq!(again.roads.edge_count(), read.roads.edge_count());
        }
    });
});
