//! Least sums from every node to one end, computed where they are asked for.

use crate::metric::{min, plus};
use crate::{Hierarchy, Metric, UNREACHABLE};

/// What a field has computed so far. Reusing it for the next field saves clearing it.
#[derive(Debug, Clone)]
pub struct FieldMemory<const LANES: usize> {
    cells: Vec<Cell<LANES>>,
    /// Cells with another round are of an older field.
    round: u32,
    climb: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Cell<const LANES: usize> {
    round: u32,
    sums: [u32; LANES],
}

impl<const LANES: usize> FieldMemory<LANES> {
    /// For a hierarchy of so many nodes.
    pub fn new(nodes: usize) -> Self {
        let cell = Cell {
            round: 0,
            sums: [UNREACHABLE; LANES],
        };
        Self {
            cells: vec![cell; nodes],
            round: 0,
            climb: Vec::new(),
        }
    }

    fn begin(&mut self) {
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            for cell in &mut self.cells {
                cell.round = 0;
            }
            self.round = 1;
        }
    }
}

/// Least sums of weights from every node to an end that several nodes may lead to.
#[derive(Debug)]
pub struct Field<'a, const LANES: usize> {
    hierarchy: &'a Hierarchy,
    metric: &'a Metric<LANES>,
    memory: FieldMemory<LANES>,
}

impl<'a, const LANES: usize> Field<'a, LANES> {
    /// A field to the end that `exits` lead to: nodes, each with its sums from there.
    ///
    /// `memory` must have been made for as many nodes as the hierarchy has.
    pub fn new(
        hierarchy: &'a Hierarchy,
        metric: &'a Metric<LANES>,
        mut memory: FieldMemory<LANES>,
        exits: &[(u32, [u32; LANES])],
    ) -> Self {
        memory.begin();
        let round = memory.round;
        let blank = Cell {
            round,
            sums: [UNREACHABLE; LANES],
        };
        let mut chain: Vec<u32> = Vec::new();
        for (node, sums) in exits {
            let rank = hierarchy.rank(*node);
            let mut at = Some(rank);
            while let Some(rank) = at.filter(|at| memory.cells[*at as usize].round != round) {
                memory.cells[rank as usize] = blank;
                chain.push(rank);
                at = hierarchy.parent(rank);
            }
            let cell = &mut memory.cells[rank as usize];
            cell.sums = min(cell.sums, *sums);
        }
        chain.sort_unstable();
        // Up the elimination tree: the ways that only climb to where they turn.
        for rank in &chain {
            let sums = memory.cells[*rank as usize].sums;
            if sums == blank.sums {
                continue;
            }
            for arc in hierarchy.arcs_of(*rank) {
                let upper = &mut memory.cells[hierarchy.upper(arc) as usize].sums;
                *upper = min(*upper, plus(metric.down[arc], sums));
            }
        }
        // And down again: the ways that climb first.
        for rank in chain.iter().rev() {
            let sums = memory.cells[*rank as usize].sums;
            let sums = over_upper(hierarchy, metric, &memory.cells, *rank, sums);
            memory.cells[*rank as usize].sums = sums;
        }
        Self {
            hierarchy,
            metric,
            memory,
        }
    }

    /// The least sums from `node`; [`UNREACHABLE`] where no way leads to the end.
    pub fn at(&mut self, node: u32) -> [u32; LANES] {
        let rank = self.hierarchy.rank(node);
        let memory = &mut self.memory;
        let round = memory.round;
        let mut at = rank;
        while memory.cells[at as usize].round != round {
            memory.climb.push(at);
            match self.hierarchy.parent(at) {
                Some(parent) => at = parent,
                None => break,
            }
        }
        while let Some(at) = memory.climb.pop() {
            let nothing = [UNREACHABLE; LANES];
            let sums = over_upper(self.hierarchy, self.metric, &memory.cells, at, nothing);
            memory.cells[at as usize] = Cell { round, sums };
        }
        memory.cells[rank as usize].sums
    }

    /// The field that `memory` was taken from by [`Self::into_memory`], of the same hierarchy and
    /// metric.
    pub fn resume(
        hierarchy: &'a Hierarchy,
        metric: &'a Metric<LANES>,
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

/// The lesser of `sums` and the ways over the upper neighbours of `rank`, which are known.
#[inline]
fn over_upper<const LANES: usize>(
    hierarchy: &Hierarchy,
    metric: &Metric<LANES>,
    cells: &[Cell<LANES>],
    rank: u32,
    mut sums: [u32; LANES],
) -> [u32; LANES] {
    let arcs = hierarchy.arcs_of(rank);
    let ups = &metric.up[arcs.clone()];
    for (upper, up) in hierarchy.uppers(arcs).iter().zip(ups) {
        sums = min(sums, plus(*up, cells[*upper as usize].sums));
    }
    sums
}
