//! Finding a station: which ones are looked for, and which of them is best.

mod filter;
mod list;
mod near;
mod saved;

pub use filter::{Criterion, Facts, Filter, Kind, POWERS};
pub use list::{Entry, Found, Nearest, Search, nearest};
pub use near::{Near, Nears, read_nears};
pub use saved::Saved;

use units::LatLon;

/// Where one looks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Around {
    /// In the part of the world that the map shows.
    #[default]
    Window,
    /// Around the driver.
    Me,
    /// Around a place.
    Place(LatLon),
    /// Along the trip.
    Trip,
    /// Among the driver's favourites, wherever they are.
    Favourites,
}
