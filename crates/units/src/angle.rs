//! Sine and cosine of angles on a compass or a globe, in little code.
//!
//! `libm` also reduces angles of any number of turns, which takes more code and tables than all the
//! rest of it. Here an angle is two turns at most, as degrees that were checked are; there the
//! results are those of `libm`, which come from FreeBSD's `msun`, to the bit, except next to where
//! they are nothing.

/// Quarters of a turn in a radian.
const QUARTERS: f64 = std::f64::consts::FRAC_2_PI;
/// A quarter of a turn in radians: its first 33 bits, whose small multiples are exact, and the rest.
const QUARTER: (f64, f64) = (1.570_796_326_734_125_6, 6.077_100_506_506_192e-11);
/// Where an angle goes to the next quarter: at a half, but exact eighths of a turn stay below.
const NEXT: f64 = 0.499_999_5;

const SINE: [f64; 6] = [
    -1.666_666_666_666_663_2e-1,
    8.333_333_333_322_49e-3,
    -1.984_126_982_985_795e-4,
    2.755_731_370_707_006_8e-6,
    -2.505_076_025_340_686_3e-8,
    1.589_690_995_211_55e-10,
];
const COSINE: [f64; 6] = [
    4.166_666_666_666_66e-2,
    -1.388_888_888_887_411e-3,
    2.480_158_728_947_673e-5,
    -2.755_731_435_139_066_3e-7,
    2.087_572_321_298_175e-9,
    -1.135_964_755_778_819_5e-11,
];

/// The sine of an angle in radians, of two turns at most.
pub fn sin(angle: f64) -> f64 {
    turned(angle, 0)
}

/// The cosine of an angle in radians, of two turns at most.
pub fn cos(angle: f64) -> f64 {
    turned(angle, 1)
}

/// The sine of an angle and so many quarters of a turn.
fn turned(angle: f64, quarters: i32) -> f64 {
    let whole = (angle.abs() * QUARTERS + NEXT).floor().copysign(angle);
    let (near, far) = (angle - whole * QUARTER.0, whole * QUARTER.1);
    let first = near - far;
    let rest = (near - first) - far;
    #[expect(clippy::cast_possible_truncation, reason = "a few quarters")]
    let quarters = whole as i32 + quarters;
    let size = if quarters & 1 == 0 {
        sine(first, rest)
    } else {
        cosine(first, rest)
    };
    if quarters & 2 == 0 { size } else { -size }
}

/// The sine of `first + rest`, an eighth of a turn at most.
fn sine(first: f64, rest: f64) -> f64 {
    let [s1, s2, s3, s4, s5, s6] = SINE;
    let square = first * first;
    let more = s2 + square * (s3 + square * s4) + square * (square * square) * (s5 + square * s6);
    let cube = square * first;
    if rest.abs() > 0.0 {
        first - ((square * (0.5 * rest - cube * more) - rest) - cube * s1)
    } else {
        first + cube * (s1 + square * more)
    }
}

/// The cosine of `first + rest`, an eighth of a turn at most.
fn cosine(first: f64, rest: f64) -> f64 {
    let [c1, c2, c3, c4, c5, c6] = COSINE;
    let square = first * first;
    let fourth = square * square;
    let more = square * (c1 + square * (c2 + square * c3))
        + fourth * fourth * (c4 + square * (c5 + square * c6));
    let half = 0.5 * square;
    let most = 1.0 - half;
    most + (((1.0 - most) - half) + (square * more - first * rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(angle: f64) -> bool {
        let near = |own: f64, theirs: f64| own.to_bits() == theirs.to_bits();
        near(sin(angle), libm::sin(angle)) && near(cos(angle), libm::cos(angle))
    }

    #[test]
    fn whole_degrees_are_those_of_libm() {
        for degrees in (-720..=720).filter(|degrees| degrees % 90 != 0 || *degrees == 0) {
            assert!(same(f64::from(degrees).to_radians()), "{degrees}");
        }
    }

    #[test]
    fn quarters_are_nothing_to_speak_of() {
        for quarters in -8..=8 {
            let angle = f64::from(quarters * 90).to_radians();
            assert!((sin(angle) - libm::sin(angle)).abs() < 1e-25);
            assert!((cos(angle) - libm::cos(angle)).abs() < 1e-25);
        }
    }

    proptest! {
        #[test]
        fn angles_are_those_of_libm(degrees in -360.0..360.0_f64) {
            // Next to eighths the last bit may be another.
            let to_eighth = (degrees / 45.0 - (degrees / 45.0).round()).abs();
            prop_assume!(to_eighth > 1e-4);
            prop_assert!(same(degrees.to_radians()));
        }

        #[test]
        fn small_angles_are_those_of_libm(angle in -1e-3..1e-3_f64) {
            prop_assert!(same(angle));
        }
    }
}
