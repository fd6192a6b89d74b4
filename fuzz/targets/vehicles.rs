//! The vehicle catalogue, packed and as TOML.
#![no_main]

use container::Kind;
use libfuzzer_sys::fuzz_target;
use yilu_fuzz::{bounded, packed};

const VERSION: u16 = 1;

fuzz_target!(|data: &[u8]| {
    let file = packed(Kind::Vehicles, VERSION, data);
    bounded(&file, || {
        let _ = planner::read_vehicles(&file);
    });
    if let Ok(text) = std::str::from_utf8(data) {
        bounded(data, || {
            let _ = feeds::read_vehicle_list("fuzz", text);
        });
    }
});
