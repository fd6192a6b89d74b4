//! What a snapshot says about itself, and what it remembers of the one before.

use std::collections::BTreeSet;
use std::path::Path;

use container::{About, Source, Text};
use feeds::FeedKind;
use stations::{Content, StationId, Tombstone};

use super::today;
use crate::failure::Failure;

/// So large a share of stations that are gone at once is worth a loud word.
const GONE_SHARE: f64 = 0.5;

/// Name and licence of the data of each form.
fn origin(kind: FeedKind) -> (&'static str, &'static str) {
    const AGREEMENT: &str = "by agreement with its publisher";
    match kind {
        FeedKind::Tcec => ("T/CEC 102", AGREEMENT),
        FeedKind::Ocpi => ("OCPI", AGREEMENT),
        FeedKind::Ocm => (
            "Open Charge Map",
            "CC-BY-4.0 where no other is named in a station's DataProvider",
        ),
        FeedKind::Osm => ("OpenStreetMap", "ODbL-1.0"),
        FeedKind::Geojson => ("GeoJSON", AGREEMENT),
        FeedKind::Csv => ("stations.csv", AGREEMENT),
    }
}

/// What the file says about itself.
pub(crate) fn about(
    kinds: &[(FeedKind, usize)],
    licence: Option<&str>,
    content: &Content,
) -> About {
    let sources: Vec<Source> = kinds
        .iter()
        .enumerate()
        .map(|(index, (kind, files))| {
            let (name, usual) = origin(*kind);
            // What is stated is stated of the first.
            let stated = licence.filter(|_| index == 0);
            Source {
                id: kind.word().to_owned(),
                name: format!("{name}, {files} files"),
                licence: stated.unwrap_or(usual).to_owned(),
            }
        })
        .collect();
    let licences: Vec<&str> = sources
        .iter()
        .map(|source| source.licence.as_str())
        .collect();
    let credits = kinds.iter().map(|(kind, _)| match kind {
        FeedKind::Osm => "© OpenStreetMap contributors",
        FeedKind::Ocm => "Open Charge Map and its data providers",
        FeedKind::Tcec | FeedKind::Ocpi | FeedKind::Geojson | FeedKind::Csv => origin(*kind).0,
    });
    About {
        id: "stations".to_owned(),
        title: Text::new("充电站", "Charging stations"),
        edition: today(),
        demo: content.stations.iter().any(|station| station.demo),
        schematic: false,
        licence: licences.join("; "),
        attribution: credits.collect::<Vec<_>>().join(", "),
        sources,
        bounds: None,
    }
}

/// Adds tombstones for the stations of `previous` that are gone, and keeps its own.
///
/// Fails when nothing was read, so that a bad feed never replaces a good snapshot, and when a
/// file that was asked for cannot be read.
pub(crate) fn remember(
    previous: &Path,
    is_asked: bool,
    content: &mut Content,
) -> Result<(), Failure> {
    let old = match std::fs::read(previous) {
        Ok(bytes) => stations::read_snapshot(&bytes)
            .map_err(|error| Failure::input(previous.display(), error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !is_asked => return Ok(()),
        Err(error) => Err(Failure::input(previous.display(), error)),
    };
    let old = match old {
        Ok(old) => old.value,
        Err(failure) if is_asked => return Err(failure),
        Err(failure) => {
            eprintln!("warning: {failure}; nothing is remembered from it");
            return Ok(());
        }
    };
    if content.stations.is_empty() && !old.stations.is_empty() {
        let problem = format!(
            "holds {} stations and the files hold none; it is not replaced",
            old.stations.len()
        );
        return Err(Failure::input(previous.display(), problem));
    }
    // A station that is now part of another is not gone.
    let mut here: BTreeSet<StationId> = content.stations.iter().map(|s| s.id.clone()).collect();
    here.extend(
        content
            .merged
            .iter()
            .map(|merged| merged.station.id.clone()),
    );
    let today = today();
    let gone = old
        .stations
        .iter()
        .filter(|station| !here.contains(&station.id));
    let gone: Vec<Tombstone> = gone
        .map(|station| Tombstone {
            id: station.id.clone(),
            name: station.name.clone(),
            position: station.position,
            gone_on: today.clone(),
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let share = gone.len() as f64 / old.stations.len().max(1) as f64;
    if share > GONE_SHARE {
        eprintln!(
            "warning: {} of {} stations of {} are gone",
            gone.len(),
            old.stations.len(),
            previous.display()
        );
    }
    let kept = old
        .tombstones
        .into_iter()
        .filter(|tombstone| !here.contains(&tombstone.id));
    content.tombstones.extend(kept);
    content.tombstones.extend(gone);
    content.tombstones.sort_by(|a, b| a.id.cmp(&b.id));
    content.tombstones.dedup_by(|a, b| a.id == b.id);
    Ok(())
}
