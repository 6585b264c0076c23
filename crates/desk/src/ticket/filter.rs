//! What a list shows: a view and what narrows it. Also what a saved view keeps, and what counts count.

use std::collections::BTreeSet;

use access::{Perm, Reach, Set, Term};
use kit::{ChannelId, CompanyId, ContactId, LabelId, MemberId, OriginId, Result, TeamId};

use super::{Priority, State};
use crate::who::Who;

/// Where one looks. Every view is inside the reach.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TicketView")]
pub enum View {
    /// Mine, and neither on hold nor snoozed.
    Mine,
    /// In my teams, and neither on hold nor snoozed.
    Team,
    /// In the queue.
    Unassigned,
    /// All that is not closed.
    #[default]
    All,
    /// Where a note mentions me, closed or not.
    Mentions,
    Hold,
    Snoozed,
    Closed,
    /// Of an organisation that is not my home: mine, and what waits in my teams there (E7).
    ExternalMine,
    /// Of an organisation that is not my home: all in my teams there (E7).
    ExternalTeam,
}

/// Whose.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AssigneeFilter")]
pub enum Whose {
    Me,
    Nobody,
    #[serde(untagged)]
    Member(MemberId),
}

/// A view and what narrows it. Several values of one kind are any of them; several kinds are all of them.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "TicketFilter")]
pub struct Filter {
    pub view: View,
    /// Instead of the view's own states.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub state: Vec<State>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<TeamId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Whose>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channel: Vec<ChannelId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub label: Vec<LabelId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub origin: Vec<OriginId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub priority: Vec<Priority>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// Of contacts who work for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
}

/// More values than this in one filter are nobody's choice.
pub const MAX_VALUES: usize = 50;

/// A filter against one caller: the reach that is left, and the conditions that no extent can say.
#[derive(Clone, Debug)]
pub struct Plan {
    pub reach: Reach,
    pub states: BTreeSet<State>,
    /// Somebody else's than the caller's.
    pub assignee: Option<MemberId>,
    pub labels: Vec<LabelId>,
    pub priorities: Vec<Priority>,
    pub contact: Option<ContactId>,
    pub company: Option<CompanyId>,
    /// Mentioned in a note of it.
    pub mentioned: Option<MemberId>,
    /// Whether a count says also what is unread.
    pub unread: bool,
}

impl Filter {
    pub fn of(view: View) -> Self {
        Self { view, ..Self::default() }
    }

    /// Refuses a filter that is too large to mean anything.
    pub fn check(&self) -> Result<()> {
        let lists = [
            ("state", self.state.len()),
            ("team", self.team.len()),
            ("channel", self.channel.len()),
            ("label", self.label.len()),
            ("origin", self.origin.len()),
            ("priority", self.priority.len()),
        ];
        match lists.into_iter().find(|(_, len)| *len > MAX_VALUES) {
            Some((field, _)) => Err(kit::Error::invalid(field, "too_many_values").with_param("max", MAX_VALUES)),
            None => Ok(()),
        }
    }

    fn states(&self) -> BTreeSet<State> {
        if !self.state.is_empty() {
            return self.state.iter().copied().collect();
        }
        let states: &[State] = match self.view {
            View::Mine | View::Team | View::Unassigned => &[State::Waiting, State::Open],
            View::All | View::ExternalMine | View::ExternalTeam => &[State::Waiting, State::Open, State::Hold, State::Snoozed],
            View::Mentions => &State::ALL,
            View::Hold => &[State::Hold],
            View::Snoozed => &[State::Snoozed],
            View::Closed => &[State::Closed],
        };
        states.iter().copied().collect()
    }

    /// What of the caller's reach it leaves. An id that is not there, or that the caller may not know, leaves nothing of its own
    /// accord: conditions are met with the reach, never asked about.
    pub fn plan(&self, who: &Who) -> Plan {
        let perm = if self.view == View::Mentions {
            Perm::NoteRead
        } else {
            Perm::TicketRead
        };
        let teams = || Set::only(who.caller.teams.iter().copied());
        let view = match self.view {
            View::Mine => Term {
                who: access::Who::ME,
                ..Term::ALL
            },
            View::Team | View::ExternalTeam => Term::in_teams(teams()),
            View::Unassigned => Term {
                who: access::Who::NOBODY,
                ..Term::ALL
            },
            View::ExternalMine => Term {
                who: access::Who::ME.or(access::Who::NOBODY),
                ..Term::in_teams(teams())
            },
            View::All | View::Mentions | View::Hold | View::Snoozed | View::Closed => Term::ALL,
        };
        let whose = match self.assignee {
            Some(Whose::Me) => access::Who::ME,
            Some(Whose::Nobody) => access::Who::NOBODY,
            Some(Whose::Member(member)) if member == who.member() => access::Who::ME,
            Some(Whose::Member(_)) => access::Who::OTHER,
            None => access::Who::ANYONE,
        };
        let asked = Term {
            who: whose,
            team: only(&self.team),
            channel: only(&self.channel),
            origin: only(&self.origin),
            ..Term::ALL
        };
        // External views are of others' organisations only; at home there is nothing external.
        let external = matches!(self.view, View::ExternalMine | View::ExternalTeam);
        let reach = who.reach(perm).within(&view.meet(&asked));
        Plan {
            reach: if external && !who.caller.external {
                Reach::new(who.org(), who.member(), Vec::new())
            } else {
                reach
            },
            states: self.states(),
            assignee: match self.assignee {
                Some(Whose::Member(member)) if member != who.member() => Some(member),
                _ => None,
            },
            labels: self.label.clone(),
            priorities: self.priority.clone(),
            contact: self.contact,
            company: self.company,
            mentioned: (self.view == View::Mentions).then(|| who.member()),
            unread: self.view == View::Mine,
        }
    }
}

fn only<T: Copy + Ord>(ids: &[T]) -> Set<T> {
    if ids.is_empty() {
        Set::any()
    } else {
        Set::only(ids.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_filter_reads_back_and_refuses_what_it_does_not_know() {
        let filter = Filter {
            assignee: Some(Whose::Nobody),
            state: vec![State::Open],
            ..Filter::of(View::Team)
        };
        let text = serde_json::to_string(&filter).unwrap();
        assert_eq!(text, r#"{"view":"team","state":["open"],"assignee":"nobody"}"#);
        assert_eq!(serde_json::from_str::<Filter>(&text).unwrap(), filter);
        assert!(serde_json::from_str::<Filter>(r#"{"org":"x"}"#).is_err());
        let id = MemberId::new(kit::Time::from_micros(1));
        let one = Filter {
            assignee: Some(Whose::Member(id)),
            ..Filter::default()
        };
        assert_eq!(serde_json::from_str::<Filter>(&serde_json::to_string(&one).unwrap()).unwrap(), one);
    }
}
