//! A road as a strip: its places and chargers one after the other, and how far it is between them.
//!
//! The guide says which places a road has, and the way to some of them. Ways that it does not say are
//! taken from the lengths of the road file and told as approximate; where there is neither they are
//! not known, and stay so. Which vehicle drives there is decided later: [`Strip::gaps`] and
//! [`Strip::drive`] are asked again for each.
//!
//! Where to start: [`Strip::new`].

mod beside;
mod course;
mod gaps;
mod mesh;
mod reach;
mod rows;
mod strip;

pub use beside::{Beside, Carriageway, OFF_MAX};
pub use gaps::{Gap, LONG, Next};
pub use reach::Drive;
pub use rows::{APART, Row};
pub use strip::{Along, Place, Step, Strip};

#[cfg(test)]
mod tests;
