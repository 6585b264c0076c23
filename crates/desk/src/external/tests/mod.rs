//! Lending people, through the whole service, on both engines.

mod decide;
mod end;
mod invite;
mod look_up;

use access::Builtin;
use db::Db;
use kit::{Email, Locale};
use serde_json::{Value, json};

use crate::member::enrol::Person;
use crate::testing::site::{Browser, Site};
use crate::testing::{Office, Worker};

const PASSWORD: &str = "surcos y maizales";
const PHONE: &str = "+523312044417";
const EMAIL: &str = "Carla.Rios@Bajio.mx";

/// Two organisations, and somebody at home in the second.
struct Two {
    host: Office,
    home: Office,
    site: Site,
    carla: Worker,
}

impl Two {
    fn new(db: &Db) -> Self {
        Self::with(db, Site::new(db))
    }

    fn with(db: &Db, site: Site) -> Self {
        let (host, home) = (Office::new(db), Office::new(db));
        let carla = home.hire_person(&person(&site, EMAIL, PHONE), &[Builtin::Advisor], &[home.team]);
        Self { host, home, site, carla }
    }

    /// Acts for a role of the host.
    fn at_host(&self, role: Builtin) -> Browser<'_> {
        self.site.program(&self.host.token(self.host.people[&role].member))
    }

    /// Acts for a role of the home.
    fn at_home(&self, role: Builtin) -> Browser<'_> {
        self.site.program(&self.home.token(self.home.people[&role].member))
    }

    /// Carla's own browser, signed in.
    fn hers(&self) -> Browser<'_> {
        let mut browser = self.site.browser();
        browser
            .post("/api/v1/session", json!({ "email": EMAIL, "password": PASSWORD }))
            .with(201);
        browser
    }

    /// What the host asks for.
    fn wanted(&self) -> Value {
        json!({ "phone": PHONE, "email": EMAIL, "teams": [self.host.team] })
    }

    /// Carla serves at the host from now on.
    fn lent(&self) -> String {
        let made = self
            .at_host(Builtin::Manager)
            .post(&self.host.path("/external-advisors"), self.wanted())
            .with(201)
            .json;
        self.site.settle();
        made["member"].as_str().expect("a member").to_owned()
    }

    fn rule(&self, rule: Value) {
        self.at_home(Builtin::Admin).put(&self.home.path("/lending"), rule).with(200);
    }
}

fn person(site: &Site, email: &str, phone: &str) -> Person {
    Person {
        first_name: "Carla".into(),
        last_name: "Ríos".into(),
        email: Email::parse(email, "email").unwrap(),
        phone: Some(phone.to_owned()),
        locale: Locale::Es,
        time_zone: "America/Mexico_City".into(),
        password_hash: Some(site.run(site.app.passwords.hash(PASSWORD)).unwrap()),
    }
}

/// What an organisation's log has of lending: actions and what is said of them, the oldest first.
fn log(two: &Two, office: &Office) -> Vec<(String, Value)> {
    let token = office.token(office.people[&Builtin::Admin].member);
    let all = two.site.program(&token).get(&office.path("/audit?limit=200")).with(200).json;
    let entries = all["items"].as_array().unwrap().iter().rev();
    entries
        .filter(|entry| entry["action"].as_str().unwrap().starts_with("external."))
        .map(|entry| (entry["action"].as_str().unwrap().to_owned(), entry.clone()))
        .collect()
}

/// What the log has beside the look-ups that every invitation makes; the tests' clock stands, so in no order.
#[track_caller]
fn logged(two: &Two, office: &Office, expected: &[&str]) {
    let all = log(two, office).into_iter().map(|(action, _)| action);
    let mut found: Vec<String> = all.filter(|action| action != "external.looked_up").collect();
    found.sort();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

fn look_ups(two: &Two) -> usize {
    log(two, &two.host)
        .iter()
        .filter(|(action, _)| action == "external.looked_up")
        .count()
}
