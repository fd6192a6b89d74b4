//! `yilu template`: files to begin with.

/// A template by its name.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Template {
    /// Charging stations, stations.csv
    Stations,
    /// What charging costs, tariffs.csv
    Tariffs,
    /// Places to search for, nodes.csv
    Places,
    /// Service areas, `service_areas.csv`
    ServiceAreas,
    /// Roads as lines of places, corridors.toml
    Corridors,
    /// What authorities have said about prices, `price_rules.toml`
    PriceRules,
    /// Vehicles, vehicles.toml
    Vehicles,
}

impl Template {
    /// Its text.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Stations => include_str!("../../../data/templates/stations.csv"),
            Self::Tariffs => include_str!("../../../data/templates/tariffs.csv"),
            Self::Places => include_str!("../../../data/templates/nodes.csv"),
            Self::ServiceAreas => include_str!("../../../data/templates/service_areas.csv"),
            Self::Corridors => include_str!("../../../data/templates/corridors.toml"),
            Self::PriceRules => include_str!("../../../data/templates/price_rules.toml"),
            Self::Vehicles => include_str!("../../../data/templates/vehicles.toml"),
        }
    }
}
