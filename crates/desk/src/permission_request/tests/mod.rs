//! Asking for permissions, through the whole service, on both engines.

mod answer;
mod ask;
mod told;

use access::{Builtin, Facts, Perm, Place};
use db::Db;
use serde_json::{Value, json};

use crate::account::sign_in::{From, Prepared};
use crate::testing::Office;
use crate::testing::site::{Browser, Site};

struct Desk {
    office: Office,
    site: Site,
}

impl Desk {
    fn new(db: &Db) -> Self {
        Self {
            office: Office::new(db),
            site: Site::new(db),
        }
    }

    /// Acts for a role.
    fn at(&self, role: Builtin) -> Browser<'_> {
        self.site.program(&self.office.token(self.office.people[&role].member))
    }

    fn path(&self, rest: &str) -> String {
        self.office.path(&format!("/permission-requests{rest}"))
    }

    /// Contact editing in the office's channel.
    fn wanted(&self) -> Value {
        json!({ "permission": "contact.edit", "scope": { "in": "channel", "id": self.office.channel } })
    }

    /// The advisor asks for it: the request's id.
    fn asked(&self) -> String {
        let made = self.at(Builtin::Advisor).post(&self.path(""), self.wanted()).with(201).json;
        self.site.settle();
        made["id"].as_str().expect("a request").to_owned()
    }

    /// What a role is told, whatever it has read.
    fn notices(&self, role: Builtin) -> Vec<Value> {
        let mut browser = self.site.browser();
        let account = self.office.people[&role].account;
        let prepared = Prepared::new(&From::default()).expect("a session's secret");
        browser.cookie = Some(format!("relevo_session={}", prepared.shown));
        self.site
            .run(self.site.app.db.write_global(b"test", move |tx| prepared.open(tx, account)))
            .expect("a session");
        let all = browser.get("/api/v1/me/notifications").with(200).json;
        all["items"].as_array().expect("a list").clone()
    }

    /// Whether a role may edit the contact of a ticket of its own in the office's channel.
    fn edits(&self, role: Builtin) -> bool {
        let who = self.office.who(role);
        let facts = Facts {
            assignee: Some(who.member()),
            team: Some(self.office.team),
            channel: Some(self.office.channel),
            ..Facts::of(self.office.org)
        };
        who.can(Perm::ContactEdit, &Place::At(facts))
    }

    /// What the log says of requests and of what they gave; the tests' clock stands, so in no order.
    fn log(&self) -> Vec<String> {
        let all = self.at(Builtin::Admin).get(&self.office.path("/audit?limit=200")).with(200).json;
        let actions = all["items"].as_array().expect("a list").iter();
        let mut actions: Vec<String> = actions.filter_map(|entry| Some(entry["action"].as_str()?.to_owned())).collect();
        actions.sort();
        actions.retain(|action| action.starts_with("permission_request.") || action == "member.granted");
        actions
    }
}

/// The kinds of lines.
fn kinds(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["kind"].as_str().expect("a kind")).collect()
}
