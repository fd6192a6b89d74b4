//! What a leg has around its start and its end, where the roads were contracted: links of its own,
//! and lower bounds at the nodes there.

use std::cmp::Reverse;

use hierarchy::FieldMemory;
use sorting::Table;

use super::ground::Ground;
use super::tuned::{Tuned, link};
use search::{END, LANES, Link, PackedField, UNREACHABLE, packed_field, plus, weights};

impl Tuned {
    /// The links that a leg with these `entries` and `exits` needs beyond those of the core, sorted
    /// by tail.
    pub(super) fn around(
        &self,
        ground: &Ground,
        entries: &[Link],
        exits: Vec<(u32, Link)>,
    ) -> Vec<(u32, Link)> {
        let network = &ground.network;
        let arc = |id: u32| {
            let arc = id as usize;
            let cost = (self.times[arc], self.counted_on(arc), self.energies[arc]);
            link(network.arcs()[arc].head, cost, id)
        };
        let tail = |id: u32| network.tail(id as usize);
        self.core.around(entries, exits, (&tail, &arc))
    }

    /// A potential for a place that `exits` lead to: no link there takes less than it says.
    pub(super) fn end_potential(&self, exits: &[(u32, Link)]) -> i32 {
        let highest = exits.iter().map(|(tail, link)| {
            let potential = self.potential_of(*tail);
            potential.saturating_sub(link.hop.profile.cost)
        });
        highest.max().unwrap_or(0)
    }

    /// The field of a leg with these `entries` and these links `around` it, to its end.
    ///
    /// The metric knows the core, and some nodes more. At all others that the leg meets one can
    /// drive on its own links only: up to the core, or down to the end. So one can where the metric
    /// knows a node that was contracted: its ways over nodes that were contracted later, and that
    /// the metric does not know, are links of the leg too.
    pub(super) fn field<'a>(
        &'a self,
        ground: &'a Ground,
        memory: FieldMemory<LANES>,
        (entries, around): (&[Link], &[(u32, Link)]),
        end_potential: i32,
    ) -> PackedField<'a> {
        let core = &self.core;
        let through = |tail: u32, link: &Link, ahead: [u32; LANES]| {
            let end = match link.head {
                END => end_potential,
                head => self.potential_of(head),
            };
            let (hop, fall) = (&link.hop, self.potential_of(tail) - end);
            let own = weights(hop.time, hop.profile.cost, fall, self.price());
            std::array::from_fn(|lane| plus(own[lane], ahead[lane]))
        };
        let mut known = Known::default();
        let is_down = |(tail, link): &&(u32, Link)| {
            link.head == END || core.height(link.head) < core.height(*tail)
        };
        let (mut down, mut up): (Vec<&(u32, Link)>, Vec<_>) = around.iter().partition(is_down);
        sorting::by_key(&mut down, |(tail, _)| core.height(*tail));
        sorting::by_key(&mut up, |(tail, _)| Reverse(core.height(*tail)));
        for (tail, link) in down {
            let ahead = match link.head {
                END => [0; LANES],
                head => known.of(head),
            };
            known.lower(*tail, through(*tail, link, ahead));
        }
        let is_in_metric = |node: u32| self.metric.knows(&ground.hierarchy, node);
        let exits = known.all().filter(|exit| is_in_metric(exit.0));
        let exits: Vec<(u32, [u32; LANES])> = exits.collect();
        let mut field = packed_field(&ground.hierarchy, &self.metric, memory, &exits);
        for (tail, link) in up {
            let mut ahead = known.of(link.head);
            if is_in_metric(link.head) {
                ahead = least(ahead, search::Field::at(&mut field, link.head));
            }
            known.lower(*tail, through(*tail, link, ahead));
        }
        // From where nothing leads on.
        let heads = entries.iter().chain(around.iter().map(|(_, link)| link));
        let heads = heads.map(|link| link.head);
        for node in heads.filter(|node| *node != END && !is_in_metric(*node)) {
            known.lower(node, [UNREACHABLE; LANES]);
        }
        for (node, sums) in known.all() {
            if is_in_metric(node) {
                search::lower(&mut field, node, sums);
            } else {
                field.know(node, sums);
            }
        }
        field
    }
}

/// Least sums of some nodes.
#[derive(Default)]
struct Known(Table<[u32; LANES]>);

impl Known {
    fn all(&self) -> impl Iterator<Item = (u32, [u32; LANES])> {
        let items = self.0.items.iter();
        items.map(|(node, sums)| (u32::try_from(*node).unwrap_or(u32::MAX), *sums))
    }

    fn of(&self, node: u32) -> [u32; LANES] {
        self.0
            .get(node.into())
            .copied()
            .unwrap_or([UNREACHABLE; LANES])
    }

    fn lower(&mut self, node: u32, sums: [u32; LANES]) {
        let known = self.0.or_insert(node.into(), [UNREACHABLE; LANES]);
        *known = least(*known, sums);
    }
}

fn least(one: [u32; LANES], other: [u32; LANES]) -> [u32; LANES] {
    std::array::from_fn(|lane| one[lane].min(other[lane]))
}
