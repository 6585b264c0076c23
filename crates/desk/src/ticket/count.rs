//! How many tickets a view has. Counts stop at 999: beyond, nobody reads the figure and counting costs.

use db::Tx;
use kit::Result;

use super::{Filter, store};
use crate::who::Who;

/// The most that is counted.
pub const MOST: i64 = 999;

/// A count, and whether there are more than it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketCount")]
pub struct Count {
    pub count: i64,
    /// Of one's own, where the customer wrote since one last looked. Of other views nobody has read everything, and nobody is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread: Option<i64>,
    pub more: bool,
}

impl Count {
    fn new(count: i64, unread: Option<i64>) -> Self {
        Self {
            count: count.min(MOST),
            unread: unread.map(|n| n.min(MOST)),
            more: count > MOST,
        }
    }

    /// Of two places together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let sum = Self::new(self.count + other.count, None);
        Self {
            more: sum.more || self.more || other.more,
            ..sum
        }
    }
}

/// Counts several filters with one statement.
pub fn counts(tx: &mut Tx<'_>, who: &Who, filters: &[Filter]) -> Result<Vec<Count>> {
    let plans = filters.iter().map(|filter| filter.plan(who)).collect::<Vec<_>>();
    let pairs = store::page::counts(tx, who, &plans, MOST + 1)?;
    Ok(pairs.into_iter().map(|(count, unread)| Count::new(count, unread)).collect())
}
