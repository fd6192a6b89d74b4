//! The list of packs, what a browser keeps of it, and a board's address: what is read is written and read
//! as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use packs::Packs;
use yilu_app::state::{Kiosk, Wanted};
use yilu_fuzz::bounded;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    bounded(data, || {
        if let Ok(list) = Packs::read(text) {
            assert_eq!(Packs::read(&list.write()).as_ref(), Ok(&list));
            let ids = list
                .packs
                .iter()
                .map(|pack| pack.id.clone())
                .collect::<Vec<_>>();
            assert!(list.missing(&ids, |_| true).is_empty());
        }
        let wanted = Wanted::read(text);
        assert_eq!(Wanted::read(&wanted.write()), wanted);
        let _ = Kiosk::read(text);
    });
});
