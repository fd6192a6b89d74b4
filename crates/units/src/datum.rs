//! GCJ-02, the shifted datum of Chinese base maps and operators' feeds.
//!
//! The formula is the public one that every open implementation shares; inside Xinzhou the shift
//! is 507 to 629 m. BD-09 is not here yet: no map of ours is drawn on it.

use crate::LatLon;

/// Semi-major axis of the Krasovsky 1940 ellipsoid in metres, as the public formula uses it.
const SEMI_MAJOR: f64 = 6_378_245.0;
/// Its first eccentricity squared.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// After three rounds the error is below 0.1 mm anywhere in Xinzhou; one more costs nothing.
const INVERSE_ROUNDS: usize = 4;

/// GCJ-02 degrees, latitude first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gcj02 {
    /// Latitude in GCJ-02 degrees.
    pub lat: f64,
    /// Longitude in GCJ-02 degrees.
    pub lon: f64,
}

impl From<LatLon> for Gcj02 {
    /// Shifts inside the box of China, leaves positions outside as they are.
    fn from(position: LatLon) -> Self {
        let (lat, lon) = (position.lat(), position.lon());
        let (north, east) = shift(lat, lon);
        Self {
            lat: lat + north,
            lon: lon + east,
        }
    }
}

impl Gcj02 {
    /// The WGS 84 position, by fixed-point iteration.
    ///
    /// Returns `None` for coordinates off the globe.
    pub fn to_wgs84(self) -> Option<LatLon> {
        let (mut lat, mut lon) = (self.lat, self.lon);
        for _ in 0..INVERSE_ROUNDS {
            let (north, east) = shift(lat, lon);
            (lat, lon) = (self.lat - north, self.lon - east);
        }
        LatLon::new(lat, lon).ok()
    }
}

/// Degrees north and east that GCJ-02 lies beside the WGS 84 position.
fn shift(lat: f64, lon: f64) -> (f64, f64) {
    use std::f64::consts::PI;
    if !((0.8293..=55.8271).contains(&lat) && (72.004..=137.8347).contains(&lon)) {
        return (0.0, 0.0);
    }
    let (x, y) = (lon - 105.0, lat - 35.0);
    let wave = |length: f64, at: f64| libm::sin(at * PI / length);
    let common = (20.0 * wave(1.0 / 6.0, x) + 20.0 * wave(0.5, x)) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + (20.0 * wave(1.0, y) + 40.0 * wave(3.0, y)) * 2.0 / 3.0
        + (160.0 * wave(12.0, y) + 320.0 * wave(30.0, y)) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + (20.0 * wave(1.0, x) + 40.0 * wave(3.0, x)) * 2.0 / 3.0
        + (150.0 * wave(12.0, x) + 300.0 * wave(30.0, x)) * 2.0 / 3.0;
    let sine = libm::sin(lat.to_radians());
    let magic = 1.0 - ECCENTRICITY_SQUARED * sine * sine;
    let root = magic.sqrt();
    let meridian = SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED) / (magic * root) * PI / 180.0;
    let parallel = SEMI_MAJOR / root * libm::cos(lat.to_radians()) * PI / 180.0;
    (north / meridian, east / parallel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laoniuwan_lands_where_the_reference_says() {
        let shifted = Gcj02::from(LatLon::new(39.635, 111.435).unwrap());
        assert!((shifted.lon - 111.441_872).abs() < 1e-6, "{shifted:?}");
        assert!((shifted.lat - 39.636_239).abs() < 1e-6, "{shifted:?}");
    }

    #[test]
    fn there_and_back_is_below_a_millimetre() {
        for step in 0..400 {
            let lat = 38.0 + f64::from(step % 20) * 0.09;
            let lon = 110.8 + f64::from(step / 20) * 0.16;
            let here = LatLon::new(lat, lon).unwrap();
            let back = Gcj02::from(here).to_wgs84().unwrap();
            assert!(
                here.distance_to(back).0 < 1e-3,
                "{here} came back as {back}"
            );
        }
    }

    #[test]
    fn outside_china_nothing_moves() {
        let vaduz = LatLon::new(47.14, 9.52).unwrap();
        assert_eq!(Gcj02::from(vaduz).to_wgs84(), Some(vaduz));
    }
}
