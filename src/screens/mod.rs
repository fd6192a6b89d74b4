//! The screens: they read the session, put components together and change the session.

mod card;
mod finder;
mod header;
mod map;
mod suggestions;
mod trip;

pub use card::Card;
pub use finder::Finder;
pub use header::Header;
pub use map::MapScreen;
pub use trip::TripScreen;
