//! Whose events: an organisation's or an account's. And which of them a write has locked.

use kit::{AccountId, OrgId};

use crate::{Error, Result};

/// A stream of events, by the 16 bytes of the organisation or account whose it is; these never coincide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stream([u8; 16]);

impl Stream {
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// A number that spreads well: an UUIDv7's last bytes are chance.
    pub(crate) fn hash(self) -> u64 {
        let [.., a, b, c, d, e, f, g, h] = self.0;
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}

impl From<OrgId> for Stream {
    fn from(org: OrgId) -> Self {
        Self(org.to_bytes())
    }
}

impl From<AccountId> for Stream {
    fn from(account: AccountId) -> Self {
        Self(account.to_bytes())
    }
}

/// What a closure holds: also the lane that it runs in, and the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// A snapshot; nothing is locked, nothing may be written.
    Read,
    /// One organisation's head.
    Org(OrgId),
    /// Two organisations' heads, the lower id first.
    Two(OrgId, OrgId),
    /// No organisation's; the number chooses the lane.
    Global(u64),
}

impl Scope {
    /// The scope of a key: an account's id, an address.
    pub(crate) fn global(key: &[u8]) -> Self {
        Self::Global(key.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// Both organisations, in the order in which they are locked.
    pub(crate) fn two(a: OrgId, b: OrgId) -> Self {
        if a == b { Self::Org(a) } else { Self::Two(a.min(b), a.max(b)) }
    }

    /// The one locked organisation.
    pub(crate) fn org(self) -> Result<OrgId> {
        match self {
            Self::Org(org) => Ok(org),
            Self::Two(..) => Err(Error::Misuse("two organisations are locked: say which")),
            Self::Read | Self::Global(_) => Err(Error::Misuse("no organisation is locked")),
        }
    }

    pub(crate) fn holds(self, org: OrgId) -> bool {
        match self {
            Self::Org(a) => a == org,
            Self::Two(a, b) => a == org || b == org,
            Self::Read | Self::Global(_) => false,
        }
    }

    /// What has to be locked, in order.
    pub(crate) fn streams(self) -> impl Iterator<Item = Stream> {
        let (a, b) = match self {
            Self::Org(a) => (Some(a), None),
            Self::Two(a, b) => (Some(a), Some(b)),
            Self::Read | Self::Global(_) => (None, None),
        };
        a.into_iter().chain(b).map(Stream::from)
    }

    pub(crate) fn hash(self) -> u64 {
        match self {
            Self::Read => 0,
            Self::Org(a) | Self::Two(a, _) => Stream::from(a).hash(),
            Self::Global(key) => key,
        }
    }
}
