//! The handle of the sheet on a phone: drag it, or tap it.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::state::SheetHeight;

/// A finger that moved less than this many pixels tapped.
const TAP: f64 = 6.0;

/// Where a drag began.
#[derive(Debug, Clone, Copy)]
struct Drag {
    y: f64,
    /// Height of the sheet then, in pixels.
    height: f64,
}

/// Pulls the sheet up and down; a tap folds and unfolds it. Keyboards use it as a button.
#[component]
pub fn SheetHandle(
    /// The sheet.
    sheet: NodeRef<leptos::html::Aside>,
    /// How high the sheet is.
    height: RwSignal<SheetHeight>,
    /// Height in pixels while it is dragged.
    dragged: RwSignal<Option<f64>>,
    /// What it belongs to.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let drag = RwSignal::new(None::<Drag>);
    // A click follows on every drag; only one that follows on a tap counts.
    let was_dragged = StoredValue::new(false);
    let on_down = move |event: PointerEvent| {
        let Some(sheet) = sheet.get_untracked() else {
            return;
        };
        was_dragged.set_value(false);
        drag.set(Some(Drag {
            y: f64::from(event.client_y()),
            height: f64::from(sheet.offset_height()),
        }));
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(target) = target {
            // Without it a fast finger leaves the handle, and the drag ends early.
            let _ = target.set_pointer_capture(event.pointer_id());
        }
    };
    let on_move = move |event: PointerEvent| {
        let Some(begin) = drag.get_untracked() else {
            return;
        };
        let by = begin.y - f64::from(event.client_y());
        if by.abs() >= TAP || dragged.get_untracked().is_some() {
            was_dragged.set_value(true);
            dragged.set(Some((begin.height + by).max(0.0)));
        }
    };
    let on_up = move |_: PointerEvent| {
        let begin = drag.get_untracked();
        drag.set(None);
        if let (Some(begin), Some(end)) = (begin, dragged.get_untracked()) {
            height.update(|height| *height = height.after_drag(end - begin.height, end / room()));
        }
        dragged.set(None);
    };
    let on_click = move |_| {
        if !was_dragged.get_value() {
            height.update(|height| *height = height.tapped());
        }
        was_dragged.set_value(false);
    };
    view! {
        <button
            type="button"
            class="handle"
            data-testid="panel-handle"
            aria-expanded=move || (height.get() != SheetHeight::Folded).to_string()
            aria-label=label
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=on_up
            on:pointercancel=on_up
            on:click=on_click
        ></button>
    }
}

/// Height of the window in pixels.
fn room() -> f64 {
    let height = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    height.filter(|height| *height > 0.0).unwrap_or(800.0)
}
