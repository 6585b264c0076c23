//! The office that everybody calls: its people with their credentials, an office beside it, and what is made for a call.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::SocketAddr;

use access::{Builtin, Facts, Perm};
use db::Db;
use desk::account::sign_in::{From, Prepared};
use desk::message::reply;
use desk::testing::Office;
use desk::testing::site::{Browser, Reply, Site};
use desk::who::Who;
use desk::who::model::Token;
use desk::who::secret;
use kit::{AccountId, ChannelId, MemberId, MessageId, OrgId, TeamId, TicketId, TokenId};
use serde_json::{Value, json};

use crate::desk::{accept, arrival, sql};

pub const PASSWORD: &str = "surcos y maizales";
/// What the limited token of the administrator may.
const TOKEN: &[Perm] = &[Perm::OrganisationRead, Perm::TicketRead];

/// Who calls.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Caller {
    Nobody,
    /// The administrator of another organisation.
    Stranger,
    /// A visitor of the web chat.
    Visitor,
    /// The other system of the API channel.
    Channel,
    /// The administrator, through a token that may only read tickets.
    Token,
    /// An external advisor of the wrong team.
    Outsider,
    Role(Builtin),
}

impl Caller {
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Nobody,
            Self::Stranger,
            Self::Visitor,
            Self::Channel,
            Self::Token,
            Self::Outsider,
        ];
        all.extend(Builtin::ALL.iter().map(|role| Self::Role(*role)));
        all
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Stranger => "stranger",
            Self::Visitor => "visitor",
            Self::Channel => "channel",
            Self::Token => "token",
            Self::Outsider => "outsider",
            Self::Role(role) => role.name(),
        }
    }
}

/// Where the thing is that a call is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Spot {
    /// It is only there, or nothing.
    Here,
    /// A ticket that the caller has, in the office's team.
    Own,
    /// A ticket in the queue of the office's team.
    Queue,
    /// A ticket that a colleague of that team has.
    Colleague,
    /// In another team, and another's.
    Elsewhere,
    /// A hidden team.
    Hidden,
}

impl Spot {
    pub fn name(self) -> &'static str {
        match self {
            Self::Here => "",
            Self::Own => "own",
            Self::Queue => "queue",
            Self::Colleague => "colleague's",
            Self::Elsewhere => "elsewhere",
            Self::Hidden => "hidden",
        }
    }
}

pub struct World {
    pub office: Office,
    pub other: Office,
    pub site: Site,
    /// An API channel of the office, its address and secret.
    pub api: (ChannelId, String, String),
    pub far_team: TeamId,
    pub hidden_team: TeamId,
    pub far_channel: ChannelId,
    pub colleague: MemberId,
    far: MemberId,
    outsider: (AccountId, MemberId),
    token: String,
    visitor: String,
    pub visitor_key: String,
    hash: String,
    pub count: Cell<u32>,
    sessions: RefCell<BTreeMap<AccountId, String>>,
    tickets: RefCell<BTreeMap<(Spot, Option<MemberId>), TicketId>>,
}

impl World {
    pub fn new(db: &Db) -> Self {
        let (office, other, site) = (Office::new(db), Office::new(db), Site::new(db));
        let (far_team, hidden_team) = (office.team("Refacciones"), office.team("Auditoría"));
        sql(&office, "UPDATE team SET hidden = TRUE WHERE id = $1", db::args![hidden_team]);
        let channel = api_channel(&office);
        let colleague = office.hire(&[Builtin::Advisor], &[office.team]).member;
        let far = office.hire(&[Builtin::Advisor], &[far_team]).member;
        let lent = office.lend(office.neighbour);
        sql(
            &office,
            "UPDATE team_member SET team_id = $2 WHERE member_id = $1",
            db::args![lent.member, far_team],
        );
        let hash = site.run(site.app.passwords.hash(PASSWORD)).expect("a hash");
        let token = office.limited_token(office.people[&Builtin::Admin].member, Some(TOKEN));
        let (web, org) = (office.channel, office.org);
        let visitor_key: String = office
            .read(move |tx| Ok(tx.one("SELECT address FROM channel WHERE org_id = $1 AND id = $2", db::args![org, web])?))
            .expect("a key");
        let far_channel = office.channel(far_team);
        let world = Self {
            api: channel,
            far_channel,
            far_team,
            hidden_team,
            colleague,
            far,
            outsider: (lent.account, lent.member),
            token,
            visitor: String::new(),
            visitor_key,
            hash,
            count: Cell::new(0),
            sessions: RefCell::default(),
            tickets: RefCell::default(),
            office,
            other,
            site,
        };
        let arrived = world
            .site
            .browser()
            .post(&format!("/api/v1/widget/{}/visitors", world.visitor_key), json!({}))
            .with(201);
        Self {
            visitor: arrived.json["token"].as_str().expect("a token").to_owned(),
            ..world
        }
    }

    /// A number that nothing else has.
    pub fn next(&self) -> u32 {
        self.count.set(self.count.get() + 1);
        self.count.get()
    }

    pub fn admin(&self) -> MemberId {
        self.office.people[&Builtin::Admin].member
    }

    /// The member of the office that a caller is, as access sees them now.
    pub fn who(&self, caller: Caller) -> Option<Who> {
        match caller {
            Caller::Role(role) => Some(self.office.who(role)),
            Caller::Outsider => Some(self.office.of(self.outsider.1)),
            Caller::Token => {
                let (cache, org, member) = (self.office.cache.clone(), self.office.org, self.admin());
                let hash = secret::sha256(self.token.as_bytes());
                let found = self.office.read(move |tx| {
                    let id: TokenId = tx.one("SELECT id FROM token WHERE secret_hash = $1", db::args![&hash])?;
                    let names: Vec<&str> = TOKEN.iter().map(|perm| perm.name()).collect();
                    let permissions = Some(serde_json::to_string(&names).expect("a list"));
                    let token = Token {
                        id,
                        org,
                        member,
                        permissions,
                        used_at: None,
                    };
                    cache.of_token(tx, org, &token)
                });
                Some(found.expect("a token in good standing"))
            }
            Caller::Nobody | Caller::Stranger | Caller::Visitor | Caller::Channel => None,
        }
    }

    /// The account behind a caller who can sign in.
    pub fn account(&self, caller: Caller) -> Option<AccountId> {
        match caller {
            Caller::Role(role) => Some(self.office.people[&role].account),
            Caller::Outsider => Some(self.outsider.0),
            Caller::Stranger => Some(self.other.people[&Builtin::Admin].account),
            _ => None,
        }
    }

    /// A browser of this caller, from an address of its own.
    pub fn browser(&self, caller: Caller) -> Browser<'_> {
        let mut browser = self.site.browser();
        let n = self.next().to_be_bytes();
        browser.address = SocketAddr::from(([10, n[1], n[2], n[3]], 40_000));
        match caller {
            Caller::Nobody => {}
            Caller::Visitor => browser.token = Some(self.visitor.clone()),
            Caller::Channel => browser.token = Some(self.api.2.clone()),
            Caller::Token => browser.token = Some(self.token.clone()),
            _ => {
                browser.cookie = self.account(caller).map(|account| self.cookie(account));
                browser.headers.push(("origin", "http://desk.test".to_owned()));
            }
        }
        browser
    }

    fn cookie(&self, account: AccountId) -> String {
        if let Some(known) = self.sessions.borrow().get(&account) {
            return known.clone();
        }
        let prepared = Prepared::new(&From::default()).expect("a session's secret");
        let cookie = format!("relevo_session={}", prepared.shown);
        let opened = self.site.run(
            self.site
                .app
                .db
                .write_global(&account.to_bytes(), move |tx| prepared.open(tx, account)),
        );
        opened.expect("a session");
        self.sessions.borrow_mut().insert(account, cookie.clone());
        cookie
    }

    /// Everybody's password is [`PASSWORD`] again, nobody has a second factor.
    pub fn passwords(&self) {
        let hash: &'static str = Box::leak(self.hash.clone().into_boxed_str());
        let text = "UPDATE account SET password_hash = $1, totp_secret = NULL, totp_on = FALSE, totp_step = 0";
        sql(&self.office, text, db::args![hash]);
    }

    /// Something succeeded that changes: what was made before may be used up.
    pub fn changed(&self, person: bool) {
        self.tickets.borrow_mut().clear();
        if person {
            self.sessions.borrow_mut().clear();
        }
    }

    pub fn as_admin(&self) -> Browser<'_> {
        self.browser(Caller::Role(Builtin::Admin))
    }

    /// Made by the administrator for a call: the answer.
    #[track_caller]
    pub fn make(&self, rest: &str, body: Value) -> Value {
        let reply = self.as_admin().post(&self.office.path(rest), body);
        assert!(reply.status.is_success(), "{rest}: {}", reply.json);
        reply.json
    }

    pub fn upload(&self, caller: Caller, path: &str) -> Reply {
        self.browser(caller).upload(path, "foto.png", PNG)
    }

    /// A live ticket of a customer of the API channel, at a spot.
    pub fn ticket(&self, spot: Spot, caller: Caller) -> TicketId {
        let mine = self.who(caller).map_or(self.admin(), |who| who.member());
        let key = (spot, (spot == Spot::Own).then_some(mine));
        if let Some(known) = self.tickets.borrow().get(&key) {
            return *known;
        }
        let made = self.arrive(&self.office, self.api.0);
        let (team, assignee) = match spot {
            Spot::Own => (self.office.team, Some(mine)),
            Spot::Colleague => (self.office.team, Some(self.colleague)),
            Spot::Elsewhere => (self.far_team, Some(self.far)),
            Spot::Here | Spot::Queue | Spot::Hidden => (self.office.team, None),
        };
        let state = if assignee.is_some() { "open" } else { "waiting" };
        sql(
            &self.office,
            "UPDATE ticket SET team_id = $2, assignee_id = $3, state = $4 WHERE id = $1",
            db::args![made, team, assignee, state],
        );
        self.tickets.borrow_mut().insert(key, made);
        made
    }

    pub fn arrive(&self, office: &Office, channel: ChannelId) -> TicketId {
        let address = format!("cliente-{}", self.next());
        accept(office, arrival(channel, &address, "Se detuvo la cosechadora"))
            .expect("a customer is heard")
            .ticket
            .id
    }

    pub fn facts(&self, ticket: TicketId) -> Facts {
        self.office.ticket_row(ticket).facts()
    }

    pub fn contact(&self, ticket: TicketId) -> String {
        self.office.ticket_row(ticket).contact.to_string()
    }

    /// A message of the administrator in a ticket, that `by` is said to have written.
    pub fn said(&self, ticket: TicketId, by: MemberId, delivery: &'static str) -> String {
        let who = self.office.who(Builtin::Admin);
        let draft = reply::Draft {
            body: "Vamos para allá".into(),
            ..Default::default()
        };
        let made = self
            .office
            .write(move |tx| reply::reply(tx, &who, ticket, &draft))
            .expect("a reply")
            .id;
        sql(
            &self.office,
            "UPDATE message SET member_id = $2, delivery = $3 WHERE id = $1",
            db::args![made, by, delivery],
        );
        made.to_string()
    }

    /// A message of the ticket's customer with a file that could not be fetched.
    pub fn lacking(&self, ticket: TicketId) -> String {
        let org = self.office.org;
        let first = "SELECT id FROM message WHERE org_id = $1 AND ticket_id = $2 AND kind = 'in' ORDER BY seq LIMIT 1";
        let message: MessageId = self
            .office
            .read(move |tx| Ok(tx.one(first, db::args![org, ticket])?))
            .expect("a message");
        let position = i64::from(self.next());
        let lost = "INSERT INTO message_media (org_id, message_id, position, provider_id, media_type, failure) VALUES ($1, $2, $3, '1', 'image/png', 'timed_out')";
        sql(&self.office, lost, db::args![org, message, position]);
        message.to_string()
    }

    /// The address of a channel of the office's with a provider of this kind, with what it says back and the secret that signs for it.
    pub fn number(&self, kind: &'static str) -> String {
        let (id, address) = (self.office.channel(self.office.team), format!("numero-{}", self.next()));
        let text = "UPDATE channel SET kind = $3, address = $2, secret = 'rlp_numero', credentials = '{\"app_secret\":\"firma\"}', \
            settings = '{\"phone_number_id\":\"1065\"}' WHERE id = $1";
        let shown: &'static str = Box::leak(address.clone().into_boxed_str());
        sql(&self.office, text, db::args![id, shown, kind]);
        address
    }

    /// A home operator whom others act on.
    pub fn operator(&self) -> MemberId {
        self.office.hire(&[Builtin::Operator], &[self.office.team]).member
    }

    /// What an organisation has seen happen: its event log and its audit log.
    pub fn happened(&self, org: OrgId) -> (i64, i64) {
        self.office
            .read(move |tx| {
                let audit = tx.one("SELECT COUNT(*) FROM audit WHERE org_id = $1", db::args![org])?;
                Ok((db::event::head(tx, org)?, audit))
            })
            .expect("two numbers")
    }
}

/// A channel of another system: id, address and secret.
pub fn api_channel(office: &Office) -> (ChannelId, String, String) {
    let id = office.channel(office.team);
    sql(
        office,
        "UPDATE channel SET kind = 'api', secret = $2 WHERE id = $1",
        db::args![id, "whsec_api"],
    );
    (id, id.to_string(), "whsec_api".to_owned())
}

/// One dot.
pub const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F,
    0x15, 0xC4, 0x89, 0, 0, 0, 0x0D, b'I', b'D', b'A', b'T', 0x78, 0x9C, 0x63, 0xF8, 0xCF, 0xC0, 0xF0, 0x1F, 0, 5, 0, 1, 0xFF, 0x89, 0x99,
    0x3D, 0x1D, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
];

/// The code that an authenticator would show at the tests' time.
pub fn code(secret: &str, now: kit::Time) -> String {
    let key = data_encoding::BASE32.decode(secret.as_bytes()).expect("a secret");
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key);
    let mac = ring::hmac::sign(&key, &(now.micros() / 30_000_000).to_be_bytes());
    let at = usize::from(mac.as_ref()[19] & 15);
    let four: [u8; 4] = mac.as_ref()[at..at + 4].try_into().expect("four bytes");
    format!("{:06}", (u32::from_be_bytes(four) & 0x7FFF_FFFF) % 1_000_000)
}
