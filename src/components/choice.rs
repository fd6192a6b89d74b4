//! A choice among a few values.

use leptos::prelude::*;

/// A labelled list to choose one value from.
#[component]
pub fn Choice<T: Copy + PartialEq + Send + Sync + 'static>(
    /// Hook for tests, and the element's id.
    testid: &'static str,
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// What can be chosen. A value that is none of these is shown beside them.
    all: &'static [T],
    /// The value.
    #[prop(into)]
    value: Signal<T>,
    /// How a value is written.
    write: Callback<T, String>,
    /// Hears a new value.
    on_change: Callback<T>,
) -> impl IntoView {
    let listed = move || {
        let chosen = value.get();
        let other = (!all.contains(&chosen)).then_some(chosen);
        all.iter().copied().chain(other).collect::<Vec<T>>()
    };
    let options = move || {
        let listed = listed().into_iter().enumerate();
        let option = |(number, one): (usize, T)| {
            view! {
                <option value=number.to_string() prop:selected=move || value.get() == one>
                    {move || write.run(one)}
                </option>
            }
        };
        listed.map(option).collect_view()
    };
    let on_change = move |event| {
        let number = event_target_value(&event).parse::<usize>().ok();
        let chosen = number.and_then(|number| listed().get(number).copied());
        if let Some(chosen) = chosen {
            on_change.run(chosen);
        }
    };
    view! {
        <div class="select">
            <label for=testid>{label}</label>
            <select id=testid data-testid=testid on:change=on_change>
                {options}
            </select>
        </div>
    }
}
