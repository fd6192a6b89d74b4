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
mod tests;
