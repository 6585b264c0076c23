//! Terms as SQL conditions with bound values, the same text on SQLite and PostgreSQL.
//!
//! The columns: `org_id, assignee_id, team_id, channel_id, origin_id, deferred_until`. Every condition is true or not,
//! never the third thing: nothing is negated around them.

use kit::{Id, MemberId, TeamId, Time};

use crate::{Set, Term, When, Who};

/// A value to bind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bind {
    Id([u8; 16]),
    Time(Time),
}

/// Takes SQL text and values in order. `bind` also writes the placeholder.
pub trait Sink {
    fn push(&mut self, sql: &str);
    fn bind(&mut self, value: Bind);
}

/// Writes conditions about the rows of one alias.
pub(crate) struct Writer<'a> {
    pub sink: &'a mut dyn Sink,
    pub alias: &'a str,
    pub me: MemberId,
    pub now: Time,
}

impl Writer<'_> {
    pub fn column(&mut self, name: &str) {
        if !self.alias.is_empty() {
            self.sink.push(self.alias);
            self.sink.push(".");
        }
        self.sink.push(name);
    }

    pub fn id(&mut self, name: &str, is: &str, id: impl Id) {
        self.column(name);
        self.sink.push(is);
        self.sink.bind(Bind::Id(id.to_bytes()));
    }

    pub fn test(&mut self, name: &str, is: &str) {
        self.column(name);
        self.sink.push(is);
    }

    pub fn team(&mut self, team: Option<TeamId>) {
        match team {
            Some(team) => self.id("team_id", " = ", team),
            None => self.test("team_id", " IS NULL"),
        }
    }

    /// `(t1 OR t2 …)`; no terms are nothing.
    pub fn any_of(&mut self, terms: &[Term]) {
        match terms {
            [] => self.sink.push("1 = 0"),
            [one] => self.term(one),
            many => {
                self.sink.push("(");
                for (i, term) in many.iter().enumerate() {
                    self.sink.push(if i == 0 { "(" } else { " OR (" });
                    self.term(term);
                    self.sink.push(")");
                }
                self.sink.push(")");
            }
        }
    }

    fn term(&mut self, term: &Term) {
        if term.is_empty() {
            self.sink.push("1 = 0");
            return;
        }
        let mut first = true;
        let mut and = |w: &mut Self| {
            w.sink.push(if first { "" } else { " AND " });
            first = false;
        };
        if term.who != Who::ANYONE {
            and(self);
            self.who(term.who);
        }
        if !term.team.is_any() {
            and(self);
            self.set("team_id", &term.team);
        }
        if !term.channel.is_any() {
            and(self);
            self.set("channel_id", &term.channel);
        }
        if !term.origin.is_any() {
            and(self);
            self.set("origin_id", &term.origin);
        }
        if term.when != When::ALWAYS {
            and(self);
            self.when(term.when);
        }
        if first {
            self.sink.push("1 = 1");
        }
    }

    fn who(&mut self, who: Who) {
        let me = self.me;
        match (who.has(Who::ME), who.has(Who::NOBODY), who.has(Who::OTHER)) {
            (true, false, false) => self.id("assignee_id", " = ", me),
            (false, true, false) => self.test("assignee_id", " IS NULL"),
            (false, false, true) => self.id("assignee_id", " <> ", me),
            (true, false, true) => self.test("assignee_id", " IS NOT NULL"),
            (false, true, true) => self.id("assignee_id", " IS DISTINCT FROM ", me),
            (true, true, false) => {
                self.sink.push("(");
                self.id("assignee_id", " = ", me);
                self.sink.push(" OR ");
                self.test("assignee_id", " IS NULL");
                self.sink.push(")");
            }
            (true, true, true) => self.sink.push("1 = 1"),
            (false, false, false) => self.sink.push("1 = 0"),
        }
    }

    fn when(&mut self, when: When) {
        if when == When::OPEN {
            self.sink.push("(");
            self.test("deferred_until", " IS NULL OR ");
        }
        self.test("deferred_until", if when == When::OPEN { " <= " } else { " > " });
        self.sink.bind(Bind::Time(self.now));
        if when == When::OPEN {
            self.sink.push(")");
        }
    }

    fn set<T: Id>(&mut self, name: &str, set: &Set<T>) {
        let (ids, only) = match set {
            Set::Only(ids) => (ids, true),
            Set::Except(ids) => (ids, false),
        };
        let unset = set.contains(None);
        let some: Vec<T> = ids.iter().copied().flatten().collect();
        if some.is_empty() {
            // Only what has none, or only what has one.
            self.test(name, if unset { " IS NULL" } else { " IS NOT NULL" });
            return;
        }
        self.sink.push(if unset { "(" } else { "" });
        if unset {
            self.test(name, " IS NULL OR ");
        }
        self.list(name, if only { " IN (" } else { " NOT IN (" }, &some);
        self.sink.push(if unset { ")" } else { "" });
    }

    fn list<T: Id>(&mut self, name: &str, is: &str, ids: &[T]) {
        self.test(name, is);
        for (i, id) in ids.iter().enumerate() {
            self.sink.push(if i == 0 { "" } else { ", " });
            self.sink.bind(Bind::Id(id.to_bytes()));
        }
        self.sink.push(")");
    }
}
