//! Passwords: argon2id, away from the threads that answer requests.

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use tokio::sync::Semaphore;

use super::model::{LEAST_PASSWORD, MOST_PASSWORD};
use crate::Error;

/// A hash that belongs to nobody: unknown addresses take as long as known ones.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| made("nobody has this password").ok());

fn made(password: &str) -> Result<String, Error> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|h| h.to_string()).map_err(|e| Error::Broken(format!("a password can't be kept: {e}")))
}

fn fits(password: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Each takes 19 MiB: no more than these at once, whoever asks.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let _turn = AT_ONCE.acquire().await.map_err(|e| Error::Broken(e.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Broken(e.to_string()))
}

/// What is kept of a new password. Long rather than strange: no rules of signs.
pub(super) async fn keep(password: &str) -> Result<String, Error> {
    let length = password.chars().count();
    if length < LEAST_PASSWORD {
        return Err(Error::Wrong { field: "password", message: "wrong-password-short" });
    }
    if length > MOST_PASSWORD {
        return Err(Error::Wrong { field: "password", message: "wrong-password-long" });
    }
    let mut signs: Vec<char> = password.chars().collect();
    signs.sort_unstable();
    signs.dedup();
    if signs.len() < 4 {
        return Err(Error::Wrong { field: "password", message: "wrong-password-plain" });
    }
    let password = password.to_owned();
    apart(move || made(&password)).await?
}

/// Whether a password is the one that is kept; where none is kept it takes as long to say no.
pub(super) async fn check(password: &str, kept: Option<String>) -> Result<bool, Error> {
    if password.chars().count() > MOST_PASSWORD {
        return Ok(false);
    }
    let password = password.to_owned();
    apart(move || {
        // The same work is done for an account that does not exist.
        let against = kept.as_ref().or(NOBODY.as_ref());
        let right = against.is_some_and(|hash| fits(&password, hash));
        right && kept.is_some()
    })
    .await
}
