//! What must hold for every caller: the table of roles, the algorithm on random worlds, and the SQL against the function.

mod member;
mod roles;
mod table;
