//! Ways, cut where they meet.

use std::collections::BTreeMap;

use roads::{Limits, RoadClass};

use super::{Vertex, degrees};
use crate::collect::{Collected, Way};
use crate::read::Point;
use crate::tags::{LimitKey, stricter};

/// A node that is no vertex yet.
const NONE: Vertex = Vertex::MAX;
/// Ferries are planned this fast, whatever their tags say.
const FERRY_KMH: (f64, f64) = (1.0, 70.0);

/// A piece of a way between two vertices.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    /// Index in [`Collected::ways`].
    pub(crate) way: u32,
    /// Positions of its first and last node in the way.
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) tail: Vertex,
    pub(crate) head: Vertex,
    /// Index in [`Segments::signs`].
    pub(crate) sign: u32,
    /// Index in [`Segments::limits`].
    pub(crate) limit: u32,
    /// Along and against the way, in km/h; 0 where one may not drive.
    pub(crate) speeds: [u8; 2],
    /// What stands on it takes so many seconds: signals, gates.
    pub(crate) delay: f64,
    pub(crate) is_destination_only: bool,
    pub(crate) is_roundabout: bool,
    pub(crate) is_off_ground: bool,
}

/// What roads of one label have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sign {
    pub(crate) class: RoadClass,
    pub(crate) is_toll: bool,
    pub(crate) reference: String,
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// All segments and what they name.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    pub(crate) all: Vec<Segment>,
    /// Where the vertices are.
    pub(crate) vertices: Vec<Point>,
    /// The vertex of each node, [`NONE`] for most.
    of_node: Vec<Vertex>,
    pub(crate) signs: Vec<Sign>,
    pub(crate) limits: Vec<Limits>,
    /// Ways that name nodes which are not there: id, how many are missing, how many it names.
    pub(crate) torn: Vec<(i64, usize, usize)>,
}

impl Segments {
    /// The vertex that a node became, if it is one that cars pass.
    pub(crate) fn vertex(&self, node: u32) -> Option<Vertex> {
        Some(self.of_node[node as usize]).filter(|vertex| *vertex != NONE)
    }
}

/// Gives equal things equal numbers.
struct Numbers<T>(BTreeMap<T, u32>);

impl<T: Ord> Numbers<T> {
    fn of(&mut self, thing: T) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(thing).or_insert(next)
    }

    fn in_order(self) -> Vec<T> {
        let mut pairs: Vec<(u32, T)> = self.0.into_iter().map(|(thing, n)| (n, thing)).collect();
        pairs.sort_by_key(|(number, _)| *number);
        pairs.into_iter().map(|(_, thing)| thing).collect()
    }
}

/// Cuts all ways where ways meet, where no car passes, and where nodes are missing.
pub(crate) fn cut(collected: &Collected) -> Segments {
    let is_break = breaks(collected);
    let mut segments = Segments {
        of_node: vec![NONE; collected.node_count()],
        ..Segments::default()
    };
    let (mut signs, mut limits) = (Numbers(BTreeMap::new()), Numbers(BTreeMap::new()));
    let kinds: Vec<(u32, bool)> = collected
        .kinds
        .iter()
        .map(|kind| {
            let sign = Sign {
                class: kind.class,
                is_toll: kind.is_toll,
                reference: kind.reference.clone(),
                zh: kind.zh.clone(),
                en: kind.en.clone(),
            };
            (signs.of(sign), kind.is_off_ground)
        })
        .collect();
    for (index, way) in collected.ways.iter().enumerate() {
        let kind = &collected.kinds[way.kind as usize];
        let speeds = ferry_speed(collected, way).map_or(
            [kind.forward, kind.backward].map(Option::unwrap_or_default),
            |kmh| [kind.forward, kind.backward].map(|allowed| allowed.map_or(0, |_| kmh)),
        );
        let (sign, is_off_ground) = kinds[way.kind as usize];
        for [first, last] in pieces(collected, way, &is_break) {
            let nodes = &collected.nodes(way)[first..=last];
            let number = |position| u32::try_from(position).unwrap_or(u32::MAX);
            let on_nodes = on_nodes(collected, nodes);
            let limit = stricter(kind.limits.into(), on_nodes.limits);
            let ends = [nodes[0], nodes[nodes.len() - 1]];
            let [tail, head] = ends.map(|node| segments.vertex_at(collected, node));
            segments.all.push(Segment {
                way: number(index),
                first: number(first),
                last: number(last),
                tail,
                head,
                sign,
                limit: limits.of(LimitKey::from(limit)),
                speeds,
                delay: on_nodes.delay,
                is_destination_only: kind.is_destination_only,
                is_roundabout: kind.is_roundabout,
                is_off_ground,
            });
        }
        let nodes = collected.nodes(way);
        let missing = nodes
            .iter()
            .filter(|node| collected.point(**node).is_none());
        let missing = missing.count();
        if missing > 0 {
            segments.torn.push((way.id, missing, nodes.len()));
        }
    }
    segments.signs = signs.in_order();
    segments.limits = limits.in_order().into_iter().map(Limits::from).collect();
    segments.close_gates(collected);
    segments
}

impl Segments {
    /// The vertex at a node. Where no car passes, everything that ends there ends apart.
    fn vertex_at(&mut self, collected: &Collected, node: u32) -> Vertex {
        let role = collected.roles.get(&node);
        let known = self.of_node[node as usize];
        let is_closed = role.is_some_and(|role| role.is_closed);
        if known != NONE && !is_closed {
            return known;
        }
        let new = Vertex::try_from(self.vertices.len()).unwrap_or(NONE);
        self.vertices
            .push(collected.point(node).unwrap_or_default());
        if !is_closed {
            self.of_node[node as usize] = new;
        }
        new
    }

    /// Behind a gate for residents lies what is for residents: of the segments that meet at it
    /// those of the lowest class are theirs.
    fn close_gates(&mut self, collected: &Collected) {
        let gates = collected
            .roles
            .iter()
            .filter(|(_, role)| role.is_destination_only);
        let gates = gates.filter_map(|(node, _)| self.vertex(*node));
        let mut touching: BTreeMap<Vertex, Vec<usize>> =
            gates.map(|vertex| (vertex, Vec::new())).collect();
        if touching.is_empty() {
            return;
        }
        for (index, segment) in self.all.iter().enumerate() {
            for end in [segment.tail, segment.head] {
                if let Some(list) = touching.get_mut(&end) {
                    list.push(index);
                }
            }
        }
        for list in touching.values() {
            let class = |index: usize| self.signs[self.all[index].sign as usize].class;
            let lowest = list.iter().map(|index| class(*index)).max();
            let theirs: Vec<usize> = list
                .iter()
                .copied()
                .filter(|index| Some(class(*index)) == lowest)
                .collect();
            for index in theirs {
                self.all[index].is_destination_only = true;
            }
        }
    }
}

/// Nodes at which ways are cut: those that more than one way or both ends of one use, and those
/// that do something to who passes other than taking time.
fn breaks(collected: &Collected) -> Vec<bool> {
    let mut uses = vec![0_u8; collected.node_count()];
    for way in &collected.ways {
        let nodes = collected.nodes(way);
        for (position, node) in nodes.iter().enumerate() {
            let is_end = position == 0 || position + 1 == nodes.len();
            let is_same = position > 0 && nodes[position - 1] == *node;
            let count = &mut uses[*node as usize];
            *count = count.saturating_add(u8::from(!is_same) + u8::from(is_end));
        }
    }
    let mut breaks: Vec<bool> = uses.into_iter().map(|uses| uses >= 2).collect();
    for (node, role) in &collected.roles {
        breaks[*node as usize] |= role.is_closed || role.is_destination_only;
    }
    breaks
}

/// First and last positions of the pieces of a way.
fn pieces(collected: &Collected, way: &Way, is_break: &[bool]) -> Vec<[usize; 2]> {
    let nodes = collected.nodes(way);
    let is_there = |position: usize| {
        let node = nodes.get(position);
        node.is_some_and(|node| collected.point(*node).is_some())
    };
    let mut pieces = Vec::new();
    let mut open = None;
    for (position, node) in nodes.iter().enumerate() {
        if !is_there(position) {
            open = None;
            continue;
        }
        let Some(first) = open else {
            open = Some(position);
            continue;
        };
        let is_new = nodes[position - 1] != *node;
        if is_new && (is_break[*node as usize] || !is_there(position + 1)) {
            pieces.push([first, position]);
            open = Some(position);
        }
    }
    pieces
}

/// What the nodes of a segment do to those who drive it.
struct OnNodes {
    delay: f64,
    limits: Limits,
}

fn on_nodes(collected: &Collected, nodes: &[u32]) -> OnNodes {
    let mut found = OnNodes {
        delay: 0.0,
        limits: Limits::default(),
    };
    for (position, node) in nodes.iter().enumerate() {
        let Some(role) = collected.roles.get(node) else {
            continue;
        };
        let is_end = position == 0 || position + 1 == nodes.len();
        // What stands at an end is shared by the segments that meet there.
        found.delay += f64::from(role.delay) * if is_end { 0.5 } else { 1.0 };
        found.limits = stricter(found.limits, role.limits);
    }
    found
}

/// The speed of a ferry that says how long it takes, in km/h.
fn ferry_speed(collected: &Collected, way: &Way) -> Option<u8> {
    let minutes = collected.kinds[way.kind as usize].ferry_minutes?;
    let points = collected
        .nodes(way)
        .iter()
        .filter_map(|node| collected.point(*node));
    let points: Vec<_> = points.map(degrees).collect();
    let pairs = points.windows(2);
    let length: f64 = pairs.map(|pair| pair[0].distance_to(pair[1]).0).sum();
    let kmh = length / 1000.0 / (f64::from(minutes.max(1)) / 60.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "1 to 70"
    )]
    let kmh = kmh.clamp(FERRY_KMH.0, FERRY_KMH.1).round() as u8;
    Some(kmh)
}
