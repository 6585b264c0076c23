//! The one limiter for everything that checks a secret (SECURITY 10): per account and per address, kept in the database, so that it
//! holds on all nodes and over restarts.

use std::time::Duration;

use db::Tx;
use kit::{Error, Result, Time};

use super::store::attempt;
use crate::App;
use crate::who::limit::Rate;
use crate::who::secret;

/// What somebody may try for one account: ten times at once, then once a minute.
const ACCOUNT: Rate = Rate::new(10, Duration::from_secs(60));
/// What may be tried from one address, behind which a whole office may sit.
const ADDRESS: Rate = Rate::new(40, Duration::from_secs(6));

/// Something that can be tried too often.
#[derive(Clone, Debug)]
pub struct Bucket {
    name: String,
    rate: Rate,
}

impl Bucket {
    /// Of something else than trying a secret: `name` says what is counted.
    pub fn new(name: String, rate: Rate) -> Self {
        Self { name, rate }
    }
}

/// `what` is tried for an account, known or not, by whatever names it: an address, an id. Kept as a hash: the table is no list of people.
pub fn by_account(what: &str, name: &str) -> Bucket {
    let hash = secret::sha256(format!("{what}:{name}").as_bytes());
    Bucket {
        name: format!("{what}:{}", data_encoding::BASE64URL_NOPAD.encode(&hash)),
        rate: ACCOUNT,
    }
}

/// `what` is tried from a network address.
pub fn by_address(what: &str, address: &str) -> Bucket {
    Bucket {
        name: format!("{what}@{address}"),
        rate: ADDRESS,
    }
}

/// Takes one from each, or from none and says how long to wait. The same statements whoever it is about.
pub async fn take(app: &App, buckets: &[Bucket]) -> Result<()> {
    let mut buckets = buckets.to_vec();
    // Two that take the same two take them in the same order.
    buckets.sort_by(|a, b| a.name.cmp(&b.name));
    let key = buckets.first().map(|b| b.name.clone()).unwrap_or_default();
    app.db.write_global(key.as_bytes(), move |tx| take_all(tx, &buckets)).await
}

fn take_all(tx: &mut Tx<'_>, buckets: &[Bucket]) -> Result<()> {
    let now = tx.now();
    let mut after: Vec<(&str, Time)> = Vec::new();
    for bucket in buckets {
        let empty_at = attempt::empty_at(tx, &bucket.name)?;
        match bucket.rate.take(empty_at, now, 1) {
            Ok(full) => after.push((&bucket.name, full)),
            Err(wait) => return Err(Error::too_many(Rate::retry_after(wait))),
        }
    }
    after.into_iter().try_for_each(|(name, empty_at)| attempt::put(tx, name, empty_at))
}

/// Whoever it was has shown who they are: what they tried before does not count against them.
pub fn forgive(tx: &mut Tx<'_>, bucket: &Bucket) -> Result<()> {
    attempt::forget(tx, &bucket.name)
}
