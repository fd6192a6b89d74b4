//! The guide file, and the lists and tables that it is made of.
#![no_main]

use std::collections::BTreeMap;

use container::Kind;
use libfuzzer_sys::fuzz_target;
use yilu_fuzz::{bounded, packed};

fuzz_target!(|data: &[u8]| {
    let file = packed(Kind::Guide, guide::VERSION, data);
    bounded(&file, || {
        let Ok((about, read)) = guide::read_guide(&file) else {
            return;
        };
        let written = guide::write_guide(&about, &read.value).unwrap();
        let (_, again) = guide::read_guide(&written).unwrap();
        assert_eq!(again.findings, []);
        assert_eq!(again.value, read.value);
    });
    if let Ok(text) = std::str::from_utf8(data) {
        bounded(data, || {
            let _ = feeds::read_corridor_list("fuzz", text, &BTreeMap::new());
            let _ = feeds::read_price_rule_list("fuzz", text);
            let _ = feeds::read_service_area_table("fuzz", text);
            let _ = feeds::read_place_list("fuzz", text);
        });
    }
});
