//! A reach cut for pages: disjoint branches, each led by one indexed column.
//!
//! One page over an OR of extents makes an engine read and sort everything; a branch per index walks `last_at` in order and
//! stops after a page. What is mine is led by the assignee, what is in my teams by each team, what waits anywhere by *no
//! assignee*, and what waits in a few teams by each of them: a count walks nobody else's. The three kinds of assignee (me,
//! nobody, others) are each led by one of these only, so no row comes twice and the union needs no look for duplicates. Where a
//! term has no such column, or there would be too many, one branch walks the organisation's index.

use std::collections::BTreeSet;

use kit::{TeamId, Time};

use crate::sql::{Sink, Writer};
use crate::{Reach, Set, Term, Who};

/// More than this cost more than one walk of the organisation's index.
pub const MAX_BRANCHES: usize = 64;

/// The column by which a branch's index begins, after the organisation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lead {
    Organisation,
    Mine,
    Unassigned,
    UnassignedIn(Option<TeamId>),
    Team(Option<TeamId>),
}

/// One disjoint part of a reach.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Branch<'a> {
    pub lead: Lead,
    reach: &'a Reach,
    terms: Vec<Term>,
    now: Time,
}

impl Branch<'_> {
    /// The branch's condition. May stand beside others with AND.
    pub fn write_sql(&self, sink: &mut dyn Sink, alias: &str) {
        let mut writer = Writer {
            sink,
            alias,
            me: self.reach.me,
            now: self.now,
        };
        writer.id("org_id", " = ", self.reach.org);
        writer.sink.push(" AND ");
        match self.lead {
            Lead::Organisation => {}
            Lead::Mine => writer.id("assignee_id", " = ", self.reach.me),
            Lead::Unassigned => writer.test("assignee_id", " IS NULL"),
            Lead::Team(team) => writer.team(team),
            Lead::UnassignedIn(team) => {
                writer.team(team);
                writer.sink.push(" AND ");
                writer.test("assignee_id", " IS NULL");
            }
        }
        if self.lead != Lead::Organisation {
            writer.sink.push(" AND ");
        }
        writer.any_of(&self.terms);
        self.reach.write_also(sink, alias, self.now);
    }
}

pub(crate) fn branches(reach: &Reach, now: Time) -> Vec<Branch<'_>> {
    let branch = |(lead, terms)| Branch {
        lead,
        reach,
        terms: crate::term::drop_covered(terms),
        now,
    };
    let whole = || vec![branch((Lead::Organisation, reach.terms().to_vec()))];
    let Some(parts) = cut(reach.terms()) else { return whole() };
    if parts.len() > MAX_BRANCHES {
        whole()
    } else {
        parts.into_iter().map(branch).collect()
    }
}

/// By lead, or nothing where some term has none.
fn cut(terms: &[Term]) -> Option<Vec<(Lead, Vec<Term>)>> {
    let listed = |term: &&Term| matches!(term.team, Set::Only(_));
    if terms.iter().any(|term| !listed(&term) && term.who.has(Who::OTHER)) {
        return None;
    }
    // A kind of assignee leads where a team does not, and where a team would walk mostly what is other people's.
    let leads = |who: Who| {
        terms
            .iter()
            .any(|term| term.who.has(who) && (!listed(&term) || !term.who.has(Who::OTHER)))
    };
    let mut by_team = Who::ANYONE;
    let mut parts = Vec::new();
    for (who, lead) in [(Who::ME, Lead::Mine), (Who::NOBODY, Lead::Unassigned)] {
        if leads(who) {
            by_team = by_team.minus(who);
            // The lead says whose it is; the terms need not say it again.
            let led: Vec<Term> = terms
                .iter()
                .filter(|term| term.who.has(who))
                .map(|term| Term {
                    who: Who::ANYONE,
                    ..term.clone()
                })
                .collect();
            if lead == Lead::Unassigned && led.iter().all(|term| listed(&term)) {
                parts.extend(by_teams(&led).map(|(team, of_team)| (Lead::UnassignedIn(team), of_team)));
            } else {
                parts.push((lead, led));
            }
        }
    }
    let rest: Vec<Term> = terms
        .iter()
        .map(|term| Term {
            who: term.who.meet(by_team),
            ..term.clone()
        })
        .filter(|t| !t.is_empty())
        .collect();
    parts.extend(by_teams(&rest).map(|(team, of_team)| (Lead::Team(team), of_team)));
    Some(parts)
}

/// The terms of each listed team, which need not say it again.
fn by_teams(terms: &[Term]) -> impl Iterator<Item = (Option<TeamId>, Vec<Term>)> {
    let teams: BTreeSet<Option<TeamId>> = terms
        .iter()
        .flat_map(|term| {
            if let Set::Only(ids) = &term.team {
                ids.clone()
            } else {
                BTreeSet::new()
            }
        })
        .collect();
    teams.into_iter().map(|team| {
        let of_team = terms.iter().filter(|term| term.team.contains(team)).map(|term| Term {
            team: Set::any(),
            ..term.clone()
        });
        (team, of_team.collect())
    })
}
