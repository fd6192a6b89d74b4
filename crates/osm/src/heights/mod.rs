//! Heights of roads from a grid of ground heights.
//!
//! How the climb of a road becomes believable:
//!
//! 1. The ground is read at every point of a road, and at points between them where they are far
//!    apart, bilinearly.
//! 2. The heights of the whole network are smoothed at once: they minimise
//!    `∫ (h − ground)² ds + L² ∫ (dh/ds)² ds` along all roads (Whittaker, "On a new method of
//!    graduation", 1923, over a network instead of a line). Junctions have one height for all
//!    their roads. On bridges and in tunnels the first term is left out, so that the road runs
//!    straight between their ends; so do points where the grid has no data.
//! 3. Climbs and drops are summed between turning points, and a rise or fall smaller than the
//!    noise that is left is none.

mod climb;
mod smooth;
mod tile;

pub(crate) use climb::{Profile, climb_and_drop, crests};
pub(crate) use smooth::Network;
pub use tile::{HeightTile, TileName};
