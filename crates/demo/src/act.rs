//! An act carried out by the desk's verb for it, in the name of whoever does it.

use std::collections::BTreeMap;

use db::Tx;
use desk::channel::Kind;
use desk::contact::{self, edit::Asked};
use desk::file::store::{self as rows, Owner};
use desk::hook::arrive::{self, Inbound};
use desk::message::delivery::{Report, Which, report, seen};
use desk::message::{self, Delivery, draft, jobs, note, read, reply};
use desk::ticket::{assign, close, edit, follow, hold, label, origin, snooze, take, transfer};
use desk::time_entry::record::{self, InFront};
use desk::who::{Cache, Who};
use desk::widget::say::{self, Draft};
use desk::widget::visitor::Visitor;
use kit::{ChannelId, ContactId, Error, FileId, IdentityId, MemberId, MessageId, OrgId, Result, TeamId, TicketId};

use crate::beat::Act;
use crate::files::Files;
use crate::plan::Customer;
use crate::world::Words;

/// What acts need to know of their organisation.
pub struct Scene {
    pub org: OrgId,
    pub callers: Cache,
    pub members: Vec<MemberId>,
    pub teams: Vec<TeamId>,
    pub channels: Vec<(ChannelId, Kind)>,
    pub words: Words,
    pub files: Files,
}

/// How far a story has come.
#[derive(Clone, Default)]
pub struct Standing {
    pub visitor: Option<Visitor>,
    pub ticket: Option<TicketId>,
    pub contact: Option<ContactId>,
    pub identity: Option<IdentityId>,
    /// Of the last thing said.
    pub seq: i64,
    /// Answers that the customer has not read.
    pub unseen: Vec<MessageId>,
    /// How often the customer has written, for the other system's own ids.
    pub said: u64,
}

pub fn perform(tx: &mut Tx<'_>, scene: &Scene, customer: &Customer, mut now: Standing, act: &Act) -> Result<Standing> {
    let callers = &scene.callers;
    if let Act::Say { text, subject, file } = act {
        return hear(tx, scene, customer, now, text, subject.as_deref(), *file);
    }
    if *act == Act::Seen {
        return look(tx, scene, customer, now);
    }
    let id = now.ticket.ok_or_else(|| Error::internal("an act before the first word"))?;
    if let Act::Read { by } = act {
        for by in by {
            let who = callers.of_member(tx, scene.org, scene.members[*by])?;
            read::read(tx, &who, id, now.seq)?;
        }
    }
    let Some(by) = act.by() else { return Ok(now) };
    let who = callers.of_member(tx, scene.org, scene.members[by])?;
    match act {
        Act::Say { .. } | Act::Seen | Act::Read { .. } => {}
        Act::Take { .. } => drop(take::take(tx, &who, id)?),
        Act::Give { to, .. } => drop(assign::assign(tx, callers, &who, id, Some(scene.members[*to]))?),
        Act::Answer { text, file, fails, .. } => {
            spend(tx, &who, id, text)?;
            let files = upload(tx, scene, Owner::Member(who.member()), *file)?;
            let draft = reply::Draft {
                body: text.clone(),
                files,
                reply_to: None,
            };
            let sent = reply::reply(tx, &who, id, &draft)?;
            (now.seq, now.identity) = (sent.seq, sent.identity);
            if !fails {
                now.unseen.push(sent.id);
            }
            carry(tx, scene, customer, sent.id, *fails)?;
        }
        Act::Note { text, mention, .. } => {
            spend(tx, &who, id, text)?;
            let draft = note::Draft {
                body: text.clone(),
                mentions: mention.iter().map(|m| scene.members[*m]).collect(),
                ..note::Draft::default()
            };
            now.seq = note::note(tx, callers, &who, id, &draft)?.seq;
        }
        Act::Classify {
            subject,
            origin,
            labels,
            priority,
            ..
        } => {
            let changed = edit::Edit {
                subject: Some(subject.clone()),
                priority: Some(*priority),
                fields: BTreeMap::new(),
            };
            edit::edit(tx, &who, id, &changed)?;
            origin::set_origin(tx, callers, &who, id, scene.words.origins.get(origin).copied())?;
            let labels = labels.iter().filter_map(|l| scene.words.labels.get(l).copied()).collect();
            label::label(tx, &who, id, &label::Change::Set(labels))?;
        }
        Act::Fields { values, .. } => {
            let known = |(name, value): &(&str, serde_json::Value)| Some((*scene.words.fields.get(*name)?, Some(value.clone())));
            let changed = edit::Edit {
                fields: values.iter().filter_map(known).collect(),
                ..edit::Edit::default()
            };
            edit::edit(tx, &who, id, &changed)?;
        }
        Act::Transfer { team, to, .. } => {
            let to = transfer::To {
                team: Some(scene.teams[*team]),
                member: to.map(|m| Some(scene.members[m])),
                note: None,
            };
            transfer::transfer(tx, callers, &who, id, &to)?;
        }
        Act::Hold { .. } => drop(hold::hold(tx, &who, id)?),
        Act::Release { .. } => drop(hold::release(tx, &who, id)?),
        Act::Snooze { lasts, .. } => {
            let until = tx.now().plus(*lasts);
            snooze::snooze(tx, &who, id, until)?;
        }
        Act::Wake { .. } => drop(snooze::end(tx, &who, id)?),
        Act::Close { resolution, .. } => {
            let ending = close::Ending {
                resolution: scene.words.resolutions.get(resolution).copied(),
                note: None,
            };
            close::close(tx, callers, &who, id, &ending)?;
        }
        Act::Follow { .. } => follow::follow(tx, &who, id)?,
        Act::Draft { text, note, .. } => {
            let kind = if *note { message::Kind::Note } else { message::Kind::Out };
            draft::keep(tx, &who, id, kind, text)?;
        }
        Act::Edit { fields, .. } => amend(tx, scene, &who, &now, fields)?,
        Act::Revert { .. } => {
            let contact = now.contact.ok_or_else(Error::unknown)?;
            let version = contact::store::row(tx, scene.org, contact)?.ok_or_else(Error::unknown)?.version;
            if let Some(last) = contact::history::history(tx, &who, contact)?.into_iter().max_by_key(|e| e.version) {
                contact::revert::revert(tx, &who, contact, last.id, version)?;
            }
        }
    }
    Ok(now)
}

/// The ticket was in front for as long as it takes to read it and write this.
fn spend(tx: &mut Tx<'_>, who: &Who, id: TicketId, text: &str) -> Result<()> {
    let letters = u32::try_from(text.chars().count()).unwrap_or(0);
    let in_front = InFront {
        from_ago: 40_000 + 300 * letters.min(900),
        to_ago: 0,
    };
    record::record(tx, who, id, in_front)
}

/// The customer writes, through the edge of their channel.
fn hear(
    tx: &mut Tx<'_>,
    scene: &Scene,
    customer: &Customer,
    mut now: Standing,
    text: &str,
    subject: Option<&str>,
    file: Option<&'static str>,
) -> Result<Standing> {
    now.said += 1;
    let (channel, kind) = scene.channels[customer.channel];
    let message = match (kind, &now.visitor) {
        (Kind::Webchat, Some(visitor)) => {
            let details = [("name", &customer.name), ("phone", &customer.phone)];
            let draft = Draft {
                body: text.to_owned(),
                files: upload(tx, scene, Owner::Visitor(visitor.id), file)?,
                details: details.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect(),
            };
            let key = now.said.to_string();
            say::say(tx, &scene.callers, visitor, Some(&key), &draft)?.id
        }
        (Kind::Webchat, None) => return Err(Error::internal("a chat without its visitor")),
        (Kind::Whatsapp | Kind::Telegram, _) => return Err(Error::internal("no provider speaks in a demo")),
        (Kind::Api, _) => {
            let inbound = Inbound {
                id: format!("{}/{}", customer.address, now.said),
                from: arrive::From {
                    address: customer.address.clone(),
                    name: Some(customer.name.clone()),
                    phone: Some(customer.phone.clone()),
                    email: customer.address.contains('@').then(|| customer.email.clone()),
                    locale: Some("es".into()),
                },
                text: text.to_owned(),
                files: upload(tx, scene, Owner::Channel, file)?,
                subject: subject.map(str::to_owned),
            };
            arrive::arrive(tx, &scene.callers, scene.org, channel, &inbound)?.message
        }
    };
    let message = message::store::row(tx, scene.org, message)?.ok_or_else(Error::unknown)?;
    let ticket = desk::ticket::store::row(tx, scene.org, message.ticket)?.ok_or_else(Error::unknown)?;
    if let Some(visitor) = &mut now.visitor {
        visitor.identity = message.identity;
    }
    (now.ticket, now.contact) = (Some(message.ticket), Some(ticket.contact));
    (now.seq, now.identity) = (message.seq, message.identity);
    Ok(now)
}

/// The customer has read everything so far.
fn look(tx: &mut Tx<'_>, scene: &Scene, customer: &Customer, mut now: Standing) -> Result<Standing> {
    let (channel, kind) = scene.channels[customer.channel];
    match (kind, now.identity) {
        (_, None) => {}
        (Kind::Webchat, Some(identity)) => {
            seen(tx, scene.org, identity, now.seq, Delivery::Read)?;
        }
        (Kind::Api | Kind::Whatsapp | Kind::Telegram, Some(_)) => {
            for id in &now.unseen {
                report(tx, scene.org, channel, &Which::Ours(*id), &told(Delivery::Read, None))?;
            }
        }
    }
    now.unseen.clear();
    Ok(now)
}

/// The part of the worker and of the other system: what waits to be delivered has been, or could not be.
fn carry(tx: &mut Tx<'_>, scene: &Scene, customer: &Customer, id: MessageId, fails: bool) -> Result<()> {
    let (channel, kind) = scene.channels[customer.channel];
    if kind == Kind::Webchat {
        return Ok(());
    }
    jobs::cancel_deliver(tx, id)?;
    let outcome = if fails {
        told(Delivery::Failed, Some("HTTP 410"))
    } else {
        told(Delivery::Delivered, None)
    };
    report(tx, scene.org, channel, &Which::Ours(id), &outcome)?;
    Ok(())
}

fn told(delivery: Delivery, failure: Option<&str>) -> Report {
    Report {
        delivery,
        failure: failure.map(str::to_owned),
        provider: None,
    }
}

/// Somebody writes down what they have learnt of the customer.
fn amend(tx: &mut Tx<'_>, scene: &Scene, who: &Who, now: &Standing, fields: &[(&'static str, String)]) -> Result<()> {
    let (Some(ticket), Some(contact)) = (now.ticket, now.contact) else {
        return Ok(());
    };
    let version = contact::store::row(tx, scene.org, contact)?.ok_or_else(Error::unknown)?.version;
    let asked = Asked {
        version,
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Some(value.clone())))
            .collect(),
        company: None,
    };
    contact::edit::through(tx, who, ticket, &asked)?;
    Ok(())
}

/// The row of a file whose bytes are kept already.
fn upload(tx: &mut Tx<'_>, scene: &Scene, owner: Owner, file: Option<&'static str>) -> Result<Vec<FileId>> {
    let Some(name) = file else { return Ok(Vec::new()) };
    let (stored, preview) = scene.files.of(scene.org, name)?;
    Ok(vec![rows::insert(tx, scene.org, owner, stored, preview)?])
}
