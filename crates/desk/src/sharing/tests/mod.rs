//! Sharing out, on both engines: through the whole service where people press, through the verbs where many come at once.

mod at_once;
mod presence;
mod turns;

use access::Builtin;
use db::Db;
use kit::{MemberId, OrgId, TeamId, TicketId};
use serde_json::{Value, json};

use crate::member::Presence;
use crate::member::enrol::Person;
use crate::message::receive::Arrival;
use crate::team::Mode;
use crate::testing::site::{Browser, Site};
use crate::testing::{Office, Worker};
use crate::ticket::Ticket;
use crate::work;

const PASSWORD: &str = "surcos y maizales";

/// An office, what works in it, and its one team that shares out.
struct Desk {
    office: Office,
    site: Site,
}

impl Desk {
    fn new(db: &Db, mode: Mode) -> Self {
        let (office, site) = (Office::new(db), Site::new(db));
        let desk = Self { office, site };
        desk.admin()
            .patch(&desk.office.path(&format!("/teams/{}", desk.office.team)), json!({ "mode": mode }))
            .with(200);
        desk
    }

    fn admin(&self) -> Browser<'_> {
        self.site.program(&self.office.token(self.office.people[&Builtin::Admin].member))
    }

    /// Somebody of the team, who answers and is not there yet.
    fn advisor(&self) -> Worker {
        self.office.hire(&[Builtin::Advisor], &[self.office.team])
    }

    fn quota(&self, member: MemberId, quota: Option<u32>) {
        self.admin()
            .patch(&self.office.path(&format!("/members/{member}")), json!({ "quota": quota }))
            .with(200);
    }

    fn is(&self, member: MemberId, presence: Presence) {
        let org = self.office.org;
        self.office
            .write(move |tx| crate::member::presence::set(tx, org, member, presence))
            .unwrap();
    }

    /// A customer writes.
    fn hear(&self, address: &str) -> TicketId {
        self.office.hear(arrival(&self.office, address))
    }

    /// Readers and workers do what is due.
    fn settle(&self) {
        let app = self.site.app.clone();
        self.site.run(async move { work::settle(&app).await }).unwrap();
    }

    fn row(&self, id: TicketId) -> Ticket {
        self.office.ticket_row(id)
    }

    fn has(&self, id: TicketId) -> Option<MemberId> {
        self.row(id).assignee
    }

    /// All live tickets of the team.
    fn live(&self) -> Vec<Ticket> {
        let (org, team) = (self.office.org, self.office.team);
        self.office
            .read(move |tx| crate::ticket::store::leave::of_team(tx, org, team, i64::MAX))
            .unwrap()
    }

    /// Time passes.
    fn pass(&self, seconds: u64) {
        self.office.db.clock().advance(std::time::Duration::from_secs(seconds));
    }
}

fn arrival(office: &Office, address: &str) -> Arrival {
    Arrival {
        name: Some(format!("Cliente {address}")),
        ..office.arrival(address)
    }
}

/// Somebody who signs in, in a browser.
fn person<'a>(site: &'a Site, office: &Office, email: &str) -> (Worker, Browser<'a>) {
    let person = Person {
        first_name: "Rosa Elena".into(),
        last_name: "Mendoza".into(),
        email: kit::Email::parse(email, "email").unwrap(),
        phone: None,
        locale: kit::Locale::Es,
        time_zone: "America/Mexico_City".into(),
        password_hash: Some(site.run(site.app.passwords.hash(PASSWORD)).unwrap()),
    };
    let worker = office.hire_person(&person, &[Builtin::Advisor], &[office.team]);
    let mut browser = site.browser();
    browser
        .post("/api/v1/session", json!({ "email": email, "password": PASSWORD }))
        .with(201);
    (worker, browser)
}

/// How one stands in an organisation, of an answer over all.
fn there(all: &Value, org: OrgId) -> Value {
    let items = all["items"].as_array().unwrap();
    items.iter().find(|one| one["organisation"] == json!(org)).cloned().unwrap()
}

/// A team beside the first that shares out too.
fn team(desk: &Desk, name: &str, mode: Mode) -> TeamId {
    let made = desk
        .admin()
        .post(&desk.office.path("/teams"), json!({ "name": name, "mode": mode }))
        .with(201);
    made.json["id"].as_str().unwrap().parse().unwrap()
}
