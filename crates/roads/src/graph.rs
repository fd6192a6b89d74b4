//! Roads that fit together.

use std::cmp::Reverse;
use std::sync::OnceLock;

use units::{BoundingBox, LatLon, Meters};

use crate::index::RoadIndex;
use crate::lines::Lines;
use crate::road::cut_line;
use crate::table::{Nodes, Roads};
use crate::{
    BuildError, LabelId, Limits, Malformed, NamedPlace, NodeId, Piece, Road, RoadId, RoadLabel,
    RoadNode, RoadParts, TurnBan, TurnWait, Water,
};

/// One driving direction of a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoadEdge {
    /// The road.
    pub road: RoadId,
    /// True when it is driven from head to tail.
    pub is_backward: bool,
}

/// Roads, nodes and places, checked to fit together.
#[derive(Debug, Clone, Default)]
pub struct RoadGraph {
    nodes: Nodes,
    roads: Roads,
    lines: Lines,
    labels: Vec<RoadLabel>,
    /// By road.
    limits: Vec<(RoadId, Limits)>,
    bans: Vec<TurnBan>,
    waits: Vec<TurnWait>,
    places: Vec<NamedPlace>,
    waters: Vec<Water>,
    index: OnceLock<RoadIndex>,
}

impl RoadGraph {
    /// Checks that the parts fit together.
    pub fn new(mut parts: RoadParts) -> Result<Self, BuildError> {
        sorting::by_key(&mut parts.limits, |(road, _)| Reverse(*road));
        parts.limits.reverse();
        // The last one of a road comes first now.
        parts.limits.dedup_by_key(|(road, _)| *road);
        parts.check()?;
        Ok(Self {
            nodes: parts.nodes,
            roads: parts.roads,
            lines: parts.lines,
            labels: parts.labels,
            limits: parts.limits,
            bans: parts.bans,
            waits: parts.waits,
            places: parts.places,
            waters: parts.waters,
            index: OnceLock::new(),
        })
    }

    /// True unless it leads against a one-way road.
    pub(crate) fn may_drive(&self, edge: RoadEdge) -> bool {
        !(edge.is_backward && self.roads.packed[edge.road.0 as usize].is_oneway())
    }

    /// All junctions and ends of roads, indexed by [`NodeId`].
    pub fn nodes(&self) -> &Nodes {
        &self.nodes
    }

    /// All roads, indexed by [`RoadId`].
    pub fn roads(&self) -> &Roads {
        &self.roads
    }

    /// Number of driving directions of all roads.
    pub fn edge_count(&self) -> usize {
        let oneway = self
            .roads
            .packed
            .iter()
            .filter(|road| road.is_oneway())
            .count();
        self.roads.len() * 2 - oneway
    }

    /// The road `id`, which must come from this graph.
    #[inline]
    pub fn road(&self, id: RoadId) -> Road {
        self.roads.at(id.0 as usize)
    }

    /// Length of `piece`, whose road must come from this graph.
    pub(crate) fn length_of(&self, piece: Piece) -> Meters {
        self.roads.packed[piece.road.0 as usize].length() * piece.share()
    }

    /// The node `id`, which must come from this graph.
    pub fn node(&self, id: NodeId) -> RoadNode {
        self.nodes.at(id.0 as usize)
    }

    /// What the signs of a road of this graph say.
    pub fn label(&self, id: LabelId) -> &RoadLabel {
        &self.labels[id.0 as usize]
    }

    /// What the road `id` bears and lets through.
    pub fn limits(&self, id: RoadId) -> Limits {
        let known = self.limits.binary_search_by_key(&id, |(road, _)| *road);
        known.map_or_else(|_| Limits::default(), |at| self.limits[at].1)
    }

    /// Limits of those roads that have any.
    pub fn all_limits(&self) -> &[(RoadId, Limits)] {
        &self.limits
    }

    /// Banned turns. A [`crate::Network`] obeys them already.
    pub fn bans(&self) -> &[TurnBan] {
        &self.bans
    }

    /// What turns take beyond the delays of their roads.
    pub fn waits(&self) -> &[TurnWait] {
        &self.waits
    }

    /// All places with names.
    pub fn places(&self) -> &[NamedPlace] {
        &self.places
    }

    /// Rivers to draw.
    pub fn waters(&self) -> &[Water] {
        &self.waters
    }

    /// The drawn line of the road `id`, from tail to head with both ends.
    pub fn line(&self, id: RoadId) -> Vec<LatLon> {
        let mut line = Vec::new();
        self.append_line(id, &mut line);
        line
    }

    /// Appends it to `line`.
    pub(crate) fn append_line(&self, id: RoadId, line: &mut Vec<LatLon>) {
        let road = &self.roads.packed[id.0 as usize];
        let tail = self.nodes.position(road.tail as usize);
        line.push(tail);
        // Lines of a file were read once when it was loaded, others were written by us.
        let _ = self.lines.append(id.0 as usize, tail, line);
        line.push(self.nodes.position(road.head as usize));
    }

    /// Appends the drawn line of `piece` to `line`, without repeating the joint.
    pub(crate) fn draw_onto(&self, piece: Piece, line: &mut Vec<LatLon>) {
        let joint = line.len();
        if piece.is_whole() {
            self.append_line(piece.road, line);
            if piece.is_backward() {
                line[joint..].reverse();
            }
        } else {
            line.extend(cut_line(&self.line(piece.road), piece));
        }
        if joint > 0 && line.get(joint) == Some(&line[joint - 1]) {
            line.remove(joint);
        }
    }

    /// The drawn line of `piece`, in its driving direction, with both ends.
    pub fn line_of(&self, piece: Piece) -> Vec<LatLon> {
        let mut line = Vec::new();
        self.draw_onto(piece, &mut line);
        line
    }

    /// Reads every line once: what is wrong in one is found when the file is loaded.
    pub(crate) fn check_lines(&self) -> Result<(), Malformed> {
        let mut roads = self.roads.packed.iter().enumerate();
        roads.try_for_each(|(index, road)| {
            let tail = self.nodes.position(road.tail as usize);
            self.lines.points(index, tail).map(drop)
        })
    }

    pub(crate) fn lines(&self) -> &Lines {
        &self.lines
    }

    pub(crate) fn labels(&self) -> &[RoadLabel] {
        &self.labels
    }

    pub(crate) fn index(&self) -> &RoadIndex {
        self.index.get_or_init(|| RoadIndex::new(self))
    }

    /// The box around all nodes; `None` for an empty graph.
    pub fn bounds(&self) -> Option<BoundingBox> {
        BoundingBox::around(self.nodes.iter().map(|node| node.position))
    }
}

/// The id of the road at `index`. Road files cannot hold more roads than a `u32` counts.
pub(crate) fn road_id(index: usize) -> RoadId {
    RoadId(u32::try_from(index).unwrap_or(u32::MAX))
}
