//! What the browser keeps of the data: whole files and pieces by address, which names their content.
//! The service worker gives the page from the store of packs.

use js_sys::{Array, Reflect, Uint8Array};
use thiserror::Error;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, DomException, Request, Response};

use super::{is_embedded, words};

/// The store of packs; `service_worker.js` says the same.
pub const DATA: &str = "yilu-data";
/// The store of base maps.
pub const BASES: &str = "yilu-bases";

/// A store that is open.
#[derive(Debug, Clone)]
pub struct Store {
    cache: Cache,
    /// The address of the page's folder.
    here: String,
}

/// Why something was not kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotStored {
    /// The browser has no room.
    #[error("the browser has no room")]
    Full,
    /// Anything else.
    #[error("keep a file: {0}")]
    Refused(String),
}

impl Store {
    /// Opens the one with that name; `None` where the browser has none: in private windows, in embedded pages, without https.
    pub async fn open(name: &str) -> Option<Self> {
        if is_embedded() {
            return None;
        }
        let window = web_sys::window()?;
        let caches = window.caches().ok()?;
        if AsRef::<JsValue>::as_ref(&caches).is_undefined() {
            return None;
        }
        let cache = JsFuture::from(caches.open(name)).await.ok()?;
        let base = window.document()?.base_uri().ok()??;
        let page = base.split(['#', '?']).next()?;
        Some(Self {
            cache: cache.dyn_into().ok()?,
            here: page.get(..=page.rfind('/')?)?.to_owned(),
        })
    }

    /// Opens it, unless nothing was ever kept there.
    pub async fn there(name: &str) -> Option<Self> {
        let caches = web_sys::window()?.caches().ok()?;
        if is_embedded() || AsRef::<JsValue>::as_ref(&caches).is_undefined() {
            return None;
        }
        let is_there = JsFuture::from(caches.has(name)).await.ok()?;
        if is_there.is_truthy() {
            Self::open(name).await
        } else {
            None
        }
    }

    fn url(&self, address: &str) -> String {
        format!("{}{address}", self.here)
    }

    /// The addresses of all that is kept, from the page's folder.
    pub async fn addresses(&self) -> Vec<String> {
        let keys = JsFuture::from(self.cache.keys()).await;
        let keys = keys.ok().and_then(|keys| keys.dyn_into::<Array>().ok());
        let urls = keys.iter().flat_map(Array::iter);
        let urls = urls.filter_map(|key| Some(key.dyn_into::<Request>().ok()?.url()));
        urls.filter_map(|url| Some(url.strip_prefix(&self.here)?.to_owned()))
            .collect()
    }

    /// What is kept under an address.
    pub async fn bytes(&self, address: &str) -> Option<Vec<u8>> {
        let found = self.cache.match_with_str(&self.url(address));
        let response = JsFuture::from(found)
            .await
            .ok()?
            .dyn_into::<Response>()
            .ok()?;
        let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }

    /// Keeps `bytes` under an address, in the place of what was there. Nothing is lost when that fails.
    pub async fn put(&self, address: &str, bytes: &[u8]) -> Result<(), NotStored> {
        let refused = |thrown: JsValue| match thrown.dyn_ref::<DomException>() {
            Some(problem) if problem.name() == "QuotaExceededError" => NotStored::Full,
            _ => NotStored::Refused(words(&thrown)),
        };
        // A copy: what the browser keeps must not be ours.
        let body = Uint8Array::from(bytes);
        let response = Response::new_with_opt_buffer_source(Some(&body)).map_err(refused)?;
        let put = self.cache.put_with_str(&self.url(address), &response);
        JsFuture::from(put).await.map(drop).map_err(refused)
    }

    /// Throws away what is kept under an address.
    pub async fn remove(&self, address: &str) {
        // What cannot be removed is only in the way of others.
        let _ = JsFuture::from(self.cache.delete_with_str(&self.url(address))).await;
    }
}

/// Asks the browser not to throw away what is kept, unless the driver wants that. Some browsers ask the
/// driver in turn, so this follows a tap.
pub async fn keep_for_good() -> bool {
    let asked = storage_manager("persist");
    match asked {
        Some(asked) => JsFuture::from(asked)
            .await
            .is_ok_and(|given| given.is_truthy()),
        None => false,
    }
}

/// True when the browser has promised not to throw it away.
pub async fn is_kept_for_good() -> bool {
    match storage_manager("persisted") {
        Some(asked) => JsFuture::from(asked)
            .await
            .is_ok_and(|given| given.is_truthy()),
        None => false,
    }
}

fn storage_manager(question: &str) -> Option<js_sys::Promise> {
    let navigator = web_sys::window()?.navigator();
    let storage = Reflect::get(&navigator, &"storage".into()).ok()?;
    let function = Reflect::get(&storage, &question.into()).ok()?;
    let function = function.dyn_into::<js_sys::Function>().ok()?;
    function.call0(&storage).ok()?.dyn_into().ok()
}
