//! What the gateway has not acknowledged yet. No network: it says what to send next.

use std::collections::VecDeque;

/// Which connectors are to be told. What is sent is always the newest state, with a stamp made at
/// the same moment: so an older state never carries a newer stamp, however often one tries.
#[derive(Debug, Clone, Default)]
pub struct Outbox {
    parcels: Vec<Parcel>,
    due: VecDeque<usize>,
}

/// How far one connector's states got: each number counts its changes.
#[derive(Debug, Clone, Copy, Default)]
struct Parcel {
    now: u32,
    sent: u32,
    told: u32,
}

impl Outbox {
    /// For so many connectors, of which nothing is to be told yet.
    pub fn new(connectors: usize) -> Self {
        Self {
            parcels: vec![Parcel::default(); connectors],
            due: VecDeque::new(),
        }
    }

    /// A connector is in another state.
    pub fn changed(&mut self, connector: usize) {
        self.parcels[connector].now += 1;
        self.due.push_back(connector);
    }

    /// The next connector to tell of, and the number of its state.
    pub fn take(&mut self) -> Option<(usize, u32)> {
        while let Some(connector) = self.due.pop_front() {
            let parcel = &mut self.parcels[connector];
            if parcel.now > parcel.sent.max(parcel.told) {
                parcel.sent = parcel.now;
                return Some((connector, parcel.now));
            }
        }
        None
    }

    /// A state was acknowledged, or not: then the connector is told of again.
    pub fn answered(&mut self, connector: usize, number: u32, is_told: bool) {
        let parcel = &mut self.parcels[connector];
        if is_told {
            parcel.told = parcel.told.max(number);
        } else if parcel.sent == number && parcel.told < number {
            parcel.sent = parcel.told;
            self.due.push_back(connector);
        }
    }

    /// Connectors whose newest state is not acknowledged.
    pub fn waiting(&self) -> usize {
        let parcels = self.parcels.iter();
        parcels.filter(|parcel| parcel.now > parcel.told).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_sent_again_as_it_is_then() {
        let mut outbox = Outbox::new(2);
        outbox.changed(1);
        outbox.changed(1);
        assert_eq!((outbox.take(), outbox.take()), (Some((1, 2)), None));
        outbox.changed(1);
        assert_eq!(outbox.take(), Some((1, 3)));
        // The older of two on their way fails: the newer is still on its way.
        outbox.answered(1, 2, false);
        assert_eq!(outbox.take(), None);
        outbox.answered(1, 3, false);
        assert_eq!((outbox.waiting(), outbox.take()), (1, Some((1, 3))));
        outbox.answered(1, 3, true);
        assert_eq!((outbox.waiting(), outbox.take()), (0, None));
        // A duplicate that was refused afterwards does not matter.
        outbox.answered(1, 3, false);
        assert_eq!(outbox.take(), None);
    }
}
