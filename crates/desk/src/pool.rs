//! Heavy work (hashing, decoding pictures) on few threads: however many ask, only so many run, so that memory stays bounded.

use std::sync::Arc;
use std::time::Duration;

use kit::{Error, Result};
use tokio::sync::Semaphore;

/// Cheap to clone; clones share the places.
#[derive(Clone)]
pub struct Pool {
    places: Arc<Semaphore>,
    patience: Duration,
}

impl Pool {
    /// `places` run at once; who has waited `patience` for one is told to come back later.
    pub fn new(places: usize, patience: Duration) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places.max(1))),
            patience,
        }
    }

    /// Runs `work` on a thread that may block. The place is held until the work ends, even when nobody waits for it any more.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let place = match tokio::time::timeout(self.patience, Arc::clone(&self.places).acquire_owned()).await {
            Ok(place) => place.map_err(Error::internal)?,
            Err(waited) => return Err(Error::unavailable(waited)),
        };
        let task = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        task.await.map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn no_more_run_at_once_than_there_are_places() {
        let pool = Pool::new(2, Duration::from_secs(30));
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..20)
            .map(|n| {
                let (pool, running, most) = (pool.clone(), Arc::clone(&running), Arc::clone(&most));
                tokio::spawn(async move {
                    let work = move || {
                        most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(5));
                        running.fetch_sub(1, Ordering::SeqCst);
                        n
                    };
                    pool.run(work).await.unwrap()
                })
            })
            .collect();
        for (n, task) in tasks.into_iter().enumerate() {
            assert_eq!(task.await.unwrap(), n);
        }
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn who_waits_too_long_is_told_so_and_a_caller_who_leaves_keeps_the_place_until_the_work_ends() {
        let pool = Pool::new(1, Duration::from_millis(20));
        let (release, wait) = std::sync::mpsc::channel::<()>();
        let first = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(move || wait.recv().is_ok()).await }
        });
        tokio::time::sleep(Duration::from_millis(10)).await;
        first.abort();
        assert_eq!(pool.run(|| 1).await.unwrap_err().kind, kit::Kind::Unavailable);
        release.send(()).unwrap();
        let patient = Pool {
            patience: Duration::from_secs(30),
            ..pool
        };
        assert_eq!(patient.run(|| 2).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn a_panic_is_an_error_and_gives_the_place_back() {
        let pool = Pool::new(1, Duration::from_secs(30));
        assert_eq!(pool.run(|| panic!("on purpose")).await.unwrap_err().kind, kit::Kind::Internal);
        assert_eq!(pool.run(|| 3).await.unwrap(), 3);
    }
}
