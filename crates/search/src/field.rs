//! Lower bounds from every node to one end, several at once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use hierarchy::{FieldMemory, Hierarchy};

use super::{END, Link, Links, Packed, Price};

/// Prices of energy in the search's bounds.
pub const LAMBDAS: usize = 3;
/// Sums that are carried together: one of energy, one of time and priced energy for each price: as
/// many as a vector of the processor has room for.
pub const LANES: usize = LAMBDAS + 1;
/// The lane of energy alone.
pub const ENERGY: usize = 0;
/// The first of the lanes of time and priced energy, in the order of the prices.
pub const PRICED: usize = 1;
/// The lane of time alone.
pub const TIME: usize = LANES - 1;
/// No way leads to the end.
pub const UNREACHABLE: u32 = hierarchy::UNREACHABLE;
/// The energy lane counts in units of this many ticks.
pub const ENERGY_UNIT: i32 = 64;

/// Least sums from a node to the end of a leg, each rounded down.
pub trait Field {
    /// The sums of all lanes; [`UNREACHABLE`] in all of them where no way leads.
    fn at(&mut self, node: u32) -> [u32; LANES];
}

/// What a link weighs in each lane. `fall` is the potential of its tail minus that of its head,
/// which no link's energy may be less than: so no lane is negative.
///
/// Rounded down; sums of weights never exceed what they stand for.
#[inline]
pub fn weights(time: u32, energy: i32, fall: i32, price: &Price) -> [u32; LANES] {
    let reduced = energy - fall;
    let [rate, slope, none] = price.lambda.map(|lambda| {
        let sum = f64::from(time) + lambda * f64::from(reduced);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts of positive floats saturate"
        )]
        let sum = sum as u32;
        sum
    });
    let energy = u32::try_from(reduced / ENERGY_UNIT).unwrap_or(0);
    [energy, rate, slope, none]
}

/// Adds without reaching [`UNREACHABLE`], unless one summand has.
#[inline]
pub fn plus(a: u32, b: u32) -> u32 {
    if a == UNREACHABLE || b == UNREACHABLE {
        UNREACHABLE
    } else {
        a.saturating_add(b).min(UNREACHABLE - 1)
    }
}

/// Potentials of nodes, in ticks of energy: what an arc takes is at least the potential of its
/// tail minus that of its head. They exist when no cycle gains energy. `links` come with their
/// tails.
///
/// `guess` is where to start: for roads, the negative of what braking gives back on the way down to
/// sea level, with which no link is lowered.
pub fn potentials(links: impl Iterator<Item = (u32, Link)> + Clone, guess: Vec<i32>) -> Vec<i32> {
    let arcs = links.map(|(tail, link)| (tail, link.head, link.hop.profile.cost));
    let mut potential = guess;
    // Mostly the guess is right but for a few links.
    for _ in 0..PASSES {
        let mut is_done = true;
        for (tail, head, energy) in arcs.clone() {
            let most = potential[head as usize].saturating_add(energy);
            if potential[tail as usize] > most {
                potential[tail as usize] = most;
                is_done = false;
            }
        }
        if is_done {
            return potential;
        }
    }
    let mut into: Vec<Vec<(u32, i32)>> = vec![Vec::new(); potential.len()];
    for (tail, head, energy) in arcs {
        into[head as usize].push((tail, energy));
    }
    let mut open: std::collections::VecDeque<u32> = (0..).take(potential.len()).collect();
    let mut is_open = vec![true; potential.len()];
    while let Some(head) = open.pop_front() {
        is_open[head as usize] = false;
        for (tail, cost) in &into[head as usize] {
            let most = potential[head as usize].saturating_add(*cost);
            if potential[*tail as usize] > most {
                potential[*tail as usize] = most;
                if !std::mem::replace(&mut is_open[*tail as usize], true) {
                    open.push_back(*tail);
                }
            }
        }
    }
    potential
}

/// Looks at all links before those that are left are looked at one by one.
const PASSES: usize = 6;

/// All sums, by Dijkstra's search from the end.
#[derive(Debug, Clone)]
pub struct FullField {
    lanes: Vec<[u32; LANES]>,
}

impl FullField {
    /// `exits` are the links to the end, with their tails and their weights.
    pub fn new(
        links: &Links,
        weights: impl Fn(u32, &Link) -> [u32; LANES],
        exits: &[(u32, [u32; LANES])],
    ) -> Self {
        let mut into: Vec<Vec<(u32, [u32; LANES])>> = vec![Vec::new(); links.nodes()];
        for (tail, link) in links.all() {
            if link.head != END {
                into[link.head as usize].push((tail, weights(tail, &link)));
            }
        }
        let mut lanes = vec![[UNREACHABLE; LANES]; links.nodes()];
        for lane in 0..LANES {
            let mut open = BinaryHeap::new();
            for (node, weights) in exits {
                let least = &mut lanes[*node as usize][lane];
                if weights[lane] < *least {
                    *least = weights[lane];
                    open.push(Reverse((weights[lane], *node)));
                }
            }
            while let Some(Reverse((sum, node))) = open.pop() {
                if sum > lanes[node as usize][lane] {
                    continue;
                }
                for (tail, weights) in &into[node as usize] {
                    let through = plus(sum, weights[lane]);
                    let least = &mut lanes[*tail as usize][lane];
                    if through < *least {
                        *least = through;
                        open.push(Reverse((through, *tail)));
                    }
                }
            }
        }
        Self { lanes }
    }
}

/// A field of the hierarchy whose sums are kept packed.
pub type PackedField<'a> = hierarchy::Field<'a, LANES, Packed>;

/// Weights of the hierarchy's arcs in all lanes.
pub type PackedMetric = hierarchy::Metric<LANES, Packed>;

// What is generic is compiled where it is made for a type, as that crate is compiled. These make it
// here, where all is compiled for speed.

// Not put into what calls them either, which is compiled to be small.

/// As [`hierarchy::Metric::for_nodes`].
#[inline(never)]
pub fn packed_metric(
    hierarchy: &Hierarchy,
    arcs: &mut dyn Iterator<Item = (u32, u32, [u32; LANES])>,
    nodes: &mut dyn Iterator<Item = u32>,
) -> PackedMetric {
    PackedMetric::for_nodes(hierarchy, arcs, nodes)
}

/// As [`hierarchy::Field::new`].
#[inline(never)]
pub fn packed_field<'a>(
    hierarchy: &'a Hierarchy,
    metric: &'a PackedMetric,
    memory: FieldMemory<LANES>,
    exits: &[(u32, [u32; LANES])],
) -> PackedField<'a> {
    PackedField::new(hierarchy, metric, memory, exits)
}

/// As [`hierarchy::Field::lower`].
#[inline(never)]
pub fn lower(field: &mut PackedField<'_>, node: u32, sums: [u32; LANES]) {
    field.lower(node, sums);
}

impl Field for PackedField<'_> {
    #[inline]
    fn at(&mut self, node: u32) -> [u32; LANES] {
        hierarchy::Field::at(self, node)
    }
}

impl Field for FullField {
    fn at(&mut self, node: u32) -> [u32; LANES] {
        self.lanes[node as usize]
    }
}
