//! How often something may be tried: generic cell rate, as arithmetic. A bucket is one instant, the one at which it is empty
//! again; where it is kept is the store's business.

use std::time::Duration;

use kit::Time;

/// `burst` at once, and then one each `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub every: Duration,
}

impl Rate {
    pub const fn new(burst: u32, every: Duration) -> Self {
        Self { burst, every }
    }

    /// Takes `cost` at `now` from a bucket that is empty at `empty_at` (none: it was never used): when it will be empty after
    /// this, or how long to wait until the same can be taken. A refused take costs nothing.
    pub fn take(self, empty_at: Option<Time>, now: Time, cost: u32) -> Result<Time, Duration> {
        let from = empty_at.unwrap_or(now).max(now);
        // What asks for more than the bucket holds gets all of it when it is empty, or it would never be served.
        let after = from.plus(self.every.saturating_mul(cost.min(self.burst)));
        let brim = now.plus(self.every.saturating_mul(self.burst));
        if after <= brim { Ok(after) } else { Err(after.since(brim)) }
    }

    /// Seconds for `Retry-After`, rounded up so that the next try is not refused.
    pub fn retry_after(wait: Duration) -> u32 {
        u32::try_from(wait.as_micros().div_ceil(1_000_000)).unwrap_or(u32::MAX).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATE: Rate = Rate::new(5, Duration::from_secs(60));

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn a_burst_then_one_a_minute() {
        let mut empty = None;
        for _ in 0..5 {
            empty = Some(RATE.take(empty, at(0), 1).unwrap());
        }
        assert_eq!(RATE.take(empty, at(0), 1), Err(Duration::from_secs(60)));
        assert_eq!(RATE.take(empty, at(59), 1), Err(Duration::from_secs(1)));
        empty = Some(RATE.take(empty, at(60), 1).unwrap());
        assert_eq!(RATE.take(empty, at(60), 1), Err(Duration::from_secs(60)));
        assert!(RATE.take(empty, at(10_000), 5).is_ok());
    }

    #[test]
    fn costs_clocks_and_seconds() {
        assert_eq!(RATE.take(None, at(0), 5), Ok(at(300)));
        assert_eq!(RATE.take(Some(at(1)), at(0), 5), Err(Duration::from_secs(1)));
        assert_eq!(RATE.take(None, at(0), 500), Ok(at(300)), "more than the bucket takes the bucket");
        assert_eq!(RATE.take(Some(at(-500)), at(0), 1), Ok(at(60)), "an old bucket saves nothing up");
        assert_eq!(RATE.take(Some(Time::MAX), at(0), 1).ok(), None);
        for (wait, seconds) in [(0, 1), (1, 1), (1_000_000, 1), (1_000_001, 2)] {
            assert_eq!(Rate::retry_after(Duration::from_micros(wait)), seconds);
        }
    }

    proptest! {
        /// Whatever the pattern of tries, no stretch of time sees more than the burst and what it earned.
        #[test]
        fn never_more_than_promised(gaps in proptest::collection::vec(0u64..200, 1..200), burst in 1u32..8, every in 1u64..50) {
            let rate = Rate::new(burst, Duration::from_secs(every));
            let (mut now, mut empty, mut taken) = (at(0), None, Vec::new());
            for gap in gaps {
                now = now.plus(Duration::from_secs(gap));
                match rate.take(empty, now, 1) {
                    Ok(after) => { empty = Some(after); taken.push(now); }
                    Err(wait) => prop_assert!(rate.take(empty, now.plus(wait), 1).is_ok()),
                }
            }
            for (from, first) in taken.iter().enumerate() {
                for (to, last) in taken.iter().enumerate().skip(from) {
                    let earned = last.since(*first).as_secs() / every;
                    prop_assert!((to - from + 1) as u64 <= u64::from(burst) + earned);
                }
            }
        }
    }
}
