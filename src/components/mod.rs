//! Small pieces of the interface: values in, callbacks out. They know no state of the app.

mod busy_bars;
mod itinerary;
mod live_line;
mod place_field;
mod slider;
mod station_details;

pub use busy_bars::BusyBars;
pub use itinerary::ItineraryView;
pub use live_line::LiveLine;
pub use place_field::{PlaceField, Suggestion};
pub use slider::Slider;
pub use station_details::StationDetails;
