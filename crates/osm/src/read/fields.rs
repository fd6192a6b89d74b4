//! Protocol buffers, read field by field without copying.
//!
//! Source: protobuf.dev, "Encoding".

/// What is wrong with a message, and at which byte of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) problem: &'static str,
    pub(crate) left: usize,
}

/// The value of a field.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    pub(crate) fn bytes(self) -> &'a [u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Number(_) => &[],
        }
    }

    pub(crate) fn number(self) -> u64 {
        match self {
            Self::Number(number) => number,
            Self::Bytes(_) => 0,
        }
    }
}

/// Walks over the fields of a message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a> {
    bytes: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn broken(&self, problem: &'static str) -> Broken {
        let left = self.bytes.len();
        Broken { problem, left }
    }

    /// The next field: its number and value. Fixed-size fields, which OSM has none of, are empty.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, Value<'a>)>, Broken> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Number(self.varint()?),
            1 => Value::Bytes(&self.take(8)?[..0]),
            2 => {
                let length = self.varint()?;
                let length = usize::try_from(length).unwrap_or(usize::MAX);
                Value::Bytes(self.take(length)?)
            }
            5 => Value::Bytes(&self.take(4)?[..0]),
            _ => return Err(self.broken("expected a field of type 0, 1, 2 or 5")),
        };
        Ok(Some((key >> 3, value)))
    }

    fn varint(&mut self) -> Result<u64, Broken> {
        let (value, length) = varint(self.bytes).ok_or_else(|| self.broken("number cut off"))?;
        self.bytes = &self.bytes[length..];
        Ok(value)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Broken> {
        if length > self.bytes.len() {
            return Err(self.broken("field longer than its message"));
        }
        let (taken, rest) = self.bytes.split_at(length);
        self.bytes = rest;
        Ok(taken)
    }
}

/// A number of at most 64 bits and how many bytes it has.
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f).checked_shl(7 * u32::try_from(index).ok()?)?;
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

/// The numbers of a packed field. Ends early where the bytes are no number.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Packed<'a>(pub(crate) &'a [u8]);

#[expect(
    clippy::copy_iterator,
    reason = "a copy begins where it was made, as meant"
)]
impl Iterator for Packed<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let (value, length) = varint(self.0)?;
        self.0 = &self.0[length..];
        Some(value)
    }
}

/// A number with a sign, stored as 0, -1, 1, -2 …
pub(crate) fn zigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -((value & 1).cast_signed())
}

/// The sums of differences.
pub(crate) fn sums(numbers: Packed<'_>) -> impl Iterator<Item = i64> {
    numbers.scan(0_i64, |sum, difference| {
        *sum = sum.wrapping_add(zigzag(difference));
        Some(*sum)
    })
}
