//! A person has another name: their memberships get it, each in a write of its own organisation.

use db::Tx;
use kit::{AccountId, OrgId};

use super::{edit, events, store};
use crate::App;
use crate::account::jobs::read;
use crate::account::renamed::Renamed;
use crate::account::{self, Account};
use crate::who;
use crate::work::Done;

pub async fn renamed(app: &App, body: &str) -> Done {
    let Renamed { account } = read(body)?;
    let (person, memberships) = app
        .db
        .read(move |tx| Ok::<_, kit::Error>((account::store::row(tx, account)?, who::store::memberships(tx, account)?)))
        .await?;
    let Some(person) = person else { return Ok(()) };
    for (org, _) in memberships {
        let person = person.clone();
        app.db.write(org, move |tx| rename(tx, org, account, &person)).await?;
    }
    Ok(())
}

fn rename(tx: &mut Tx<'_>, org: OrgId, account: AccountId, person: &Account) -> kit::Result<()> {
    let Some(member) = store::of_account(tx, org, account)?
        .map(|id| store::row(tx, org, id))
        .transpose()?
        .flatten()
    else {
        return Ok(());
    };
    let after = super::Member {
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        locale: person.locale,
        ..member.clone()
    };
    if after == member {
        return Ok(());
    }
    store::update(tx, &after)?;
    store::bump(tx, org, member.id)?;
    events::changed(tx, None, member.id, edit::WHAT_A_PERSON_SAYS)
}
