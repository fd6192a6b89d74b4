//! What a driver reads beside the map: roads as a line of places (corridors), service areas, and
//! what authorities have said about prices; and the guide file that carries them.
//!
//! Where to start: [`Corridor`], then [`read_guide`].

mod area;
mod corridor;
mod file;
mod price;

pub use area::ServiceArea;
pub use corridor::{Corridor, CorridorKind, CorridorNode, NodeKind, Side};
pub use file::{Guide, GuideError, VERSION, read_guide, write_guide};
pub use price::{PriceFactor, PriceHoliday, PriceLevel, PricePeriod, PriceRule, PriceSeason};

/// How well a figure is known.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Printed by an authority or a newspaper.
    Published,
    /// Measured along a map, within 5 per cent.
    Measured,
    /// From general knowledge.
    Estimate,
}
