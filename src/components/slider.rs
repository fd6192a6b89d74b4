//! A number that is set by sliding.

use leptos::prelude::*;

/// A labelled range input. The shown figure follows the thumb; `on_change` hears the number when
/// the thumb is let go.
#[component]
pub fn Slider(
    /// Hook for tests, and the element's id.
    testid: &'static str,
    /// What it sets.
    #[prop(into)]
    label: Signal<String>,
    /// Least and greatest number.
    range: (i32, i32),
    /// How far one number is from the next.
    #[prop(default = 1)]
    step: i32,
    /// The number.
    #[prop(into)]
    value: Signal<i32>,
    /// How the number is written.
    write: fn(i32) -> String,
    /// Hears a new number.
    on_change: Callback<i32>,
) -> impl IntoView {
    let sliding = RwSignal::new(None::<i32>);
    let shown = move || sliding.get().unwrap_or_else(|| value.get());
    view! {
        <div class="slider">
            <label for=testid>{label}</label>
            <output for=testid>{move || write(shown())}</output>
            <input
                id=testid
                data-testid=testid
                type="range"
                min=range.0
                max=range.1
                step=step
                prop:value=move || value.get().to_string()
                aria-valuetext=move || write(shown())
                on:input=move |event| sliding.set(event_target_value(&event).parse().ok())
                on:change=move |event| {
                    sliding.set(None);
                    if let Ok(number) = event_target_value(&event).parse() {
                        on_change.run(number);
                    }
                }
            />
        </div>
    }
}
