//! What a partner pushes, into the location that is known: the newest of each object stays.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use thiserror::Error;

use super::speak::{OcpiState, id_in, list, ocpi_state, ocpi_states, updated};

/// What is pushed: a location, one of its EVSEs, or a connector of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OcpiPlace<'a> {
    /// `id` of the location.
    pub location: &'a str,
    /// `uid` of the EVSE.
    pub evse: Option<&'a str>,
    /// `id` of the connector.
    pub connector: Option<&'a str>,
}

/// A message about one object.
#[derive(Debug, Clone, PartialEq)]
pub struct OcpiChange<'a> {
    /// Which object.
    pub place: OcpiPlace<'a>,
    /// The object, or the fields of it that change.
    pub body: Value,
    /// True for some fields (PATCH), false for the whole object (PUT, and answers).
    pub is_patch: bool,
    /// True when it was asked for: of two with the same `last_updated` it counts.
    pub is_answer: bool,
}

/// What follows from a message.
#[derive(Debug, Clone, PartialEq)]
pub struct OcpiChanged {
    /// The location as it is now; `None` when what is known is newer.
    pub location: Option<Value>,
    /// States that the message tells, also where it is late: who keeps them knows what is newer.
    pub states: Vec<OcpiState>,
}

/// Why a message is of no use.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OcpiError {
    /// It is no object.
    #[error("expected an object")]
    NoObject,
    /// It says that it is about another object.
    #[error("{0}: found {1:?}, expected the id in the path")]
    OtherId(&'static str, String),
    /// It does not say when it was made.
    #[error("last_updated: expected a time")]
    NoTime,
    /// The location, EVSE or connector is not known, and the message is not the whole of it.
    #[error("found an object that is not known, expected it whole before")]
    Unknown,
}

/// Names of ids and of lists, from the location inwards.
const IDS: [&str; 3] = ["id", "uid", "id"];
const LISTS: [&str; 2] = ["evses", "connectors"];

impl OcpiChange<'_> {
    /// `last_updated` of the message, in milliseconds since 1970.
    pub fn updated(&self) -> Result<i64, OcpiError> {
        updated(&self.body).ok_or(OcpiError::NoTime)
    }

    /// The latest `last_updated` in it, also of what is inside, in milliseconds since 1970.
    pub fn latest(&self) -> Result<i64, OcpiError> {
        let evses = list(&self.body, LISTS[0]).iter();
        let inside = evses.flat_map(|evse| std::iter::once(evse).chain(list(evse, LISTS[1])));
        let connectors = list(&self.body, LISTS[1]).iter();
        let latest = inside.chain(connectors).filter_map(updated).max();
        Ok(self.updated()?.max(latest.unwrap_or(i64::MIN)))
    }

    /// What follows from it for the location that is `known`, if any is.
    pub fn apply(self, known: Option<&Value>) -> Result<OcpiChanged, OcpiError> {
        let place = self.place;
        let Value::Object(body) = &self.body else {
            return Err(OcpiError::NoObject);
        };
        let path = [Some(place.location), place.evse, place.connector];
        let path: Vec<&str> = path.into_iter().map_while(|id| id).collect();
        let depth = path.len() - 1;
        let own = IDS[depth];
        let is_named = body.contains_key(own);
        if is_named || !self.is_patch {
            let found = id_in(&self.body, own).unwrap_or_default();
            if found.is_empty() || !is_same_id(&found, path[depth]) {
                return Err(OcpiError::OtherId(own, found));
            }
        }
        let stamp = self.updated()?;
        let mut location = match known {
            Some(known) => known.clone(),
            None if depth == 0 && !self.is_patch => Value::Null,
            None => return Err(OcpiError::Unknown),
        };
        // From the location to the list in which the object is.
        let mut object = &mut location;
        for (level, id) in path.iter().enumerate().skip(1) {
            let is_last = level == depth;
            object = step(object, level, id, is_last && !self.is_patch)?;
        }
        let is_older = updated(object).is_some_and(|known| {
            known > stamp || (known == stamp && !self.is_answer && !object.is_null())
        });
        let body = self.body.clone();
        if !is_older {
            let body = newest(object, body, stamp, depth);
            *object = if self.is_patch {
                patched(std::mem::take(object), body)
            } else {
                body
            };
        }
        let states = match (depth, self.is_patch) {
            (0, _) => ocpi_states(&self.body),
            // A part of an EVSE need not name its connectors: those that are known.
            (1, _) => evse_state(&location, path[1], &self.body)
                .into_iter()
                .collect(),
            _ => Vec::new(),
        };
        Ok(OcpiChanged {
            location: (!is_older).then_some(location),
            states,
        })
    }
}

/// The object with this id one level further in; a new one where it may be made.
fn step<'a>(
    object: &'a mut Value,
    level: usize,
    id: &str,
    is_made: bool,
) -> Result<&'a mut Value, OcpiError> {
    let fields = object.as_object_mut().ok_or(OcpiError::Unknown)?;
    let items = fields
        .entry(LISTS[level - 1])
        .or_insert_with(|| Value::Array(Vec::new()));
    let items = items.as_array_mut().ok_or(OcpiError::Unknown)?;
    let mut known = items.iter();
    let at = known.position(|item| id_in(item, IDS[level]).is_some_and(|own| is_same_id(&own, id)));
    let at = match at {
        Some(at) => at,
        None if is_made => {
            items.push(Value::Null);
            items.len() - 1
        }
        None => return Err(OcpiError::Unknown),
    };
    items.get_mut(at).ok_or(OcpiError::Unknown)
}

/// The fields of `part` in place of those of `known`; null takes a field out.
fn patched(known: Value, part: Value) -> Value {
    let mut fields = if let Value::Object(fields) = known {
        fields
    } else {
        Map::new()
    };
    if let Value::Object(part) = part {
        for (name, value) in part {
            if value.is_null() {
                fields.remove(&name);
            } else {
                fields.insert(name, value);
            }
        }
    }
    Value::Object(fields)
}

/// `new`, with those objects inside that are known in a newer form. `stamp` is the time of what has
/// none of its own.
fn newest(known: &Value, mut new: Value, stamp: i64, depth: usize) -> Value {
    let Some(name) = LISTS.get(depth) else {
        return new;
    };
    let (own, known) = (IDS[depth + 1], list(known, name));
    let Some(Value::Array(items)) = new.get_mut(*name) else {
        return new;
    };
    // By id: hostile lists are long.
    let mut by_id: BTreeMap<String, &Value> = BTreeMap::new();
    for one in known {
        if let Some(id) = id_in(one, own) {
            by_id.entry(id).or_insert(one);
        }
    }
    let mut here = BTreeSet::new();
    for item in items.iter_mut() {
        let Some(id) = id_in(item, own) else { continue };
        if let Some(before) = by_id.get(&id) {
            let at = updated(item).unwrap_or(stamp);
            *item = if updated(before).is_some_and(|known| known > at) {
                Value::clone(before)
            } else {
                newest(before, std::mem::take(item), at, depth + 1)
            };
        }
        here.insert(id);
    }
    // What was added after this was made.
    by_id.retain(|id, one| !here.contains(id) && updated(one).is_some_and(|at| at > stamp));
    items.extend(by_id.into_values().cloned());
    new
}

/// The state that a part of an EVSE tells, for the connectors of the whole.
fn evse_state(location: &Value, uid: &str, part: &Value) -> Option<OcpiState> {
    part.get("status")?;
    let mut evses = list(location, "evses").iter();
    let whole = evses.find(|evse| id_in(evse, "uid").is_some_and(|own| is_same_id(&own, uid)))?;
    let told = patched(whole.clone(), part.clone());
    ocpi_state(&told)
}

/// Ids are compared without regard to case (`CiString`).
fn is_same_id(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests;
