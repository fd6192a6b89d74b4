//! Telling the gateway by OCPI.

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::Value;

use super::{Party, Target, location};
use crate::push::Pusher;
use crate::world::Message;

/// `status_code`: the location is not known.
const UNKNOWN: i64 = 2003;
/// `status_code`: done.
const DONE: i64 = 1000;

impl Pusher {
    /// Tells the state of an EVSE; a gateway that does not know its location is told all of it.
    pub(crate) async fn tell_by_ocpi(
        &self,
        message: Message,
        party: &Party,
        target: &Target,
    ) -> Result<()> {
        let method = if target.is_patch {
            Method::PATCH
        } else {
            Method::PUT
        };
        let token = if message.trick.is_forged {
            "guessed"
        } else {
            self.world.settings.secret.reveal()
        };
        let token = format!("Token {}", STANDARD.encode(token));
        if message.trick.is_half {
            self.half(method.as_str(), &target.path, &token, &message.body)
                .await?;
        }
        let send = || self.send(method.clone(), &target.path, &token, message.body.clone());
        let mut code = send().await?;
        if code == UNKNOWN {
            let (path, station) = &target.location;
            let places = &self.world.places;
            let whole = self
                .world
                .inner_as(|inner| location(party, places, inner, *station));
            let whole = whole.to_string().into_bytes();
            self.send(Method::PUT, path, &token, whole).await?;
            code = send().await?;
        }
        if message.trick.is_twice {
            let _ = send().await;
        }
        ensure!(code == DONE, "status_code: found {code}, expected {DONE}");
        Ok(())
    }

    /// Sends one message; the `status_code` of the answer.
    async fn send(&self, method: Method, path: &str, token: &str, body: Vec<u8>) -> Result<i64> {
        let gateway = self.world.settings.gateway.trim_end_matches('/');
        let request = self.client.request(method, format!("{gateway}{path}"));
        let request = request.header("authorization", token).body(body);
        let answer = async { request.send().await?.bytes().await }.await;
        let answer = answer.inspect_err(|_| self.failed())?;
        self.reached();
        let answer: Value = serde_json::from_slice(&answer).context("expected JSON")?;
        answer["status_code"]
            .as_i64()
            .context("status_code: expected a number")
    }
}
