//! Weights of the hierarchy's arcs.

use std::ops::Range;

use crate::Hierarchy;
use crate::elimination::index;

/// A sum that stands for "no way". Sums of weights must stay below it.
pub const UNREACHABLE: u32 = u32::MAX / 2;

/// Sums of weights as they are kept for an arc: as they are, or in fewer bytes and rounded down.
pub trait Weights<const LANES: usize>: Copy {
    /// Keeps no sum as more than it is, and [`UNREACHABLE`] as it is.
    fn pack(sums: [u32; LANES]) -> Self;
    /// The sums that were kept.
    fn unpack(self) -> [u32; LANES];
    /// False when [`UNREACHABLE`] was kept: no way.
    fn is_way(self) -> bool;
    /// Lowers `least`, which is [`UNREACHABLE`] at most, to what was kept, which must be a way, and
    /// `sums` together where these are less.
    #[inline]
    fn lower(self, least: &mut [u32; LANES], sums: &[u32; LANES]) {
        *least = min_sum(*least, self.unpack(), *sums);
    }
    /// Lowers what is kept to `a` and `b` together where these are less; each is [`UNREACHABLE`] at
    /// most.
    #[inline]
    fn lower_to(&mut self, a: &[u32; LANES], b: &[u32; LANES]) {
        let before = self.unpack();
        let least = min_sum(before, *a, *b);
        if least != before {
            *self = Self::pack(least);
        }
    }
}

impl<const LANES: usize> Weights<LANES> for [u32; LANES] {
    #[inline]
    fn pack(sums: [u32; LANES]) -> Self {
        sums
    }

    #[inline]
    fn unpack(self) -> [u32; LANES] {
        self
    }

    #[inline]
    fn is_way(self) -> bool {
        self != [UNREACHABLE; LANES]
    }
}

/// For each arc of a hierarchy the least sums of both directions, `LANES` sums side by side, as
/// they are or as [`Weights`] keep them. Directions that no way leads in are left out: where one may
/// not turn everywhere, or roads are one-way, these are most.
#[derive(Debug, Clone)]
pub struct Metric<const LANES: usize, W = [u32; LANES]> {
    /// From each rank to upper neighbours.
    up: Side<W>,
    /// To each rank from upper neighbours.
    down: Side<W>,
    is_kept: Vec<bool>,
}

/// For each rank the sums on the ways to some of its upper neighbours.
#[derive(Debug, Clone)]
struct Side<W> {
    /// Where those of a rank begin; one more at the end.
    first: Vec<Place>,
    weights: Vec<W>,
    /// Which upper neighbours these are, of ranks that have not ways to all.
    heads: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    weights: u32,
    heads: u32,
}

impl<W> Side<W> {
    /// Upper neighbours of a rank with the sums on the ways.
    #[inline]
    fn of<'a>(&'a self, hierarchy: &'a Hierarchy, rank: u32) -> (&'a [u32], &'a [W]) {
        let rank_at = rank as usize;
        let (from, to) = (self.first[rank_at], self.first[rank_at + 1]);
        let weights = &self.weights[from.weights as usize..to.weights as usize];
        let heads = if from.heads == to.heads {
            let arcs = hierarchy.arcs_of(rank);
            let end = arcs.start + weights.len();
            hierarchy.uppers(arcs.start..end)
        } else {
            &self.heads[from.heads as usize..to.heads as usize]
        };
        (heads, weights)
    }
}

/// Both directions of some arcs.
#[derive(Debug, Clone)]
struct Sides<W> {
    /// From the lower to the upper end.
    up: Vec<W>,
    /// From the upper to the lower end.
    down: Vec<W>,
}

impl<W: Copy> Sides<W> {
    fn new(arcs: usize, weights: W) -> Self {
        Self {
            up: vec![weights; arcs],
            down: vec![weights; arcs],
        }
    }
}

impl<const LANES: usize, W: Weights<LANES>> Metric<LANES, W> {
    /// Customizes `hierarchy`: `arcs` gives the arcs of the graph once more, with the weights
    /// of each.
    ///
    /// Basic customization: each arc becomes the least way over lower nodes, from the bottom up.
    pub fn new(
        hierarchy: &Hierarchy,
        arcs: impl Iterator<Item = (u32, u32, [u32; LANES])>,
    ) -> Self {
        Self::of(hierarchy, arcs, vec![true; hierarchy.nodes()])
    }

    /// As [`Self::new`], for fields that are asked for these nodes only and those above them, and
    /// have exits at no others. What they say of others is told by [`crate::Field::know`]. Takes
    /// less memory.
    pub fn for_nodes(
        hierarchy: &Hierarchy,
        arcs: impl Iterator<Item = (u32, u32, [u32; LANES])>,
        nodes: impl Iterator<Item = u32>,
    ) -> Self {
        let mut is_kept = vec![false; hierarchy.nodes()];
        for node in nodes {
            is_kept[hierarchy.rank(node) as usize] = true;
        }
        for rank in 0..index(hierarchy.nodes()) {
            if is_kept[rank as usize]
                && let Some(parent) = hierarchy.parent(rank)
            {
                is_kept[parent as usize] = true;
            }
        }
        Self::of(hierarchy, arcs, is_kept)
    }

    fn of(
        hierarchy: &Hierarchy,
        arcs: impl Iterator<Item = (u32, u32, [u32; LANES])>,
        is_kept: Vec<bool>,
    ) -> Self {
        // Places on both pairs of sides: those that are kept, and those of no more use afterwards.
        let mut counts = [0, 0];
        let first = is_kept.iter().zip(0..).map(|(is_kept, rank)| {
            let count = &mut counts[usize::from(!is_kept)];
            let first = index(*count);
            *count += hierarchy.arcs_of(rank).len();
            first
        });
        let first = first.collect();
        let nothing = W::pack([UNREACHABLE; LANES]);
        let mut making = Making {
            hierarchy,
            both: counts.map(|count| Sides::new(count, nothing)),
            first,
            is_kept,
        };
        for (tail, head, weights) in arcs {
            let (from, to) = (hierarchy.rank(tail), hierarchy.rank(head));
            let low = from.min(to);
            if let Some(arc) = hierarchy.arc_between(from, to) {
                let (sides, own) = making.of(low);
                let arc = own.start + arc - hierarchy.arcs_of(low).start;
                let side = if from < to {
                    &mut sides.up
                } else {
                    &mut sides.down
                };
                side[arc].lower_to(&weights, &[0; LANES]);
            }
        }
        making.settle_triangles();
        making.finish()
    }

    /// True when fields may be asked for `node` and have exits there.
    pub fn knows(&self, hierarchy: &Hierarchy, node: u32) -> bool {
        self.is_kept[hierarchy.rank(node) as usize]
    }

    /// The upper neighbours that a way leads to from a rank.
    #[inline]
    pub(crate) fn ups<'a>(&'a self, hierarchy: &'a Hierarchy, rank: u32) -> (&'a [u32], &'a [W]) {
        self.up.of(hierarchy, rank)
    }

    /// The upper neighbours that a way leads from to a rank.
    #[inline]
    pub(crate) fn downs<'a>(&'a self, hierarchy: &'a Hierarchy, rank: u32) -> (&'a [u32], &'a [W]) {
        self.down.of(hierarchy, rank)
    }
}

/// A metric in the making.
struct Making<'a, W> {
    hierarchy: &'a Hierarchy,
    /// What is kept, and what is not.
    both: [Sides<W>; 2],
    first: Vec<u32>,
    is_kept: Vec<bool>,
}

impl<W> Making<'_, W> {
    /// The sides on which the arcs of a rank are, and where.
    fn of(&mut self, rank: u32) -> (&mut Sides<W>, Range<usize>) {
        let first = self.first[rank as usize] as usize;
        let own = first..first + self.hierarchy.arcs_of(rank).len();
        let is_kept = self.is_kept[rank as usize];
        (&mut self.both[usize::from(!is_kept)], own)
    }

    /// What is kept, without what no way leads on. Moved together where it is: memory that a program
    /// in a browser has taken once stays taken.
    fn finish<const LANES: usize>(self) -> Metric<LANES, W>
    where
        W: Weights<LANES>,
    {
        let [Sides { up, down }, rest] = self.both;
        drop(rest);
        let side = |mut weights: Vec<W>| {
            let mut first = Vec::with_capacity(self.first.len() + 1);
            let (mut count, mut heads) = (0, Vec::new());
            for ((from, is_kept), rank) in self.first.iter().zip(&self.is_kept).zip(0..) {
                first.push(Place {
                    weights: index(count),
                    heads: index(heads.len()),
                });
                if !is_kept {
                    continue;
                }
                let uppers = self.hierarchy.uppers(self.hierarchy.arcs_of(rank));
                let own = *from as usize..*from as usize + uppers.len();
                let is_whole = weights[own.clone()].iter().all(|weights| weights.is_way());
                for (upper, at) in uppers.iter().zip(own) {
                    if weights[at].is_way() {
                        weights[count] = weights[at];
                        count += 1;
                        if !is_whole {
                            heads.push(*upper);
                        }
                    }
                }
            }
            first.push(Place {
                weights: index(count),
                heads: index(heads.len()),
            });
            weights.truncate(count);
            weights.shrink_to_fit();
            Side {
                first,
                weights,
                heads,
            }
        };
        Metric {
            up: side(up),
            down: side(down),
            is_kept: self.is_kept,
        }
    }

    /// For each pair of arcs from one node up to `a` and `b`, with `a` below `b`: the arc from `a`
    /// to `b` is no longer than both together.
    fn settle_triangles<const LANES: usize>(&mut self)
    where
        W: Weights<LANES>,
    {
        let hierarchy = self.hierarchy;
        let mut arc_to = vec![0_u32; hierarchy.nodes()];
        let mut sums: Vec<([u32; LANES], [u32; LANES])> = Vec::new();
        for low in 0..index(hierarchy.nodes()) {
            let uppers = hierarchy.uppers(hierarchy.arcs_of(low));
            let (sides, own) = self.of(low);
            let kept = sides.up[own.clone()].iter().zip(&sides.down[own]);
            sums.clear();
            sums.extend(kept.map(|(up, down)| (up.unpack(), down.unpack())));
            for (first, middle) in uppers.iter().enumerate() {
                let rest = first + 1..uppers.len();
                if rest.is_empty() {
                    break;
                }
                let (up, down) = sums[first];
                let (is_up, is_down) = (is_way(&up), is_way(&down));
                if !is_up && !is_down {
                    continue;
                }
                let (sides, arcs) = self.of(*middle);
                let above = hierarchy.uppers(hierarchy.arcs_of(*middle));
                for (upper, arc) in above.iter().zip(arcs) {
                    arc_to[*upper as usize] = index(arc);
                }
                for (upper, (up_on, down_on)) in uppers[rest.clone()].iter().zip(&sums[rest]) {
                    let arc = arc_to[*upper as usize] as usize;
                    if is_down && is_way(up_on) {
                        sides.up[arc].lower_to(&down, up_on);
                    }
                    if is_up && is_way(down_on) {
                        sides.down[arc].lower_to(down_on, &up);
                    }
                }
            }
        }
    }
}

/// Where no way leads, all lanes say so.
#[inline]
fn is_way<const LANES: usize>(sums: &[u32; LANES]) -> bool {
    sums[0] < UNREACHABLE
}

#[inline]
pub(crate) fn min<const LANES: usize>(a: [u32; LANES], b: [u32; LANES]) -> [u32; LANES] {
    std::array::from_fn(|lane| a[lane].min(b[lane]))
}

/// The lesser of `least`, which is [`UNREACHABLE`] at most, and the sum of `a` and `b`, each of
/// which is that at most: twice [`UNREACHABLE`] still fits, and is never the lesser.
#[inline]
pub(crate) fn min_sum<const LANES: usize>(
    least: [u32; LANES],
    a: [u32; LANES],
    b: [u32; LANES],
) -> [u32; LANES] {
    std::array::from_fn(|lane| least[lane].min(a[lane].wrapping_add(b[lane])))
}
