//! The only SQL of files: their rows, and who may read them through what.

use access::{Facts, Perm, Place};
use db::{FromRow, Row, Tx, args};
use kit::{ChannelId, FileId, IdentityId, MemberId, OrgId, OriginId, Result, TeamId, TicketId, Time, VisitorId};

use super::{Preview, Stored};
use crate::who::Who;

/// A file's row.
#[derive(Clone, Debug)]
pub struct File {
    pub id: FileId,
    pub hash: [u8; 32],
    pub size: i64,
    pub media_type: String,
    pub name: String,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub preview: Option<[u8; 32]>,
    pub member: Option<MemberId>,
    pub visitor: Option<VisitorId>,
}

impl FromRow for File {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let hash = |bytes: Vec<u8>| <[u8; 32]>::try_from(bytes).map_err(|_| db::Error::Value("a file's hash"));
        Ok(Self {
            id: row.get(0)?,
            hash: hash(row.get(1)?)?,
            size: row.get(2)?,
            media_type: row.get(3)?,
            name: row.get(4)?,
            width: row.get(5)?,
            height: row.get(6)?,
            preview: row.get::<Option<Vec<u8>>>(7)?.map(hash).transpose()?,
            member: row.get(8)?,
            visitor: row.get(9)?,
        })
    }
}

/// Who uploaded it; it is theirs until it hangs from a message.
#[derive(Clone, Copy, Debug)]
pub enum Owner {
    Member(MemberId),
    Visitor(VisitorId),
    /// A channel's own system; the message comes with it.
    Channel,
    /// Relevo itself, of what a message leads to.
    Relevo,
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, owner: Owner, stored: &Stored, preview: Option<&Preview>) -> Result<FileId> {
    let (id, now) = (FileId::new(tx.now()), tx.now());
    let (member, visitor) = match owner {
        Owner::Member(member) => (Some(member), None),
        Owner::Visitor(visitor) => (None, Some(visitor)),
        Owner::Channel | Owner::Relevo => (None, None),
    };
    let sql = "INSERT INTO file (org_id, id, hash, size, media_type, name, width, height, preview, member_id, visitor_id, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let size = i64::try_from(stored.size).unwrap_or(i64::MAX);
    let (width, height, reduced) = (preview.map(|p| p.width), preview.map(|p| p.height), preview.map(|p| &p.hash));
    tx.exec(
        sql,
        args![
            org,
            id,
            &stored.hash,
            size,
            stored.media_type,
            &stored.name,
            width,
            height,
            reduced,
            member,
            visitor,
            now
        ],
    )?;
    Ok(id)
}

pub fn row(tx: &mut Tx<'_>, org: OrgId, id: FileId) -> Result<Option<File>> {
    let sql =
        "SELECT id, hash, size, media_type, name, width, height, preview, member_id, visitor_id FROM file WHERE org_id = $1 AND id = $2";
    Ok(tx.opt(sql, args![org, id])?)
}

/// Where a file hangs: the ticket's facts, and whether the message is a note.
type Hangs = (
    Option<MemberId>,
    TeamId,
    ChannelId,
    Option<OriginId>,
    Option<Time>,
    String,
    TicketId,
);

/// Through what a member may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Through {
    /// They uploaded it.
    Own,
    /// It is on a message that they can read now.
    Ticket(TicketId),
}

/// Through what a member may read a file; nothing when they may not.
pub fn readable(tx: &mut Tx<'_>, who: &Who, file: &File) -> Result<Option<Through>> {
    let org = who.org();
    let sql = "SELECT t.assignee_id, t.team_id, t.channel_id, t.origin_id, t.deferred_until, m.kind, t.id FROM message_file mf \
        JOIN message m ON m.org_id = mf.org_id AND m.id = mf.message_id JOIN ticket t ON t.org_id = m.org_id AND t.id = m.ticket_id \
        WHERE mf.org_id = $1 AND mf.file_id = $2 \
        UNION ALL SELECT t.assignee_id, t.team_id, t.channel_id, t.origin_id, t.deferred_until, m.kind, t.id FROM link l \
        JOIN message_link ml ON ml.org_id = l.org_id AND ml.link_id = l.id JOIN message m ON m.org_id = ml.org_id AND m.id = ml.message_id \
        JOIN ticket t ON t.org_id = m.org_id AND t.id = m.ticket_id WHERE l.org_id = $1 AND l.file_id = $2 AND l.file_id IS NOT NULL";
    let hangs: Vec<Hangs> = tx.all(sql, args![org, file.id])?;
    let mut hangs = hangs.into_iter();
    let seen = hangs.find(|(assignee, team, channel, origin, deferred_until, kind, _)| {
        let facts = Facts {
            org,
            assignee: *assignee,
            team: Some(*team),
            channel: Some(*channel),
            origin: *origin,
            deferred_until: *deferred_until,
        };
        let perm = if kind == "note" { Perm::NoteRead } else { Perm::TicketRead };
        who.can(perm, &Place::At(facts))
    });
    let own = (file.member == Some(who.member())).then_some(Through::Own);
    Ok(seen.map(|(.., ticket)| Through::Ticket(ticket)).or(own))
}

/// Whether a visitor may read a file: their own, or one on a message of their conversation that is no note.
pub fn readable_by_visitor(tx: &mut Tx<'_>, org: OrgId, visitor: VisitorId, identity: Option<IdentityId>, file: &File) -> Result<bool> {
    if file.visitor == Some(visitor) {
        return Ok(true);
    }
    let Some(identity) = identity else { return Ok(false) };
    let sql = "SELECT 1 FROM message_file mf JOIN message m ON m.org_id = mf.org_id AND m.id = mf.message_id \
        WHERE mf.org_id = $1 AND mf.file_id = $2 AND m.identity_id = $3 AND m.kind IN ('in', 'out') LIMIT 1";
    Ok(tx.opt::<i64>(sql, args![org, file.id, identity])?.is_some())
}
