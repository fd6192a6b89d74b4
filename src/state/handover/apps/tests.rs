//! Links are read back as the apps read them.

use proptest::prelude::*;

use super::super::samples::{HOSTILE, at, route};
use super::*;

const SYSTEMS: [System; 4] = [
    System::Android,
    System::Ios,
    System::Harmony,
    System::Desktop,
];
/// Six digits behind the point, and three datums in a row.
const NEAR: f64 = 0.3;

fn device(system: System) -> Device {
    Device {
        system,
        is_wechat: false,
    }
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut plain, mut index) = (Vec::new(), 0);
    while index < bytes.len() {
        if bytes[index] == b'%' {
            plain.push(u8::from_str_radix(&text[index + 1..index + 3], 16).unwrap());
            index += 3;
        } else {
            plain.push(bytes[index]);
            index += 1;
        }
    }
    String::from_utf8(plain).unwrap()
}

/// All values of `key`, decoded.
fn values(link: &str, key: &str) -> Vec<String> {
    let (_, query) = link.split_once('?').unwrap();
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs
        .filter(|(name, _)| *name == key)
        .map(|(_, value)| decoded(value))
        .collect()
}

fn value(link: &str, key: &str) -> String {
    let all = values(link, key);
    assert_eq!(all.len(), 1, "{key} in {link}");
    all[0].clone()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

fn pair(text: &str) -> (f64, f64) {
    let mut parts = text.split(',');
    let mut next = || number(parts.next().unwrap());
    let (first, second) = (next(), next());
    (first, second)
}

fn gcj((lat, lon): (f64, f64)) -> LatLon {
    Gcj02 { lat, lon }.to_wgs84().unwrap()
}

fn bd((lat, lon): (f64, f64)) -> LatLon {
    Bd09 { lat, lon }.to_wgs84().unwrap()
}

fn wgs((lat, lon): (f64, f64)) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

fn swapped((lon, lat): (f64, f64)) -> (f64, f64) {
    (lat, lon)
}

/// The places that an app finds in a link: places on the way, then the end.
fn read(link: &str) -> Vec<LatLon> {
    let has = |start: &str| link.starts_with(start);
    let list = |key: &str| values(link, key).pop().unwrap_or_default();
    if has("amapuri://route/plan/?") || has("iosamap://path?") {
        assert_eq!(value(link, "dev"), "0");
        let (lons, lats) = (list("vialons"), list("vialats"));
        let cut = |list: &str| -> Vec<f64> {
            let list = list.split('|').filter(|item| !item.is_empty());
            list.map(number).collect()
        };
        let (lons, lats) = (cut(&lons), cut(&lats));
        assert_eq!(lons.len(), lats.len(), "else all are dropped");
        let names = list("vianames");
        let names = names.split('|').filter(|name| !name.is_empty());
        assert_eq!(names.count(), lons.len());
        let to = (number(&value(link, "dlat")), number(&value(link, "dlon")));
        let all = lats.into_iter().zip(lons).chain([to]);
        all.map(gcj).collect()
    } else if has("https://uri.amap.com/navigation?") {
        assert_eq!(value(link, "coordinate"), "gaode");
        let all = values(link, "via").into_iter().chain([value(link, "to")]);
        all.map(|point| {
            assert_eq!(point.split(',').count(), 3, "{point}");
            gcj(swapped(pair(&point)))
        })
        .collect()
    } else if has("baidumap://map/direction?") || has("https://api.map.baidu.com/direction?") {
        assert_eq!(value(link, "coord_type"), "bd09ll");
        let to = value(link, "destination");
        let (point, name) = to.strip_prefix("latlng:").unwrap().split_once('|').unwrap();
        assert!(name.starts_with("name:") && !name.contains('|'), "{to}");
        vec![bd(pair(point))]
    } else if has("baidumap://map/navi?") {
        assert_eq!(value(link, "coord_type"), "bd09ll");
        let vias: serde_json::Value = serde_json::from_str(&value(link, "viaPoints")).unwrap();
        let vias = vias["viaPoints"].as_array().unwrap().iter();
        let degrees = |via: &serde_json::Value, key: &str| via[key].as_f64().unwrap();
        let vias = vias.map(|via| bd((degrees(via, "lat"), degrees(via, "lng"))));
        vias.chain([bd(pair(&value(link, "location")))]).collect()
    } else if has("qqmap://map/routeplan?") || has("https://apis.map.qq.com/uri/v1/routeplan?") {
        vec![gcj(pair(&value(link, "tocoord")))]
    } else if has("https://maps.apple.com/?") {
        vec![gcj(pair(&value(link, "daddr")))]
    } else if has("https://maps.apple.com/directions?") {
        let vias = values(link, "waypoint").into_iter();
        let all = vias.chain([value(link, "destination")]);
        all.map(|point| gcj(pair(&point))).collect()
    } else if has("https://www.google.com/maps/dir/?api=1&") {
        let vias = list("waypoints");
        let vias = vias.split('|').filter(|via| !via.is_empty());
        let vias: Vec<String> = vias.map(str::to_owned).collect();
        let all = vias.into_iter().chain([value(link, "destination")]);
        all.map(|point| wgs(pair(&point))).collect()
    } else if has("petalmaps://route?") || has("https://www.petalmaps.com/routes/?") {
        vec![wgs(pair(&value(link, "daddr")))]
    } else if has("geo:") {
        let (at, label) = value(link, "q").split_once('(').map_or_else(
            || panic!("{link}"),
            |(at, label)| (at.to_owned(), label.to_owned()),
        );
        assert_eq!(label.matches(')').count(), 1, "{link}");
        let (first, _) = link.strip_prefix("geo:").unwrap().split_once('?').unwrap();
        assert_eq!(first, at);
        vec![wgs(pair(&at))]
    } else {
        panic!("no app reads {link}")
    }
}

/// Every link of an opening carries the same places.
fn check(opening: &Opening, expected: &[Place]) {
    let links = [&opening.scheme, &opening.web];
    let links: Vec<&String> = links.into_iter().flatten().collect();
    assert!(!links.is_empty());
    for link in links {
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
        assert!(link.bytes().all(plain), "{link}");
        let found = read(link);
        assert_eq!(found.len(), expected.len(), "{link}");
        for (found, expected) in found.iter().zip(expected) {
            let away = found.distance_to(expected.position).0;
            assert!(away < NEAR, "{away} m beside {expected:?}: {link}");
        }
        for key in [
            "origin",
            "from",
            "fromcoord",
            "saddr",
            "source",
            "slat",
            "sll",
        ] {
            assert_eq!(values(link, key), [""; 0], "a start in {link}");
        }
    }
}

fn place(name: &str, position: LatLon) -> Place {
    Place {
        name: name.to_owned(),
        address: String::new(),
        position,
    }
}

#[test]
fn the_forms_are_those_of_the_apps() {
    let to = place("老牛湾", at(39.635, 111.435));
    let name = "%E8%80%81%E7%89%9B%E6%B9%BE";
    let of = |app, system| leg(app, device(system), &to).unwrap();
    let opening = of(App::Amap, System::Android);
    let amap = "sourceApplication=yilu&dlat=39.636239&dlon=111.441871";
    assert_eq!(
        opening.scheme,
        Some(format!(
            "amapuri://route/plan/?{amap}&dname={name}&dev=0&t=0"
        ))
    );
    assert_eq!(
        opening.web,
        Some(format!(
            "https://uri.amap.com/navigation?to=111.441871,39.636239,{name}&mode=car&policy=1&src=yilu&coordinate=gaode&callnative=1"
        ))
    );
    let opening = of(App::Amap, System::Ios);
    assert_eq!(
        opening.scheme,
        Some(format!("iosamap://path?{amap}&dname={name}&dev=0&t=0"))
    );
    let opening = of(App::Tencent, System::Ios);
    assert_eq!(
        opening.scheme,
        Some(format!(
            "qqmap://map/routeplan?type=drive&to={name}&tocoord=39.636239,111.441871&policy=0&referer=yilu"
        ))
    );
    let opening = of(App::Google, System::Desktop);
    assert_eq!(opening.scheme, None);
    assert_eq!(
        opening.web.unwrap(),
        "https://www.google.com/maps/dir/?api=1&destination=39.635000%2C111.435000&travelmode=driving&dir_action=navigate"
    );
    let opening = of(App::Geo, System::Android);
    assert_eq!(
        opening.scheme,
        Some(format!(
            "geo:39.635000,111.435000?q=39.635000,111.435000({name})"
        ))
    );
    assert_eq!(opening.web, None);
    assert_eq!(leg(App::Geo, device(System::Ios), &to), None);
}

#[test]
fn several_places_are_in_the_forms_that_carry_them() {
    let places = route().whole();
    let whole = |app, system| {
        let mut parts = parts(app, device(system), &places);
        assert_eq!(parts.len(), 1);
        parts.remove(0).opening
    };
    let amap = whole(App::Amap, System::Android);
    let scheme = amap.scheme.unwrap();
    assert!(scheme.contains("&vian=2&vialons=112."), "{scheme}");
    assert_eq!(amap.web, None, "the web page would lose one");
    let baidu = whole(App::Baidu, System::Ios).scheme.unwrap();
    assert!(
        baidu.starts_with("baidumap://map/navi?location=39."),
        "{baidu}"
    );
    let apple = whole(App::Apple, System::Ios).web.unwrap();
    assert_eq!(apple.matches("&waypoint=").count(), 2);
}

#[test]
fn hostile_names_leave_every_link_whole() {
    for name in HOSTILE {
        let here = at(39.44, 111.5);
        let places: Vec<Place> = (0..4)
            .map(|step| place(name, at(38.4 + f64::from(step) / 10.0, 112.0)))
            .chain([place(name, here)])
            .collect();
        for (app, system) in App::ALL
            .into_iter()
            .flat_map(|app| SYSTEMS.map(|on| (app, on)))
        {
            for part in parts(app, device(system), &places) {
                check(&part.opening, &places[part.first..=part.last]);
            }
        }
    }
}

#[test]
fn google_gets_no_link_that_is_too_long() {
    let places: Vec<Place> = (0..30)
        .map(|step| place("途经", at(38.0 + f64::from(step) / 100.0, 112.0)))
        .collect();
    for part in parts(App::Google, device(System::Desktop), &places) {
        assert!(part.opening.web.unwrap().len() <= GOOGLE_BYTES);
        assert!(part.last - part.first <= 9);
    }
}

proptest! {
    #[test]
    fn every_app_finds_every_place_where_it_is(
        points in proptest::collection::vec((18.0..53.0_f64, 74.0..135.0_f64), 1..14),
        names in proptest::collection::vec("\\PC{0,12}|[&|%=,;()\\n\"\\\\{}]{1,8}", 14),
    ) {
        let places: Vec<Place> = points
            .iter()
            .zip(&names)
            .map(|((lat, lon), name)| place(name, at(*lat, *lon)))
            .collect();
        for (app, system) in App::ALL.into_iter().flat_map(|app| SYSTEMS.map(|on| (app, on))) {
            let device = device(system);
            let parts = parts(app, device, &places);
            prop_assert_eq!(parts.is_empty(), !app.is_on(device));
            let mut next = 0;
            for part in &parts {
                prop_assert_eq!(part.first, next, "no place is left out");
                prop_assert!(part.last - part.first <= app.vias_max(device));
                check(&part.opening, &places[part.first..=part.last]);
                next = part.last + 1;
            }
            prop_assert!(parts.is_empty() || next == places.len());
            if app.is_on(device) && places.len() <= app.vias_max(device) + 1 {
                prop_assert_eq!(parts.len(), 1, "one link is enough");
            }
        }
    }
}
