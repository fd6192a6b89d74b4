//! Takes out what no car can reach and leave again.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use super::segments::Segment;
use super::{Vertex, degrees, segments::Segments};
use crate::collect::Collected;

/// What was taken out: roads without a way to them or from them, and what lies on islands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Islands {
    pub(crate) segments: usize,
    pub(crate) kilometers: f64,
}

/// Keeps the largest network in which one can drive from everywhere to everywhere.
///
/// Within it, roads that can only be reached over roads for destinations become such roads
/// themselves: nobody drives through them.
pub(crate) fn keep_connected(collected: &Collected, segments: &mut Segments) -> Islands {
    let count = segments.vertices.len();
    let is_main = largest(count, segments.all.iter());
    let is_within = |is_in: &[bool], segment: &Segment| {
        is_in[segment.tail as usize] && is_in[segment.head as usize]
    };
    let mut islands = Islands::default();
    segments.all.retain(|segment| {
        let is_kept = is_within(&is_main, segment);
        if !is_kept {
            islands.segments += 1;
            islands.kilometers += length(collected, segment) / 1000.0;
        }
        is_kept
    });
    let ordinary = segments
        .all
        .iter()
        .filter(|segment| !segment.is_destination_only);
    let is_ordinary = largest(count, ordinary);
    for segment in &mut segments.all {
        segment.is_destination_only |= !is_within(&is_ordinary, segment);
    }
    islands
}

/// For each vertex whether it is in the largest strongly connected component.
fn largest<'a>(count: usize, segments: impl Iterator<Item = &'a Segment>) -> Vec<bool> {
    let mut graph: DiGraph<(), (), u32> = DiGraph::new();
    for _ in 0..count {
        graph.add_node(());
    }
    for segment in segments {
        let (tail, head) = (segment.tail.into(), segment.head.into());
        if segment.speeds[0] > 0 {
            graph.add_edge(tail, head, ());
        }
        if segment.speeds[1] > 0 {
            graph.add_edge(head, tail, ());
        }
    }
    let components = kosaraju_scc(&graph);
    let mut is_in = vec![false; count];
    // Of equally large ones the one with the first vertex, so that two runs agree.
    let first = |component: &[petgraph::graph::NodeIndex<Vertex>]| {
        component.iter().map(|node| node.index()).min()
    };
    let main = components
        .iter()
        .max_by_key(|component| (component.len(), std::cmp::Reverse(first(component))));
    for node in main.into_iter().flatten() {
        is_in[node.index()] = true;
    }
    is_in
}

fn length(collected: &Collected, segment: &Segment) -> f64 {
    let way = &collected.ways[segment.way as usize];
    let nodes = &collected.nodes(way)[segment.first as usize..=segment.last as usize];
    let points = nodes.iter().filter_map(|node| collected.point(*node));
    let points: Vec<_> = points.map(degrees).collect();
    let pairs = points.windows(2);
    pairs.map(|pair| pair[0].distance_to(pair[1]).0).sum()
}
