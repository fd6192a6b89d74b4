//! OCPI messages into the location that is known. Three lines: method and path, location, message.
#![no_main]

use feeds::{OcpiChange, OcpiPlace, ocpi_lasting, ocpi_states, ocpi_time};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use yilu_fuzz::bounded;

fuzz_target!(|data: &[u8]| {
    bounded(data, || {
        let Ok(text) = std::str::from_utf8(data) else {
            return;
        };
        let mut lines = text.splitn(3, '\n');
        let mut line = || lines.next().unwrap_or_default();
        let (head, known, body) = (line(), line(), line());
        let (method, path) = head.split_once(' ').unwrap_or((head, ""));
        let mut ids = path.splitn(3, '/');
        let place = OcpiPlace {
            location: ids.next().unwrap_or_default(),
            evse: ids.next(),
            connector: ids.next(),
        };
        let known: Option<Value> = serde_json::from_str(known).ok();
        let Ok(body) = serde_json::from_str::<Value>(body) else {
            return;
        };
        let _ = ocpi_states(&body);
        let lasting = ocpi_lasting(&body);
        assert_eq!(ocpi_lasting(&lasting), lasting);
        let change = OcpiChange {
            place,
            body,
            is_patch: method == "PATCH",
            is_answer: method == "ANSWER",
        };
        let Ok(changed) = change.clone().apply(known.as_ref()) else {
            return;
        };
        let stamp = change.updated().unwrap();
        assert!(change.latest().unwrap() >= stamp);
        let time = |location: &Value| ocpi_time(location.get("last_updated")?.as_str()?);
        let before = known.as_ref().and_then(time);
        if place.evse.is_none() {
            // A message that is older than what is known replaces nothing.
            assert!(changed.location.is_none() || before.is_none_or(|before| before <= stamp));
        }
        // The same again, pushed, changes nothing more.
        if let Some(location) = changed.location.filter(|_| !change.is_answer) {
            assert_eq!(change.apply(Some(&location)).unwrap().location, None);
        }
    });
});
