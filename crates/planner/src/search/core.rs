//! Contraction that keeps every way that anybody could want.

use std::collections::VecDeque;

use super::lists::Lists;
use super::{Link, Links};

/// A node is contracted when that adds at most so many links more than it takes away.
const SLACK: usize = 2;
/// Nodes with more pairs of links than this stay.
const PAIRS_MAX: usize = 64;

/// A graph in which most nodes were contracted: taken out, with all links between their neighbours
/// over them that are not worse than another in time and in charge. No search for witnesses, so
/// nothing is lost, for no charge, no reserve and no battery up to the capacity.
///
/// What is left is the core. From a contracted node links lead up, to nodes that were contracted
/// later and to the core; the links down to it are kept apart, for trips that end there.
#[derive(Debug, Clone)]
pub(crate) struct Core {
    /// Links of the core, and links up from contracted nodes.
    pub(crate) links: Links,
    /// For each contracted node the links down to it; their `head` is where they come from.
    down: Links,
    /// For each link that was added the two that it stands for.
    parts: Vec<(u32, u32)>,
    base: u32,
}

/// Nodes and links while they are contracted.
struct Contraction {
    nodes: usize,
    /// The links that leave each node, then, for each contracted node, those down to it.
    links: Lists<Link>,
    /// Tails of links, perhaps repeated, perhaps gone.
    tails: Lists<u32>,
    is_gone: Vec<bool>,
    parts: Vec<(u32, u32)>,
    base: u32,
    capacity: i32,
}

impl Core {
    /// Contracts `links`, whose ids must be below `base`, but not the nodes that `is_kept` says.
    pub(crate) fn new(links: Links, base: u32, capacity: i32, is_kept: &[bool]) -> Self {
        let nodes = links.nodes();
        let mut work = Contraction::new(&links, base, capacity);
        // They are all in there, and the memory is needed.
        drop(links);
        let mut queue: VecDeque<u32> = (0..).take(nodes).collect();
        let mut is_queued = vec![true; nodes];
        let mut arriving = Vec::new();
        let mut added = Vec::new();
        while let Some(node) = queue.pop_front() {
            is_queued[node as usize] = false;
            let is_done = is_kept[node as usize] || work.is_gone[node as usize];
            if is_done || !work.plan(node, &mut arriving, &mut added) {
                continue;
            }
            work.contract(node, &arriving, &added);
            let tails = arriving.iter().map(|(tail, _)| *tail);
            let heads = work.links.of(node as usize).map(|link| link.head);
            for neighbour in tails.chain(heads) {
                if !std::mem::replace(&mut is_queued[neighbour as usize], true) {
                    queue.push_back(neighbour);
                }
            }
        }
        work.tails = Lists::new(0, 0);
        let all = |lists: std::ops::Range<usize>| {
            let lists = lists.zip(0..);
            lists.flat_map(|(list, node)| work.links.of(list).map(move |link| (node, *link)))
        };
        Self {
            links: Links::new(nodes, all(0..nodes)),
            down: Links::new(nodes, all(nodes..2 * nodes)),
            parts: work.parts,
            base,
        }
    }

    /// The links that a leg with `exits` needs beyond those of the core: the exits, and the links
    /// down to them; sorted by tail.
    pub(crate) fn exits(&self, exits: Vec<(u32, Link)>) -> Vec<(u32, Link)> {
        let mut open: Vec<u32> = exits.iter().map(|exit| exit.0).collect();
        let mut all = exits;
        open.sort_unstable();
        open.dedup();
        let mut seen: std::collections::BTreeSet<u32> = open.iter().copied().collect();
        while let Some(node) = open.pop() {
            for link in self.down.of(node) {
                let tail = link.head;
                all.push((
                    tail,
                    Link {
                        head: node,
                        ..*link
                    },
                ));
                if seen.insert(tail) {
                    open.push(tail);
                }
            }
        }
        all.sort_unstable_by_key(|(tail, link)| (*tail, link.head, link.id));
        all
    }

    /// Number of ids in use.
    pub(crate) fn ids(&self) -> u32 {
        self.base + u32::try_from(self.parts.len()).unwrap_or(u32::MAX)
    }

    /// The links of the graph that the link `id` stands for, in order.
    pub(crate) fn unpack(&self, id: u32, mut visit: impl FnMut(u32)) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match id.checked_sub(self.base) {
                Some(part) => {
                    let (first, second) = self.parts[part as usize];
                    open.extend([second, first]);
                }
                None => visit(id),
            }
        }
    }
}

impl Contraction {
    fn new(links: &Links, base: u32, capacity: i32) -> Self {
        let nodes = links.nodes();
        let count = links.all().count();
        let mut work = Self {
            nodes,
            // Mostly 2.6 times as many links are left, up, down and in the core: room that is made
            // at once leaves no hole in the memory behind.
            links: Lists::new(2 * nodes, 3 * count),
            tails: Lists::new(nodes, count),
            is_gone: vec![false; nodes],
            parts: Vec::new(),
            base,
            capacity,
        };
        for (tail, link) in links.all() {
            if tail != link.head && work.insert(tail, *link) {
                work.tails.push(link.head as usize, tail);
            }
        }
        work
    }

    /// What contracting `node` would do: the links that arrive, and those to add, with their
    /// parts. False when there would be too many.
    fn plan(
        &mut self,
        node: u32,
        arriving: &mut Vec<(u32, Link)>,
        added: &mut Vec<(u32, Link, (u32, u32))>,
    ) -> bool {
        arriving.clear();
        added.clear();
        let mut tails: Vec<u32> = self.tails.of(node as usize).copied().collect();
        tails.retain(|tail| !self.is_gone[*tail as usize]);
        tails.sort_unstable();
        tails.dedup();
        self.tails.retain(node as usize, |_| false);
        for tail in tails {
            self.tails.push(node as usize, tail);
            let links = self.links.of(tail as usize);
            let links = links.filter(|link| link.head == node);
            arriving.extend(links.map(|link| (tail, *link)));
        }
        let leaving = || self.links.of(node as usize);
        let leave = leaving().count();
        if arriving.len() * leave > PAIRS_MAX {
            return false;
        }
        let most = arriving.len() + leave + SLACK;
        for (tail, into) in arriving.iter() {
            for on in leaving().filter(|on| on.head != *tail) {
                let Some(hop) = into.hop.then(on.hop, self.capacity) else {
                    continue;
                };
                let link = Link {
                    head: on.head,
                    id: 0,
                    hop,
                };
                if self.is_worse(*tail, &link) {
                    continue;
                }
                added.push((*tail, link, (into.id, on.id)));
                if added.len() > most {
                    return false;
                }
            }
        }
        true
    }

    fn contract(&mut self, node: u32, arriving: &[(u32, Link)], added: &[(u32, Link, (u32, u32))]) {
        self.is_gone[node as usize] = true;
        for (tail, link) in arriving {
            self.links.retain(*tail as usize, |link| link.head != node);
            let head = *tail;
            let down = Link { head, ..*link };
            self.links.push(self.nodes + node as usize, down);
        }
        for (tail, link, parts) in added {
            let id = self.base + u32::try_from(self.parts.len()).unwrap_or(u32::MAX - self.base);
            if self.insert(*tail, Link { id, ..*link }) {
                self.parts.push(*parts);
                self.tails.push(link.head as usize, *tail);
            }
        }
    }

    /// True when some link from `tail` leads to the same node and is no worse.
    fn is_worse(&self, tail: u32, link: &Link) -> bool {
        let mut same = self.links.of(tail as usize);
        same.any(|other| other.head == link.head && other.hop.is_no_worse(link.hop))
    }

    /// Adds `link` unless another is no worse; takes out those that are worse.
    fn insert(&mut self, tail: u32, link: Link) -> bool {
        if self.is_worse(tail, &link) {
            return false;
        }
        let is_better = |other: &Link| other.head == link.head && link.hop.is_no_worse(other.hop);
        self.links.retain(tail as usize, |other| !is_better(other));
        self.links.push(tail as usize, link);
        true
    }
}
