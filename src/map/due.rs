//! What is still to be drawn: a turn of the page for each step, so that none of them is long.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::MapEvent;
use super::view::{Inner, report};
use crate::platform::{painted, turn};

/// What may be due, in the order in which it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Roads are taken over, some in each turn.
    Roads,
    /// Marks that are in view come to the page.
    Marks,
    /// So does the line of the trip.
    Route,
    /// So do its points.
    Pins,
    /// Roads are painted, some in each turn.
    Paint,
    /// So are their colours.
    Shade,
    /// Names that are in view come to the page.
    Labels,
    /// The owner of the map hears where it looks.
    Tell,
}

impl Step {
    const ALL: [Self; 8] = [
        Self::Roads,
        Self::Marks,
        Self::Route,
        Self::Pins,
        Self::Paint,
        Self::Shade,
        Self::Labels,
        Self::Tell,
    ];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The steps that are due.
#[derive(Debug, Default)]
pub(super) struct Due {
    bits: Cell<u8>,
    is_running: Cell<bool>,
    /// All that was due first was done: there is a map.
    is_drawn: Cell<bool>,
}

impl Due {
    fn next(&self) -> Option<Step> {
        let is_due = |step: &Step| self.bits.get() & step.bit() != 0;
        Step::ALL.into_iter().find(is_due)
    }
}

impl Inner {
    /// Does these steps, soon.
    pub(super) fn soon(self: &Rc<Self>, steps: &[Step]) {
        let due = &self.due;
        let bits = steps
            .iter()
            .fold(due.bits.get(), |bits, step| bits | step.bit());
        due.bits.set(bits);
        if due.is_running.replace(true) {
            return;
        }
        let inner = Rc::downgrade(self);
        let is_drawn = due.is_drawn.get();
        spawn_local(async move {
            if is_drawn {
                // What changed besides, the list or the plan, is seen before.
                painted().await;
            }
            loop {
                turn().await;
                // The map may be gone.
                let Some(inner) = inner.upgrade() else { return };
                let Some(step) = inner.due.next() else {
                    inner.due.is_running.set(false);
                    inner.due.is_drawn.set(true);
                    return (inner.on_event)(MapEvent::Drawn);
                };
                inner.due.bits.set(inner.due.bits.get() & !step.bit());
                inner.go(step);
            }
        });
    }

    fn go(self: &Rc<Self>, step: Step) {
        match step {
            Step::Roads => {
                if self.roads.borrow_mut().take_some(&self.projection) {
                    self.soon(&[Step::Roads]);
                }
            }
            Step::Paint => report(self.paint(
                |palette, scene| self.roads.borrow_mut().paint_some(palette, scene),
                step,
            )),
            Step::Shade => report(self.paint(
                |palette, scene| self.shades.borrow_mut().paint_some(palette, scene),
                step,
            )),
            Step::Marks => report(self.show_marks()),
            Step::Route => report(self.show_route()),
            Step::Pins => report(self.show_pins()),
            Step::Labels => report(self.show_labels()),
            Step::Tell => {
                if let Some(window) = self.window() {
                    (self.on_event)(MapEvent::Moved(window));
                }
            }
        }
    }
}
