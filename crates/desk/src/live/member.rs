//! A socket's view of one membership.

use std::sync::Arc;

use access::{Perm, Place};
use axum::extract::ws::Utf8Bytes;
use db::event::Batch;
use kit::{OrgId, Result, Time};
use tokio::sync::broadcast;

use super::tail::{Tail, Tailed, catch_up};
use crate::App;
use crate::audience::{Class, Ears, Heard, hear, hear_contact, touches};
use crate::whisper::Whisper;
use crate::who::Who;

/// One organisation in which the socket's account is a member.
pub struct Membership {
    pub org: OrgId,
    pub who: Who,
    ears: Ears,
    /// When the rights were looked at last.
    looked_at: Time,
    /// The last event that was decided.
    pub cursor: i64,
    /// Keeps the tail going.
    _tail: Arc<Tail>,
    pub events: broadcast::Receiver<Arc<Tailed>>,
}

/// What an event means to the socket.
pub enum Told {
    Nothing,
    Frame(Utf8Bytes),
    /// Rights may have changed: load everything anew, then say so.
    Rights,
}

impl Membership {
    /// From `cursor` on, where `head` is how far the log went when that was last looked at.
    pub fn new(app: &App, who: Who, cursor: i64, head: i64) -> Self {
        let org = who.org();
        let tail = app.live.tail(&app.db, org, head);
        let events = tail.listen();
        Self {
            org,
            ears: Ears::of(&who),
            looked_at: who.now,
            who,
            cursor,
            _tail: tail,
            events,
        }
    }

    /// Decides with a caller loaded anew; says whether the rights are others now: because somebody changed them, or because the time came
    /// at which one of them begins or ends.
    pub fn reload(&mut self, who: Who) -> bool {
        let turned = who.caller.next_change(self.looked_at).is_some_and(|at| at <= who.now);
        let changed = turned || !Arc::ptr_eq(&self.who.caller, &who.caller);
        self.ears = Ears::of(&who);
        self.looked_at = who.now;
        self.who = who;
        changed
    }

    /// What this membership is told of an event; each is decided once, in order.
    pub async fn hear(&mut self, app: &App, tailed: &Tailed) -> Result<Told> {
        if tailed.event.seq <= self.cursor {
            return Ok(Told::Nothing);
        }
        self.who.now = app.clock.now();
        let heard = match tailed.placed.class {
            Class::Access => {
                self.cursor = tailed.event.seq;
                return Ok(if touches(&tailed.event, self.who.member()) {
                    Told::Rights
                } else {
                    Told::Nothing
                });
            }
            Class::Contact => self.contact(app, tailed).await?,
            _ => hear(&self.who, &self.ears, &tailed.event, &tailed.placed),
        };
        self.cursor = tailed.event.seq;
        Ok(tailed.frame(heard).map_or(Told::Nothing, Told::Frame))
    }

    async fn contact(&self, app: &App, tailed: &Tailed) -> Result<Heard> {
        let (who, subject) = (self.who.clone(), tailed.event.subject.clone());
        let readable = app.db.read(move |tx| hear_contact(tx, &who, &subject)).await?;
        Ok(if readable { Heard::Event } else { Heard::Nothing })
    }

    /// The next events that the tail no longer has for this socket; `None` when they are not kept any more.
    pub async fn missed(&mut self, app: &App) -> Result<Option<Vec<Tailed>>> {
        match catch_up(&app.db, self.org, self.cursor).await? {
            Batch::Events(events) => Ok(Some(events.into_iter().map(|event| Tailed::new(self.org, event)).collect())),
            Batch::Reset { head } => {
                self.cursor = head;
                Ok(None)
            }
        }
    }

    /// Whether a whisper may be heard: about a ticket, by those who read it; about a person, by those who know of them.
    pub fn overhears(&self, whisper: &Whisper) -> bool {
        if let Whisper::Presence { teams, .. } = whisper {
            return self.who.can(Perm::DirectoryRead, &Place::Person { teams: teams.clone() });
        }
        whisper
            .about()
            .is_none_or(|(facts, note)| self.ears.reach(note).contains(facts, self.who.now))
    }
}
