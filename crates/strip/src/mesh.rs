//! The roads between the places of a corridor.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use guide::CorridorNode;
use planner::Stretch;
use roads::{Piece, RoadClass, RoadGraph, RoadId, Way};
use units::{LatLon, Meters};

use crate::Step;

/// A place belongs to a junction this near at most; one of the road itself is taken where it is
/// nearer but for [`STRAY`].
const NEAR: Meters = Meters(2000.0);
/// See [`NEAR`].
const STRAY: f64 = 1500.0;
/// Other roads count as so many times longer, so that the road itself is followed where it is drawn.
const OTHER: u64 = 3;
/// A way is not searched beyond so many times the straight line, and some.
const DETOUR: f64 = 4.0;
/// See [`DETOUR`].
const DETOUR_FREE: f64 = 10_000.0;
/// Lengths are searched in millimetres, so that equal ways are equal.
const STEPS: f64 = 1000.0;
const NOWHERE: u64 = u64::MAX;

/// One direction of a road.
#[derive(Debug, Clone, Copy)]
struct Arc {
    head: u32,
    road: RoadId,
    is_backward: bool,
    /// Its length in millimetres, longer for other roads than the corridor's.
    cost: u64,
}

/// The road graph, with the roads of one corridor known.
pub(crate) struct Mesh<'a> {
    pub(crate) roads: &'a RoadGraph,
    /// Where the arcs of each node begin.
    first: Vec<usize>,
    arcs: Vec<Arc>,
    /// For each node whether the corridor's road passes it.
    is_own: Vec<bool>,
}

/// The way between two places: roads, and whether each is driven backward. `None` where there is
/// none.
type Leg = Option<Vec<Drawn>>;

/// A road on the way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn {
    pub(crate) road: RoadId,
    is_backward: bool,
    length: f64,
    /// Its nodes in the order of driving.
    pub(crate) ends: (u32, u32),
}

/// All the ways between places.
pub(crate) struct Track {
    legs: Vec<Leg>,
}

impl<'a> Mesh<'a> {
    pub(crate) fn new(roads: &'a RoadGraph, name: &str) -> Self {
        let nodes = roads.nodes().len();
        let (mut tails, mut is_own) = (Vec::new(), vec![false; nodes]);
        for (road, id) in roads.roads().iter().zip(0..) {
            if road.class == RoadClass::Ferry {
                continue;
            }
            let label = roads.label(road.label);
            let mut signs = label.reference.split(';');
            let is_named = !name.is_empty()
                && (signs.any(|sign| sign.trim() == name) || label.name.zh.contains(name));
            let cost = in_steps(road.length.0) * if is_named { 1 } else { OTHER };
            for (is_backward, tail, head) in
                [(false, road.tail, road.head), (true, road.head, road.tail)]
            {
                if is_named {
                    is_own[tail.0 as usize] = true;
                }
                if !(is_backward && road.is_oneway) {
                    let road = RoadId(id);
                    let arc = Arc {
                        head: head.0,
                        road,
                        is_backward,
                        cost,
                    };
                    tails.push((tail.0, arc));
                }
            }
        }
        tails.sort_by_key(|(tail, _)| *tail);
        let mut first = vec![0; nodes + 1];
        for (tail, _) in &tails {
            first[*tail as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        Self {
            roads,
            first,
            arcs: tails.into_iter().map(|(_, arc)| arc).collect(),
            is_own,
        }
    }

    fn arcs_of(&self, node: u32) -> &[Arc] {
        let node = node as usize;
        &self.arcs[self.first[node]..self.first[node + 1]]
    }

    /// The junction of each place; `None` where none is near.
    fn junctions(&self, places: &[CorridorNode]) -> Vec<Option<u32>> {
        let mut best = vec![(f64::INFINITY, None); places.len()];
        for (node, id) in self.roads.nodes().iter().zip(0_u32..) {
            for (place, best) in places.iter().zip(&mut best) {
                let (north, east) = (
                    node.position.lat() - place.position.lat(),
                    node.position.lon() - place.position.lon(),
                );
                // Three hundredths of a degree are more than two kilometres up to 50° north.
                if north.abs() > 0.03 || east.abs() > 0.03 {
                    continue;
                }
                let away = node.position.distance_to(place.position).0;
                let is_own = self.is_own[id as usize];
                let rank = if is_own { away } else { away + STRAY };
                if away <= NEAR.0 && rank < best.0 {
                    *best = (rank, Some(id));
                }
            }
        }
        best.into_iter().map(|(_, node)| node).collect()
    }

    /// The roads from each place to the next.
    pub(crate) fn track(&self, places: &[CorridorNode]) -> Track {
        let junctions = self.junctions(places);
        let mut memory = vec![(NOWHERE, None); self.is_own.len()];
        let pairs = places.windows(2).zip(junctions.windows(2));
        let legs = pairs.map(|(places, nodes)| {
            let straight = places[0].position.distance_to(places[1].position).0;
            let most = in_steps(straight * DETOUR + DETOUR_FREE) * OTHER;
            self.leg(nodes[0]?, nodes[1]?, most, &mut memory)
        });
        Track {
            legs: legs.collect(),
        }
    }

    fn leg(&self, from: u32, to: u32, most: u64, memory: &mut [(u64, Option<(u32, Arc)>)]) -> Leg {
        let (mut queue, mut touched) = (BinaryHeap::from([Reverse((0, from))]), vec![from]);
        memory[from as usize] = (0, None);
        while let Some(Reverse((cost, node))) = queue.pop() {
            if node == to {
                break;
            }
            if cost > memory[node as usize].0 {
                continue;
            }
            for arc in self.arcs_of(node) {
                let next = cost + arc.cost;
                if next <= most && next < memory[arc.head as usize].0 {
                    memory[arc.head as usize] = (next, Some((node, *arc)));
                    touched.push(arc.head);
                    queue.push(Reverse((next, arc.head)));
                }
            }
        }
        let is_found = memory[to as usize].0 != NOWHERE;
        let (mut leg, mut node) = (Vec::new(), to);
        while let Some((tail, arc)) = memory[node as usize].1 {
            leg.push(Drawn {
                road: arc.road,
                is_backward: arc.is_backward,
                length: self.roads.road(arc.road).length.0,
                ends: (tail, node),
            });
            node = tail;
        }
        leg.reverse();
        for node in touched {
            memory[node as usize] = (NOWHERE, None);
        }
        is_found.then_some(leg)
    }

    /// For each node the way to the nearest of `from`, and which one that is, without driving on
    /// expressways; `None` beyond `most`.
    pub(crate) fn spread(&self, from: &[u32], most: Meters) -> Vec<Option<(Meters, usize)>> {
        let mut best: Vec<Option<(u64, usize)>> = vec![None; self.is_own.len()];
        let mut queue = BinaryHeap::new();
        for (index, node) in from.iter().enumerate() {
            if best[*node as usize].is_none() {
                best[*node as usize] = Some((0, index));
                queue.push(Reverse((0, *node)));
            }
        }
        while let Some(Reverse((cost, node))) = queue.pop() {
            let Some((known, source)) = best[node as usize].filter(|known| known.0 == cost) else {
                continue;
            };
            for arc in self.arcs_of(node) {
                let road = self.roads.road(arc.road);
                let next = known + in_steps(road.length.0);
                let is_better = best[arc.head as usize].is_none_or(|known| next < known.0);
                if road.class != RoadClass::Motorway && next <= in_steps(most.0) && is_better {
                    best[arc.head as usize] = Some((next, source));
                    queue.push(Reverse((next, arc.head)));
                }
            }
        }
        let away = |(cost, source)| (from_steps(cost), source);
        best.into_iter().map(|best| best.map(away)).collect()
    }
}

impl Track {
    /// The length of each leg by its roads.
    pub(crate) fn lengths(&self) -> Vec<Option<Meters>> {
        let length = |leg: &Vec<Drawn>| Meters(leg.iter().map(|drawn| drawn.length).sum());
        let lengths = self.legs.iter().map(|leg| leg.as_ref().map(length));
        lengths.collect()
    }

    /// All roads with the spots where each begins and ends.
    pub(crate) fn drawn(&self) -> impl Iterator<Item = ((f64, f64), Drawn)> {
        let legs = self.legs.iter().zip(0_u32..);
        legs.flat_map(|(leg, number)| {
            let leg = leg.as_deref().unwrap_or_default();
            let whole: f64 = leg.iter().map(|drawn| drawn.length).sum();
            let (number, mut walked) = (f64::from(number), 0.0);
            leg.iter().map(move |drawn| {
                let share = |walked: f64| if whole > 0.0 { walked / whole } else { 0.0 };
                let begin = share(walked);
                walked += drawn.length;
                ((number + begin, number + share(walked).min(1.0)), *drawn)
            })
        })
    }

    pub(crate) fn steps(&self, roads: &RoadGraph) -> Vec<Step> {
        let step = |(spots, drawn): ((f64, f64), Drawn)| Step {
            spots,
            stretch: Stretch::of(&Way::Road(drawn.piece()), roads),
        };
        self.drawn().map(step).collect()
    }

    pub(crate) fn lines(&self, roads: &RoadGraph) -> Vec<Vec<LatLon>> {
        let mut lines: Vec<Vec<LatLon>> = Vec::new();
        for leg in &self.legs {
            let Some(leg) = leg else {
                lines.push(Vec::new());
                continue;
            };
            if lines.is_empty() {
                lines.push(Vec::new());
            }
            for drawn in leg {
                if let Some(line) = lines.last_mut() {
                    line.extend(roads.line_of(drawn.piece()));
                }
            }
        }
        lines.retain(|line| line.len() > 1);
        lines
    }
}

impl Drawn {
    fn piece(&self) -> Piece {
        let (start, end) = if self.is_backward {
            (1.0, 0.0)
        } else {
            (0.0, 1.0)
        };
        Piece {
            road: self.road,
            start,
            end,
        }
    }

    /// The share of the way along it, in the order of driving, of a share from its tail.
    pub(crate) fn driven(&self, share: f64) -> f64 {
        if self.is_backward { 1.0 - share } else { share }
    }
}

fn in_steps(meters: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lengths of roads are positive, and a cast saturates"
    )]
    let steps = (meters.clamp(0.0, 1e9) * STEPS).round() as u64;
    steps
}

fn from_steps(steps: u64) -> Meters {
    #[expect(clippy::cast_precision_loss, reason = "lengths of roads are short")]
    let meters = steps as f64 / STEPS;
    Meters(meters)
}
