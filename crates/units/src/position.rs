//! WGS 84 positions.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Meters;
use crate::angle::{cos, sin};

/// Mean radius of the earth in metres (IUGG).
const EARTH_RADIUS: f64 = 6_371_008.8;

/// WGS 84 degrees, latitude first. Always finite and on the globe.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawPosition", into = "RawPosition")]
pub struct LatLon {
    lat: f64,
    lon: f64,
}

/// Coordinates that name no place on earth.
#[derive(Debug, Clone, PartialEq)]
pub struct ImpossiblePosition {
    found: String,
}

impl ImpossiblePosition {
    fn new(found: String) -> Self {
        Self { found }
    }
}

impl fmt::Display for ImpossiblePosition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = &self.found;
        write!(
            formatter,
            "found \"{found}\", expected LAT,LON in degrees: -90 to 90, -180 to 180"
        )
    }
}

impl std::error::Error for ImpossiblePosition {}

impl LatLon {
    /// Checks and builds a position from degrees.
    pub fn new(lat: f64, lon: f64) -> Result<Self, ImpossiblePosition> {
        Self::checked(lat, lon).ok_or_else(|| ImpossiblePosition::new(degrees(lat, lon)))
    }

    /// As [`Self::new`]; `None` where the degrees name no place on earth.
    pub fn checked(lat: f64, lon: f64) -> Option<Self> {
        let is_possible = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        is_possible.then_some(Self { lat, lon })
    }

    /// The nearest position on the globe; what is no number counts as 0.
    pub fn clamped(lat: f64, lon: f64) -> Self {
        let clamp = |degrees: f64, most: f64| {
            if degrees.is_nan() {
                0.0
            } else {
                degrees.clamp(-most, most)
            }
        };
        Self {
            lat: clamp(lat, 90.0),
            lon: clamp(lon, 180.0),
        }
    }

    /// Latitude in degrees, north positive.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Longitude in degrees, east positive.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Great-circle distance (haversine on the mean sphere).
    ///
    /// Uses the same elementary functions on every platform, so plans are equal to the bit.
    pub fn distance_to(self, other: Self) -> Meters {
        let half_lat = (other.lat - self.lat).to_radians() / 2.0;
        let half_lon = (other.lon - self.lon).to_radians() / 2.0;
        let h = libm::pow(sin(half_lat), 2.0)
            + cos(self.lat.to_radians())
                * cos(other.lat.to_radians())
                * libm::pow(sin(half_lon), 2.0);
        Meters(2.0 * EARTH_RADIUS * libm::asin(h.sqrt().min(1.0)))
    }

    /// How far `other` lies east and north of here, on the plane that touches the globe between
    /// both: right to a thousandth over the lengths of roads.
    pub fn displacement_to(self, other: Self) -> (Meters, Meters) {
        let between = f64::midpoint(self.lat, other.lat).to_radians();
        let east = (other.lon - self.lon).to_radians() * cos(between);
        let north = (other.lat - self.lat).to_radians();
        (Meters(EARTH_RADIUS * east), Meters(EARTH_RADIUS * north))
    }

    /// The compass direction to a near position, in degrees clockwise from north, 0 to 360.
    pub fn bearing_to(self, other: Self) -> f64 {
        let (east, north) = self.displacement_to(other);
        around(libm::atan2(east.0, north.0).to_degrees())
    }

    /// The point at `share` (0 to 1) of the straight way to `other`, in degrees.
    #[must_use]
    pub fn toward(self, other: Self, share: f64) -> Self {
        let share = share.clamp(0.0, 1.0);
        Self {
            lat: self.lat + (other.lat - self.lat) * share,
            lon: self.lon + (other.lon - self.lon) * share,
        }
    }
}

/// Writes `LAT,LON`, the form that `FromStr` reads.
/// A direction that was turned by less than a whole turn, in degrees from 0 to 360.
pub fn around(degrees: f64) -> f64 {
    if degrees < 0.0 {
        degrees + 360.0
    } else if degrees >= 360.0 {
        degrees - 360.0
    } else {
        degrees
    }
}

impl fmt::Display for LatLon {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&degrees(self.lat, self.lon))
    }
}

fn degrees(lat: f64, lon: f64) -> String {
    json::plain(lat) + "," + &json::plain(lon)
}

/// Reads `LAT,LON`, numbers as JSON has them.
impl FromStr for LatLon {
    type Err = ImpossiblePosition;

    fn from_str(text: &str) -> Result<Self, ImpossiblePosition> {
        let impossible = || ImpossiblePosition::new(text.to_owned());
        let (lat, lon) = text.split_once(',').ok_or_else(impossible)?;
        let number = |part: &str| json::read_number(part.trim()).ok_or_else(impossible);
        Self::new(number(lat)?, number(lon)?).map_err(|_| impossible())
    }
}

#[derive(Serialize, Deserialize)]
struct RawPosition {
    lat: f64,
    lon: f64,
}

impl TryFrom<RawPosition> for LatLon {
    type Error = ImpossiblePosition;

    fn try_from(raw: RawPosition) -> Result<Self, ImpossiblePosition> {
        Self::new(raw.lat, raw.lon)
    }
}

impl From<LatLon> for RawPosition {
    fn from(position: LatLon) -> Self {
        Self {
            lat: position.lat,
            lon: position.lon,
        }
    }
}

/// The smallest box around some positions. Does not cross the date line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BoundingBox {
    /// Southern edge, degrees.
    pub south: f64,
    /// Western edge, degrees.
    pub west: f64,
    /// Northern edge, degrees.
    pub north: f64,
    /// Eastern edge, degrees.
    pub east: f64,
}

impl BoundingBox {
    /// Its middle.
    pub fn centre(self) -> LatLon {
        let (lat, lon) = (
            self.south.midpoint(self.north),
            self.west.midpoint(self.east),
        );
        LatLon {
            lat: lat.clamp(-90.0, 90.0),
            lon: lon.clamp(-180.0, 180.0),
        }
    }

    /// True when a position is in it.
    pub fn contains(self, at: LatLon) -> bool {
        (self.south..=self.north).contains(&at.lat) && (self.west..=self.east).contains(&at.lon)
    }

    /// Returns `None` when there is no position.
    pub fn around(positions: impl IntoIterator<Item = LatLon>) -> Option<Self> {
        positions
            .into_iter()
            .fold(None, |bounds: Option<Self>, at| {
                let bounds = bounds.unwrap_or(Self {
                    south: at.lat,
                    west: at.lon,
                    north: at.lat,
                    east: at.lon,
                });
                Some(Self {
                    south: bounds.south.min(at.lat),
                    west: bounds.west.min(at.lon),
                    north: bounds.north.max(at.lat),
                    east: bounds.east.max(at.lon),
                })
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_off_the_globe_is_refused() {
        assert!(LatLon::new(95.0, 112.0).is_err());
        assert!(LatLon::new(38.0, 181.0).is_err());
        assert!(LatLon::new(f64::NAN, 112.0).is_err());
    }

    #[test]
    fn a_position_reads_what_it_writes() {
        let gucheng: LatLon = "38.407,112.734".parse().unwrap();
        assert_eq!(gucheng.to_string().parse(), Ok(gucheng));
        assert!("38.407".parse::<LatLon>().is_err());
        assert!(
            "112.734,38.407".parse::<LatLon>().is_err(),
            "longitude first is caught here"
        );
    }

    #[test]
    fn one_degree_of_latitude_is_111_km() {
        let (a, b) = (
            LatLon::new(38.0, 112.0).unwrap(),
            LatLon::new(39.0, 112.0).unwrap(),
        );
        assert!((a.distance_to(b).0 - 111_195.0).abs() < 1.0);
    }

    #[test]
    fn displacement_has_the_length_and_the_direction_of_the_way() {
        let (a, b) = (
            LatLon::new(39.0, 111.0).unwrap(),
            LatLon::new(39.3, 110.6).unwrap(),
        );
        let (east, north) = a.displacement_to(b);
        assert!(east.0 < 0.0 && north.0 > 0.0);
        let length = (east.0 * east.0 + north.0 * north.0).sqrt();
        assert!((length / a.distance_to(b).0 - 1.0).abs() < 1e-4, "{length}");
        // North-west.
        assert!(
            (270.0..360.0).contains(&a.bearing_to(b)),
            "{}",
            a.bearing_to(b)
        );
    }
}
