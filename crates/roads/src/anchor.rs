//! Points on a network for one drive.

use units::{LatLon, Seconds};

use crate::network::{code, ends, is_off_road, part, waited};
use crate::{Attachment, Network, NodeId, RoadEdge, RoadGraph, Snap, Way, Ways};

/// A point that a drive starts from or leads to, without being part of the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchor {
    /// From which nodes it is reached, and how.
    pub enter: Vec<(u32, Ways)>,
    /// Which nodes it leads to, and how.
    pub leave: Vec<(u32, Ways)>,
    /// The direction in which a car moves there, in degrees, if it does and the road lets it.
    heading: Option<f64>,
    position: LatLon,
    snap: Snap,
}

impl Network {
    /// Puts a point on the roads for one drive: it sees the network, the network does not see it.
    pub fn anchor(&self, roads: &RoadGraph, (position, snap): &Attachment) -> Anchor {
        let mut anchor = Anchor {
            enter: Vec::new(),
            leave: Vec::new(),
            heading: None,
            position: *position,
            snap: *snap,
        };
        let (road, share) = (snap.road, snap.share);
        let cuts = self.cuts.get(road.0.into()).map_or(&[][..], Vec::as_slice);
        let before = cuts.iter().rev().find(|cut| cut.0 <= share);
        let after = cuts.iter().find(|cut| cut.0 >= share);
        for is_backward in [false, true] {
            let edge = RoadEdge { road, is_backward };
            if !roads.may_drive(edge) {
                continue;
            }
            let (from, to) = if is_backward {
                (after, before)
            } else {
                (before, after)
            };
            let (start, end) = ends(edge);
            match from {
                Some((cut, node)) => anchor.add_enter(*node, part(edge, *cut, share)),
                None => {
                    for (tail, wait) in self.tails_of(roads, edge) {
                        anchor.add_enter(tail, waited(wait, part(edge, start, share)));
                    }
                }
            }
            let (cut, node) = to.copied().unwrap_or((end, self.head(roads, edge)));
            anchor.add_leave(node, part(edge, share, cut));
        }
        anchor
    }

    /// The nodes from which an edge can be driven, and how long one waits before it.
    fn tails_of(
        &self,
        roads: &RoadGraph,
        edge: RoadEdge,
    ) -> impl Iterator<Item = (u32, Option<Seconds>)> {
        let junction = junctions(roads, edge).0;
        let start = self.more_nodes.partition_point(|more| more.0 < junction);
        let more = self.more_nodes[start..].iter();
        let more = more.take_while(move |more| more.0 == junction);
        let all = std::iter::once(junction.0).chain(more.map(|more| more.1));
        let (start, end) = ends(edge);
        let whole = part(edge, start, end).piece();
        all.filter_map(move |node| {
            let mut out = self.arcs[self.arcs_of(node)].iter();
            out.find_map(|arc| match self.way(arc) {
                Way::Turn { wait, onto } if Some(onto) == whole => Some((node, Some(wait))),
                Way::Road(piece) if Some(piece) == whole => Some((node, None)),
                Way::Turn { .. } | Way::Road(_) | Way::Access { .. } => None,
            })
        })
    }

    /// The node to which a drive comes that begins on an edge.
    fn head(&self, roads: &RoadGraph, edge: RoadEdge) -> u32 {
        let found = self
            .begins
            .binary_search_by_key(&code(edge), |begin| begin.0);
        found.map_or_else(|_| junctions(roads, edge).1.0, |at| self.begins[at].1)
    }

    /// Ways from one anchor straight to another on the same road or at the same place.
    pub fn direct(roads: &RoadGraph, from: &Anchor, to: &Anchor) -> Vec<Ways> {
        if from.position == to.position {
            return vec![Vec::new()];
        }
        if from.snap.road != to.snap.road {
            return Vec::new();
        }
        let (start, end) = (from.snap.share, to.snap.share);
        let both = [false, true].map(|is_backward| {
            let edge = RoadEdge {
                road: from.snap.road,
                is_backward,
            };
            let is_ahead = if is_backward {
                start >= end
            } else {
                start <= end
            };
            let road = part(edge, start, end);
            let goes_on = |heading| road.leads_toward(roads, heading);
            let goes_on = from.heading.is_none_or(goes_on);
            (is_ahead && goes_on && roads.may_drive(edge)).then(|| {
                let ways = from.off_road(false).into_iter().chain([road]);
                ways.chain(to.off_road(true)).collect()
            })
        });
        both.into_iter().flatten().collect()
    }
}

impl Anchor {
    /// Where the point is.
    pub fn position(&self) -> LatLon {
        self.position
    }

    /// The same for a car that moves in the direction `heading`, in degrees clockwise from north:
    /// it goes on rather than turn round on the spot, where the road lets it.
    #[must_use]
    pub fn heading(mut self, roads: &RoadGraph, heading: f64) -> Self {
        let goes_on = |(_, ways): &(u32, Ways)| {
            ways.first()
                .is_some_and(|way| way.leads_toward(roads, heading))
        };
        if !is_off_road(&self.snap) && self.leave.iter().any(goes_on) {
            self.leave.retain(goes_on);
            self.heading = Some(heading);
        }
        self
    }

    /// The way between the road and the point, when it lies off the road.
    fn off_road(&self, is_arriving: bool) -> Option<Way> {
        let (on, off) = (self.snap.position, self.position);
        let (from, to) = if is_arriving { (on, off) } else { (off, on) };
        is_off_road(&self.snap).then_some(Way::Access { from, to })
    }

    fn add_enter(&mut self, tail: u32, way: Way) {
        let ways = std::iter::once(way).chain(self.off_road(true)).collect();
        self.enter.push((tail, ways));
    }

    fn add_leave(&mut self, head: u32, way: Way) {
        let ways = self.off_road(false).into_iter().chain([way]).collect();
        self.leave.push((head, ways));
    }
}

/// Where an edge begins and ends.
fn junctions(roads: &RoadGraph, edge: RoadEdge) -> (NodeId, NodeId) {
    let road = roads.road(edge.road);
    if edge.is_backward {
        (road.head, road.tail)
    } else {
        (road.tail, road.head)
    }
}
