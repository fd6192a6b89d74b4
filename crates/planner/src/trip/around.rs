//! What a leg has around its start and its end, where the roads were contracted: links of its own,
//! and lower bounds at the nodes there.

use sorting::Table;

use super::ground::Ground;
use super::tuned::{Tuned, link};
use search::{Around, END, LANES, Link, PackedField, UNREACHABLE, plus, weights};

impl Tuned {
    /// The links that a leg with these `entries` and `exits` needs beyond those of the core.
    pub(super) fn around(
        &self,
        ground: &Ground,
        entries: &[Link],
        exits: Vec<(u32, Link)>,
    ) -> Around {
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
        (entries, around): (&[Link], &Around),
        end_potential: i32,
    ) -> PackedField<'a> {
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
        // What leads on from where a link leads is known before the link is looked at.
        for (tail, link) in &around.down {
            let ahead = match link.head {
                END => [0; LANES],
                head => known.of(head),
            };
            known.lower(*tail, through(*tail, link, ahead));
        }
        let is_in_metric = |node: u32| self.bounds.knows(ground, node);
        let exits = known.all().filter(|exit| is_in_metric(exit.0));
        let exits: Vec<(u32, [u32; LANES])> = exits.collect();
        let mut field = self.bounds.field(ground, &exits);
        for (tail, link) in around.up.iter().rev() {
            let mut ahead = known.of(link.head);
            if is_in_metric(link.head) {
                ahead = least(ahead, search::Field::at(&mut field, link.head));
            }
            known.lower(*tail, through(*tail, link, ahead));
        }
        // From where nothing leads on.
        let links = around.up.iter().chain(&around.down);
        let heads = entries.iter().chain(links.map(|(_, link)| link));
        let heads = heads.map(|link| link.head);
        for node in heads.filter(|node| *node != END && !is_in_metric(*node)) {
            known.lower(node, [UNREACHABLE; LANES]);
        }
        // The field has its exits already, and is not asked for them here: that would compute what
        // nobody may need.
        let up = around.up.iter().map(|(tail, _)| *tail);
        for node in up.filter(|node| is_in_metric(*node)) {
            search::lower(&mut field, node, known.of(node));
        }
        for (node, sums) in known.all().filter(|known| !is_in_metric(known.0)) {
            field.know(node, sums);
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
