//! Which sequences of roads are banned, as one machine that reads a drive road by road.
//!
//! Aho and Corasick, "Efficient string matching" (1975), over roads instead of letters: a ban on
//! turning is a word of two roads, one over a road between is a word of three or more.

use sorting::{Table, pair};

use crate::RoadEdge;
use crate::network::code;

/// Roads that may not be driven one after the other; two at least.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TurnBan(pub Vec<RoadEdge>);

/// What of the drive so far may become a ban. 0: nothing.
pub(crate) type BanState = u32;

/// Reads a drive and stops it where a ban is complete.
#[derive(Debug, Default)]
pub(crate) struct BanMachine {
    states: Vec<State>,
    /// By a state and the road that is driven next.
    next: Table<BanState>,
}

#[derive(Debug, Default)]
struct State {
    /// The state before, and the road that was driven from there.
    before: Option<(BanState, RoadEdge)>,
    /// Roads so far.
    length: usize,
    /// The longest shorter end of the drive that may become a ban as well.
    shorter: BanState,
    is_banned: bool,
}

impl BanMachine {
    pub(crate) fn new<'a>(bans: impl IntoIterator<Item = &'a TurnBan>) -> Self {
        let mut states = vec![State::default()];
        let mut next = Table::default();
        for ban in bans {
            let mut at = 0;
            for (edge, length) in ban.0.iter().zip(1..) {
                let new = BanState::try_from(states.len()).unwrap_or(BanState::MAX);
                let before = Some((at, *edge));
                at = *next.or_insert(pair(at, code(*edge)), new);
                if at == new {
                    states.push(State {
                        before,
                        length,
                        ..State::default()
                    });
                }
            }
            states[at as usize].is_banned = true;
        }
        let mut machine = Self { states, next };
        machine.link();
        machine
    }

    /// Sets `shorter` of every state, shortest first.
    fn link(&mut self) {
        let mut order: Vec<usize> = (0..self.states.len()).collect();
        sorting::by_key(&mut order, |at| self.states[*at].length);
        for at in order {
            let before = self.states[at].before.filter(|before| before.0 != 0);
            let Some((before, edge)) = before else {
                continue;
            };
            let shorter = self.follow(self.states[before as usize].shorter, edge);
            let is_banned = self.states[shorter as usize].is_banned;
            self.states[at].shorter = shorter;
            self.states[at].is_banned |= is_banned;
        }
    }

    fn follow(&self, mut at: BanState, edge: RoadEdge) -> BanState {
        loop {
            match self.next.get(pair(at, code(edge))) {
                Some(next) => return *next,
                None if at == 0 => return 0,
                None => at = self.states[at as usize].shorter,
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
