//! An order in which few arcs have to be added: nested dissection by inertial flow (Schild and
//! Sommer: On Balanced Separators in Road Networks, SEA 2015).
//!
//! A part of the graph is cut in two where the fewest roads cross, the nodes at the cut come last,
//! and both sides go on in the same way.

use crate::elimination::index;
use crate::flow::{FlowGraph, Role};

/// Share of the nodes on either side that may not be cut through.
const SIDE: f64 = 0.25;
/// Parts so small are ordered as they come.
const SMALL: usize = 6;
/// Directions in which a part is looked at.
const DIRECTIONS: [(f64, f64); 4] = [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, -1.0)];

/// The rank of each node, from the least important, 0, to the most important.
///
/// `positions` are points in a plane, any scale; `edges` pairs of nodes, in either direction and
/// any number of times.
pub fn order(positions: &[(f64, f64)], edges: &mut dyn Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); positions.len()];
    for (a, b) in edges.filter(|(a, b)| a != b) {
        neighbours[a as usize].push(b);
        neighbours[b as usize].push(a);
    }
    for own in &mut neighbours {
        sorting::numbers(own);
        own.dedup();
    }
    let mut ranks = vec![0; positions.len()];
    let all: Vec<u32> = (0..index(positions.len())).collect();
    // Parts that are left, each with the rank of its first node.
    let mut parts = vec![(all, 0)];
    let mut local = vec![u32::MAX; positions.len()];
    while let Some((part, first)) = parts.pop() {
        if part.len() <= SMALL {
            for (node, rank) in part.iter().zip(first..) {
                ranks[*node as usize] = rank;
            }
            continue;
        }
        let pieces = dissect(&part, positions, &neighbours, &mut local);
        let mut rank = first;
        for piece in pieces.sides {
            let count = index(piece.len());
            parts.push((piece, rank));
            rank += count;
        }
        for (node, rank) in pieces.separator.iter().zip(rank..) {
            ranks[*node as usize] = rank;
        }
    }
    ranks
}

struct Pieces {
    sides: Vec<Vec<u32>>,
    separator: Vec<u32>,
}

/// Cuts `part` in pieces between which no edge leads. `local` is scratch, all `u32::MAX`.
fn dissect(
    part: &[u32],
    positions: &[(f64, f64)],
    neighbours: &[Vec<u32>],
    local: &mut [u32],
) -> Pieces {
    for (node, place) in part.iter().zip(0..) {
        local[*node as usize] = place;
    }
    let mut edges = Vec::new();
    for (node, place) in part.iter().zip(0_u32..) {
        let inside = neighbours[*node as usize].iter();
        let inside = inside.map(|other| local[*other as usize]);
        edges.extend(
            inside
                .filter(|other| *other != u32::MAX && *other > place)
                .map(|o| (place, o)),
        );
    }
    for node in part {
        local[*node as usize] = u32::MAX;
    }
    let mut graph = FlowGraph::new(part.len(), &edges);
    let connected = components(&graph, &vec![false; part.len()]);
    let mut separator = Vec::new();
    let sides = if connected.len() > 1 {
        connected
    } else {
        let is_cut = separate(part, positions, &edges, &mut graph);
        separator = (0..index(part.len()))
            .filter(|place| is_cut[*place as usize])
            .collect();
        components(&graph, &is_cut)
    };
    let back = |places: Vec<u32>| -> Vec<u32> {
        places.iter().map(|place| part[*place as usize]).collect()
    };
    Pieces {
        sides: sides.into_iter().map(back).collect(),
        separator: back(separator),
    }
}

/// The nodes of the best separator over all directions.
fn separate(
    part: &[u32],
    positions: &[(f64, f64)],
    edges: &[(u32, u32)],
    graph: &mut FlowGraph,
) -> Vec<bool> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a length"
    )]
    let side = ((part.len() as f64 * SIDE) as usize).max(1);
    let mut best: Option<(usize, usize, Vec<bool>)> = None;
    for (x, y) in DIRECTIONS {
        let along = |place: u32| {
            let at = positions[part[place as usize] as usize];
            at.0 * x + at.1 * y
        };
        let mut line: Vec<u32> = (0..index(part.len())).collect();
        sorting::by(&mut line, |a, b| {
            along(*a).total_cmp(&along(*b)).then(a.cmp(b))
        });
        let mut roles = vec![Role::Between; part.len()];
        for place in &line[..side] {
            roles[*place as usize] = Role::Source;
        }
        for place in &line[part.len() - side..] {
            roles[*place as usize] = Role::Sink;
        }
        let most = best.as_ref().map_or(usize::MAX, |best| best.0 + 1);
        let Some(flow) = graph.run(&roles, most) else {
            continue;
        };
        let behind: Vec<bool> = (0..index(part.len()))
            .map(|place| graph.is_behind(place))
            .collect();
        let count = behind.iter().filter(|is| **is).count();
        let unbalance = count.abs_diff(part.len() - count);
        let is_better = best
            .as_ref()
            .is_none_or(|(least, unbalanced, _)| (flow, unbalance) < (*least, *unbalanced));
        if is_better {
            best = Some((flow, unbalance, behind));
        }
    }
    let behind = best.map_or_else(|| vec![false; part.len()], |best| best.2);
    // The ends of the cut edges on one side: on the side that has fewer.
    let mut ends = [vec![false; part.len()], vec![false; part.len()]];
    for (a, b) in edges {
        let (of_a, of_b) = (behind[*a as usize], behind[*b as usize]);
        if of_a != of_b {
            ends[usize::from(of_a)][*a as usize] = true;
            ends[usize::from(of_b)][*b as usize] = true;
        }
    }
    let count = |ends: &Vec<bool>| ends.iter().filter(|is| **is).count();
    let [ahead, rear] = ends;
    if count(&ahead) < count(&rear) {
        ahead
    } else {
        rear
    }
}

/// Connected parts of what is not removed.
fn components(graph: &FlowGraph, is_removed: &[bool]) -> Vec<Vec<u32>> {
    let mut is_seen = is_removed.to_vec();
    let mut all = Vec::new();
    for start in 0..index(is_removed.len()) {
        if std::mem::replace(&mut is_seen[start as usize], true) {
            continue;
        }
        let mut found = vec![start];
        let mut next = 0;
        while let Some(node) = found.get(next).copied() {
            next += 1;
            for other in graph.neighbours(node) {
                if !std::mem::replace(&mut is_seen[*other as usize], true) {
                    found.push(*other);
                }
            }
        }
        all.push(found);
    }
    all
}
