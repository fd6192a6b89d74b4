//! Server-sent events.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{EventSource, MessageEvent};

use super::words;

/// What a stream says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamEvent {
    /// A message.
    Message(String),
    /// What was missed is no longer there.
    Gap,
    /// The stream broke, or never was there.
    Broken,
}

/// A stream that is open. Dropping it closes it.
pub struct Stream {
    source: EventSource,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _gap: Closure<dyn FnMut()>,
    _error: Closure<dyn FnMut()>,
}

impl Stream {
    /// Opens the stream at `url`. One that broke should be dropped and opened again: browsers try
    /// that by themselves, but say nothing of how it goes.
    pub fn open(
        url: &str,
        on_event: impl Fn(StreamEvent) + Clone + 'static,
    ) -> Result<Self, String> {
        let source = EventSource::new(url).map_err(|thrown| words(&thrown))?;
        let hear = on_event.clone();
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                hear(StreamEvent::Message(text));
            }
        });
        let hear = on_event.clone();
        let gap = Closure::<dyn FnMut()>::new(move || hear(StreamEvent::Gap));
        let error = Closure::<dyn FnMut()>::new(move || on_event(StreamEvent::Broken));
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        source.set_onerror(Some(error.as_ref().unchecked_ref()));
        let listened: Result<(), JsValue> =
            source.add_event_listener_with_callback("gap", gap.as_ref().unchecked_ref());
        listened.map_err(|thrown| words(&thrown))?;
        Ok(Self {
            source,
            _message: message,
            _gap: gap,
            _error: error,
        })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}
