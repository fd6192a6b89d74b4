//! The charge-aware problem, bare: a graph with times and energies, charge points with curves.
//!
//! This is the problem of the `yilu solve` contract. Knows nothing of roads or cars; the trip
//! module turns those into a [`Problem`].
//!
//! Where to start: [`Problem`], then [`solve()`].

mod curve;
mod problem;
mod reach;
mod replay;
mod search;
mod ticks;

pub use self::search::{solve, solve_thoroughly};
pub use curve::{ChargeTime, CurveError};
pub use problem::{Arc, ChargePoint, Outcome, Problem, Solution, Step};
pub use reach::{Gap, gap};
pub use replay::{Illegal, Replay, Visit, replay};

/// Energies closer than this, in watt-hours, count as equal: far below any meter, far above the
/// rounding of sums.
const CHARGE_EPSILON: f64 = 1e-6;
/// Times closer than this, in seconds, count as equal.
const TIME_EPSILON: f64 = 1e-7;

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
