//! Transactions that write, on every database.

use std::sync::{Arc, Mutex};

use platform::{Actor, trial};

use crate::CONTEXTS;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_asked_first_writes_first() {
    for trial in trial::databases(&CONTEXTS).await.unwrap() {
        for _ in 0..50 {
            let holder = trial.app.begin(&Actor::System("test")).await.unwrap();
            let order = Arc::new(Mutex::new(Vec::new()));
            let mut writers = Vec::new();
            for n in 0..8 {
                let (app, order) = (trial.app.clone(), order.clone());
                writers.push(tokio::spawn(async move {
                    let unit = app.begin(&Actor::System("test")).await.unwrap();
                    order.lock().unwrap().push(n);
                    drop(unit);
                }));
                while trial.app.db.waiting() <= n {
                    tokio::task::yield_now().await;
                }
            }
            drop(holder);
            for writer in writers {
                writer.await.unwrap();
            }
            assert_eq!(*order.lock().unwrap(), (0..8).collect::<Vec<_>>(), "{}", trial.name);
        }
    }
}
