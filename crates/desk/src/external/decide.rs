//! A loan that was asked: the home gives or refuses it, and who asked takes it back.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, LoanId, Result};
use serde_json::json;

use super::model::{Loan, LoanState};
use super::{events, jobs, store};
use crate::member::{self, rights};
use crate::who::Who;
use crate::{account, audit};

/// Given: they serve there as soon as the host's own half is written, which follows at once.
pub fn give(tx: &mut Tx<'_>, who: &Who, id: LoanId) -> Result<Loan> {
    answer(tx, who, id, LoanState::Given, "external.given")
}

pub fn refuse(tx: &mut Tx<'_>, who: &Who, id: LoanId) -> Result<Loan> {
    answer(tx, who, id, LoanState::Refused, "external.refused")
}

fn answer(tx: &mut Tx<'_>, who: &Who, id: LoanId, to: LoanState, action: &'static str) -> Result<Loan> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    let loan = store::of_home(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    let person = account::store::row(tx, loan.account)?.filter(|a| a.home == Some(who.org()));
    let member = person
        .map(|a| member::store::of_account(tx, who.org(), a.id))
        .transpose()?
        .flatten();
    // Who went meanwhile is nobody's to lend.
    let member = member.ok_or_else(Error::unknown)?;
    if member == who.member() {
        return Err(Error::conflict("own_loan"));
    }
    rights::may_act_on(tx, who, member)?;
    if !store::move_on(tx, &loan, to, Some(who.member()))? {
        return Err(Error::unknown());
    }
    audit::write(tx, who, action, member, json!({ "loan": loan.id, "host": loan.host }))?;
    events::happened(tx, Some(who), "external.changed", loan.id)?;
    jobs::enqueue_answered(tx, &loan)?;
    Ok(loan)
}

pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: LoanId) -> Result<()> {
    who.may(Perm::ExternalInvite, &Place::Desk)?;
    let loan = store::of_host(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    if loan.state != LoanState::Asked || !store::move_on(tx, &loan, LoanState::Withdrawn, None)? {
        return Err(Error::conflict("loan_decided"));
    }
    audit::write(tx, who, "external.withdrawn", loan.id, json!({ "home": loan.home }))?;
    jobs::enqueue_withdrawn(tx, &loan)
}
