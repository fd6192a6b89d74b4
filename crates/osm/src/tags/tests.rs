use roads::RoadClass;

use super::*;
use crate::read::{Kind, Member, Tags};

/// Speed of a primary road without a sign.
const P: u8 = 75;

fn way(text: &str) -> Option<WayKind> {
    let tags: Vec<(&str, &str)> = text
        .split_whitespace()
        .map(|tag| tag.split_once('=').unwrap())
        .collect();
    way_kind(Tags(&tags))
}

/// Speeds forward and backward in km/h, 0 where one may not drive.
fn check_speed(text: &str, expected: [u8; 2]) {
    let kind = way(text);
    let found = kind.map_or([0, 0], |kind| {
        [kind.forward, kind.backward].map(Option::unwrap_or_default)
    });
    assert_eq!(found, expected, "{text}");
}

#[test]
fn one_way_in_all_spellings() {
    for (tags, expected) in [
        ("oneway=yes", [P, 0]),
        ("oneway=true", [P, 0]),
        ("oneway=1", [P, 0]),
        ("oneway=-1", [0, P]),
        ("oneway=reverse", [0, P]),
        ("oneway=no", [P, P]),
        ("oneway=reversible", [0, 0]),
        ("oneway=alternating", [P, P]),
        ("junction=roundabout", [P.div_ceil(2), 0]),
        ("junction=circular", [P.div_ceil(2), 0]),
        ("junction=roundabout oneway=-1", [0, P.div_ceil(2)]),
        ("oneway=yes oneway:motor_vehicle=no", [P, P]),
        ("motor_vehicle:backward=no", [P, 0]),
        ("vehicle:forward=no", [0, P]),
        ("oneway=yes vehicle:forward=no", [0, 0]),
    ] {
        check_speed(&format!("highway=primary {tags}"), expected);
    }
    check_speed("highway=motorway", [105, 0]);
    check_speed("highway=motorway oneway=no", [105, 105]);
    check_speed("highway=motorway_link maxspeed=50", [50, 0]);
}

#[test]
fn the_most_special_key_of_access_counts() {
    for (tags, may, is_destination) in [
        ("highway=residential access=no", false, false),
        (
            "highway=residential access=no motor_vehicle=yes",
            true,
            false,
        ),
        (
            "highway=residential access=yes motor_vehicle=no",
            false,
            false,
        ),
        (
            "highway=residential motor_vehicle=no motorcar=yes",
            true,
            false,
        ),
        ("highway=residential vehicle=destination", true, true),
        ("highway=residential access=private", true, true),
        (
            "highway=residential access=private motorcar=permissive",
            true,
            false,
        ),
        (
            "highway=residential motor_vehicle=agricultural;destination",
            true,
            true,
        ),
        ("highway=residential motor_vehicle=forestry", false, false),
        ("highway=residential access=customers", true, true),
        ("highway=track", true, true),
        ("highway=track motor_vehicle=yes", true, false),
        ("highway=track access=no", false, false),
        ("highway=footway", false, false),
        ("highway=footway access=yes", false, false),
        ("highway=pedestrian motor_vehicle=destination", true, true),
        ("highway=cycleway motorcar=yes", true, false),
        ("highway=steps motor_vehicle=yes", false, false),
        ("highway=construction", false, false),
        ("highway=proposed", false, false),
        ("highway=residential area=yes", false, false),
        ("highway=residential smoothness=impassable", false, false),
        ("building=yes", false, false),
        ("route=ferry", true, false),
        ("route=ferry motor_vehicle=no", false, false),
        ("route=ferry foot=yes bicycle=yes", false, false),
        ("route=ferry foot=yes motor_vehicle=yes", true, false),
        ("route=shuttle_train railway=rail motorcar=yes", true, false),
        ("route=shuttle_train railway=rail", false, false),
    ] {
        let kind = way(tags);
        assert_eq!(kind.is_some(), may, "{tags}");
        let is = kind.is_some_and(|kind| kind.is_destination_only);
        assert_eq!(is, is_destination, "{tags}");
    }
}

#[test]
fn speeds_have_units_words_and_laws() {
    for (tags, expected) in [
        ("maxspeed=60", [60, 60]),
        ("maxspeed=60km/h", [60, 60]),
        ("maxspeed=40mph", [64, 64]),
        ("maxspeed=10knots", [19, 19]),
        ("maxspeed=walk", [7, 7]),
        ("maxspeed=none", [130, 130]),
        ("maxspeed=CN:urban", [50, 50]),
        ("maxspeed=CN:rural", [70, 70]),
        ("maxspeed=CN:motorway", [120, 120]),
        ("maxspeed=RU:urban", [60, 60]),
        ("maxspeed=DE:zone:30", [30, 30]),
        ("maxspeed=FR:zone30", [30, 30]),
        ("maxspeed=RU:living_street", [20, 20]),
        ("maxspeed=DE:living_street", [7, 7]),
        ("maxspeed=XX:rural", [80, 80]),
        ("source:maxspeed=CH:urban", [50, 50]),
        ("maxspeed=signals", [P, P]),
        ("maxspeed=fast", [P, P]),
        ("maxspeed=0", [P, P]),
        ("maxspeed=80;60", [60, 60]),
        ("maxspeed=80 maxspeed:backward=40", [80, 40]),
        ("maxspeed:forward=40", [40, P]),
        ("surface=mud", [10, 10]),
        ("maxspeed=80 surface=gravel", [25, 25]),
        ("smoothness=very_bad", [20, 20]),
        ("maxspeed=999999999999", [P, P]),
    ] {
        check_speed(&format!("highway=primary {tags}"), expected);
    }
}

#[test]
fn limits_for_trucks_are_kept() {
    let tags = "highway=primary maxweight=7.5 maxheight=4.2 maxwidth=250cm hgv=no maxaxleload=10t";
    let limits: roads::Limits = way(tags).unwrap().limits.into();
    assert!(limits.no_trucks);
    assert_eq!(limits.weight_100kg, Some(75));
    assert_eq!(limits.axle_100kg, Some(100));
    assert_eq!((limits.height_cm, limits.width_cm), (Some(420), Some(250)));
    let limits: roads::Limits =
        way("highway=primary maxheight=13'6\" maxweight=none hgv=designated")
            .unwrap()
            .limits
            .into();
    assert_eq!(
        (limits.height_cm, limits.weight_100kg, limits.no_trucks),
        (Some(411), None, false)
    );
}

#[test]
fn names_come_in_both_languages_and_tolls_are_flagged() {
    let kind =
        way("highway=trunk ref=G108;G208 name=京昆线 name:en=Jingkun toll=yes bridge=viaduct");
    let kind = kind.unwrap();
    assert_eq!(
        (&kind.reference[..], &kind.zh[..], &kind.en[..]),
        ("G108", "京昆线", "Jingkun")
    );
    assert!(kind.is_toll && kind.is_off_ground);
    assert_eq!(
        way("route=ferry duration=1:05").unwrap().ferry_minutes,
        Some(65)
    );
    assert_eq!(
        way("route=ferry duration=PT1H5M").unwrap().ferry_minutes,
        Some(65)
    );
    assert_eq!(way("route=ferry").unwrap().class, RoadClass::Ferry);
}

#[test]
fn barriers_close_delay_or_only_limit() {
    let role = |text: &str| {
        let tags: Vec<(&str, &str)> = text
            .split_whitespace()
            .map(|tag| tag.split_once('=').unwrap())
            .collect();
        node_role(Tags(&tags))
    };
    assert!(role("barrier=bollard").unwrap().is_closed);
    assert!(!role("barrier=bollard motor_vehicle=yes").unwrap().is_closed);
    assert!(!role("barrier=gate").unwrap().is_closed);
    assert!(role("barrier=gate access=no").unwrap().is_closed);
    assert!(
        role("barrier=gate access=private")
            .unwrap()
            .is_destination_only
    );
    let portal = role("barrier=height_restrictor maxheight=2.1").unwrap();
    assert_eq!(
        (portal.is_closed, portal.limits.height_cm),
        (false, Some(210))
    );
    let narrow = role("barrier=width_restrictor maxwidth=2.2").unwrap();
    assert_eq!(
        (narrow.is_closed, narrow.limits.width_cm),
        (false, Some(220))
    );
    assert!(role("barrier=gate locked=yes").unwrap().is_closed);
    assert!(
        role("barrier=gate locked=yes access=private")
            .unwrap()
            .is_destination_only
    );
    assert!(role("motor_vehicle=no").unwrap().is_closed);
    assert!(role("access=no").unwrap().is_closed);
    assert_eq!(role("highway=crossing access=no"), None);
    assert_eq!(role("motor_vehicle=yes"), None);
    assert_eq!(role("barrier=entrance"), None);
    assert_eq!(role("highway=crossing"), None);
    assert!(role("highway=traffic_signals").unwrap().delay > 0);
}

fn ban(
    tags: &[(&str, &str)],
    members: &[(Kind, i64, &str)],
) -> Option<Result<Restriction, String>> {
    let members: Vec<Member<'_>> = members
        .iter()
        .map(|&(kind, id, role)| Member { kind, id, role })
        .collect();
    restriction(9, &members, Tags(tags)).map(|result| result.map_err(|(problem, _)| problem.into()))
}

#[test]
fn bans_on_turning_are_for_cars_or_left_out() {
    let members = [
        (Kind::Way, 1, "from"),
        (Kind::Node, 2, "via"),
        (Kind::Way, 3, "to"),
    ];
    let kind = ("type", "restriction");
    let no_left = ("restriction", "no_left_turn");
    let found = ban(&[kind, no_left], &members).unwrap().unwrap();
    assert_eq!((found.rule, found.via), (Rule::No, Via::Node(2)));
    let only = ban(&[kind, ("restriction", "only_straight_on")], &members);
    assert_eq!(only.unwrap().unwrap().rule, Rule::Only);
    for exempt in [
        [kind, no_left, ("except", "psv;motorcar")],
        [kind, no_left, ("hour_on", "07:00")],
        [
            kind,
            ("restriction:hgv", "no_left_turn"),
            ("note", "trucks"),
        ],
        [
            kind,
            ("restriction:conditional", "no_left_turn @ (07:00-09:00)"),
            ("note", ""),
        ],
    ] {
        assert_eq!(ban(&exempt, &members), None, "{exempt:?}");
    }
    assert!(
        ban(&[kind, no_left, ("except", "psv")], &members)
            .unwrap()
            .is_ok()
    );
    assert!(ban(&[kind, no_left], &members[..2]).unwrap().is_err());
    assert!(
        ban(&[kind, ("restriction", "perhaps")], &members)
            .unwrap()
            .is_err()
    );
    let over = [
        (Kind::Way, 1, "from"),
        (Kind::Way, 2, "via"),
        (Kind::Way, 4, "via"),
        (Kind::Way, 3, "to"),
    ];
    let found = ban(&[kind, ("restriction", "no_u_turn")], &over)
        .unwrap()
        .unwrap();
    assert_eq!(found.via, Via::Ways(vec![2, 4]));
}
