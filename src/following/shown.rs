//! What arrived, brought to the screen.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use ::live::Delta;
use leptos::prelude::*;

use crate::platform::ticks;
use crate::session::Session;

/// Changes are shown so long after they arrive, together with those that arrive meanwhile.
const TOGETHER: Duration = Duration::from_millis(400);

/// Lets what is shown move on to now.
pub(super) fn show(session: Session) {
    let now = session
        .live
        .with_untracked(|live| live.as_ref().map(|live| live.now(ticks())));
    if let Some(now) = now {
        session.moment.set(now);
    }
}

/// Takes over what changed; false when the whole file must be fetched.
pub(super) fn hear_delta(session: Session, is_due: &Rc<Cell<bool>>, text: &str) -> bool {
    let Ok(delta) = Delta::read(text.as_bytes()) else {
        return false;
    };
    let mut is_taken = false;
    session.live.update_untracked(|live| {
        if let Some(live) = live {
            is_taken = live.mirror.apply(&delta).is_ok();
            live.clock.is_at_least(delta.time, ticks());
        }
    });
    if is_taken && !is_due.replace(true) {
        let is_due = is_due.clone();
        set_timeout(
            move || {
                is_due.set(false);
                show(session);
            },
            TOGETHER,
        );
    }
    is_taken
}
