//! The signals of a drive: what the screen of the road and the map share.

use leptos::prelude::*;

use crate::state::drive::Fix;

/// Driving along the plan. Positions stay in here, and go when the drive ends.
#[derive(Clone, Copy)]
pub struct DriveSession {
    /// True while the panel shows the drive.
    pub is_open: RwSignal<bool>,
    /// Where the car is; `None` before the driver allowed it, and after the drive.
    pub fix: RwSignal<Option<Fix>>,
    /// True while the map moves with the car.
    pub is_followed: RwSignal<bool>,
    /// True while dark colours are wanted whatever the device says.
    pub is_night: RwSignal<bool>,
}

impl Default for DriveSession {
    fn default() -> Self {
        Self {
            is_open: RwSignal::new(false),
            fix: RwSignal::new(None),
            is_followed: RwSignal::new(true),
            is_night: RwSignal::new(false),
        }
    }
}
