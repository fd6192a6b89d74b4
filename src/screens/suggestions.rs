//! What the search fields suggest.

use leptos::prelude::*;

use crate::components::Suggestion;
use crate::session::Session;
use crate::state::{Endpoint, What};

/// Most lines of a list.
const COUNT: usize = 8;

/// Suggests places and stations for what was typed; "my position" first where a trip may begin.
pub(super) fn suggest(session: Session, with_me: bool) -> Callback<String, Vec<Suggestion>> {
    Callback::new(move |typed: String| {
        let words = session.words();
        let language = session.language.get();
        let me = Suggestion {
            name: words.my_position.to_owned(),
            detail: words.located_on_device.to_owned(),
            end: Endpoint::Me,
            station: None,
        };
        let me = (with_me && typed.trim().is_empty()).then_some(me);
        let region = session.region.get();
        let found = region
            .iter()
            .flat_map(|region| region.search().find(&typed, COUNT));
        let found = found.map(|found| {
            let (detail, station) = match found.what {
                What::Place(kind) => (words.kind(kind).to_owned(), None),
                What::Station(index) => {
                    let all = region.as_ref().map(|region| &region.stations);
                    let station = all.and_then(|all| all.get(index));
                    // Whoever may not charge there should not drive there.
                    let access = station.filter(|station| !station.is_open_to_all());
                    let access = access.map(|station| words.access(station.access));
                    let parts = [Some(words.station), access].into_iter().flatten();
                    (parts.collect::<Vec<_>>().join(" · "), Some(index))
                }
            };
            Suggestion {
                name: language.pick(&found.name).to_owned(),
                detail,
                end: Endpoint::At(found.position),
                station,
            }
        });
        me.into_iter().chain(found).collect()
    })
}
