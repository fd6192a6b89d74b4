//! The state that a link carries, in the fragment of the address: it is never sent to a server.
//!
//! Format: `docs/formats/link/v1`. Links come from outside: what cannot be understood is left
//! out and the rest is used.

use std::fmt::Write;

use planner::{Aim, OwnCar};
use stations::StationId;
use units::LatLon;

use crate::state::{
    AVOIDED_MAX, Car, Carries, ELSEWHERE_MIN, Endpoint, Language, OPERATORS_MAX, RoadChoice,
    STOP_LEAST_MIN, Screen, Stopover, Style, Trip, Wishes,
};

mod escape;

/// Most places on the way that a link may carry: one more is the end of a round trip.
pub const VIA_MAX: usize = 7;
/// Longest stay at a place, in minutes: a week.
const STAY_MAX: u16 = 10_080;
/// Heaviest load, in kg.
const LOAD_MAX: u16 = 40_000;

/// A trip and a language as a link has them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Link {
    /// The trip; defaults where the link says nothing.
    pub trip: Trip,
    /// The language, when the link names one.
    pub language: Option<Language>,
    /// Id of a station to show.
    pub station: Option<String>,
    /// The screen, when the link names one.
    pub screen: Option<Screen>,
    /// The tourism road or expressway to show.
    pub road: Option<RoadChoice>,
    /// True when it names a car of one's own whose figures no car has.
    pub is_car_impossible: bool,
}

impl Link {
    /// Reads a fragment, with or without its `#`.
    pub fn read(fragment: &str) -> Self {
        Self::read_with(fragment, Trip::default().temperature)
    }

    /// The same, with the temperature in °C to take where the link names none: the season's.
    pub fn read_with(fragment: &str, temperature: i8) -> Self {
        let mut link = Self::default();
        link.trip.temperature = temperature;
        let (mut own, mut is_impossible) = (None, false);
        for pair in fragment.trim_start_matches('#').split('&').take(64) {
            let Some((key, value)) = pair.split_once('=') else {
                continue;
            };
            let trip = &mut link.trip;
            match key {
                "from" => trip.from = endpoint(value),
                "to" => trip.to = endpoint(value),
                "via" if trip.via.len() < VIA_MAX => trip.via.extend(stopover(value)),
                "car" => trip.car = Car::Catalogue(plain(value)),
                "own" => {
                    own = own_car(value);
                    is_impossible = own.is_none();
                }
                "soc" => set(&mut trip.charge, value, 1, 100),
                "reserve" => set(&mut trip.reserve, value, 0, 50),
                "temp" => set(&mut trip.temperature, value, -30, 45),
                "lang" => link.language = Language::from_tag(value),
                "station" => link.station = Some(plain(value)),
                "depart" => trip.wishes.depart = value.replace("%3A", ":").parse().ok(),
                "arrive" => trip.wishes.arrival = within(value, 0, 100),
                "chargemax" => trip.wishes.charge_max = within(value, 20, 99),
                "stopleast" => set(&mut trip.wishes.stop_least_min, value, 0, 60),
                "stopmost" => trip.wishes.stop_most_min = within(value, 10, 240),
                "back" => trip.wishes.back_min = within(value, 0, STAY_MAX),
                "load" => trip.wishes.load_kg = within(value, 0, LOAD_MAX).unwrap_or(0),
                "with" => trip.wishes.carries = of_name(&CARRIES, value),
                "style" => trip.wishes.style = of_name(&STYLES, value),
                "breaks" => trip.wishes.has_breaks = value == "1",
                "meal" => trip.wishes.meal_min = within(value, 10, 240),
                "aim" => trip.wishes.aim = of_name(&AIMS, value),
                "notby" if trip.wishes.avoid_operators.len() < OPERATORS_MAX => {
                    trip.wishes.avoid_operators.extend(escape::read(value));
                }
                "by" if trip.wishes.prefer_operators.len() < OPERATORS_MAX => {
                    trip.wishes.prefer_operators.extend(escape::read(value));
                }
                "elsewhere" => set(&mut trip.wishes.elsewhere_min, value, 1, 60),
                "tourism" => trip.wishes.tourism = within(value, 105, 400),
                "without" => {
                    let value = value.replace("%2C", ",");
                    let has = |name| value.split(',').any(|part| part == name);
                    trip.wishes.avoid_tolls = has(TOLLS);
                    trip.wishes.avoid_expressways = has(EXPRESSWAYS);
                }
                "avoid" if trip.wishes.avoid.len() < AVOIDED_MAX => {
                    trip.wishes.avoid.insert(StationId(plain(value)));
                }
                "view" => link.screen = Screen::from_code(value),
                "road" => link.road = RoadChoice::read(value),
                _ => {}
            }
        }
        let is_own = link.trip.car == Car::Catalogue(OwnCar::ID.to_owned());
        if let (true, own) = (is_own, own) {
            link.is_car_impossible = is_impossible;
            link.trip.car = Car::Own(own.unwrap_or_default());
        }
        link
    }

    /// Writes the fragment, without `#`. Reading it gives the same link.
    pub fn write(&self) -> String {
        let mut text = String::new();
        let trip = &self.trip;
        let mut put = |key: &str, value: &str| {
            let separator = if text.is_empty() { "" } else { "&" };
            // Writing to a string cannot fail.
            let _ = write!(text, "{separator}{key}={value}");
        };
        for (key, end) in [("from", trip.from), ("to", trip.to)] {
            match end {
                Some(Endpoint::At(at)) => put(key, &at.to_string()),
                Some(Endpoint::Me) => put(key, "me"),
                None => {}
            }
        }
        for via in &trip.via {
            let mut text = via.at.to_string();
            if via.stay_min > 0 {
                let _ = write!(text, ";stay={}", via.stay_min);
            }
            if via.charge > 0 {
                let _ = write!(text, ";soc={}", via.charge);
            }
            put("via", &text);
        }
        match &trip.car {
            Car::Catalogue(id) if id.is_empty() => {}
            Car::Catalogue(id) => put("car", id),
            Car::Own(own) => {
                let numbers = [
                    own.usable_kwh,
                    own.reference_kwh_per_100km,
                    own.dc_kw_max,
                    own.mass_kg,
                ];
                put("car", OwnCar::ID);
                put("own", &numbers.map(json::plain).join(","));
            }
        }
        put("soc", &trip.charge.to_string());
        put("temp", &trip.temperature.to_string());
        put("reserve", &trip.reserve.to_string());
        write_wishes(&trip.wishes, &mut put);
        if let Some(station) = &self.station {
            put("station", station);
        }
        if let Some(screen) = self.screen.filter(|screen| *screen != self.usual_screen()) {
            put("view", screen.code());
        }
        if let Some(road) = &self.road {
            put("road", &road.write());
        }
        if let Some(language) = self.language {
            put("lang", language.code());
        }
        text
    }

    /// The screen to show.
    pub fn screen(&self) -> Screen {
        self.screen.unwrap_or_else(|| self.usual_screen())
    }

    /// The screen that shows what the link is about.
    fn usual_screen(&self) -> Screen {
        let has_end = self.trip.from.is_some() || self.trip.to.is_some();
        if has_end { Screen::Trip } else { Screen::Find }
    }
}

fn write_wishes(wishes: &Wishes, put: &mut dyn FnMut(&str, &str)) {
    if let Some(depart) = wishes.depart {
        put("depart", &depart.to_string());
    }
    let numbers = [
        ("arrive", wishes.arrival.map(u16::from)),
        ("chargemax", wishes.charge_max.map(u16::from)),
        (
            "stopleast",
            Some(u16::from(wishes.stop_least_min))
                .filter(|least| *least != u16::from(STOP_LEAST_MIN)),
        ),
        ("tourism", wishes.tourism),
        (
            "elsewhere",
            Some(u16::from(wishes.elsewhere_min))
                .filter(|minutes| *minutes != u16::from(ELSEWHERE_MIN)),
        ),
        ("stopmost", wishes.stop_most_min.map(u16::from)),
        ("back", wishes.back_min),
        ("load", Some(wishes.load_kg).filter(|load| *load > 0)),
        ("meal", wishes.meal_min),
        ("breaks", wishes.has_breaks.then_some(1)),
    ];
    for (key, number) in numbers {
        if let Some(number) = number {
            put(key, &number.to_string());
        }
    }
    let names = [
        ("with", name_of(&CARRIES, wishes.carries)),
        ("style", name_of(&STYLES, wishes.style)),
        ("aim", name_of(&AIMS, wishes.aim)),
    ];
    for (key, name) in names {
        if let Some(name) = name {
            put(key, name);
        }
    }
    let without = match (wishes.avoid_tolls, wishes.avoid_expressways) {
        (false, false) => String::new(),
        (true, false) => TOLLS.to_owned(),
        (false, true) => EXPRESSWAYS.to_owned(),
        (true, true) => format!("{TOLLS},{EXPRESSWAYS}"),
    };
    if !without.is_empty() {
        put("without", &without);
    }
    for (key, names) in [
        ("notby", &wishes.avoid_operators),
        ("by", &wishes.prefer_operators),
    ] {
        for name in names {
            put(key, &escape::written(name));
        }
    }
    for id in &wishes.avoid {
        put("avoid", &plain(&id.0));
    }
}

/// Roads that are not driven on.
const TOLLS: &str = "tolls";
const EXPRESSWAYS: &str = "expressways";
/// Names of what is not the default.
const CARRIES: [(&str, Carries); 2] =
    [("roofbox", Carries::RoofBox), ("trailer", Carries::Trailer)];
const STYLES: [(&str, Style); 2] = [("calm", Style::Calm), ("brisk", Style::Brisk)];
const AIMS: [(&str, Aim); 1] = [("fewest", Aim::FewestStops)];

fn of_name<T: Copy + Default>(names: &[(&str, T)], name: &str) -> T {
    let found = names.iter().find(|(known, _)| *known == name);
    found.map_or_else(T::default, |(_, value)| *value)
}

fn name_of<T: Copy + PartialEq>(names: &[(&'static str, T)], value: T) -> Option<&'static str> {
    let found = names.iter().find(|(_, known)| *known == value);
    found.map(|(name, _)| *name)
}

/// `LAT,LON`, then perhaps `;stay=MINUTES` and `;soc=PERCENT`.
fn stopover(value: &str) -> Option<Stopover> {
    let value = value.replace("%3B", ";").replace("%3D", "=");
    let mut parts = value.split(';');
    let mut stopover = Stopover::from(position(parts.next()?)?);
    for part in parts {
        match part.split_once('=') {
            Some(("stay", stay)) => stopover.stay_min = within(stay, 0, STAY_MAX).unwrap_or(0),
            Some(("soc", charge)) => stopover.charge = within(charge, 0, 100).unwrap_or(0),
            _ => {}
        }
    }
    Some(stopover)
}

fn within<T: std::str::FromStr + PartialOrd>(value: &str, least: T, most: T) -> Option<T> {
    let number = value.parse().ok();
    number.filter(|number| (least..=most).contains(number))
}

fn endpoint(value: &str) -> Option<Endpoint> {
    if value == "me" {
        Some(Endpoint::Me)
    } else {
        position(value).map(Endpoint::At)
    }
}

/// `LAT,LON`; some programs write the comma as `%2C`.
fn position(value: &str) -> Option<LatLon> {
    value.replace("%2C", ",").replace("%2c", ",").parse().ok()
}

/// Characters that ids have; anything else is dropped.
pub(super) fn plain(value: &str) -> String {
    let keep = |c: &char| c.is_ascii_alphanumeric() || "-_.".contains(*c);
    value.chars().filter(keep).take(64).collect()
}

fn own_car(value: &str) -> Option<OwnCar> {
    let numbers: Vec<f64> = value
        .replace("%2C", ",")
        .split(',')
        .map(json::read_number)
        .collect::<Option<_>>()?;
    let [usable_kwh, reference_kwh_per_100km, dc_kw_max, mass_kg] = numbers.try_into().ok()?;
    let own = OwnCar {
        usable_kwh,
        reference_kwh_per_100km,
        dc_kw_max,
        mass_kg,
    };
    own.into_vehicle().ok().map(|_| own)
}

/// Sets a field to a number within limits; leaves it for anything else.
fn set<T: std::str::FromStr + PartialOrd>(field: &mut T, value: &str, least: T, most: T) {
    if let Some(number) = within(value, least, most) {
        *field = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_survives_its_text() {
        let text = "from=38.407,112.734&to=me&via=39.1,112.2&car=byd-dolphin-2025&soc=45\
                    &temp=-15&reserve=12&station=demo-140902-001&road=g55,back&lang=en";
        let link = Link::read(text);
        assert_eq!(link.trip.to, Some(Endpoint::Me));
        assert_eq!((link.trip.charge, link.trip.temperature), (45, -15));
        assert_eq!(link.write(), text);
        assert_eq!(Link::read(&format!("#{text}")), link);
    }

    #[test]
    fn a_link_shows_what_it_is_about_unless_it_names_a_screen() {
        assert_eq!(Link::read("").screen(), Screen::Find);
        assert_eq!(Link::read("to=38.4,112.7").screen(), Screen::Trip);
        let named = Link::read("to=38.4,112.7&view=roads");
        assert_eq!(named.screen(), Screen::Roads);
        assert!(named.write().contains("view=roads"));
        assert_eq!(Link::read("view=nowhere").screen(), Screen::Find);
    }

    #[test]
    fn wishes_travel_in_the_link_and_impossible_ones_are_left_out() {
        let text = "from=38.4,112.7&to=39.6,111.4&via=39.1,112.2;stay=60;soc=40&soc=80&temp=-7\
                    &reserve=10&depart=2026-12-01T08:30&arrive=30&chargemax=80&stopleast=10&tourism=140&elsewhere=20&stopmost=30&back=120&load=250&meal=45\
                    &breaks=1&with=roofbox&style=calm&aim=fewest\
                    &without=tolls,expressways&notby=%E7%94%B2&by=a%20b&avoid=demo-1";
        let link = Link::read(text);
        assert_eq!(link.write(), text);
        assert_eq!(link.trip.wishes.count(), 17);
        assert_eq!(
            (link.trip.via[0].stay_min, link.trip.via[0].charge),
            (60, 40)
        );
        let hostile = "via=39,112;stay=-4;soc=999;x&depart=2026-13-40T99:99&arrive=300&back=x\
                       &load=99999&with=<b>&style=../&aim=1&meal=1\
                       &without=toll,,EXPRESSWAYS&chargemax=100&stopleast=-5\
                       &stopmost=1e9&notby=%&by=%FF%0A&elsewhere=0&tourism=0";
        let link = Link::read(hostile);
        assert_eq!(link.trip.wishes, Wishes::default());
        assert_eq!((link.trip.via[0].stay_min, link.trip.via[0].charge), (0, 0));
    }

    #[test]
    fn an_own_car_travels_by_its_numbers() {
        let link = Link::read("car=own&own=60.5,15.5,100,1800");
        let Car::Own(own) = &link.trip.car else {
            panic!("{link:?}")
        };
        assert!((own.usable_kwh - 60.5).abs() < 1e-9);
        assert_eq!(Link::read(&link.write()), link);
        assert!(Link::read("car=own&own=0,0,0,0").is_car_impossible);
        assert!(!Link::read("car=own").is_car_impossible);
        assert_eq!(Link::read_with("to=me", -7).trip.temperature, -7);
        assert_eq!(Link::read_with("temp=3", -7).trip.temperature, 3);
    }

    #[test]
    fn what_cannot_be_understood_is_left_out() {
        let hostile = "from=99,200&to=<script>&soc=900&temp=x&reserve=-1&car=%3Cb%3E&own=1,2&&=&a\
                       &lang=fr&station=../../x";
        let link = Link::read(hostile);
        assert_eq!((link.trip.from, link.trip.to), (None, None));
        assert_eq!((link.trip.charge, link.trip.reserve), (80, 10));
        assert_eq!(link.language, None);
        assert_eq!(link.station.as_deref(), Some("....x"));
        let many = "via=38,112&".repeat(50);
        assert_eq!(Link::read(&many).trip.via.len(), VIA_MAX);
        let many: Vec<String> = (0..50).map(|number| format!("notby={number}")).collect();
        let many = many.join("&");
        let operators = Link::read(&many).trip.wishes.avoid_operators;
        assert_eq!(operators.len(), OPERATORS_MAX);
    }
}
