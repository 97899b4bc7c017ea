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
static AT_ONCE: Semaphore = Semaphore::const_new(crate::limits::HASHED);

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let _turn = AT_ONCE.acquire().await.map_err(|e| Error::Broken(e.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Broken(e.to_string()))
}

/// Whether a new password is as long as one must be.
pub(super) fn is_sound(password: &str) -> Result<(), Error> {
    match password.chars().count() {
        length if length < LEAST_PASSWORD => Err(Error::Wrong { field: "password", message: "wrong-password-short" }),
        ..=MOST_PASSWORD => Ok(()),
        _ => Err(Error::Wrong { field: "password", message: "wrong-password-long" }),
    }
}

/// What is kept of a new password. Long rather than strange: no rules of signs, but nothing that is guessed from common words
/// and passwords, or from what the person is called.
pub(super) async fn keep(password: &str, about: &[&str]) -> Result<String, Error> {
    is_sound(password)?;
    let password = password.to_owned();
    // The parts of an address are as easily guessed as the whole.
    let parts = about.iter().flat_map(|a| a.split(['@', '.', ' ', '　']));
    let about: Vec<String> = about.iter().copied().chain(parts).chain(["shien"]).map(str::to_owned).collect();
    apart(move || {
        let known: Vec<&str> = about.iter().map(String::as_str).filter(|a| !a.is_empty()).collect();
        let start: String = password.chars().take(100).collect();
        if zxcvbn::zxcvbn(&start, &known).score() < zxcvbn::Score::Three {
            return Err(Error::Wrong { field: "password", message: "wrong-password-common" });
        }
        made(&password)
    })
    .await?
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
