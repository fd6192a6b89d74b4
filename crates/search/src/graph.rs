//! The graph that the search drives on.

use super::Profile;

/// A path between two nodes, as the search sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    /// Time to drive it as it counts, in ticks.
    pub time: u32,
    /// Time to drive it by the clock: no more.
    pub clock: u32,
    /// What it does to the charge.
    pub profile: Profile,
}

impl Hop {
    /// Being there already.
    pub const STAY: Self = Self {
        time: 0,
        clock: 0,
        profile: Profile::STAY,
    };

    /// This hop and then `next`.
    #[inline]
    pub fn then(self, next: Self, room: i32) -> Option<Self> {
        Some(Self {
            time: self.time.saturating_add(next.time),
            clock: self.clock.saturating_add(next.clock),
            profile: self.profile.then(next.profile, room)?,
        })
    }

    /// True when nobody would take `other` instead of this one: it is there no later by the clock,
    /// and however long one waits then, the time that counts is no more.
    #[inline]
    pub fn is_no_worse(self, other: Self) -> bool {
        self.clock <= other.clock
            && self.ahead() <= other.ahead()
            && self.profile.is_no_worse(other.profile)
    }

    /// So much more counts than passes.
    #[inline]
    pub fn ahead(self) -> u32 {
        self.time.saturating_sub(self.clock)
    }
}

/// A hop that leads somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Where it leads: a node, or [`END`].
    pub head: u32,
    /// What it stands for: an index whose meaning the owner of the graph knows.
    pub id: u32,
    /// What driving it does.
    pub hop: Hop,
}

/// The head of links that lead to the end of a leg.
pub const END: u32 = u32::MAX;

/// The links that leave each node, node by node.
#[derive(Debug, Clone, Default)]
pub struct Links {
    first: Vec<u32>,
    links: Vec<Link>,
}

impl Links {
    /// From links in any order, each with its tail, which must be below `nodes`.
    pub fn new(nodes: usize, tails: impl Iterator<Item = (u32, Link)> + Clone) -> Self {
        let mut first = vec![0_u32; nodes + 1];
        for (tail, _) in tails.clone() {
            first[tail as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let nothing = Link {
            head: END,
            id: 0,
            hop: Hop::STAY,
        };
        let mut links = vec![nothing; first[nodes] as usize];
        let mut next = first.clone();
        for (tail, link) in tails {
            let slot = &mut next[tail as usize];
            links[*slot as usize] = link;
            *slot += 1;
        }
        Self { first, links }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// The links that leave `node`.
    #[inline]
    pub fn of(&self, node: u32) -> &[Link] {
        let node = node as usize;
        &self.links[self.first[node] as usize..self.first[node + 1] as usize]
    }

    /// Every link with its tail.
    pub fn all(&self) -> impl Iterator<Item = (u32, Link)> + Clone {
        let nodes = u32::try_from(self.nodes()).unwrap_or(u32::MAX);
        (0..nodes).flat_map(|node| self.of(node).iter().map(move |link| (node, *link)))
    }
}
