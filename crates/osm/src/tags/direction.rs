//! One-way roads, in all spellings.
//!
//! Source: wiki.openstreetmap.org, "Key:oneway".

use crate::read::Tags;

/// Directions in which a way may be driven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Both,
    Forward,
    Backward,
    /// One at a time, and nobody knows which.
    Neither,
}

const KEYS: [&str; 4] = [
    "oneway:motorcar",
    "oneway:motor_vehicle",
    "oneway:vehicle",
    "oneway",
];

pub(super) fn direction(tags: Tags<'_>) -> Direction {
    let said = KEYS.iter().find_map(|key| match tags.get(key)? {
        "yes" | "true" | "1" => Some(Direction::Forward),
        "-1" | "reverse" => Some(Direction::Backward),
        "no" | "false" | "0" | "alternating" => Some(Direction::Both),
        "reversible" => Some(Direction::Neither),
        _ => None,
    });
    let is_implied = matches!(tags.get("junction"), Some("roundabout" | "circular"))
        || matches!(tags.get("highway"), Some("motorway" | "motorway_link"));
    said.unwrap_or(if is_implied {
        Direction::Forward
    } else {
        Direction::Both
    })
}
