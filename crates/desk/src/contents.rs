//! The tables of contents: every route, every page, every kind of job, every reader of the event log. Slices give themselves to the machinery here.

use db::job::Job;

use crate::http::Slice;
use crate::http::server::Pages;
use crate::member::invitation;
use crate::work::readers::Act;
use crate::work::{Done, Failed};
use crate::{
    App, account, audit, canned, channel, contact, field, file, hook, live, member, message, organisation, outgoing, role, search, setup,
    team, ticket, token, view, webhook, widget, word,
};

/// The table of contents: every route of Relevo is in one of these.
pub fn slices() -> Vec<Slice> {
    let mut all = vec![
        setup::api::routes(),
        account::api::routes(),
        organisation::api::routes(),
        team::api::routes(),
        role::api::routes(),
        token::api::routes(),
        audit::api::routes(),
        ticket::api::routes(),
        channel::api::routes(),
        contact::api::routes(),
        word::api::routes(),
        canned::api::routes(),
        field::api::routes(),
        ticket::api::across(),
        message::api::routes(),
        view::api::routes(),
        view::api::across(),
        search::api::routes(),
        file::api::routes(),
        widget::api::routes(),
        hook::api::routes(),
        webhook::api::routes(),
        live::api::routes(),
    ];
    all.extend(member::api::routes());
    all
}

/// The readers of the event log: name (public in the table, never reused) and act.
pub const READERS: &[(&str, Act)] = &[
    (search::index::READER, search::index::act),
    (webhook::reader::READER, webhook::reader::act),
];

/// What is served beside the API and the panel: the widget's own pages.
pub fn pages() -> Pages {
    widget::pages::router()
}

/// Does a job. An old version of a kind keeps its line while rows of it may wait.
pub async fn jobs(app: &App, job: &Job) -> Done {
    match job.kind.as_str() {
        account::jobs::NOTICE => account::jobs::notice(app, &job.body).await,
        account::jobs::RESET => account::jobs::reset(app, &job.body).await,
        account::jobs::RESET_BY_ADMIN => account::jobs::reset_by_admin(app, &job.body).await,
        account::jobs::SWEEP => account::jobs::sweep(app).await,
        account::renamed::KIND => member::renamed::renamed(app, &job.body).await,
        invitation::jobs::LETTER => invitation::jobs::letter(app, &job.body).await,
        invitation::jobs::WANTED => invitation::jobs::wanted(app, &job.body).await,
        ticket::jobs::WAKE => wake(app, job).await,
        webhook::deliver::DELIVER => webhook::deliver::deliver(app, job).await,
        message::jobs::DELIVER => outgoing::deliver(app, job).await,
        unknown => Err(Failed::Fail(format!("no worker for {unknown}"))),
    }
}

/// A snooze ends.
async fn wake(app: &App, job: &Job) -> Done {
    let asked: ticket::jobs::Wake = serde_json::from_str(&job.body).map_err(|error| Failed::Fail(error.to_string()))?;
    let org = job.org.ok_or_else(|| Failed::Fail("a snooze of no organisation".into()))?;
    Ok(app.db.write(org, move |tx| ticket::jobs::run_wake(tx, org, &asked)).await?)
}
