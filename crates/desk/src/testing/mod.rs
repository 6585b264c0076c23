//! An office for tests: an organisation with somebody in every role. Behind `cfg(test)` or the feature `testing`.
//!
//! ```ignore
//! on_both(|db| {
//!     let office = Office::new(db);
//!     let rosa = office.who(Builtin::Operator);
//!     let ticket = office.write(move |tx| ticket::open(tx, &rosa, …)).unwrap();
//! });
//! ```

pub mod site;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use access::{Builtin, Perm};
use db::event::{self, Batch};
use db::{Db, Tx};
use kit::{AccountId, ChannelId, Email, Locale, MemberId, OrgId, Result, RoleId, TeamId, TicketId};

use crate::channel::{self, Channel, Kind, State};
use crate::contact::Profile;
use crate::member::enrol::{self, Person};
use crate::message::receive::{self, Arrival};
use crate::search::index;
use crate::ticket::open::{Opening, With};
use crate::ticket::{self, Priority, Ticket};
use crate::who::secret::{self, Purpose};
use crate::who::{Cache, Who};
use crate::{account, organisation, team, token};

/// One who works there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worker {
    pub account: AccountId,
    pub member: MemberId,
}

/// An organisation with one member of each built-in role, all of them in its one team; the external advisor's home is another
/// organisation. One channel, whose tickets come to that team.
pub struct Office {
    pub db: Db,
    pub cache: Cache,
    pub org: OrgId,
    pub team: TeamId,
    pub channel: ChannelId,
    /// Where the external advisor is at home.
    pub neighbour: OrgId,
    pub people: BTreeMap<Builtin, Worker>,
}

/// Addresses are unique in an installation, and tests may make several offices in one.
static COUNT: AtomicU32 = AtomicU32::new(0);

impl Office {
    pub fn new(db: &Db) -> Self {
        let (org, team) = organisation(db, "Tractores Lerma");
        let (neighbour, _) = organisation(db, "Maquinaria del Bajío");
        let channel = db.write_blocking(org, move |tx| channel(tx, org, team)).expect("a channel");
        let mut office = Self {
            db: db.clone(),
            cache: Cache::default(),
            org,
            team,
            channel,
            neighbour,
            people: BTreeMap::new(),
        };
        for role in Builtin::ALL {
            let worker = if *role == Builtin::ExternalAdvisor {
                office.lend(neighbour)
            } else {
                office.hire(&[*role], &[team])
            };
            office.people.insert(*role, worker);
        }
        office
    }

    /// What a customer writes from an address of the office's channel; who they are and what they say may be another.
    pub fn arrival(&self, address: &str) -> Arrival {
        Arrival {
            channel: self.channel,
            address: address.into(),
            verified: false,
            provider: None,
            name: None,
            phone: None,
            email: None,
            locale: None,
            subject: None,
            text: "¿Hay alguien?".into(),
            files: Vec::new(),
            more: Default::default(),
        }
    }

    /// It comes: the ticket in which it is.
    pub fn hear(&self, arrival: Arrival) -> TicketId {
        let (cache, org) = (self.cache.clone(), self.org);
        let heard = self.write(move |tx| receive::receive(tx, &cache, org, &arrival));
        heard.expect("it is taken").ticket.id
    }

    /// The member of a role, as they stand now.
    pub fn who(&self, role: Builtin) -> Who {
        self.of(self.people[&role].member)
    }

    /// Any member, as they stand now.
    pub fn of(&self, member: MemberId) -> Who {
        let (cache, org) = (self.cache.clone(), self.org);
        self.db
            .read_blocking(move |tx| cache.of_member(tx, org, member))
            .expect("a member in good standing")
    }

    /// The id of a built-in role's row.
    pub fn role(&self, role: Builtin) -> RoleId {
        let org = self.org;
        self.db
            .read_blocking(move |tx| enrol::built_in(tx, org, role))
            .expect("a built-in role")
    }

    /// A new home member.
    pub fn hire(&self, roles: &[Builtin], teams: &[TeamId]) -> Worker {
        self.hire_person(&person(), roles, teams)
    }

    /// As [`Office::hire`], of somebody in particular.
    pub fn hire_person(&self, person: &Person, roles: &[Builtin], teams: &[TeamId]) -> Worker {
        let (org, roles, teams, person) = (self.org, roles.to_vec(), teams.to_vec(), person.clone());
        let hired = self.db.write_blocking(org, move |tx| {
            let roles = roles
                .iter()
                .map(|role| enrol::built_in(tx, org, *role))
                .collect::<Result<Vec<_>>>()?;
            enrol::enrol(tx, org, &person, &roles, &teams)
        });
        let (account, member) = hired.expect("a new member");
        Worker { account, member }
    }

    /// A new person of another organisation, who is an external advisor here.
    pub fn lend(&self, home: OrgId) -> Worker {
        let person = person();
        let account = self.db.write_blocking(home, move |tx| {
            let advisor = enrol::built_in(tx, home, Builtin::Advisor)?;
            Ok::<_, kit::Error>(enrol::enrol(tx, home, &person, &[advisor], &[])?.0)
        });
        let account = account.expect("a person of another organisation");
        Worker {
            account,
            member: self.host(account),
        }
    }

    /// Somebody who is there already, who becomes an external advisor here, in the office's team.
    pub fn host(&self, account: AccountId) -> MemberId {
        let (org, team) = (self.org, self.team);
        let lent = self.db.write_blocking(org, move |tx| {
            let role = enrol::built_in(tx, org, Builtin::ExternalAdvisor)?;
            let account = account::store::row(tx, account)?.ok_or_else(kit::Error::unknown)?;
            enrol::host(tx, org, &account, &[role], &[team])
        });
        lent.expect("an external member")
    }

    /// A new team.
    pub fn team(&self, name: &str) -> TeamId {
        let (org, name) = (self.org, name.to_owned());
        self.db
            .write_blocking(org, move |tx| team::found(tx, org, &name))
            .expect("a new team")
    }

    /// A new channel, whose tickets come to `team`.
    pub fn channel(&self, team: TeamId) -> ChannelId {
        let org = self.org;
        self.db
            .write_blocking(org, move |tx| channel(tx, org, team))
            .expect("a new channel")
    }

    /// A live ticket of a new contact, in a team, perhaps somebody's.
    pub fn ticket(&self, team: TeamId, assignee: Option<MemberId>) -> TicketId {
        let (channel, who, callers) = (self.channel, self.who(Builtin::Admin), self.cache.clone());
        let opened = self.write(move |tx| {
            let opening = Opening {
                with: With::New(Profile {
                    name: "Rosa Elena Mendoza".into(),
                    ..Profile::default()
                }),
                channel,
                team: Some(team),
                assignee: Some(assignee),
                origin: None,
                subject: "Cosechadora detenida".into(),
                priority: Priority::Normal,
                labels: std::collections::BTreeSet::new(),
                text: None,
                files: Vec::new(),
            };
            ticket::open::open(tx, &callers, &who, &opening)
        });
        opened.expect("a ticket").id
    }

    /// A ticket as it is now.
    pub fn ticket_row(&self, id: TicketId) -> Ticket {
        let org = self.org;
        self.read(move |tx| ticket::store::row(tx, org, id))
            .expect("a read")
            .expect("a ticket")
    }

    /// A token of a member, with all that the member may do.
    pub fn token(&self, member: MemberId) -> String {
        self.limited_token(member, None)
    }

    /// A token of a member, with some of what the member may do.
    pub fn limited_token(&self, member: MemberId, permissions: Option<&[Perm]>) -> String {
        let shown = secret::new(Purpose::Token).expect("a secret");
        let (org, hash) = (self.org, secret::sha256(shown.as_bytes()));
        let permissions: Option<std::collections::BTreeSet<Perm>> = permissions.map(|perms| perms.iter().copied().collect());
        let made = self.write(move |tx| {
            let token = token::store::Token {
                id: kit::TokenId::new(tx.now()),
                name: "Prueba".into(),
                permissions: permissions.clone(),
                created_at: tx.now(),
                expires_at: None,
                used_at: None,
            };
            token::store::insert(tx, org, member, &token, &hash)
        });
        made.expect("a token");
        shown
    }

    /// The path of something of this organisation.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/v1/organisations/{}{rest}", self.org)
    }

    /// A write of this organisation.
    pub fn write<T: Send + 'static>(&self, f: impl Fn(&mut Tx<'_>) -> Result<T> + Send + Sync + 'static) -> Result<T> {
        self.db.write_blocking(self.org, f)
    }

    pub fn read<T: Send + 'static>(&self, f: impl Fn(&mut Tx<'_>) -> Result<T> + Send + Sync + 'static) -> Result<T> {
        self.db.read_blocking(f)
    }

    /// Lets the reader of the event log that keeps the search's index come to its end.
    pub fn index(&self) {
        let org = self.org;
        self.write(move |tx| {
            let cursor = event::cursor(tx, index::READER, org)?;
            let Batch::Events(events) = event::after(tx, org, cursor, 10_000)? else {
                panic!("the log is whole")
            };
            index::index(tx, org, &events)?;
            let last = events.last().map_or(cursor, |event| event.seq);
            event::set_cursor(tx, index::READER, org, last)?;
            Ok(())
        })
        .expect("an index");
    }
}

/// An organisation with its roles and one team.
pub fn organisation(db: &Db, name: &str) -> (OrgId, TeamId) {
    let id = OrgId::new(db.now());
    let name = name.to_owned();
    let made = db.write_blocking(id, move |tx| {
        let new = organisation::New {
            id,
            name: name.clone(),
            locale: Locale::Es,
            time_zone: "America/Mexico_City".into(),
            country: "MX".into(),
        };
        organisation::create(tx, &new)?;
        team::found(tx, id, "Soporte")
    });
    (id, made.expect("an organisation"))
}

fn person() -> Person {
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    Person {
        first_name: format!("Persona {n}"),
        last_name: "de Prueba".into(),
        email: Email::parse(&format!("persona{n}@ejemplo.mx"), "email").expect("an address"),
        phone: None,
        locale: Locale::Es,
        time_zone: "America/Mexico_City".into(),
        password_hash: None,
    }
}

fn channel(tx: &mut Tx<'_>, org: OrgId, team: TeamId) -> Result<ChannelId> {
    let id = ChannelId::new(tx.now());
    let made = Channel {
        id,
        kind: Kind::Webchat,
        name: "Sitio web".into(),
        address: id.to_string(),
        team,
        state: State::Active,
        settings: serde_json::json!({}),
        given: Vec::new(),
        health: channel::Health::default(),
        created_at: tx.now(),
    };
    channel::store::insert(tx, org, &made, "whsec_test")?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use access::Place;
    use db::testing::on_both;

    use super::*;

    #[test]
    fn somebody_in_every_role_who_can_what_the_role_says() {
        on_both(|db| {
            let office = Office::new(db);
            for role in Builtin::ALL {
                let who = office.who(*role);
                assert!(who.can(Perm::OrganisationRead, &Place::Desk), "{role:?}");
                assert_eq!(who.can(Perm::SettingsManage, &Place::Desk), *role == Builtin::Admin, "{role:?}");
                assert_eq!(who.caller.external, *role == Builtin::ExternalAdvisor, "{role:?}");
            }
            assert!(office.who(Builtin::Admin).caller.administers());
        });
    }
}
