//! Weights of the hierarchy's arcs.

use crate::Hierarchy;

/// A sum that stands for "no way". Sums of weights must stay below it.
pub const UNREACHABLE: u32 = u32::MAX / 2;

/// Sums of weights as they are kept for an arc: as they are, or in fewer bytes and rounded down.
pub trait Weights<const LANES: usize>: Copy {
    /// Keeps no sum as more than it is, and [`UNREACHABLE`] as it is.
    fn pack(sums: [u32; LANES]) -> Self;
    /// The sums that were kept.
    fn unpack(self) -> [u32; LANES];
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
}

/// For each arc of a hierarchy the least sums of both directions, `LANES` sums side by side, as
/// they are or as [`Weights`] keep them.
#[derive(Debug, Clone)]
pub struct Metric<const LANES: usize, W = [u32; LANES]> {
    /// From the lower to the upper end.
    up: Vec<W>,
    /// From the upper to the lower end.
    down: Vec<W>,
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
        let nothing = W::pack([UNREACHABLE; LANES]);
        let mut metric = Self {
            up: vec![nothing; hierarchy.arcs()],
            down: vec![nothing; hierarchy.arcs()],
        };
        for (tail, head, weights) in arcs {
            let (from, to) = (hierarchy.rank(tail), hierarchy.rank(head));
            let Some(arc) = hierarchy.arc_between(from, to) else {
                continue;
            };
            let side = if from < to {
                &mut metric.up
            } else {
                &mut metric.down
            };
            lower(&mut side[arc], weights);
        }
        metric.settle_triangles(hierarchy);
        metric
    }

    /// For each pair of arcs from one node up to `a` and `b`, with `a` below `b`: the arc from `a`
    /// to `b` is no longer than both together.
    fn settle_triangles(&mut self, hierarchy: &Hierarchy) {
        let mut arc_to = vec![0_u32; hierarchy.nodes()];
        let mut sums: Vec<([u32; LANES], [u32; LANES])> = Vec::new();
        for low in 0..crate::elimination::index(hierarchy.nodes()) {
            let own = hierarchy.arcs_of(low);
            let uppers = hierarchy.uppers(own.clone());
            let kept = self.up[own.clone()].iter().zip(&self.down[own]);
            sums.clear();
            sums.extend(kept.map(|(up, down)| (up.unpack(), down.unpack())));
            for (first, middle) in uppers.iter().enumerate() {
                let rest = first + 1..uppers.len();
                if rest.is_empty() {
                    break;
                }
                for arc in hierarchy.arcs_of(*middle) {
                    arc_to[hierarchy.upper(arc) as usize] = crate::elimination::index(arc);
                }
                let (up, down) = sums[first];
                for (upper, (up_on, down_on)) in uppers[rest.clone()].iter().zip(&sums[rest]) {
                    let arc = arc_to[*upper as usize] as usize;
                    lower(&mut self.up[arc], plus(down, *up_on));
                    lower(&mut self.down[arc], plus(*down_on, up));
                }
            }
        }
    }

    /// From the lower to the upper end of an arc.
    #[inline]
    pub(crate) fn up(&self, arc: usize) -> [u32; LANES] {
        self.up[arc].unpack()
    }

    /// From the upper to the lower end of an arc.
    #[inline]
    pub(crate) fn down(&self, arc: usize) -> [u32; LANES] {
        self.down[arc].unpack()
    }
}

/// Lowers what is kept to `sums` where these are less.
#[inline]
fn lower<const LANES: usize, W: Weights<LANES>>(kept: &mut W, sums: [u32; LANES]) {
    let before = kept.unpack();
    let least = min(before, sums);
    if least != before {
        *kept = W::pack(least);
    }
}

#[inline]
pub(crate) fn min<const LANES: usize>(a: [u32; LANES], b: [u32; LANES]) -> [u32; LANES] {
    std::array::from_fn(|lane| a[lane].min(b[lane]))
}

/// Sums that never leave the range: twice [`UNREACHABLE`] still fits.
#[inline]
pub(crate) fn plus<const LANES: usize>(a: [u32; LANES], b: [u32; LANES]) -> [u32; LANES] {
    std::array::from_fn(|lane| a[lane].wrapping_add(b[lane]).min(UNREACHABLE))
}
