//! Small pieces of the interface: values in, callbacks out. They know no state of the app.

mod busy_bars;
mod choice;
mod code_picture;
mod itinerary;
mod live_line;
mod place_field;
mod price_bars;
mod profile_chart;
mod sheet_handle;
mod slider;
mod station_details;
mod tabs;
mod told;
mod uncopied;

pub use busy_bars::BusyBars;
pub use choice::Choice;
pub use code_picture::CodePicture;
pub use itinerary::{HEAD, ItineraryHead, ItineraryView, PlanHooks};
pub use live_line::LiveLine;
pub use place_field::{PlaceField, Suggestion};
pub use price_bars::PriceBars;
pub use profile_chart::ProfileChart;
pub use sheet_handle::SheetHandle;
pub use slider::Slider;
pub use station_details::StationDetails;
pub use tabs::Tabs;
pub use told::told;
pub use uncopied::Uncopied;
