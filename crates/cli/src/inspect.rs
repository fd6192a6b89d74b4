//! `yilu inspect`: what any file of ours is.

use std::path::Path;

use container::{About, Finding, Kind};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::files;
use crate::output::print_json;

pub(crate) fn run(path: &Path, json: bool) -> Result<(), Failure> {
    let bytes = files::read(path)?;
    let refuse = |problem: &dyn std::fmt::Display| Failure::input(path.display(), problem);
    let contents = container::read(&bytes).map_err(|error| refuse(&error))?;
    let (kind, version) = (contents.kind, contents.version);
    let (about, counts, findings) = match kind {
        Kind::Roads => {
            let file = roads::read_roads(&bytes).map_err(|error| refuse(&error))?;
            let counts = json!({
                "nodes": file.roads.nodes().len(),
                "roads": file.roads.roads().len(),
                "edges": file.roads.edge_count(),
                "places": file.roads.places().len(),
                "rivers": file.roads.waters().len(),
            });
            (file.about, counts, Vec::new())
        }
        Kind::Stations => {
            let file = stations::read_snapshot(&bytes).map_err(|error| refuse(&error))?;
            let stations = &file.value.stations;
            let counts = json!({
                "stations": stations.len(),
                "public": stations.iter().filter(|station| station.is_open_to_all()).count(),
                "cabinets": stations.iter().map(|station| station.cabinets.len()).sum::<usize>(),
                "evses": stations.iter().map(stations::Station::evse_count).sum::<usize>(),
                "demo": stations.iter().filter(|station| station.demo).count(),
                "tariffs": file.value.tariffs.len(),
                "tombstones": file.value.tombstones.len(),
                "merged": file.value.merged.len(),
            });
            (file.value.about, counts, file.findings)
        }
        Kind::Vehicles => {
            let file = planner::read_vehicles(&bytes).map_err(|error| refuse(&error))?;
            let counts = json!({ "vehicles": file.value.vehicles.len() });
            (file.value.about, counts, file.findings)
        }
        Kind::Guide => {
            let (about, file) = guide::read_guide(&bytes).map_err(|error| refuse(&error))?;
            let counts = json!({
                "corridors": file.value.corridors.len(),
                "service_areas": file.value.service_areas.len(),
                "price_rules": file.value.price_rules.len(),
            });
            (about, counts, file.findings)
        }
    };
    files::report(&findings);
    let age = age_in_days(&about.edition);
    let head = Head {
        kind,
        version,
        bytes: bytes.len(),
        age,
        findings,
    };
    if json {
        return print_json(&to_json(&head, &about, &counts));
    }
    print(&head, &about, &counts);
    Ok(())
}

struct Head {
    kind: Kind,
    version: u16,
    bytes: usize,
    age: Option<i32>,
    findings: Vec<Finding>,
}

fn to_json(head: &Head, about: &About, counts: &Value) -> Value {
    json!({
        "kind": head.kind.to_string(),
        "version": head.version,
        "bytes": head.bytes,
        "id": about.id,
        "title": about.title,
        "edition": about.edition,
        "age_days": head.age,
        "demo": about.demo,
        "schematic": about.schematic,
        "counts": counts,
        "bounds": about.bounds,
        "licence": about.licence,
        "attribution": about.attribution,
        "sources": about.sources,
        "findings": head.findings,
    })
}

fn print(head: &Head, about: &About, counts: &Value) {
    println!(
        "{} version {}, {} bytes",
        head.kind, head.version, head.bytes
    );
    println!("{} {}", about.title.zh, about.title.en);
    let age = head
        .age
        .map_or_else(String::new, |days| format!(", {days} days old"));
    println!("edition {}{age}", about.edition);
    println!("demo data: {}", if about.demo { "yes" } else { "no" });
    if let Some(counts) = counts.as_object() {
        for (name, count) in counts {
            println!("{name}: {count}");
        }
    }
    if let Some(bounds) = about.bounds {
        println!(
            "extent: {:.3} to {:.3} N, {:.3} to {:.3} E",
            bounds.south, bounds.north, bounds.west, bounds.east
        );
    }
    println!("licence: {}", about.licence);
    for source in &about.sources {
        println!("source {}: {} ({})", source.id, source.name, source.licence);
    }
    println!("findings: {}", head.findings.len());
}

/// Days from `edition`, `YYYY-MM-DD`, until today; `None` when it is no date.
fn age_in_days(edition: &str) -> Option<i32> {
    let day: Date = edition.parse().ok()?;
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    Some(today.since(day).ok()?.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_in_days() {
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let old = today.saturating_sub(jiff::Span::new().days(800));
        assert_eq!(age_in_days(&old.to_string()), Some(800));
        assert_eq!(age_in_days("soon"), None);
        assert_eq!(age_in_days("2026-02-30"), None);
    }
}
