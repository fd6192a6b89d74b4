//! Reading and writing the body: whole numbers of as many bytes as they need, every read checked
//! against the end.

use container::Text;
use thiserror::Error;

/// Coordinates are stored as degrees times one million.
const DEGREE: f64 = 1_000_000.0;
/// A number of 64 bits takes ten groups of seven.
const GROUPS_MAX: usize = 10;

/// Bytes that are not what the format says.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("byte {at} of the body: {problem}")]
pub struct Malformed {
    /// Offset in the body.
    pub at: usize,
    /// What was expected and found.
    pub problem: String,
}

/// Degrees in the step of the file. Positions within 180 degrees always fit.
pub(crate) fn to_micro(degrees: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "180 times a million fits, the cast saturates"
    )]
    let micro = (degrees * DEGREE).round() as i32;
    micro
}

/// The degrees of a step of the file; `None` when it is on no globe.
pub(crate) fn from_micro(micro: i64) -> Option<f64> {
    i32::try_from(micro)
        .ok()
        .map(|value| f64::from(value) / DEGREE)
}

/// Walks over a body.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) fn malformed(&self, problem: impl Into<String>) -> Malformed {
        Malformed {
            at: self.at,
            problem: problem.into(),
        }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.at == self.bytes.len()
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let left = self.bytes.len() - self.at;
        if length > left {
            return Err(self.malformed(format!("expected {length} more bytes, found {left}")));
        }
        let taken = &self.bytes[self.at..self.at + length];
        self.at += length;
        Ok(taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Malformed> {
        let Some(byte) = self.bytes.get(self.at) else {
            return Ok(self.take(1)?[0]);
        };
        self.at += 1;
        Ok(*byte)
    }

    /// A whole number, seven bits in each byte, lowest first; the top bit says that more follow.
    #[inline]
    pub(crate) fn unsigned(&mut self) -> Result<u64, Malformed> {
        // Most numbers are small.
        match self.bytes[self.at..] {
            [byte, ..] if byte & 0x80 == 0 => {
                self.at += 1;
                Ok(u64::from(byte))
            }
            [low, high, ..] if high & 0x80 == 0 => {
                self.at += 2;
                Ok(u64::from(low & 0x7f) | u64::from(high) << 7)
            }
            _ => self.unsigned_longer(),
        }
    }

    fn unsigned_longer(&mut self) -> Result<u64, Malformed> {
        let mut value = 0_u64;
        let left = &self.bytes[self.at..];
        for (group, byte) in left.iter().take(GROUPS_MAX).enumerate() {
            let bits = u64::from(byte & 0x7f);
            if group == GROUPS_MAX - 1 && bits > 1 {
                break;
            }
            value |= bits << (7 * group);
            if byte & 0x80 == 0 {
                self.at += group + 1;
                return Ok(value);
            }
        }
        Err(self.malformed(if left.len() < GROUPS_MAX {
            "expected the rest of a number, found the end"
        } else {
            "expected a number of 64 bits, found a longer one"
        }))
    }

    /// A number with a sign: 0, -1, 1, -2 … are stored as 0, 1, 2, 3 …
    pub(crate) fn signed(&mut self) -> Result<i64, Malformed> {
        let value = self.unsigned()?;
        let half = i64::try_from(value >> 1).unwrap_or(i64::MAX);
        Ok(if value & 1 == 0 { half } else { !half })
    }

    pub(crate) fn u32(&mut self, what: &str) -> Result<u32, Malformed> {
        let value = self.unsigned()?;
        let fits = u32::try_from(value);
        fits.map_err(|_| self.malformed(format!("{what} {value}, expected at most {}", u32::MAX)))
    }

    /// A number stored as its difference to `before`.
    pub(crate) fn next_to(&mut self, before: u32, what: &str) -> Result<u32, Malformed> {
        let value = i64::from(before).saturating_add(self.signed()?);
        u32::try_from(value)
            .map_err(|_| self.malformed(format!("{what} {value}, expected 0 to {}", u32::MAX)))
    }

    /// A count of records of at least `record` bytes each, so that no count can ask for more
    /// memory than the file has bytes.
    pub(crate) fn count(&mut self, record: usize) -> Result<usize, Malformed> {
        let count = self.unsigned()?;
        let fits = (self.bytes.len() - self.at) / record;
        match usize::try_from(count) {
            Ok(count) if count <= fits => Ok(count),
            _ => Err(self.malformed(format!("{count} records announced, at most {fits} fit"))),
        }
    }

    pub(crate) fn string(&mut self) -> Result<String, Malformed> {
        let length = self.count(1)?;
        let text = std::str::from_utf8(self.take(length)?);
        text.map(str::to_owned)
            .map_err(|error| self.malformed(error.to_string()))
    }

    pub(crate) fn text(&mut self) -> Result<Text, Malformed> {
        Ok(Text {
            zh: self.string()?,
            en: self.string()?,
        })
    }

    pub(crate) fn end(&self) -> Result<(), Malformed> {
        let left = self.bytes.len() - self.at;
        if left == 0 {
            Ok(())
        } else {
            Err(self.malformed(format!("{left} bytes too many")))
        }
    }
}

/// Builds a body.
#[derive(Default)]
pub(crate) struct Writer {
    pub(crate) bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub(crate) fn unsigned(&mut self, mut value: u64) {
        loop {
            let bits = u8::try_from(value & 0x7f).unwrap_or(0x7f);
            value >>= 7;
            if value == 0 {
                return self.bytes.push(bits);
            }
            self.bytes.push(bits | 0x80);
        }
    }

    pub(crate) fn signed(&mut self, value: i64) {
        self.unsigned((value.wrapping_shl(1) ^ (value >> 63)).cast_unsigned());
    }

    pub(crate) fn count(&mut self, length: usize) {
        self.unsigned(length as u64);
    }

    pub(crate) fn string(&mut self, value: &str) {
        self.count(value.len());
        self.bytes.extend_from_slice(value.as_bytes());
    }

    pub(crate) fn text(&mut self, value: &Text) {
        self.string(&value.zh);
        self.string(&value.en);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_size_come_back() {
        for shift in 0..64 {
            let value = (1_u64 << shift).wrapping_sub(u64::from(shift % 2 == 0));
            let mut writer = Writer::default();
            writer.unsigned(value);
            writer.signed(value.cast_signed());
            writer.signed(value.cast_signed().wrapping_neg());
            let mut reader = Reader::new(&writer.bytes);
            assert_eq!(reader.unsigned(), Ok(value));
            assert_eq!(reader.signed(), Ok(value.cast_signed()));
            assert_eq!(reader.signed(), Ok(value.cast_signed().wrapping_neg()));
            assert_eq!(reader.end(), Ok(()));
        }
    }

    #[test]
    fn a_number_that_never_ends_is_refused() {
        assert!(Reader::new(&[0xff; 20]).unsigned().is_err());
        assert!(Reader::new(&[0x80]).unsigned().is_err());
    }
}
