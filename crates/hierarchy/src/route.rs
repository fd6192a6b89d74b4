//! One least way between two places, with the arcs that it is made of.
//!
//! The query climbs the elimination tree from both ends at once and looks no further up where a sum
//! is no better than the best way so far (pruned elimination-tree query; Dibbelt, Strasser and
//! Wagner 2016; Buchhold, Sanders and Wagner: Real-Time Traffic Assignment Using Engineered
//! Customizable Contraction Hierarchies, 2019). Each arc remembers the two that its least way is made
//! of, so the way is taken apart without computing a sum again.

use crate::elimination::index;
use crate::{Hierarchy, UNREACHABLE};

/// One weight for each arc of a hierarchy in both directions, and what its least way is made of.
#[derive(Debug, Clone)]
pub struct Routing {
    /// From the lower to the upper end, and back.
    weights: Vec<[u32; 2]>,
    /// For the same, what is driven one after the other: the parts themselves and not the rank where
    /// they meet, since looking for them there would wait for memory twice more.
    parts: Vec<[[Part; 2]; 2]>,
}

/// An arc of the hierarchy, twice its place, and one more where it is driven down; or behind
/// [`WHOLE`] an arc of the graph.
type Part = u32;

/// From the lower end up.
const UP: usize = 0;
/// From the upper end down.
const DOWN: usize = 1;
/// From here on, a part is an arc of the graph.
const WHOLE: Part = 1 << 31;
/// No second part.
const NONE: Part = u32::MAX;
/// What comes before the first node of a way.
const END: u32 = u32::MAX;

/// Room to look for ways in.
#[derive(Debug, Clone)]
pub struct RouteMemory {
    /// For each rank the least sums from the start up to it, and from it down to the end.
    sums: Vec<[u32; 2]>,
    /// For each rank the lower one that these come over.
    before: Vec<[u32; 2]>,
    /// Ranks that were come to and have not been left, a few.
    open: Vec<u32>,
    seen: Vec<u32>,
}

impl RouteMemory {
    /// For a hierarchy of so many nodes.
    pub fn new(nodes: usize) -> Self {
        Self {
            sums: vec![[UNREACHABLE; 2]; nodes],
            before: vec![[END; 2]; nodes],
            open: Vec::new(),
            seen: Vec::new(),
        }
    }

    fn begin(&mut self) {
        for rank in self.seen.drain(..) {
            self.sums[rank as usize] = [UNREACHABLE; 2];
        }
    }

    fn add(&mut self, rank: u32, side: usize, sum: u32) {
        let rank_sums = &mut self.sums[rank as usize];
        if sum < rank_sums[side] {
            rank_sums[side] = sum;
            self.before[rank as usize][side] = END;
        }
        self.open(rank);
    }

    fn open(&mut self, rank: u32) {
        if !self.open.contains(&rank) {
            self.open.push(rank);
        }
    }

    /// Takes the lowest open rank.
    fn lowest(&mut self) -> Option<u32> {
        let lowest = (0..self.open.len()).min_by_key(|at| self.open[*at])?;
        Some(self.open.swap_remove(lowest))
    }
}

/// A least way that was found; its arcs are told by [`Routing::arcs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeastWay {
    /// The sum of its weights, with those of its ends.
    pub sum: u32,
    /// The highest rank of it.
    top: u32,
}

impl Routing {
    /// Customizes `hierarchy`: `arcs` gives the arcs of the graph once more, with their weights.
    pub fn new(hierarchy: &Hierarchy, arcs: impl Iterator<Item = (u32, u32, u32)>) -> Self {
        let mut own = Self {
            weights: vec![[UNREACHABLE; 2]; hierarchy.arcs()],
            parts: vec![[[NONE; 2]; 2]; hierarchy.arcs()],
        };
        for ((tail, head, weight), id) in arcs.zip(WHOLE..) {
            let (from, to) = (hierarchy.rank(tail), hierarchy.rank(head));
            if let Some(arc) = hierarchy.arc_between(from, to) {
                let side = if from < to { UP } else { DOWN };
                own.lower(arc, side, (weight, [id, NONE]));
            }
        }
        let mut arc_to = vec![0_u32; hierarchy.nodes()];
        for low in 0..index(hierarchy.nodes()) {
            let arcs = hierarchy.arcs_of(low);
            for first in arcs.clone() {
                let [middle] = hierarchy.uppers(first..first + 1) else {
                    continue;
                };
                for arc in hierarchy.arcs_of(*middle) {
                    arc_to[hierarchy.uppers(arc..arc + 1)[0] as usize] = index(arc);
                }
                let [up, down] = own.weights[first];
                for second in first + 1..arcs.end {
                    let upper = hierarchy.uppers(second..second + 1)[0];
                    let arc = arc_to[upper as usize] as usize;
                    let [up_on, down_on] = own.weights[second];
                    own.lower(
                        arc,
                        UP,
                        (down + up_on, [part(first, DOWN), part(second, UP)]),
                    );
                    own.lower(
                        arc,
                        DOWN,
                        (down_on + up, [part(second, DOWN), part(first, UP)]),
                    );
                }
            }
        }
        own
    }

    #[inline]
    fn lower(&mut self, arc: usize, side: usize, (weight, parts): (u32, [Part; 2])) {
        if weight < self.weights[arc][side] {
            self.weights[arc][side] = weight;
            self.parts[arc][side] = parts;
        }
    }

    /// The least way from one of the first `ends` to one of the second: nodes, each with what it takes
    /// to get there or on from there. `None` when none leads there with a sum below `limit`, which is
    /// [`UNREACHABLE`] at most.
    pub fn least(
        &self,
        hierarchy: &Hierarchy,
        memory: &mut RouteMemory,
        ends: [&[(u32, u32)]; 2],
        limit: u32,
    ) -> Option<LeastWay> {
        memory.begin();
        for (nodes, side) in ends.into_iter().zip([UP, DOWN]) {
            for (node, sum) in nodes {
                memory.add(hierarchy.rank(*node), side, *sum);
            }
        }
        let mut best = LeastWay {
            sum: limit,
            top: END,
        };
        while let Some(rank) = memory.lowest() {
            memory.seen.push(rank);
            let [there, on] = memory.sums[rank as usize];
            if there + on < best.sum {
                let sum = there + on;
                best = LeastWay { sum, top: rank };
            }
            let arcs = hierarchy.arcs_of(rank);
            let weights = &self.weights[arcs.clone()];
            let uppers = hierarchy.uppers(arcs);
            for (own, side) in [(there, UP), (on, DOWN)] {
                if own >= best.sum {
                    continue;
                }
                for (upper, weight) in uppers.iter().zip(weights) {
                    let sum = own + weight[side];
                    let known = &mut memory.sums[*upper as usize][side];
                    if sum < *known {
                        *known = sum;
                        memory.before[*upper as usize][side] = rank;
                    }
                }
            }
            if let [parent, ..] = uppers {
                memory.open(*parent);
            }
        }
        (best.top != END).then_some(best)
    }

    /// The arcs of a way that was just found between `ends` with this memory, in order, by their place
    /// among those that the graph was made of; and at which of the ends it starts and ends.
    pub fn arcs(
        &self,
        hierarchy: &Hierarchy,
        memory: &RouteMemory,
        ends: [&[(u32, u32)]; 2],
        way: LeastWay,
    ) -> Option<(Vec<u32>, [usize; 2])> {
        let climb = |side: usize| {
            let before = move |rank: &u32| {
                let before = memory.before[*rank as usize][side];
                (before != END).then_some(before)
            };
            std::iter::successors(Some(way.top), before)
        };
        let mut ranks: Vec<u32> = climb(UP).collect();
        ranks.reverse();
        ranks.extend(climb(DOWN).skip(1));
        let links = ranks.windows(2).filter_map(|pair| {
            let side = if pair[0] < pair[1] { UP } else { DOWN };
            let arc = hierarchy.arc_between(pair[0], pair[1])?;
            Some(part(arc, side))
        });
        let all = self.unpacked(links.collect());
        let place = |side: usize, rank: u32| {
            let sum = memory.sums[rank as usize][side];
            let is_end = |(node, own): &(u32, u32)| hierarchy.rank(*node) == rank && *own == sum;
            ends[side].iter().position(is_end)
        };
        Some((
            all,
            [place(UP, *ranks.first()?)?, place(DOWN, *ranks.last()?)?],
        ))
    }

    /// The arcs of the graph that these parts stand for.
    ///
    /// All are taken apart once before any is taken apart further: so memory is asked for many at a
    /// time, and not for each after the one before.
    fn unpacked(&self, mut all: Vec<Part>) -> Vec<u32> {
        let mut next = Vec::new();
        while all.iter().any(|part| *part < WHOLE) {
            for part in all.drain(..) {
                if part >= WHOLE {
                    next.push(part);
                    continue;
                }
                let [first, second] = self.parts[(part >> 1) as usize][(part & 1) as usize];
                next.push(first);
                if second != NONE {
                    next.push(second);
                }
            }
            std::mem::swap(&mut all, &mut next);
        }
        for part in &mut all {
            *part -= WHOLE;
        }
        all
    }
}

/// An arc of the hierarchy as a part.
fn part(arc: usize, side: usize) -> Part {
    index(arc << 1 | side)
}
