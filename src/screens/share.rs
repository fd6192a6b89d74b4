//! Sharing a link, and telling how that went.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::{NotShared, Shared, share};
use crate::session::Session;
use crate::state::both;

/// Offers the device's share sheet, or copies the link where there is none; one that is not copied becomes
/// `uncopied`. Call it on a tap.
pub(super) fn share_link(
    session: Session,
    title: String,
    link: String,
    uncopied: RwSignal<Option<String>>,
) {
    spawn_local(async move {
        let shared = share(&title, &link).await;
        let notice = match &shared {
            Ok(Shared::Copied) => Some(both(|words| words.shared)),
            Ok(Shared::Sent) | Err(NotShared::Cancelled) => None,
            Err(NotShared::Refused(_)) => Some(both(|words| words.share_failed)),
        };
        session.notice.set(notice);
        let is_left = matches!(shared, Err(NotShared::Refused(_)));
        // What was to be shared may be closed by now.
        let _ = uncopied.try_set(is_left.then_some(link));
    });
}
