//! What each of two contacts has, and how much would move; nothing is changed.

use access::{Perm, Place};
use db::Tx;
use kit::{ContactId, Error, Result, Time};

use super::model::Count;
use crate::contact::model::{Identity, Profile};
use crate::contact::portfolio::{self, Owner};
use crate::contact::{Contact, find, store};
use crate::who::Who;

/// Two contacts side by side.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ContactMergePreview")]
pub struct Preview {
    pub kept: Side,
    /// All that hangs from it moves.
    pub gone: Side,
    /// Whose portfolio the merged one will be in: of the kept one, else of the other.
    pub owner: Option<Owner>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ContactMergeSide")]
pub struct Side {
    pub id: ContactId,
    #[serde(flatten)]
    pub profile: Profile,
    pub version: i64,
    pub created_at: Time,
    pub identities: Vec<Identity>,
    pub tickets: Count,
    pub messages: Count,
    pub owner: Option<Owner>,
}

pub fn preview(tx: &mut Tx<'_>, who: &Who, kept: ContactId, from: ContactId) -> Result<Preview> {
    let (kept, gone) = two(tx, who, kept, from)?;
    let (kept, gone) = (side(tx, who, kept)?, side(tx, who, gone)?);
    Ok(Preview {
        owner: kept.owner.clone().or_else(|| gone.owner.clone()),
        kept,
        gone,
    })
}

/// Both, as they now are: two different ones that this caller may merge.
pub fn two(tx: &mut Tx<'_>, who: &Who, kept: ContactId, from: ContactId) -> Result<(Contact, Contact)> {
    who.may(Perm::ContactMerge, &Place::Desk)?;
    let kept = find::find(tx, who, kept)?;
    let named = |error: Error| match error.kind {
        kit::Kind::Unknown => Error::invalid("from", "contact_unknown"),
        _ => error,
    };
    let gone = find::find(tx, who, from).map_err(named)?;
    if kept.id == gone.id {
        return Err(Error::invalid("from", "contact_merge_same"));
    }
    Ok((kept, gone))
}

fn side(tx: &mut Tx<'_>, who: &Who, contact: Contact) -> Result<Side> {
    let (tickets, messages) = store::merge::size(tx, who.org(), contact.id, Count::MOST + 1)?;
    Ok(Side {
        identities: store::identities(tx, who, contact.id)?,
        owner: portfolio::owner(tx, who, contact.id)?,
        tickets: Count::of(tickets),
        messages: Count::of(messages),
        id: contact.id,
        profile: contact.profile,
        version: contact.version,
        created_at: contact.created_at,
    })
}
