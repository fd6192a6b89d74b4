//! Floats as text: the fewest digits that are read as the same number, of those the nearest.

use std::cmp::Ordering;

use crate::large::Large;

/// The logarithm of 2.
const LOG10_2: f64 = std::f64::consts::LOG10_2;
/// Bits of a float's fraction.
const FRACTION: u32 = 52;
/// What is added to exponents, and to the fraction as a whole number.
const BIAS: i32 = 1023 + 52;
/// Decimals of most numbers here at most: millionths of a degree.
const DECIMALS: i32 = 6;
/// One over them.
const UNIT: f64 = 1e6;
/// Two decimal numbers of fifteen digits never are the same float.
const SURE: f64 = 1e15;

/// A whole number has no more digits than this, the shortest ones of a float fewer.
const DIGITS_MAX: usize = 20;

/// The digits of a number as characters, and how many of them stand before the point; may be less
/// than none.
struct Digits {
    all: [u8; DIGITS_MAX],
    first: usize,
    count: usize,
    point: i32,
}

/// Appends a number as JSON has it: with a point or an exponent; `null` when it is infinite or none.
pub fn push_number(text: &mut String, value: f64) {
    if !value.is_finite() {
        text.push_str("null");
        return;
    }
    if value.is_sign_negative() {
        text.push('-');
    }
    let number = Digits::of(value.abs());
    match number.point {
        -4..=16 => number.push(text, 1),
        point => {
            let (first, rest) = number.digits().split_at(1);
            text.push_str(first);
            if !rest.is_empty() {
                text.push('.');
                text.push_str(rest);
            }
            text.push('e');
            if point > 0 {
                text.push('+');
            }
            push_whole(text, i64::from(point - 1));
        }
    }
}

/// A number as people read it, without exponent, and without a point where it is whole.
pub fn plain(value: f64) -> String {
    let mut text = String::new();
    if !value.is_finite() {
        text.push_str(match value {
            f64::INFINITY => "inf",
            f64::NEG_INFINITY => "-inf",
            _ => "NaN",
        });
        return text;
    }
    if value.is_sign_negative() {
        text.push('-');
    }
    Digits::of(value.abs()).push(&mut text, 0);
    text
}

/// A number with so many decimals, six at most; halves go away from zero.
pub fn fixed(value: f64, decimals: u32) -> String {
    let unit = f64::from(10_u32.pow(decimals));
    let text = plain((value * unit).round() / unit);
    let after = text.find('.').map_or(0, |point| text.len() - point - 1);
    let point = if after == 0 && decimals > 0 { "." } else { "" };
    let zeros = "000000"
        .get(..decimals as usize - after)
        .unwrap_or_default();
    text + point + zeros
}

/// Appends a whole number.
pub(crate) fn push_whole(text: &mut String, value: i64) {
    if value < 0 {
        text.push('-');
    }
    text.push_str(Digits::whole(value.unsigned_abs()).digits());
}

#[expect(clippy::cast_possible_truncation, reason = "below ten")]
fn digit(value: u64) -> u8 {
    b'0' + value as u8
}

impl Digits {
    fn digits(&self) -> &str {
        let digits = &self.all[self.first..self.first + self.count];
        // They are characters of their own.
        std::str::from_utf8(digits).unwrap_or_default()
    }

    /// Of a number that is finite and not negative.
    fn of(value: f64) -> Self {
        let mut number = match value.to_bits() {
            0 => Self::whole(0),
            _ => Self::of_few_decimals(value).unwrap_or_else(|| Self::shortest(value)),
        };
        while number.count > 1 && number.all[number.first + number.count - 1] == b'0' {
            number.count -= 1;
        }
        number
    }

    fn whole(mut value: u64) -> Self {
        let (mut digits, mut first) = ([0; DIGITS_MAX], DIGITS_MAX);
        while value > u32::MAX.into() {
            first -= 1;
            digits[first] = digit(value % 10);
            value /= 10;
        }
        // Most numbers are small, and those are quickly divided everywhere.
        let mut few = u32::try_from(value).unwrap_or_default();
        while few > 0 || first == DIGITS_MAX {
            first -= 1;
            digits[first] = digit((few % 10).into());
            few /= 10;
        }
        let count = DIGITS_MAX - first;
        let point = signed(count);
        Self {
            all: digits,
            first,
            count,
            point,
        }
    }

    /// Most numbers are decimal ones of few digits, which are the shortest then.
    fn of_few_decimals(value: f64) -> Option<Self> {
        let parts = (value * UNIT).round();
        if parts >= SURE || (parts / UNIT).to_bits() != value.to_bits() {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "compared with its limits above"
        )]
        let whole = Self::whole(parts as u64);
        let point = whole.point - DECIMALS;
        Some(Self { point, ..whole })
    }

    /// Robert G. Burger and R. Kent Dybvig: Printing Floating-Point Numbers Quickly and Accurately,
    /// PLDI 1996, with whole numbers of any size. Slow, and without tables.
    fn shortest(value: f64) -> Self {
        let bits = value.to_bits();
        let (fraction, exponent) = (bits & ((1 << FRACTION) - 1), bits >> FRACTION);
        #[expect(clippy::cast_possible_truncation, reason = "eleven bits")]
        let power = exponent.max(1) as i32 - BIAS;
        let whole = fraction | u64::from(exponent > 0) << FRACTION;
        // The float below a power of two is half as far away as the one above.
        let lopsided = u32::from(fraction == 0 && exponent > 1);
        let (up, down) = (power.max(0).unsigned_abs(), power.min(0).unsigned_abs());
        let shifted = |value, bits| {
            let mut large = Large::new(value);
            large.shift(bits);
            large
        };
        let mut rest = shifted(whole, up + 1 + lopsided);
        let mut unit = shifted(1, down + 1 + lopsided);
        let mut above = shifted(1, up + lopsided);
        let mut below = shifted(1, up);
        // Both ends are read as this number when it is even.
        let ends = if whole.is_multiple_of(2) {
            Ordering::Equal
        } else {
            Ordering::Less
        };
        let reaches = |rest: &Large, above: &Large, unit: &Large| {
            rest.plus(above).cmp(unit) >= ends.reverse()
        };
        // The number of digits, or one less.
        let log2 = power + 63 - whole.leading_zeros().cast_signed();
        #[expect(clippy::cast_possible_truncation, reason = "three digits")]
        let mut point = (f64::from(log2) * LOG10_2 - 1e-10).ceil() as i32;
        unit.scale(point.max(0).unsigned_abs());
        for large in [&mut rest, &mut above, &mut below] {
            large.scale(point.min(0).unsigned_abs());
        }
        if reaches(&rest, &above, &unit) {
            point += 1;
        } else {
            for large in [&mut rest, &mut above, &mut below] {
                large.scale(1);
            }
        }
        let (mut digits, mut count) = ([0; DIGITS_MAX], 0);
        loop {
            let mut next = 0;
            while rest >= unit {
                rest.subtract(&unit);
                next += 1;
            }
            let may_end = rest.cmp(&below) <= ends;
            let may_rise = reaches(&rest, &above, &unit);
            if may_end || may_rise {
                let is_nearer_above = match rest.plus(&rest).cmp(&unit) {
                    Ordering::Equal => next % 2 == 1,
                    order @ (Ordering::Less | Ordering::Greater) => order.is_gt(),
                };
                let rises = may_rise && (!may_end || is_nearer_above);
                digits[count] = b'0' + next + u8::from(rises);
                count += 1;
                return Self {
                    all: digits,
                    first: 0,
                    count,
                    point,
                };
            }
            digits[count] = b'0' + next;
            count += 1;
            for large in [&mut rest, &mut above, &mut below] {
                large.scale(1);
            }
        }
    }

    /// Without exponent, and with at least so many decimals.
    fn push(&self, text: &mut String, decimals_min: i32) {
        let mut digits = self.digits();
        let zeros = |text: &mut String, count: i32| (0..count).for_each(|_| text.push('0'));
        let before = usize::try_from(self.point).unwrap_or(0).min(self.count);
        text.push_str(&digits[..before]);
        digits = &digits[before..];
        zeros(
            text,
            (self.point - signed(before)).max(i32::from(self.point <= 0)),
        );
        let decimals = signed(self.count) - self.point;
        if decimals.max(decimals_min) > 0 {
            text.push('.');
            zeros(text, -self.point);
            text.push_str(digits);
            zeros(text, decimals_min - decimals.max(0));
        }
    }
}

fn signed(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json(value: f64) -> String {
        let mut text = String::new();
        push_number(&mut text, value);
        text
    }

    #[test]
    fn numbers_are_written_as_serde_json_does() {
        let mut all = vec![
            0.0,
            1e15,
            1e16,
            1e17,
            123_456_789_012_345_680.0,
            0.1,
            1e-4,
            1e-5,
        ];
        all.extend([
            5e-324,
            f64::MIN_POSITIVE,
            f64::MAX,
            f64::NAN,
            f64::INFINITY,
            0.3,
            1.0 / 3.0,
        ]);
        all.extend((-1074..1024).map(|power| 2_f64.powi(power)));
        all.extend((-320..309).map(|power| 10_f64.powi(power)));
        for value in all {
            for value in [value, -value] {
                assert_eq!(json(value), serde_json::to_string(&value).unwrap());
            }
        }
    }

    #[test]
    fn people_read_no_exponents() {
        let shown = |value: f64| (plain(value), value.to_string());
        for value in [
            0.0,
            -0.0,
            1.0,
            200.0,
            -1.5,
            1e21,
            1e-9,
            f64::NAN,
            f64::INFINITY,
        ] {
            let (ours, expected) = shown(value);
            assert_eq!(ours, expected);
        }
        assert_eq!(fixed(12.0, 1), "12.0");
        assert_eq!(fixed(0.25, 2), "0.25");
        assert_eq!(fixed(7.96, 1), "8.0");
        assert_eq!(fixed(1234.4, 0), "1234");
        assert_eq!(fixed(112.7, 4), "112.7000");
        assert_eq!(fixed(-0.5, 0), "-1");
    }

    #[test]
    fn of_two_as_near_the_even_one_is_written() {
        let value = f64::from_bits(14_041_807_191_284_557_832);
        assert_eq!(json(value), serde_json::to_string(&value).unwrap());
        assert_eq!(plain(value), "-134230506220192.12");
    }

    proptest! {
        #[test]
        fn any_number_is_written_as_serde_json_does(bits: u64, parts in -1e12..1e12_f64) {
            for value in [f64::from_bits(bits), parts.round() / 1e6, parts / 1e9, parts.round() / 1e3] {
                prop_assert_eq!(json(value), serde_json::to_string(&value).unwrap());
                let (own, theirs) = (plain(value), value.to_string());
                // Of two texts that are as short and as near, the standard library takes the larger
                // one, serde_json the even one.
                let last = own.len().min(theirs.len()).saturating_sub(1);
                prop_assert_eq!(own.get(..last), theirs.get(..last));
                let bits = |text: &str| text.parse().map(f64::to_bits);
                prop_assert_eq!((own.len(), bits(&own)), (theirs.len(), bits(&theirs)));
            }
        }
    }
}
