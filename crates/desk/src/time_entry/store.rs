//! The only SQL of time that was worked. What is read across organisations is one account's own, or what a home may know of its people.

use db::{FromRow, Row, Tx, args, forks};
use kit::{AccountId, MemberId, OrgId, Result, TeamId, TicketId, Time, TimeCorrectionId, TimeEntryId};

use super::model::{Day, Stretch};
use super::period::Period;
use crate::member::{self, Member};

/// Whose time it is, as it stood when it was worked.
#[derive(Clone, Copy, Debug)]
pub struct Whose {
    pub member: MemberId,
    pub account: AccountId,
    /// At home elsewhere: where, and as whom.
    pub home: Option<(OrgId, Option<MemberId>)>,
}

impl Whose {
    pub fn of(tx: &mut Tx<'_>, person: &Member) -> Result<Self> {
        let account = person.account.ok_or_else(kit::Error::unknown)?;
        let home = match person.home.filter(|home| *home != person.org) {
            Some(home) => Some((home, member::store::of_account(tx, home, account)?)),
            None => None,
        };
        Ok(Self {
            member: person.id,
            account,
            home,
        })
    }
}

/// A row.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: TimeEntryId,
    pub ticket: TicketId,
    pub whose: Whose,
    pub team: TeamId,
    pub day: Day,
    /// None of what was written by hand.
    pub stretch: Option<Stretch>,
    pub seconds: i64,
    pub correction: Option<TimeCorrectionId>,
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, e: &Entry) -> Result<()> {
    let sql = "INSERT INTO time_entry (org_id, id, ticket_id, member_id, account_id, home_id, home_member_id, team_id, day, began, ended, seconds, \
        correction_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let (home, home_member) = e.whose.home.map_or((None, None), |(home, member)| (Some(home), member));
    tx.exec(
        sql,
        args![
            org,
            e.id,
            e.ticket,
            e.whose.member,
            e.whose.account,
            home,
            home_member,
            e.team,
            e.day.0,
            e.stretch.map(|s| s.began),
            e.stretch.map(|s| s.ended),
            e.seconds,
            e.correction
        ],
    )?;
    Ok(())
}

/// A stretch has gone on.
pub fn extend(tx: &mut Tx<'_>, org: OrgId, id: TimeEntryId, to: Stretch) -> Result<()> {
    let sql = "UPDATE time_entry SET ended = $3, seconds = $4 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![org, id, to.ended, to.seconds()])?;
    Ok(())
}

/// Two organisations write of one person one after the other.
pub fn lock(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let lock = forks::for_update(tx.dialect());
    tx.opt::<i64>(&format!("SELECT epoch FROM account WHERE id = $1{lock}"), args![account])?;
    Ok(())
}

/// A stretch that is counted already, wherever.
pub struct Taken {
    pub org: OrgId,
    pub id: TimeEntryId,
    pub ticket: TicketId,
    pub member: MemberId,
    pub team: TeamId,
    pub day: Day,
    pub stretch: Stretch,
}

impl FromRow for Taken {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            org: row.get(0)?,
            id: row.get(1)?,
            ticket: row.get(2)?,
            member: row.get(3)?,
            team: row.get(4)?,
            day: Day(row.get(5)?),
            stretch: Stretch {
                began: row.get(6)?,
                ended: row.get(7)?,
            },
        })
    }
}

/// What of a stretch is counted already of an account. Days are those of the organisations' clocks, hence one more on either side.
pub fn taken(tx: &mut Tx<'_>, account: AccountId, of: Stretch) -> Result<Vec<Taken>> {
    let sql = "SELECT org_id, id, ticket_id, member_id, team_id, day, began, ended FROM time_entry WHERE account_id = $1 AND day >= $2 AND day <= $3 \
        AND ended >= $4 AND began < $5 AND correction_id IS NULL";
    let utc = |at: Time| Day::at(at, &jiff::tz::TimeZone::UTC).0;
    Ok(tx.all(sql, args![account, utc(of.began) - 1, utc(of.ended) + 1, of.began, of.ended])?)
}

/// A ticket's time by person and day.
pub fn of_ticket(tx: &mut Tx<'_>, org: OrgId, ticket: TicketId) -> Result<Vec<(MemberId, i64, i64)>> {
    let sql = "SELECT member_id, day, CAST(SUM(seconds) AS BIGINT) FROM time_entry WHERE org_id = $1 AND ticket_id = $2 \
        GROUP BY member_id, day ORDER BY day DESC";
    Ok(tx.all(sql, args![org, ticket])?)
}

pub fn has_time(tx: &mut Tx<'_>, org: OrgId, ticket: TicketId, member: MemberId) -> Result<bool> {
    let sql = "SELECT 1 FROM time_entry WHERE org_id = $1 AND ticket_id = $2 AND member_id = $3 LIMIT 1";
    Ok(tx.opt::<i64>(sql, args![org, ticket, member])?.is_some())
}

/// Of which teams somebody's time on a ticket and a day is, the last first.
pub fn shares(tx: &mut Tx<'_>, org: OrgId, ticket: TicketId, member: MemberId, day: Day) -> Result<Vec<(TeamId, i64)>> {
    let sql = "SELECT team_id, CAST(SUM(seconds) AS BIGINT) FROM time_entry WHERE org_id = $1 AND ticket_id = $2 AND member_id = $3 AND day = $4 \
        GROUP BY team_id ORDER BY MAX(COALESCE(ended, 0)) DESC, team_id";
    Ok(tx.all(sql, args![org, ticket, member, day.0])?)
}

/// All that somebody has on a day in one organisation.
pub fn of_day(tx: &mut Tx<'_>, org: OrgId, member: MemberId, day: Day) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(seconds), 0) AS BIGINT) FROM time_entry WHERE org_id = $1 AND day = $2 AND member_id = $3";
    Ok(tx.one(sql, args![org, day.0, member])?)
}

/// A correction's row.
#[derive(Clone, Debug)]
pub struct Correction {
    pub id: TimeCorrectionId,
    pub ticket: TicketId,
    pub member: MemberId,
    pub day: Day,
    pub before: i64,
    pub after: i64,
    pub reason: String,
    pub by: MemberId,
    pub at: Time,
}

impl FromRow for Correction {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            ticket: row.get(1)?,
            member: row.get(2)?,
            day: Day(row.get(3)?),
            before: row.get(4)?,
            after: row.get(5)?,
            reason: row.get(6)?,
            by: row.get(7)?,
            at: row.get(8)?,
        })
    }
}

pub fn insert_correction(tx: &mut Tx<'_>, org: OrgId, c: &Correction) -> Result<()> {
    let sql = "INSERT INTO time_correction (org_id, id, ticket_id, member_id, day, seconds_before, seconds_after, reason, by_id, at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    tx.exec(
        sql,
        args![org, c.id, c.ticket, c.member, c.day.0, c.before, c.after, &c.reason, c.by, c.at],
    )?;
    Ok(())
}

/// A ticket's corrections, the latest first.
pub fn corrections(tx: &mut Tx<'_>, org: OrgId, ticket: TicketId, limit: u32) -> Result<Vec<Correction>> {
    let sql = format!(
        "SELECT id, ticket_id, member_id, day, seconds_before, seconds_after, reason, by_id, at FROM time_correction \
         WHERE org_id = $1 AND ticket_id = $2 ORDER BY at DESC, id DESC LIMIT {limit}"
    );
    Ok(tx.all(&sql, args![org, ticket])?)
}

/// Hours of one day, person, organisation and team.
pub struct Line {
    pub day: Day,
    pub member: Option<MemberId>,
    pub first_name: String,
    pub last_name: String,
    /// The other one: of who comes from elsewhere their home, of who works elsewhere their host.
    pub organisation: OrgId,
    pub organisation_name: String,
    pub team: TeamId,
    pub team_name: String,
    pub team_hidden: bool,
    pub seconds: i64,
}

impl FromRow for Line {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            day: Day(row.get(0)?),
            member: row.get(1)?,
            first_name: row.get(2)?,
            last_name: row.get(3)?,
            organisation: row.get(4)?,
            organisation_name: row.get(5)?,
            team: row.get(6)?,
            team_name: row.get(7)?,
            team_hidden: row.get(8)?,
            seconds: row.get(9)?,
        })
    }
}

/// Of who comes from elsewhere, in a host.
pub fn here(tx: &mut Tx<'_>, host: OrgId, in_: Period) -> Result<Vec<Line>> {
    let sql = "SELECT e.day, m.id, m.first_name, m.last_name, o.id, o.name, t.id, t.name, t.hidden, CAST(SUM(e.seconds) AS BIGINT) FROM time_entry e \
        JOIN member m ON m.org_id = e.org_id AND m.id = e.member_id JOIN organisation o ON o.id = e.home_id \
        JOIN team t ON t.org_id = e.org_id AND t.id = e.team_id WHERE e.org_id = $1 AND e.day >= $2 AND e.day <= $3 AND e.home_id IS NOT NULL \
        GROUP BY e.day, m.id, m.first_name, m.last_name, o.id, o.name, t.id, t.name, t.hidden";
    Ok(tx.all(sql, args![host, in_.from.0, in_.to.0])?)
}

/// Of a home's own, in whatever hosts; by the name they have at home.
pub fn away(tx: &mut Tx<'_>, home: OrgId, in_: Period) -> Result<Vec<Line>> {
    let sql = "SELECT e.day, m.id, COALESCE(m.first_name, a.first_name), COALESCE(m.last_name, a.last_name), o.id, o.name, t.id, t.name, t.hidden, \
        CAST(SUM(e.seconds) AS BIGINT) FROM time_entry e JOIN account a ON a.id = e.account_id \
        LEFT JOIN member m ON m.org_id = e.home_id AND m.id = e.home_member_id JOIN organisation o ON o.id = e.org_id \
        JOIN team t ON t.org_id = e.org_id AND t.id = e.team_id WHERE e.home_id = $1 AND e.day >= $2 AND e.day <= $3 \
        GROUP BY e.day, m.id, COALESCE(m.first_name, a.first_name), COALESCE(m.last_name, a.last_name), o.id, o.name, t.id, t.name, t.hidden";
    Ok(tx.all(sql, args![home, in_.from.0, in_.to.0])?)
}

/// An account's own, by organisation.
pub fn own(tx: &mut Tx<'_>, account: AccountId, in_: Period) -> Result<Vec<(OrgId, String, i64)>> {
    let sql = "SELECT o.id, o.name, CAST(SUM(e.seconds) AS BIGINT) FROM time_entry e JOIN organisation o ON o.id = e.org_id \
        WHERE e.account_id = $1 AND e.day >= $2 AND e.day <= $3 GROUP BY o.id, o.name ORDER BY o.name, o.id";
    Ok(tx.all(sql, args![account, in_.from.0, in_.to.0])?)
}
