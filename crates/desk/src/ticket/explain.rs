//! *Why?* — by what something is allowed on a ticket, or what is missing and who could give it (X2).

use access::{Decision, Perm, Place};
use db::Tx;
use kit::{Error, Result, TicketId};

use super::{find, store};
use crate::who::Who;

/// A decision with its grounds, as data; the panel makes the sentence.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Explanation {
    pub permission: Perm,
    pub decision: Decision,
    /// Who could give it: by name to those who may list people, to others only that there are such people.
    pub givers: Vec<Giver>,
}

/// Somebody who could give a permission.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Giver {
    Named {
        id: kit::MemberId,
        name: String,
    },
    /// *An administrator of …*
    Administration {
        organisation: String,
    },
}

/// At most so many are named.
const MOST: u32 = 5;

pub fn explain(tx: &mut Tx<'_>, who: &Who, id: TicketId, perm: Perm) -> Result<Explanation> {
    let ticket = find(tx, who, id, Perm::TicketRead)?;
    let decision = who.decide(perm, &Place::At(ticket.facts()));
    let givers = match &decision {
        Decision::Unknown => return Err(Error::unknown()),
        Decision::Denied(denial) if !denial.given_by.is_empty() => givers(tx, who)?,
        _ => Vec::new(),
    };
    Ok(Explanation {
        permission: perm,
        decision,
        givers,
    })
}

fn givers(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Giver>> {
    if who.can(Perm::UserView, &Place::Desk) {
        let found = store::one::administrators(tx, who.org(), MOST)?;
        return Ok(found
            .into_iter()
            .map(|(id, first, last)| Giver::Named {
                id,
                name: format!("{first} {last}").trim().to_owned(),
            })
            .collect());
    }
    Ok(vec![Giver::Administration {
        organisation: store::one::organisation_name(tx, who.org())?,
    }])
}
