//! Colleagues as a reader may know them: by name where they share a team or may see the directory, else *another member*.

use std::collections::{BTreeMap, BTreeSet};

use access::{Perm, Place};
use db::Tx;
use kit::{FileId, MemberId, Result};

use super::store::people;
use crate::who::Who;

/// Somebody who acted.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Person {
    /// None of somebody outside the reader's sight.
    pub id: Option<MemberId>,
    pub name: String,
    pub first_name: String,
    pub last_name: String,
    pub photo: Option<FileId>,
    /// At home in another organisation.
    pub external: bool,
    /// `another_member` of somebody outside the reader's sight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
}

impl Person {
    fn another() -> Self {
        Self {
            id: None,
            name: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            photo: None,
            external: false,
            code: Some("another_member"),
        }
    }
}

/// The people of one answer.
pub struct People(BTreeMap<MemberId, Person>);

impl People {
    /// Loads them with one statement.
    pub fn of(tx: &mut Tx<'_>, who: &Who, ids: impl IntoIterator<Item = MemberId>) -> Result<Self> {
        let ids: BTreeSet<MemberId> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(Self(BTreeMap::new()));
        }
        let found = people::load(tx, who.org(), &ids)?;
        let everybody = who.caller.teams_where(Perm::DirectoryRead, who.now).is_any();
        let sees = |found: &people::Found| {
            let place = || Place::Person {
                teams: found.teams.clone(),
            };
            everybody || found.id == who.member() || who.can(Perm::DirectoryRead, &place())
        };
        let person = |found: people::Found| {
            let id = found.id;
            (id, if sees(&found) { found.into() } else { Person::another() })
        };
        Ok(Self(found.into_iter().map(person).collect()))
    }

    /// Somebody as the reader may know them.
    pub fn get(&self, id: MemberId) -> Person {
        self.0.get(&id).cloned().unwrap_or_else(Person::another)
    }
}

impl From<people::Found> for Person {
    fn from(found: people::Found) -> Self {
        Self {
            id: Some(found.id),
            name: format!("{} {}", found.first_name, found.last_name).trim().to_owned(),
            first_name: found.first_name,
            last_name: found.last_name,
            photo: found.photo,
            external: found.external,
            code: None,
        }
    }
}
