//! What a saved view is.

use kit::{MemberId, Time, ViewId};

use crate::ticket::Filter;

/// A saved filter's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    pub id: ViewId,
    pub member: MemberId,
    pub name: String,
    pub shared: bool,
    pub filter: Filter,
    pub created_at: Time,
}
