//! From a request to something that `access` can decide about.
//!
//! - [`secret`]: secrets handed out once, kept as hashes.
//! - [`password`], [`common`]: passwords, and those that everybody tries first.
//! - [`totp`], [`recovery`]: the second factor and the way around it.
//! - [`limit`]: how often something may be tried, as arithmetic.
//! - [`model`], [`store`]: who shows up, and how they stand, as rows say.
//! - [`load`]: [`Cache`], from rows to an [`access::Caller`].
//! - [`crowd`]: everybody of an organisation at once.
//! - [`asked`]: permissions that are asked for, and who could grant them.
//! - [`view_as`]: through another's eyes.
//! - [`Who`]: a caller at a time: what every verb takes, and asks before it acts.
//!
//! To ask: `who.may(Perm::TicketReply, &Place::At(ticket.facts()))?` — unknown or denied leave by the `?`.

pub mod asked;
pub mod common;
pub mod crowd;
pub mod limit;
pub mod load;
pub mod model;
pub mod password;
pub mod recovery;
pub mod secret;
pub mod store;
pub mod totp;
pub mod view_as;

use std::sync::Arc;

use access::{Caller, Decision, Perm, Place, Reach};
use db::{NewEvent, Thing, Tx};
use kit::{AccountId, Error, MemberId, OrgId, Result, Time};

pub use load::Cache;
pub use model::{Session, Token, Via};

/// A caller at a time.
#[derive(Clone)]
pub struct Who {
    pub caller: Arc<Caller>,
    pub now: Time,
    /// As the audit log and activity lines name them.
    pub name: String,
    /// Network address; empty for Relevo's own work.
    pub address: String,
}

impl Who {
    pub fn new(caller: Arc<Caller>, now: Time, name: String) -> Self {
        Self {
            caller,
            now,
            name,
            address: String::new(),
        }
    }

    pub fn org(&self) -> OrgId {
        self.caller.org
    }

    pub fn member(&self) -> MemberId {
        self.caller.member
    }

    pub fn account(&self) -> AccountId {
        self.caller.account
    }

    pub fn decide(&self, perm: Perm, place: &Place) -> Decision {
        self.caller.decide(perm, place, self.now)
    }

    pub fn can(&self, perm: Perm, place: &Place) -> bool {
        matches!(self.decide(perm, place), Decision::Allowed(..))
    }

    /// Leaves by `?` as 404 or 403, as `access` decides.
    pub fn may(&self, perm: Perm, place: &Place) -> Result<()> {
        match self.decide(perm, place) {
            Decision::Allowed(..) => Ok(()),
            Decision::Unknown => Err(Error::unknown()),
            denied @ Decision::Denied(..) => Err(refusal(perm, &denied)),
        }
    }

    /// The event of what this caller did to a thing of the organisation, which says no more than that: whoever shows it asks again.
    pub fn tell(&self, tx: &mut Tx<'_>, kind: &'static str, subject: impl Into<Thing>) -> Result<()> {
        tx.append(&NewEvent {
            kind,
            version: 1,
            actor: Some(self.member().into()),
            subject: subject.into(),
            before: None,
            after: None,
            body: "{}".into(),
        })?;
        Ok(())
    }

    /// Where a permission holds now: what lists, counts and search take.
    pub fn reach(&self, perm: Perm) -> Reach {
        self.caller.reach(perm, self.now)
    }
}

/// A refusal with its grounds.
pub fn refusal(perm: Perm, decision: &Decision) -> Error {
    let grounds = serde_json::to_value(decision).unwrap_or_default();
    Error::new(kit::Kind::Denied, "denied").with_detail(serde_json::json!({ "permission": perm.name(), "decision": grounds }))
}
