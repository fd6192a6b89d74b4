//! Relations that ban turns.
//!
//! Source: wiki.openstreetmap.org, "Relation:restriction".

use super::parts;
use crate::read::{Kind, Member, Tags};

/// Whether the way named is banned or the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    No,
    Only,
}

/// Over what one turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Via {
    Node(i64),
    /// Ways one after the other.
    Ways(Vec<i64>),
}

/// A ban that counts for cars, in OSM ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Restriction {
    pub(crate) id: i64,
    pub(crate) rule: Rule,
    pub(crate) from: Vec<i64>,
    pub(crate) via: Via,
    pub(crate) to: Vec<i64>,
}

/// The ban that a relation is. `None` when it is none, or none for cars; an error says why a ban
/// cannot be used.
pub(crate) fn restriction(
    id: i64,
    members: &[Member<'_>],
    tags: Tags<'_>,
) -> Option<Result<Restriction, (&'static str, String)>> {
    if !tags.is("type", "restriction") {
        return None;
    }
    let keys = [
        "restriction:motorcar",
        "restriction:motor_vehicle",
        "restriction:vehicle",
        "restriction",
    ];
    let value = keys.iter().find_map(|key| tags.get(key))?;
    let is_ours = |kind: &str| matches!(kind, "motorcar" | "motor_vehicle" | "vehicle");
    if tags
        .get("except")
        .is_some_and(|except| parts(except).any(is_ours))
    {
        return None;
    }
    // Bans of some hours: nobody knows when the driver will be there.
    let hours = ["day_on", "hour_on", "day_off", "hour_off"];
    if hours.iter().any(|key| tags.get(key).is_some()) {
        return None;
    }
    let rule = match value {
        _ if value.starts_with("no_") => Rule::No,
        _ if value.starts_with("only_") => Rule::Only,
        _ => {
            let problem = "expected no_… or only_…; the ban is left out";
            return Some(Err((problem, value.to_owned())));
        }
    };
    let ways = |role: &str| -> Vec<i64> {
        let found = members
            .iter()
            .filter(|m| m.kind == Kind::Way && m.role == role);
        found.map(|member| member.id).collect()
    };
    let node = members
        .iter()
        .find(|m| m.kind == Kind::Node && m.role == "via");
    let via = node.map_or_else(|| Via::Ways(ways("via")), |node| Via::Node(node.id));
    let (from, to) = (ways("from"), ways("to"));
    if from.is_empty() || to.is_empty() || via == Via::Ways(Vec::new()) {
        let found: Vec<&str> = members.iter().map(|member| member.role).collect();
        let problem = "expected from, via and to; the ban is left out";
        return Some(Err((problem, found.join(", "))));
    }
    Some(Ok(Restriction {
        id,
        rule,
        from,
        via,
        to,
    }))
}
