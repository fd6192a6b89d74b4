//! How busy stations usually are, by the hour of the week: counted from what was seen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stations::{ConnectorId, StationId};

use crate::seen::{Count, Seen};
use crate::{Freshness, Limits, Mirror, Reading, UnixTime, Usual, UsualFile};

/// Hours of a week.
pub(crate) const HOURS: usize = 7 * 24;
/// Minutes that an hour of the week keeps: eight weeks. Then all of it counts half, so that what was
/// long ago fades.
const MINUTES_MAX: u32 = 8 * 60;

/// What was seen of stations, counted by the hour of the week and by days. No single session can be
/// told from it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct History {
    stations: BTreeMap<StationId, Vec<Hour>>,
    /// For how many days each connector was not seen working.
    #[serde(default)]
    seen: BTreeMap<StationId, BTreeMap<ConnectorId, Count>>,
}

/// An hour of the week at one station: `[minutes seen, minutes with nothing free, connector-minutes
/// taken, connector-minutes]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "[u32; 4]", into = "[u32; 4]")]
struct Hour {
    seen: u32,
    full: u32,
    taken: u32,
    connectors: u32,
}

impl From<[u32; 4]> for Hour {
    fn from([seen, full, taken, connectors]: [u32; 4]) -> Self {
        Self {
            seen,
            full,
            taken,
            connectors,
        }
    }
}

impl From<Hour> for [u32; 4] {
    fn from(hour: Hour) -> Self {
        [hour.seen, hour.full, hour.taken, hour.connectors]
    }
}

impl History {
    /// Counts what is known at `now` as so for one minute. `east` is how far local time is ahead of
    /// UTC, in minutes. What is not known for certain does not count, nor do stations at which
    /// nothing works.
    pub fn see(&mut self, mirror: &Mirror, now: UnixTime, east: i32) {
        let hour = hour_of_week(now, east);
        self.see_connectors(mirror, now, day_of(now, east));
        for index in 0..mirror.layout().stations() {
            let known = mirror.station(index, now, Limits::default());
            let id = mirror.layout().id(index);
            let (Some(known), Some(id)) = (known, id) else {
                continue;
            };
            if known.freshness > Freshness::Recent {
                continue;
            }
            let working = known.readings.iter().filter(|reading| reading.is_working());
            let (mut all, mut taken) = (0, 0);
            for reading in working {
                all += 1;
                taken += u32::from(!Reading::is_available(*reading));
            }
            if all > 0 {
                self.count(id, hour, (taken, all));
            }
        }
    }

    /// Counts days for each connector of which something is known for certain.
    fn see_connectors(&mut self, mirror: &Mirror, now: UnixTime, day: i64) {
        let layout = mirror.layout();
        for (_, connector, slot) in layout.slots() {
            let known = mirror.station(slot.station, now, Limits::default());
            let known = known.filter(|known| known.freshness <= Freshness::Recent);
            let reading = known.and_then(|known| known.readings.get(slot.connector).copied());
            let reading = reading.filter(|reading| *reading != Reading::default());
            let (Some(reading), Some(id)) = (reading, layout.id(slot.station)) else {
                continue;
            };
            let all = self.seen.entry(id.clone()).or_default();
            let count = all.entry(ConnectorId(connector.to_owned()));
            count.or_insert(Count::new(day)).see(reading, day);
        }
    }

    fn count(&mut self, id: &StationId, hour: usize, (taken, all): (u32, u32)) {
        if !self.stations.contains_key(id) {
            self.stations
                .insert(id.clone(), vec![Hour::default(); HOURS]);
        }
        let Some(hour) = self
            .stations
            .get_mut(id)
            .and_then(|week| week.get_mut(hour))
        else {
            return;
        };
        if hour.seen >= MINUTES_MAX {
            let half = |count: &mut u32| *count /= 2;
            [
                &mut hour.seen,
                &mut hour.full,
                &mut hour.taken,
                &mut hour.connectors,
            ]
            .into_iter()
            .for_each(half);
        }
        hour.seen += 1;
        hour.full += u32::from(taken == all);
        hour.taken = hour.taken.saturating_add(taken);
        hour.connectors = hour.connectors.saturating_add(all);
    }

    /// Reads what [`Self::to_json`] wrote. Weeks that are not whole are left out.
    pub fn read(json: &[u8]) -> Result<Self, serde_json::Error> {
        let mut read: Self = serde_json::from_slice(json)?;
        read.stations.retain(|_, week| week.len() == HOURS);
        Ok(read)
    }

    /// As JSON.
    pub fn to_json(&self) -> Vec<u8> {
        // Maps with string keys and whole numbers: nothing can fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What is usual, for everyone.
    pub fn usual(&self, east: i32) -> UsualFile {
        let usual = self.stations.iter().map(|(id, week)| {
            let share = |part: u32, of: u32| (of > 0).then(|| f64::from(part) / f64::from(of));
            let hours = week.iter().map(|hour| {
                let known = *hour;
                let is_known = known.seen >= Usual::MINUTES_MIN;
                let full = share(known.full, known.seen).filter(|_| is_known);
                let taken = share(known.taken, known.connectors).filter(|_| is_known);
                (full, taken)
            });
            (id.clone(), Usual::from_shares(hours))
        });
        let seen = self.seen.iter().map(|(id, connectors)| {
            let each = connectors.iter().map(|(connector, count)| Seen {
                connector: connector.clone(),
                idle: count.idle,
                down: count.down,
            });
            (id.clone(), each.collect())
        });
        UsualFile::new(east, usual.collect(), seen.collect())
    }
}

/// The day since 1970-01-01 at a place that is so many minutes ahead of UTC.
fn day_of(time: UnixTime, east: i32) -> i64 {
    let local = time.0.saturating_add(i64::from(east) * 60);
    local.div_euclid(24 * 3600)
}

/// The hour of the week, from Monday 00:00 on, at a place that is so many minutes ahead of UTC.
pub(crate) fn hour_of_week(time: UnixTime, east: i32) -> usize {
    // 1970-01-01 was a Thursday.
    let local = time.0.saturating_add(i64::from(east) * 60).div_euclid(3600) + 3 * 24;
    let hours = i64::try_from(HOURS).unwrap_or(i64::MAX);
    usize::try_from(local.rem_euclid(hours)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use container::Text;
    use stations::{Cabinet, Connector, ConnectorStandard, Evse, Station};
    use units::{Kilowatts, LatLon};

    use super::*;
    use crate::{Layout, LiveFile};

    fn id() -> StationId {
        StationId("s".into())
    }

    #[test]
    fn hours_are_those_of_the_week_there() {
        // 2026-11-23 was a Monday; 16:30 UTC is 00:30 on Tuesday in China.
        let monday = UnixTime(1_795_451_400);
        assert_eq!(hour_of_week(monday, 0), 16);
        assert_eq!(hour_of_week(monday, 480), 24);
        assert_eq!(hour_of_week(UnixTime(-1), 0), 2 * 24 + 23);
    }

    #[test]
    fn shares_are_of_what_was_seen_and_old_ones_fade() {
        let mut history = History::default();
        for minute in 0..60 {
            history.count(&id(), 5, (if minute < 15 { 4 } else { 2 }, 4));
        }
        let usual = history.usual(480);
        let week = usual.week(&id()).unwrap();
        assert_eq!(week.full(5), Some(0.25));
        // 15 minutes of 4 and 45 of 2, of 240: 0.625, told in steps of 1/20.
        assert!((week.taken(5).unwrap() - 0.625).abs() <= 0.026);
        assert_eq!(week.full(6), None);
        for _ in 0..2000 {
            history.count(&id(), 5, (0, 4));
        }
        let hour = history.stations[&id()][5];
        assert!(hour.seen <= MINUTES_MAX, "{hour:?}");
        assert_eq!(history.usual(480).week(&id()).unwrap().full(5), Some(0.0));
        assert_eq!(history.usual(480).week(&StationId("t".into())), None);
    }

    #[test]
    fn days_are_counted_for_each_connector_that_is_told_of() {
        let connector = |id| Connector::new(id, ConnectorStandard::GbtDc, Kilowatts(60.0));
        let evses = ["1", "2", "3"].map(|id| Evse {
            connectors: vec![connector(id)],
        });
        let station = Station {
            cabinets: vec![Cabinet {
                power: Kilowatts(120.0),
                evses: evses.into(),
                ..Cabinet::default()
            }],
            ..Station::new("s", Text::default(), LatLon::clamped(38.0, 112.0))
        };
        let layout = Arc::new(Layout::new("x", &[station]));
        let mut history = History::default();
        // 16:30 UTC is 00:30 of the next day in China.
        let mut see = |time: i64, letters: &str, age: u32| {
            let json = format!(
                r#"{{"v":1,"snap":"x","seq":1,"t":{time},"src":[],"s":{{"s":[{age},"{letters}"]}}}}"#
            );
            let file = LiveFile::read(json.as_bytes()).unwrap();
            let mirror = Mirror::new(Arc::clone(&layout), &file).unwrap();
            history.see(&mirror, UnixTime(time), 480);
            history.usual(480).seen(&id()).to_vec()
        };
        see(1_795_451_400 - 3600, "cc?", 0);
        let seen = see(1_795_451_400, "fx?", 0);
        let counts = seen
            .iter()
            .map(|seen| (&seen.connector.0[..], seen.idle, seen.down));
        assert_eq!(counts.collect::<Vec<_>>(), [("1", 1, 0), ("2", 1, 1)]);
        // What is too old says nothing of this day.
        assert_eq!(see(1_795_451_400 + 86_400, "fx?", 2000), seen);
    }

    #[test]
    fn it_survives_json() {
        let mut history = History::default();
        history.count(&id(), 167, (1, 3));
        assert_eq!(History::read(&history.to_json()).unwrap(), history);
        assert!(History::read(b"{").is_err());
        // As an older gateway wrote it.
        let short = br#"{"stations":{"s":[[1,1,1,1]]}}"#;
        assert_eq!(History::read(short).unwrap(), History::default());
    }
}
