//! Which sequences of roads are banned, as one machine that reads a drive road by road.
//!
//! Aho and Corasick, "Efficient string matching" (1975), over roads instead of letters: a ban on
//! turning is a word of two roads, one over a road between is a word of three or more.

use std::collections::{BTreeMap, VecDeque};

use crate::RoadEdge;

/// Roads that may not be driven one after the other; two at least.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TurnBan(pub Vec<RoadEdge>);

/// What of the drive so far may become a ban. 0: nothing.
pub(crate) type BanState = u32;

/// Reads a drive and stops it where a ban is complete.
#[derive(Debug, Default)]
pub(crate) struct BanMachine {
    states: Vec<State>,
}

#[derive(Debug, Default)]
struct State {
    next: BTreeMap<RoadEdge, BanState>,
    /// The longest shorter end of the drive that may become a ban as well.
    shorter: BanState,
    is_banned: bool,
}

impl BanMachine {
    pub(crate) fn new<'a>(bans: impl IntoIterator<Item = &'a TurnBan>) -> Self {
        let mut states = vec![State::default()];
        for ban in bans {
            let mut at = 0_usize;
            for edge in &ban.0 {
                let new = states.len();
                let id = BanState::try_from(new).unwrap_or(BanState::MAX);
                at = *states[at].next.entry(*edge).or_insert(id) as usize;
                if at == new {
                    states.push(State::default());
                }
            }
            states[at].is_banned = true;
        }
        let mut machine = Self { states };
        machine.link();
        machine
    }

    /// Sets `shorter` of every state, shortest first.
    fn link(&mut self) {
        let mut open: VecDeque<usize> = VecDeque::from([0]);
        while let Some(at) = open.pop_front() {
            let next: Vec<(RoadEdge, BanState)> =
                self.states[at].next.iter().map(|(e, s)| (*e, *s)).collect();
            for (edge, target) in next {
                let target = target as usize;
                if at != 0 {
                    let shorter = self.follow(self.states[at].shorter, edge);
                    self.states[target].shorter = shorter;
                    let is_banned = self.states[shorter as usize].is_banned;
                    self.states[target].is_banned |= is_banned;
                }
                open.push_back(target);
            }
        }
    }

    fn follow(&self, mut at: BanState, edge: RoadEdge) -> BanState {
        loop {
            let state = &self.states[at as usize];
            match state.next.get(&edge) {
                Some(next) => return *next,
                None if at == 0 => return 0,
                None => at = state.shorter,
            }
        }
    }

    /// The state after driving `edge` in state `at`; `None` when that completes a ban.
    pub(crate) fn drive(&self, at: BanState, edge: RoadEdge) -> Option<BanState> {
        if self.states.len() == 1 {
            return Some(0);
        }
        let next = self.follow(at, edge);
        (!self.states[next as usize].is_banned).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RoadId;

    fn edges(roads: &[u32]) -> Vec<RoadEdge> {
        let edge = |road: &u32| RoadEdge {
            road: RoadId(*road),
            is_backward: false,
        };
        roads.iter().map(edge).collect()
    }

    #[test]
    fn a_drive_is_stopped_exactly_where_it_ends_in_a_ban() {
        let bans = [vec![1, 2], vec![2, 3, 4], vec![5, 2, 3, 6]];
        let machine = BanMachine::new(&bans.clone().map(|ban| TurnBan(edges(&ban))));
        // All drives of five roads out of six, against the plain definition.
        for code in 0..6_u32.pow(5) {
            let drive: Vec<u32> = (0..5).map(|i| code / 6_u32.pow(i) % 6 + 1).collect();
            let mut state = Some(0);
            for (index, edge) in edges(&drive).into_iter().enumerate() {
                state = state.and_then(|state| machine.drive(state, edge));
                let so_far = &drive[..=index];
                let is_banned = bans
                    .iter()
                    .any(|ban| so_far.windows(ban.len()).any(|part| part == &ban[..]));
                assert_eq!(state.is_none(), is_banned, "{so_far:?}");
            }
        }
    }
}
