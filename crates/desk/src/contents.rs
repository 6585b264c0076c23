//! The tables of contents: every route, every page, every kind of job, every reader of the event log. Slices give themselves to the machinery here.

use std::time::Duration;

use db::job::Job;

use crate::http::Slice;
use crate::http::server::Pages;
use crate::member::invitation;
use crate::work::readers::Act;
use crate::work::{self, Done, Failed, upkeep};
use crate::{
    App, account, audit, bulk_transfer, canned, channel, company, contact, external, field, file, hook, hours, live, member, message,
    monitor, notification, organisation, outgoing, permission_request, provider, role, search, setup, sharing, team, ticket, time_entry,
    token, view, webhook, widget, word,
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
        company::api::routes(),
        word::api::routes(),
        canned::api::routes(),
        hours::api::routes(),
        field::api::routes(),
        ticket::api::across(),
        message::api::routes(),
        view::api::routes(),
        view::api::across(),
        search::api::routes(),
        file::api::routes(),
        widget::api::routes(),
        hook::api::routes(),
        provider::api::hooks(),
        provider::api::routes(),
        webhook::api::routes(),
        notification::api::routes(),
        notification::api::across(),
        crate::job::api::routes(),
        external::api::routes(),
        external::api::across(),
        permission_request::api::routes(),
        live::api::routes(),
        bulk_transfer::api::routes(),
        monitor::api::routes(),
        time_entry::api::routes(),
        time_entry::api::across(),
    ];
    all.extend(member::api::routes());
    all
}

/// The readers of the event log: name (public in the table, never reused) and act.
pub const READERS: &[(&str, Act)] = &[
    (search::index::READER, search::index::act),
    (webhook::reader::READER, webhook::reader::act),
    (notification::reader::READER, notification::reader::act),
    (sharing::reader::READER, sharing::reader::act),
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
        upkeep::KIND => upkeep::run(app).await,
        ticket::jobs::WAKE => wake(app, job).await,
        webhook::deliver::DELIVER => webhook::deliver::deliver(app, job).await,
        notification::letter::LETTER => notification::letter::letter(app, job).await,
        message::link::look::KIND => message::link::look::look(app, job).await,
        message::jobs::ANSWER_BY_MAIL => widget::away::answer(app, job).await,
        kind if kind.starts_with("external.") => external::jobs::run(app, job).await,
        message::jobs::DELIVER => outgoing::deliver(app, job).await,
        message::jobs::READ => provider::seen::seen(app, job).await,
        message::media::FETCH => provider::fetch::fetch(app, job).await,
        provider::late::KIND => provider::late::late(app, job).await,
        channel::jobs::CONNECT => provider::connect::connect(app, job).await,
        organisation::silence::KIND => silent(app, job).await,
        hours::opening::KIND => opens(app, job).await,
        bulk_transfer::jobs::STEP => bulk_transfer::jobs::run(app, job).await,
        search::again::KIND => search::again::run(app, job).await,
        permission_request::expire::EXPIRE => permission_request::expire::run(app, job).await,
        member::presence::END => ended(app, job).await,
        unknown => Err(Failed::Fail(format!("no_worker: {unknown}"))),
    }
}

/// What is taken away once a day, and how old it is by then.
pub async fn upkeep(app: &App) -> kit::Result<()> {
    let days = |days: u64| Duration::from_secs(days * 24 * 3600);
    let before = |age| app.clock.now().minus(age);
    // An upload that takes a day is none any more.
    let files = app.vault.sweep(before(days(1))).await?;
    let old = before(days(2));
    let keys = upkeep::portions(app, b"keys", move |tx, most| Ok(crate::http::store::sweep(tx, old, most)?)).await?;
    let (db, now) = (app.db.clone(), app.clock.now());
    let events = tokio::task::spawn_blocking(move || db.prune_events(now, EVENTS))
        .await
        .map_err(kit::Error::internal)??;
    let old = before(EVENTS);
    let deliveries = upkeep::portions(app, b"deliveries", move |tx, most| webhook::store::delivery::sweep(tx, old, most)).await?;
    let old = before(days(90));
    let notifications = upkeep::portions(app, b"notifications", move |tx, most| notification::store::sweep(tx, old, most)).await?;
    // Longer than the notices that show them.
    let old = before(days(180));
    let requests = upkeep::portions(app, b"requests", move |tx, most| permission_request::store::sweep(tx, old, most)).await?;
    let old = before(days(2));
    let viewings = upkeep::portions(app, b"viewings", move |tx, most| {
        Ok(crate::who::store::viewing::sweep(tx, old, most)?)
    })
    .await?;
    let links = upkeep::portions(app, b"links", move |tx, most| message::store::links::sweep(tx, old, most)).await?;
    let now = app.clock.now();
    let visitors = upkeep::portions(app, b"visitors", move |tx, most| widget::store::sweep(tx, now, most)).await?;
    tracing::info!(
        files,
        keys,
        events,
        deliveries,
        notifications,
        requests,
        links,
        viewings,
        visitors,
        "swept away"
    );
    Ok(())
}

/// How long the event log is kept; a delivery of a webhook cannot be sent again after that.
const EVENTS: Duration = Duration::from_secs(30 * 24 * 3600);

/// Customers have been silent for as long as the organisation allows.
async fn silent(app: &App, job: &Job) -> Done {
    let org = work::organisation_of(job)?;
    Ok(app.db.write(org, move |tx| ticket::silent::end(tx, org)).await?)
}

/// Attention opens somewhere.
async fn opens(app: &App, job: &Job) -> Done {
    let org = work::organisation_of(job)?;
    Ok(app.db.write(org, move |tx| hours::opening::open(tx, org)).await?)
}

/// Somebody has forgotten to go: their colleagues see that they are gone.
async fn ended(app: &App, job: &Job) -> Done {
    let asked: member::presence::End = serde_json::from_str(&job.body)?;
    let (org, callers) = (work::organisation_of(job)?, app.callers.clone());
    let gone = move |tx: &mut db::Tx<'_>| -> kit::Result<_> {
        let over = member::presence::end(tx, org, asked.member)?;
        Ok(over.then(|| callers.of_member(tx, org, asked.member).ok()).flatten())
    };
    if let Some(who) = app.db.write(org, gone).await? {
        crate::whisper::say(&app.db, org, &member::presence::whispered(&who, member::Presence::Offline));
    }
    Ok(())
}

/// A snooze ends.
async fn wake(app: &App, job: &Job) -> Done {
    let asked: ticket::jobs::Wake = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    Ok(app.db.write(org, move |tx| ticket::jobs::run_wake(tx, org, &asked)).await?)
}
