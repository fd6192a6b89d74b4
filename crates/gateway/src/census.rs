//! Which stations are gone: an operator that forgets to name them must not make them vanish.

use std::collections::{BTreeMap, BTreeSet};

/// A station is gone when so many whole answers in a row did not have it.
const ANSWERS: u8 = 3;

/// Counts in how many whole answers in a row a station was not.
#[derive(Debug, Default)]
pub(crate) struct Census {
    missed: BTreeMap<String, u8>,
}

impl Census {
    /// What a whole answer with the stations `seen` says of those that are `known`: those that are
    /// gone now. `None` when it has fewer than half of them: then it says nothing about anybody.
    pub(crate) fn take(
        &mut self,
        known: &BTreeSet<String>,
        seen: &BTreeSet<String>,
    ) -> Option<Vec<String>> {
        let missing: BTreeSet<&String> = known.difference(seen).collect();
        if 2 * missing.len() > known.len() {
            return None;
        }
        self.missed.retain(|id, _| missing.contains(id));
        let mut gone = Vec::new();
        for id in missing {
            let count = self.missed.entry(id.clone()).or_default();
            *count += 1;
            if *count >= ANSWERS {
                gone.push(id.clone());
            }
        }
        for id in &gone {
            self.missed.remove(id);
        }
        Some(gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_missed_three_times_by_good_answers_is_gone() {
        let ids = |text: &str| -> BTreeSet<String> {
            text.chars().map(|letter| letter.to_string()).collect()
        };
        let (known, mut census) = (ids("abcd"), Census::default());
        let mut take = |seen: &str| census.take(&known, &ids(seen));
        let none: Vec<String> = Vec::new();
        assert_eq!(take("abc"), Some(none.clone()));
        assert_eq!(take("abc"), Some(none.clone()));
        // It is back: it is counted anew.
        assert_eq!(take("abcd"), Some(none.clone()));
        assert_eq!(take("bcd"), Some(none.clone()));
        // An empty or shrunken answer counts for nothing.
        assert_eq!((take(""), take("b")), (None, None));
        assert_eq!(take("bcdx"), Some(none));
        assert_eq!(take("bcd"), Some(vec!["a".to_owned()]));
    }
}
