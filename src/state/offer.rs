//! Another plan, for when a stop of the one that is shown turns bad.

use planner::{Answer, Itinerary};

use crate::state::RequestId;

/// Another plan than the one that is shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Offer {
    /// The worker is at it.
    Searching(RequestId),
    /// Here it is.
    Found(Box<Itinerary>),
    /// There is none.
    Nothing,
}

impl Offer {
    /// Takes the answer to request `id`. Returns false, and changes nothing, when that is not what
    /// it waits for.
    pub fn hear(&mut self, id: RequestId, answer: Option<Answer>) -> bool {
        if *self != Self::Searching(id) {
            return false;
        }
        *self = match answer {
            Some(Answer::Feasible(plan)) => Self::Found(Box::new(plan)),
            Some(Answer::Infeasible(_)) | None => Self::Nothing,
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_answer_that_is_waited_for_counts() {
        let mut offer = Offer::Searching(RequestId(3));
        assert!(!offer.hear(RequestId(2), None));
        assert_eq!(offer, Offer::Searching(RequestId(3)));
        assert!(offer.hear(RequestId(3), None));
        assert_eq!(offer, Offer::Nothing);
        assert!(!offer.hear(RequestId(3), None));
    }
}
