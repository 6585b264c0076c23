//! The limiter's buckets: when each is empty again.

use db::{Tx, args, forks};
use kit::{Result, Time};

/// Locks the bucket, making it where there is none, so that two tries at once are two.
pub fn empty_at(tx: &mut Tx<'_>, bucket: &str) -> Result<Option<Time>> {
    tx.exec(
        "INSERT INTO attempt (bucket, empty_at) VALUES ($1, 0) ON CONFLICT (bucket) DO NOTHING",
        args![bucket],
    )?;
    let lock = forks::for_update(tx.dialect());
    Ok(tx.opt(&format!("SELECT empty_at FROM attempt WHERE bucket = $1{lock}"), args![bucket])?)
}

pub fn put(tx: &mut Tx<'_>, bucket: &str, empty_at: Time) -> Result<()> {
    tx.exec("UPDATE attempt SET empty_at = $2 WHERE bucket = $1", args![bucket, empty_at])?;
    Ok(())
}

pub fn forget(tx: &mut Tx<'_>, bucket: &str) -> Result<()> {
    tx.exec("DELETE FROM attempt WHERE bucket = $1", args![bucket])?;
    Ok(())
}

/// Buckets that have been empty for a while say nothing any more.
pub fn sweep(tx: &mut Tx<'_>, before: Time) -> Result<u64> {
    Ok(tx.exec("DELETE FROM attempt WHERE empty_at < $1", args![before])?)
}
