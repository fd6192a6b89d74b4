//! A station of the snapshot as far as plans need it.

use container::Text;
use serde::Deserialize;

use crate::wire::{WireCabinet, WireConnector, WireStation, WireSwap};
use crate::{
    Access, ConnectorDetails, ConnectorStandard, Details, Lifecycle, Opening, Place, TariffId,
};

/// Fields that are not here are passed over.
#[derive(Deserialize)]
pub(crate) struct LeanStation {
    id: String,
    name: Text,
    lat: f64,
    lon: f64,
    access: Access,
    lifecycle: Lifecycle,
    #[serde(default)]
    opening: LeanOpening,
    cabinets: Vec<LeanCabinet>,
    #[serde(default)]
    swap: Option<WireSwap>,
    #[serde(default)]
    tariffs: Vec<TariffId>,
    #[serde(default)]
    details: LeanDetails,
    demo: bool,
}

#[derive(Deserialize, Default)]
struct LeanOpening {
    #[serde(default)]
    rule: String,
}

#[derive(Deserialize, Default)]
struct LeanDetails {
    #[serde(default)]
    height_max_cm: Option<u16>,
}

#[derive(Deserialize)]
struct LeanCabinet {
    power_kw: f64,
    evses: Vec<Vec<LeanConnector>>,
}

#[derive(Deserialize)]
struct LeanConnector {
    id: String,
    standard: ConnectorStandard,
    power_kw: f64,
}

impl From<LeanStation> for WireStation {
    fn from(lean: LeanStation) -> Self {
        Self {
            id: lean.id,
            name: lean.name,
            lat: lean.lat,
            lon: lean.lon,
            county: String::new(),
            access: lean.access,
            place: Place::Other,
            lifecycle: lean.lifecycle,
            operator: Text::default(),
            opening: Opening {
                rule: lean.opening.rule,
                text: String::new(),
            },
            cabinets: lean.cabinets.into_iter().map(WireCabinet::from).collect(),
            swap: lean.swap,
            tariffs: lean.tariffs,
            origins: Vec::new(),
            details: Details {
                height_max_cm: lean.details.height_max_cm,
                ..Details::default()
            },
            demo: lean.demo,
        }
    }
}

impl From<LeanCabinet> for WireCabinet {
    fn from(lean: LeanCabinet) -> Self {
        let connector = |lean: LeanConnector| WireConnector {
            id: lean.id,
            standard: lean.standard,
            power_kw: lean.power_kw,
            details: ConnectorDetails::default(),
        };
        let evses = lean.evses.into_iter();
        let evses = evses.map(|evse| evse.into_iter().map(connector).collect());
        Self {
            evses: evses.collect(),
            ..Self::of_power(lean.power_kw)
        }
    }
}
