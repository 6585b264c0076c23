//! Every list that people look at, as the API asks for it: measured by `reading`, explained by `plans`.

use std::str::FromStr;

use anyhow::Result;
use db::Tx;
use desk::contact::store::Of;
use desk::ticket::Filter;
use desk::ticket::filter::View;
use desk::ticket::list::Sort;
use desk::webhook::model::Progress;
use desk::webhook::store::delivery;
use desk::who::Who;
use desk::{audit, company, contact, member, message, monitor, search, sharing, ticket, view};
use kit::{Cursor, LabelId, TicketId, WebhookId};

use crate::world::World;

/// Rows of a page.
pub const PAGE: u32 = 50;

type Ask = Box<dyn Fn(&mut Tx<'_>, &Who) -> kit::Result<usize> + Send + Sync>;

pub struct Question {
    pub name: String,
    pub ask: Ask,
}

fn question(name: impl Into<String>, ask: impl Fn(&mut Tx<'_>, &Who) -> kit::Result<usize> + Send + Sync + 'static) -> Question {
    Question {
        name: name.into(),
        ask: Box::new(ask),
    }
}

fn tickets(name: &str, filter: Filter, sort: Sort, after: Option<Cursor>) -> Question {
    question(name, move |tx, who| {
        Ok(ticket::list::list(tx, who, &filter, sort, after, PAGE)?.items.len())
    })
}

/// The page that decides how the desk feels: everything live, the latest first.
pub fn inbox() -> Question {
    tickets("inbox page", Filter::of(View::All), Sort::LastActivity, None)
}

pub fn counts() -> Question {
    question("view counts", |tx, who| Ok(view::list::list(tx, who)?.len()))
}

pub fn find(words: &'static str) -> Question {
    question(format!("search `{words}`"), move |tx, who| {
        Ok(search::find::find(tx, who, words, None, search::find::Narrow::default(), None, 20)?
            .items
            .len())
    })
}

/// All of them.
pub fn all(world: &World, label: LabelId, webhook: WebhookId) -> Result<Vec<Question>> {
    let some: TicketId = one(world)?;
    let middle = world.db.now().micros() - 180 * 24 * 3600 * 1_000_000;
    let deep = Some(Cursor::new(kit::Time::from_micros(middle), some));
    let mut all = vec![inbox()];
    let views = [
        View::Mine,
        View::Team,
        View::Unassigned,
        View::Mentions,
        View::Hold,
        View::Snoozed,
        View::Closed,
    ];
    all.extend(views.map(|view| tickets(&format!("view {view:?}"), Filter::of(view), Sort::LastActivity, None)));
    all.push(tickets("view Closed, deep", Filter::of(View::Closed), Sort::LastActivity, deep));
    for sort in [Sort::WaitingSince, Sort::Newest, Sort::Priority] {
        all.push(tickets(&format!("inbox by {sort:?}"), Filter::of(View::All), sort, None));
    }
    let labelled = Filter {
        label: vec![label],
        ..Filter::of(View::All)
    };
    all.push(tickets("inbox with a label", labelled, Sort::LastActivity, None));
    all.push(counts());
    all.push(question("waiting in the pool", |tx, who| {
        Ok(usize::try_from(ticket::next::waiting(tx, who)?).unwrap_or(0))
    }));
    all.push(question("what a team shares out", |tx, who| {
        let Some(team) = who.caller.teams.first() else { return Ok(0) };
        Ok(ticket::store::share::waiting(tx, who.org(), *team, None, 16)?.len())
    }));
    all.push(question("who is next in a team", |tx, who| {
        let Some(team) = who.caller.teams.first() else { return Ok(0) };
        Ok(sharing::store::next(tx, who.org(), *team, None, 16)?.len())
    }));
    all.push(question("how many one has open", |tx, who| {
        ticket::store::share::open(tx, who.org(), who.member()).map(|open| usize::try_from(open).unwrap_or(0))
    }));
    all.push(question("where customers are silent", |tx, who| {
        Ok(ticket::store::silent::since(tx, who.org(), who.now, 25)?.len())
    }));
    all.push(question("what waits for the opening", |tx, who| {
        Ok(ticket::store::opening::due(tx, who.org(), who.now, 50)?.len())
    }));
    all.push(question("a step of a bulk transfer", |tx, who| {
        Ok(ticket::store::leave::assigned_after(tx, who.org(), who.member(), None, 25)?.len())
    }));
    all.push(question("the monitoring table", |tx, who| {
        monitor::table::table(tx, who, monitor::table::Narrow::default(), None).map_or(Ok(0), |table| Ok(table.rows.len()))
    }));
    all.push(question("dispenser", |tx, who| {
        let pool = who.reach(access::Perm::TicketTake);
        Ok(ticket::store::queue::oldest(tx, &pool, who.now, None, 16)?.len())
    }));
    all.push(question("timeline", move |tx, who| {
        let found = message::timeline::timeline(tx, who, some, message::timeline::Side::End, PAGE);
        Ok(found.map_or(0, |t| t.items.len()))
    }));
    all.push(question("one ticket", move |tx, who| {
        Ok(usize::from(ticket::one::one(tx, who, some).is_ok()))
    }));
    all.push(question("contacts", |tx, who| {
        Ok(contact::list::list(tx, who, "", Of::default(), None, PAGE)?.items.len())
    }));
    all.push(question("contacts by words", |tx, who| {
        Ok(contact::list::list(tx, who, "mendoza 12", Of::default(), None, PAGE)?.items.len())
    }));
    all.push(question("contacts of one's portfolio", |tx, who| {
        let mine = Of {
            owner: Some(who.member()),
            ..Of::default()
        };
        Ok(contact::list::list(tx, who, "", mine, None, PAGE)?.items.len())
    }));
    all.push(question("companies", |tx, who| {
        Ok(company::list::list(tx, who, "", None, PAGE)?.items.len())
    }));
    all.push(question("companies by words", |tx, who| {
        Ok(company::list::list(tx, who, "agricola 12", None, PAGE)?.items.len())
    }));
    all.push(question("how much a company has", |tx, who| {
        let Some(one) = company::list::list(tx, who, "", None, 1)?.items.pop() else {
            return Ok(0);
        };
        company::size::size(tx, who, one.id).map(|_| 2)
    }));
    all.push(question("contacts of a company", |tx, who| {
        let Some(one) = company::list::list(tx, who, "", None, 1)?.items.pop() else {
            return Ok(0);
        };
        let there = Of {
            company: Some(one.id),
            ..Of::default()
        };
        Ok(contact::list::list(tx, who, "", there, None, PAGE)?.items.len())
    }));
    all.push(question("tickets of a company", |tx, who| {
        let Some(one) = company::list::list(tx, who, "", None, 1)?.items.pop() else {
            return Ok(0);
        };
        let theirs = Filter {
            company: Some(one.id),
            state: ticket::State::ALL.to_vec(),
            ..Filter::of(View::All)
        };
        Ok(ticket::list::list(tx, who, &theirs, Sort::LastActivity, None, PAGE)?.items.len())
    }));
    all.push(question("who may be the same person", |tx, who| {
        let Some(one) = contact::list::list(tx, who, "", Of::default(), None, 1)?.items.pop() else {
            return Ok(0);
        };
        let addresses = contact::store::identities(tx, who, one.id)?;
        Ok(contact::store::similar::similar(tx, who, &one, &addresses, 24)?.len())
    }));
    all.extend(["folio77", "cosechadora", "cosechadora arranca ayer"].map(find));
    all.push(question("members", |tx, who| {
        Ok(member::list::list(tx, who, &member::list::Filter::default()).map_or(0, |page| page.items.len()))
    }));
    for (name, action) in [
        ("audit", None),
        ("audit of an action", Some("ticket.read")),
        ("audit of a rare action", Some("role.created")),
    ] {
        let filter = audit::Filter {
            action: action.map(str::to_owned),
            ..audit::Filter::default()
        };
        all.push(question(name, move |tx, who| {
            Ok(audit::list::list(tx, who, &filter).map_or(0, |page| page.items.len()))
        }));
    }
    for (name, state) in [("deliveries", None), ("failed deliveries", Some(Progress::Failed))] {
        all.push(question(name, move |tx, who| {
            Ok(delivery::page(tx, who.org(), webhook, state, None, PAGE)?.len())
        }));
    }
    Ok(all)
}

/// A ticket that everybody of the bench may read.
fn one(world: &World) -> Result<TicketId> {
    let (org, team) = (world.office.org, world.teams[0]);
    let sql = "SELECT id FROM ticket WHERE org_id = $1 AND team_id = $2 AND live = TRUE ORDER BY last_at DESC, id DESC LIMIT 1";
    let id: TicketId = world.db.read_blocking(move |tx| tx.one(sql, db::args![org, team]))?;
    Ok(TicketId::from_str(&id.to_string())?)
}
