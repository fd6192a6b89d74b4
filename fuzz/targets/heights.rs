//! A tile of heights, plain or zipped.
#![no_main]

use libfuzzer_sys::fuzz_target;
use osm::{HeightTile, TileName};
use yilu_fuzz::{UNPACKED, bounded_by};

fuzz_target!(|data: &[u8]| bounded_by(UNPACKED, data, || {
    for name in ["N38E112.hgt", "N38E112.hgt.zip"] {
        let _ = HeightTile::read(TileName::of(38.5, 112.5), name, data);
    }
}));
