//! What everything stands on: accounts, policy, journal, mail, jobs, files and backups, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail here")]

mod disk;
mod ground_floor;
mod keeping;
mod letters;
mod transactions;

/// What these tests stand on: nothing of any context above.
const CONTEXTS: [platform::Context; 1] = [platform::context()];

/// An agency, for whoever looks after its queues.
fn center(app: &platform::App) -> platform::Authorized<platform::accounts::Agency> {
    let agency = platform::accounts::Agency::new("center", "センター", "Centre", kernel::calendar::Closure::default());
    app.policy.allow(&platform::Actor::System("trial"), platform::acts::QUEUE_READ, agency).unwrap()
}
