//! Whether one is at one's desk: in one organisation, or over all of them with one switch.

use axum::Json;
use axum::response::NoContent;
use kit::{Page, Result};

use crate::http::{Answer, Body, Cx, Fault, Person};
use crate::member::Presence;
use crate::member::presence::{self, Standing};
use crate::notification::list::memberships;
use crate::whisper;
use crate::who::Who;

#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct AtDesk {
    pub presence: Presence,
}

pub async fn set(cx: Cx, body: Body<AtDesk>) -> Result<NoContent, Fault> {
    let to = body.value.presence;
    cx.write(move |tx, who| presence::set(tx, who.org(), who.member(), to)).await?;
    whisper::say(&cx.app.db, cx.org(), &presence::whispered(&cx.who, to));
    Ok(NoContent)
}

pub async fn all(person: Person) -> Answer<Page<Standing>> {
    let standings = mine(&person, |tx, all| all.iter().map(|who| presence::standing(tx, who)).collect()).await?;
    Ok(Json(Page::whole(standings)))
}

/// One organisation after the other: no transaction holds the locks of two.
pub async fn set_all(person: Person, body: Body<AtDesk>) -> Answer<Page<Standing>> {
    let to = body.value.presence;
    for who in mine(&person, |_, all| Ok(all)).await? {
        let (org, member) = (who.org(), who.member());
        person.app.db.write(org, move |tx| presence::set(tx, org, member, to)).await?;
        whisper::say(&person.app.db, org, &presence::whispered(&who, to));
    }
    all(person).await
}

async fn mine<T: Send + 'static>(person: &Person, f: impl Fn(&mut db::Tx<'_>, Vec<Who>) -> Result<T> + Send + Sync + 'static) -> Result<T> {
    let (app, account) = (person.app.clone(), person.session.account);
    let read = move |tx: &mut db::Tx<'_>| {
        let all = memberships(tx, &app.callers, account)?;
        f(tx, all)
    };
    person.app.db.read(read).await
}
