//! The readable sources of a region: one text for all of them, parted by lines of `---`.
#![no_main]

use feeds::{DatasetText, read_dataset};
use libfuzzer_sys::fuzz_target;
use yilu_fuzz::bounded;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut parts = text.split("\n---\n");
    let mut next = || parts.next().unwrap_or_default();
    let texts = DatasetText {
        dataset_toml: next(),
        nodes_csv: next(),
        roads_csv: next(),
        rivers_csv: next(),
        counties_csv: next(),
    };
    bounded(data, || {
        let _ = read_dataset(&texts);
    });
});
