//! What of an extract belongs to roads: two passes, first ways and bans, then the nodes that
//! these name.

use std::collections::BTreeMap;

use container::{Finding, Text};
use roads::PlaceKind;
use units::BoundingBox;

use crate::OsmError;
use crate::read::{Element, Kind, Point, Source, elements};
use crate::tags::{NodeRole, Restriction, WayKind, named_place, node_role, restriction, way_kind};

/// A node that no file has, or that lies outside the asked box.
const MISSING: Point = [i32::MAX; 2];

/// A way that a car may drive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub(crate) id: i64,
    /// Index in [`Collected::kinds`].
    pub(crate) kind: u32,
    start: usize,
    end: usize,
}

/// A place with a name.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) id: i64,
    pub(crate) at: Point,
    pub(crate) name: Text,
    pub(crate) kind: PlaceKind,
}

/// All that roads are made of. Nodes are numbered by their OSM ids' order.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) kinds: Vec<WayKind>,
    /// Sorted by id.
    pub(crate) ways: Vec<Way>,
    refs: Vec<u32>,
    ids: Vec<i64>,
    points: Vec<Point>,
    pub(crate) roles: BTreeMap<u32, NodeRole>,
    pub(crate) places: Vec<Place>,
    pub(crate) restrictions: Vec<Restriction>,
    /// Newest day that a file says of itself.
    pub(crate) day: Option<String>,
    pub(crate) findings: Vec<Finding>,
}

impl Collected {
    /// The nodes of a way, by their numbers.
    pub(crate) fn nodes(&self, way: &Way) -> &[u32] {
        &self.refs[way.start..way.end]
    }

    /// Number of nodes that ways name.
    pub(crate) fn node_count(&self) -> usize {
        self.ids.len()
    }

    /// Where a node is; `None` when no file has it or it lies outside the asked box.
    pub(crate) fn point(&self, node: u32) -> Option<Point> {
        Some(self.points[node as usize]).filter(|point| *point != MISSING)
    }

    /// The number of the node with this OSM id.
    pub(crate) fn node(&self, id: i64) -> Option<u32> {
        number(&self.ids, id)
    }
}

fn number(ids: &[i64], id: i64) -> Option<u32> {
    let index = ids.binary_search(&id).ok()?;
    u32::try_from(index).ok()
}

/// Reads all sources. A way or ban that several of them have counts once.
pub(crate) fn collect(
    sources: &[Source<'_>],
    within: Option<&BoundingBox>,
) -> Result<Collected, OsmError> {
    let mut collected = Collected::default();
    let mut kinds: BTreeMap<WayKind, u32> = BTreeMap::new();
    let mut refs: Vec<i64> = Vec::new();
    for source in sources {
        let wants = |kind| kind != Kind::Node;
        let day = elements(source, wants, |element| match element {
            Element::Way { id, refs: of, tags } => {
                let Some(kind) = way_kind(tags).filter(|_| of.len() >= 2) else {
                    return;
                };
                let next = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
                let kind = *kinds.entry(kind).or_insert(next);
                let start = refs.len();
                refs.extend_from_slice(of);
                let end = refs.len();
                collected.ways.push(Way {
                    id,
                    kind,
                    start,
                    end,
                });
            }
            Element::Relation { id, members, tags } => match restriction(id, members, tags) {
                Some(Ok(ban)) => collected.restrictions.push(ban),
                Some(Err((problem, found))) => {
                    let subject = format!("relation {id}");
                    let finding = Finding::new(subject, "restriction", problem, found);
                    collected.findings.push(finding);
                }
                None => {}
            },
            Element::Node { .. } => {}
        })?;
        collected.day = collected.day.take().max(day);
    }
    collected.kinds = by_number(kinds);
    collected.ways.sort_by_key(|way| way.id);
    collected.ways.dedup_by_key(|way| way.id);
    collected.restrictions.sort_by_key(|ban| ban.id);
    collected.restrictions.dedup_by_key(|ban| ban.id);
    number_nodes(&mut collected, &refs);
    drop(refs);
    for source in sources {
        read_nodes(source, within, &mut collected)?;
    }
    collected.places.sort_by_key(|place| place.id);
    collected.places.dedup_by_key(|place| place.id);
    Ok(collected)
}

fn by_number(kinds: BTreeMap<WayKind, u32>) -> Vec<WayKind> {
    let mut pairs: Vec<(WayKind, u32)> = kinds.into_iter().collect();
    pairs.sort_by_key(|(_, number)| *number);
    pairs.into_iter().map(|(kind, _)| kind).collect()
}

/// Gives the nodes of all ways their numbers.
fn number_nodes(collected: &mut Collected, refs: &[i64]) {
    let mut ids = refs.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids.shrink_to_fit();
    let numbers = refs.iter().filter_map(|id| number(&ids, *id));
    collected.refs = numbers.collect();
    collected.points = vec![MISSING; ids.len()];
    collected.ids = ids;
}

fn read_nodes(
    source: &Source<'_>,
    within: Option<&BoundingBox>,
    collected: &mut Collected,
) -> Result<(), OsmError> {
    let wants = |kind| kind == Kind::Node;
    elements(source, wants, |element| {
        let Element::Node { id, at, tags } = element else {
            return;
        };
        if within.is_some_and(|within| !is_within(within, at)) {
            return;
        }
        if let Some(number) = number(&collected.ids, id) {
            collected.points[number as usize] = at;
            if let Some(role) = node_role(tags) {
                collected.roles.insert(number, role);
            }
        }
        if let Some((name, kind)) = named_place(tags) {
            collected.places.push(Place { id, at, name, kind });
        }
    })?;
    Ok(())
}

fn is_within(within: &BoundingBox, at: Point) -> bool {
    let [lat, lon] = at.map(|degrees| f64::from(degrees) / 1e7);
    (within.south..=within.north).contains(&lat) && (within.west..=within.east).contains(&lon)
}
