//! What must hold for every caller: the table of roles, the algorithm on random worlds, and the SQL against the function.

mod asking;
mod branches;
mod build;
mod change;
mod decide;
mod eligible;
mod matrix;
mod member;
mod oracle;
mod roles;
mod sql;
mod table;
mod term;
mod world;
