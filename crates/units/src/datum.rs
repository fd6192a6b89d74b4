//! GCJ-02 and BD-09, the shifted datums of Chinese base maps and operators' feeds.
//!
//! The formulas are the public ones that every open implementation shares. Inside Xinzhou GCJ-02
//! lies 507 to 629 m beside WGS 84, BD-09 another 845 to 901 m. Outside the box of China nothing is
//! shifted.

use crate::LatLon;

/// Semi-major axis of the Krasovsky 1940 ellipsoid in metres, as the public formula uses it.
const SEMI_MAJOR: f64 = 6_378_245.0;
/// Its first eccentricity squared.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// Each round of the inverse leaves about a hundredth of the error: below 0.1 µm in China.
const INVERSE_ROUNDS: usize = 6;
/// BD-09's turn of its small waves, in radians for each degree.
const BD09_WAVE: f64 = std::f64::consts::PI * 3000.0 / 180.0;
/// How far BD-09 lies beside GCJ-02 before its waves, in degrees north and east.
const BD09_OFFSET: (f64, f64) = (0.006, 0.0065);

/// GCJ-02 degrees, latitude first. Base maps of `AMap` and Tencent; T/CEC 102.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gcj02 {
    /// Latitude in GCJ-02 degrees.
    pub lat: f64,
    /// Longitude in GCJ-02 degrees.
    pub lon: f64,
}

/// BD-09 degrees, latitude first. Base maps of Baidu.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bd09 {
    /// Latitude in BD-09 degrees.
    pub lat: f64,
    /// Longitude in BD-09 degrees.
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
        let (lat, lon) = unshifted((self.lat, self.lon), shift);
        LatLon::new(lat, lon).ok()
    }
}

impl From<Gcj02> for Bd09 {
    /// Shifts inside the box of China, leaves positions outside as they are.
    fn from(position: Gcj02) -> Self {
        let (north, east) = bd09_shift(position.lat, position.lon);
        Self {
            lat: position.lat + north,
            lon: position.lon + east,
        }
    }
}

impl From<LatLon> for Bd09 {
    fn from(position: LatLon) -> Self {
        Gcj02::from(position).into()
    }
}

impl Bd09 {
    /// The GCJ-02 position, by fixed-point iteration.
    pub fn to_gcj02(self) -> Gcj02 {
        let (lat, lon) = unshifted((self.lat, self.lon), bd09_shift);
        Gcj02 { lat, lon }
    }

    /// The WGS 84 position.
    ///
    /// Returns `None` for coordinates off the globe.
    pub fn to_wgs84(self) -> Option<LatLon> {
        self.to_gcj02().to_wgs84()
    }
}

/// The position that `shift` moves to `target`.
fn unshifted(target: (f64, f64), shift: impl Fn(f64, f64) -> (f64, f64)) -> (f64, f64) {
    let (mut lat, mut lon) = target;
    for _ in 0..INVERSE_ROUNDS {
        let (north, east) = shift(lat, lon);
        (lat, lon) = (target.0 - north, target.1 - east);
    }
    (lat, lon)
}

fn is_in_china(lat: f64, lon: f64) -> bool {
    (0.8293..=55.8271).contains(&lat) && (72.004..=137.8347).contains(&lon)
}

/// Degrees north and east that BD-09 lies beside the GCJ-02 position.
fn bd09_shift(lat: f64, lon: f64) -> (f64, f64) {
    if !is_in_china(lat, lon) {
        return (0.0, 0.0);
    }
    let radius = (lon * lon + lat * lat).sqrt() + 0.000_02 * libm::sin(lat * BD09_WAVE);
    let angle = libm::atan2(lat, lon) + 0.000_003 * libm::cos(lon * BD09_WAVE);
    (
        radius * libm::sin(angle) + BD09_OFFSET.0 - lat,
        radius * libm::cos(angle) + BD09_OFFSET.1 - lon,
    )
}

/// Degrees north and east that GCJ-02 lies beside the WGS 84 position.
fn shift(lat: f64, lon: f64) -> (f64, f64) {
    use std::f64::consts::PI;
    if !is_in_china(lat, lon) {
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
    fn beijing_lands_where_coordtransform_says() {
        // The examples in the README of npm's coordtransform 2.1.2.
        let (lat, lon) = (39.915, 116.404);
        let bd09 = Bd09::from(Gcj02 { lat, lon });
        assert!((bd09.lat - 39.921_336_993_510_21).abs() < 1e-9, "{bd09:?}");
        assert!((bd09.lon - 116.410_369_493_710_29).abs() < 1e-9, "{bd09:?}");
        let gcj02 = Gcj02::from(LatLon::new(lat, lon).unwrap());
        assert!(
            (gcj02.lat - 39.916_404_281_501_64).abs() < 1e-9,
            "{gcj02:?}"
        );
        assert!(
            (gcj02.lon - 116.410_244_499_169_38).abs() < 1e-9,
            "{gcj02:?}"
        );
    }

    proptest::proptest! {
        #[test]
        fn there_and_back_is_below_a_millimetre(lat in 3.0..54.0, lon in 73.0..136.0) {
            let here = LatLon::new(lat, lon).unwrap();
            let gcj02 = Gcj02::from(here);
            let back = gcj02.to_wgs84().unwrap();
            proptest::prop_assert!(here.distance_to(back).0 < 1e-3, "{here} came back as {back}");
            let back = Bd09::from(here).to_wgs84().unwrap();
            proptest::prop_assert!(here.distance_to(back).0 < 1e-3, "{here} came back as {back}");
            let moved = here.distance_to(LatLon::new(gcj02.lat, gcj02.lon).unwrap()).0;
            proptest::prop_assert!((20.0..1500.0).contains(&moved), "{here} moved by {moved} m");
        }

        #[test]
        fn outside_china_nothing_moves(lat in -90.0..90.0, lon in -180.0..72.0) {
            let here = LatLon::new(lat, lon).unwrap();
            let same = (here.lat(), here.lon());
            let (gcj02, bd09) = (Gcj02::from(here), Bd09::from(here));
            proptest::prop_assert_eq!((gcj02.lat, gcj02.lon), same);
            proptest::prop_assert_eq!((bd09.lat, bd09.lon), same);
            proptest::prop_assert_eq!(bd09.to_wgs84(), Some(here));
        }
    }
}
