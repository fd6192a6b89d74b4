//! The shell of every data file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yilu_fuzz::bounded;

fuzz_target!(|data: &[u8]| bounded(data, || {
    let _ = container::read(data);
}));
