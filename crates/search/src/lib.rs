//! The search: exact charge-aware shortest paths.
//!
//! Label-setting A* over labels that are charging functions (Baum, Dibbelt, Gemsa, Wagner and
//! Zündorf: Shortest Feasible Paths with Charging Stops for Battery Electric Vehicles,
//! Transportation Science 53(6), 2019), guided by lower bounds on time, on energy and on mixes of
//! both, and by what energy from new stops costs at least.
//!
//! Knows no units: times and charges are ticks, whose size its callers choose. Links hold whole
//! ticks; charging functions are evaluated in between.
//!
//! Where to start: [`Trip`], then [`Search`].

mod blocks;
mod bound;
mod breaks;
mod core;
mod curve;
mod field;
mod graph;
mod label;
mod lists;
mod offer;
mod packed;
mod price;
mod profile;
mod room;
mod run;
mod stop;
mod switching;
mod tie;
mod trip;
mod waiting;

pub use self::core::{Around, Core};
pub use bound::bounded;
pub use breaks::{Breaks, Needs};
pub use curve::Curve;
pub use field::{
    ENERGY, ENERGY_UNIT, Field, FullField, LAMBDAS, LANES, PRICED, PackedField, PackedMetric, TIME,
    UNREACHABLE, lower, packed_field, packed_metric, plus, potentials, weights,
};
pub use graph::{END, Hop, Link, Links};
pub use label::{Battery, Label, Made, NONE};
pub use packed::Packed;
pub use price::Price;
pub use profile::{CAPACITY_MAX, Profile};
pub use room::Room;
pub use run::{Back, Found, Manner, Search, State, Work};
pub use trip::{CLASSES_MAX, Leg, Point, StopClass, Terrain, Trip};
pub use waiting::Waiting;

/// Charges closer than this, in ticks, count as equal: far below any meter, far above the
/// rounding of sums.
const CHARGE_EPSILON: f64 = 1e-2;
/// Times closer than this, in ticks, count as equal.
const TIME_EPSILON: f64 = 1e-4;

#[cfg(test)]
mod tests;
