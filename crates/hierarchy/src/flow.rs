//! A small cut through a graph: as many disjoint ways as there are from one side to the other.

/// An undirected graph for flows of one unit on each edge.
#[derive(Debug)]
pub(crate) struct FlowGraph {
    first: Vec<u32>,
    head: Vec<u32>,
    /// The same edge in the other direction.
    twin: Vec<u32>,
    /// 1 with the edge, -1 against it.
    flow: Vec<i8>,
    level: Vec<u32>,
    next: Vec<u32>,
    queue: Vec<u32>,
}

/// What a node is for a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Source,
    Sink,
    Between,
}

const UNSEEN: u32 = u32::MAX;

impl FlowGraph {
    pub(crate) fn new(nodes: usize, edges: &[(u32, u32)]) -> Self {
        let mut first = vec![0_u32; nodes + 1];
        for (a, b) in edges {
            first[*a as usize + 1] += 1;
            first[*b as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let (mut head, mut twin) = (vec![0; edges.len() * 2], vec![0; edges.len() * 2]);
        for (a, b) in edges {
            let (there, back) = (next[*a as usize], next[*b as usize]);
            next[*a as usize] += 1;
            next[*b as usize] += 1;
            (head[there as usize], twin[there as usize]) = (*b, back);
            (head[back as usize], twin[back as usize]) = (*a, there);
        }
        Self {
            flow: vec![0; head.len()],
            level: vec![UNSEEN; nodes],
            next,
            queue: Vec::with_capacity(nodes),
            first,
            head,
            twin,
        }
    }

    pub(crate) fn neighbours(&self, node: u32) -> &[u32] {
        &self.head[self.edges(node)]
    }

    fn edges(&self, node: u32) -> std::ops::Range<usize> {
        self.first[node as usize] as usize..self.first[node as usize + 1] as usize
    }

    /// The greatest flow from sources to sinks (Dinic's algorithm), or `None` when it is `most` or
    /// more. Afterwards [`Self::is_behind`] tells the sides of a least cut.
    pub(crate) fn run(&mut self, roles: &[Role], most: usize) -> Option<usize> {
        self.flow.fill(0);
        let mut total = 0;
        while self.find_levels(roles) {
            for node in 0..self.level.len() {
                self.next[node] = self.first[node];
            }
            for source in 0..self.level.len() {
                if roles[source] != Role::Source {
                    continue;
                }
                let source = crate::elimination::index(source);
                while self.push(source, roles) {
                    total += 1;
                    if total >= most {
                        return None;
                    }
                }
            }
        }
        Some(total)
    }

    /// True for a node that the sources still reach after [`Self::run`].
    pub(crate) fn is_behind(&self, node: u32) -> bool {
        self.level[node as usize] != UNSEEN
    }

    /// Distances from the sources where there is room; true when a sink is reached.
    fn find_levels(&mut self, roles: &[Role]) -> bool {
        self.level.fill(UNSEEN);
        self.queue.clear();
        for (node, role) in roles.iter().enumerate() {
            if *role == Role::Source {
                self.level[node] = 0;
                self.queue.push(crate::elimination::index(node));
            }
        }
        let (mut at, mut is_reached) = (0, false);
        while let Some(node) = self.queue.get(at).copied() {
            at += 1;
            for edge in self.edges(node) {
                let head = self.head[edge];
                if self.flow[edge] < 1 && self.level[head as usize] == UNSEEN {
                    self.level[head as usize] = self.level[node as usize] + 1;
                    is_reached |= roles[head as usize] == Role::Sink;
                    self.queue.push(head);
                }
            }
        }
        is_reached
    }

    /// One more unit from `source` along rising levels.
    fn push(&mut self, source: u32, roles: &[Role]) -> bool {
        let mut path: Vec<usize> = Vec::new();
        let mut node = source;
        loop {
            if roles[node as usize] == Role::Sink {
                for edge in path {
                    self.flow[edge] += 1;
                    self.flow[self.twin[edge] as usize] -= 1;
                }
                return true;
            }
            let end = self.first[node as usize + 1];
            let edge = self.next[node as usize];
            if edge == end {
                // Nothing leads on from here: back, and never again.
                let Some(last) = path.pop() else { return false };
                node = self.head[self.twin[last] as usize];
                self.next[node as usize] += 1;
                continue;
            }
            let head = self.head[edge as usize];
            let rises = self.level[head as usize] == self.level[node as usize] + 1;
            if rises && self.flow[edge as usize] < 1 {
                path.push(edge as usize);
                node = head;
            } else {
                self.next[node as usize] += 1;
            }
        }
    }
}
