//! What goes wrong on purpose.

use std::time::Duration;

use clap::Args;
use serde_json::Value;

use crate::random::Random;

/// How often what goes wrong; each is a probability from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Args)]
pub struct Tricks {
    /// Messages that are sent twice
    #[arg(long, default_value_t = 0.0)]
    pub duplicates: f64,
    /// Messages that are held back, so that later ones overtake them
    #[arg(long, default_value_t = 0.0)]
    pub reordering: f64,
    /// Messages and answers that are signed wrongly
    #[arg(long, default_value_t = 0.0)]
    pub wrong_signatures: f64,
    /// Answers that take some seconds
    #[arg(long, default_value_t = 0.0)]
    pub slow: f64,
    /// Messages and answers whose connection is closed half way
    #[arg(long, default_value_t = 0.0)]
    pub half: f64,
}

/// What is done with one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trick {
    /// It is sent twice.
    pub is_twice: bool,
    /// It is held back so long.
    pub wait: Option<Duration>,
    /// Its signature is wrong.
    pub is_forged: bool,
    /// Its connection is closed half way.
    pub is_half: bool,
}

impl Tricks {
    /// For a message that is sent.
    pub fn message(&self, random: &mut Random) -> Trick {
        let held = random.is(self.reordering);
        Trick {
            is_twice: random.is(self.duplicates),
            wait: held.then(|| Duration::from_millis(random.between(50, 1500))),
            is_forged: random.is(self.wrong_signatures),
            is_half: random.is(self.half),
        }
    }

    /// For an answer.
    pub fn answer(&self, random: &mut Random) -> Trick {
        let slow = random.is(self.slow);
        Trick {
            is_twice: false,
            wait: slow.then(|| Duration::from_millis(random.between(1000, 5000))),
            is_forged: random.is(self.wrong_signatures),
            is_half: random.is(self.half),
        }
    }
}

/// The same message or answer with a signature that does not fit.
pub fn forged(body: Vec<u8>) -> Vec<u8> {
    let Ok(Value::Object(mut map)) = serde_json::from_slice(&body) else {
        return body;
    };
    map.insert("Sig".to_owned(), "0123456789ABCDEF0123456789ABCDEF".into());
    Value::Object(map).to_string().into_bytes()
}
