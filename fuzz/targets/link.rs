//! The link of a trip: what is read is written and read as the same trip; and what a host asks.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yilu_app::state::{Ask, Link};
use yilu_fuzz::bounded;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        bounded(data, || {
            let link = Link::read(text);
            assert_eq!(Link::read(&link.write()), link);
            let _ = Ask::read(text);
        });
    }
});
