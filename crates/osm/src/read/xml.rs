//! OSM XML, streamed element by element.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Element, Kind, Member, Point, Tags};
use crate::OsmError;

/// The element that is being read. Its texts are in one buffer, so that nothing is allocated for
/// each tag.
#[derive(Default)]
struct Open {
    kind: Option<Kind>,
    id: i64,
    at: Option<Point>,
    is_deleted: bool,
    texts: String,
    /// Where key begins, value begins, value ends in `texts`.
    tags: Vec<[usize; 3]>,
    refs: Vec<i64>,
    /// Kind, id, where the role begins and ends.
    members: Vec<(Kind, i64, [usize; 2])>,
}

pub(super) fn read(
    name: &str,
    input: impl BufRead,
    take: &mut impl FnMut(Element<'_>),
) -> Result<Option<String>, OsmError> {
    let mut reader = Reader::from_reader(input);
    let (mut buffer, mut open, mut day) = (Vec::new(), Open::default(), None);
    let (mut depth, mut has_root) = (0_u64, false);
    loop {
        buffer.clear();
        let at = reader.buffer_position();
        let fail = |problem: String| OsmError::at(name, format!("byte {at}"), problem);
        let event = reader.read_event_into(&mut buffer);
        match event.map_err(|error| fail(error.to_string()))? {
            Event::Eof if depth == 0 && has_root => return Ok(day),
            Event::Eof => return Err(fail("the file ends within an element: it is cut".into())),
            Event::Start(start) => {
                if depth == 0 && !is_root(&start) {
                    let found = start.name().as_ref().to_owned();
                    return Err(fail(format!("found <{found}>, expected <osm>")));
                }
                has_root = true;
                begin(&start, &mut open, &mut day).map_err(fail)?;
                depth += 1;
            }
            Event::Empty(start) => {
                if depth == 0 && is_root(&start) {
                    has_root = true;
                }
                let is_whole = begin(&start, &mut open, &mut day).map_err(fail)?;
                if is_whole {
                    open.give(take);
                }
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                if matches!(end.name().as_ref(), "node" | "way" | "relation") {
                    open.give(take);
                }
            }
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

fn is_root(start: &BytesStart<'_>) -> bool {
    start.name().as_ref() == "osm"
}

/// Takes in a start tag. True when it begins a node, way or relation.
fn begin(
    start: &BytesStart<'_>,
    open: &mut Open,
    day: &mut Option<String>,
) -> Result<bool, String> {
    let kind = match start.name().as_ref() {
        "node" => Some(Kind::Node),
        "way" => Some(Kind::Way),
        "relation" => Some(Kind::Relation),
        _ => None,
    };
    if kind.is_some() {
        open.clear(kind);
    }
    let (mut lat, mut lon) = (None, None);
    let (mut key, mut value) = (None, None);
    let (mut member, mut reference, mut role) = (None, None, None);
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let text = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| error.to_string())?;
        match (kind, attribute.key.as_ref()) {
            (Some(_), "id") => open.id = number(&text)?,
            (Some(_), "lat") => lat = degrees(&text, 90.0),
            (Some(_), "lon") => lon = degrees(&text, 180.0),
            (Some(_), "visible") if text == "false" => open.is_deleted = true,
            (Some(_), "action") if text == "delete" => open.is_deleted = true,
            (None, "k") => key = Some(text),
            (None, "v") => value = Some(text),
            (None, "ref") => reference = Some(number(&text)?),
            (None, "type") => member = member_kind(&text),
            (None, "role") => role = Some(text),
            (None, "timestamp" | "osm_base") => *day = text.get(..10).map(str::to_owned),
            _ => {}
        }
    }
    if kind.is_some() {
        open.at = lat.zip(lon).map(|(lat, lon)| [lat, lon]);
        return Ok(true);
    }
    match start.name().as_ref() {
        "tag" => {
            if let (Some(key), Some(value)) = (key, value) {
                let [start, middle, end] = open.write(&key, &value);
                open.tags.push([start, middle, end]);
            }
        }
        "nd" => open.refs.extend(reference),
        "member" => {
            if let (Some(kind), Some(id)) = (member, reference) {
                let [start, end, _] = open.write(&role.unwrap_or_default(), "");
                open.members.push((kind, id, [start, end]));
            }
        }
        _ => {}
    }
    Ok(false)
}

fn number(text: &str) -> Result<i64, String> {
    let parsed = text.parse();
    parsed.map_err(|_| format!("id {text:?}, expected a whole number"))
}

fn degrees(text: &str, most: f64) -> Option<i32> {
    let degrees: f64 = text.parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "180 times ten million fits"
    )]
    let steps = (degrees * 1e7).round() as i32;
    (-most..=most).contains(&degrees).then_some(steps)
}

fn member_kind(text: &str) -> Option<Kind> {
    match text {
        "node" => Some(Kind::Node),
        "way" => Some(Kind::Way),
        "relation" => Some(Kind::Relation),
        _ => None,
    }
}

impl Open {
    fn clear(&mut self, kind: Option<Kind>) {
        self.kind = kind;
        (self.id, self.at, self.is_deleted) = (0, None, false);
        self.texts.clear();
        self.tags.clear();
        self.refs.clear();
        self.members.clear();
    }

    fn write(&mut self, first: &str, second: &str) -> [usize; 3] {
        let start = self.texts.len();
        self.texts.push_str(first);
        let middle = self.texts.len();
        self.texts.push_str(second);
        [start, middle, self.texts.len()]
    }

    /// Hands over what was read, once.
    fn give(&mut self, take: &mut impl FnMut(Element<'_>)) {
        let Some(kind) = self.kind.take().filter(|_| !self.is_deleted) else {
            return;
        };
        let text = |from: usize, to: usize| &self.texts[from..to];
        let tags: Vec<(&str, &str)> = self
            .tags
            .iter()
            .map(|[start, middle, end]| (text(*start, *middle), text(*middle, *end)))
            .collect();
        let (id, tags) = (self.id, Tags(&tags));
        match kind {
            Kind::Node => {
                if let Some(at) = self.at {
                    take(Element::Node { id, at, tags });
                }
            }
            Kind::Way => take(Element::Way {
                id,
                refs: &self.refs,
                tags,
            }),
            Kind::Relation => {
                let members = self.members.iter().map(|(kind, id, [start, end])| Member {
                    kind: *kind,
                    id: *id,
                    role: text(*start, *end),
                });
                let members: Vec<Member<'_>> = members.collect();
                take(Element::Relation {
                    id,
                    members: &members,
                    tags,
                });
            }
        }
    }
}
