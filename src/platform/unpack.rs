//! Unpacking what gzip packed, by the browser.

use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, Response};

use super::words;

#[wasm_bindgen]
extern "C" {
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// Unpacks `bytes`; at most `most` bytes may come of them. An error says in words why not.
pub async fn unpack(bytes: &[u8], most: usize) -> Result<Vec<u8>, String> {
    let reader = stream(bytes).map_err(|thrown| words(&thrown))?;
    let mut unpacked = Vec::new();
    loop {
        let read = JsFuture::from(reader.read()).await;
        let read = read.map_err(|thrown| words(&thrown))?;
        let get = |name: &str| Reflect::get(&read, &name.into()).unwrap_or_default();
        if get("done").is_truthy() {
            return Ok(unpacked);
        }
        let piece = Uint8Array::new(&get("value"));
        if unpacked.len() + piece.length() as usize > most {
            // Whatever else would come is of no use.
            drop(reader.cancel());
            return Err(format!("more than {most} bytes"));
        }
        unpacked.extend(piece.to_vec());
    }
}

/// What comes of `bytes`. Browsers before 2023 cannot: the constructor throws.
fn stream(bytes: &[u8]) -> Result<ReadableStreamDefaultReader, JsValue> {
    let unpacking = DecompressionStream::new("gzip")?;
    let packed = Response::new_with_opt_buffer_source(Some(&Uint8Array::from(bytes)))?;
    let packed = packed.body().ok_or("nothing to unpack")?;
    let through: Function = Reflect::get(&packed, &"pipeThrough".into())?.dyn_into()?;
    let stream = through.call1(&packed, &unpacking)?;
    let reader: Function = Reflect::get(&stream, &"getReader".into())?.dyn_into()?;
    Ok(reader.call0(&stream)?.unchecked_into())
}
