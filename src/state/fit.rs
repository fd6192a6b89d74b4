//! Whether a vehicle fits a station's bays, as far as the data says.

use planner::Vehicle;
use stations::Station;

use crate::state::Carries;

/// Words for trucks and for bays that one drives through, as sources and our own imports have them.
const TRUCK: [&str; 3] = ["货车", "卡车", "truck"];
const THROUGH: [&str; 3] = ["直行驶出", "drive-through", "pull-through"];

/// What one should know before one drives there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// The vehicle is higher than the limit; both in centimetres.
    TooHigh {
        /// The limit.
        limit: u16,
        /// The vehicle.
        vehicle: u16,
    },
    /// There is a limit, and something is on the roof.
    RoofBox,
    /// The station says that trucks can charge there.
    Trucks,
    /// A truck is driven, and nothing is known of trucks there.
    TrucksUnknown,
    /// One can drive through a bay, so that a trailer stays on.
    DriveThrough,
    /// A trailer is drawn, and nobody says whether it can stay on.
    TrailerUnknown,
}

impl Fit {
    /// True when it may be in vain to drive there.
    pub fn is_warning(self) -> bool {
        !matches!(self, Self::Trucks | Self::DriveThrough)
    }
}

/// What is to be said of a vehicle at a station, the weightiest first.
pub fn fit(station: &Station, vehicle: Option<&Vehicle>, carries: Carries) -> Vec<Fit> {
    let (details, size) = (&station.details, vehicle.map(|vehicle| vehicle.size));
    let mut all = Vec::new();
    if let Some(limit) = details.height_max_cm {
        let height = size.map_or(0.0, |size| size.height_m * 100.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a vehicle is up to ten metres high"
        )]
        if height > f64::from(limit) {
            let vehicle = height.round() as u16;
            all.push(Fit::TooHigh { limit, vehicle });
        } else if carries == Carries::RoofBox {
            all.push(Fit::RoofBox);
        }
    }
    let words = details.vehicles.to_lowercase();
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    let is_truck = size.is_some_and(|size| size.is_truck);
    match (says(&TRUCK), is_truck) {
        (true, _) => all.push(Fit::Trucks),
        (false, true) => all.push(Fit::TrucksUnknown),
        (false, false) => {}
    }
    match (says(&THROUGH), carries == Carries::Trailer) {
        (true, _) => all.push(Fit::DriveThrough),
        (false, true) => all.push(Fit::TrailerUnknown),
        (false, false) => {}
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use container::Text;
    use units::LatLon;

    fn station() -> Station {
        Station::new("a", Text::default(), LatLon::clamped(38.0, 112.0))
    }

    fn truck() -> Vehicle {
        let list = planner::read_vehicles(include_bytes!("../../data/xinzhou/built/vehicles.yilu"));
        let mut vehicle = list.unwrap().value.vehicles.remove(0);
        vehicle.size.is_truck = true;
        vehicle.size.height_m = 3.98;
        vehicle
    }

    #[test]
    fn nothing_is_said_where_nothing_is_known_and_nothing_is_asked() {
        assert_eq!(fit(&station(), None, Carries::default()), []);
        let mut low = station();
        low.details.height_max_cm = Some(210);
        assert_eq!(fit(&low, None, Carries::default()), []);
    }

    #[test]
    fn what_is_too_high_is_said_and_what_is_on_the_roof_too() {
        let mut low = station();
        low.details.height_max_cm = Some(210);
        let found = fit(&low, Some(&truck()), Carries::default());
        let too_high = Fit::TooHigh {
            limit: 210,
            vehicle: 398,
        };
        assert_eq!(found, [too_high, Fit::TrucksUnknown]);
        assert!(found.iter().all(|fit| fit.is_warning()));
        assert_eq!(fit(&low, None, Carries::RoofBox), [Fit::RoofBox]);
        assert_eq!(fit(&station(), None, Carries::RoofBox), []);
    }

    #[test]
    fn trucks_and_trailers_go_by_what_the_source_says() {
        assert_eq!(
            fit(&station(), None, Carries::Trailer),
            [Fit::TrailerUnknown]
        );
        let mut site = station();
        site.details.vehicles = "乘用车、货车 / cars, trucks".into();
        assert_eq!(
            fit(&site, Some(&truck()), Carries::default()),
            [Fit::Trucks]
        );
        site.details.vehicles = "货车、可直行驶出 / trucks, drive-through".into();
        let found = fit(&site, Some(&truck()), Carries::Trailer);
        assert_eq!(found, [Fit::Trucks, Fit::DriveThrough]);
    }
}
