//! The only SQL of accounts.

pub mod attempt;
pub mod credential;
pub mod me;
pub mod session;

use db::{FromRow, NewEvent, Row, Tx, args};
use kit::{AccountId, MemberId, OrgId, Result};

use super::Account;

const COLUMNS: &str =
    "id, home_org, first_name, last_name, email, phone, locale, time_zone, state, frozen, totp_on, preferences, created_at";

impl FromRow for Account {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            home: row.get(1)?,
            first_name: row.get(2)?,
            last_name: row.get(3)?,
            email: row.get(4)?,
            phone: row.get(5)?,
            locale: row.get(6)?,
            time_zone: row.get(7)?,
            active: row.get::<String>(8)? == "active",
            frozen: row.get(9)?,
            two_factor: row.get(10)?,
            preferences: row.get(11)?,
            created_at: row.get(12)?,
        })
    }
}

pub fn row(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Account>> {
    Ok(tx.opt(&format!("SELECT {COLUMNS} FROM account WHERE id = $1"), args![account])?)
}

pub fn by_email(tx: &mut Tx<'_>, folded: &str) -> Result<Option<Account>> {
    Ok(tx.opt(&format!("SELECT {COLUMNS} FROM account WHERE email_folded = $1"), args![folded])?)
}

/// The login behind a member; a service account has none.
pub fn of_member(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE id = (SELECT account_id FROM member WHERE org_id = $1 AND id = $2)");
    Ok(tx.opt(&sql, args![org, member])?)
}

/// Whether another account has this number.
pub fn phone_taken(tx: &mut Tx<'_>, phone: &str, but: AccountId) -> Result<bool> {
    Ok(tx
        .opt::<i64>("SELECT 1 FROM account WHERE phone = $1 AND id <> $2", args![phone, but])?
        .is_some())
}

pub fn insert(tx: &mut Tx<'_>, a: &Account, password_hash: Option<&str>) -> Result<()> {
    let sql = "INSERT INTO account (id, home_org, first_name, last_name, email, email_folded, phone, locale, time_zone, state, frozen, password_hash, \
        totp_on, totp_step, preferences, epoch, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', FALSE, $10, FALSE, 0, $11, 0, $12)";
    let args = args![
        a.id,
        a.home,
        &a.first_name,
        &a.last_name,
        &a.email,
        a.email.to_lowercase(),
        a.phone.as_ref(),
        a.locale,
        &a.time_zone,
        password_hash,
        &a.preferences,
        a.created_at
    ];
    tx.exec(sql, args)?;
    Ok(())
}

/// What the owner says about themselves.
pub fn update(tx: &mut Tx<'_>, a: &Account) -> Result<()> {
    let sql = "UPDATE account SET first_name = $2, last_name = $3, phone = $4, locale = $5, time_zone = $6, preferences = $7 WHERE id = $1";
    tx.exec(
        sql,
        args![
            a.id,
            &a.first_name,
            &a.last_name,
            a.phone.as_ref(),
            a.locale,
            &a.time_zone,
            &a.preferences
        ],
    )?;
    Ok(())
}

pub fn set_home(tx: &mut Tx<'_>, account: AccountId, home: Option<OrgId>) -> Result<()> {
    tx.exec("UPDATE account SET home_org = $2 WHERE id = $1", args![account, home])?;
    Ok(())
}

/// External memberships rest from now on.
pub fn freeze(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.exec("UPDATE account SET frozen = TRUE WHERE id = $1", args![account])?;
    Ok(())
}

/// The owner has proved who they are.
pub fn thaw(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.exec("UPDATE account SET frozen = FALSE WHERE id = $1", args![account])?;
    Ok(())
}

/// Something has changed that decides what this person may do: callers made before count no longer, and an event in the
/// account's own stream tells every open socket.
pub fn changed(tx: &mut Tx<'_>, account: AccountId, kind: &'static str, body: String) -> Result<()> {
    tx.exec("UPDATE account SET epoch = epoch + 1 WHERE id = $1", args![account])?;
    let event = NewEvent {
        kind,
        version: 1,
        actor: Some(account.into()),
        subject: account.into(),
        before: None,
        after: None,
        body,
    };
    tx.append_account(account, &event)?;
    Ok(())
}
