//! The arcs of the hierarchy.

use std::fmt;

/// A graph whose nodes were eliminated in order, from the least to the most important: whenever a
/// node goes, its remaining neighbours become neighbours of each other.
///
/// Inside, nodes are named by their rank in that order, and each pair of neighbours is one arc from
/// the lower to the higher rank. All that are reachable upward from a node are its ancestors in the
/// elimination tree, in which the parent is the lowest of the upper neighbours.
#[derive(Debug, Clone)]
pub struct Hierarchy {
    /// Rank of each node.
    rank: Vec<u32>,
    /// For each rank, where its arcs begin; one more at the end.
    first: Vec<u32>,
    /// Upper ends, rising for each rank.
    upper: Vec<u32>,
}

/// The order is no good: too many arcs would have to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FillIn {
    /// The limit of arcs.
    pub arcs_max: usize,
}

impl fmt::Display for FillIn {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arcs_max = self.arcs_max;
        write!(
            to,
            "the order of the nodes asks for more than {arcs_max} arcs"
        )
    }
}

impl std::error::Error for FillIn {}

/// So many arcs for each arc of the graph and each node are allowed. Good orders of road networks
/// ask for two to three.
const FILL_IN_MAX: usize = 24;

impl Hierarchy {
    /// Eliminates the nodes of the graph with these arcs, `(tail, head)`, in the order of `ranks`:
    /// a permutation that has for each node its rank.
    pub fn new(
        ranks: Vec<u32>,
        mut arcs: impl Iterator<Item = (u32, u32)> + Clone,
    ) -> Result<Self, FillIn> {
        let arcs_max = FILL_IN_MAX * (ranks.len() + arcs.clone().count());
        let uppers = eliminate(&ranks, &mut arcs, arcs_max);
        let uppers = uppers.ok_or(FillIn { arcs_max })?;
        Ok(Self::of(ranks, uppers))
    }

    /// As [`Self::new`], however many arcs it takes.
    pub fn unlimited(ranks: Vec<u32>, arcs: &mut dyn Iterator<Item = (u32, u32)>) -> Self {
        let uppers = eliminate(&ranks, arcs, usize::MAX).unwrap_or_default();
        Self::of(ranks, uppers)
    }

    fn of(ranks: Vec<u32>, uppers: Vec<Vec<u32>>) -> Self {
        let mut first = Vec::with_capacity(uppers.len() + 1);
        let mut upper = Vec::with_capacity(uppers.iter().map(Vec::len).sum());
        for own in uppers {
            first.push(index(upper.len()));
            upper.extend(own);
        }
        first.push(index(upper.len()));
        Self {
            rank: ranks,
            first,
            upper,
        }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.rank.len()
    }

    /// Number of arcs, those of the graph and those that were added.
    pub fn arcs(&self) -> usize {
        self.upper.len()
    }

    pub(crate) fn rank(&self, node: u32) -> u32 {
        self.rank[node as usize]
    }

    /// The arcs from `low` to its upper neighbours.
    #[inline]
    pub(crate) fn arcs_of(&self, low: u32) -> std::ops::Range<usize> {
        let low = low as usize;
        self.first[low] as usize..self.first[low + 1] as usize
    }

    /// The upper ends of arcs.
    #[inline]
    pub(crate) fn uppers(&self, arcs: std::ops::Range<usize>) -> &[u32] {
        &self.upper[arcs]
    }

    /// Parent in the elimination tree.
    #[inline]
    pub(crate) fn parent(&self, rank: u32) -> Option<u32> {
        let arcs = self.arcs_of(rank);
        (!arcs.is_empty()).then(|| self.upper[arcs.start])
    }

    /// The arc that stands for an arc of the graph between these ranks; none for a loop.
    pub(crate) fn arc_between(&self, a: u32, b: u32) -> Option<usize> {
        let all = self.arcs_of(a.min(b));
        let place = self.upper[all.clone()].binary_search(&a.max(b));
        place.ok().map(|place| all.start + place)
    }
}

/// For each rank its upper neighbours, rising; none when there are more than `arcs_max` in all.
fn eliminate(
    ranks: &[u32],
    arcs: &mut dyn Iterator<Item = (u32, u32)>,
    arcs_max: usize,
) -> Option<Vec<Vec<u32>>> {
    let mut uppers: Vec<Vec<u32>> = vec![Vec::new(); ranks.len()];
    for (tail, head) in arcs {
        let (low, high) = low_high(ranks, tail, head);
        if low != high {
            uppers[low as usize].push(high);
        }
    }
    let mut total = 0;
    for low in 0..uppers.len() {
        let mut own = std::mem::take(&mut uppers[low]);
        sorting::numbers(&mut own);
        own.dedup();
        own.shrink_to_fit();
        total += own.len();
        if total > arcs_max {
            return None;
        }
        if let [parent, others @ ..] = &own[..] {
            uppers[*parent as usize].extend_from_slice(others);
        }
        uppers[low] = own;
    }
    Some(uppers)
}

fn low_high(ranks: &[u32], tail: u32, head: u32) -> (u32, u32) {
    let (a, b) = (ranks[tail as usize], ranks[head as usize]);
    (a.min(b), a.max(b))
}

pub(crate) fn index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
