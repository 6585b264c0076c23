//! The route table. A line names method, path, permission, operation and handler:
//!
//! ```ignore
//! Slice::new("ticket")
//!     .get("/tickets", At(TicketRead), "ticket.list: tickets in your reach", list)
//!     .post("/tickets/{ticket}/take", At(TicketTake), "ticket.take: take a ticket that nobody has", take)
//! ```
//!
//! `docs/routes.txt` and the test that calls every route as everybody are made from the same lines.

use access::Perm;
use aide::axum::routing::{ApiMethodRouter, delete_with, get_with, patch_with, post_with, put_with};
use aide::axum::{ApiRouter, AxumOperationHandler};
use aide::transform::TransformOperation;
use aide::{OperationInput, OperationOutput};
use axum::Extension;

use crate::App;

/// Where an organisation's routes begin; [`Slice::root`] leaves it out.
pub const ORGANISATION: &str = "/api/v1/organisations/{org}";

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// The permission holds for the organisation as a whole: checked before the handler runs; 403 without.
    Desk(Perm),
    /// The permission is decided at the thing that the route names, by its verb: 404 or 403 as `access` decides.
    At(Perm),
    /// Any active member, about themselves or what all members need; the words say why no permission is asked.
    Member(&'static str),
    /// Any signed-in person, outside organisations; the words say why.
    Person(&'static str),
    /// A visitor of a web chat, by the token in their browser.
    Visitor(&'static str),
    /// A channel's own secret.
    Channel(&'static str),
    /// Anybody; the words say why.
    Public(&'static str),
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Line {
    pub slice: &'static str,
    pub method: &'static str,
    pub path: String,
    pub permit: Permit,
    pub operation: &'static str,
    pub summary: &'static str,
}

/// The routes of one noun.
pub struct Slice {
    name: &'static str,
    prefix: &'static str,
    pub lines: Vec<Line>,
    pub router: ApiRouter<App>,
}

macro_rules! method {
    ($name:ident, $with:ident, $text:literal) => {
        pub fn $name<H, I, O, T>(self, path: &str, permit: Permit, about: &'static str, handler: H) -> Self
        where
            H: AxumOperationHandler<I, O, T, App>,
            I: OperationInput,
            O: OperationOutput,
            T: 'static,
        {
            let line = self.line($text, path, permit, about);
            let described = line.clone();
            self.add(line, $with(handler, move |operation| describe(operation, &described)))
        }
    };
}

impl Slice {
    /// Routes under `/api/v1/organisations/{org}`.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            prefix: ORGANISATION,
            lines: Vec::new(),
            router: ApiRouter::new(),
        }
    }

    /// Routes whose paths are written in full.
    pub fn root(name: &'static str) -> Self {
        Self {
            prefix: "",
            ..Self::new(name)
        }
    }

    method!(get, get_with, "GET");
    method!(post, post_with, "POST");
    method!(put, put_with, "PUT");
    method!(patch, patch_with, "PATCH");
    method!(delete, delete_with, "DELETE");

    fn line(&self, method: &'static str, path: &str, permit: Permit, about: &'static str) -> Line {
        let (operation, summary) = about.split_once(": ").expect("`operation: summary`");
        Line {
            slice: self.name,
            method,
            path: format!("{}{path}", self.prefix),
            permit,
            operation,
            summary,
        }
    }

    fn add(mut self, line: Line, handler: ApiMethodRouter<App>) -> Self {
        self.router = self.router.api_route(&line.path, handler.layer(Extension(line.permit)));
        self.lines.push(line);
        self
    }
}

fn describe<'a>(operation: TransformOperation<'a>, line: &Line) -> TransformOperation<'a> {
    let mut operation = operation.id(line.operation).summary(line.summary).tag(line.slice);
    operation
        .inner_mut()
        .extensions
        .insert("x-permission".to_owned(), words(line.permit).into());
    operation
}

/// How the two tables and the document write a permit.
pub fn words(permit: Permit) -> String {
    match permit {
        Permit::Desk(perm) => format!("desk {}", perm.name()),
        Permit::At(perm) => format!("at {}", perm.name()),
        Permit::Member(why) => format!("member ({why})"),
        Permit::Person(why) => format!("person ({why})"),
        Permit::Visitor(why) => format!("visitor ({why})"),
        Permit::Channel(why) => format!("channel ({why})"),
        Permit::Public(why) => format!("public ({why})"),
    }
}

/// `docs/routes.txt`: a line a route, sorted, so that a change of policy is a readable diff.
pub fn table(lines: &[Line]) -> String {
    let mut rows: Vec<String> = lines
        .iter()
        .map(|l| format!("{:<7}{:<78}{:<40}{}", l.method, l.path, words(l.permit), l.operation))
        .collect();
    rows.sort_by_key(|row| row.split_whitespace().nth(1).map(|path| (path.to_owned(), row.clone())));
    rows.iter().map(|row| row.trim_end()).collect::<Vec<_>>().join("\n") + "\n"
}
