//! Base maps that are kept, in a store of their own: in pieces, which are read one by one, and for each that
//! is whole and was compared with the list its length.

use packs::Chunk;

use crate::platform::{BASES, NotStored, Store};

/// The store.
#[derive(Debug, Clone)]
pub(crate) struct KeptBases(Store);

impl KeptBases {
    /// Opens it, unless nothing was ever kept there.
    pub(crate) async fn there() -> Option<Self> {
        Store::there(BASES).await.map(Self)
    }

    /// Opens it; `None` where the browser keeps nothing.
    pub(crate) async fn open() -> Option<Self> {
        Store::open(BASES).await.map(Self)
    }

    /// Addresses and lengths of those that are whole.
    pub(crate) async fn whole(&self) -> Vec<(String, u32)> {
        let mut whole = Vec::new();
        for address in self.0.addresses().await {
            if is_piece(&address) {
                continue;
            }
            let text = self.0.bytes(&address).await.unwrap_or_default();
            let text = String::from_utf8(text).unwrap_or_default();
            whole.extend(text.parse().ok().map(|bytes| (address, bytes)));
        }
        whole
    }

    /// A piece, if it is there.
    pub(crate) async fn piece(&self, address: &str, chunk: Chunk) -> Option<Vec<u8>> {
        let bytes = self.0.bytes(&piece(address, chunk)).await?;
        (bytes.len() == (chunk.to - chunk.from) as usize).then_some(bytes)
    }

    /// Keeps a piece.
    pub(crate) async fn put(
        &self,
        address: &str,
        chunk: Chunk,
        bytes: &[u8],
    ) -> Result<(), NotStored> {
        self.0.put(&piece(address, chunk), bytes).await
    }

    /// All pieces are there, and are what the list says.
    pub(crate) async fn finish(&self, address: &str, bytes: u32) -> Result<(), NotStored> {
        self.0.put(address, bytes.to_string().as_bytes()).await
    }

    /// Throws away archives, by their address.
    pub(crate) async fn remove(&self, is_of: impl Fn(&str) -> bool) {
        let all = self.0.addresses().await.into_iter();
        let of = all.filter(|kept| is_of(kept.split(PIECE).next().unwrap_or_default()));
        // First those that say that one is whole: pieces alone are none.
        let (pieces, whole): (Vec<_>, Vec<_>) = of.partition(|kept| is_piece(kept));
        for kept in whole.iter().chain(&pieces) {
            self.0.remove(kept).await;
        }
    }
}

const PIECE: &str = "&from=";

fn piece(address: &str, chunk: Chunk) -> String {
    format!("{address}{PIECE}{}", chunk.from)
}

fn is_piece(address: &str) -> bool {
    address.contains(PIECE)
}
