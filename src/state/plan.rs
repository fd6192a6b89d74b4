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
    /// A plan that the worker still tries to better; its gap becomes smaller.
    Improving(RequestId, Itinerary),
    /// A plan; all is said.
    Ready(Itinerary),
    /// There is none, and why.
    NoRoute(NoPlan),
    /// The request could not be planned at all.
    Failed(Text),
}

/// What the worker says about a request.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// The best plan so far.
    Early(Itinerary),
    /// The best plan so far is nearer to an optimum than was known: its gap.
    Gap(f64),
    /// The last word.
    Answer(Result<Answer, Text>),
}

impl PlanState {
    /// Takes news about request `id`. Returns false, and changes nothing, when that is not the
    /// current request, or when nothing is new for the driver.
    pub fn hear(&mut self, id: RequestId, news: News) -> bool {
        let (Self::Searching(current) | Self::Improving(current, _)) = self else {
            return false;
        };
        if *current != id {
            return false;
        }
        *self = match (&mut *self, news) {
            (Self::Improving(_, plan), News::Gap(gap)) => {
                return std::mem::replace(&mut plan.gap, gap)
                    .total_cmp(&gap)
                    .is_ne();
            }
            (_, News::Gap(_)) => return false,
            (_, News::Early(plan)) => Self::Improving(id, plan),
            (_, News::Answer(Ok(Answer::Feasible(plan)))) => Self::Ready(plan),
            (_, News::Answer(Ok(Answer::Infeasible(no_plan)))) => Self::NoRoute(no_plan),
            (_, News::Answer(Err(message))) => Self::Failed(message),
        };
        true
    }

    /// The plan to show, if there is one.
    pub fn plan(&self) -> Option<&Itinerary> {
        match self {
            Self::Improving(_, plan) | Self::Ready(plan) => Some(plan),
            Self::Idle | Self::Searching(_) | Self::NoRoute(_) | Self::Failed(_) => None,
        }
    }

    /// True while the worker is at it.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Searching(_) | Self::Improving(..))
    }
}

#[cfg(test)]
mod tests {
    use units::{Meters, Seconds, WattHours};

    use super::*;

    fn plan(gap: f64) -> Itinerary {
        Itinerary {
            total_time: Seconds(3600.0),
            driving: Seconds(3600.0),
            charging: Seconds(0.0),
            waiting: Seconds(0.0),
            staying: Seconds(0.0),
            resting: Seconds(0.0),
            distance: Meters(60_000.0),
            energy: WattHours(9000.0),
            capacity: WattHours(50_000.0),
            vehicle_id: "car".to_owned(),
            demo: true,
            gap,
            legs: Vec::new(),
            stops: Vec::new(),
            places: Vec::new(),
            breaks: Vec::new(),
        }
    }

    #[test]
    fn late_news_are_dropped() {
        let searching = PlanState::Searching(RequestId(7));
        let answer = News::Answer(Err(Text::new("旧", "old")));
        for late in [answer.clone(), News::Early(plan(0.1)), News::Gap(0.1)] {
            let mut state = searching.clone();
            assert!(!state.hear(RequestId(6), late));
            assert_eq!(state, searching);
        }
        let mut state = searching;
        assert!(state.hear(RequestId(7), answer));
        assert!(matches!(state, PlanState::Failed(_)));
    }

    #[test]
    fn a_plan_is_shown_early_comes_nearer_and_is_proven() {
        let id = RequestId(1);
        let mut state = PlanState::Searching(id);
        assert!(!state.hear(id, News::Gap(0.5)), "of no plan");
        assert!(state.hear(id, News::Early(plan(0.2))));
        assert!(state.is_open());
        assert!(state.hear(id, News::Gap(0.1)));
        assert!(!state.hear(id, News::Gap(0.1)), "that is known");
        assert_eq!(state.plan(), Some(&plan(0.1)));
        assert!(state.hear(id, News::Answer(Ok(Answer::Feasible(plan(0.0))))));
        assert_eq!(state, PlanState::Ready(plan(0.0)));
        assert!(!state.hear(id, News::Early(plan(0.2))), "all was said");
    }
}
