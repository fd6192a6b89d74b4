//! The frames of a PBF file: header, packed block, header, packed block …
//!
//! Source: wiki.openstreetmap.org, "PBF Format", and `fileformat.proto` of OSM-binary.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::BLOCK_MAX;
use super::fields::{Broken, Fields};
use crate::OsmError;

/// Most bytes of a frame's header (PBF specification).
const HEADER_MAX: u32 = 64 * 1024;
/// A block packed by LZ4 is never more than so many times shorter.
const LZ4_RATIO: usize = 255;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FrameKind {
    Header,
    Data,
    Other,
}

/// Reads frame after frame.
pub(crate) struct Frames<'a, R> {
    name: &'a str,
    reader: R,
    at: u64,
}

impl<'a, R: Read> Frames<'a, R> {
    pub(crate) fn new(name: &'a str, reader: R) -> Self {
        let at = 0;
        Self { name, reader, at }
    }

    pub(crate) fn fail(&self, problem: impl std::fmt::Display) -> OsmError {
        OsmError::at(self.name, format!("frame at byte {}", self.at), problem)
    }

    pub(crate) fn broken(&self, broken: &Broken) -> OsmError {
        let Broken { problem, left } = broken;
        self.fail(format!(
            "{problem}, {left} bytes before the end of its message"
        ))
    }

    /// The next frame's kind and unpacked block; `None` at the end of the file.
    pub(crate) fn next(&mut self) -> Result<Option<(FrameKind, Vec<u8>)>, OsmError> {
        let length = self.bytes(4)?;
        let length: [u8; 4] = match length[..] {
            [] => return Ok(None),
            [a, b, c, d] => [a, b, c, d],
            _ => return Err(self.fail("the file is cut within the length of a header")),
        };
        let length = u32::from_be_bytes(length);
        if length > HEADER_MAX {
            let problem = format!("header of {length} bytes, expected at most {HEADER_MAX}");
            return Err(self.fail(problem));
        }
        let header = self.whole(length.into())?;
        let (kind, size) = self.header(&header)?;
        if size > BLOCK_MAX {
            let problem = format!("block of {size} bytes, expected at most {BLOCK_MAX}");
            return Err(self.fail(problem));
        }
        let blob = self.whole(size)?;
        let block = match kind {
            FrameKind::Other => Vec::new(),
            FrameKind::Header | FrameKind::Data => self.unpack(&blob)?,
        };
        self.at += 4 + u64::from(length) + size;
        Ok(Some((kind, block)))
    }

    /// At most `count` bytes; fewer at the end of the file.
    fn bytes(&mut self, count: u64) -> Result<Vec<u8>, OsmError> {
        let mut bytes = Vec::new();
        let read = self.reader.by_ref().take(count).read_to_end(&mut bytes);
        read.map_err(|error| self.fail(error))?;
        Ok(bytes)
    }

    fn whole(&mut self, count: u64) -> Result<Vec<u8>, OsmError> {
        let bytes = self.bytes(count)?;
        let found = bytes.len() as u64;
        if found < count {
            let problem = format!("{found} bytes, expected {count}: the file is cut");
            return Err(self.fail(problem));
        }
        Ok(bytes)
    }

    fn header(&self, bytes: &[u8]) -> Result<(FrameKind, u64), OsmError> {
        let (mut kind, mut size) = (FrameKind::Other, None);
        let mut fields = Fields::of(bytes);
        while let Some((number, value)) = fields.next().map_err(|b| self.broken(&b))? {
            match (number, value.bytes()) {
                (1, b"OSMHeader") => kind = FrameKind::Header,
                (1, b"OSMData") => kind = FrameKind::Data,
                (3, _) => size = Some(value.number()),
                _ => {}
            }
        }
        let size = size.ok_or_else(|| self.fail("a header without the size of its block"))?;
        Ok((kind, size))
    }

    fn unpack(&self, blob: &[u8]) -> Result<Vec<u8>, OsmError> {
        let mut fields = Fields::of(blob);
        let (mut packed, mut size) = (None, 0);
        while let Some((number, value)) = fields.next().map_err(|b| self.broken(&b))? {
            match number {
                2 => size = value.number(),
                1 | 3..=7 => packed = Some((number, value.bytes())),
                _ => {}
            }
        }
        if size > BLOCK_MAX {
            let problem = format!("{size} bytes unpacked, expected at most {BLOCK_MAX}");
            return Err(self.fail(problem));
        }
        let name = |number| match number {
            4 => "LZMA",
            5 => "bzip2",
            _ => "Zstandard",
        };
        match packed {
            Some((1, raw)) => Ok(raw.to_vec()),
            Some((3, data)) => self.inflate(data),
            Some((6, data)) => self.unpack_lz4(data, size),
            Some((number, _)) => {
                let name = name(number);
                Err(self.fail(format!("packed with {name}, expected none, zlib or LZ4")))
            }
            None => Err(self.fail("a block without data")),
        }
    }

    fn inflate(&self, data: &[u8]) -> Result<Vec<u8>, OsmError> {
        let mut block = Vec::new();
        let mut decoder = ZlibDecoder::new(data).take(BLOCK_MAX + 1);
        let read = decoder.read_to_end(&mut block);
        read.map_err(|error| self.fail(format!("zlib: {error}")))?;
        if block.len() as u64 > BLOCK_MAX {
            return Err(self.fail(format!("unpacks to more than {BLOCK_MAX} bytes")));
        }
        Ok(block)
    }

    fn unpack_lz4(&self, data: &[u8], size: u64) -> Result<Vec<u8>, OsmError> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size / LZ4_RATIO > data.len() {
            let packed = data.len();
            let problem = format!("{size} bytes out of {packed}, which LZ4 cannot do");
            return Err(self.fail(problem));
        }
        let block = lz4_flex::block::decompress(data, size);
        block.map_err(|error| self.fail(format!("LZ4: {error}")))
    }
}
