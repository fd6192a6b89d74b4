//! Readers of the forms in which data arrives: text in, our types plus findings out.
//!
//! Where to start: [`read_dataset`] for the readable sources of a region, [`read_station_table`]
//! and [`read_vehicle_list`] for what belongs to it, [`read_feed`] for what operators and
//! communities publish. No files here: the caller brings the text.

mod corridor_list;
mod dataset;
mod demo;
mod feed;
mod list;
mod opening;
mod piles;
mod price_rule_list;
mod room;
mod service_area_table;
mod site_columns;
mod station_table;
mod table;
mod tariff_table;
mod vehicle_list;

pub use corridor_list::{KnownPlace, read_corridor_list};
pub use dataset::nodes::read_place_list;
pub use dataset::{County, Dataset, DatasetError, DatasetText, read_dataset};
pub use demo::{demo_stations, demo_tariffs};
pub use feed::{
    ConnectorState, EnvelopeError, Feed, FeedError, FeedKind, KeyError, Keys, OcpiChange,
    OcpiChanged, OcpiError, OcpiPlace, OcpiState, Reading, SAME_SITE_M, TcecRequest, TcecState,
    merge, ocpi_date_time, ocpi_lasting, ocpi_location, ocpi_state, ocpi_states, ocpi_status,
    ocpi_time, ocpi_uid, open_answer, read_feed, seal_answer, split, tcec_states,
    tcec_station_info, tcec_status_info, tcec_time, tcec_time_stamp,
};
pub use list::ListError;
pub use piles::{read_piles, write_piles};
pub use price_rule_list::read_price_rule_list;
pub use service_area_table::read_service_area_table;
pub use station_table::{read_station_table, write_station_table};
pub use table::TableError;
pub use tariff_table::{read_tariff_table, write_tariff_table};
pub use vehicle_list::read_vehicle_list;
