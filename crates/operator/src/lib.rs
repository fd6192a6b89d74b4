//! A simulated operator: a city whose connectors live, and the operator's side of T/CEC 102 or OCPI
//! over HTTP, which also misbehaves when asked to.
//!
//! Where to start: [`City`] is what happens, without clock and network; [`Outbox`] is what is to be
//! told; [`start`] puts them on the network. `load` measures a gateway. How to run it:
//! `docs/gateway.md`.

mod city;
mod invent;
mod load;
mod ocpi;
mod outbox;
mod push;
mod random;
mod secret;
mod serve;
mod stamps;
mod tricks;
mod world;

use std::net::IpAddr;
use std::sync::Arc;

use anyhow::{Result, ensure};
use axum::Router;
use stations::Station;

pub use city::{City, Happened};
pub use invent::{adopted, invent, write};
pub use load::{Load, measure};
pub use ocpi::Party;
pub use outbox::Outbox;
pub use random::Random;
pub use secret::{Hidden, read_keys};
pub use stamps::{Stamp, Stamps};
pub use tricks::{Trick, Tricks, forged};
pub use world::Settings;

use crate::push::Pusher;
use crate::world::World;

/// An operator that is ready to answer and to tell.
#[derive(Debug)]
pub struct Started {
    world: Arc<World>,
    pusher: Pusher,
}

/// The operator of the stations of `source`; the city follows from `seed`.
pub fn start(
    settings: Settings,
    stations: Vec<Station>,
    source: &str,
    seed: u64,
) -> Result<Started> {
    let city = City::new(stations, source, seed, settings.start);
    ensure!(
        city.connectors() > 0,
        "found no connectors of source {source:?}; `yilu-operator city --from` makes stations its own"
    );
    let world = Arc::new(World::new(settings, city, seed));
    let pusher = Pusher::new(Arc::clone(&world))?;
    Ok(Started { world, pusher })
}

impl Started {
    /// What it answers at this address. The truth is for this machine alone.
    pub fn routes(&self, listen: IpAddr) -> Router {
        serve::routes(Arc::clone(&self.world), listen)
    }

    /// Tells what changes, at most `at_once` messages at a time, for ever.
    pub async fn run(self, at_once: usize) {
        Arc::new(self.pusher).run(at_once).await;
    }
}
