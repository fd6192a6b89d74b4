//! The web app of Yilu: find a charger, plan a trip that does not strand you.
//!
//! Where to start: [`state`] holds what the app knows and runs anywhere; everything else needs a
//! browser and is built for wasm only.

pub mod state;

#[cfg(target_arch = "wasm32")]
#[allow(
    unreachable_pub,
    clippy::needless_pass_by_value,
    reason = "components own their props, and their macro makes inner items public"
)]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod asking;
#[cfg(target_arch = "wasm32")]
pub mod basemap;
#[cfg(target_arch = "wasm32")]
#[allow(
    unreachable_pub,
    clippy::needless_pass_by_value,
    reason = "components own their props, and their macro makes inner items public"
)]
pub mod components;
#[cfg(target_arch = "wasm32")]
pub mod finding;
#[cfg(target_arch = "wasm32")]
pub mod following;
#[cfg(target_arch = "wasm32")]
pub mod hosting;
#[cfg(target_arch = "wasm32")]
pub mod keeping;
#[cfg(target_arch = "wasm32")]
pub mod loading;
#[cfg(target_arch = "wasm32")]
pub mod map;
#[cfg(target_arch = "wasm32")]
pub mod passing;
#[cfg(target_arch = "wasm32")]
pub mod planning;
#[cfg(target_arch = "wasm32")]
pub mod platform;
#[cfg(target_arch = "wasm32")]
pub mod reporting;
#[cfg(target_arch = "wasm32")]
#[allow(
    unreachable_pub,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "components own their props, and their macro makes inner items public; the macro of \
              parts wants a result"
)]
pub mod screens;
#[cfg(target_arch = "wasm32")]
pub mod session;
#[cfg(target_arch = "wasm32")]
pub mod shading;
#[cfg(target_arch = "wasm32")]
pub mod stepping;
#[cfg(target_arch = "wasm32")]
pub mod watching;
#[cfg(target_arch = "wasm32")]
pub mod work;

#[cfg(target_arch = "wasm32")]
pub use app::App;

/// Mounts the app into the page; a crash shows the panel of the page instead of nothing.
#[cfg(target_arch = "wasm32")]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        platform::show_crash();
    }));
    // In a turn of its own: this one compiled the module.
    wasm_bindgen_futures::spawn_local(async {
        platform::turn().await;
        leptos::mount::mount_to_body(App);
    });
}
