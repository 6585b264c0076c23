//! Invite somebody who is at home elsewhere (E2): at once, or where their home decides, by asking it.

use access::{Perm, Place, RoleKey};
use db::Tx;
use kit::{Error, LoanId, Result, TeamId, Time};
use serde_json::json;

use super::look_up::{Ask, find};
use super::model::{Loan, LoanState, Rule, Terms};
use super::{begin, events, jobs, store};
use crate::who::Who;
use crate::{audit, member};

#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExternalNew")]
pub struct New {
    #[serde(flatten)]
    pub ask: Ask,
    /// Built-in ones by their word, custom ones by their id. None said: external advisor.
    #[serde(default)]
    pub roles: Vec<RoleKey>,
    /// At least one; the first is the default one.
    #[serde(default)]
    pub teams: Vec<TeamId>,
    /// Their access ends at this instant.
    pub until: Option<Time>,
}

/// What was looked up is looked up again: an invitation names nobody but by phone and e-mail.
pub fn invite(tx: &mut Tx<'_>, who: &Who, new: &New) -> Result<LoanId> {
    who.may(Perm::ExternalInvite, &Place::Desk)?;
    let found = find(tx, who, &new.ask)?.ok_or_else(|| Error::conflict("external_unknown"))?;
    if member::store::of_account(tx, who.org(), found.account)?.is_some() {
        return Err(Error::conflict("external_already"));
    }
    if store::is_asked(tx, who.org(), found.account)? {
        return Err(Error::conflict("loan_asked"));
    }
    let mut roles = new.roles.clone();
    if roles.is_empty() {
        roles.push(access::Builtin::ExternalAdvisor.into());
    }
    let terms = Terms {
        roles,
        teams: new.teams.clone(),
        until: new.until,
    };
    begin::may(tx, who, &found, &terms)?;
    let asks = found.rule == Rule::Approval;
    let mut loan = Loan {
        host: who.org(),
        id: LoanId::new(tx.now()),
        account: found.account,
        home: found.home,
        state: if asks { LoanState::Asked } else { LoanState::Given },
        terms,
        member: None,
        asked_by: who.member(),
        asked_at: tx.now(),
        decided_by: None,
        decided_at: None,
    };
    if asks {
        store::insert(tx, &loan)?;
        let body = json!({ "home": loan.home, "roles": loan.terms.roles, "teams": loan.terms.teams, "until": loan.terms.until });
        audit::write(tx, who, "external.asked", loan.id, body)?;
        events::happened(tx, Some(who), "external.changed", loan.id)?;
        jobs::enqueue_asked(tx, &loan)?;
    } else {
        loan.member = Some(begin::begin(tx, who, &found, &loan)?);
        store::insert(tx, &loan)?;
    }
    Ok(loan.id)
}
