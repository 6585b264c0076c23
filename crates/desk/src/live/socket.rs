//! One connection: hello, then events, whispers and heartbeats until either side leaves.

use std::sync::Arc;
use std::time::Duration;

use access::Perm;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use db::{Wake, What};
use kit::{AccountId, OrgId, Result, TicketId, Time};
use tokio::sync::{broadcast, mpsc};

use super::facts::facts;
use super::frame::{FromClient, Head, ToClient};
use super::member::{Membership, Told};
use super::tail::Tailed;
use crate::App;
use crate::http::credential;
use crate::place::{cursor, seq};
use crate::whisper::{self, Whisper};
use crate::who::{Via, Who, store};

/// Between two signs of life; a client that is silent for two of them is gone.
const BEAT: Duration = Duration::from_secs(25);
/// How long a slow client may take for one frame.
const PATIENCE: Duration = Duration::from_secs(10);
/// The close code that tells a panel to sign in again.
const SIGNED_OUT: u16 = 4401;

/// What reached the socket's loop.
enum Input {
    Event(OrgId, Arc<Tailed>),
    /// The tail ran ahead: read what was missed.
    Lagged(OrgId),
    Whisper(OrgId, Arc<[u8]>),
    /// The account's own stream moved: credentials, sessions, a membership that came or went.
    Account,
}

/// The socket's side of one person.
pub struct Socket {
    app: App,
    via: Via,
    link: WebSocket,
    members: Vec<Membership>,
    viewing: Option<(OrgId, TicketId)>,
    /// When something that one of the callers holds begins or ends. Kept from when they were loaded: an event that comes in just then must
    /// not make it forgotten.
    changes_at: Option<Time>,
    inputs: mpsc::Receiver<Input>,
    feed: mpsc::Sender<Input>,
    feeds: Vec<tokio::task::JoinHandle<()>>,
}

/// Serves a connection to its end.
pub async fn serve(app: App, via: Via, link: WebSocket) {
    let (feed, inputs) = mpsc::channel(256);
    let mut socket = Socket {
        app,
        via,
        link,
        members: Vec::new(),
        viewing: None,
        changes_at: None,
        inputs,
        feed,
        feeds: Vec::new(),
    };
    if let Err(error) = socket.run().await {
        let code = if error.kind == kit::Kind::Unauthenticated {
            SIGNED_OUT
        } else {
            1011
        };
        let reason = Utf8Bytes::from(error.code);
        let _ = socket.link.send(Message::Close(Some(CloseFrame { code, reason }))).await;
    }
    socket.leave();
    socket.feeds.iter().for_each(tokio::task::JoinHandle::abort);
}

impl Socket {
    async fn run(&mut self) -> Result<()> {
        let cursors = match tokio::time::timeout(PATIENCE, self.link.recv()).await {
            Ok(Some(Ok(Message::Text(text)))) => match serde_json::from_str(&text) {
                Ok(FromClient::Hello { cursors }) => cursors,
                _ => return Ok(()),
            },
            _ => return Ok(()),
        };
        self.listen_to_account();
        let since = self.app.clock.now();
        for who in self.load().await? {
            let at = cursors.get(&who.org().to_string()).and_then(|text| seq(text));
            self.join(who, at).await?;
        }
        self.look_ahead(since);
        let heads = self
            .members
            .iter()
            .map(|m| Head {
                id: m.org,
                cursor: cursor(m.cursor),
            })
            .collect();
        self.send(&ToClient::Ready { organisations: heads }).await?;
        let orgs: Vec<OrgId> = self.members.iter().map(|m| m.org).collect();
        for org in orgs {
            self.catch_up(org).await?;
        }
        self.follow().await
    }

    async fn follow(&mut self) -> Result<()> {
        let mut beat = tokio::time::interval(BEAT);
        beat.tick().await;
        let mut silent = 0;
        loop {
            let wake = self.next_change();
            tokio::select! {
                input = self.inputs.recv() => {
                    let Some(input) = input else { return Ok(()) };
                    self.take(input).await?;
                }
                frame = self.link.recv() => {
                    let Some(Ok(frame)) = frame else { return Ok(()) };
                    silent = 0;
                    match frame {
                        Message::Text(text) => self.hear(&text).await?,
                        Message::Close(_) => return Ok(()),
                        _ => {}
                    }
                }
                () = tokio::time::sleep(wake) => self.reload().await?,
                _ = beat.tick() => {
                    silent += 1;
                    if silent > 2 {
                        return Ok(());
                    }
                    self.send(&ToClient::Ping).await?;
                }
            }
        }
    }

    async fn take(&mut self, input: Input) -> Result<()> {
        match input {
            Input::Event(org, tailed) => self.tell(org, &tailed).await,
            Input::Lagged(org) => self.catch_up(org).await,
            Input::Whisper(org, bytes) => self.overhear(org, &bytes).await,
            Input::Account => self.reload().await,
        }
    }

    async fn tell(&mut self, org: OrgId, tailed: &Tailed) -> Result<()> {
        let app = self.app.clone();
        let Some(member) = self.members.iter_mut().find(|m| m.org == org) else {
            return Ok(());
        };
        // A gap between what was decided and this: the tail began later than this socket's cursor.
        if tailed.event.seq > member.cursor + 1 {
            return Box::pin(self.catch_up(org)).await;
        }
        match member.hear(&app, tailed).await? {
            Told::Nothing => Ok(()),
            Told::Frame(frame) => self.send_text(frame).await,
            Told::Rights => self.reload().await,
        }
    }

    /// Reads from the log what the tail no longer has for us, or had before we came.
    async fn catch_up(&mut self, org: OrgId) -> Result<()> {
        loop {
            let app = self.app.clone();
            let Some(member) = self.members.iter_mut().find(|m| m.org == org) else {
                return Ok(());
            };
            let Some(events) = member.missed(&app).await? else {
                let at = cursor(member.cursor);
                return self.send(&ToClient::Reset { org, cursor: at }).await;
            };
            if events.is_empty() {
                return Ok(());
            }
            for tailed in &events {
                Box::pin(self.tell(org, tailed)).await?;
            }
        }
    }

    /// Loads every membership anew: says what changed, joins what is new, leaves what is no more.
    async fn reload(&mut self) -> Result<()> {
        let since = self.app.clock.now();
        let fresh = self.load().await?;
        let gone: Vec<OrgId> = self
            .members
            .iter()
            .map(|m| m.org)
            .filter(|org| fresh.iter().all(|who| who.org() != *org))
            .collect();
        self.members.retain(|m| !gone.contains(&m.org));
        for org in gone {
            self.send(&ToClient::Left { org }).await?;
        }
        for who in fresh {
            let org = who.org();
            let (changed, joined) = match self.members.iter_mut().find(|m| m.org == org) {
                Some(member) => (member.reload(who), false),
                None => {
                    self.join(who, None).await?;
                    (true, true)
                }
            };
            if changed {
                self.send(&ToClient::Access { org }).await?;
            }
            if joined {
                // What happened while we began to listen.
                Box::pin(self.catch_up(org)).await?;
            }
        }
        self.look_ahead(since);
        Ok(())
    }

    /// Everybody this connection speaks for, as of now; unauthenticated when the session is over.
    async fn load(&mut self) -> Result<Vec<Who>> {
        let (app, via) = (self.app.clone(), self.via.clone());
        self.app
            .db
            .read(move |tx| {
                credential::still(tx, &via)?;
                match &via {
                    Via::Token(token) => Ok(vec![app.callers.of_token(tx, token.org, token)?]),
                    Via::Session(session) => {
                        let memberships = store::memberships(tx, session.account)?;
                        let load = |(org, _)| app.callers.of_account(tx, org, session.account);
                        let all: Result<Vec<Who>> = memberships.into_iter().map(load).collect();
                        Ok(all?.into_iter().filter(|who| who.caller.alive).collect())
                    }
                }
            })
            .await
    }

    async fn join(&mut self, who: Who, at: Option<i64>) -> Result<()> {
        let org = who.org();
        let head = self.app.db.read(move |tx| Ok::<i64, kit::Error>(db::event::head(tx, org)?)).await?;
        let mut member = Membership::new(&self.app, who, at.unwrap_or(head).min(head), head);
        let whispers = self.app.db.subscribe(org);
        let events = std::mem::replace(&mut member.events, broadcast::channel(1).1);
        self.members.push(member);
        self.feeds.push(tokio::spawn(pump_events(org, events, self.feed.clone())));
        self.feeds.push(tokio::spawn(pump_whispers(org, whispers, self.feed.clone())));
        Ok(())
    }

    fn listen_to_account(&mut self) {
        let account = match &self.via {
            Via::Session(session) => session.account,
            Via::Token(token) => AccountId::from_bytes(token.member.to_bytes()),
        };
        let mut wake = self.app.db.subscribe(account);
        let feed = self.feed.clone();
        self.feeds.push(tokio::spawn(async move {
            while let Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) = wake.recv().await {
                if feed.send(Input::Account).await.is_err() {
                    return;
                }
            }
        }));
    }

    async fn hear(&mut self, text: &str) -> Result<()> {
        match serde_json::from_str(text) {
            Ok(FromClient::Viewing { org, ticket }) => {
                self.leave();
                if let Some(ticket) = ticket {
                    self.viewing = Some((org, ticket));
                    self.view(true).await;
                }
            }
            Ok(FromClient::Typing { org, ticket, note }) => {
                let perm = if note { Perm::NoteWrite } else { Perm::TicketReply };
                let Some(who) = self.who(org) else { return Ok(()) };
                if let Ok(place) = facts(&self.app, &who, ticket, perm).await {
                    let typing = Whisper::Typing {
                        ticket,
                        facts: place,
                        member: who.member(),
                        name: who.name.clone(),
                        note,
                    };
                    whisper::say(&self.app.db, org, &typing);
                }
            }
            // Pong, a second hello, or something newer than we are.
            Ok(_) | Err(_) => {}
        }
        Ok(())
    }

    /// Tells the others that we have a ticket in front; `first` asks who else is there.
    async fn view(&mut self, first: bool) {
        let Some((org, ticket)) = self.viewing else { return };
        let Some(who) = self.who(org) else { return };
        if let Ok(place) = facts(&self.app, &who, ticket, Perm::TicketRead).await {
            let viewing = Whisper::Viewing {
                ticket,
                facts: place,
                member: who.member(),
                name: who.name.clone(),
                first,
            };
            whisper::say(&self.app.db, org, &viewing);
        }
    }

    fn leave(&mut self) {
        let Some((org, ticket)) = self.viewing.take() else { return };
        let Some(who) = self.who(org) else { return };
        let (app, member) = (self.app.clone(), who.member());
        tokio::spawn(async move {
            if let Ok(place) = facts(&app, &who, ticket, Perm::TicketRead).await {
                whisper::say(
                    &app.db,
                    org,
                    &Whisper::Left {
                        ticket,
                        facts: place,
                        member,
                    },
                );
            }
        });
    }

    async fn overhear(&mut self, org: OrgId, bytes: &[u8]) -> Result<()> {
        let Ok(whisper) = serde_json::from_slice::<Whisper>(bytes) else {
            return Ok(());
        };
        let Some(member) = self.members.iter().find(|m| m.org == org) else {
            return Ok(());
        };
        if whisper.by() == Some(member.who.member()) || !member.overhears(&whisper) {
            return Ok(());
        }
        if let Whisper::Viewing { ticket, first: true, .. } = &whisper
            && self.viewing == Some((org, *ticket))
        {
            self.view(false).await;
        }
        let (kind, body) = whisper.frame();
        self.send(&ToClient::Whisper { org, kind, body }).await
    }

    fn who(&self, org: OrgId) -> Option<Who> {
        self.members.iter().find(|m| m.org == org).map(|m| Who {
            now: self.app.clock.now(),
            ..m.who.clone()
        })
    }

    /// From before they were loaded on: what began or ended while they were is looked at at once.
    fn look_ahead(&mut self, since: Time) {
        self.changes_at = self.members.iter().filter_map(|m| m.who.caller.next_change(since)).min();
    }

    /// How long until something that one of the callers holds begins or ends.
    fn next_change(&self) -> Duration {
        let now = self.app.clock.now();
        self.changes_at
            .map_or(Duration::from_secs(3600), |at| at.since(now).max(Duration::from_millis(1)))
    }

    async fn send(&mut self, frame: &ToClient<'_>) -> Result<()> {
        let text = serde_json::to_string(frame).map_err(kit::Error::internal)?;
        self.send_text(text.into()).await
    }

    async fn send_text(&mut self, text: Utf8Bytes) -> Result<()> {
        let slow = || kit::Error::new(kit::Kind::Unavailable, "client_too_slow");
        let sent = tokio::time::timeout(PATIENCE, self.link.send(Message::Text(text))).await;
        sent.map_err(|_| slow())?.map_err(|_| slow())
    }
}

async fn pump_events(org: OrgId, mut events: broadcast::Receiver<Arc<Tailed>>, feed: mpsc::Sender<Input>) {
    loop {
        let input = match events.recv().await {
            Ok(tailed) => Input::Event(org, tailed),
            Err(broadcast::error::RecvError::Lagged(_)) => Input::Lagged(org),
            Err(broadcast::error::RecvError::Closed) => return,
        };
        if feed.send(input).await.is_err() {
            return;
        }
    }
}

async fn pump_whispers(org: OrgId, mut wakes: broadcast::Receiver<Wake>, feed: mpsc::Sender<Input>) {
    loop {
        match wakes.recv().await {
            Ok(Wake {
                what: What::Whisper(bytes),
                ..
            }) => {
                if feed.send(Input::Whisper(org, bytes)).await.is_err() {
                    return;
                }
            }
            // What is forgotten at once may be missed.
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}
