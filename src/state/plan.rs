//! Where planning stands.

use container::Text;
use planner::{Answer, Itinerary, NoPlan};

/// Number of a request. A late answer carries an old one and is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RequestId(pub u32);

impl RequestId {
    /// The number after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// What the driver sees of planning.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum PlanState {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// The worker is at it.
    Searching(RequestId),
    /// A plan.
    Ready(Itinerary),
    /// There is none, and why.
    NoRoute(NoPlan),
    /// The request could not be planned at all.
    Failed(Text),
}

impl PlanState {
    /// The state after the answer to request `id` arrived; itself when that is not the current
    /// request.
    #[must_use]
    pub fn answered(self, id: RequestId, answer: Result<Answer, Text>) -> Self {
        match (self, answer) {
            (Self::Searching(current), answer) if current == id => match answer {
                Ok(Answer::Feasible(itinerary)) => Self::Ready(itinerary),
                Ok(Answer::Infeasible(no_plan)) => Self::NoRoute(no_plan),
                Err(message) => Self::Failed(message),
            },
            (state, _) => state,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_answer_is_dropped() {
        let searching = PlanState::Searching(RequestId(7));
        let late = Err(Text::new("旧", "old"));
        assert_eq!(
            searching.clone().answered(RequestId(6), late.clone()),
            searching
        );
        assert!(matches!(
            searching.answered(RequestId(7), late),
            PlanState::Failed(_)
        ));
    }
}
