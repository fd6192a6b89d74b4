//! `TimeStamp` and `Seq` of requests: no two are the same, later ones are greater.

use feeds::tcec_time_stamp;

/// The greatest `Seq`: four digits.
const LAST: u32 = 9_999;

/// Gives out stamps.
#[derive(Debug, Clone, Default)]
pub struct Stamps {
    second: i64,
    number: u32,
}

/// `TimeStamp` and `Seq` of one request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// `TimeStamp`.
    pub time: String,
    /// `Seq`, from 0001 on.
    pub sequence: String,
}

impl Stamps {
    /// The next one at `now`, in Unix seconds; `None` when this second has no more: wait.
    pub fn next(&mut self, now: i64) -> Option<Stamp> {
        if now > self.second {
            (self.second, self.number) = (now, 0);
        }
        if self.number == LAST {
            return None;
        }
        self.number += 1;
        Some(Stamp {
            time: tcec_time_stamp(self.second),
            sequence: format!("{:04}", self.number),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_grow_also_when_the_clock_is_set_back() {
        let mut stamps = Stamps::default();
        let mut last = stamps.next(1000).unwrap();
        for now in [1000, 999, 1001, 1001, 990] {
            let next = stamps.next(now).unwrap();
            assert!(next > last);
            last = next;
        }
        let given = (0..20_000).map_while(|_| stamps.next(1002)).count();
        assert_eq!(given, 9_999);
    }
}
