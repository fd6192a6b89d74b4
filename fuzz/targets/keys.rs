//! A key file: an error never shows a part of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yilu_fuzz::bounded;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        bounded(data, || {
            let _ = feeds::Keys::read(text);
        });
    }
});
