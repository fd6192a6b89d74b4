//! A step back closes what lies on top: the hand-over, the card, the drive, a road. It leaves the app
//! only when nothing does.

use leptos::ev;
use leptos::prelude::*;

use crate::platform::{guard, is_embedded, is_guarded, on_back, restore_fragment, settle, unguard};
use crate::session::Session;
use crate::state::Screen;

/// What lies above the page, the uppermost last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Road,
    Drive,
    Card,
    Handover,
}

fn top(session: Session) -> Option<Layer> {
    let is_road =
        session.screen.get() == Screen::Roads && session.roads.chosen.with(Option::is_some);
    let layers = [
        (session.handover.open.with(Option::is_some), Layer::Handover),
        (session.chosen.with(Option::is_some), Layer::Card),
        (session.drive.is_open.get(), Layer::Drive),
        (is_road, Layer::Road),
    ];
    let open = layers.into_iter().find(|(is_open, _)| *is_open);
    open.map(|(_, layer)| layer)
}

fn close(session: Session, layer: Layer) {
    match layer {
        Layer::Handover => session.handover.open.set(None),
        Layer::Card => session.chosen.set(None),
        Layer::Drive => session.drive.is_open.set(false),
        Layer::Road => session.roads.chosen.set(None),
    }
}

/// Closes one layer at each step back, and the card by Escape.
pub fn close_by_back(session: Session) {
    let escape = window_event_listener(ev::keydown, move |event| {
        let is_card = untrack(|| top(session)) == Some(Layer::Card);
        if event.key() == "Escape" && !event.default_prevented() && is_card {
            close(session, Layer::Card);
        }
    });
    on_cleanup(move || escape.remove());
    // The history of a frame is the host's.
    if is_embedded() {
        return;
    }
    settle();
    // True from when we take the guard away until the browser has done so.
    let is_leaving = StoredValue::new(false);
    let is_open = Memo::new(move |_| top(session).is_some());
    Effect::new(move |_| match (is_open.get(), is_guarded()) {
        (true, false) => guard(),
        (false, true) if !is_leaving.get_value() => {
            is_leaving.set_value(true);
            unguard();
        }
        _ => {}
    });
    let observed = on_back(move || {
        // The entry has the address of when it was left.
        restore_fragment();
        let top = untrack(|| top(session));
        if !is_leaving.get_value()
            && let Some(layer) = top
        {
            close(session, layer);
        }
        is_leaving.set_value(false);
        if untrack(|| self::top(session)).is_some() {
            guard();
        }
    });
    let observed = StoredValue::new_local(observed);
    on_cleanup(move || observed.dispose());
}
