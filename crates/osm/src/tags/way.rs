//! Ways that a car may drive.

use roads::{Limits, RoadClass};

use super::access::{Access, car_access};
use super::direction::{Direction, direction};
use super::limits::limits;
use super::{parts, speed};
use crate::read::Tags;

/// Speed of a ferry that does not say how long it takes.
const FERRY_KMH: u8 = 15;
/// Share of a class's speed that is driven round a roundabout.
const IN_ROUNDABOUT: f64 = 0.5;
/// Speeds on ways that are not for through traffic.
const YARD_KMH: f64 = 10.0;

/// Rank of minor streets, among which nobody has the way.
pub(crate) const MINOR: u8 = 5;

/// What a way is for a car. Two pieces of road with equal kinds may become one road.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a tag of its own, and all combinations exist"
)]
pub(crate) struct WayKind {
    pub(crate) class: RoadClass,
    /// How great it is at junctions: 0 a motorway, 5 a minor street. A ramp is as great as its road.
    pub(crate) rank: u8,
    /// Driven speed along the way in km/h; `None` when it may not be driven so.
    pub(crate) forward: Option<u8>,
    /// The same against the way.
    pub(crate) backward: Option<u8>,
    pub(crate) is_toll: bool,
    pub(crate) is_destination_only: bool,
    pub(crate) is_roundabout: bool,
    /// True on bridges and in tunnels, where the ground says nothing about the road's height.
    pub(crate) is_off_ground: bool,
    pub(crate) reference: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) limits: LimitKey,
    /// Minutes that a ferry takes, if it says so.
    pub(crate) ferry_minutes: Option<u16>,
}

/// Limits, comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LimitKey(pub(crate) bool, pub(crate) [Option<u16>; 5]);

impl From<Limits> for LimitKey {
    fn from(limits: Limits) -> Self {
        let Limits {
            no_trucks,
            weight_100kg,
            axle_100kg,
            height_cm,
            width_cm,
            length_cm,
        } = limits;
        let figures = [weight_100kg, axle_100kg, height_cm, width_cm, length_cm];
        Self(no_trucks, figures)
    }
}

impl From<LimitKey> for Limits {
    fn from(LimitKey(no_trucks, figures): LimitKey) -> Self {
        let [weight_100kg, axle_100kg, height_cm, width_cm, length_cm] = figures;
        Self {
            no_trucks,
            weight_100kg,
            axle_100kg,
            height_cm,
            width_cm,
            length_cm,
        }
    }
}

/// Class, speed in km/h without signs, and who may drive when no tag says it.
fn class_of(tags: Tags<'_>) -> Option<(RoadClass, f64, Access)> {
    let (class, speed) = match tags.get("highway")? {
        "motorway" => (RoadClass::Motorway, 105.0),
        "trunk" => (RoadClass::Trunk, 90.0),
        "primary" => (RoadClass::Primary, 75.0),
        "secondary" => (RoadClass::Secondary, 60.0),
        "tertiary" => (RoadClass::Tertiary, 50.0),
        "motorway_link" => (RoadClass::Link, 89.0),
        "trunk_link" => (RoadClass::Link, 73.0),
        "primary_link" | "secondary_link" | "tertiary_link" => (RoadClass::Link, 60.0),
        "unclassified" | "road" => (RoadClass::Unclassified, 40.0),
        "residential" => (RoadClass::Residential, 35.0),
        "living_street" => (RoadClass::LivingStreet, 8.0),
        "service" | "services" | "rest_area" => {
            let speed = match tags.get("service") {
                Some("parking_aisle" | "driveway" | "drive-through" | "emergency_access") => {
                    YARD_KMH
                }
                _ => 20.0,
            };
            (RoadClass::Service, speed)
        }
        "track" => return Some((RoadClass::Track, 8.0, Access::Destination)),
        // For others, but a sign may let cars in.
        "pedestrian" | "footway" | "path" | "cycleway" | "bridleway" | "busway" => {
            return Some((RoadClass::Service, YARD_KMH, Access::No));
        }
        _ => return None,
    };
    Some((class, speed, Access::Yes))
}

/// What the way with these tags is for a car; `None` when it is nothing for one.
pub(crate) fn way_kind(tags: Tags<'_>) -> Option<WayKind> {
    if tags.is("area", "yes") || tags.is("smoothness", "impassable") || tags.is("ice_road", "yes") {
        return None;
    }
    let Some((class, of_class, usual)) = class_of(tags) else {
        return ferry(tags);
    };
    let access = ["", ":forward", ":backward"].map(|way| {
        let said = car_access(tags, way);
        // `access=yes` on a path is about walkers; a car needs a word about cars.
        match (said, usual) {
            (_, Access::No) if !speaks_of_cars(tags) => Access::No,
            (Some(access), _) => access,
            (None, usual) => usual,
        }
    });
    let direction = direction(tags);
    let may = |allowed: Access, other: Direction| {
        allowed != Access::No && direction != other && direction != Direction::Neither
    };
    let forward = may(access[1], Direction::Backward);
    let backward = may(access[2], Direction::Forward);
    if !forward && !backward {
        return None;
    }
    let best = if forward { access[1] } else { access[2] };
    let is_emergency = tags.is("service", "emergency_access");
    let is_roundabout = matches!(tags.get("junction"), Some("roundabout" | "circular"));
    let of_class = if is_roundabout {
        of_class * IN_ROUNDABOUT
    } else {
        of_class
    };
    let speed = |way| speed::driven(tags, way, of_class);
    Some(WayKind {
        class,
        rank: rank(tags),
        forward: forward.then(|| speed(":forward")),
        backward: backward.then(|| speed(":backward")),
        is_toll: is_toll(tags),
        is_destination_only: best == Access::Destination || is_emergency,
        is_roundabout,
        is_off_ground: is_off_ground(tags),
        reference: reference(tags),
        zh: name(tags, ["name:zh", "name:zh-Hans", "name"]),
        en: name(tags, ["name:en", "int_name", ""]),
        limits: limits(tags).into(),
        ferry_minutes: None,
    })
}

/// How great a road is where roads meet; all minor streets are equal there.
fn rank(tags: Tags<'_>) -> u8 {
    let class = tags.get("highway").unwrap_or_default();
    match class.trim_end_matches("_link") {
        "motorway" => 0,
        "trunk" => 1,
        "primary" => 2,
        "secondary" => 3,
        "tertiary" => 4,
        _ => MINOR,
    }
}

fn speaks_of_cars(tags: Tags<'_>) -> bool {
    let keys = ["motorcar", "motor_vehicle", "vehicle"];
    keys.iter().any(|key| {
        let both = [String::new(), ":forward".into(), ":backward".into()];
        both.iter()
            .any(|way| tags.get(&format!("{key}{way}")).is_some())
    })
}

/// A ferry that takes cars, or a train that does.
fn ferry(tags: Tags<'_>) -> Option<WayKind> {
    // Without a word about cars, a ferry that says who it is for is for others.
    let usual = match tags.get("route")? {
        "ferry" if tags.get("foot").is_none() => Access::Yes,
        "ferry" | "shuttle_train" => Access::No,
        _ => return None,
    };
    let access = car_access(tags, "").unwrap_or(usual);
    let (forward, backward) = match direction(tags) {
        Direction::Forward => (Some(FERRY_KMH), None),
        Direction::Backward => (None, Some(FERRY_KMH)),
        Direction::Both => (Some(FERRY_KMH), Some(FERRY_KMH)),
        Direction::Neither => (None, None),
    };
    (access != Access::No).then(|| WayKind {
        class: RoadClass::Ferry,
        rank: MINOR,
        forward,
        backward,
        is_toll: is_toll(tags),
        is_destination_only: false,
        is_roundabout: false,
        is_off_ground: true,
        reference: String::new(),
        zh: name(tags, ["name:zh", "name:zh-Hans", "name"]),
        en: name(tags, ["name:en", "int_name", ""]),
        limits: limits(tags).into(),
        ferry_minutes: tags.get("duration").and_then(minutes),
    })
}

/// `H:MM`, `HH:MM:SS`, minutes, or as ISO 8601 has it: `PT1H5M`.
fn minutes(duration: &str) -> Option<u16> {
    if let Ok(span) = duration.trim().parse::<jiff::SignedDuration>() {
        return u16::try_from(span.as_mins()).ok();
    }
    let mut fields = duration.trim().split(':').map(str::parse::<u16>);
    match (fields.next()?.ok()?, fields.next()) {
        (minutes, None) => Some(minutes),
        (hours, Some(minutes)) => hours.checked_mul(60)?.checked_add(minutes.ok()?),
    }
}

fn is_toll(tags: Tags<'_>) -> bool {
    let keys = ["toll:motorcar", "toll:motor_vehicle", "toll"];
    let said = keys.iter().find_map(|key| tags.get(key));
    said.is_some_and(|value| value != "no")
}

fn is_off_ground(tags: Tags<'_>) -> bool {
    let is = |key| tags.get(key).is_some_and(|value| value != "no");
    is("bridge") || is("tunnel") || is("covered")
}

/// The number on the signs; of several the first.
fn reference(tags: Tags<'_>) -> String {
    let all = tags.get("ref").unwrap_or_default();
    parts(all).next().unwrap_or_default().to_owned()
}

fn name(tags: Tags<'_>, keys: [&str; 3]) -> String {
    let found = keys.iter().find_map(|key| tags.get(key));
    found.unwrap_or_default().trim().to_owned()
}
