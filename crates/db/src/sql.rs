//! A statement that is put together: text and arguments grow side by side, and the numbers take care of themselves.

use std::fmt::Write as _;

use crate::Arg;

/// `Sql::new("SELECT … WHERE org_id = ").bind(org).push(" AND state = 'open'")`.
///
/// Texts are cached by what they say; keep the number of different ones small (literal lists of ids belong into
/// [`Sql::list`] only when they are short).
#[derive(Debug, Clone, Default)]
pub struct Sql {
    text: String,
    args: Vec<Arg<'static>>,
}

impl Sql {
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            args: Vec::new(),
        }
    }

    /// Adds text as it is. Never text that came from outside.
    #[must_use]
    pub fn push(mut self, text: &str) -> Self {
        self.add(text);
        self
    }

    /// Adds an argument and its number.
    #[must_use]
    pub fn bind<'a>(mut self, value: impl Into<Arg<'a>>) -> Self {
        self.add_arg(value);
        self
    }

    /// Adds `(a, b, c)`, each bound; an empty list is `(NULL)`, which nothing is in.
    #[must_use]
    pub fn list<'a, V: Into<Arg<'a>>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.add("(");
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            self.add("NULL");
        }
        while let Some(value) = values.next() {
            self.add_arg(value);
            if values.peek().is_some() {
                self.add(", ");
            }
        }
        self.add(")");
        self
    }

    /// Adds ` LIMIT n`, written out: of a bound one PostgreSQL assumes, for a plan it keeps, that a tenth of all rows is wanted.
    #[must_use]
    pub fn limit(self, most: impl Into<i64>) -> Self {
        let most: i64 = most.into();
        self.push(&format!(" LIMIT {most}"))
    }

    /// [`Sql::push`] in place.
    pub fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// [`Sql::bind`] in place.
    pub fn add_arg<'a>(&mut self, value: impl Into<Arg<'a>>) {
        self.args.push(value.into().into_owned());
        let _ = write!(self.text, "${}", self.args.len());
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn args(&self) -> &[Arg<'static>] {
        &self.args
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_arguments() {
        let sql = Sql::new("SELECT 1 WHERE a = ")
            .bind(5)
            .push(" AND b IN ")
            .list(["x", "y"])
            .push(" AND c IN ")
            .list(Vec::<i64>::new());
        assert_eq!(sql.text(), "SELECT 1 WHERE a = $1 AND b IN ($2, $3) AND c IN (NULL)");
        assert_eq!(sql.args(), &[Arg::Int(5), Arg::from("x"), Arg::from("y")]);
    }
}
