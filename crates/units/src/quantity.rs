//! Energy, power, time, length, speed, mass and temperature.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use serde::{Deserialize, Serialize};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                // The standard sum of nothing is -0.0, which would be printed so.
                Self(items.fold(0.0, |sum, item| sum + item.0))
            }
        }
    };
}

quantity! {
    /// Energy in watt-hours. Negative when a descent charges the battery.
    WattHours
}
quantity! {
    /// Electric power in kilowatts.
    Kilowatts
}
quantity! {
    /// Elapsed time in seconds.
    Seconds
}
quantity! {
    /// Length or height in metres.
    Meters
}
quantity! {
    /// Mass in kilograms.
    Kilograms
}
quantity! {
    /// Speed in kilometres per hour.
    KilometersPerHour
}
quantity! {
    /// Temperature in degrees Celsius.
    Celsius
}

impl WattHours {
    /// Converts an energy given in kilowatt-hours.
    pub fn from_kilowatt_hours(kilowatt_hours: f64) -> Self {
        Self(kilowatt_hours * 1_000.0)
    }

    /// Converts an energy given in joules.
    pub fn from_joules(joules: f64) -> Self {
        Self(joules / 3_600.0)
    }

    /// Time to deliver this energy at a constant `power`.
    ///
    /// Returns `None` when `power` is not positive: no wait would be long enough.
    ///
    /// ```
    /// use units::{Kilowatts, Seconds, WattHours};
    /// assert_eq!(WattHours(50_000.0).time_at(Kilowatts(100.0)), Some(Seconds(1_800.0)));
    /// ```
    pub fn time_at(self, power: Kilowatts) -> Option<Seconds> {
        (power.0 > 0.0).then(|| Seconds(self.0 / (power.0 * 1_000.0) * 3_600.0))
    }
}

impl Meters {
    /// Converts a length given in kilometres.
    pub fn from_kilometers(kilometers: f64) -> Self {
        Self(kilometers * 1_000.0)
    }

    /// Time to cover this length at a constant `speed`.
    ///
    /// Returns `None` when `speed` is not positive.
    pub fn time_at(self, speed: KilometersPerHour) -> Option<Seconds> {
        (speed.0 > 0.0).then(|| Seconds(self.0 * 3.6 / speed.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_convert_at_the_door() {
        assert_eq!(
            WattHours::from_joules(3_600_000.0),
            WattHours::from_kilowatt_hours(1.0)
        );
        assert_eq!(
            Meters::from_kilometers(90.0).time_at(KilometersPerHour(90.0)),
            Some(Seconds(3_600.0))
        );
    }

    #[test]
    fn the_sum_of_nothing_is_plain_zero() {
        let sum: Seconds = [].into_iter().sum();
        assert!(sum.0.is_sign_positive());
    }

    #[test]
    fn nothing_arrives_without_power_or_speed() {
        assert_eq!(WattHours(1.0).time_at(Kilowatts(0.0)), None);
        assert_eq!(Meters(1.0).time_at(KilometersPerHour(0.0)), None);
    }
}
