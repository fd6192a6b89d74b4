//! Pictures of a station: fetched when the driver asks for them, and from our own origin only.

use leptos::prelude::*;
use stations::Station;

use crate::session::Session;
use crate::state::web_address::{Leads, host, leads};
use crate::state::{CardWords, Table as _};

/// Most pictures that are shown.
const MOST: usize = 12;

/// The pictures, folded; nothing where there are none.
#[component]
pub(super) fn Photos(station: Station) -> impl IntoView {
    let session = Session::get();
    let photos = station.details.photos.into_iter();
    let photos: Vec<(Leads, String)> = photos
        .filter_map(|address| Some((leads(&address)?, address)))
        .take(MOST)
        .collect();
    if photos.is_empty() {
        return ().into_any();
    }
    let (name, count) = (station.name, photos.len());
    let is_open = RwSignal::new(false);
    let label = move || format!("{} {count}", session.table::<CardWords>().photos);
    let pictures = move || {
        let (language, name) = (session.language.get(), name.clone());
        let words = CardWords::of(language);
        let picture = |(number, (leads, address)): (usize, (Leads, String))| {
            let told = format!("{} {}/{count}", language.pick(&name), number + 1);
            match leads {
                Leads::Home => view! {
                    <li><img class="photo" src=address alt=told /></li>
                }
                .into_any(),
                Leads::Away => view! {
                    <li>
                        <a class="inline-link" href=address.clone() target="_blank" rel="noopener noreferrer">
                            {language.named(&format!("{} {}", words.photo_away, number + 1), host(&address))}
                        </a>
                    </li>
                }
                .into_any(),
            }
        };
        photos
            .clone()
            .into_iter()
            .enumerate()
            .map(picture)
            .collect_view()
    };
    view! {
        <section class="prices">
            <button
                type="button"
                data-testid="photos"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {label}
            </button>
            <Show when=move || is_open.get()>
                <ul data-testid="photo-list">{pictures.clone()}</ul>
            </Show>
        </section>
    }
    .into_any()
}
