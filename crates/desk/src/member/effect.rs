//! What another standing would open and close for a member (X2).
//!
//! Both standings are built by `access` from what a member has, and the tickets between the two are read by the same conditions as
//! every list: nothing here knows what a role means.

use access::{Caller, Kind, Membership, Perm, Reach, Standing};
use db::Tx;
use kit::{MemberId, Result};

use crate::ticket::touched::{Touched, touched};
use crate::who::Who;

/// A permission that is held in more places than before, or in fewer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "EffectPart")]
pub struct Part {
    pub permission: Perm,
    /// It was held nowhere before; or is held nowhere any more.
    pub whole: bool,
    /// Of a permission about tickets: those in which it is gained or lost, as far as the asker reads them.
    pub tickets: Option<Touched>,
}

/// For one person.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "EffectOnPerson")]
pub struct Person {
    /// Who it is, for those who may see users.
    pub member: Option<MemberId>,
    pub name: Option<String>,
    pub opens: Vec<Part>,
    pub closes: Vec<Part>,
}

/// What a change would do, before it is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Effect")]
pub struct Effect {
    /// Those for whom something opens or closes.
    pub people: Vec<Person>,
    /// How many more there are than are listed.
    pub more: u32,
    /// How many are touched by it and can do what they could.
    pub unchanged: u32,
}

/// So many are listed; a role may have thousands of holders, and nobody reads so many names.
const LISTED: usize = 50;

impl Effect {
    /// Compares one person's standing. Switches that no role has a use for any more go, as they will when it is saved.
    pub fn add(&mut self, tx: &mut Tx<'_>, who: &Who, name: String, before: &Membership, mut after: Membership) -> Result<()> {
        let dead: Vec<access::Switch> = after.dead_switches().copied().collect();
        after.switches.retain(|switch| !dead.contains(switch));
        let (before, after) = (sound(before), sound(&after));
        let mut known = Vec::new();
        let counts = self.people.len() < LISTED;
        let opens = parts(tx, who, (&after, &before), counts, &mut known)?;
        let closes = parts(tx, who, (&before, &after), counts, &mut known)?;
        if opens.is_empty() && closes.is_empty() {
            self.unchanged += 1;
        } else if !counts {
            self.more += 1;
        } else {
            let named = who.can(Perm::UserView, &access::Place::Desk);
            self.people.push(Person {
                member: named.then_some(before.member),
                name: named.then_some(name),
                opens,
                closes,
            });
        }
        Ok(())
    }
}

/// As they will stand once they have accepted, or are let in again: what is asked is what the change gives and takes.
fn sound(membership: &Membership) -> Caller {
    Caller::build(&Membership {
        standing: Standing::GOOD,
        ..membership.clone()
    })
}

/// What the first has and the second has not. Most permissions of a role share their places: each is counted once.
fn parts(
    tx: &mut Tx<'_>,
    who: &Who,
    (have, lack): (&Caller, &Caller),
    counts: bool,
    known: &mut Vec<(Reach, Touched)>,
) -> Result<Vec<Part>> {
    let mut all = Vec::new();
    for perm in Perm::ALL {
        let elsewhere = lack.reach(*perm, who.now);
        let part = have.reach(*perm, who.now).beyond(&elsewhere);
        if part.is_empty() {
            continue;
        }
        let tickets = if !counts || !about_tickets(*perm) {
            None
        } else if let Some((_, found)) = known.iter().find(|(reach, _)| *reach == part) {
            Some(found.clone())
        } else {
            let found = touched(tx, who, &part)?;
            known.push((part, found.clone()));
            Some(found)
        };
        all.push(Part {
            permission: *perm,
            whole: elsewhere.is_empty(),
            tickets,
        });
    }
    Ok(all)
}

fn about_tickets(perm: Perm) -> bool {
    matches!(perm.read_of(), Perm::TicketRead | Perm::ContactRead) && matches!(perm.kind(), Kind::Ticket | Kind::Contact)
}
