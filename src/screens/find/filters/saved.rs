//! Filters under names.

use leptos::prelude::*;

use crate::screens::find::say;
use crate::session::Session;
use crate::state::finder::Filter;
use crate::state::{FindWords, both_of};

/// Filters that the driver keeps under names.
#[component]
pub(super) fn SavedFilters() -> impl IntoView {
    let session = Session::get();
    let finding = session.finding;
    let name = RwSignal::new(String::new());
    let tell = move |is_kept: bool| {
        if !is_kept {
            let text = both_of::<FindWords>(|words| words.not_kept);
            session.notice.set(Some(text));
        }
    };
    let on_keep = move |_| {
        let (name, filter) = (name.get_untracked(), finding.filter.get_untracked());
        tell(finding.save(|saved| saved.keep(&name, filter)));
    };
    let delete = move |name: &str| {
        let before = finding.saved.get_untracked();
        let told = both_of::<FindWords>(|words| words.deleted);
        session.offer_undo(told, move || {
            finding.save(|saved| saved.filters.clone_from(&before.filters));
        });
        tell(finding.save(|saved| saved.filters.retain(|(own, _)| own != name)));
    };
    let row = move |(name, filter): (String, Filter)| {
        let (shown, deleted, label) = (name.clone(), name.clone(), name);
        view! {
            <li>
                <button type="button" class="chip" data-testid="saved-filter"
                    on:click=move |_| finding.filter.set(filter.clone())>
                    {shown}
                </button>
                <button
                    type="button"
                    class="icon"
                    aria-label=move || session.language.get().named(session.table::<FindWords>().delete, &label)
                    on:click=move |_| delete(&deleted)
                >
                    <span aria-hidden="true">"✕"</span>
                </button>
            </li>
        }
    };
    let rows = move || {
        let filters = finding.saved.with(|saved| saved.filters.clone());
        filters.into_iter().map(row).collect_view()
    };
    view! {
        <fieldset class="wishes">
            <legend>{say(session, |words| words.saved)}</legend>
            <ul class="saved-filters">{rows}</ul>
            <div class="keep">
                <input
                    type="text"
                    data-testid="filter-name"
                    maxlength="40"
                    aria-label=say(session, |words| words.name_hint)
                    placeholder=say(session, |words| words.name_hint)
                    prop:value=name
                    on:input=move |event| name.set(event_target_value(&event))
                />
                <button type="button" data-testid="filter-keep" on:click=on_keep
                    disabled=move || name.with(|name| name.trim().is_empty())>
                    {say(session, |words| words.keep)}
                </button>
            </div>
        </fieldset>
    }
}
