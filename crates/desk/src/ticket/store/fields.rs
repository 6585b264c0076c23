//! Custom fields: their definitions, and their values on a ticket.

use db::{Tx, args};
use kit::{FieldId, OrgId, Result};

use crate::ticket::Ticket;

/// A field that tickets have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub id: FieldId,
    pub name: String,
    /// `text`, `number`, `date`, `choice` or `boolean`.
    pub kind: String,
    pub choices: Vec<String>,
    pub required: bool,
}

/// The fields that tickets have now.
pub fn defined(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Field>> {
    let sql = "SELECT id, name, kind, choices, required FROM field WHERE org_id = $1 AND subject = 'ticket' AND archived_at IS NULL ORDER BY position, id";
    let rows: Vec<(FieldId, String, String, String, bool)> = tx.all(sql, args![org])?;
    let field = |(id, name, kind, choices, required): (FieldId, String, String, String, bool)| {
        Ok(Field {
            id,
            name,
            kind,
            choices: serde_json::from_str(&choices).map_err(kit::Error::internal)?,
            required,
        })
    };
    rows.into_iter().map(field).collect()
}

/// The values on a ticket, as text.
pub fn values(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<Vec<(FieldId, String)>> {
    Ok(tx.all(
        "SELECT field_id, value FROM ticket_field WHERE org_id = $1 AND ticket_id = $2",
        args![ticket.org, ticket.id],
    )?)
}

/// The values on a ticket with the kinds of their fields, in the fields' order.
pub fn shown(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<Vec<(FieldId, String, String)>> {
    let sql = "SELECT v.field_id, f.kind, v.value FROM ticket_field v JOIN field f ON f.org_id = v.org_id AND f.id = v.field_id \
        WHERE v.org_id = $1 AND v.ticket_id = $2 AND f.archived_at IS NULL ORDER BY f.position, f.id";
    Ok(tx.all(sql, args![ticket.org, ticket.id])?)
}

/// Writes a value, or takes it away.
pub fn put(tx: &mut Tx<'_>, ticket: &Ticket, field: FieldId, value: Option<&str>) -> Result<()> {
    match value {
        Some(text) => {
            let sql = "INSERT INTO ticket_field (org_id, ticket_id, field_id, value) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (org_id, ticket_id, field_id) DO UPDATE SET value = excluded.value";
            tx.exec(sql, args![ticket.org, ticket.id, field, text])?;
        }
        None => {
            tx.exec(
                "DELETE FROM ticket_field WHERE org_id = $1 AND ticket_id = $2 AND field_id = $3",
                args![ticket.org, ticket.id, field],
            )?;
        }
    }
    Ok(())
}

/// The first required field that a ticket has no value for.
pub fn missing(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<Option<Field>> {
    let sql = "SELECT f.id, f.name FROM field f WHERE f.org_id = $1 AND f.subject = 'ticket' AND f.required AND f.archived_at IS NULL \
        AND NOT EXISTS (SELECT 1 FROM ticket_field v WHERE v.org_id = f.org_id AND v.ticket_id = $2 AND v.field_id = f.id) \
        ORDER BY f.position, f.id LIMIT 1";
    let row: Option<(FieldId, String)> = tx.opt(sql, args![ticket.org, ticket.id])?;
    Ok(row.map(|(id, name)| Field {
        id,
        name,
        kind: String::new(),
        choices: Vec::new(),
        required: true,
    }))
}
