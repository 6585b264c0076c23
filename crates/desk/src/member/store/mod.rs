//! The only SQL of members.
//!
//! - here: the member itself, and that something about them has changed.
//! - [`sets`]: their roles, teams, origins, channels and switches.

pub mod invitation;
pub mod page;
pub mod sets;

use db::{FromRow, Row, Tx, args};
use kit::{AccountId, FileId, MemberId, OrgId, Result, Time};

use super::model::{Member, Presence, State};

/// The columns of a [`Member`], of aliases `m` and `a`, in the order in which it is read.
const COLUMNS: &str = "m.org_id, m.id, m.account_id, m.kind, m.state, m.first_name, m.last_name, m.email, m.phone, m.photo_id, m.locale, m.signature, \
    m.presence, m.presence_at, m.until, m.invited_by, m.created_at, CASE WHEN a.home_org <> m.org_id THEN a.home_org END, m.connected_until, m.quota";
const FROM: &str = " FROM member m LEFT JOIN account a ON a.id = m.account_id";

impl FromRow for Member {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            org: row.get(0)?,
            id: row.get(1)?,
            account: row.get(2)?,
            service: row.get::<String>(3)? == "service",
            state: State::from_name(&row.get::<String>(4)?).ok_or(db::Error::Value("a member's state"))?,
            first_name: row.get(5)?,
            last_name: row.get(6)?,
            email: row.get(7)?,
            phone: row.get(8)?,
            photo: row.get(9)?,
            locale: row.get(10)?,
            signature: row.get(11)?,
            presence: Presence::from_name(&row.get::<String>(12)?).ok_or(db::Error::Value("a presence"))?,
            presence_at: row.get(13)?,
            until: row.get(14)?,
            invited_by: row.get(15)?,
            created_at: row.get(16)?,
            home: row.get(17)?,
            connected_until: row.get(18)?,
            quota: row.get::<Option<i64>>(19)?.and_then(|quota| u32::try_from(quota).ok()),
        })
    }
}

/// A member of an organisation who is not removed.
pub fn row(tx: &mut Tx<'_>, org: OrgId, id: MemberId) -> Result<Option<Member>> {
    Ok(tx.opt(
        &format!("SELECT {COLUMNS}{FROM} WHERE m.org_id = $1 AND m.id = $2 AND m.state <> 'removed'"),
        args![org, id],
    )?)
}

/// The membership of an account, not removed.
pub fn of_account(tx: &mut Tx<'_>, org: OrgId, account: AccountId) -> Result<Option<MemberId>> {
    Ok(tx.opt(
        "SELECT id FROM member WHERE org_id = $1 AND account_id = $2 AND state <> 'removed'",
        args![org, account],
    )?)
}

/// Whether a file is a picture that this member has uploaded.
pub fn is_own_picture(tx: &mut Tx<'_>, org: OrgId, id: MemberId, file: FileId) -> Result<bool> {
    let sql = "SELECT 1 FROM file WHERE org_id = $1 AND id = $2 AND member_id = $3 AND width IS NOT NULL";
    Ok(tx.opt::<i64>(sql, args![org, file, id])?.is_some())
}

pub fn insert(tx: &mut Tx<'_>, m: &Member) -> Result<()> {
    let sql = "INSERT INTO member (org_id, id, account_id, kind, state, first_name, last_name, email, email_folded, phone, locale, signature, presence, \
        presence_at, until, epoch, invited_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17)";
    let args = args![
        m.org,
        m.id,
        m.account,
        if m.service { "service" } else { "person" },
        m.state.name(),
        &m.first_name,
        &m.last_name,
        &m.email,
        m.email.to_lowercase(),
        m.phone.as_ref(),
        m.locale,
        &m.signature,
        m.presence.name(),
        m.presence_at,
        m.until,
        m.invited_by,
        m.created_at
    ];
    tx.exec(sql, args)?;
    Ok(())
}

/// Whether somebody else who is not removed has this address.
pub fn email_taken(tx: &mut Tx<'_>, org: OrgId, folded: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM member WHERE org_id = $1 AND email_folded = $2 AND state <> 'removed' AND kind = 'person'";
    Ok(tx.opt::<i64>(sql, args![org, folded])?.is_some())
}

/// What is said about a member: name, phone, language, signature, photo, quota.
pub fn update(tx: &mut Tx<'_>, m: &Member) -> Result<()> {
    let sql = "UPDATE member SET first_name = $3, last_name = $4, phone = $5, locale = $6, signature = $7, photo_id = $8, quota = $9 \
        WHERE org_id = $1 AND id = $2";
    tx.exec(
        sql,
        args![
            m.org,
            m.id,
            &m.first_name,
            &m.last_name,
            m.phone.as_ref(),
            m.locale,
            &m.signature,
            m.photo,
            m.quota.map(i64::from)
        ],
    )?;
    Ok(())
}

pub fn set_state(tx: &mut Tx<'_>, org: OrgId, id: MemberId, state: State) -> Result<()> {
    tx.exec(
        "UPDATE member SET state = $3 WHERE org_id = $1 AND id = $2",
        args![org, id, state.name()],
    )?;
    Ok(())
}

/// The end of the whole membership.
pub fn set_until(tx: &mut Tx<'_>, org: OrgId, id: MemberId, until: Option<Time>) -> Result<()> {
    tx.exec("UPDATE member SET until = $3 WHERE org_id = $1 AND id = $2", args![org, id, until])?;
    Ok(())
}

/// The invitation was accepted: from now on this is somebody.
pub fn bind(tx: &mut Tx<'_>, m: &Member, account: AccountId) -> Result<()> {
    let sql =
        "UPDATE member SET account_id = $3, state = 'active', first_name = $4, last_name = $5, locale = $6 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![m.org, m.id, account, &m.first_name, &m.last_name, m.locale])?;
    Ok(())
}

/// Whether somebody is at their desk, since when, and until when that is believed.
pub fn set_presence(tx: &mut Tx<'_>, m: &Member) -> Result<()> {
    tx.exec(
        "UPDATE member SET presence = $3, presence_at = $4, connected_until = $5 WHERE org_id = $1 AND id = $2",
        args![m.org, m.id, m.presence.name(), m.presence_at, m.connected_until],
    )?;
    Ok(())
}

/// The presence of an account in an organisation.
pub fn presence_of(tx: &mut Tx<'_>, org: OrgId, account: AccountId) -> Result<Option<Presence>> {
    let sql = "SELECT presence FROM member WHERE org_id = $1 AND account_id = $2 AND state = 'active'";
    let name: Option<String> = tx.opt(sql, args![org, account])?;
    Ok(name.as_deref().and_then(Presence::from_name))
}

/// Callers that were made before count no longer.
pub fn bump(tx: &mut Tx<'_>, org: OrgId, id: MemberId) -> Result<()> {
    tx.exec("UPDATE member SET epoch = epoch + 1 WHERE org_id = $1 AND id = $2", args![org, id])?;
    Ok(())
}

/// The members who have the built-in role Admin: among them one has to remain.
pub fn administrators(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<MemberId>> {
    let sql = "SELECT m.id FROM member m JOIN member_role mr ON mr.org_id = m.org_id AND mr.member_id = m.id \
        JOIN role r ON r.org_id = mr.org_id AND r.id = mr.role_id WHERE m.org_id = $1 AND m.state = 'active' AND r.builtin = 'admin' ORDER BY m.id";
    Ok(tx.all(sql, args![org])?)
}
