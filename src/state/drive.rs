//! A plan while it is driven: where on it the car is, what its charge should be, what is to be done.
//!
//! Where to start: [`Drive`], which takes positions and what the driver says of his charge, and gives
//! [`Progress`] and [`Advice`]. A car does not tell a page its charge: the plan is believed until the
//! driver says otherwise.

mod advice;
mod again;
mod battery;
mod beside;
mod course;
mod fix;
mod follow;
mod pace;
mod progress;
#[cfg(test)]
mod tests;

pub use advice::{Advice, Limits, Tone, advise};
pub use again::{again, visited};
pub use battery::Battery;
pub use beside::{Beside, beside};
pub use course::{Course, Near};
pub use fix::Fix;
pub use follow::Follower;
pub use pace::Pace;
pub use progress::{Next, Progress, stay};

use units::StateOfCharge;

/// A drive along a course. Copied and changed: state in, new state out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Drive {
    /// Where the car is.
    pub follower: Follower,
    /// What is known of its charge; `None` before the first position.
    pub battery: Option<Battery>,
}

impl Drive {
    /// After one more position.
    #[must_use]
    pub fn after(self, course: &Course, fix: &Fix) -> Self {
        let follower = self.follower.after(course, fix);
        let Some(along) = follower.along else {
            return Self { follower, ..self };
        };
        let battery = self.battery.map_or_else(
            || Battery::planned(course, follower.leg, along),
            |battery| battery.on_leg(course, follower.leg, follower.passed.is_none()),
        );
        Self {
            follower,
            battery: Some(battery),
        }
    }

    /// After the driver said what his charge is.
    #[must_use]
    pub fn said(self, course: &Course, charge: StateOfCharge) -> Self {
        let along = self.follower.along;
        let battery = along.and_then(|along| Some(self.battery?.said(course, along, charge)));
        Self {
            battery: battery.or(self.battery),
            ..self
        }
    }

    /// The charge now, as far as that is known: what the driver said, less what the plan takes since.
    pub fn charge(&self, course: &Course) -> Option<StateOfCharge> {
        let along = self.follower.along?;
        Some(share(self.battery?.at(course, along)))
    }
}

/// A share as a charge, whatever came out of reckoning.
fn share(fraction: f64) -> StateOfCharge {
    StateOfCharge::from_fraction(fraction.clamp(0.0, 1.0)).unwrap_or(StateOfCharge::EMPTY)
}
