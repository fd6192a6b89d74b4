//! What stands on a node.

use container::Text;
use roads::{Limits, PlaceKind};

use super::access::{Access, car_access};
use super::limits::limits;
use crate::read::Tags;

/// What a node of a road does to those who pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeRole {
    /// True when no car passes.
    pub(crate) is_closed: bool,
    /// True when one passes only to reach or leave a place behind it.
    pub(crate) is_destination_only: bool,
    /// Seconds that passing takes.
    pub(crate) delay: u8,
    /// What fits through.
    pub(crate) limits: Limits,
}

/// The role of a node; `None` for most.
pub(crate) fn node_role(tags: Tags<'_>) -> Option<NodeRole> {
    let mut role = NodeRole {
        is_closed: false,
        is_destination_only: false,
        delay: 0,
        limits: Limits::default(),
    };
    if let Some(barrier) = tags.get("barrier") {
        // Whether cars pass when no tag says so, and how long it takes them.
        let (usual, delay) = match barrier {
            "gate" | "lift_gate" | "swing_gate" | "sliding_gate" | "hampshire_gate" => {
                (Access::Yes, 30)
            }
            "toll_booth" => (Access::Yes, 15),
            "border_control" | "checkpoint" => (Access::Yes, 60),
            "cattle_grid" | "entrance" | "no" | "kerb" | "height_restrictor"
            | "width_restrictor" | "sally_port" | "arch" | "bump_gate" | "rumble_strip"
            | "sump_buster" | "toll" => (Access::Yes, 0),
            "bollard" if tags.is("bollard", "rising") || tags.is("bollard", "removable") => {
                (Access::Destination, 30)
            }
            // bollard, block, chain, jersey_barrier, log, debris, cycle_barrier, turnstile …
            _ => (Access::No, 30),
        };
        let usual = if tags.is("locked", "yes") {
            Access::No
        } else {
            usual
        };
        let access = car_access(tags, "").unwrap_or(usual);
        role.is_closed = access == Access::No;
        role.is_destination_only = access == Access::Destination;
        role.delay = delay;
        role.limits = limits(tags);
    } else if !tags.is("highway", "crossing") {
        // A sign alone; at a crossing it is about those who cross.
        role.is_closed = car_access(tags, "") == Some(Access::No);
    }
    match tags.get("highway") {
        Some("traffic_signals") => role.delay = role.delay.max(5),
        Some("stop" | "toll_gantry") => role.delay = role.delay.max(3),
        Some("mini_roundabout" | "give_way") => role.delay = role.delay.max(2),
        _ => {}
    }
    let nothing = NodeRole {
        is_closed: false,
        is_destination_only: false,
        delay: 0,
        limits: Limits::default(),
    };
    (role != nothing).then_some(role)
}

/// A place that people search for: its name and kind.
pub(crate) fn named_place(tags: Tags<'_>) -> Option<(Text, PlaceKind)> {
    let kind = match (tags.get("place"), tags.get("highway")) {
        (Some("city"), _) => PlaceKind::Seat,
        (Some("town"), _) => PlaceKind::Town,
        (Some("village" | "hamlet" | "suburb"), _) => PlaceKind::Village,
        (_, Some("motorway_junction")) => PlaceKind::Interchange,
        _ if tags.is("mountain_pass", "yes") => PlaceKind::Pass,
        _ if tags.is("railway", "station") => PlaceKind::Rail,
        _ if tags.is("aeroway", "aerodrome") => PlaceKind::Airport,
        _ if tags.is("tourism", "attraction") => PlaceKind::Sight,
        _ => return None,
    };
    let get = |keys: [&str; 3]| keys.iter().find_map(|key| tags.get(key)).map(str::trim);
    let local = get(["name:zh", "name:zh-Hans", "name"]).filter(|name| !name.is_empty())?;
    let english = get(["name:en", "int_name", "name"]).unwrap_or(local);
    Some((Text::new(local, english), kind))
}
