//! The only SQL of loans and of what crosses organisations. What a statement here reads of another organisation is what its caller may know.

use access::Role;
use db::{FromRow, Row, Tx, args};
use kit::{AccountId, LoanId, MemberId, OrgId, Result, RoleId, Time};

use super::model::{Found, Lending, Loan, LoanState, Rule};
use crate::who;

/// Whoever has both, could be lent to `host`, and is in good standing at home. One statement, whatever does not match.
pub fn find(tx: &mut Tx<'_>, host: OrgId, email: &str, phone: &str) -> Result<Option<Found>> {
    let sql = "SELECT a.id, a.home_org, o.name, a.first_name, a.last_name, a.email, a.phone, a.locale, COALESCE(l.rule, 'anyone') \
        FROM account a JOIN organisation o ON o.id = a.home_org JOIN member h ON h.org_id = a.home_org AND h.account_id = a.id \
        LEFT JOIN lending l ON l.org_id = a.home_org \
        WHERE a.email_folded = $1 AND a.phone = $2 AND a.home_org <> $3 AND a.state = 'active' AND a.frozen = FALSE \
        AND o.state = 'active' AND h.state = 'active' AND (COALESCE(l.rule, 'anyone') <> 'named' OR EXISTS \
        (SELECT 1 FROM lending_to t WHERE t.org_id = a.home_org AND t.borrower_id = $3))";
    Ok(tx.opt(sql, args![email, phone, host])?)
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            account: row.get(0)?,
            home: row.get(1)?,
            home_name: row.get(2)?,
            first_name: row.get(3)?,
            last_name: row.get(4)?,
            email: row.get(5)?,
            phone: row.get(6)?,
            locale: row.get(7)?,
            rule: Rule::from_name(&row.get::<String>(8)?).ok_or(db::Error::Value("a rule of lending"))?,
        })
    }
}

pub fn lending(tx: &mut Tx<'_>, home: OrgId) -> Result<Lending> {
    let rule: Option<String> = tx.opt("SELECT rule FROM lending WHERE org_id = $1", args![home])?;
    let named = tx.all(
        "SELECT borrower_id FROM lending_to WHERE org_id = $1 ORDER BY borrower_id",
        args![home],
    )?;
    Ok(Lending {
        rule: rule.as_deref().and_then(Rule::from_name).unwrap_or_default(),
        named,
    })
}

pub fn put_lending(tx: &mut Tx<'_>, home: OrgId, lending: &Lending) -> Result<()> {
    let sql = "INSERT INTO lending (org_id, rule) VALUES ($1, $2) ON CONFLICT (org_id) DO UPDATE SET rule = excluded.rule";
    tx.exec(sql, args![home, lending.rule.name()])?;
    tx.exec("DELETE FROM lending_to WHERE org_id = $1", args![home])?;
    for borrower in &lending.named {
        tx.exec(
            "INSERT INTO lending_to (org_id, borrower_id) VALUES ($1, $2)",
            args![home, borrower],
        )?;
    }
    Ok(())
}

const LOAN: &str = "SELECT l.org_id, l.id, l.account_id, l.home_id, l.state, l.terms, l.member_id, l.asked_by, l.asked_at, l.decided_by, l.decided_at \
    FROM loan l";

impl FromRow for Loan {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let terms: serde_json::Value = row.get(5)?;
        Ok(Self {
            host: row.get(0)?,
            id: row.get(1)?,
            account: row.get(2)?,
            home: row.get(3)?,
            state: LoanState::from_name(&row.get::<String>(4)?).ok_or(db::Error::Value("a loan's state"))?,
            terms: serde_json::from_value(terms).map_err(|_| db::Error::Value("a loan's terms"))?,
            member: row.get(6)?,
            asked_by: row.get(7)?,
            asked_at: row.get(8)?,
            decided_by: row.get(9)?,
            decided_at: row.get(10)?,
        })
    }
}

pub fn insert(tx: &mut Tx<'_>, l: &Loan) -> Result<()> {
    let sql = "INSERT INTO loan (org_id, id, account_id, home_id, state, terms, member_id, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let terms = serde_json::to_string(&l.terms).map_err(kit::Error::internal)?;
    tx.exec(
        sql,
        args![
            l.host,
            l.id,
            l.account,
            l.home,
            l.state.name(),
            terms,
            l.member,
            l.asked_by,
            l.asked_at
        ],
    )?;
    Ok(())
}

/// One of a host's own.
pub fn of_host(tx: &mut Tx<'_>, host: OrgId, id: LoanId) -> Result<Option<Loan>> {
    Ok(tx.opt(&format!("{LOAN} WHERE l.org_id = $1 AND l.id = $2"), args![host, id])?)
}

/// One that a home is asked.
pub fn of_home(tx: &mut Tx<'_>, home: OrgId, id: LoanId) -> Result<Option<Loan>> {
    Ok(tx.opt(
        &format!("{LOAN} WHERE l.home_id = $1 AND l.state = 'asked' AND l.id = $2"),
        args![home, id],
    )?)
}

/// All that a home is asked, the oldest first.
pub fn asked_of(tx: &mut Tx<'_>, home: OrgId) -> Result<Vec<Loan>> {
    let sql = format!("{LOAN} WHERE l.home_id = $1 AND l.state = 'asked' ORDER BY l.asked_at, l.id");
    Ok(tx.all(&sql, args![home])?)
}

/// What a host has asked and was not given: what waits, and what came to nothing since.
pub fn open(tx: &mut Tx<'_>, host: OrgId, since: Time) -> Result<Vec<Loan>> {
    let sql = format!(
        "{LOAN} WHERE l.org_id = $1 AND (l.state = 'asked' OR l.state IN ('refused', 'lapsed') AND l.decided_at > $2) ORDER BY l.asked_at DESC, l.id DESC"
    );
    Ok(tx.all(&sql, args![host, since])?)
}

pub fn is_asked(tx: &mut Tx<'_>, host: OrgId, account: AccountId) -> Result<bool> {
    let sql = "SELECT 1 FROM loan WHERE org_id = $1 AND account_id = $2 AND state = 'asked'";
    Ok(tx.opt::<i64>(sql, args![host, account])?.is_some())
}

/// From one state to another; `false` when somebody was there before. The two sides hold different locks, so the row itself says.
pub fn move_on(tx: &mut Tx<'_>, loan: &Loan, to: LoanState, by: Option<MemberId>) -> Result<bool> {
    let sql =
        "UPDATE loan SET state = $4, decided_by = COALESCE($5, decided_by), decided_at = $6 WHERE org_id = $1 AND id = $2 AND state = $3";
    let now = tx.now();
    Ok(tx.exec(sql, args![loan.host, loan.id, loan.state.name(), to.name(), by, now])? == 1)
}

/// A given loan has begun: as whom.
pub fn set_member(tx: &mut Tx<'_>, host: OrgId, id: LoanId, member: MemberId) -> Result<()> {
    tx.exec(
        "UPDATE loan SET member_id = $3 WHERE org_id = $1 AND id = $2",
        args![host, id, member],
    )?;
    Ok(())
}

/// A role as access knows it.
pub fn role(tx: &mut Tx<'_>, org: OrgId, id: RoleId) -> Result<Option<Role>> {
    let sql = "SELECT builtin, definition, gives FROM role WHERE org_id = $1 AND id = $2";
    let row: Option<(Option<String>, Option<String>, Option<String>)> = tx.opt(sql, args![org, id])?;
    row.map(|(builtin, definition, gives)| who::store::role(builtin.as_deref(), definition.as_deref(), gives.as_deref()))
        .transpose()
}

/// Somebody of a home who serves in a host.
pub struct Away {
    /// Whom the home calls so.
    pub member: MemberId,
    pub account: AccountId,
    pub host: OrgId,
    pub host_name: String,
    /// Whom the host calls so.
    pub there: MemberId,
    pub since: Time,
    pub until: Option<Time>,
}

impl FromRow for Away {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            member: row.get(0)?,
            account: row.get(1)?,
            host: row.get(2)?,
            host_name: row.get(3)?,
            there: row.get(4)?,
            since: row.get(5)?,
            until: row.get(6)?,
        })
    }
}

const AWAY: &str = "SELECT h.id, h.account_id, m.org_id, o.name, m.id, m.created_at, m.until FROM member h \
    JOIN account a ON a.id = h.account_id AND a.home_org = h.org_id \
    JOIN member m ON m.account_id = h.account_id AND m.org_id <> h.org_id AND m.state <> 'removed' \
    JOIN organisation o ON o.id = m.org_id WHERE h.org_id = $1 AND h.state <> 'removed' AND (m.until IS NULL OR m.until > $2)";

/// All people of a home who serve elsewhere, by whom and since when.
pub fn away(tx: &mut Tx<'_>, home: OrgId) -> Result<Vec<Away>> {
    let now = tx.now();
    Ok(tx.all(
        &format!("{AWAY} ORDER BY h.first_name, h.last_name, h.id, m.created_at"),
        args![home, now],
    )?)
}

/// One of them in one host.
pub fn away_at(tx: &mut Tx<'_>, home: OrgId, member: MemberId, host: OrgId) -> Result<Option<Away>> {
    let now = tx.now();
    Ok(tx.opt(&format!("{AWAY} AND h.id = $3 AND m.org_id = $4"), args![home, now, member, host])?)
}

/// Where an account is a member at all, whatever its standing.
pub fn hosts(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<(OrgId, MemberId)>> {
    let sql = "SELECT org_id, id FROM member WHERE account_id = $1 AND state <> 'removed' ORDER BY org_id";
    Ok(tx.all(sql, args![account])?)
}
