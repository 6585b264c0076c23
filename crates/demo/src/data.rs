//! The texts of `data/`, in their shapes. They are part of the program: a mistake in them is found by the test below.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Organisations {
    pub organisation: Vec<Organisation>,
    pub loan: Vec<Loan>,
}

#[derive(Deserialize, Clone)]
pub struct Organisation {
    pub key: String,
    pub name: String,
    pub domain: String,
    pub country: String,
    pub time_zone: String,
    /// How many stories.
    pub tickets: usize,
    /// Of history.
    pub months: u64,
    pub settings: toml::Table,
    pub branches: Vec<String>,
    pub places: Vec<String>,
    pub area_codes: Vec<String>,
    #[serde(rename = "ref")]
    pub part: String,
    #[serde(rename = "refs")]
    pub parts: String,
    pub currency: String,
    pub technicians: Vec<String>,
    pub team: Vec<Team>,
    pub channel: Vec<Channel>,
    pub person: Vec<Person>,
}

#[derive(Deserialize, Clone)]
pub struct Team {
    pub key: String,
    pub name: String,
    pub description: String,
    #[serde(default)]
    pub hidden: bool,
    pub parent: Option<String>,
    pub topics: Vec<String>,
}

#[derive(Deserialize, Clone)]
pub struct Channel {
    pub kind: desk::channel::Kind,
    pub name: String,
    pub team: String,
    /// Brings every topic, not only its team's.
    #[serde(default)]
    pub general: bool,
    pub share: usize,
    #[serde(default)]
    pub greeting: String,
    pub colour: Option<String>,
    #[serde(default)]
    pub pre_chat: bool,
    /// Its messages have subjects, as letters do.
    #[serde(default)]
    pub mail: bool,
    #[serde(default)]
    pub paused: bool,
}

#[derive(Deserialize, Clone)]
pub struct Person {
    pub first: String,
    pub last: String,
    pub roles: Vec<String>,
    pub teams: Vec<String>,
    #[serde(default)]
    pub state: Standing,
    #[serde(default)]
    pub grants: Vec<Grant>,
    #[serde(default)]
    pub origins: Vec<String>,
}

#[derive(Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    #[default]
    Active,
    Invited,
    Suspended,
}

#[derive(Deserialize, Clone)]
pub struct Grant {
    pub permission: String,
    /// In this channel only.
    pub channel: Option<String>,
}

/// Somebody of one organisation who is an external advisor of another.
#[derive(Deserialize)]
pub struct Loan {
    pub person: String,
    pub to: String,
    pub teams: Vec<String>,
}

#[derive(Deserialize)]
pub struct Words {
    pub resolutions: Vec<String>,
    /// What customers say who come back after the end.
    pub again: Vec<String>,
    /// What somebody has begun to write.
    pub drafts: Vec<String>,
    pub label: Vec<Labels>,
    pub field: Vec<Field>,
    pub view: Vec<View>,
    pub canned: Vec<desk::canned::save::Draft>,
    pub slots: BTreeMap<String, Vec<String>>,
    pub names: Names,
}

#[derive(Deserialize)]
pub struct Labels {
    pub colour: String,
    pub names: Vec<String>,
}

#[derive(Deserialize)]
pub struct Field {
    pub subject: desk::field::Subject,
    pub kind: desk::field::Kind,
    pub name: String,
    #[serde(default)]
    pub choices: Vec<String>,
}

#[derive(Deserialize)]
pub struct View {
    pub name: String,
    #[serde(default)]
    pub shared: bool,
    pub filter: desk::ticket::Filter,
    pub label: Option<String>,
}

#[derive(Deserialize)]
pub struct Names {
    pub first: Vec<String>,
    pub last: Vec<String>,
}

#[derive(Deserialize)]
struct Dialogues {
    dialogue: Vec<Dialogue>,
}

#[derive(Deserialize)]
pub struct Dialogue {
    pub topic: String,
    pub subject: String,
    pub origin: String,
    pub labels: Vec<String>,
    #[serde(default = "normal")]
    pub priority: desk::ticket::Priority,
    pub lines: String,
}

fn normal() -> desk::ticket::Priority {
    desk::ticket::Priority::Normal
}

static ORGANISATIONS: LazyLock<Organisations> = LazyLock::new(|| read(include_str!("../data/organisations.toml")));
static WORDS: LazyLock<Words> = LazyLock::new(|| read(include_str!("../data/words.toml")));
static DIALOGUES: LazyLock<Dialogues> = LazyLock::new(|| read(include_str!("../data/dialogues.toml")));

pub fn organisations() -> &'static Organisations {
    &ORGANISATIONS
}

pub fn words() -> &'static Words {
    &WORDS
}

pub fn dialogues() -> &'static [Dialogue] {
    &DIALOGUES.dialogue
}

/// The months of the organisation with the longest history.
pub fn longest() -> u64 {
    organisations().organisation.iter().map(|o| o.months).max().unwrap_or(0)
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the demo's texts have their shape")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_texts_name_is_there() {
        let labels: Vec<&String> = words().label.iter().flat_map(|l| &l.names).collect();
        for dialogue in dialogues() {
            for label in &dialogue.labels {
                assert!(labels.contains(&label), "{}: no label {label}", dialogue.subject);
            }
            for org in &organisations().organisation {
                let served = org.team.iter().filter(|t| t.topics.contains(&dialogue.topic)).count();
                assert_eq!(served, 1, "{}: topic {}", org.name, dialogue.topic);
            }
        }
        for org in &organisations().organisation {
            let team = |key: &String| org.team.iter().any(|t| t.key == *key);
            assert!(org.channel.iter().all(|c| team(&c.team)), "{}", org.name);
            for person in &org.person {
                assert!(person.teams.iter().all(team), "{} {}", person.first, person.last);
                assert!(
                    person.roles.iter().all(|r| access::Builtin::from_name(r).is_some()),
                    "{:?}",
                    person.roles
                );
            }
        }
        assert!(dialogues().len() >= 40);
    }

    #[test]
    fn somebody_is_in_every_role_that_has_people() {
        let held: Vec<&String> = organisations()
            .organisation
            .iter()
            .flat_map(|o| &o.person)
            .flat_map(|p| &p.roles)
            .collect();
        for role in access::Builtin::ALL.iter().filter(|r| **r != access::Builtin::ExternalAdvisor) {
            assert!(held.iter().any(|r| r.as_str() == role.name()), "{role:?}");
        }
        assert!(organisations().loan.len() > 3);
    }
}
