//! The drawn lines of all roads, kept as the road file holds them: one run of bytes.

use units::LatLon;

use crate::bytes::{Malformed, Reader, Writer, from_micro, to_micro};

/// Lines without their ends, which are the nodes. Each point is the difference to the point
/// before it in millionths of a degree (0.11 m), the first one to the road's tail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    bytes: Vec<u8>,
    /// Where the bytes of each road end.
    ends: Vec<u32>,
}

impl Lines {
    /// Appends the line of the next road; `inner` has neither of its ends.
    pub(crate) fn push(&mut self, tail: LatLon, inner: &[LatLon]) {
        let mut writer = Writer {
            bytes: std::mem::take(&mut self.bytes),
        };
        let mut before = micro(tail);
        for at in inner {
            let here = micro(*at);
            writer.signed(i64::from(here.0) - i64::from(before.0));
            writer.signed(i64::from(here.1) - i64::from(before.1));
            before = here;
        }
        self.bytes = writer.bytes;
        // More than 4 GB of lines cannot be in one file; the writer refuses them.
        self.ends
            .push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// Takes over the bytes of a file; `lengths` are those of each road's line.
    pub(crate) fn of_bytes(bytes: &[u8], lengths: &[u32]) -> Option<Self> {
        let mut end = 0_u32;
        let mut ends = Vec::with_capacity(lengths.len());
        for length in lengths {
            end = end.checked_add(*length)?;
            ends.push(end);
        }
        (end as usize == bytes.len()).then(|| Self {
            bytes: bytes.to_vec(),
            ends,
        })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn of(&self, road: usize) -> &[u8] {
        let start = road.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start as usize..self.ends[road] as usize]
    }

    /// The inner points of a road that starts at `tail`.
    pub(crate) fn points(&self, road: usize, tail: LatLon) -> Result<Vec<LatLon>, Malformed> {
        let mut points = Vec::with_capacity(self.of(road).len() / 2);
        self.append(road, tail, &mut points)?;
        Ok(points)
    }

    /// Appends them to `points`.
    pub(crate) fn append(
        &self,
        road: usize,
        tail: LatLon,
        points: &mut Vec<LatLon>,
    ) -> Result<(), Malformed> {
        let bytes = self.of(road);
        // With the ends, which are not among them.
        points.reserve(bytes.len() / 2 + 2);
        let mut reader = Reader::new(bytes);
        let (mut lat, mut lon) = {
            let (lat, lon) = micro(tail);
            (i64::from(lat), i64::from(lon))
        };
        while !reader.is_at_end() {
            lat = lat.saturating_add(reader.signed()?);
            lon = lon.saturating_add(reader.signed()?);
            points.push(position(&reader, lat, lon)?);
        }
        Ok(())
    }
}

fn micro(at: LatLon) -> (i32, i32) {
    (to_micro(at.lat()), to_micro(at.lon()))
}

fn position(reader: &Reader<'_>, lat: i64, lon: i64) -> Result<LatLon, Malformed> {
    let degrees = |value| from_micro(value).unwrap_or(f64::NAN);
    let (lat, lon) = (degrees(lat), degrees(lon));
    LatLon::checked(lat, lon).ok_or_else(|| reader.malformed("expected a position on the globe"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_to_a_millionth_of_a_degree() {
        let at = |lat, lon| LatLon::new(lat, lon).unwrap();
        let tail = at(38.407, 112.734);
        let inner = [at(38.55, 112.7), at(-38.123_456_4, -179.999_999_6)];
        let mut lines = Lines::default();
        lines.push(tail, &[]);
        lines.push(tail, &inner);
        assert_eq!(lines.points(0, tail), Ok(vec![]));
        let read = lines.points(1, tail).unwrap();
        assert_eq!(read, [at(38.55, 112.7), at(-38.123_456, -180.0)]);
    }
}
