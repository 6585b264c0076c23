//! Chance that repeats: the same seed gives the same stories. Never for anything secret.

/// SplitMix64.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each thing, so that one more here changes nothing there.
    pub fn of(seed: u64, about: &str) -> Self {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Self(about.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, mix))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// At least `from`, less than `to`.
    pub fn within(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to - from).max(1)
    }

    /// An index of something that has `len`.
    pub fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(len.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// One of them; the list must not be empty.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.index(of.len())]
    }

    /// Whether it happens, so many times in a hundred.
    pub fn percent(&mut self, times: u64) -> bool {
        self.next() % 100 < times
    }

    /// Between 0 and 1.
    pub fn share(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
        let bits = (self.next() >> 40) as f64;
        bits / f64::from(1 << 24)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_thing_repeat_and_others_differ() {
        let draw = |seed, about| {
            let mut chance = Chance::of(seed, about);
            [chance.within(10, 20), chance.within(10, 20), chance.next()]
        };
        assert_eq!(draw(1, "lerma"), draw(1, "lerma"));
        assert_ne!(draw(1, "lerma"), draw(1, "bajio"));
        assert_ne!(draw(1, "lerma"), draw(2, "lerma"));
        let mut chance = Chance::of(1, "");
        assert!((0..1000).all(|_| (10..20).contains(&chance.within(10, 20)) && (0.0..1.0).contains(&chance.share())));
    }
}
