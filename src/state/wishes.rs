//! What a driver may wish of a trip beyond where from and where to.

use std::collections::BTreeSet;

use planner::{Aim, Breaks, Departure, Vehicle};
use stations::StationId;
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

/// Wishes for a trip. The default wishes nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wishes {
    /// When it begins; now without it.
    pub depart: Option<Departure>,
    /// Least charge on arrival in percent; the reserve without it.
    pub arrival: Option<u8>,
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

    /// How many wishes there are beside the departure.
    pub fn count(&self) -> usize {
        let is_wished = [
            self.arrival.is_some(),
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
        ];
        is_wished.iter().filter(|is_wished| **is_wished).count()
    }
}
