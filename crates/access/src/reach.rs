//! Where a permission holds, as one value: for everything that lists, searches, counts, exports, notifies or streams.

use kit::{MemberId, OrgId, TeamId, Time};

use crate::branch::{Branch, branches};
use crate::sql::{Sink, Writer};
use crate::term::drop_covered;
use crate::{Facts, Set, Term};

/// A union of extents of one member in one organisation; with `also`, only what is in that one too (*view as*).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reach {
    pub org: OrgId,
    pub me: MemberId,
    terms: Vec<Term>,
    also: Option<Box<Reach>>,
}

impl Reach {
    /// Covered terms are dropped. No terms are nothing.
    pub fn new(org: OrgId, me: MemberId, terms: Vec<Term>) -> Self {
        Self {
            org,
            me,
            terms: drop_covered(terms),
            also: None,
        }
    }

    /// Only what is in both.
    #[must_use]
    pub fn and(self, also: Self) -> Self {
        Self {
            also: Some(Box::new(also)),
            ..self
        }
    }

    /// Only what is in the term too: a view or a filter. *Me* in it is this reach's member.
    #[must_use]
    pub fn within(&self, term: &Term) -> Self {
        Self {
            terms: drop_covered(self.terms.iter().map(|own| own.meet(term)).collect()),
            ..self.clone()
        }
    }

    /// What is in this and not in the other, of the same member: both ways, what a change would open and what it would close. Neither
    /// looks through another's eyes.
    #[must_use]
    pub fn beyond(&self, other: &Self) -> Self {
        Self {
            terms: drop_covered(self.terms.iter().flat_map(|own| own.minus_all(&other.terms)).collect()),
            ..self.clone()
        }
    }

    /// What an event's reader or a single row is asked.
    pub fn contains(&self, facts: &Facts, now: Time) -> bool {
        facts.org == self.org
            && self.terms.iter().any(|term| term.contains(facts, self.me, now))
            && self.also.as_ref().is_none_or(|also| also.contains(facts, now))
    }

    /// Whether there is nothing in it for sure.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() || self.also.as_ref().is_some_and(|also| also.is_empty() || also.org != self.org)
    }

    /// The whole organisation.
    pub fn is_whole(&self) -> bool {
        self.terms.iter().any(Term::is_whole) && self.also.as_ref().is_none_or(|also| also.org == self.org && also.is_whole())
    }

    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The teams that any part of it touches.
    pub fn teams(&self) -> Set<TeamId> {
        let own = self.terms.iter().fold(Set::none(), |all, term| all.join(&term.team));
        self.also.as_ref().map_or_else(|| own.clone(), |also| own.meet(&also.teams()))
    }

    /// `alias.org_id = ? AND (t1 OR t2 …)`: for one row by its id, for EXISTS and for counts. May stand beside other
    /// conditions with AND.
    pub fn write_sql(&self, sink: &mut dyn Sink, alias: &str, now: Time) {
        let mut writer = Writer {
            sink,
            alias,
            me: self.me,
            now,
        };
        writer.id("org_id", " = ", self.org);
        writer.sink.push(" AND ");
        writer.any_of(&self.terms);
        self.write_also(sink, alias, now);
    }

    pub(crate) fn write_also(&self, sink: &mut dyn Sink, alias: &str, now: Time) {
        if let Some(also) = &self.also {
            sink.push(" AND ");
            also.write_sql(sink, alias, now);
        }
    }

    /// The same rows as disjoint parts, each of which walks one index in order. None when there is nothing to see.
    pub fn branches(&self, now: Time) -> Vec<Branch<'_>> {
        if self.is_empty() { Vec::new() } else { branches(self, now) }
    }
}
