//! Sign-in and what hangs on it, through the whole service, on both engines.

mod frozen;
mod known;
mod reset;
mod second;
mod sessions;
mod sign_in;

use db::Db;
use kit::{AccountId, Email, Locale};
use serde_json::{Value, json};

use crate::member::enrol::Person;
use crate::testing::Office;
use crate::testing::site::Site;

pub const PASSWORD: &str = "surcos y maizales";

/// Somebody with a password, who advises at an office.
pub struct Someone {
    pub office: Office,
    pub site: Site,
    pub account: AccountId,
    pub email: String,
}

impl Someone {
    pub fn new(db: &Db) -> Self {
        Self::at(db, |_| {})
    }

    pub fn at(db: &Db, change: impl FnOnce(&mut crate::config::Config)) -> Self {
        let office = Office::new(db);
        let site = Site::with(db, change);
        let email = "Rosa.Elena@ElMezquite.mx".to_owned();
        let person = Person {
            first_name: "Rosa Elena".into(),
            last_name: "Mendoza".into(),
            email: Email::parse(&email, "email").unwrap(),
            phone: None,
            locale: Locale::Es,
            time_zone: "America/Mexico_City".into(),
            password_hash: Some(site.run(site.app.passwords.hash(PASSWORD)).unwrap()),
        };
        let worker = office.hire_person(&person, &[access::Builtin::Advisor], &[office.team]);
        Self {
            site,
            account: worker.account,
            email,
            office,
        }
    }

    pub fn ask(&self) -> Value {
        json!({ "email": self.email, "password": PASSWORD })
    }
}
