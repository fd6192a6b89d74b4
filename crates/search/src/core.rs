//! Contraction that keeps every way that anybody could want.

use std::collections::VecDeque;
use std::ops::Range;

use super::lists::Lists;
use super::{END, Hop, Link, Links};

/// A node is contracted when that adds at most so many links more than it takes away.
const SLACK: usize = 2;
/// Nodes with more pairs of links than this stay.
const PAIRS_MAX: usize = 64;

/// Mostly a leg has no more links around its start, or its end.
const AROUND: usize = 64;

/// A graph in which most nodes were contracted: taken out, with all links between their neighbours
/// over them that are not worse than another in time and in charge. No search for witnesses, so
/// nothing is lost, for no charge, no reserve and no battery up to the capacity.
///
/// What is left is the core. Links lead from a contracted node up, to nodes that were contracted
/// later and to the core, and down to it from these. Only what starts or ends nearby drives on them:
/// they are kept by their ids alone, and made anew for each leg.
#[derive(Debug, Clone)]
pub struct Core {
    /// Links of the core.
    pub links: Links,
    /// For each node where its ids are.
    gone: Vec<Gone>,
    /// Ids of links up from contracted nodes and down to them, node by node.
    steps: Vec<u32>,
    /// For each link that was added the two that it stands for.
    parts: Vec<(u32, u32)>,
    base: u32,
    capacity: i32,
}

/// Links of a leg beyond those of the core, each with its tail.
#[derive(Debug)]
pub struct Around {
    /// Up to the core, by the height of their tails.
    pub up: Vec<(u32, Link)>,
    /// To the end, and down from the core, by the height of their heads.
    pub down: Vec<(u32, Link)>,
}

/// Where the links of a contracted node are.
#[derive(Debug, Clone, Copy)]
struct Gone {
    /// Grows with each that is contracted; [`LEFT`] for a node of the core, which has none.
    first: u32,
    ups: u16,
    downs: u16,
}

/// Nodes of the core were contracted last, so to say.
const LEFT: u32 = u32::MAX;

/// The tail of a link of the graph, and the link, by its id.
pub(crate) type Arcs<'a> = (&'a dyn Fn(u32) -> u32, &'a dyn Fn(u32) -> Link);

/// Nodes and links while they are contracted.
struct Contraction {
    /// The links that leave each node that is left.
    links: Lists<Link>,
    /// Tails of links, perhaps repeated, perhaps gone.
    tails: Lists<u32>,
    is_gone: Vec<bool>,
    gone: Vec<Gone>,
    steps: Vec<u32>,
    parts: Vec<(u32, u32)>,
    base: u32,
    capacity: i32,
}

impl Core {
    /// Contracts the graph of so many nodes and these links, each with its tail, whose ids must be
    /// below `base`; but not the nodes that `is_kept` says.
    pub fn new(
        links: &mut dyn Iterator<Item = (u32, Link)>,
        base: u32,
        capacity: i32,
        is_kept: &[bool],
    ) -> Self {
        let nodes = is_kept.len();
        let mut work = Contraction::new(nodes, links, base, capacity);
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
            let leaving: Vec<Link> = work.links.of(node as usize).copied().collect();
            work.contract(node, &arriving, &leaving, &added);
            let tails = arriving.iter().map(|(tail, _)| *tail);
            let heads = leaving.iter().map(|link| link.head);
            for neighbour in tails.chain(heads) {
                if !std::mem::replace(&mut is_queued[neighbour as usize], true) {
                    queue.push_back(neighbour);
                }
            }
        }
        work.tails = Lists::new(0);
        work.parts.shrink_to_fit();
        work.steps.shrink_to_fit();
        let left = (0..nodes).zip(0..);
        let left = left.flat_map(|(list, node)| work.links.of(list).map(move |l| (node, *l)));
        Self {
            links: Links::new(nodes, left),
            gone: work.gone,
            steps: work.steps,
            parts: work.parts,
            base,
            capacity,
        }
    }

    /// The links that a leg needs beyond those of the core: up from the nodes where it is entered at,
    /// and down to the `exits`, and these. `arcs` give the tail of a link of the graph, and the link,
    /// by its id.
    pub fn around(&self, entries: &[Link], exits: Vec<(u32, Link)>, arcs: Arcs<'_>) -> Around {
        let begins = entries.iter().filter(|link| link.head != END);
        let begins = begins.map(|link| link.head);
        let mut up = Vec::with_capacity(AROUND);
        self.spread(begins, Gone::ups, arcs, |(tail, link)| {
            up.push((tail, link));
            link.head
        });
        let ends: Vec<u32> = exits.iter().map(|exit| exit.0).collect();
        let mut down = exits;
        self.spread(ends.into_iter(), Gone::downs, arcs, |(tail, link)| {
            down.push((tail, link));
            tail
        });
        Around { up, down }
    }

    /// True for a node of the core.
    pub fn is_left(&self, node: u32) -> bool {
        self.height(node) == LEFT
    }

    /// Links up from contracted nodes lead to greater heights, those down to lesser ones.
    pub fn height(&self, node: u32) -> u32 {
        self.gone[node as usize].first
    }

    /// From node to node along the links of contracted ones, the lowest first; `visit` says to which
    /// node each leads.
    fn spread(
        &self,
        nodes: impl Iterator<Item = u32>,
        which: impl Fn(Gone) -> Range<usize>,
        arcs: Arcs<'_>,
        mut visit: impl FnMut((u32, Link)) -> u32,
    ) {
        let mut open = Vec::new();
        // All links lead higher: who was left is not come to again.
        let come = |open: &mut Vec<u32>, node: u32| {
            if !self.is_left(node) && !open.contains(&node) {
                open.push(node);
            }
        };
        nodes.for_each(|node| come(&mut open, node));
        let mut parts = Vec::new();
        while let Some(lowest) = (0..open.len()).min_by_key(|at| self.height(open[*at])) {
            let node = open.swap_remove(lowest);
            for id in &self.steps[which(self.gone[node as usize])] {
                come(&mut open, visit(self.link(*id, arcs, &mut parts)));
            }
        }
    }

    /// The link with this id, and its tail. `parts` is room to work in.
    fn link(&self, id: u32, (tail, arc): Arcs<'_>, parts: &mut Vec<u32>) -> (u32, Link) {
        let (mut first, mut head, mut hop) = (END, END, Hop::STAY);
        self.unpack_in(parts, id, &mut |part| {
            let next = arc(part);
            if head == END {
                first = tail(part);
            }
            head = next.head;
            // What was put together once can be driven.
            hop = hop.then(next.hop, self.capacity).unwrap_or(hop);
        });
        (first, Link { head, id, hop })
    }

    /// Number of ids in use.
    pub fn ids(&self) -> u32 {
        self.base + u32::try_from(self.parts.len()).unwrap_or(u32::MAX)
    }

    /// The links of the graph that the link `id` stands for, in order.
    pub fn unpack(&self, id: u32, visit: &mut dyn FnMut(u32)) {
        self.unpack_in(&mut Vec::new(), id, visit);
    }

    fn unpack_in(&self, open: &mut Vec<u32>, id: u32, visit: &mut dyn FnMut(u32)) {
        open.push(id);
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

impl Gone {
    fn ups(self) -> Range<usize> {
        let first = self.first as usize;
        first..first + usize::from(self.ups)
    }

    fn downs(self) -> Range<usize> {
        let first = self.ups().end;
        first..first + usize::from(self.downs)
    }
}

impl Contraction {
    fn new(
        nodes: usize,
        links: &mut dyn Iterator<Item = (u32, Link)>,
        base: u32,
        capacity: i32,
    ) -> Self {
        let count = base as usize;
        let mut work = Self {
            links: Lists::new(nodes),
            tails: Lists::new(nodes),
            is_gone: vec![false; nodes],
            gone: vec![
                Gone {
                    first: LEFT,
                    ups: 0,
                    downs: 0
                };
                nodes
            ],
            // Mostly so many: room that is made at once leaves no hole in the memory behind.
            steps: Vec::with_capacity(2 * count + count / 4),
            parts: Vec::with_capacity(2 * count),
            base,
            capacity,
        };
        for (tail, link) in links {
            if tail != link.head && work.insert(tail, link) {
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
        sorting::numbers(&mut tails);
        tails.dedup();
        self.tails.clear(node as usize);
        for tail in tails {
            self.tails.push(node as usize, tail);
            let links = self.links.of(tail as usize);
            let links = links.filter(|link| link.head == node);
            arriving.extend(links.map(|link| (tail, *link)));
        }
        let leaving = || self.links.of(node as usize);
        let leave = leaving().count();
        let fits = |count: usize| u16::try_from(count).is_ok();
        if arriving.len() * leave > PAIRS_MAX || !fits(arriving.len()) || !fits(leave) {
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

    fn contract(
        &mut self,
        node: u32,
        arriving: &[(u32, Link)],
        leaving: &[Link],
        added: &[(u32, Link, (u32, u32))],
    ) {
        self.is_gone[node as usize] = true;
        let count = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        self.gone[node as usize] = Gone {
            first: u32::try_from(self.steps.len()).unwrap_or(u32::MAX),
            ups: count(leaving.len()),
            downs: count(arriving.len()),
        };
        let downs = arriving.iter().map(|(_, link)| link.id);
        self.steps
            .extend(leaving.iter().map(|link| link.id).chain(downs));
        self.links.clear(node as usize);
        self.tails.clear(node as usize);
        for (tail, _) in arriving {
            self.links.retain(*tail as usize, |link| link.head != node);
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
