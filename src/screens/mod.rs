//! The screens: they read the session, put components together and change the session.

mod card;
mod data;
mod drive;
mod find;
mod finder;
mod handover;
mod header;
mod kiosk;
mod later;
mod map;
mod network;
mod panel;
mod roads;
mod share;
mod suggestions;
mod trip;

pub use card::Card;
pub use data::DataScreen;
pub use drive::DriveScreen;
pub use find::FindScreen;
pub use finder::Finder;
pub use handover::HandoverScreen;
pub use header::Header;
pub use kiosk::KioskScreen;
pub use map::MapScreen;
pub use network::NetworkLines;
pub use panel::Panel;
pub use roads::RoadsScreen;
pub use trip::TripScreen;
