//! The marks of stations on the map.

use std::rc::Rc;
use std::sync::Arc;

use planner::{Plug, Vehicle};
use stations::{Lifecycle, Station};

use crate::map::{MarkKind, Names, StationMark};
use crate::state::{Language, Region, Words, power, words};

/// The marks of the stations that are looked for.
pub(super) fn marks(
    region: &Region,
    vehicle: Option<&Vehicle>,
    looked_for: &[bool],
) -> Vec<StationMark> {
    let mark = |(index, station): (u32, &Station)| {
        let best = station.best_connector(|_| true).map(|(_, power)| power);
        StationMark {
            index,
            position: station.position,
            kind: kind(station),
            power_kw: best.map_or(0, |power| whole(power.0)),
            is_usable: is_usable(station, vehicle),
        }
    };
    let all = (0..).zip(&region.stations).zip(looked_for);
    let shown = all.filter(|(_, is_shown)| **is_shown);
    shown.map(|(station, _)| mark(station)).collect()
}

/// The accessible names of marks.
pub(super) fn names(region: Arc<Region>, language: Language) -> Names {
    Rc::new(move |index| {
        let station = region.stations.get(index as usize);
        station.map_or_else(String::new, |station| {
            label(station, language.pick(&station.name), words(language))
        })
    })
}

/// True when any driver may charge there, and `vehicle` can.
pub(in crate::screens) fn is_usable(station: &Station, vehicle: Option<&Vehicle>) -> bool {
    let fits = |vehicle| Plug::best(vehicle, station).is_some();
    station.is_open_to_all() && vehicle.is_none_or(fits)
}

fn label(station: &Station, name: &str, words: &Words) -> String {
    let best = station
        .best_connector(|_| true)
        .map(|(_, best)| power(best));
    let parts = [
        Some(name.to_owned()),
        best,
        Some(words.access(station.access).to_owned()),
        Some(words.lifecycle(station.lifecycle).to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn kind(station: &Station) -> MarkKind {
    let is_running = matches!(station.lifecycle, Lifecycle::Open | Lifecycle::Unknown);
    let is_direct = station
        .connectors()
        .any(|(connector, _)| connector.standard.is_direct_current());
    if !is_running {
        MarkKind::Closed
    } else if !station.is_open_to_all() {
        MarkKind::Dedicated
    } else if is_direct {
        MarkKind::Fast
    } else if station.cabinets.is_empty() {
        MarkKind::Swap
    } else {
        MarkKind::Slow
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "powers are positive and below 10 MW"
)]
fn whole(power: f64) -> u32 {
    power.round() as u32
}
