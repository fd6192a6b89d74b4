//! A field to search a place in, with suggestions below (the combobox pattern of WAI-ARIA).

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::state::Endpoint;

/// A line of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub detail: String,
    /// Where it is.
    pub end: Endpoint,
    /// Index of the station, when it is one.
    pub station: Option<usize>,
}

/// A labelled text field with suggestions.
#[component]
pub fn PlaceField(
    /// Hook for tests, and the element's id.
    testid: &'static str,
    /// What it asks for.
    #[prop(into)]
    label: Signal<String>,
    /// Shown while it is empty.
    #[prop(into)]
    hint: Signal<String>,
    /// Said when what was typed finds nothing.
    #[prop(into)]
    nothing: Signal<String>,
    /// Name of the button that clears the choice.
    #[prop(into)]
    clear: Signal<String>,
    /// The chosen place's name; empty when none is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// The suggestions for what was typed, which may be nothing.
    suggest: Callback<String, Vec<Suggestion>>,
    /// Hears what was picked.
    on_pick: Callback<Suggestion>,
    /// Hears that the choice was cleared.
    on_clear: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::new(None::<String>);
    let active = RwSignal::new(0_usize);
    let input = NodeRef::<leptos::html::Input>::new();
    let found = Memo::new(move |_| {
        typed
            .get()
            .map(|text| suggest.run(text))
            .unwrap_or_default()
    });
    let is_open = move || typed.with(Option::is_some) && found.with(|found| !found.is_empty());
    let is_nothing = move || {
        let is_typed = typed.with(|text| text.as_ref().is_some_and(|text| !text.trim().is_empty()));
        is_typed && found.with(Vec::is_empty)
    };
    let pick = Callback::new(move |suggestion: Suggestion| {
        typed.set(None);
        if let Some(input) = input.get_untracked() {
            // Without focus there is nothing to leave.
            let _ = input.blur();
        }
        on_pick.run(suggestion);
    });
    let on_key = move |event: KeyboardEvent| steer(&event, typed, found, active, pick);
    view! {
        <div class="field">
            <label for=testid>{label}</label>
            <div class="field-row">
                <input
                    id=testid
                    data-testid=testid
                    node_ref=input
                    type="text"
                    inputmode="search"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="60"
                    role="combobox"
                    aria-autocomplete="list"
                    aria-expanded=move || is_open().to_string()
                    aria-controls=list_id(testid)
                    aria-activedescendant=move || is_open().then(|| option_id(testid, active.get()))
                    placeholder=hint
                    prop:value=move || typed.get().unwrap_or_else(|| value.get())
                    on:focus=move |event| {
                        active.set(0);
                        typed.set(Some(String::new()));
                        event_target::<web_sys::HtmlInputElement>(&event).select();
                    }
                    on:input=move |event| {
                        active.set(0);
                        typed.set(Some(event_target_value(&event)));
                    }
                    on:blur=move |_| typed.set(None)
                    on:keydown=on_key
                />
                <Show when=move || value.with(|value| !value.is_empty())>
                    <button type="button" class="icon" aria-label=clear on:click=move |_| on_clear.run(())>
                        <span aria-hidden="true">"✕"</span>
                    </button>
                </Show>
            </div>
            <Show when=is_open>
                <Suggestions id=testid label found active on_pick=pick />
            </Show>
            <div role="status" class="field-status">
                <Show when=is_nothing>
                    <p class="suggestions is-nothing">{nothing}</p>
                </Show>
            </div>
        </div>
    }
}

/// Arrows move through the list, Enter picks, Escape closes it.
fn steer(
    event: &KeyboardEvent,
    typed: RwSignal<Option<String>>,
    found: Memo<Vec<Suggestion>>,
    active: RwSignal<usize>,
    pick: Callback<Suggestion>,
) {
    let count = found.with_untracked(Vec::len);
    match event.key().as_str() {
        "ArrowDown" if count > 0 => active.update(|index| *index = (*index + 1) % count),
        "ArrowUp" if count > 0 => active.update(|index| *index = (*index + count - 1) % count),
        "Enter" => {
            let at = active.get_untracked();
            if let Some(suggestion) = found.with_untracked(|found| found.get(at).cloned()) {
                pick.run(suggestion);
            }
        }
        "Escape" => typed.set(None),
        _ => return,
    }
    event.prevent_default();
}

/// The list below the field.
#[component]
fn Suggestions(
    id: &'static str,
    label: Signal<String>,
    found: Memo<Vec<Suggestion>>,
    active: RwSignal<usize>,
    on_pick: Callback<Suggestion>,
) -> impl IntoView {
    let row = move |(index, suggestion): (usize, Suggestion)| {
        let (name, detail) = (suggestion.name.clone(), suggestion.detail.clone());
        view! {
            <li
                id=option_id(id, index)
                role="option"
                aria-selected=move || (active.get() == index).to_string()
                // The field must not lose focus before the click arrives.
                on:pointerdown=move |event| event.prevent_default()
                on:mousedown=move |event| event.prevent_default()
                on:click=move |_| on_pick.run(suggestion.clone())
            >
                <span>{name}</span>
                <small>{detail}</small>
            </li>
        }
    };
    view! {
        <ul
            id=list_id(id)
            class="suggestions"
            role="listbox"
            data-testid="suggestions"
            aria-label=label
        >
            {move || found.get().into_iter().enumerate().map(row).collect_view()}
        </ul>
    }
}

fn list_id(field: &str) -> String {
    format!("{field}-list")
}

fn option_id(field: &str, index: usize) -> String {
    format!("{field}-option-{index}")
}
