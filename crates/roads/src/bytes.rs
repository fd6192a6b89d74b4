//! Reading and writing little-endian bytes, every read checked against the end.

use container::Text;
use thiserror::Error;
use units::LatLon;

/// Coordinates are stored as degrees times ten million.
const DEGREE: f64 = 10_000_000.0;

/// Bytes that are not what the format says.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("byte {at} of the body: {problem}")]
pub struct Malformed {
    /// Offset in the body.
    pub at: usize,
    /// What was expected and found.
    pub problem: String,
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

    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let left = self.bytes.len() - self.at;
        if length > left {
            return Err(self.malformed(format!("expected {length} more bytes, found {left}")));
        }
        let taken = &self.bytes[self.at..self.at + length];
        self.at += length;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Malformed> {
        Ok(self.array::<1>()?[0])
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Malformed> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(crate) fn i16(&mut self) -> Result<i16, Malformed> {
        Ok(i16::from_le_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Malformed> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// A count of records of at least `record` bytes each, so that no count can ask for more
    /// memory than the file has bytes.
    pub(crate) fn count(&mut self, count: u32, record: usize) -> Result<usize, Malformed> {
        let fits = (self.bytes.len() - self.at) / record;
        let count = count as usize;
        if count > fits {
            return Err(self.malformed(format!("{count} records announced, at most {fits} fit")));
        }
        Ok(count)
    }

    pub(crate) fn string(&mut self) -> Result<String, Malformed> {
        let length = usize::from(self.u16()?);
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

    pub(crate) fn position(&mut self) -> Result<LatLon, Malformed> {
        let lat = f64::from(i32::from_le_bytes(self.array()?)) / DEGREE;
        let lon = f64::from(i32::from_le_bytes(self.array()?)) / DEGREE;
        LatLon::new(lat, lon).map_err(|error| self.malformed(error.to_string()))
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

    pub(crate) fn u16(&mut self, value: u16) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A string of at most 65 535 bytes; a longer one is cut at a character.
    pub(crate) fn string(&mut self, value: &str) {
        let mut length = value.len().min(usize::from(u16::MAX));
        while !value.is_char_boundary(length) {
            length -= 1;
        }
        self.u16(u16::try_from(length).unwrap_or(u16::MAX));
        self.bytes.extend_from_slice(&value.as_bytes()[..length]);
    }

    pub(crate) fn text(&mut self, value: &Text) {
        self.string(&value.zh);
        self.string(&value.en);
    }

    pub(crate) fn position(&mut self, value: LatLon) {
        for degrees in [value.lat(), value.lon()] {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "180 times ten million fits"
            )]
            let units = (degrees * DEGREE).round() as i32;
            self.bytes.extend_from_slice(&units.to_le_bytes());
        }
    }
}
