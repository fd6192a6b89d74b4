//! What the tags of OpenStreetMap say about driving.

mod access;
mod direction;
mod limits;
mod node;
mod restriction;
mod speed;
mod way;

pub(crate) use limits::stricter;
pub(crate) use node::{NodeRole, named_place, node_role};
pub(crate) use restriction::{Restriction, Rule, Via, restriction};
pub(crate) use way::{LimitKey, MINOR, WayKind, way_kind};

/// The parts of a value with several, such as `destination;delivery`.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    value
        .split([';', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests;
