//! The network as petgraph sees it: its algorithms run on it as it is.

use std::ops::Range;

use petgraph::visit::{
    Data, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoNeighbors,
    IntoNodeIdentifiers, NodeCount, NodeIndexable, VisitMap, Visitable,
};

use crate::network::{Network, NetworkArc};

/// An arc with its index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArcRef<'a> {
    index: usize,
    tail: u32,
    arc: &'a NetworkArc,
}

impl<'a> EdgeRef for ArcRef<'a> {
    type NodeId = u32;
    type EdgeId = usize;
    type Weight = NetworkArc;

    fn source(&self) -> u32 {
        self.tail
    }

    fn target(&self) -> u32 {
        self.arc.head
    }

    fn weight(&self) -> &'a NetworkArc {
        self.arc
    }

    fn id(&self) -> usize {
        self.index
    }
}

/// Arcs in the order of their indices.
#[derive(Debug, Clone)]
pub struct ArcRefs<'a> {
    network: &'a Network,
    indices: Range<usize>,
    /// Where the next one starts, or a node before it that has no arcs left.
    tail: u32,
}

impl<'a> Iterator for ArcRefs<'a> {
    type Item = ArcRef<'a>;

    fn next(&mut self) -> Option<ArcRef<'a>> {
        let index = self.indices.next()?;
        while self.network.arcs_of(self.tail).end <= index {
            self.tail += 1;
        }
        Some(ArcRef {
            index,
            tail: self.tail,
            arc: &self.network.arcs()[index],
        })
    }
}

/// The heads of arcs.
#[derive(Debug, Clone)]
pub struct Heads<'a>(ArcRefs<'a>);

impl Iterator for Heads<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.0.next().map(|arc| arc.target())
    }
}

impl GraphBase for Network {
    type NodeId = u32;
    type EdgeId = usize;
}

impl Data for Network {
    type NodeWeight = ();
    type EdgeWeight = NetworkArc;
}

impl GraphProp for Network {
    type EdgeType = petgraph::Directed;
}

/// Which nodes were visited.
#[derive(Debug, Clone, Default)]
pub struct Visited(Vec<bool>);

impl VisitMap<u32> for Visited {
    fn visit(&mut self, node: u32) -> bool {
        !std::mem::replace(&mut self.0[node as usize], true)
    }

    fn is_visited(&self, node: &u32) -> bool {
        self.0[*node as usize]
    }

    fn unvisit(&mut self, node: u32) -> bool {
        std::mem::replace(&mut self.0[node as usize], false)
    }
}

impl Visitable for Network {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited(vec![false; self.nodes() as usize])
    }

    fn reset_map(&self, map: &mut Visited) {
        *map = self.visit_map();
    }
}

impl NodeCount for Network {
    fn node_count(&self) -> usize {
        self.nodes() as usize
    }
}

impl NodeIndexable for Network {
    fn node_bound(&self) -> usize {
        self.nodes() as usize
    }

    fn to_index(&self, node: u32) -> usize {
        node as usize
    }

    fn from_index(&self, index: usize) -> u32 {
        u32::try_from(index).unwrap_or(u32::MAX)
    }
}

impl IntoNodeIdentifiers for &Network {
    type NodeIdentifiers = Range<u32>;

    fn node_identifiers(self) -> Range<u32> {
        0..self.nodes()
    }
}

impl<'a> IntoEdgeReferences for &'a Network {
    type EdgeRef = ArcRef<'a>;
    type EdgeReferences = ArcRefs<'a>;

    fn edge_references(self) -> ArcRefs<'a> {
        let indices = 0..self.arcs().len();
        ArcRefs {
            network: self,
            indices,
            tail: 0,
        }
    }
}

impl<'a> IntoNeighbors for &'a Network {
    type Neighbors = Heads<'a>;

    fn neighbors(self, node: u32) -> Heads<'a> {
        Heads(self.edges(node))
    }
}

impl<'a> IntoEdges for &'a Network {
    type Edges = ArcRefs<'a>;

    fn edges(self, node: u32) -> ArcRefs<'a> {
        ArcRefs {
            network: self,
            indices: self.arcs_of(node),
            tail: node,
        }
    }
}
