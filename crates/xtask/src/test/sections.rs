//! The sections, and which of them may stand beside each other.

use anyhow::Result;

use super::{advisories, needs::Needs, panel, rust};
use crate::tidy;

pub struct Section {
    pub name: &'static str,
    pub group: &'static str,
    pub about: &'static str,
    pub company: Company,
    pub run: fn(&mut Needs) -> Result<()>,
}

/// What a section leaves room for. A compiler or a browser rarely keeps both of two cores busy, and the Rust tests do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Company {
    /// Before all others: quick, or needed by them.
    First,
    /// Done aside while the compiler works.
    Aside,
    /// The compiler's: what is done aside begins with it.
    Beside,
    /// Has the machine to itself: what was done aside has ended before.
    Alone,
}

use Company::{Alone, Aside, Beside, First};

pub const SECTIONS: &[Section] = &[
    Section {
        name: "fmt",
        group: "rust",
        about: "rustfmt changes nothing",
        company: First,
        run: rust::fmt,
    },
    Section {
        name: "tidy",
        group: "tidy",
        about: "the house's rules",
        company: First,
        run: |needs| tidy::tidy(&needs.root),
    },
    Section {
        name: "advisories",
        group: "tidy",
        about: "no locked crate has a known hole",
        company: First,
        run: advisories::check,
    },
    Section {
        name: "panel-build",
        group: "panel",
        about: "panel and widget build within their budgets",
        company: First,
        run: |needs| needs.web(),
    },
    Section {
        name: "panel-check",
        group: "panel",
        about: "types of panel and widget",
        company: Aside,
        run: |needs| panel::script(needs, "check"),
    },
    Section {
        name: "panel-lint",
        group: "panel",
        about: "lint of panel and widget",
        company: Aside,
        run: |needs| panel::script(needs, "lint"),
    },
    Section {
        name: "panel-unit",
        group: "panel",
        about: "unit tests of panel and widget",
        company: Aside,
        run: |needs| panel::script(needs, "test"),
    },
    Section {
        name: "widget",
        group: "e2e",
        about: "the chat on a page, in a real browser, against a desk made up for it",
        company: Aside,
        run: panel::alone,
    },
    Section {
        name: "compile",
        group: "rust",
        about: "the binary and every test, read by clippy, warnings are errors",
        company: Beside,
        run: rust::compile,
    },
    Section {
        name: "rust",
        group: "rust",
        about: "unit and integration tests on SQLite and PostgreSQL",
        company: Alone,
        run: rust::test,
    },
    Section {
        name: "bench",
        group: "rust",
        about: "the benches run through, small, held against no clock",
        company: Alone,
        run: rust::bench,
    },
    Section {
        name: "generated",
        group: "gen",
        about: "generated files are fresh",
        company: Alone,
        run: rust::generated,
    },
    Section {
        name: "e2e",
        group: "e2e",
        about: "the real binary in a real browser, with axe",
        company: Alone,
        run: panel::end_to_end,
    },
];

impl Section {
    pub fn is(&self, name: &str) -> bool {
        self.name == name || self.group == name
    }
}
