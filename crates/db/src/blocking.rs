//! The same doors for threads that may wait: tests, commands, benches. Never call these where async code runs.

use kit::OrgId;

use crate::task::wait;
use crate::{Db, Error, Result, Tx};

macro_rules! twin {
    ($name:ident, $of:ident, ($($arg:ident: $type:ty),*)) => {
        #[doc = concat!("[`Db::", stringify!($of), "`], waited for on this thread.")]
        pub fn $name<T, E>(&self, $($arg: $type,)* f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
        where
            T: Send + 'static,
            E: From<Error> + Send + 'static,
        {
            wait(self.$of($($arg,)* f))
        }
    };
}

impl Db {
    twin!(read_blocking, read, ());
    twin!(read_long_blocking, read_long, ());
    twin!(write_blocking, write, (org: OrgId));
    twin!(write_two_blocking, write_two, (a: OrgId, b: OrgId));
    twin!(write_global_blocking, write_global, (key: &[u8]));
}
