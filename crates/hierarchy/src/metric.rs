//! Weights of the hierarchy's arcs.

use crate::Hierarchy;

/// A sum that stands for "no way". Sums of weights must stay below it.
pub const UNREACHABLE: u32 = u32::MAX / 2;

/// For each arc of a hierarchy the least sums of both directions, `LANES` sums side by side.
#[derive(Debug, Clone)]
pub struct Metric<const LANES: usize> {
    /// From the lower to the upper end.
    pub(crate) up: Vec<[u32; LANES]>,
    /// From the upper to the lower end.
    pub(crate) down: Vec<[u32; LANES]>,
}

impl<const LANES: usize> Metric<LANES> {
    /// Customizes `hierarchy`: `arcs` gives the arcs of the graph once more, in the same order,
    /// with the weights of each.
    ///
    /// Basic customization: each arc becomes the least way over lower nodes, from the bottom up.
    pub fn new(
        hierarchy: &Hierarchy,
        arcs: impl Iterator<Item = (u32, u32, [u32; LANES])>,
    ) -> Self {
        let mut metric = Self {
            up: vec![[UNREACHABLE; LANES]; hierarchy.arcs()],
            down: vec![[UNREACHABLE; LANES]; hierarchy.arcs()],
        };
        for ((tail, head, weights), arc) in arcs.zip(hierarchy.arc_of()) {
            let is_up = hierarchy.rank(tail) < hierarchy.rank(head);
            let side = if is_up {
                &mut metric.up
            } else {
                &mut metric.down
            };
            if let Some(least) = side.get_mut(*arc as usize) {
                *least = min(*least, weights);
            }
        }
        metric.settle_triangles(hierarchy);
        metric
    }

    /// For each pair of arcs from one node up to `a` and `b`, with `a` below `b`: the arc from `a`
    /// to `b` is no longer than both together.
    fn settle_triangles(&mut self, hierarchy: &Hierarchy) {
        let mut arc_to = vec![0_u32; hierarchy.nodes()];
        for low in 0..crate::elimination::index(hierarchy.nodes()) {
            let own = hierarchy.arcs_of(low);
            for first in own.clone() {
                let rest = first + 1..own.end;
                if rest.is_empty() {
                    break;
                }
                let middle = hierarchy.upper(first);
                for arc in hierarchy.arcs_of(middle) {
                    arc_to[hierarchy.upper(arc) as usize] = crate::elimination::index(arc);
                }
                let (up, down) = (self.up[first], self.down[first]);
                for second in rest {
                    let arc = arc_to[hierarchy.upper(second) as usize] as usize;
                    self.up[arc] = min(self.up[arc], plus(down, self.up[second]));
                    self.down[arc] = min(self.down[arc], plus(self.down[second], up));
                }
            }
        }
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
