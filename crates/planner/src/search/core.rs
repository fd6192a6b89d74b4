//! Contraction that keeps every way that anybody could want.

use std::collections::VecDeque;

use super::{Hop, Link, Links};

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
    out: Vec<Vec<Link>>,
    /// Tails of links, perhaps repeated, perhaps gone.
    tails: Vec<Vec<u32>>,
    is_gone: Vec<bool>,
    down: Vec<(u32, Link)>,
    parts: Vec<(u32, u32)>,
    base: u32,
    capacity: i32,
}

impl Core {
    /// Contracts `links`, whose ids must be below `base`, but not the nodes that `is_kept` says.
    pub(crate) fn new(links: &Links, base: u32, capacity: i32, is_kept: &[bool]) -> Self {
        let nodes = links.nodes();
        let mut work = Contraction {
            out: vec![Vec::new(); nodes],
            tails: vec![Vec::new(); nodes],
            is_gone: vec![false; nodes],
            down: Vec::new(),
            parts: Vec::new(),
            base,
            capacity,
        };
        for (tail, link) in links.all() {
            if tail != link.head && insert(&mut work.out[tail as usize], *link) {
                work.tails[link.head as usize].push(tail);
            }
        }
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
            let heads = work.out[node as usize].iter().map(|link| link.head);
            for neighbour in tails.chain(heads) {
                if !std::mem::replace(&mut is_queued[neighbour as usize], true) {
                    queue.push_back(neighbour);
                }
            }
        }
        let all = work.out.iter().zip(0..);
        let all = all.flat_map(|(out, tail)| out.iter().map(move |link| (tail, *link)));
        Self {
            links: Links::new(nodes, all),
            down: Links::new(nodes, work.down.iter().copied()),
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
        let tails = &mut self.tails[node as usize];
        tails.sort_unstable();
        tails.dedup();
        tails.retain(|tail| !self.is_gone[*tail as usize]);
        for tail in &self.tails[node as usize] {
            let links = self.out[*tail as usize].iter();
            arriving.extend(
                links
                    .filter(|link| link.head == node)
                    .map(|link| (*tail, *link)),
            );
        }
        let leaving = &self.out[node as usize];
        if arriving.len() * leaving.len() > PAIRS_MAX {
            return false;
        }
        let most = arriving.len() + leaving.len() + SLACK;
        let mut count = 0;
        for (tail, into) in arriving.iter() {
            for on in leaving.iter().filter(|on| on.head != *tail) {
                let Some(hop) = into.hop.then(on.hop, self.capacity) else {
                    continue;
                };
                let link = Link {
                    head: on.head,
                    id: 0,
                    hop,
                };
                if is_worse(&self.out[*tail as usize], &link) {
                    continue;
                }
                added.push((*tail, link, (into.id, on.id)));
                count += 1;
                if count > most {
                    return false;
                }
            }
        }
        true
    }

    fn contract(&mut self, node: u32, arriving: &[(u32, Link)], added: &[(u32, Link, (u32, u32))]) {
        self.is_gone[node as usize] = true;
        for (tail, link) in arriving {
            self.down.push((
                node,
                Link {
                    head: *tail,
                    ..*link
                },
            ));
            self.out[*tail as usize].retain(|link| link.head != node);
        }
        for (tail, link, parts) in added {
            let id = self.base + u32::try_from(self.parts.len()).unwrap_or(u32::MAX - self.base);
            if insert(&mut self.out[*tail as usize], Link { id, ..*link }) {
                self.parts.push(*parts);
                self.tails[link.head as usize].push(*tail);
            }
        }
    }
}

/// True when some link of `links` leads to the same node and is no worse.
fn is_worse(links: &[Link], link: &Link) -> bool {
    let same = links.iter().filter(|other| other.head == link.head);
    same.into_iter()
        .any(|other| other.hop.is_no_worse(link.hop))
}

/// Adds `link` unless another is no worse; takes out those that are worse.
fn insert(links: &mut Vec<Link>, link: Link) -> bool {
    if is_worse(links, &link) {
        return false;
    }
    let hop: Hop = link.hop;
    links.retain(|other| other.head != link.head || !hop.is_no_worse(other.hop));
    links.push(link);
    true
}
