//! What was said and what happened in a ticket, in one order.

use access::{Perm, Place};
use db::Tx;
use kit::{Result, TicketId};

use super::shown::{self, Happened, Shown};
use super::store;
use crate::ticket;
use crate::who::Who;

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schemars(rename = "TimelineItem")]
pub enum Item {
    Message { message: Box<Shown> },
    Activity { activity: Box<Happened> },
}

impl Item {
    pub fn seq(&self) -> i64 {
        match self {
            Self::Message { message } => message.seq,
            Self::Activity { activity } => activity.seq,
        }
    }
}

/// A stretch of it, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Timeline")]
pub struct Timeline {
    pub items: Vec<Item>,
    /// Of the first and the last item; none of an empty stretch.
    pub first_seq: Option<i64>,
    pub last_seq: Option<i64>,
    pub more_before: bool,
    pub more_after: bool,
}

/// Which stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The newest.
    End,
    Before(i64),
    After(i64),
}

pub fn timeline(tx: &mut Tx<'_>, who: &Who, id: TicketId, side: Side, limit: u32) -> Result<Timeline> {
    let ticket = ticket::find(tx, who, id, Perm::TicketRead)?;
    let notes = who.can(Perm::NoteRead, &Place::At(ticket.facts()));
    // One more of each than asked for: together they hold the next `limit` lines and whether there are more.
    let messages = store::timeline::messages(tx, &ticket, side, notes, limit + 1)?;
    let activities = store::timeline::activities(tx, &ticket, side, limit + 1)?;
    let mut seqs: Vec<i64> = messages.iter().map(|m| m.seq).chain(activities.iter().map(|a| a.seq)).collect();
    seqs.sort_unstable();
    let limit = limit as usize;
    let more = seqs.len() > limit;
    let kept = match side {
        Side::After(_) => &seqs[..seqs.len().min(limit)],
        Side::End | Side::Before(_) => &seqs[seqs.len().saturating_sub(limit)..],
    };
    let (first, last) = (kept.first().copied(), kept.last().copied());
    let inside = |seq: i64| first.is_some_and(|first| first <= seq) && last.is_some_and(|last| seq <= last);
    let messages = messages.into_iter().filter(|m| inside(m.seq)).collect();
    let activities = activities.into_iter().filter(|a| inside(a.seq)).collect();
    let (messages, activities) = shown::all(tx, who, &ticket, messages, activities)?;
    let mut items: Vec<Item> = messages
        .into_iter()
        .map(|message| Item::Message {
            message: Box::new(message),
        })
        .collect();
    items.extend(activities.into_iter().map(|activity| Item::Activity {
        activity: Box::new(activity),
    }));
    items.sort_by_key(Item::seq);
    Ok(Timeline {
        items,
        first_seq: first,
        last_seq: last,
        more_before: match side {
            Side::After(_) => true,
            Side::End | Side::Before(_) => more,
        },
        more_after: match side {
            Side::End => false,
            Side::Before(_) => true,
            Side::After(_) => more,
        },
    })
}
