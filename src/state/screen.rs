//! Which screen the panel shows.

/// What the panel shows while nothing on the map is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// Stations: near, along the trip, in the map's window.
    #[default]
    Find,
    /// The trip and its plan.
    Trip,
    /// The tourism roads and expressways, one after the other.
    Roads,
    /// Where the data comes from and how good it is.
    Data,
}

impl Screen {
    /// All of them, in the order of the tabs.
    pub const ALL: [Self; 4] = [Self::Find, Self::Trip, Self::Roads, Self::Data];

    /// The name in links and of test hooks.
    pub fn code(self) -> &'static str {
        match self {
            Self::Find => "find",
            Self::Trip => "trip",
            Self::Roads => "roads",
            Self::Data => "data",
        }
    }

    /// The screen of such a name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|screen| screen.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for screen in Screen::ALL {
            assert_eq!(Screen::from_code(screen.code()), Some(screen));
        }
        assert_eq!(Screen::from_code("nowhere"), None);
    }
}
