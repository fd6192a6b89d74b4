//! Extracts as a stream of nodes, ways and relations, whatever their form.
//!
//! The form is found from the first bytes: `.osm.pbf`, `.osm`, `.osm.gz`, `.osm.bz2`.

mod block;
mod fields;
mod frame;
mod xml;

use std::io::{BufRead, BufReader, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;

use crate::OsmError;

/// Most bytes of one block, before and after unpacking (PBF specification: 32 MiB).
pub(crate) const BLOCK_MAX: u64 = 32 * 1024 * 1024;

/// An extract that can be read more than once.
pub struct Source<'a> {
    /// Its name, for messages.
    pub name: String,
    /// Opens it at its begin.
    pub open: Box<dyn Fn() -> std::io::Result<Box<dyn Read + 'a>> + 'a>,
}

/// The tags of an element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tags<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    /// The value of `key`.
    pub(crate) fn get(self, key: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|(known, _)| *known == key);
        found.map(|(_, value)| *value)
    }

    /// True when `key` has `value`.
    pub(crate) fn is(self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }
}

/// Kinds of elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Node,
    Way,
    Relation,
}

/// A member of a relation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member<'a> {
    pub(crate) kind: Kind,
    pub(crate) id: i64,
    pub(crate) role: &'a str,
}

/// Coordinates in 1e-7 degrees, latitude first.
pub(crate) type Point = [i32; 2];

/// An element of an extract.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Element<'a> {
    Node {
        id: i64,
        at: Point,
        tags: Tags<'a>,
    },
    Way {
        id: i64,
        refs: &'a [i64],
        tags: Tags<'a>,
    },
    Relation {
        id: i64,
        members: &'a [Member<'a>],
        tags: Tags<'a>,
    },
}

/// Reads all elements of `source`, those of kinds that `wants` refuses left out where that saves
/// work. Returns the day of the data, `YYYY-MM-DD`, where the extract says it.
pub(crate) fn elements(
    source: &Source<'_>,
    wants: impl Fn(Kind) -> bool,
    mut take: impl FnMut(Element<'_>),
) -> Result<Option<String>, OsmError> {
    let failed = |error| OsmError::at(&source.name, "byte 0", error);
    let mut reader = BufReader::with_capacity(1 << 16, (source.open)().map_err(failed)?);
    let head: Vec<u8> = reader
        .fill_buf()
        .map_err(failed)?
        .iter()
        .take(8)
        .copied()
        .collect();
    let name = &source.name;
    match head[..] {
        [0x1f, 0x8b, ..] => {
            let unpacked = BufReader::with_capacity(1 << 16, MultiGzDecoder::new(reader));
            xml::read(name, unpacked, &mut take)
        }
        [b'B', b'Z', b'h', ..] => {
            let unpacked = BufReader::with_capacity(1 << 16, MultiBzDecoder::new(reader));
            xml::read(name, unpacked, &mut take)
        }
        [b'<' | b' ' | b'\n' | b'\r' | b'\t', ..] | [0xef, 0xbb, 0xbf, ..] => {
            xml::read(name, reader, &mut take)
        }
        // A frame of a PBF begins with the length of a short header.
        [0, 0, _, _, ..] => block::read(name, reader, &wants, &mut take),
        _ => Err(OsmError::at(
            name,
            "byte 0",
            format!("found {head:02x?}, expected OpenStreetMap PBF or XML, plain or packed"),
        )),
    }
}

#[cfg(test)]
mod tests;
