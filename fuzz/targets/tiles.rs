//! An archive of tiles: its header, then its root directory, plain or not: nothing it tells is beyond it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tiles::{Directory, Found, Header};
use yilu_fuzz::bounded;

fuzz_target!(|data: &[u8]| {
    bounded(data, || {
        let length = data.len() as u64;
        let Ok(header) = Header::read(data, length) else {
            return;
        };
        let from = usize::try_from(header.root.from).unwrap();
        let Ok(root) = Directory::read(&data[from..]) else {
            return;
        };
        for found in root.all(&header).flatten() {
            let (Found::Tile(section) | Found::Leaf(section)) = found;
            assert!(section.end().unwrap() <= length);
        }
        for id in [0, 1, 5, u64::MAX] {
            let _ = root.find(&header, id);
        }
    });
});
