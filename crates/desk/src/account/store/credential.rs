//! Password, second factor, recovery codes, and secrets that serve once.

use db::{FromRow, Row, Tx, args};
use kit::{AccountId, Result, Time};

use crate::account::Credentials;

const COLUMNS: &str = "id, email, state, password_hash, totp_secret, totp_on, totp_step";

impl FromRow for Credentials {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            account: row.get(0)?,
            email: row.get(1)?,
            active: row.get::<String>(2)? == "active",
            password_hash: row.get(3)?,
            totp_secret: row.get(4)?,
            totp_on: row.get(5)?,
            totp_step: row.get(6)?,
        })
    }
}

pub fn by_email(tx: &mut Tx<'_>, folded: &str) -> Result<Option<Credentials>> {
    Ok(tx.opt(&format!("SELECT {COLUMNS} FROM account WHERE email_folded = $1"), args![folded])?)
}

pub fn of(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Credentials>> {
    Ok(tx.opt(&format!("SELECT {COLUMNS} FROM account WHERE id = $1"), args![account])?)
}

pub fn set_password(tx: &mut Tx<'_>, account: AccountId, hash: &str) -> Result<()> {
    tx.exec("UPDATE account SET password_hash = $2 WHERE id = $1", args![account, hash])?;
    Ok(())
}

/// A second factor that is being set up: it counts once a code of it was shown.
pub fn set_totp(tx: &mut Tx<'_>, account: AccountId, secret: &[u8]) -> Result<()> {
    tx.exec(
        "UPDATE account SET totp_secret = $2 WHERE id = $1 AND totp_on = FALSE",
        args![account, secret],
    )?;
    Ok(())
}

pub fn turn_totp_on(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.exec("UPDATE account SET totp_on = TRUE WHERE id = $1", args![account])?;
    Ok(())
}

pub fn turn_totp_off(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.exec(
        "UPDATE account SET totp_on = FALSE, totp_secret = NULL WHERE id = $1",
        args![account],
    )?;
    tx.exec("DELETE FROM recovery_code WHERE account_id = $1", args![account])?;
    Ok(())
}

/// Uses a time step; `false` when it, or a later one, was used already. Two at once: one is false.
pub fn use_step(tx: &mut Tx<'_>, account: AccountId, step: i64) -> Result<bool> {
    Ok(tx.exec(
        "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2",
        args![account, step],
    )? == 1)
}

/// New codes; the old ones die.
pub fn put_codes(tx: &mut Tx<'_>, account: AccountId, hashes: &[[u8; 32]]) -> Result<()> {
    tx.exec("DELETE FROM recovery_code WHERE account_id = $1", args![account])?;
    for hash in hashes {
        tx.exec(
            "INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)",
            args![account, hash],
        )?;
    }
    Ok(())
}

/// Uses a recovery code; `false` when there is none such, or it was used.
pub fn use_code(tx: &mut Tx<'_>, account: AccountId, hash: &[u8; 32]) -> Result<bool> {
    let now = tx.now();
    let sql = "UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL";
    Ok(tx.exec(sql, args![account, hash, now])? == 1)
}

pub fn codes_left(tx: &mut Tx<'_>, account: AccountId) -> Result<i64> {
    Ok(tx.one(
        "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL",
        args![account],
    )?)
}

/// A secret that serves once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    pub purpose: String,
    pub account: Option<AccountId>,
    pub body: String,
    pub expires_at: Time,
    pub used_at: Option<Time>,
}

/// A new secret; older ones of the same account and purpose die.
pub fn put_secret(tx: &mut Tx<'_>, hash: &[u8; 32], purpose: &str, account: Option<AccountId>, body: &str, expires_at: Time) -> Result<()> {
    kill_secrets(tx, purpose, account)?;
    let now = tx.now();
    let sql = "INSERT INTO secret (secret_hash, purpose, account_id, body, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.exec(sql, args![hash, purpose, account, body, now, expires_at])?;
    Ok(())
}

pub fn kill_secrets(tx: &mut Tx<'_>, purpose: &str, account: Option<AccountId>) -> Result<()> {
    let sql = "DELETE FROM secret WHERE purpose = $1 AND account_id IS NOT DISTINCT FROM $2 AND used_at IS NULL";
    tx.exec(sql, args![purpose, account])?;
    Ok(())
}

pub fn secret(tx: &mut Tx<'_>, hash: &[u8; 32], purpose: &str) -> Result<Option<Secret>> {
    let sql = "SELECT purpose, account_id, body, expires_at, used_at FROM secret WHERE secret_hash = $1 AND purpose = $2";
    let row: Option<(String, Option<AccountId>, String, Time, Option<Time>)> = tx.opt(sql, args![hash, purpose])?;
    Ok(row.map(|(purpose, account, body, expires_at, used_at)| Secret {
        purpose,
        account,
        body,
        expires_at,
        used_at,
    }))
}

/// Spends it; `false` when it was spent or has expired. Two at once: one is false.
pub fn spend_secret(tx: &mut Tx<'_>, hash: &[u8; 32], purpose: &str) -> Result<bool> {
    let now = tx.now();
    let sql = "UPDATE secret SET used_at = $3 WHERE secret_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    Ok(tx.exec(sql, args![hash, purpose, now])? == 1)
}

/// What expired a while ago says nothing any more.
pub fn sweep(tx: &mut Tx<'_>, before: Time) -> Result<u64> {
    Ok(tx.exec("DELETE FROM secret WHERE expires_at < $1", args![before])?)
}
