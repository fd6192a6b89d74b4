//! The trip that a driver puts together.

use planner::{OwnCar, TripRequest, Vehicle, VehicleError, Via};
use units::{Celsius, LatLon, Seconds, StateOfCharge};

use crate::state::{Stopover, Wishes};

/// Where a trip starts or ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Endpoint {
    /// A position on the map.
    At(LatLon),
    /// Where the driver is. The position stays on the device; a link only says "me".
    Me,
}

/// The car of a trip.
#[derive(Debug, Clone, PartialEq)]
pub enum Car {
    /// One of the catalogue, by id.
    Catalogue(String),
    /// One described by few numbers.
    Own(OwnCar),
}

/// Everything that decides a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Trip {
    /// Start, when chosen.
    pub from: Option<Endpoint>,
    /// End, when chosen.
    pub to: Option<Endpoint>,
    /// Places on the way, in order.
    pub via: Vec<Stopover>,
    /// The car.
    pub car: Car,
    /// Charge at the start in percent, 1 to 100.
    pub charge: u8,
    /// Least charge on the way and on arrival in percent, 0 to 50.
    pub reserve: u8,
    /// Temperature outside in °C, -30 to 45.
    pub temperature: i8,
    /// What else is wished.
    pub wishes: Wishes,
}

impl Default for Trip {
    fn default() -> Self {
        Self {
            from: None,
            to: None,
            via: Vec::new(),
            car: Car::Catalogue(String::new()),
            charge: 80,
            reserve: 10,
            temperature: 20,
            wishes: Wishes::default(),
        }
    }
}

impl Trip {
    /// The vehicle of this trip; the first of the catalogue when none or an unknown one is named.
    pub fn vehicle(&self, catalogue: &[Vehicle]) -> Result<Option<Vehicle>, VehicleError> {
        let vehicle = match &self.car {
            Car::Own(own) => Some(own.into_vehicle()?),
            Car::Catalogue(id) => {
                let named = catalogue.iter().find(|vehicle| vehicle.id == *id);
                named.or_else(|| catalogue.first()).cloned()
            }
        };
        Ok(vehicle.map(|vehicle| self.wishes.carries.on(vehicle)))
    }

    /// Where an end is; `None` while that is not known.
    pub fn position_of(&self, end: Option<Endpoint>, me: Option<LatLon>) -> Option<LatLon> {
        match end? {
            Endpoint::At(position) => Some(position),
            Endpoint::Me => me,
        }
    }

    /// The request to plan; `None` until both ends are known, with the driver's position where
    /// an end is that.
    pub fn request(&self, me: Option<LatLon>) -> Option<TripRequest> {
        let share = |percent: u8| StateOfCharge::from_fraction(f64::from(percent) / 100.0);
        let minutes = |minutes: u16| Seconds(f64::from(minutes) * 60.0);
        let wishes = &self.wishes;
        let (from, to) = (
            self.position_of(self.from, me)?,
            self.position_of(self.to, me)?,
        );
        let stopovers = self.via.iter().filter_map(|stopover| {
            Some(Via {
                at: stopover.at,
                stay: minutes(stopover.stay_min),
                charge: share(stopover.charge)?,
            })
        });
        let turn = wishes.back_min.map(|stay| Via {
            stay: minutes(stay),
            ..to.into()
        });
        let (stop_least, stop_most) = wishes.stop_lengths();
        let end = if turn.is_some() { from } else { to };
        Some(TripRequest {
            via: stopovers.chain(turn).collect(),
            charge: share(self.charge)?,
            reserve: share(self.reserve)?,
            arrival: share(wishes.arrival.unwrap_or(self.reserve).max(self.reserve))?,
            charge_max: share(wishes.charge_max.unwrap_or(100))?,
            prefer: wishes.prefer(),
            stop_least,
            stop_most,
            temperature: Celsius(f64::from(self.temperature)),
            payload_kg: f64::from(wishes.load_kg),
            speed_factor: wishes.style.speed_factor(),
            depart: wishes.depart,
            breaks: wishes.breaks(),
            meal: wishes.meal(),
            aim: wishes.aim,
            avoid_tolls: wishes.avoid_tolls,
            avoid_expressways: wishes.avoid_expressways,
            avoid: wishes.avoid.iter().cloned().collect(),
            ..TripRequest::between(from, end)
        })
    }

    /// True when the trip needs the driver's position.
    pub fn starts_or_ends_at_me(&self) -> bool {
        [self.from, self.to].contains(&Some(Endpoint::Me))
    }

    /// The id of the catalogue car that the trip names and `catalogue` does not have.
    pub fn unknown_car(&self, catalogue: &[Vehicle]) -> Option<&str> {
        match &self.car {
            Car::Catalogue(id) if !id.is_empty() => {
                let is_known = catalogue.iter().any(|vehicle| vehicle.id == *id);
                (!is_known).then_some(id.as_str())
            }
            Car::Catalogue(_) | Car::Own(_) => None,
        }
    }

    /// The same trip the other way round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            via: self.via.iter().rev().copied().collect(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_car_that_the_catalogue_does_not_have_is_told() {
        let known = OwnCar::default().into_vehicle().unwrap();
        let mut trip = Trip::default();
        assert_eq!(trip.unknown_car(std::slice::from_ref(&known)), None);
        trip.car = Car::Catalogue("no-such-car".into());
        let catalogue = [known];
        assert_eq!(trip.unknown_car(&catalogue), Some("no-such-car"));
        assert_eq!(trip.vehicle(&catalogue), Ok(Some(catalogue[0].clone())));
    }

    #[test]
    fn a_request_waits_for_both_ends() {
        let here = LatLon::new(38.4, 112.7).unwrap();
        let mut trip = Trip {
            from: Some(Endpoint::Me),
            ..Trip::default()
        };
        assert!(trip.request(Some(here)).is_none());
        trip.to = Some(Endpoint::At(LatLon::new(39.6, 111.4).unwrap()));
        assert!(trip.request(None).is_none());
        assert_eq!(trip.request(Some(here)).unwrap().from, here);
    }

    #[test]
    fn a_meal_may_take_longer_than_any_other_stop() {
        let here = Endpoint::At(LatLon::new(38.4, 112.7).unwrap());
        let mut trip = Trip {
            from: Some(here),
            to: Some(here),
            ..Trip::default()
        };
        let minutes = |trip: &Trip| {
            let request = trip.request(None).unwrap();
            let most = request.stop_most.map(|most| most.0 / 60.0);
            (request.stop_least.0 / 60.0, most)
        };
        assert_eq!(minutes(&trip), (5.0, None));
        trip.wishes.stop_most_min = Some(20);
        assert_eq!(minutes(&trip), (5.0, Some(20.0)));
        trip.wishes.stop_least_min = 30;
        assert_eq!(minutes(&trip), (30.0, Some(30.0)));
        trip.wishes.meal_min = Some(45);
        assert_eq!(minutes(&trip), (30.0, Some(45.0)));
    }

    #[test]
    fn a_round_trip_passes_its_end_and_a_roof_box_costs() {
        let at = |lat| LatLon::new(lat, 112.7).unwrap();
        let mut trip = Trip {
            from: Some(Endpoint::At(at(38.4))),
            to: Some(Endpoint::At(at(39.0))),
            via: vec![at(38.7).into()],
            ..Trip::default()
        };
        trip.wishes.back_min = Some(90);
        let request = trip.request(None).unwrap();
        assert_eq!((request.from, request.to), (at(38.4), at(38.4)));
        assert_eq!(request.via.len(), 2);
        assert!((request.via[1].stay.0 - 5400.0).abs() < 1e-9);
        let car = OwnCar::default().into_vehicle().unwrap();
        let plain = trip.vehicle(std::slice::from_ref(&car)).unwrap().unwrap();
        trip.wishes.carries = crate::state::Carries::RoofBox;
        let loaded = trip.vehicle(&[car]).unwrap().unwrap();
        assert!(loaded.drag_area_m2 > plain.drag_area_m2 && loaded.mass_kg > plain.mass_kg);
        let more = loaded.reference_kwh_per_100km - plain.reference_kwh_per_100km;
        assert!((0.8..1.8).contains(&more), "{more}");
    }
}
