//! The station file: what is read is written and read again without a finding.
#![no_main]

use container::Kind;
use libfuzzer_sys::fuzz_target;
use stations::{VERSION, read_snapshot, write_snapshot};
use yilu_fuzz::{bounded, packed};

fuzz_target!(|data: &[u8]| {
    let file = packed(Kind::Stations, VERSION, data);
    bounded(&file, || {
        let Ok(read) = read_snapshot(&file) else {
            return;
        };
        let about = read.value.about.clone();
        let content = read.value.content();
        let written = write_snapshot(&about, &content).unwrap();
        let again = read_snapshot(&written).unwrap();
        assert_eq!(again.findings, []);
        assert_eq!(again.value.content(), content);
    });
});
