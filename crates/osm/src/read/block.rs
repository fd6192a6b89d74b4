//! The blocks of a PBF file.
//!
//! Source: `osmformat.proto` of OSM-binary; the numbers below are its field numbers.

use std::io::Read;

use super::fields::{Broken, Fields, Packed, Value, sums, zigzag};
use super::frame::{FrameKind, Frames};
use super::{Element, Kind, Member, Point, Tags};
use crate::OsmError;

/// Features that a reader must know. Others are refused by name.
const KNOWN: [&[u8]; 2] = [b"OsmSchema-V0.6", b"DenseNodes"];
/// Coordinates are nanodegrees; ours have two digits less.
const NANO: i64 = 100;

pub(super) fn read(
    name: &str,
    reader: impl Read,
    wants: &impl Fn(Kind) -> bool,
    take: &mut impl FnMut(Element<'_>),
) -> Result<Option<String>, OsmError> {
    let mut frames = Frames::new(name, reader);
    let (mut day, mut has_header) = (None, false);
    while let Some((kind, block)) = frames.next()? {
        match kind {
            FrameKind::Header => {
                has_header = true;
                day = header(&block).map_err(|broken| match broken {
                    HeaderProblem::Broken(broken) => frames.broken(&broken),
                    HeaderProblem::Feature(feature) => frames.fail(format!(
                        "needs {feature:?}, which this program does not know"
                    )),
                })?;
            }
            FrameKind::Data => {
                data(&block, wants, take).map_err(|broken| frames.broken(&broken))?;
            }
            FrameKind::Other => {}
        }
    }
    if has_header {
        Ok(day)
    } else {
        Err(frames.fail("the file ends before an OSMHeader, expected one first"))
    }
}

enum HeaderProblem {
    Broken(Broken),
    Feature(String),
}

/// Checks the required features; gives the day of the data.
fn header(block: &[u8]) -> Result<Option<String>, HeaderProblem> {
    let mut fields = Fields::of(block);
    let mut day = None;
    while let Some((number, value)) = fields.next().map_err(HeaderProblem::Broken)? {
        match number {
            4 if !KNOWN.contains(&value.bytes()) => {
                let feature = String::from_utf8_lossy(value.bytes()).into_owned();
                return Err(HeaderProblem::Feature(feature));
            }
            32 => day = day_of(value.number().cast_signed()),
            _ => {}
        }
    }
    Ok(day)
}

/// The day of a time in seconds since 1970.
fn day_of(seconds: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string())
}

/// What all elements of a block share.
struct Block<'a> {
    strings: Vec<&'a [u8]>,
    granularity: i64,
    offset: [i64; 2],
}

impl<'a> Block<'a> {
    fn text(&self, index: u64) -> Option<&'a str> {
        let bytes = self.strings.get(usize::try_from(index).ok()?)?;
        std::str::from_utf8(bytes).ok()
    }

    /// The point of raw coordinates; `None` off the globe.
    fn point(&self, lat: i64, lon: i64) -> Option<Point> {
        let degrees = |raw: i64, offset: i64| {
            let nano = offset.checked_add(raw.checked_mul(self.granularity)?)?;
            i32::try_from(nano / NANO).ok()
        };
        let at = [degrees(lat, self.offset[0])?, degrees(lon, self.offset[1])?];
        let is_on_globe = at[0].abs() <= 900_000_000 && at[1].abs() <= 1_800_000_000;
        is_on_globe.then_some(at)
    }

    /// Tags by keys and values in two packed fields. Text that is no UTF-8 is left out.
    fn tags(&self, keys: Packed<'_>, values: Packed<'_>, tags: &mut Vec<(&'a str, &'a str)>) {
        tags.clear();
        let pairs = keys.zip(values);
        tags.extend(pairs.filter_map(|(key, value)| Some((self.text(key)?, self.text(value)?))));
    }
}

fn data(
    bytes: &[u8],
    wants: &impl Fn(Kind) -> bool,
    take: &mut impl FnMut(Element<'_>),
) -> Result<(), Broken> {
    let mut block = Block {
        strings: Vec::new(),
        granularity: 100,
        offset: [0, 0],
    };
    let mut groups = Vec::new();
    let mut fields = Fields::of(bytes);
    while let Some((number, value)) = fields.next()? {
        match number {
            1 => {
                let mut strings = Fields::of(value.bytes());
                while let Some((_, string)) = strings.next()? {
                    block.strings.push(string.bytes());
                }
            }
            2 => groups.push(value.bytes()),
            17 => block.granularity = value.number().cast_signed(),
            19 => block.offset[0] = value.number().cast_signed(),
            20 => block.offset[1] = value.number().cast_signed(),
            _ => {}
        }
    }
    let mut scratch = Scratch::default();
    for group in groups {
        let mut fields = Fields::of(group);
        while let Some((number, value)) = fields.next()? {
            match number {
                1 if wants(Kind::Node) => node(&block, value, &mut scratch, take)?,
                2 if wants(Kind::Node) => dense(&block, value, &mut scratch, take)?,
                3 if wants(Kind::Way) => way(&block, value, &mut scratch, take)?,
                4 if wants(Kind::Relation) => relation(&block, value, &mut scratch, take)?,
                _ => {}
            }
        }
    }
    Ok(())
}

/// Memory that is used again for each element.
#[derive(Default)]
struct Scratch<'a> {
    tags: Vec<(&'a str, &'a str)>,
    refs: Vec<i64>,
    members: Vec<Member<'a>>,
}

fn node<'a>(
    block: &Block<'a>,
    value: Value<'_>,
    scratch: &mut Scratch<'a>,
    take: &mut impl FnMut(Element<'_>),
) -> Result<(), Broken> {
    let (mut id, mut lat, mut lon) = (0, 0, 0);
    let (mut keys, mut values) = (Packed::default(), Packed::default());
    let mut fields = Fields::of(value.bytes());
    while let Some((number, value)) = fields.next()? {
        match number {
            1 => id = zigzag(value.number()),
            2 => keys = Packed(value.bytes()),
            3 => values = Packed(value.bytes()),
            8 => lat = zigzag(value.number()),
            9 => lon = zigzag(value.number()),
            _ => {}
        }
    }
    block.tags(keys, values, &mut scratch.tags);
    if let Some(at) = block.point(lat, lon) {
        let tags = Tags(&scratch.tags);
        take(Element::Node { id, at, tags });
    }
    Ok(())
}

fn dense<'a>(
    block: &Block<'a>,
    value: Value<'_>,
    scratch: &mut Scratch<'a>,
    take: &mut impl FnMut(Element<'_>),
) -> Result<(), Broken> {
    let empty = Packed::default();
    let (mut ids, mut lats, mut lons, mut tags) = (empty, empty, empty, empty);
    let mut fields = Fields::of(value.bytes());
    while let Some((number, value)) = fields.next()? {
        match number {
            1 => ids = Packed(value.bytes()),
            8 => lats = Packed(value.bytes()),
            9 => lons = Packed(value.bytes()),
            10 => tags = Packed(value.bytes()),
            _ => {}
        }
    }
    for ((id, lat), lon) in sums(ids).zip(sums(lats)).zip(sums(lons)) {
        scratch.tags.clear();
        // Key, value, key, value, 0 for each node; nothing at all when no node has tags.
        while let Some(key) = tags.next().filter(|key| *key != 0) {
            let value = tags.next().unwrap_or(0);
            let pair = block.text(key).zip(block.text(value));
            scratch.tags.extend(pair);
        }
        if let Some(at) = block.point(lat, lon) {
            let tags = Tags(&scratch.tags);
            take(Element::Node { id, at, tags });
        }
    }
    Ok(())
}

fn way<'a>(
    block: &Block<'a>,
    value: Value<'_>,
    scratch: &mut Scratch<'a>,
    take: &mut impl FnMut(Element<'_>),
) -> Result<(), Broken> {
    let mut id = 0;
    let (mut keys, mut values) = (Packed::default(), Packed::default());
    scratch.refs.clear();
    let mut fields = Fields::of(value.bytes());
    while let Some((number, value)) = fields.next()? {
        match number {
            1 => id = value.number().cast_signed(),
            2 => keys = Packed(value.bytes()),
            3 => values = Packed(value.bytes()),
            8 => scratch.refs.extend(sums(Packed(value.bytes()))),
            _ => {}
        }
    }
    block.tags(keys, values, &mut scratch.tags);
    let (refs, tags) = (&scratch.refs[..], Tags(&scratch.tags));
    take(Element::Way { id, refs, tags });
    Ok(())
}

fn relation<'a>(
    block: &Block<'a>,
    value: Value<'_>,
    scratch: &mut Scratch<'a>,
    take: &mut impl FnMut(Element<'_>),
) -> Result<(), Broken> {
    let mut id = 0;
    let empty = Packed::default();
    let (mut keys, mut values) = (empty, empty);
    let (mut roles, mut ids, mut kinds) = (empty, empty, empty);
    let mut fields = Fields::of(value.bytes());
    while let Some((number, value)) = fields.next()? {
        match number {
            1 => id = value.number().cast_signed(),
            2 => keys = Packed(value.bytes()),
            3 => values = Packed(value.bytes()),
            8 => roles = Packed(value.bytes()),
            9 => ids = Packed(value.bytes()),
            10 => kinds = Packed(value.bytes()),
            _ => {}
        }
    }
    block.tags(keys, values, &mut scratch.tags);
    scratch.members.clear();
    for ((role, id), kind) in roles.zip(sums(ids)).zip(kinds) {
        let kind = match kind {
            0 => Kind::Node,
            1 => Kind::Way,
            2 => Kind::Relation,
            _ => continue,
        };
        let role = block.text(role).unwrap_or_default();
        scratch.members.push(Member { kind, id, role });
    }
    let (members, tags) = (&scratch.members[..], Tags(&scratch.tags));
    take(Element::Relation { id, members, tags });
    Ok(())
}
