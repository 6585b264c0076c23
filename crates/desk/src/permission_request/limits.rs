//! How often one may ask.

use std::time::Duration;

use kit::MemberId;

use crate::account::limit::Bucket;
use crate::who::limit::Rate;

/// Ten at once, then one every five minutes.
const MEMBER: Rate = Rate::new(10, Duration::from_secs(300));

pub fn of(member: MemberId) -> [Bucket; 1] {
    [Bucket::new(format!("permission_request:{member}"), MEMBER)]
}
