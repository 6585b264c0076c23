//! The same create twice makes one thing (SECURITY 22).

use db::Tx;
use kit::{Error, Id, OrgId, Result};

use super::store;

/// Runs `make` unless `actor` has used this key before. The same key with another body is a conflict.
pub fn once<I: Id>(
    tx: &mut Tx<'_>,
    org: OrgId,
    actor: &str,
    key: Option<&str>,
    print: [u8; 32],
    make: impl FnOnce(&mut Tx<'_>) -> Result<I>,
) -> Result<I> {
    let Some(key) = key else { return make(tx) };
    if let Some((before, made)) = store::answered(tx, org, actor, key)? {
        let same = before == print;
        return match made.parse() {
            Ok(id) if same => Ok(id),
            _ => Err(Error::conflict("idempotency_key_reused").with_field("Idempotency-Key")),
        };
    }
    let id = make(tx)?;
    store::answer(tx, org, actor, key, &print, &id.to_string())?;
    Ok(id)
}
