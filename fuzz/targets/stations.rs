//! The station file: what is read is written and read again without a finding, and plans read the
//! same stations.
#![no_main]

use container::Kind;
use libfuzzer_sys::fuzz_target;
use stations::{VERSION, read_snapshot, read_stops, read_tariffs, write_snapshot};
use yilu_fuzz::{bounded, packed};

fuzz_target!(|data: &[u8]| {
    let file = packed(Kind::Stations, VERSION, data);
    bounded(&file, || {
        let Ok(read) = read_snapshot(&file) else {
            return;
        };
        // Plans know every station that the whole reader knows, and all of its tariffs.
        let stops = read_stops(&file).unwrap();
        for station in &read.value.stations {
            assert!(stops.iter().any(|stop| stop.id == station.id));
        }
        assert_eq!(read_tariffs(&file).unwrap(), read.value.tariffs);
        let about = read.value.about.clone();
        let content = read.value.content();
        let written = write_snapshot(&about, &content).unwrap();
        let again = read_snapshot(&written).unwrap();
        assert_eq!(again.findings, []);
        assert_eq!(again.value.content(), content);
    });
});
