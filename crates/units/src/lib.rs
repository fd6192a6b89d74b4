//! Physical quantities and coordinates as types. Each type stores one unit and says which.
//!
//! Where to start: `quantity.rs` for energy, power, time and length, `charge.rs` for the state of
//! charge, `position.rs` for coordinates, `datum.rs` for the shifted Chinese coordinates, `angle.rs` for
//! sines on a globe.

pub mod angle;
mod charge;
mod datum;
mod position;
mod quantity;

pub use charge::StateOfCharge;
pub use datum::{Bd09, Gcj02};
pub use position::{BoundingBox, ImpossiblePosition, LatLon, around};
pub use quantity::{Celsius, Kilograms, KilometersPerHour, Kilowatts, Meters, Seconds, WattHours};
