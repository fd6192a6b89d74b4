//! What the app knows: plain data and what events do to it. No browser here, tested natively.
//!
//! Where to start: [`Trip`], which a [`link`](Link) carries; then [`PlanState`].

mod alternatives;
mod availability;
pub mod census;
mod detail;
pub mod drive;
mod figures;
pub mod finder;
mod fit;
mod guidebook;
pub mod handover;
mod host;
mod kiosk;
mod language;
mod link;
mod live;
mod look;
pub mod map_layout;
mod offer;
mod offline;
mod others;
mod outlook;
mod plan;
mod price;
mod profile;
mod region;
mod reliability;
pub mod report;
mod road_choice;
mod screen;
mod search;
mod season;
mod shade;
mod sheet;
mod site;
mod trip;
mod usual;
pub mod web_address;
mod wishes;
mod words;

pub use alternatives::alternatives;
pub use availability::{availability, following, free_count, silence};
pub use detail::{sentence_of, with_detail};
pub use figures::{certainty, degrees, distance, duration, energy, kilometres, percent, power};
pub use fit::{Fit, fit};
pub use guidebook::{GuideState, Guidebook};
pub use host::{Ask, Tell};
pub use kiosk::{Idle, Kiosk};
pub use language::Language;
pub use link::{Link, VIA_MAX};
pub use live::{Availability, Following, Live};
pub use look::{Look, Scheme};
pub use offer::Offer;
pub use offline::{
    Connection, Keeping, KeptApp, PACK, PACKS, Progress, Renewal, Wanted, base_of, is_little,
    lacking, megabytes,
};
pub use others::{BestAt, Cost, Other, add_other, cost_of, cost_text, read_cheapest, read_others};
pub use outlook::{Outlook, read_outlook};
pub use plan::{News, PlanState, RequestId};
pub use price::{Charge, Price, day_of_prices, price_at, yuan};
pub use profile::{ProfilePoint, profile};
pub use region::{Region, RegionFiles};
pub use reliability::{Reliability, quiet, reliability};
pub use road_choice::RoadChoice;
pub use screen::Screen;
pub use search::{Found, SearchIndex, What};
pub use season::usual_temperature;
pub use shade::{BANDS, Shade, Shaded, read_shaded};
pub use sheet::SheetHeight;
pub use site::SiteConfig;
pub use trip::{Car, Endpoint, Trip};
pub use usual::{busiest, usual_day, usual_waits};
pub use wishes::{
    AVOIDED_MAX, Carries, ELSEWHERE_MIN, OPERATORS_MAX, STOP_LEAST_MIN, Stopover, Style, Wishes,
};
pub use words::{
    CardWords, DataWords, DriveWords, FindWords, HandoverWords, KioskWords, Named, OfflineWords,
    ReportWords, RoadsWords, Table, TripWords, Words, both, both_of, words,
};
