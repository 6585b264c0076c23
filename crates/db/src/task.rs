//! One caller's closure on its way through a lane, and its answer's way back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use kit::Time;
use tokio::sync::oneshot;

use crate::trace::Trace;
use crate::{Error, Result, Tx};

/// How a closure's run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ran {
    Kept,
    Failed,
    Panicked,
}

/// A closure with its types erased. It may run several times; only the last run's result is told.
pub(crate) trait Task: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Ran;
    /// Tells the caller the result of the last run.
    fn settle(self: Box<Self>);
    /// Tells the caller that nothing was done.
    fn refuse(self: Box<Self>, error: Error);
    /// Whether the caller has gone away.
    fn abandoned(&self) -> bool;
    fn began(&self) -> Time;
    fn trace(&self) -> Option<&Trace>;
}

pub(crate) struct Call<F, T, E> {
    f: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    began: Time,
    trace: Option<Trace>,
}

impl<F, T, E> Call<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    pub fn task(f: F, began: Time, trace: Option<Trace>) -> (Box<dyn Task>, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (
            Box::new(Self {
                f,
                result: None,
                reply,
                began,
                trace,
            }),
            answer,
        )
    }
}

impl<F, T, E> Task for Call<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Ran {
        let (result, ran) = match catch_unwind(AssertUnwindSafe(|| (self.f)(tx))) {
            Ok(result) => match &tx.broken {
                // The closure swallowed a failure; the transaction did not.
                Some(error) if result.is_ok() => (Err(Error::Aborted(Box::new(error.clone())).into()), Ran::Failed),
                _ => {
                    let ran = if result.is_ok() { Ran::Kept } else { Ran::Failed };
                    (result, ran)
                }
            },
            Err(payload) => {
                let text = payload.downcast_ref::<&str>().map(|s| (*s).to_owned());
                let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
                (Err(Error::Panic(text.unwrap_or_default()).into()), Ran::Panicked)
            }
        };
        self.result = Some(result);
        ran
    }

    fn settle(self: Box<Self>) {
        let result = self
            .result
            .unwrap_or_else(|| Err(Error::unavailable("the closure did not run").into()));
        // The caller may have gone; what was committed stays.
        let _ = self.reply.send(result);
    }

    fn refuse(self: Box<Self>, error: Error) {
        let _ = self.reply.send(Err(error.into()));
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn began(&self) -> Time {
        self.began
    }

    fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }
}

struct Unpark(std::thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits on this thread for an answer from another. Unlike the runtime's own ways of blocking, it may be called from anywhere.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}
