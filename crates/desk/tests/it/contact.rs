//! Contacts, as those who use the API meet them.

mod merge;
mod portfolio;
mod similar;

use access::Builtin;
use desk::message::receive::{Arrival, Received};
use desk::testing::Office;
use desk::testing::site::{Browser, Site};
use kit::{Email, Phone};
use serde_json::{Value, json};

use crate::desk::{accept, arrival};

/// Two customers of one office, who are perhaps one person.
pub struct Two {
    pub office: Office,
    pub site: Site,
    pub rosa: Received,
    pub again: Received,
}

impl Two {
    pub fn new(db: &db::Db) -> Self {
        let (office, site) = (Office::new(db), Site::new(db));
        let came = |address: &str, phone: Option<&str>, email: Option<&str>| {
            let arrival = Arrival {
                phone: phone.map(|phone| Phone::parse(phone, None, "phone").unwrap()),
                email: email.map(|email| Email::parse(email, "email").unwrap()),
                ..arrival(office.channel, address, "Hola")
            };
            accept(&office, arrival).unwrap()
        };
        let rosa = came("rosa", Some("+523312044417"), None);
        let again = came("otra", None, Some("rosa@elmezquite.mx"));
        Self { office, site, rosa, again }
    }

    pub fn browser(&self, role: Builtin) -> Browser<'_> {
        self.site.program(&self.office.token(self.office.people[&role].member))
    }

    pub fn path(&self, who: &Received, rest: &str) -> String {
        self.office.path(&format!("/contacts/{}{rest}", who.contact))
    }

    /// A contact, whole, as the administrator sees it.
    pub fn whole(&self, who: &Received) -> Value {
        self.browser(Builtin::Admin).get(&self.path(who, "")).with(200).json
    }

    /// The second comes into the first, with these of its values.
    pub fn join(&self, take: &[&str]) -> Value {
        let asked = self.asked(take);
        self.browser(Builtin::Admin)
            .post(&self.path(&self.rosa, "/merges"), asked)
            .with(201)
            .json
    }

    pub fn asked(&self, take: &[&str]) -> Value {
        let (kept, gone) = (self.whole(&self.rosa), self.whole(&self.again));
        json!({ "from": self.again.contact, "version": kept["version"], "from_version": gone["version"], "take": take })
    }

    pub fn undo(&self, merge: &Value) -> Value {
        let path = self.path(&self.rosa, &format!("/merges/{}", merge["id"].as_str().unwrap()));
        self.browser(Builtin::Admin).delete(&path).with(200).json
    }
}
