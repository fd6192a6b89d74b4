//! What only a real browser can show: the map's bindings and the app's edges.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yilu_app::platform;
use yilu_app::state::{Language, Link};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_address_keeps_a_link() {
    let link = Link::read("from=38.407,112.734&to=me&soc=45&temp=-15&lang=en");
    platform::replace_fragment(&link.write());
    assert_eq!(Link::read(&platform::fragment()), link);
    let address = platform::link_with("lang=zh");
    assert!(address.ends_with("#lang=zh"), "{address}");
}

#[wasm_bindgen_test]
fn the_document_takes_the_language() {
    platform::set_document_language(Language::En);
    let document = web_sys::window().unwrap().document().unwrap();
    let root = document.document_element().unwrap();
    assert_eq!(root.get_attribute("lang").as_deref(), Some("en"));
}

#[wasm_bindgen_test]
async fn a_file_that_is_not_there_is_an_error_with_its_name() {
    let error = platform::fetch_bytes("data/nowhere.yilu", platform::Asked::AsKept)
        .await
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("data/nowhere.yilu") && message.contains("404"),
        "{message}"
    );
}

#[wasm_bindgen_test]
async fn what_is_kept_is_there_until_it_is_removed() {
    let store = platform::Store::open(platform::DATA).await.unwrap();
    let address = "data/test.yilu?v=0011223344556677";
    store.put(address, b"old").await.unwrap();
    store.put(address, b"new").await.unwrap();
    assert_eq!(store.bytes(address).await.as_deref(), Some(&b"new"[..]));
    assert!(store.addresses().await.iter().any(|other| other == address));
    store.remove(address).await;
    assert_eq!(store.bytes(address).await, None);
}

#[wasm_bindgen_test]
async fn a_content_has_its_digest() {
    // FIPS 180-2, appendix B.1.
    let digest = platform::sha256(b"abc").await.unwrap().to_string();
    assert_eq!(
        digest,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

/// A thousand times the letter a.
const PACKED: [u8; 29] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 76, 28, 5, 163, 96, 20, 12, 119, 0, 0, 3, 218, 56, 154,
    232, 3, 0, 0,
];

#[wasm_bindgen_test]
async fn what_gzip_packed_is_unpacked_within_limits() {
    let unpacked = platform::unpack(&PACKED, 1000).await;
    assert_eq!(unpacked, Ok(vec![b'a'; 1000]));
    let more = platform::unpack(&PACKED, 999).await.unwrap_err();
    assert_eq!(more, "more than 999 bytes");
    for bad in [&b"no gzip"[..], &PACKED[..20]] {
        assert!(platform::unpack(bad, 1000).await.is_err(), "{bad:?}");
    }
}

#[wasm_bindgen_test]
async fn a_turn_comes() {
    for _ in 0..50 {
        platform::turn().await;
    }
}
