//! How `access` writes a reach into a statement.

use access::{Bind, Sink};
use db::Sql;

/// Lets `access` write its conditions into a statement.
pub struct Into<'a>(pub &'a mut Sql);

impl Sink for Into<'_> {
    fn push(&mut self, sql: &str) {
        self.0.add(sql);
    }

    fn bind(&mut self, value: Bind) {
        match value {
            Bind::Id(id) => self.0.add_arg(id),
            Bind::Time(at) => self.0.add_arg(at),
        }
    }
}
