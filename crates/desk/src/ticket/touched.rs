//! How many tickets lie in a part of somebody's reach, with a few by their numbers: for *what if* (X2).

use access::{Perm, Reach};
use db::Tx;
use kit::Result;

use super::count::MOST;
use super::store;
use crate::who::Who;

/// How many are named.
const NAMED: usize = 5;

/// A count, whether there are more than it says, and the newest few of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketsTouched")]
pub struct Touched {
    pub count: i64,
    pub more: bool,
    pub numbers: Vec<i64>,
}

/// Of these only what the one who asks may read: nobody learns of a ticket by asking about another's rights.
pub fn touched(tx: &mut Tx<'_>, who: &Who, part: &Reach) -> Result<Touched> {
    let seen = part.clone().and(who.reach(Perm::TicketRead));
    let mut numbers = store::page::numbers(tx, &seen, who.now, MOST + 1)?;
    let found = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers.truncate(NAMED);
    Ok(Touched {
        count: found.min(MOST),
        more: found > MOST,
        numbers,
    })
}
