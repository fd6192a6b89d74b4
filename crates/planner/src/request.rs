//! What a driver asks for.

use container::Text;
use roads::FarFromRoads;
use serde::{Deserialize, Serialize};
use stations::StationId;
use thiserror::Error;
use units::{Celsius, LatLon, Seconds, StateOfCharge};

use crate::{Driving, VehicleError, Wind};

mod breaks;
mod departure;
mod now;
mod preferences;
mod via;

pub use breaks::Breaks;
pub use departure::{Departure, NoDeparture};
pub use now::StationNow;
pub use preferences::Preferences;
pub use via::Via;

/// Most places on the way: each multiplies the work.
const VIA_MAX: usize = 8;

/// A trip to plan. As JSON: `{"from": [lat, lon], "to": [lat, lon], "via": [], "soc": 0.8,
/// "reserve": 0.1, "arrival": 0.1, "temperature": 20, "wind": {"speed_m_s": 0, "from_deg": 0},
/// "payload_kg": 0, "speed_factor": 1, "stop_s": 300, "wait_s": 0, "depart": null, "avoid": [],
/// "now": [], "breaks": null, "meal_s": null, "aim": "fastest", "avoid_tolls": false,
/// "avoid_expressways": false, "charge_max": 1,
/// "stop_least_s": 0, "stop_most_s": null, "prefer": {"stations": [], "elsewhere_s": 600,
/// "roads": [], "factor": 1.4}}`; all but the first two have these defaults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TripRequest {
    /// Start.
    #[serde(with = "lat_lon")]
    pub from: LatLon,
    /// End.
    #[serde(with = "lat_lon")]
    pub to: LatLon,
    /// Places to pass, in this order.
    #[serde(default)]
    pub via: Vec<Via>,
    /// Charge at the start.
    #[serde(rename = "soc", default = "default_charge")]
    pub charge: StateOfCharge,
    /// Least charge on the way.
    #[serde(default = "tenth")]
    pub reserve: StateOfCharge,
    /// Least charge at the end.
    #[serde(default = "tenth")]
    pub arrival: StateOfCharge,
    /// Temperature outside.
    #[serde(default = "default_temperature")]
    pub temperature: Celsius,
    /// Wind on the whole trip; none by default.
    #[serde(default)]
    pub wind: Wind,
    /// Mass of passengers and luggage in kg, besides the driver; none by default.
    #[serde(default)]
    pub payload_kg: f64,
    /// Driven speed over the usual one on open roads, 0.5 to 1.3; see [`Driving::speed_factor`].
    #[serde(default = "usual_speed")]
    pub speed_factor: f64,
    /// Time that each stop costs besides waiting and charging: parking, plugging in, paying
    /// (grade D, editable).
    #[serde(rename = "stop_s", default = "default_stop")]
    pub stop_overhead: Seconds,
    /// Time that one expects to wait for a free connector; 0 as long as nothing is known.
    #[serde(rename = "wait_s", default)]
    pub expected_wait: Seconds,
    /// When the trip begins; without it opening hours do not count.
    #[serde(default)]
    pub depart: Option<Departure>,
    /// Direction in which the car moves at the start, in degrees clockwise from north: it goes on
    /// rather than turn round on the spot.
    #[serde(default)]
    pub heading: Option<f64>,
    /// Stations that are not to be used.
    #[serde(default)]
    pub avoid: Vec<StationId>,
    /// What is known of stations when the trip begins.
    #[serde(default)]
    pub now: Vec<StationNow>,
    /// The driver's breaks; none without it.
    #[serde(default)]
    pub breaks: Option<Breaks>,
    /// At one stop at least the car is at the connector for so long, so that one can eat.
    #[serde(rename = "meal_s", default)]
    pub meal: Option<Seconds>,
    /// What the best plan is.
    #[serde(default)]
    pub aim: Aim,
    /// Roads that cost toll are no roads.
    #[serde(default)]
    pub avoid_tolls: bool,
    /// Expressways are no roads.
    #[serde(default)]
    pub avoid_expressways: bool,
    /// No stop charges to more than this. A battery that is swapped comes as full as it comes.
    #[serde(default = "full")]
    pub charge_max: StateOfCharge,
    /// At every stop the car is at the connector for so long at least; up to 12 hours. It goes on
    /// charging in that time. A swap of the battery takes as long as it takes.
    #[serde(rename = "stop_least_s", default)]
    pub stop_least: Seconds,
    /// And for no longer than this, if it is there: 5 minutes to a day, not less than the least, nor
    /// than the meal. One may stop again where that is not enough.
    #[serde(rename = "stop_most_s", default)]
    pub stop_most: Option<Seconds>,
    /// What feels better than it is by the clock; nothing by default.
    #[serde(default)]
    pub prefer: Preferences,
}

/// What the best plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// The one that takes least time.
    #[default]
    Fastest,
    /// Of those with the fewest stops the one that takes least time.
    FewestStops,
}

impl TripRequest {
    /// From `from` to `to`; the other fields have their defaults.
    pub fn between(from: LatLon, to: LatLon) -> Self {
        Self {
            from,
            to,
            via: Vec::new(),
            charge: default_charge(),
            reserve: tenth(),
            arrival: tenth(),
            temperature: default_temperature(),
            wind: Wind::default(),
            payload_kg: 0.0,
            speed_factor: usual_speed(),
            stop_overhead: default_stop(),
            expected_wait: Seconds(0.0),
            depart: None,
            heading: None,
            avoid: Vec::new(),
            now: Vec::new(),
            breaks: None,
            meal: None,
            aim: Aim::Fastest,
            avoid_tolls: false,
            avoid_expressways: false,
            charge_max: full(),
            stop_least: Seconds(0.0),
            stop_most: None,
            prefer: Preferences::default(),
        }
    }

    /// The conditions of the drive.
    pub fn driving(&self) -> Driving {
        Driving {
            temperature: self.temperature,
            wind: self.wind,
            payload_kg: self.payload_kg,
            speed_factor: self.speed_factor,
        }
    }

    pub(crate) fn check(&self) -> Result<(), TripError> {
        let refuse = |field, found: String, expected| {
            Err(TripError::Request {
                field,
                found,
                expected,
            })
        };
        for (field, found, (least, most), expected) in [
            (
                "temperature",
                self.temperature.0,
                (-50.0, 60.0),
                "-50 to 60 °C",
            ),
            (
                "wind.speed_m_s",
                self.wind.speed_m_s,
                (0.0, 50.0),
                "0 to 50 m/s",
            ),
            (
                "wind.from_deg",
                self.wind.from_deg,
                (0.0, 360.0),
                "0 to 360 degrees clockwise from north",
            ),
            (
                "payload_kg",
                self.payload_kg,
                (0.0, 60_000.0),
                "0 to 60000 kg",
            ),
            (
                "speed_factor",
                self.speed_factor,
                (0.5, 1.3),
                "0.5 to 1.3 of the usual speed",
            ),
        ] {
            if !(least..=most).contains(&found) {
                return refuse(field, json::plain(found), expected);
            }
        }
        for (field, time) in [
            ("stop_s", self.stop_overhead),
            ("wait_s", self.expected_wait),
        ] {
            if !(0.0..=86_400.0).contains(&time.0) {
                return refuse(field, json::plain(time.0), "0 to 86400 seconds");
            }
        }
        if let Some(heading) = self.heading
            && !(0.0..=360.0).contains(&heading)
        {
            return refuse("heading", json::plain(heading), "0 to 360 degrees");
        }
        let mut now = self.now.iter();
        if let Some((found, expected)) = now.find_map(StationNow::fault) {
            return refuse("now.free_in_s", json::plain(found), expected);
        }
        if let Some((field, found, expected)) = self.fault_of_rest() {
            return refuse(field, json::plain(found), expected);
        }
        if self.via.len() > VIA_MAX {
            let found = format!("{} places", self.via.len());
            return refuse("via", found, "at most 8 places");
        }
        Ok(())
    }

    /// What is wrong with the time that is not for the car, and with preferences: field, what was found, what was
    /// expected.
    fn fault_of_rest(&self) -> Option<(&'static str, f64, &'static str)> {
        let mut stays = self.via.iter().map(|via| via.stay.0);
        let stay = stays.find(|stay| !(0.0..=604_800.0).contains(stay));
        let stay = stay.map(|stay| ("stay_s", stay, "0 to 604800 seconds"));
        let meal = self.meal.map(|meal| meal.0);
        let meal = meal.filter(|meal| !(0.0..=43_200.0).contains(meal));
        let meal = meal.map(|meal| ("meal_s", meal, "0 to 43200 seconds"));
        stay.or(meal)
            .or_else(|| self.fault_of_stops())
            .or_else(|| self.prefer.fault())
            .or_else(|| self.breaks.and_then(|breaks| breaks.fault()))
    }
}

impl TripRequest {
    /// As [`Self::fault_of_rest`], of how long a stop may be.
    fn fault_of_stops(&self) -> Option<(&'static str, f64, &'static str)> {
        let least = self.stop_least.0;
        if !(0.0..=43_200.0).contains(&least) {
            return Some(("stop_least_s", least, "0 to 43200 seconds"));
        }
        let most = self.stop_most?.0;
        if !(300.0..=86_400.0).contains(&most) {
            return Some(("stop_most_s", most, "300 to 86400 seconds"));
        }
        let least = self.meal.map_or(least, |meal| meal.0.max(least));
        (most < least).then_some(("stop_most_s", most, "no less than stop_least_s and meal_s"))
    }
}

fn default_charge() -> StateOfCharge {
    StateOfCharge::from_fraction(0.8).unwrap_or(StateOfCharge::FULL)
}

fn tenth() -> StateOfCharge {
    StateOfCharge::from_fraction(0.1).unwrap_or(StateOfCharge::EMPTY)
}

fn full() -> StateOfCharge {
    StateOfCharge::FULL
}

fn default_temperature() -> Celsius {
    crate::climate::MILD
}

fn usual_speed() -> f64 {
    1.0
}

fn default_stop() -> Seconds {
    Seconds(300.0)
}

/// A point of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TripPoint {
    /// The start.
    From,
    /// The end.
    To,
    /// A place on the way, counted from 0.
    Via(usize),
}

impl std::fmt::Display for TripPoint {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::From => formatter.write_str("from"),
            Self::To => formatter.write_str("to"),
            Self::Via(index) => write!(formatter, "via {}", index + 1),
        }
    }
}

/// A request that cannot be planned at all.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum TripError {
    /// A point is far from every road.
    #[error("{point}: {cause}")]
    FarFromRoads {
        /// The point.
        point: TripPoint,
        /// How far it is.
        cause: FarFromRoads,
    },
    /// The vehicle has a figure that no car has.
    #[error(transparent)]
    Vehicle(#[from] VehicleError),
    /// A figure of the request is out of range.
    #[error("{field} is {found}, expected {expected}")]
    Request {
        /// The field.
        field: &'static str,
        /// What was found.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
}

impl TripError {
    /// The error in words for a driver.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::FarFromRoads { point, cause } => {
                let (zh, en) = match point {
                    TripPoint::From => ("起点".to_owned(), "start".to_owned()),
                    TripPoint::To => ("终点".to_owned(), "destination".to_owned()),
                    TripPoint::Via(index) => (
                        format!("第 {} 个途经点", index + 1),
                        format!("place {} on the way", index + 1),
                    ),
                };
                return match cause.nearest {
                    Some(far) => {
                        let km = json::fixed(far.0 / 1000.0, 0);
                        Text::new(
                            format!("{zh}离最近的道路还有 {km} km，超出本路网的范围：请另选一处。"),
                            format!(
                                "The {en} is {km} km from the nearest road, beyond this road map: choose another one."
                            ),
                        )
                    }
                    None => Text::new(
                        format!("{zh}附近没有道路。"),
                        format!("There is no road near the {en}."),
                    ),
                };
            }
            Self::Vehicle(error) => format!("车辆参数有误：{error}"),
            Self::Request { .. } => format!("参数有误：{self}"),
        };
        Text::new(zh, self.to_string())
    }
}

/// A position as `[lat, lon]`.
pub(crate) mod lat_lon {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use units::LatLon;

    pub(crate) fn serialize<S: Serializer>(at: &LatLon, to: S) -> Result<S::Ok, S::Error> {
        [at.lat(), at.lon()].serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<LatLon, D::Error> {
        let [lat, lon] = <[f64; 2]>::deserialize(from)?;
        LatLon::new(lat, lon).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
