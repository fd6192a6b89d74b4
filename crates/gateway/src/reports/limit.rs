//! How many requests an address may send. No address is kept: only numbers made of them by chance,
//! in memory, for an hour.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

/// Requests are counted for so long.
const WINDOW: Duration = Duration::from_secs(3600);
/// Most addresses that are told apart at once; whoever comes then waits.
const ADDRESSES: usize = 100_000;

/// Counts the requests of an hour.
#[derive(Debug)]
pub(super) struct Limit {
    /// Most of one address.
    most: u32,
    since: Instant,
    chance: RandomState,
    counts: HashMap<u64, u32>,
}

impl Limit {
    pub(super) fn new(most: u32, now: Instant) -> Self {
        Self {
            most,
            since: now,
            chance: RandomState::new(),
            counts: HashMap::new(),
        }
    }

    /// Counts a request; an error says how long the address has to wait.
    pub(super) fn admit(&mut self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let age = now.duration_since(self.since);
        if age >= WINDOW {
            *self = Self::new(self.most, now);
        }
        let wait = WINDOW.saturating_sub(now.duration_since(self.since));
        let number = self.chance.hash_one(one_of(address));
        let is_full = self.counts.len() >= ADDRESSES && !self.counts.contains_key(&number);
        if is_full {
            return Err(wait);
        }
        let count = self.counts.entry(number).or_default();
        if *count >= self.most {
            return Err(wait);
        }
        *count += 1;
        Ok(())
    }
}

/// What one household has: an address of IPv4, or a network of 64 bits of IPv6.
fn one_of(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => Ipv6Addr::to_bits(address) >> 64 << 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_an_hour_and_a_network_counts_as_one() {
        let begin = Instant::now();
        let mut limit = Limit::new(2, begin);
        let mut ask = |address: &str, after: u64| {
            let now = begin + Duration::from_secs(after);
            limit.admit(address.parse().unwrap(), now)
        };
        assert_eq!(ask("192.0.2.1", 0), Ok(()));
        assert_eq!(ask("::ffff:192.0.2.1", 1), Ok(()));
        assert_eq!(ask("192.0.2.1", 600), Err(Duration::from_secs(3000)));
        assert_eq!(ask("192.0.2.2", 600), Ok(()));
        assert_eq!(ask("2001:db8::1", 600), Ok(()));
        assert_eq!(ask("2001:db8::2", 600), Ok(()));
        assert!(ask("2001:db8::3", 600).is_err());
        assert_eq!(ask("2001:db8:0:1::1", 600), Ok(()));
        assert_eq!(ask("192.0.2.1", 3600), Ok(()));
    }

    #[test]
    fn only_so_many_addresses_are_told_apart() {
        let now = Instant::now();
        let mut limit = Limit::new(2, now);
        for number in 0..2 * u32::try_from(ADDRESSES).unwrap() {
            let _ = limit.admit(IpAddr::from(number.to_be_bytes()), now);
        }
        assert_eq!(limit.counts.len(), ADDRESSES);
        assert_eq!(limit.admit(IpAddr::from([0, 0, 0, 0]), now), Ok(()));
    }
}
