//! How often an organisation and its members may look for people (E5): the same for one and for a file of many.

use std::time::Duration;

use kit::{MemberId, OrgId};

use crate::account::limit::Bucket;
use crate::who::limit::Rate;

/// A file of many fits in once.
const MEMBER: Rate = Rate::new(100, Duration::from_secs(20));
const ORGANISATION: Rate = Rate::new(300, Duration::from_secs(10));

/// One look-up by a member takes one of each.
pub fn of(org: OrgId, member: MemberId) -> [Bucket; 2] {
    [
        Bucket::new(format!("external:{member}"), MEMBER),
        Bucket::new(format!("external:{org}"), ORGANISATION),
    ]
}
