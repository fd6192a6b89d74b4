//! Text as floats: the nearest one, of two that are as near the even one.

use crate::large::Large;

/// Whole numbers up to this are floats.
const EXACT: u64 = 1 << 53;
/// The powers of ten up to this one are floats.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];
/// Digits beyond these change no float, but for whether there are any.
const DIGITS_MAX: u32 = 800;
/// Exponents beyond this give nothing, or too much.
const POWER_MAX: i32 = 1200;
/// Bits of a float with the one in front.
const PRECISION: i32 = 53;
/// The power of two of the least float.
const LEAST: i32 = -1074;

/// A number without its sign: `digits` times ten to the power of `power`. `None` when it is too large.
pub(crate) fn nearest(digits: &mut dyn Iterator<Item = u8>, mut power: i32) -> Option<f64> {
    let mut large = Large::new(0);
    let (mut small, mut count) = (0_u64, 0);
    for digit in digits {
        if count >= DIGITS_MAX {
            // Not quite nothing.
            if count == DIGITS_MAX && digit > 0 {
                large.multiply_add(10, 1);
                (count, power) = (count + 1, power - 1);
            }
            power = power.saturating_add(1);
            continue;
        }
        if small > 0 || digit > 0 {
            count += 1;
        }
        small = small.saturating_mul(10).saturating_add(digit.into());
        if small >= EXACT && large.is_zero() {
            large = Large::new(small / 10);
        }
        if !large.is_zero() {
            large.multiply_add(10, digit.into());
        }
    }
    if small == 0 {
        return Some(0.0);
    }
    if small < EXACT {
        // One rounding at most: Clinger, How to Read Floating Point Numbers Accurately, PLDI 1990.
        #[expect(clippy::cast_precision_loss, reason = "it is exact")]
        let whole = small as f64;
        let tens = TENS.get(power.unsigned_abs() as usize);
        if let Some(tens) = tens {
            return Some(if power < 0 {
                whole / tens
            } else {
                whole * tens
            });
        }
        large = Large::new(small);
    }
    exactly(large, power)
}

/// By whole numbers of any size.
fn exactly(mut large: Large, power: i32) -> Option<f64> {
    let power = power.clamp(-POWER_MAX, POWER_MAX);
    let mut divisor = Large::new(1);
    if power < 0 {
        divisor.scale(power.unsigned_abs());
    } else {
        large.scale(power.unsigned_abs());
    }
    // The quotient gets 64 bits or one more or less.
    let bits = |large: &Large| large.bits().cast_signed();
    let two = bits(&large) - bits(&divisor) - 64;
    large.shift((-two).max(0).unsigned_abs());
    divisor.shift(two.max(0).unsigned_abs());
    let mut quotient = 0_u128;
    divisor.shift(65);
    for _ in 0..=65 {
        quotient <<= 1;
        if large >= divisor {
            large.subtract(&divisor);
            quotient |= 1;
        }
        large.multiply_add(2, 0);
    }
    let is_inexact = !large.is_zero();
    let bits = 128 - quotient.leading_zeros().cast_signed();
    let cut = (bits - PRECISION).max(LEAST - two);
    if cut > bits {
        return Some(0.0);
    }
    let mut whole = quotient >> cut;
    let (rest, half) = (quotient & ((1 << cut) - 1), 1_u128 << (cut - 1));
    let is_odd = whole % 2 == 1;
    if rest > half || rest == half && (is_inexact || is_odd) {
        whole += 1;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "it is exact"
    )]
    let whole = whole as u64 as f64;
    let value = times_two(whole, two + cut);
    value.is_finite().then_some(value)
}

/// `value` times two to the power of `power`, where that is exact.
fn times_two(mut value: f64, mut power: i32) -> f64 {
    let step = |bits: i32| f64::from_bits(u64::from((1023 + bits).unsigned_abs()) << 52);
    while power != 0 {
        let part = power.clamp(-1000, 1000);
        value *= step(part);
        power -= part;
    }
    value
}
