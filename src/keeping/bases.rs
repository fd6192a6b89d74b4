//! Keeping the archive of the base map: piece by piece, compared with the list before it counts.

use leptos::prelude::*;
use packs::{Digest, PackFile, Packs, pieces};
use sha2::{Digest as _, Sha256};

use super::fetching::NotFetched;
use super::wants_base;
use crate::basemap::KeptBases;
use crate::platform::{Asked, fetch_part, saves_data};
use crate::session::Session;
use crate::state::{Keeping, Progress, base_of, is_little};

/// Without a network: what is kept counts, and what is not wanted any more is thrown away.
pub(super) async fn settle(session: Session) {
    let (bases, state) = (KeptBases::there().await, session.offline.base);
    if !wants_base() {
        if let Some(bases) = bases {
            bases.remove(|_| true).await;
        }
        return state.set(Keeping::Unasked);
    }
    let Some(bases) = bases else { return };
    if state.get_untracked() != Keeping::Unasked {
        return;
    }
    let whole = bases.whole().await;
    let path = session
        .base
        .with_untracked(|base| Some(base.as_ref()?.url.clone()));
    let kept = whole
        .iter()
        .find(|(address, _)| address.split('?').next() == path.as_deref());
    if let Some((_, bytes)) = kept {
        state.set(Keeping::Kept(u64::from(*bytes)));
    }
}

/// Fetches what is wanted and not there; false when the network was not reached. What the site does not
/// list any more it may not offer, so it goes.
pub(super) async fn tend(session: Session, packs: &Packs) -> bool {
    if !wants_base() {
        return true;
    }
    let Some(bases) = KeptBases::open().await else {
        return true;
    };
    let (state, base) = (session.offline.base, session.base.get_untracked());
    let Some(file) = base_of(base.as_ref(), Some(packs)) else {
        bases.remove(|_| true).await;
        state.set(Keeping::Unasked);
        return true;
    };
    let address = format!("data/{}", file.address());
    let is_whole = bases.whole().await.iter().any(|(kept, _)| *kept == address);
    let of = u64::from(file.bytes);
    let mut progress = Progress { have: 0, of };
    let is_asked = session.offline.wake.get_untracked() > 0;
    let outcome = if is_whole {
        Ok(())
    } else if saves_data() && !is_little(of) && !is_asked {
        Err(NotFetched::Paused)
    } else {
        fetch(session, &bases, file, &address, &mut progress).await
    };
    match outcome {
        Ok(()) => {
            bases.remove(|kept| kept != address).await;
            state.set(Keeping::Kept(of));
        }
        Err(NotFetched::Paused) => state.set(Keeping::Paused(progress)),
        Err(NotFetched::Full) => state.set(Keeping::Full(progress.left())),
        Err(NotFetched::Failed(words)) => state.set(Keeping::Failed(words)),
        Err(NotFetched::Unreachable) => {
            state.set(Keeping::Waiting(progress));
            return false;
        }
    }
    true
}

/// Pieces that are there are read again, so that the whole can be compared without being in memory.
async fn fetch(
    session: Session,
    bases: &KeptBases,
    file: &PackFile,
    address: &str,
    progress: &mut Progress,
) -> Result<(), NotFetched> {
    let offline = session.offline;
    let mut hash = Sha256::new();
    let mut whole = None;
    for chunk in pieces(file.bytes) {
        if offline.is_base_paused.get_untracked() || !wants_base() {
            return Err(NotFetched::Paused);
        }
        offline.base.set(Keeping::Fetching(*progress));
        let (from, to) = (chunk.from as usize, chunk.to as usize);
        let kept = bases.piece(address, chunk).await;
        let bytes = if let Some(bytes) = kept {
            bytes
        } else {
            if whole.is_none() {
                let most = u64::from(file.bytes);
                let part = fetch_part(address, &chunk.range(), most, Asked::Fresh).await?;
                // A server that gives no pieces gives them all at once.
                whole = Some((part.bytes, part.of.is_some()));
            }
            let part = match &whole {
                Some((bytes, true)) => bytes.get(..).filter(|bytes| bytes.len() == to - from),
                Some((bytes, false)) => bytes.get(from..to),
                None => None,
            };
            let part = part.ok_or_else(|| other(file, "fewer bytes"))?.to_vec();
            whole = whole.filter(|(_, is_piece)| !is_piece);
            bases.put(address, chunk, &part).await?;
            part
        };
        hash.update(&bytes);
        progress.have += bytes.len() as u64;
    }
    let found = Digest(hash.finalize().into());
    if found != file.sha256 {
        // Of pieces that do not fit together none can be trusted.
        bases.remove(|kept| kept == address).await;
        return Err(other(file, &found.short()));
    }
    Ok(bases.finish(address, file.bytes).await?)
}

fn other(file: &PackFile, found: &str) -> NotFetched {
    let (path, expected) = (&file.path, file.sha256.short());
    NotFetched::Failed(format!("{path}: found {found}, expected {expected}"))
}
