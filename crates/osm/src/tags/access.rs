//! Who may drive.
//!
//! Source: wiki.openstreetmap.org, "Key:access": the most special key counts.

use super::parts;
use crate::read::Tags;

/// May a car drive here?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Access {
    No,
    /// Only to reach or leave a place there.
    Destination,
    Yes,
}

/// Keys that speak of cars, most special first.
const KEYS: [&str; 4] = ["motorcar", "motor_vehicle", "vehicle", "access"];

/// What the tags say of cars in a direction (`:forward`, `:backward`, or empty for both); `None`
/// when they say nothing.
pub(super) fn car_access(tags: Tags<'_>, direction: &str) -> Option<Access> {
    KEYS.iter().find_map(|key| {
        let special = tags.get(&format!("{key}{direction}"));
        let values = special.or_else(|| tags.get(key))?;
        // Of several values the most generous counts: each names some who may.
        parts(values).filter_map(of_value).max()
    })
}

fn of_value(value: &str) -> Option<Access> {
    Some(match value {
        "yes" | "permissive" | "designated" | "official" | "public" | "allowed" | "unknown" => {
            Access::Yes
        }
        "destination" | "customers" | "delivery" | "private" | "permit" | "residents"
        | "employees" | "visitors" | "students" | "parking" | "discouraged" => Access::Destination,
        "no" | "agricultural" | "forestry" | "emergency" | "military" | "psv" | "bus" | "hgv"
        | "goods" | "taxi" | "foot" | "bicycle" | "hov" | "dismount" | "use_sidepath"
        | "restricted" | "official_only" => Access::No,
        _ => return None,
    })
}
