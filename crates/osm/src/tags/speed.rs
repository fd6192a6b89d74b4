//! How fast a car drives on a way.
//!
//! Between junctions, which take their own time, cars drive what a sign allows. Without a sign the
//! class decides. Surface and condition cap both. The figures for classes and surfaces are ours
//! (grade D), of the order that open routers use; those for classes are near Valhalla's.

use super::parts;
use crate::read::Tags;

/// No car is planned to drive faster, whatever a sign says.
const FASTEST: f64 = 130.0;
/// Slowest speed that is planned, in km/h.
const SLOWEST: f64 = 3.0;
/// Walking pace, as `walk` and living streets mean it.
const WALK: f64 = 7.0;
const MILE: f64 = 1.609_344;
const KNOT: f64 = 1.852;

/// The driven speed in km/h in a direction (`:forward` or `:backward`), from the class's own
/// speed without signs.
pub(super) fn driven(tags: Tags<'_>, direction: &str, of_class: f64) -> u8 {
    let allowed = allowed(tags, direction);
    let speed = allowed.unwrap_or(of_class);
    let speed = speed.min(cap(tags)).clamp(SLOWEST, FASTEST);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "3 to 130"
    )]
    let speed = speed.round() as u8;
    speed
}

/// The allowed speed in km/h, if the tags say it.
fn allowed(tags: Tags<'_>, direction: &str) -> Option<f64> {
    let keys = ["maxspeed:motorcar", "maxspeed"];
    let special = keys.iter().map(|key| format!("{key}{direction}"));
    let special = special.filter_map(|key| tags.get(&key).map(|value| (value, direction)));
    let plain = keys
        .iter()
        .filter_map(|key| tags.get(key).map(|value| (value, "")));
    let implied = [
        "maxspeed:type",
        "source:maxspeed",
        "zone:maxspeed",
        "zone:traffic",
    ];
    let implied = implied
        .iter()
        .filter_map(|key| tags.get(key).map(|value| (value, "")));
    let mut all = special.chain(plain).chain(implied);
    all.find_map(|(value, _)| {
        let speeds = parts(value).filter_map(speed);
        speeds.min_by(f64::total_cmp)
    })
}

/// One value of `maxspeed`: a number with a unit, a word, or a country's rule such as `CN:urban`.
fn speed(value: &str) -> Option<f64> {
    if let Some((country, rule)) = value.split_once(':') {
        return rule_speed(country, rule);
    }
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (number, unit) = value.split_at(end.unwrap_or(value.len()));
    if let Ok(number) = number.parse::<f64>() {
        let factor = match unit.trim() {
            "" | "km/h" | "kmh" | "kph" | "kmph" => 1.0,
            "mph" => MILE,
            "knots" | "knot" => KNOT,
            _ => return None,
        };
        return Some(number * factor).filter(|speed| (1.0..=300.0).contains(speed));
    }
    match value {
        "walk" | "walking_pace" | "living_street" => Some(WALK),
        "none" | "unlimited" => Some(FASTEST),
        _ => None,
    }
}

/// Speeds by law where no sign stands: urban, rural, trunk, motorway.
///
/// CN: Road Traffic Safety Law's regulation, article 45 (50 and 70 km/h) and 78 (120 km/h); others
/// as wiki.openstreetmap.org, "Default speed limits", gives them.
const BY_LAW: [(&str, [f64; 4]); 12] = [
    ("CN", [50.0, 70.0, 80.0, 120.0]),
    ("AT", [50.0, 100.0, 100.0, 130.0]),
    ("CH", [50.0, 80.0, 100.0, 120.0]),
    ("DE", [50.0, 100.0, 100.0, 130.0]),
    ("FR", [50.0, 80.0, 110.0, 130.0]),
    ("GB", [48.3, 96.6, 112.7, 112.7]),
    ("UK", [48.3, 96.6, 112.7, 112.7]),
    ("IT", [50.0, 90.0, 110.0, 130.0]),
    ("JP", [60.0, 60.0, 60.0, 100.0]),
    ("KZ", [60.0, 90.0, 110.0, 140.0]),
    ("MN", [60.0, 80.0, 80.0, 100.0]),
    ("RU", [60.0, 90.0, 90.0, 110.0]),
];
/// The same where the country is none of these.
const BY_LAW_ELSEWHERE: [f64; 4] = [50.0, 80.0, 100.0, 120.0];

fn rule_speed(country: &str, rule: &str) -> Option<f64> {
    let law = BY_LAW
        .iter()
        .find(|(code, _)| code.eq_ignore_ascii_case(country));
    let [urban, rural, trunk, motorway] = law.map_or(BY_LAW_ELSEWHERE, |(_, law)| *law);
    match rule {
        "urban" | "nsl_restricted" | "urban_primary" | "urban_secondary" => Some(urban),
        "rural" | "nsl_single" => Some(rural),
        "trunk" | "nsl_dual" | "expressway" => Some(trunk),
        "motorway" => Some(motorway),
        // By law 20 km/h there, not walking pace.
        "living_street" if country == "RU" => Some(20.0),
        "living_street" | "walk" | "pedestrian_zone" => Some(WALK),
        "school" | "bicycle_road" => Some(30.0),
        // DE:zone:30, DE:zone30, FR:zone30, BE:30.
        zone => {
            let digits = zone
                .trim_start_matches("zone")
                .trim_start_matches([':', ' ']);
            let number: f64 = digits.parse().ok()?;
            (5.0..=130.0).contains(&number).then_some(number)
        }
    }
}

/// The speed that surface and condition leave.
fn cap(tags: Tags<'_>) -> f64 {
    let surface = match tags.get("surface") {
        Some("cement" | "concrete:lanes") => 70.0,
        Some("paving_stones" | "metal" | "bricks" | "concrete:plates") => 60.0,
        Some("compacted" | "fine_gravel" | "sett" | "wood") => 40.0,
        Some("gravel" | "unpaved" | "pebblestone" | "cobblestone" | "unhewn_cobblestone") => 25.0,
        Some("ground" | "dirt" | "earth" | "clay" | "grass" | "grass_paver") => 20.0,
        Some("stone" | "rocky" | "sand" | "snow" | "ice") => 15.0,
        Some("mud") => 10.0,
        _ => FASTEST,
    };
    let condition = match tags.get("smoothness") {
        Some("intermediate") => 80.0,
        Some("bad") => 40.0,
        Some("very_bad") => 20.0,
        Some("horrible") => 10.0,
        Some("very_horrible") => 5.0,
        _ => FASTEST,
    };
    let track = match tags.get("tracktype") {
        Some("grade1") => 40.0,
        Some("grade2") => 25.0,
        Some("grade3") => 15.0,
        Some("grade4") => 10.0,
        Some("grade5") => 5.0,
        _ => FASTEST,
    };
    // What is graded for hikers is hardly a road: Valhalla takes it at 20 km/h and counts it half as
    // much again.
    let hike = if tags.get("sac_scale").is_some() {
        13.0
    } else {
        FASTEST
    };
    let ford = if tags.is("ford", "yes") {
        10.0
    } else {
        FASTEST
    };
    f64::min(surface, condition).min(track).min(hike).min(ford)
}
