//! Least sums from every node to one end, computed where they are asked for.

use crate::metric::{Weights, min};
use crate::{Hierarchy, Metric, UNREACHABLE};

/// What a field has computed so far. Reusing it for the next field saves making room.
#[derive(Debug, Clone)]
pub struct FieldMemory<const LANES: usize> {
    /// For each rank the place of its sums; 0 where nothing is known, and [`HALF`] more where only ways
    /// that never climb are.
    places: Vec<u32>,
    /// The sums that are known, from place 1 on, and whose they are: mostly of a few nodes.
    sums: Vec<[u32; LANES]>,
    ranks: Vec<u32>,
    climb: Vec<u32>,
}

/// More than any place.
const HALF: u32 = 1 << 31;

impl<const LANES: usize> FieldMemory<LANES> {
    /// For a hierarchy of so many nodes.
    pub fn new(nodes: usize) -> Self {
        Self {
            places: vec![0; nodes],
            sums: vec![[UNREACHABLE; LANES]],
            ranks: Vec::new(),
            climb: Vec::new(),
        }
    }

    fn begin(&mut self) {
        for rank in self.ranks.drain(..) {
            self.places[rank as usize] = 0;
        }
        self.sums.truncate(1);
    }

    #[inline]
    fn is_known(&self, rank: u32) -> bool {
        (1..HALF).contains(&self.places[rank as usize])
    }

    /// The sums of a rank, which must be known.
    #[inline]
    fn of(&self, rank: u32) -> &[u32; LANES] {
        debug_assert!(
            self.is_known(rank),
            "asked for rank {rank}, which is not known"
        );
        &self.sums[self.places[rank as usize] as usize]
    }

    /// The sums of a rank of which at least half is known.
    #[inline]
    fn of_mut(&mut self, rank: u32) -> &mut [u32; LANES] {
        &mut self.sums[(self.places[rank as usize] & !HALF) as usize]
    }

    #[inline]
    fn know(&mut self, rank: u32, sums: [u32; LANES]) {
        let place = &mut self.places[rank as usize];
        if *place == 0 {
            *place = crate::elimination::index(self.sums.len());
            self.sums.push(sums);
            self.ranks.push(rank);
        } else {
            *place &= !HALF;
            self.sums[*place as usize] = sums;
        }
    }
}

/// Least sums of weights from every node to an end that several nodes may lead to.
#[derive(Debug)]
pub struct Field<'a, const LANES: usize, W = [u32; LANES]> {
    hierarchy: &'a Hierarchy,
    metric: &'a Metric<LANES, W>,
    memory: FieldMemory<LANES>,
}

impl<'a, const LANES: usize, W: Weights<LANES>> Field<'a, LANES, W> {
    /// A field to the end that `exits` lead to: nodes, each with its sums from there.
    ///
    /// `memory` must have been made for as many nodes as the hierarchy has.
    pub fn new(
        hierarchy: &'a Hierarchy,
        metric: &'a Metric<LANES, W>,
        mut memory: FieldMemory<LANES>,
        exits: &[(u32, [u32; LANES])],
    ) -> Self {
        memory.begin();
        let blank = [UNREACHABLE; LANES];
        for (node, sums) in exits {
            let rank = hierarchy.rank(*node);
            let mut at = Some(rank);
            while let Some(rank) = at.filter(|at| memory.places[*at as usize] == 0) {
                memory.know(rank, blank);
                memory.places[rank as usize] |= HALF;
                at = hierarchy.parent(rank);
            }
            let least = memory.of_mut(rank);
            *least = min(*least, *sums);
        }
        let mut chain = memory.ranks.clone();
        sorting::numbers(&mut chain);
        // Up the elimination tree: the ways that only climb, seen from the end, to where they turn.
        // Those on which one climbs first are for whom asks for them.
        for rank in &chain {
            let sums = *memory.of_mut(*rank);
            if sums == blank {
                continue;
            }
            let (heads, downs) = metric.downs(hierarchy, *rank);
            for (upper, down) in heads.iter().zip(downs) {
                down.lower(memory.of_mut(*upper), &sums);
            }
        }
        Self {
            hierarchy,
            metric,
            memory,
        }
    }

    /// The least sums from `node`; [`UNREACHABLE`] where no way leads to the end.
    #[inline]
    pub fn at(&mut self, node: u32) -> [u32; LANES] {
        let rank = self.hierarchy.rank(node);
        if !self.memory.is_known(rank) {
            self.climb(rank);
        }
        *self.memory.of(rank)
    }

    /// Says what the least sums from `node` are, one that the metric does not know: it lies above no
    /// node that is known.
    pub fn know(&mut self, node: u32, sums: [u32; LANES]) {
        debug_assert!(!self.metric.knows(self.hierarchy, node));
        self.memory.know(self.hierarchy.rank(node), sums);
    }

    /// Says that there is a way from `node` with these sums, one that the metric knows.
    pub fn lower(&mut self, node: u32, sums: [u32; LANES]) {
        let known = self.at(node);
        let rank = self.hierarchy.rank(node);
        *self.memory.of_mut(rank) = min(known, sums);
    }

    #[inline(never)]
    fn climb(&mut self, rank: u32) {
        let mut climb = std::mem::take(&mut self.memory.climb);
        let mut next = Some(rank);
        while let Some(at) = next.filter(|at| !self.memory.is_known(*at)) {
            climb.push(at);
            next = self.hierarchy.parent(at);
        }
        while let Some(at) = climb.pop() {
            let mut least = match self.memory.places[at as usize] {
                0 => [UNREACHABLE; LANES],
                _ => *self.memory.of_mut(at),
            };
            // The upper neighbours are known.
            let (heads, ups) = self.metric.ups(self.hierarchy, at);
            for (upper, up) in heads.iter().zip(ups) {
                up.lower(&mut least, self.memory.of(*upper));
            }
            self.memory.know(at, least);
        }
        self.memory.climb = climb;
    }

    /// The field that `memory` was taken from by [`Self::into_memory`], of the same hierarchy and
    /// metric.
    pub fn resume(
        hierarchy: &'a Hierarchy,
        metric: &'a Metric<LANES, W>,
        memory: FieldMemory<LANES>,
    ) -> Self {
        Self {
            hierarchy,
            metric,
            memory,
        }
    }

    /// Gives the memory back, for the next field or to go on with this one.
    pub fn into_memory(self) -> FieldMemory<LANES> {
        self.memory
    }
}
