//! An office with customers.

use desk::message::receive::{self, Arrival, Received};
use desk::message::{Message, reply};
use desk::testing::Office;
use desk::ticket::filter::View;
use desk::ticket::list::{Sort, list};
use desk::ticket::row::Row;
use desk::ticket::{Filter, Ticket, store};
use desk::who::Who;
use kit::{ChannelId, Result, TicketId};

/// What a customer's message is, when nothing else is said.
pub fn arrival(channel: ChannelId, address: &str, text: &str) -> Arrival {
    Arrival {
        channel,
        address: address.to_owned(),
        verified: false,
        provider: None,
        name: Some(format!("Cliente {address}")),
        phone: None,
        email: None,
        locale: None,
        subject: None,
        text: text.to_owned(),
        files: Vec::new(),
        more: Default::default(),
    }
}

/// A customer writes to the office's channel.
pub fn hear(office: &Office, address: &str, text: &str) -> Received {
    accept(office, arrival(office.channel, address, text)).expect("a customer is heard")
}

pub fn accept(office: &Office, arrival: Arrival) -> Result<Received> {
    let (cache, org) = (office.cache.clone(), office.org);
    office.write(move |tx| receive::receive(tx, &cache, org, &arrival))
}

/// A member answers.
pub fn answer(office: &Office, who: &Who, ticket: TicketId, text: &str) -> Result<Message> {
    let (who, draft) = (
        who.clone(),
        reply::Draft {
            body: text.to_owned(),
            ..Default::default()
        },
    );
    office.write(move |tx| reply::reply(tx, &who, ticket, &draft))
}

/// The ticket as its row is now.
pub fn row(office: &Office, id: TicketId) -> Ticket {
    let org = office.org;
    office.read(move |tx| store::row(tx, org, id)).expect("a read").expect("the ticket")
}

/// A view, whole, by pages of three.
pub fn view(office: &Office, who: &Who, view: View) -> Vec<Row> {
    walk(office, who, &Filter::of(view), Sort::LastActivity, 3)
}

pub fn walk(office: &Office, who: &Who, filter: &Filter, sort: Sort, limit: u32) -> Vec<Row> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (who, filter) = (who.clone(), filter.clone());
        let page = office.read(move |tx| list(tx, &who, &filter, sort, after, limit)).expect("a page");
        all.extend(page.items);
        match page.next {
            Some(next) => after = Some(kit::Cursor::read(&next).expect("its cursor")),
            None => return all,
        }
    }
}

/// Time passes.
pub fn pass(office: &Office, seconds: u64) {
    office.db.clock().advance(std::time::Duration::from_secs(seconds));
}

/// A word that an organisation chooses: a label, an origin, a resolution.
pub fn word<I: kit::Id>(office: &Office, table: &'static str, name: &str) -> I {
    let (org, name, id) = (office.org, name.to_owned(), I::new(office.db.now()));
    office
        .write(move |tx| {
            let now = tx.now();
            let colour = if table == "label" { ", colour" } else { "" };
            let value = if table == "label" { ", '#123456'" } else { "" };
            let sql = format!("INSERT INTO {table} (org_id, id, name, name_folded{colour}, created_at) VALUES ($1, $2, $3, $4{value}, $5)");
            tx.exec(&sql, db::args![org, id.to_bytes(), &name, kit::fold::fold(&name), now])?;
            Ok(())
        })
        .expect("a word");
    id
}

/// A statement as it is, for what has no verb yet.
pub fn sql(office: &Office, text: &'static str, args: &[db::Arg<'static>]) {
    let args = args.to_vec();
    office.write(move |tx| Ok(tx.exec(text, &args)?)).expect("a statement");
}

/// A channel that carries messages, so that they wait to be delivered.
pub fn carrier(office: &Office) -> ChannelId {
    let channel = office.channel(office.team);
    sql(office, "UPDATE channel SET kind = 'api' WHERE id = $1", db::args![channel]);
    channel
}

/// The code of a refusal.
pub fn code<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    result.expect_err("a refusal").code
}
