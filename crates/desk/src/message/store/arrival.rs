//! What receiving looks up, in few statements: every message of every customer passes here.

use std::time::Duration;

use db::{FromRow, Row, Tx, args};
use kit::{ChannelId, ContactId, Email, IdentityId, MessageId, OrgId, Phone, Result, TicketId, Time};

use crate::message::receive::Arrival;
use crate::ticket::Ticket;
use crate::ticket::store::words::Channel;

/// How exact *last heard of* has to be. Written at every message, it would be the hottest row of all.
const EXACT: Duration = Duration::from_secs(300);

/// The channel at which something arrived, and what is known of it.
pub struct Door {
    pub channel: Channel,
    /// The address and its contact, when they were heard of before.
    pub known: Option<(IdentityId, ContactId)>,
    /// The address's ticket that is not closed.
    pub live: Option<Ticket>,
    /// The same message that came before.
    pub repeated: Option<MessageId>,
    /// The organisation has hours of attention.
    pub timed: bool,
    last_in_at: Option<Time>,
    heard_at: Option<Time>,
}

impl FromRow for Door {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let at = crate::ticket::store::WIDTH;
        let live = match row.get::<Option<TicketId>>(1)? {
            Some(_) => Some(Ticket::from_row(row)?),
            None => None,
        };
        let (identity, contact): (Option<IdentityId>, Option<ContactId>) = (row.get(at + 6)?, row.get(at + 7)?);
        Ok(Self {
            live,
            channel: Channel {
                org: row.get(at)?,
                id: row.get(at + 1)?,
                kind: row.get(at + 2)?,
                team: row.get(at + 3)?,
                state: row.get(at + 4)?,
                settings: String::new(),
                last_out_at: None,
            },
            last_in_at: row.get(at + 5)?,
            known: identity.zip(contact),
            heard_at: row.get(at + 8)?,
            repeated: row.get(at + 9)?,
            timed: row.get(at + 10)?,
        })
    }
}

/// All of it with one statement: on PostgreSQL each is a round trip while the organisation is locked.
pub fn door(tx: &mut Tx<'_>, org: OrgId, arrival: &Arrival) -> Result<Option<Door>> {
    // The look at the channel's own id saves the work of a repeat; what makes it impossible is the unique index. The ticket's conditions
    // are written as its partial unique index has them, so that both engines use it.
    let sql = format!(
        "SELECT {}, c.org_id, c.id, c.kind, c.team_id, c.state, c.last_in_at, i.id, i.contact_id, k.last_at, m.id, \
        EXISTS (SELECT 1 FROM hours_place h WHERE h.org_id = c.org_id) FROM channel c \
        LEFT JOIN identity i ON i.org_id = c.org_id AND i.channel_id = c.id AND i.address = $3 \
        LEFT JOIN contact k ON k.org_id = i.org_id AND k.id = i.contact_id \
        LEFT JOIN ticket t ON t.org_id = i.org_id AND t.identity_id = i.id AND t.state <> 'closed' AND t.identity_id IS NOT NULL \
        LEFT JOIN message m ON m.org_id = c.org_id AND m.channel_id = c.id AND m.provider_id = $4 AND m.provider_id IS NOT NULL \
        WHERE c.org_id = $1 AND c.id = $2 AND c.state <> 'archived'",
        crate::ticket::store::COLUMNS
    );
    Ok(tx.opt(&sql, args![org, arrival.channel, &arrival.address, arrival.provider.as_ref()])?)
}

/// The one contact that has this phone, or this e-mail. Of several nobody knows which.
pub fn same_person(tx: &mut Tx<'_>, org: OrgId, phone: Option<&Phone>, email: Option<&Email>) -> Result<Option<ContactId>> {
    let by_phone = "SELECT id FROM contact WHERE org_id = $1 AND phone = $2 AND phone IS NOT NULL AND merged_into IS NULL LIMIT 2";
    let by_email =
        "SELECT id FROM contact WHERE org_id = $1 AND email_folded = $2 AND email_folded IS NOT NULL AND merged_into IS NULL LIMIT 2";
    let phone = phone.map(|p| p.as_str().to_owned());
    let email = email.map(|e| e.as_str().to_lowercase());
    for (sql, value) in [(by_phone, phone), (by_email, email)] {
        if let Some(value) = value {
            let found: Vec<ContactId> = tx.all(sql, args![org, value])?;
            if let [one] = found[..] {
                return Ok(Some(one));
            }
        }
    }
    Ok(None)
}

/// Notes that the channel and the contact were heard of, as exactly as anybody needs it.
pub fn passed(tx: &mut Tx<'_>, org: OrgId, door: &Door, channel: ChannelId, contact: ContactId) -> Result<()> {
    let now = tx.now();
    let stale = |at: Option<Time>| at.is_none_or(|at| now.since(at) > EXACT);
    if stale(door.last_in_at) {
        tx.exec(
            "UPDATE channel SET last_in_at = $3 WHERE org_id = $1 AND id = $2",
            args![org, channel, now],
        )?;
    }
    if door.known.is_some() && stale(door.heard_at) {
        tx.exec(
            "UPDATE contact SET last_at = $3 WHERE org_id = $1 AND id = $2",
            args![org, contact, now],
        )?;
    }
    Ok(())
}
