//! Places on the way.

use std::fmt;
use std::str::FromStr;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
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

#[derive(Serialize)]
#[serde(untagged)]
enum Form {
    Passed(#[serde(with = "super::lat_lon")] LatLon),
    Stayed(Stayed),
}

/// A list is a place that is passed, an object one where one stays. By hand: the derived reader of
/// untagged forms keeps whatever comes and is ten kilobytes of wasm.
impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyForm)
    }
}

struct AnyForm;

impl<'de> Visitor<'de> for AnyForm {
    type Value = Form;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a place `[lat, lon]`, or an object with `at`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Form, A::Error> {
        super::lat_lon::deserialize(SeqAccessDeserializer::new(list)).map(Form::Passed)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Form, A::Error> {
        Stayed::deserialize(MapAccessDeserializer::new(object)).map(Form::Stayed)
    }
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
