//! What a driver may wish of a trip beyond where from and where to.

use std::collections::BTreeSet;

use planner::{Aim, Breaks, Departure, Preferences, TripRequest, Vehicle};
use stations::{Station, StationId};
use units::{LatLon, Seconds};

/// Most stations that a trip may avoid.
pub const AVOIDED_MAX: usize = 16;

/// A place on the way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stopover {
    /// Where it is.
    pub at: LatLon,
    /// How long one stays, in minutes.
    pub stay_min: u16,
    /// Least charge on arrival in percent; the trip's reserve holds besides.
    pub charge: u8,
}

impl From<LatLon> for Stopover {
    fn from(at: LatLon) -> Self {
        Self {
            at,
            stay_min: 0,
            charge: 0,
        }
    }
}

/// What the car carries outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Carries {
    /// Nothing.
    #[default]
    Nothing,
    /// A box on its roof.
    RoofBox,
    /// A small trailer.
    Trailer,
}

impl Carries {
    /// Drag area that it adds, in square metres: estimates (grade D). A box of 0.5 m² in front with a
    /// drag of about 0.2 on a car that was streamlined; a caravan's 2 m² in the car's wake.
    fn drag_area_m2(self) -> f64 {
        match self {
            Self::Nothing => 0.0,
            Self::RoofBox => 0.12,
            Self::Trailer => 0.9,
        }
    }

    /// Mass that it adds, in kg: an empty box; a trailer within what an ordinary licence may tow
    /// (grade D).
    fn mass_kg(self) -> f64 {
        match self {
            Self::Nothing => 0.0,
            Self::RoofBox => 20.0,
            Self::Trailer => 700.0,
        }
    }

    /// The vehicle with it.
    #[must_use]
    pub fn on(self, vehicle: Vehicle) -> Vehicle {
        // The reference is of the bare car, and everything is scaled to it: it rises by what drag and
        // rolling take at 80 km/h in air of 1.2 kg/m³, with 0.85 of the battery's energy at the wheel
        // (grade D). 1 N over 100 km is 1/36 kWh.
        let drag_n = 0.5 * 1.2 * self.drag_area_m2() * (80.0_f64 / 3.6).powi(2);
        let rolling_n = 9.81 * self.mass_kg() * vehicle.rolling_resistance;
        let more = (drag_n + rolling_n) / 36.0 / 0.85;
        Vehicle {
            reference_kwh_per_100km: vehicle.reference_kwh_per_100km + more,
            drag_area_m2: vehicle.drag_area_m2 + self.drag_area_m2(),
            mass_kg: vehicle.mass_kg + self.mass_kg(),
            ..vehicle
        }
    }
}

/// How one drives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Slower than others: further with a charge.
    Calm,
    /// As others do.
    #[default]
    Usual,
    /// Faster than others.
    Brisk,
}

impl Style {
    /// Driven speed over the usual one on open roads; grade D.
    pub fn speed_factor(self) -> f64 {
        match self {
            Self::Calm => 0.88,
            Self::Usual => 1.0,
            Self::Brisk => 1.1,
        }
    }
}

/// The least time of charging at a stop unless one wishes otherwise, in minutes: for less nobody
/// wants to park and to plug in (grade D).
pub const STOP_LEAST_MIN: u8 = 5;

/// So many minutes a stop elsewhere counts more unless one wishes otherwise (grade D).
pub const ELSEWHERE_MIN: u8 = 10;
/// Most operators that a trip may avoid, and prefer.
pub const OPERATORS_MAX: usize = 16;
/// What names of tourism roads have in common: 长城一号旅游公路 and the like.
const TOURISM_ROAD: &str = "旅游公路";

/// Wishes for a trip. The default wishes nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Wishes {
    /// When it begins; now without it.
    pub depart: Option<Departure>,
    /// Least charge on arrival in percent; the reserve without it.
    pub arrival: Option<u8>,
    /// No stop charges to more than this, in percent.
    pub charge_max: Option<u8>,
    /// At every stop one charges for so long at least, in minutes.
    pub stop_least_min: u8,
    /// And for no longer than this, but for a meal.
    pub stop_most_min: Option<u8>,
    /// Back to the start after so many minutes at the end.
    pub back_min: Option<u16>,
    /// Passengers and luggage, in kg.
    pub load_kg: u16,
    /// What the car carries outside.
    pub carries: Carries,
    /// How one drives.
    pub style: Style,
    /// The breaks that the law asks for.
    pub has_breaks: bool,
    /// One stop at least is so long, in minutes, that one can eat.
    pub meal_min: Option<u16>,
    /// What the best plan is.
    pub aim: Aim,
    /// Not on roads that cost toll.
    pub avoid_tolls: bool,
    /// Not on expressways.
    pub avoid_expressways: bool,
    /// Stations that are not to be used.
    pub avoid: BTreeSet<StationId>,
    /// Operators whose stations are not to be used, by their Chinese names.
    pub avoid_operators: BTreeSet<String>,
    /// Operators at whose stations one likes to stop, by their Chinese names.
    pub prefer_operators: BTreeSet<String>,
    /// So many minutes a stop elsewhere counts more.
    pub elsewhere_min: u8,
    /// Rather on tourism roads: so many per cent of the time on other roads count.
    pub tourism: Option<u16>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            depart: None,
            arrival: None,
            charge_max: None,
            stop_least_min: STOP_LEAST_MIN,
            stop_most_min: None,
            back_min: None,
            load_kg: 0,
            carries: Carries::Nothing,
            style: Style::Usual,
            has_breaks: false,
            meal_min: None,
            aim: Aim::Fastest,
            avoid_tolls: false,
            avoid_expressways: false,
            avoid: BTreeSet::new(),
            avoid_operators: BTreeSet::new(),
            prefer_operators: BTreeSet::new(),
            elsewhere_min: ELSEWHERE_MIN,
            tourism: None,
        }
    }
}

impl Wishes {
    /// The breaks to make, if any.
    pub fn breaks(&self) -> Option<Breaks> {
        self.has_breaks.then(Breaks::default)
    }

    /// The meal to have, if any.
    pub fn meal(&self) -> Option<Seconds> {
        self.meal_min
            .map(|minutes| Seconds(f64::from(minutes) * 60.0))
    }

    /// The least and the greatest time of a stop. Of wishes that cannot all be met the longer holds.
    pub fn stop_lengths(&self) -> (Seconds, Option<Seconds>) {
        let minutes = |minutes: u16| Seconds(f64::from(minutes) * 60.0);
        let least = u16::from(self.stop_least_min);
        let longest = least.max(self.meal_min.unwrap_or(0));
        let most = self.stop_most_min.map(|most| longest.max(most.into()));
        (minutes(least), most.map(minutes))
    }

    /// What is preferred, but for stations.
    pub fn prefer(&self) -> Preferences {
        let usual = Preferences::default();
        Preferences {
            elsewhere: Seconds(f64::from(self.elsewhere_min) * 60.0),
            roads: self
                .tourism
                .map(|_| TOURISM_ROAD.to_owned())
                .into_iter()
                .collect(),
            factor: self
                .tourism
                .map_or(usual.factor, |percent| f64::from(percent) / 100.0),
            ..usual
        }
    }

    /// Puts the stations of avoided and preferred operators into a request. Preferred ones that the
    /// data does not have change nothing.
    pub fn choose_operators(&self, stations: &[Station], request: &mut TripRequest) {
        let of = |names: &BTreeSet<String>| {
            let theirs = stations
                .iter()
                .filter(|station| names.contains(&station.operator.zh));
            theirs.map(|station| station.id.clone()).collect::<Vec<_>>()
        };
        request.avoid.extend(of(&self.avoid_operators));
        request.prefer.stations = of(&self.prefer_operators);
    }

    /// True when it is time alone that makes a plan the best.
    pub fn is_by_time(&self) -> bool {
        self.aim == Aim::Fastest && self.prefer_operators.is_empty() && self.tourism.is_none()
    }

    /// How many wishes there are beside the departure.
    pub fn count(&self) -> usize {
        let is_wished = [
            self.arrival.is_some(),
            self.charge_max.is_some(),
            self.stop_least_min != STOP_LEAST_MIN,
            self.stop_most_min.is_some(),
            self.back_min.is_some(),
            self.load_kg > 0,
            self.carries != Carries::Nothing,
            self.style != Style::Usual,
            self.has_breaks,
            self.meal_min.is_some(),
            self.aim != Aim::Fastest,
            self.avoid_tolls,
            self.avoid_expressways,
            !self.avoid.is_empty(),
            !self.avoid_operators.is_empty(),
            !self.prefer_operators.is_empty(),
            self.tourism.is_some(),
        ];
        is_wished.iter().filter(|is_wished| **is_wished).count()
    }
}

#[cfg(test)]
mod tests {
    use container::Text;

    use super::*;

    #[test]
    fn operators_become_their_stations() {
        let station = |id: &str, operator: &str| {
            let at = LatLon::new(38.4, 112.7).unwrap();
            Station {
                operator: Text::new(operator, operator),
                ..Station::new(id, Text::new(id, id), at)
            }
        };
        let stations = [station("1", "甲"), station("2", "乙"), station("3", "甲")];
        let wishes = Wishes {
            avoid_operators: ["乙".to_owned(), "nobody".to_owned()].into(),
            prefer_operators: ["甲".to_owned()].into(),
            ..Wishes::default()
        };
        let here = LatLon::new(38.4, 112.7).unwrap();
        let mut request = TripRequest::between(here, here);
        wishes.choose_operators(&stations, &mut request);
        assert_eq!(request.avoid, [StationId("2".into())]);
        let liked = ["1", "3"].map(|id| StationId(id.into()));
        assert_eq!(request.prefer.stations, liked);
        assert!(!wishes.is_by_time() && Wishes::default().is_by_time());
    }

    #[test]
    fn tourism_roads_are_preferred_when_one_wishes() {
        let mut wishes = Wishes::default();
        assert_eq!(wishes.prefer(), Preferences::default());
        wishes.tourism = Some(200);
        assert_eq!(wishes.prefer().roads, ["旅游公路"]);
        assert!((wishes.prefer().factor - 2.0).abs() < 1e-9 && wishes.count() == 1);
    }
}
