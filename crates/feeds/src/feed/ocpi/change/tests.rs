use proptest::prelude::*;
use serde_json::json;

use super::*;

fn time(minute: u32) -> String {
    format!("2026-11-26T08:{minute:02}:00Z")
}

fn connector(id: &str, amperes: u32, minute: u32) -> Value {
    json!({"id": id, "max_amperage": amperes, "last_updated": time(minute)})
}

fn evse(uid: &str, status: &str, minute: u32) -> Value {
    json!({"uid": uid, "status": status, "last_updated": time(minute),
        "connectors": [connector("1", 100, minute)]})
}

fn location(minute: u32, evses: Vec<Value>) -> Value {
    let evses = Value::Array(evses);
    json!({"id": "L1", "name": format!("at {minute}"), "evses": evses, "last_updated": time(minute)})
}

fn at<'a>(path: &[&'a str]) -> OcpiPlace<'a> {
    OcpiPlace {
        location: path[0],
        evse: path.get(1).copied(),
        connector: path.get(2).copied(),
    }
}

fn push(
    known: Option<&Value>,
    path: &[&str],
    body: Value,
    is_patch: bool,
) -> Result<OcpiChanged, OcpiError> {
    let change = OcpiChange {
        place: at(path),
        body,
        is_patch,
        is_answer: false,
    };
    change.apply(known)
}

#[test]
fn whole_locations_evses_and_connectors_are_put_and_parts_of_them_patched() {
    let first = location(1, vec![evse("E1", "AVAILABLE", 1)]);
    let changed = push(None, &["l1"], first.clone(), false).unwrap();
    assert_eq!(changed.states[0].connectors, ["E1-1"]);
    let known = changed.location.unwrap();
    assert_eq!(known, first);
    // A second EVSE, and a state of the first without its connectors.
    let known = push(
        Some(&known),
        &["L1", "E2"],
        evse("E2", "CHARGING", 2),
        false,
    );
    let known = known.unwrap().location.unwrap();
    assert_eq!(list(&known, "evses").len(), 2);
    let part = json!({"status": "RESERVED", "last_updated": time(3)});
    let changed = push(Some(&known), &["L1", "E1"], part, true).unwrap();
    assert_eq!(
        (
            &changed.states[0].status[..],
            &changed.states[0].connectors[..]
        ),
        ("RESERVED", &["E1-1".to_owned()][..])
    );
    let known = changed.location.unwrap();
    let part = json!({"max_amperage": 200, "last_updated": time(4)});
    let known = push(Some(&known), &["L1", "E1", "1"], part, true);
    let known = known.unwrap().location.unwrap();
    assert_eq!(known["evses"][0]["connectors"][0]["max_amperage"], 200);
    let part = json!({"name": null, "last_updated": time(5)});
    let known = push(Some(&known), &["L1"], part, true).unwrap().location;
    assert_eq!(known.unwrap().get("name"), None);
}

#[test]
fn what_is_late_or_the_same_again_replaces_nothing() {
    let known = location(5, vec![evse("E1", "AVAILABLE", 5)]);
    for minute in [4, 5] {
        let body = location(minute, vec![evse("E1", "CHARGING", minute)]);
        let changed = push(Some(&known), &["L1"], body, false).unwrap();
        assert_eq!((changed.location, changed.states.len()), (None, 1));
        let part = json!({"status": "CHARGING", "last_updated": time(minute)});
        let changed = push(Some(&known), &["L1", "E1"], part, true).unwrap();
        assert_eq!((changed.location, changed.states.len()), (None, 1));
    }
    // A newer location with an older EVSE inside, and without one that was added later.
    let known = location(
        5,
        vec![evse("E1", "AVAILABLE", 7), evse("E2", "AVAILABLE", 8)],
    );
    let body = location(
        6,
        vec![evse("E1", "CHARGING", 6), evse("E3", "CHARGING", 6)],
    );
    let new = push(Some(&known), &["L1"], body, false).unwrap().location;
    let new = new.unwrap();
    assert_eq!(new["name"], "at 6");
    let uids: Vec<_> = list(&new, "evses").iter().map(|one| &one["uid"]).collect();
    assert_eq!(uids, ["E1", "E3", "E2"]);
    assert_eq!(new["evses"][0]["status"], "AVAILABLE");
    // An answer with the same time counts.
    let change = OcpiChange {
        place: at(&["L1"]),
        body: location(6, Vec::new()),
        is_patch: false,
        is_answer: true,
    };
    let asked = change.apply(Some(&new)).unwrap().location.unwrap();
    let left = list(&asked, "evses").iter().map(|one| &one["uid"]);
    assert_eq!(left.collect::<Vec<_>>(), ["E1", "E2"]);
}

#[test]
fn messages_that_are_of_no_use_say_why() {
    let known = location(5, vec![evse("E1", "AVAILABLE", 5)]);
    let check = |path: &[&str], body: Value, is_patch, expected: OcpiError| {
        let found = push(Some(&known), path, body.clone(), is_patch);
        assert_eq!(found, Err(expected), "{body}");
    };
    let other = |name, id: &str| OcpiError::OtherId(name, id.to_owned());
    check(&["L1"], json!([1]), false, OcpiError::NoObject);
    check(&["L2"], location(6, Vec::new()), false, other("id", "L1"));
    check(&["L1", "E2"], evse("E1", "X", 6), false, other("uid", "E1"));
    check(
        &["L1"],
        json!({"last_updated": time(6)}),
        false,
        other("id", ""),
    );
    let nameless = json!({"last_updated": time(6)});
    check(&["L1", ""], nameless, false, other("uid", ""));
    check(&["L1"], json!({"name": "x"}), true, OcpiError::NoTime);
    check(&["L1"], json!({"last_updated": 5}), true, OcpiError::NoTime);
    let part = json!({"status": "CHARGING", "last_updated": time(6)});
    check(&["L1", "E9"], part.clone(), true, OcpiError::Unknown);
    check(
        &["L1", "E9", "1"],
        connector("1", 1, 6),
        false,
        OcpiError::Unknown,
    );
    assert_eq!(
        push(None, &["L1", "E1"], part, true),
        Err(OcpiError::Unknown)
    );
    // A location whose list is none.
    let odd = json!({"id": "L1", "evses": "none"});
    let found = push(Some(&odd), &["L1", "E1"], evse("E1", "X", 6), false);
    assert_eq!(found, Err(OcpiError::Unknown));
}

proptest! {
    /// Whole objects may come in any order: the newest of each stays.
    #[test]
    fn the_newest_of_each_object_stays_whatever_the_order(
        kinds in prop::collection::vec(0_usize..4, 1..12),
        order in any::<u64>(),
    ) {
        // Message number n is of minute n + 1; kind 0 is the location, the others its EVSEs.
        let uid = |kind: usize| format!("E{kind}");
        let status = |minute: usize| format!("S{minute}");
        let message = |minute: usize, kind: usize| {
            let time = u32::try_from(minute).unwrap();
            let all = (1..4).filter(|one| kind == 0 || kind == *one);
            let evses = all.map(|one| evse(&uid(one), &status(minute), time));
            let mut evses: Vec<Value> = evses.collect();
            if kind == 0 { location(time, evses) } else { evses.remove(0) }
        };
        let mut numbers: Vec<usize> = (0..kinds.len()).collect();
        numbers.sort_by_key(|number| order.rotate_left(u32::try_from(*number).unwrap() * 7) ^ 0x5bd1);
        let mut known = message(0, 0);
        for number in &numbers {
            let (minute, kind) = (number + 1, kinds[*number]);
            let id = uid(kind);
            let path = if kind == 0 { vec!["L1"] } else { vec!["L1", &id[..]] };
            let changed = push(Some(&known), &path, message(minute, kind), false).unwrap();
            known = changed.location.unwrap_or(known);
        }
        let newest = |wanted: &[usize]| {
            let told = kinds.iter().rposition(|kind| wanted.contains(kind));
            told.map_or(0, |number| number + 1)
        };
        prop_assert_eq!(&known["name"], &json!(format!("at {}", newest(&[0]))));
        for one in 1..4 {
            let mut evses = list(&known, "evses").iter();
            let found = evses.find(|evse| evse["uid"] == uid(one)).unwrap();
            prop_assert_eq!(&found["status"], &json!(status(newest(&[0, one]))));
        }
    }
}
