//! A position as the device tells it, after what is impossible is taken out.

use units::{KilometersPerHour, LatLon, Meters, Seconds};

/// What a fix that does not say how exact it is counts as.
const ACCURACY_UNKNOWN: f64 = 100.0;
/// Rougher than this says nothing about a road: the place of a mobile network's mast.
const ACCURACY_MAX: f64 = 3000.0;
/// Below this speed in m/s a receiver's direction is noise (grade D).
const HEADING_FROM: f64 = 3.0;

/// Where the car was at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fix {
    /// Where.
    pub at: LatLon,
    /// How far off it may be.
    pub accuracy: Meters,
    /// How fast, when the device knows.
    pub speed: Option<KilometersPerHour>,
    /// Direction of motion in degrees clockwise from north, while the car moves.
    pub heading: Option<f64>,
    /// When, on any clock that only goes on.
    pub time: Seconds,
}

impl Fix {
    /// A fix of raw figures: degrees, metres, m/s, degrees, seconds. `None` where there is no such
    /// place, or where the place is too rough to follow a road.
    pub fn new(
        (lat, lon): (f64, f64),
        accuracy: f64,
        speed: Option<f64>,
        heading: Option<f64>,
        time: f64,
    ) -> Option<Self> {
        let at = LatLon::checked(lat, lon)?;
        let is_told = accuracy.is_finite() && accuracy >= 0.0;
        let accuracy = if is_told { accuracy } else { ACCURACY_UNKNOWN };
        if accuracy > ACCURACY_MAX {
            return None;
        }
        let speed = speed.filter(|speed| (0.0..=150.0).contains(speed));
        let moves = speed.is_some_and(|speed| speed >= HEADING_FROM);
        Some(Self {
            at,
            accuracy: Meters(accuracy),
            speed: speed.map(|speed| KilometersPerHour(speed * 3.6)),
            heading: heading.filter(|heading| moves && (0.0..=360.0).contains(heading)),
            time: Seconds(if time.is_finite() { time } else { 0.0 }),
        })
    }
}
