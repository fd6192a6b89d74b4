//! `usual.json`: how busy stations usually are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stations::StationId;

use crate::history::HOURS;
use crate::seen::Seen;
use crate::wire::{WireError, read, written};
use crate::{SESSION_S, VERSION};

/// Letters of shares, from 0 to 1 in steps of a 20th; `?` where too little is known.
const LETTERS: &[u8; 21] = b"0123456789abcdefghijk";

/// How busy stations usually are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsualFile {
    v: u32,
    /// How far local time is ahead of UTC, in minutes.
    east: i32,
    #[serde(rename = "s")]
    stations: BTreeMap<StationId, Usual>,
    /// Since when connectors were not seen working. Files from before have none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    seen: BTreeMap<StationId, Vec<Seen>>,
}

/// One station: two letters for each hour of the week from Monday 00:00 local time on, first all of
/// the shares of time with nothing free, then all of the mean shares of connectors that are taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(String, String)", into = "(String, String)")]
pub struct Usual {
    full: String,
    taken: String,
}

impl From<Usual> for (String, String) {
    fn from(usual: Usual) -> Self {
        (usual.full, usual.taken)
    }
}

impl TryFrom<(String, String)> for Usual {
    type Error = String;

    fn try_from((full, taken): (String, String)) -> Result<Self, String> {
        for letters in [&full, &taken] {
            if letters.len() != HOURS || !letters.is_ascii() {
                let found = letters.chars().count();
                return Err(format!("found {found} letters, expected {HOURS}"));
            }
        }
        Ok(Self { full, taken })
    }
}

impl UsualFile {
    pub(crate) fn new(
        east: i32,
        stations: BTreeMap<StationId, Usual>,
        seen: BTreeMap<StationId, Vec<Seen>>,
    ) -> Self {
        Self {
            v: VERSION,
            east,
            stations,
            seen,
        }
    }

    /// Reads one.
    pub fn read(json: &[u8]) -> Result<Self, WireError> {
        read(json)
    }

    /// As JSON.
    pub fn to_json(&self) -> Vec<u8> {
        written(self)
    }

    /// What is usual at a station; `None` when nothing was seen there.
    pub fn week(&self, station: &StationId) -> Option<&Usual> {
        self.stations.get(station)
    }

    /// Since when the connectors of a station were not seen working; empty where nobody watched.
    pub fn seen(&self, station: &StationId) -> &[Seen] {
        self.seen.get(station).map_or(&[], Vec::as_slice)
    }

    /// All stations of which something is known.
    pub fn weeks(&self) -> impl Iterator<Item = (&StationId, &Usual)> {
        self.stations.iter()
    }

    /// The hour of the week at some time, from Monday 00:00 on.
    pub fn hour(&self, time: crate::UnixTime) -> usize {
        crate::history::hour_of_week(time, self.east)
    }
}

impl Usual {
    /// Minutes that an hour must have been seen to count.
    pub(crate) const MINUTES_MIN: u32 = 30;

    /// From shares of time with nothing free, and of connectors taken, for each hour.
    pub(crate) fn from_shares(hours: impl Iterator<Item = (Option<f64>, Option<f64>)>) -> Self {
        let (full, taken) = hours
            .map(|(full, taken)| (letter(full), letter(taken)))
            .unzip();
        Self { full, taken }
    }

    /// The share of an hour of the week in which nothing is free; `None` when too little is known.
    pub fn full(&self, hour: usize) -> Option<f64> {
        share(&self.full, hour)
    }

    /// The mean share of connectors that are taken in an hour of the week.
    pub fn taken(&self, hour: usize) -> Option<f64> {
        share(&self.taken, hour)
    }

    /// The wait to expect in each hour of the week where `connectors` of those that a car fits work,
    /// in seconds: none where nothing is known.
    ///
    /// Whoever comes when all are taken waits for the first of them, as
    /// [`StationLive::prospect`](crate::StationLive::prospect) has it.
    pub fn waits(&self, connectors: u32) -> Vec<f64> {
        let first = SESSION_S / (f64::from(connectors) + 1.0);
        let hours = 0..HOURS;
        hours
            .map(|hour| self.full(hour).unwrap_or(0.0) * first)
            .collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is from 0 to 1"
)]
fn letter(share: Option<f64>) -> char {
    let step = share.map(|share| (share.clamp(0.0, 1.0) * 20.0).round() as usize);
    step.and_then(|step| LETTERS.get(step))
        .map_or('?', |letter| char::from(*letter))
}

fn share(letters: &str, hour: usize) -> Option<f64> {
    let letter = letters.as_bytes().get(hour)?;
    let step = LETTERS.iter().position(|known| known == letter)?;
    let step = u32::try_from(step).ok()?;
    Some(f64::from(step) / 20.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_shares_and_strange_ones_are_unknown() {
        for step in 0..=20 {
            let share_of = f64::from(step) / 20.0;
            let week = Usual::from_shares((0..HOURS).map(|_| (Some(share_of), None)));
            assert_eq!(week.full(7), Some(share_of));
            assert_eq!((week.taken(7), week.full(HOURS)), (None, None));
        }
    }

    #[test]
    fn weeks_that_are_not_whole_are_refused() {
        let file = |letters: &str| {
            format!(r#"{{"v":1,"east":480,"s":{{"a":["{letters}","{letters}"]}}}}"#)
        };
        let whole = file(&"k".repeat(HOURS));
        let read = UsualFile::read(whole.as_bytes()).unwrap();
        assert_eq!(read.to_json(), whole.as_bytes());
        assert_eq!(read.hour(crate::UnixTime(1_795_451_400)), 24);
        assert_eq!(read.seen(&StationId("a".into())), []);
        let seen = whole.replace("}}", r#"},"seen":{"a":[["1",12,0],["2",3,3]]}}"#);
        let read = UsualFile::read(seen.as_bytes()).unwrap();
        assert_eq!(read.to_json(), seen.as_bytes());
        let [first, second] = read.seen(&StationId("a".into())) else {
            panic!("expected two connectors");
        };
        assert_eq!((first.idle, first.down, second.down), (12, 0, 3));
        let wrong = seen.replace("12", "-12");
        assert!(UsualFile::read(wrong.as_bytes()).is_err());
        assert!(UsualFile::read(file("kk").as_bytes()).is_err());
        assert!(UsualFile::read(file(&"忙".repeat(56)).as_bytes()).is_err());
    }

    #[test]
    fn one_waits_for_the_first_of_those_that_charge() {
        let week =
            Usual::from_shares((0..HOURS).map(|hour| (Some(f64::from(u8::from(hour == 3))), None)));
        let waits = week.waits(2);
        assert!((waits[3] - SESSION_S / 3.0).abs() < 1e-9 && waits[4].abs() < 1e-9);
    }
}
