//! How busy a station usually is, for a card and for a plan.

use std::collections::BTreeMap;

use live::{UnixTime, UsualFile};
use planner::Vehicle;
use stations::{Station, StationId};

use crate::state::Language;

/// The mean share of connectors that are taken at a station, for each hour of the day that `now`
/// belongs to, and that hour; `None` where nothing is known of the whole day.
pub fn usual_day(
    usual: &UsualFile,
    station: &StationId,
    now: UnixTime,
) -> Option<(Vec<Option<f64>>, usize)> {
    let week = usual.week(station)?;
    let hour = usual.hour(now);
    let midnight = hour - hour % 24;
    let day: Vec<_> = (midnight..midnight + 24)
        .map(|hour| week.taken(hour))
        .collect();
    day.iter()
        .any(Option::is_some)
        .then_some((day, hour - midnight))
}

/// `通常最忙：17 时`, for those who cannot see the bars; empty when no hour stands out.
pub fn busiest(day: &[Option<f64>], language: Language) -> String {
    let known = day.iter().enumerate();
    let known = known.filter_map(|(hour, share)| Some((hour, (*share)?)));
    let most = known.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    match (most, language) {
        (Some((hour, share)), Language::Zh) if share > 0.0 => {
            format!("通常最忙：{hour} 时，占用 {:.0} %", share * 100.0)
        }
        (Some((hour, share)), Language::En) if share > 0.0 => {
            format!("Usually busiest at {hour}:00, {:.0} % taken", share * 100.0)
        }
        _ => String::new(),
    }
}

/// The waits that a plan for `vehicle` has to expect, in seconds for each hour of the week. Stations
/// at which one never waits are left out.
pub fn usual_waits(
    usual: &UsualFile,
    stations: &[Station],
    vehicle: &Vehicle,
) -> BTreeMap<StationId, Vec<f64>> {
    let waits = stations.iter().filter_map(|station| {
        let week = usual.week(&station.id)?;
        let fitting = station.connectors();
        let fitting = fitting.filter(|(connector, _)| vehicle.fits(connector.standard));
        let waits = week.waits(u32::try_from(fitting.count()).ok()?);
        let is_any = waits.iter().any(|wait| *wait > 0.0);
        is_any.then(|| (station.id.clone(), waits))
    });
    waits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(letters: &str) -> UsualFile {
        let week = letters.repeat(7);
        let json = format!(r#"{{"v":1,"east":480,"s":{{"a":["{week}","{week}"]}}}}"#);
        UsualFile::read(json.as_bytes()).unwrap()
    }

    #[test]
    fn a_day_is_the_one_there_and_its_busiest_hour_is_told() {
        let usual = usual("????????0000000005k50000");
        let id = StationId("a".into());
        // Tuesday 00:30 in China.
        let (day, hour) = usual_day(&usual, &id, UnixTime(1_795_451_400)).unwrap();
        assert_eq!((day.len(), hour, day[0], day[18]), (24, 0, None, Some(1.0)));
        assert_eq!(busiest(&day, Language::Zh), "通常最忙：18 时，占用 100 %");
        assert_eq!(usual_day(&usual, &StationId("b".into()), UnixTime(0)), None);
    }

    #[test]
    fn nothing_is_told_where_nothing_is_known_or_nobody_comes() {
        let id = StationId("a".into());
        assert_eq!(usual_day(&usual(&"?".repeat(24)), &id, UnixTime(0)), None);
        let quiet = usual(&"0".repeat(24));
        let (day, _) = usual_day(&quiet, &id, UnixTime(0)).unwrap();
        assert_eq!(busiest(&day, Language::En), "");
    }
}
