//! How far a car gets along a road, by the planner's own energy model.
//!
//! An estimate: it drives the roads of the strip and nothing else, at usual speeds, and charges
//! nowhere. A plan knows more; this says at a glance where it becomes tight.

use planner::{Consumption, Driving, Vehicle};
use units::{Celsius, StateOfCharge};

use crate::Strip;
use crate::strip::split;

/// A drive along a strip without charging.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drive {
    /// The charge at each place; `None` beyond the reach, and where roads are not known.
    pub charges: Vec<Option<StateOfCharge>>,
    /// Where the charge is down to what is to be kept; `None` when it lasts for all that is known.
    pub ends: Option<f64>,
    /// True when the roads from the first place to the last are known.
    pub is_whole: bool,
}

impl Strip {
    /// The drive of `vehicle` that starts at the first place with `charge` and keeps `reserve`.
    pub fn drive(
        &self,
        vehicle: &Vehicle,
        charge: StateOfCharge,
        reserve: StateOfCharge,
        temperature: Celsius,
    ) -> Drive {
        let model = Consumption::new(vehicle, &Driving::at(temperature));
        let capacity = vehicle.capacity().0;
        let mut drive = Drive {
            charges: vec![None; self.places.len()],
            ends: None,
            is_whole: false,
        };
        let (mut left, mut at) = (charge.fraction(), 0.0);
        if let Some(first) = drive.charges.first_mut() {
            *first = Some(charge);
        }
        if left <= reserve.fraction() {
            drive.ends = Some(0.0);
            return drive;
        }
        let mut steps = self.steps.iter().peekable();
        for place in 1..self.places.len() {
            // A leg without roads ends what is known.
            let mut has_roads = self.legs_without_way(place - 1);
            while let Some(step) = steps.next_if(|step| is_of(step.spots, place)) {
                has_roads = true;
                let used = model.of(&step.stretch).0 / capacity;
                let after = (left - used).min(1.0);
                if after < reserve.fraction() {
                    let share = ((left - reserve.fraction()) / used).clamp(0.0, 1.0);
                    drive.ends = Some(step.spots.0 + (step.spots.1 - step.spots.0) * share);
                    return drive;
                }
                (left, at) = (after, step.spots.1);
            }
            if !has_roads {
                return drive;
            }
            drive.charges[place] = StateOfCharge::from_fraction(left);
        }
        drive.is_whole = at >= self.end() || self.places.len() < 2;
        drive
    }

    /// True when two places are at the same junction, so that there is nothing to drive between.
    fn legs_without_way(&self, leg: usize) -> bool {
        let way = self.legs.get(leg).copied().flatten();
        way.is_some_and(|leg| leg.way.0 <= 0.0)
    }
}

/// True for a step of the leg that leads to `place`.
fn is_of(spots: (f64, f64), place: usize) -> bool {
    split(f64::midpoint(spots.0, spots.1), usize::MAX).0 < place
}
