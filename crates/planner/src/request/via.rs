//! Places on the way.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use units::{LatLon, Seconds, StateOfCharge};

/// A place to pass. As JSON `[lat, lon]`, or `{"at": [lat, lon], "stay_s": 1800, "charge": 0.4}`,
/// where the latter two may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "Form", into = "Form")]
pub struct Via {
    /// Where it is.
    pub at: LatLon,
    /// How long one stays there.
    pub stay: Seconds,
    /// Least charge on arrival; the reserve of the trip holds besides.
    pub charge: StateOfCharge,
}

impl From<LatLon> for Via {
    fn from(at: LatLon) -> Self {
        Self {
            at,
            stay: Seconds(0.0),
            charge: StateOfCharge::EMPTY,
        }
    }
}

/// As on a command line: `LAT,LON`, then perhaps `;stay=SECONDS` and `;charge=SHARE`.
impl FromStr for Via {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(';');
        let at = parts.next().unwrap_or_default().parse::<LatLon>();
        let mut via = Self::from(at.map_err(|error| error.to_string())?);
        for part in parts {
            let number = |text: &str| text.trim().parse::<f64>().ok();
            let read = match part.trim().split_once('=') {
                Some(("stay", time)) => number(time).map(|time| via.stay = Seconds(time)),
                Some(("charge", share)) => {
                    let charge = number(share).and_then(StateOfCharge::from_fraction);
                    charge.map(|charge| via.charge = charge)
                }
                _ => None,
            };
            read.ok_or_else(|| {
                format!("found {part:?}, expected stay=SECONDS or charge=SHARE (0 to 1)")
            })?;
        }
        Ok(via)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Form {
    Passed(#[serde(with = "super::lat_lon")] LatLon),
    Stayed(Stayed),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stayed {
    #[serde(with = "super::lat_lon")]
    at: LatLon,
    #[serde(rename = "stay_s", default)]
    stay: Seconds,
    #[serde(default = "nothing")]
    charge: StateOfCharge,
}

fn nothing() -> StateOfCharge {
    StateOfCharge::EMPTY
}

impl From<Form> for Via {
    fn from(form: Form) -> Self {
        match form {
            Form::Passed(at) => at.into(),
            Form::Stayed(Stayed { at, stay, charge }) => Self { at, stay, charge },
        }
    }
}

impl From<Via> for Form {
    fn from(via: Via) -> Self {
        let Via { at, stay, charge } = via;
        if via == Via::from(at) {
            Self::Passed(at)
        } else {
            Self::Stayed(Stayed { at, stay, charge })
        }
    }
}
