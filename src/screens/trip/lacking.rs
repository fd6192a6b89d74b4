//! A trip that leaves the region which is loaded, where another one has the place.

use leptos::prelude::*;
use packs::Pack;

use crate::keeping::show_pack;
use crate::session::Session;
use crate::state::{Endpoint, OfflineWords, lacking, megabytes};

/// Says which pack has a place of the trip that the shown one has not.
#[component]
pub(super) fn Lacking() -> impl IntoView {
    let session = Session::get();
    let offline = session.offline;
    let lacked = Memo::new(move |_| {
        let (packs, shown) = (offline.packs.get()?, offline.pack.get()?);
        let trip = session.trip.get();
        let place = |end| match end {
            Endpoint::At(at) => Some(at),
            Endpoint::Me => session.me.get(),
        };
        let ends = [trip.from, trip.to].into_iter().flatten();
        let mut places = ends
            .filter_map(place)
            .chain(trip.via.iter().map(|stop| stop.at));
        places.find_map(|at| lacking(&packs, &shown, at).cloned())
    });
    move || {
        lacked.get().map(|pack| {
            let bytes = pack.bytes();
            let Pack { id, title, .. } = pack;
            let wanted = id.clone();
            let cannot_show = move || !offline.can_show(&wanted);
            let name = move || format!("{} ({})", session.language.get().pick(&title), megabytes(bytes));
            view! {
                <p class="lacking" role="status" data-testid="lacking">
                    {session.say_of(|words: &OfflineWords| words.lacks)} " " <strong>{name}</strong>
                    <button type="button" data-testid="lacking-show" disabled=cannot_show on:click=move |_| show_pack(session, &id)>
                        {session.say_of(|words: &OfflineWords| words.show)}
                    </button>
                </p>
            }
        })
    }
}
