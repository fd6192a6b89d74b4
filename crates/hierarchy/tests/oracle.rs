//! The hierarchy against Dijkstra's search of petgraph.
#![allow(clippy::unwrap_used, reason = "tests")]

use hierarchy::{Field, FieldMemory, Hierarchy, Metric, RouteMemory, Routing, UNREACHABLE, order};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, Reversed};
use proptest::prelude::*;

type Weights = [u32; 2];

fn graph(nodes: u32, arcs: &[(u32, u32, u32, u32)]) -> DiGraph<(), Weights, u32> {
    let mut graph = DiGraph::with_capacity(nodes as usize, arcs.len());
    for _ in 0..nodes {
        graph.add_node(());
    }
    for (tail, head, a, b) in arcs {
        let ends = [tail % nodes, head % nodes].map(|node| NodeIndex::new(node as usize));
        graph.add_edge(ends[0], ends[1], [*a, *b]);
    }
    graph
}

fn ends(graph: &DiGraph<(), Weights, u32>) -> impl Iterator<Item = (u32, u32)> + Clone + '_ {
    let index = |node: NodeIndex| u32::try_from(node.index()).unwrap();
    let edges = graph.edge_references();
    edges.map(move |edge| (index(edge.source()), index(edge.target())))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_way_is_one_that_dijkstra_finds(
        nodes in 1..40_u32,
        arcs in prop::collection::vec((0..40_u32, 0..40_u32, 0..1000_u32, 0..1_u32), 0..120),
        places in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 40),
        trips in prop::collection::vec((0..40_u32, 0..40_u32, 0..40_u32, 0..500_u32), 1..6),
    ) {
        let graph = graph(nodes, &arcs);
        let ranks = order(&places[..nodes as usize], &mut ends(&graph));
        let hierarchy = Hierarchy::new(ranks, ends(&graph)).unwrap();
        let all: Vec<(u32, u32)> = ends(&graph).collect();
        let weights: Vec<u32> = graph.edge_weights().map(|weights| weights[0]).collect();
        let weighted = all.iter().zip(&weights).map(|((tail, head), weight)| (*tail, *head, *weight));
        let routing = Routing::new(&hierarchy, weighted);
        let mut memory = RouteMemory::new(hierarchy.nodes());
        for (from, other, to, sum) in trips {
            let [from, other, to] = [from, other, to].map(|node| node % nodes);
            let both = [&[(from, sum), (other, 3)][..], &[(to, 7)][..]];
            let found = routing.least(&hierarchy, &mut memory, both, UNREACHABLE);
            let expected = both[0].iter().filter_map(|(node, sum)| {
                let from = NodeIndex::new(*node as usize);
                let all = dijkstra(&graph, from, None, |edge| edge.weight()[0]);
                all.get(&NodeIndex::new(to as usize)).map(|way| way + sum + 7)
            });
            let expected = expected.min();
            prop_assert_eq!(found.map(|found| found.sum), expected);
            let Some(found) = found else { continue };
            let (way, [start, end]) = routing.arcs(&hierarchy, &memory, both, found).unwrap();
            let (mut at, mut total) = both[0][start];
            for arc in way {
                prop_assert_eq!(all[arc as usize].0, at);
                (at, total) = (all[arc as usize].1, total + weights[arc as usize]);
            }
            prop_assert_eq!((at, total + 7, end), (to, found.sum, 0));
            // None is less.
            let none = routing.least(&hierarchy, &mut memory, both, found.sum);
            prop_assert_eq!(none, None);
        }
    }

    #[test]
    fn every_field_is_what_dijkstra_finds(
        nodes in 1..40_u32,
        arcs in prop::collection::vec((0..40_u32, 0..40_u32, 0..1000_u32, 0..1000_u32), 0..120),
        places in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 40),
        exits in prop::collection::vec((0..40_u32, 0..500_u32, 0..500_u32), 1..3),
    ) {
        let graph = graph(nodes, &arcs);
        let ranks = order(&places[..nodes as usize], &mut ends(&graph));
        let mut sorted = ranks.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..nodes).collect::<Vec<_>>());
        let hierarchy = Hierarchy::new(ranks, ends(&graph)).unwrap();
        let weighted = || {
            let all = ends(&graph).zip(graph.edge_weights());
            all.map(|((tail, head), weights)| (tail, head, *weights))
        };
        let metric: Metric<2> = Metric::new(&hierarchy, weighted());
        let exits: Vec<(u32, Weights)> =
            exits.iter().map(|(node, a, b)| (node % nodes, [*a, *b])).collect();
        let memory = FieldMemory::new(hierarchy.nodes());
        let mut field = Field::new(&hierarchy, &metric, memory, &exits);
        // Asked in any order, and after the memory has served another field.
        field.at(0);
        let mut field = Field::new(&hierarchy, &metric, field.into_memory(), &exits);
        for node in (0..nodes).rev() {
            let found = field.at(node);
            for lane in 0..2 {
                let expected = exits.iter().filter_map(|(exit, sums)| {
                    let from = NodeIndex::new(*exit as usize);
                    let all = dijkstra(Reversed(&graph), from, None, |edge| edge.weight()[lane]);
                    all.get(&NodeIndex::new(node as usize)).map(|sum| sum + sums[lane])
                });
                prop_assert_eq!(found[lane], expected.min().unwrap_or(UNREACHABLE));
            }
        }
        // A metric for some nodes knows the same of them, and of those above them.
        let is_asked = |node: &u32| node.is_multiple_of(3) || exits.iter().any(|exit| exit.0 == *node);
        let some: Metric<2> = Metric::for_nodes(&hierarchy, weighted(), (0..nodes).filter(is_asked));
        let memory = FieldMemory::new(hierarchy.nodes());
        let mut part = Field::new(&hierarchy, &some, memory, &exits);
        for node in 0..nodes {
            prop_assert!(!is_asked(&node) || some.knows(&hierarchy, node));
            if some.knows(&hierarchy, node) {
                prop_assert_eq!(part.at(node), field.at(node));
            } else {
                part.know(node, [7, 7]);
                prop_assert_eq!(part.at(node), [7, 7]);
            }
        }
    }
}
