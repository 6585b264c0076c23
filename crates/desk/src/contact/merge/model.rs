//! What a merge is.

use kit::{ContactId, ContactMergeId, MemberId, OrgId, Time};

use crate::contact::fields::Change;

/// A merge's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    pub org: OrgId,
    pub id: ContactMergeId,
    pub kept: ContactId,
    pub gone: ContactId,
    /// What it changed of the kept one.
    pub changes: Vec<Change>,
    pub member: MemberId,
    pub at: Time,
    pub undone_by: Option<MemberId>,
    pub undone_at: Option<Time>,
}

/// So many, or more than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ContactMergeCount")]
pub struct Count {
    /// Up to 999.
    pub count: i64,
    pub more: bool,
}

impl Count {
    /// The most that is counted.
    pub const MOST: i64 = 999;

    /// Of what was counted up to one more than that.
    pub fn of(count: i64) -> Self {
        Self {
            count: count.min(Self::MOST),
            more: count > Self::MOST,
        }
    }
}
