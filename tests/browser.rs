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
    let error = platform::fetch_bytes("data/nowhere.yilu")
        .await
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("data/nowhere.yilu") && message.contains("404"),
        "{message}"
    );
}
