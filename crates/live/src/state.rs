//! What is known of one connector.

/// What a connector does. The letters stand in live files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    /// Nobody is plugged in.
    Free,
    /// A car is plugged in and does not charge.
    Plugged,
    /// A car charges.
    Charging,
    /// It is kept for somebody.
    Reserved,
    /// It is broken.
    Fault,
    /// It is not connected to its operator.
    Offline,
    /// It is out of use for some time.
    Maintenance,
    /// It is no longer there.
    Removed,
    /// Nothing is known.
    #[default]
    Unknown,
}

impl State {
    /// All of them with their letters.
    const LETTERS: [(char, Self); 9] = [
        ('f', Self::Free),
        ('p', Self::Plugged),
        ('c', Self::Charging),
        ('r', Self::Reserved),
        ('x', Self::Fault),
        ('o', Self::Offline),
        ('m', Self::Maintenance),
        ('d', Self::Removed),
        ('?', Self::Unknown),
    ];

    /// Its letter.
    pub fn letter(self) -> char {
        let mut all = Self::LETTERS.iter();
        all.find(|(_, state)| *state == self)
            .map_or('?', |known| known.0)
    }

    /// The state with this letter; unknown for letters that a later version may have.
    pub fn of_letter(letter: char) -> Self {
        let mut all = Self::LETTERS.iter();
        all.find(|known| known.0 == letter)
            .map_or(Self::Unknown, |known| known.1)
    }

    /// From `Status` of T/CEC 102 (`ConnectorStatusInfo`).
    pub fn of_tcec(status: i64) -> Self {
        match status {
            0 => Self::Offline,
            1 => Self::Free,
            2 => Self::Plugged,
            3 => Self::Charging,
            4 => Self::Reserved,
            255 => Self::Fault,
            _ => Self::Unknown,
        }
    }

    /// From the status of an EVSE in OCPI; unknown for words of an open enumeration.
    pub fn of_ocpi(status: &str) -> Self {
        match status {
            // A blocked one is free, and its bay is taken: see `Reading::of_ocpi`.
            "AVAILABLE" | "BLOCKED" => Self::Free,
            "CHARGING" => Self::Charging,
            "RESERVED" => Self::Reserved,
            "OUTOFORDER" => Self::Fault,
            "INOPERATIVE" => Self::Maintenance,
            "REMOVED" => Self::Removed,
            _ => Self::Unknown,
        }
    }
}

/// The parking bay before a connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Bay {
    /// Nothing is known.
    #[default]
    Unknown,
    /// No car stands there.
    Free,
    /// A car stands there, whether it charges or not.
    Taken,
}

/// The lock of a bay: a bar that the driver lets down by the operator's app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lock {
    /// Nothing is known, or there is none.
    #[default]
    Unknown,
    /// It is down.
    Unlocked,
    /// It is up.
    Locked,
}

macro_rules! three_valued {
    ($name:ident, $no:ident, $yes:ident) => {
        impl $name {
            /// Its letter in live files: `0`, `1` or `?`.
            pub fn letter(self) -> char {
                match self {
                    Self::Unknown => '?',
                    Self::$no => '0',
                    Self::$yes => '1',
                }
            }

            /// The one with this letter; unknown for others.
            pub fn of_letter(letter: char) -> Self {
                match letter {
                    '0' => Self::$no,
                    '1' => Self::$yes,
                    _ => Self::Unknown,
                }
            }

            /// From `ParkStatus` and `LockStatus` of T/CEC 102: 10 and 50, 0 for unknown.
            pub fn of_tcec(status: i64) -> Self {
                match status {
                    10 => Self::$no,
                    50 => Self::$yes,
                    _ => Self::Unknown,
                }
            }
        }
    };
}
three_valued!(Bay, Free, Taken);
three_valued!(Lock, Unlocked, Locked);

/// All that is told of a connector at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Reading {
    /// What it does.
    pub state: State,
    /// Its bay.
    pub bay: Bay,
    /// The lock of its bay.
    pub lock: Lock,
}

impl Reading {
    /// From the status of an EVSE in OCPI, which knows no locks and only bays that are blocked.
    pub fn of_ocpi(status: &str) -> Self {
        Self {
            state: State::of_ocpi(status),
            bay: if status == "BLOCKED" {
                Bay::Taken
            } else {
                Bay::Unknown
            },
            lock: Lock::Unknown,
        }
    }

    /// Its letters: state, bay, lock; unknown ones at the end are left out, but for the first.
    pub fn letters(self) -> String {
        let all = [self.state.letter(), self.bay.letter(), self.lock.letter()];
        let letters: String = all.iter().collect();
        let told = letters.trim_end_matches('?').len().max(1);
        letters.chars().take(told).collect()
    }

    /// The reading with these letters; what is not there is unknown.
    pub fn of_letters(letters: &str) -> Self {
        let mut letters = letters.chars().chain(std::iter::repeat('?'));
        let mut next = || letters.next().unwrap_or('?');
        Self {
            state: State::of_letter(next()),
            bay: Bay::of_letter(next()),
            lock: Lock::of_letter(next()),
        }
    }

    /// True when a driver who comes now could charge: it is free, and no car is known to stand
    /// before it. A lock that is up keeps the bay for those who charge.
    pub fn is_available(self) -> bool {
        self.state == State::Free && self.bay != Bay::Taken
    }

    /// True when it may be free later without anybody repairing it.
    pub fn is_working(self) -> bool {
        matches!(
            self.state,
            State::Free | State::Plugged | State::Charging | State::Reserved
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_codes_are_read_back() {
        for (letter, state) in State::LETTERS {
            assert_eq!(State::of_letter(letter), state);
            assert_eq!(state.letter(), letter);
        }
        assert_eq!(State::of_letter('b'), State::Unknown);
        for code in [0, 10, 50, 99] {
            assert_eq!(
                Bay::of_letter(Bay::of_tcec(code).letter()),
                Bay::of_tcec(code)
            );
            assert_eq!(
                Lock::of_letter(Lock::of_tcec(code).letter()),
                Lock::of_tcec(code)
            );
        }
    }

    #[test]
    fn a_free_connector_behind_another_car_is_not_available() {
        let reading = |bay, lock| Reading {
            state: State::of_tcec(1),
            bay: Bay::of_tcec(bay),
            lock: Lock::of_tcec(lock),
        };
        assert!(reading(10, 50).is_available() && reading(0, 0).is_available());
        assert!(!reading(50, 10).is_available());
        assert!(!Reading::of_ocpi("BLOCKED").is_available());
        assert!(Reading::of_ocpi("BLOCKED").is_working());
        assert!(!Reading::of_ocpi("SOMETHING_NEW").is_working());
    }
}
