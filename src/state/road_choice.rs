//! Which road is looked at, and in which direction.

use super::link::plain;

/// A corridor of the guide, in the order of its places or against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoadChoice {
    /// Id of the corridor.
    pub id: String,
    /// True against the order of its places.
    pub is_reversed: bool,
}

/// What a link says of a road that is driven against the order of its places.
const BACK: &str = "back";

impl RoadChoice {
    /// In the order of its places.
    pub fn of(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            is_reversed: false,
        }
    }

    /// The same road the other way round.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self {
            id: self.id.clone(),
            is_reversed: !self.is_reversed,
        }
    }

    /// From the value in a link: `g55` or `g55,back`. `None` when it names no road.
    pub(super) fn read(value: &str) -> Option<Self> {
        let value = value.replace("%2C", ",").replace("%2c", ",");
        let (id, direction) = value.split_once(',').unwrap_or((value.as_str(), ""));
        let id = plain(id);
        let is_reversed = direction == BACK;
        (!id.is_empty()).then_some(Self { id, is_reversed })
    }

    /// The value in a link.
    pub(super) fn write(&self) -> String {
        let direction = if self.is_reversed { ",back" } else { "" };
        format!("{}{direction}", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_road_survives_its_link() {
        let road = RoadChoice::of("g55");
        assert_eq!(RoadChoice::read(&road.write()), Some(road.clone()));
        let back = road.turned();
        assert_eq!(RoadChoice::read(&back.write()), Some(back));
        assert_eq!(RoadChoice::read("g55%2Cback"), Some(road.turned()));
        assert_eq!(RoadChoice::read("<>"), None);
    }
}
