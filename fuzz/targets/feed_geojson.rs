//! Stations from a feed of the form `geojson`.
#![no_main]

use feeds::FeedKind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| yilu_fuzz::feed(FeedKind::Geojson, data));
