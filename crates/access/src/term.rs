//! One extent: a product of simple sets. Closed under meeting and, in pieces, under taking away.

use kit::{ChannelId, MemberId, OriginId, TeamId, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Facts, Set, When, Who};

/// The tickets of one organisation that satisfy every component.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    pub who: Who,
    pub team: Set<TeamId>,
    pub channel: Set<ChannelId>,
    pub origin: Set<OriginId>,
    pub when: When,
}

impl Default for Term {
    fn default() -> Self {
        Self::ALL
    }
}

impl Term {
    pub const ALL: Self = Self {
        who: Who::ANYONE,
        team: Set::any(),
        channel: Set::any(),
        origin: Set::any(),
        when: When::ALWAYS,
    };

    /// Assigned to me and not deferred.
    pub const OWN: Self = Self {
        who: Who::ME,
        when: When::OPEN,
        team: Set::any(),
        channel: Set::any(),
        origin: Set::any(),
    };

    pub fn in_teams(team: Set<TeamId>) -> Self {
        Self { team, ..Self::ALL }
    }

    pub fn in_channels(channel: Set<ChannelId>) -> Self {
        Self { channel, ..Self::ALL }
    }

    pub fn is_empty(&self) -> bool {
        self.who.is_empty() || self.when.is_empty() || self.team.is_empty() || self.channel.is_empty() || self.origin.is_empty()
    }

    /// The whole organisation.
    pub fn is_whole(&self) -> bool {
        self.who == Who::ANYONE && self.when == When::ALWAYS && self.team.is_any() && self.channel.is_any() && self.origin.is_any()
    }

    /// In both.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        Self {
            who: self.who.meet(other.who),
            team: self.team.meet(&other.team),
            channel: self.channel.meet(&other.channel),
            origin: self.origin.meet(&other.origin),
            when: self.when.meet(other.when),
        }
    }

    pub fn covers(&self, other: &Self) -> bool {
        other.is_empty()
            || self.who.has(other.who)
                && self.when.has(other.when)
                && self.team.covers(&other.team)
                && self.channel.covers(&other.channel)
                && self.origin.covers(&other.origin)
    }

    /// In this and not in the other, as terms that do not overlap.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Vec<Self> {
        if self.is_empty() {
            return Vec::new();
        }
        if self.meet(other).is_empty() {
            return vec![self.clone()];
        }
        // Component by component: what is outside in this one, then go on with what is inside.
        let mut rest = self.clone();
        let mut left = vec![Self {
            who: rest.who.minus(other.who),
            ..rest.clone()
        }];
        rest.who = rest.who.meet(other.who);
        left.push(Self {
            when: rest.when.minus(other.when),
            ..rest.clone()
        });
        rest.when = rest.when.meet(other.when);
        left.push(Self {
            team: rest.team.minus(&other.team),
            ..rest.clone()
        });
        rest.team = rest.team.meet(&other.team);
        left.push(Self {
            channel: rest.channel.minus(&other.channel),
            ..rest.clone()
        });
        rest.channel = rest.channel.meet(&other.channel);
        left.push(Self {
            origin: rest.origin.minus(&other.origin),
            ..rest
        });
        left.retain(|term| !term.is_empty());
        left
    }

    /// What of this is in none of the others.
    #[must_use]
    pub fn minus_all<'a>(&self, others: impl IntoIterator<Item = &'a Self>) -> Vec<Self> {
        let whole = if self.is_empty() { Vec::new() } else { vec![self.clone()] };
        others
            .into_iter()
            .fold(whole, |left, other| left.iter().flat_map(|piece| piece.minus(other)).collect())
    }

    /// The same tickets as somebody else's term would have to say it. See [`Who::as_other`].
    #[must_use]
    pub fn as_other(&self) -> Self {
        Self {
            who: self.who.as_other(),
            ..self.clone()
        }
    }

    /// Whether it admits a thing of its organisation. Which organisation is the caller's to check.
    pub fn contains(&self, facts: &Facts, me: MemberId, now: Time) -> bool {
        let who = match facts.assignee {
            None => Who::NOBODY,
            Some(member) if member == me => Who::ME,
            Some(_) => Who::OTHER,
        };
        let when = if facts.deferred(now) { When::DEFERRED } else { When::OPEN };
        self.who.has(who)
            && self.when.has(when)
            && self.team.contains(facts.team)
            && self.channel.contains(facts.channel)
            && self.origin.contains(facts.origin)
    }
}

/// Without the terms that another one covers; of equal ones the first stays.
pub(crate) fn drop_covered(terms: Vec<Term>) -> Vec<Term> {
    let mut kept: Vec<Term> = Vec::with_capacity(terms.len());
    for term in terms {
        if term.is_empty() || kept.iter().any(|k| k.covers(&term)) {
            continue;
        }
        kept.retain(|k| !term.covers(k));
        kept.push(term);
    }
    kept
}
