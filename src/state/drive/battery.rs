//! What is known of the charge while one drives.

use units::StateOfCharge;

use super::Course;

/// From so much planned use on, what was used says how much more will be.
const TELLING: f64 = 0.05;
/// More than this is a fault in what was said, not the weather.
const EXCESS_MAX: f64 = 1.5;

/// A charge at a place, and how it will go down from there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Battery {
    leg: usize,
    /// Charge and place where this leg's use is counted from.
    begin: (f64, f64),
    /// Charge and place of the last word.
    last: (f64, f64),
    /// Use over planned use, 1 to 1.5: what took more so far will go on taking more. Less than planned
    /// is not counted on.
    excess: f64,
}

impl Battery {
    /// As planned at a place.
    pub fn planned(course: &Course, leg: usize, along: f64) -> Self {
        let here = (course.planned(leg, along), along);
        Self {
            leg,
            begin: here,
            last: here,
            excess: 1.0,
        }
    }

    /// The charge at a place of this leg, as a share; below 0 where it does not last.
    pub fn at(&self, course: &Course, along: f64) -> f64 {
        let (charge, said) = self.last;
        let planned = course.planned(self.leg, said) - course.planned(self.leg, along);
        // Where one drives down and gains, no more is gained than planned.
        let use_of = if planned > 0.0 {
            planned * self.excess
        } else {
            planned
        };
        (charge - use_of).min(1.0)
    }

    /// Use over planned use.
    pub fn excess(&self) -> f64 {
        self.excess
    }

    /// After the driver said his charge at a place.
    #[must_use]
    pub fn said(self, course: &Course, along: f64, charge: StateOfCharge) -> Self {
        let here = (charge.fraction(), along);
        let planned = course.planned(self.leg, self.begin.1) - course.planned(self.leg, along);
        if planned < TELLING {
            return Self {
                begin: here,
                last: here,
                excess: 1.0,
                ..self
            };
        }
        let excess = (self.begin.0 - here.0) / planned;
        Self {
            last: here,
            excess: excess.clamp(1.0, EXCESS_MAX),
            ..self
        }
    }

    /// On another leg. One who stopped has charged as planned, one who drove by has what he had.
    #[must_use]
    pub fn on_leg(self, course: &Course, leg: usize, has_charged: bool) -> Self {
        if leg == self.leg {
            return self;
        }
        let begin = course.start_of(leg);
        if has_charged {
            return Self::planned(course, leg, begin);
        }
        let left = self.at(course, course.end_of(self.leg)).max(0.0);
        Self {
            leg,
            begin: (left, begin),
            last: (left, begin),
            excess: self.excess,
        }
    }
}
