//! What opens an account beside the password: one-time codes, and passkeys.

use crate::acts;
use serde_json::{Value, json};
use totp_rs::{Builder, Totp};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid,
    Webauthn, WebauthnBuilder, WebauthnError,
};

use super::{
    keys_store as store,
    model::{BEGINNINGS, Device, PendingKind, TRIES},
    service::{RequestOrigin, confirm, open_session, own, own_for, reserve},
    store as people,
};
use crate::{
    Actor, App, Error, Instant,
    secret::{Secret, hex},
};

const WRONG_CODE: Error = Error::Wrong { field: "code", message: "wrong-code" };
/// Codes for the day the telephone is lost, each good for once.
const SPARE_CODES: usize = 10;

/// What a person's account can be opened with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// Whether there is a password.
    pub password: bool,
    /// Since when a one-time code is asked after the password.
    pub code_since: Option<Instant>,
    /// Spare codes that are left.
    pub spare: u64,
    /// The passkeys.
    pub passkeys: Vec<Device>,
}

/// What opens one's own account.
pub async fn keys(app: &App, actor: &Actor) -> Result<Keys, Error> {
    let person = own(app, actor).await?;
    of(app, &person.id).await
}

/// What opens an account.
pub(super) async fn of(app: &App, id: &str) -> Result<Keys, Error> {
    let db = app.db.read();
    let code = store::code(db, id).await?.filter(|c| c.confirmed_at.is_some());
    Ok(Keys {
        password: people::password(db, id).await?.is_some(),
        code_since: code.and_then(|c| c.confirmed_at).as_deref().map(Instant::parse).transpose()?,
        spare: store::spare_left(db, id).await?,
        passkeys: store::passkeys(db, id).await?.into_iter().map(read_device).collect::<Result<_, _>>()?,
    })
}

fn read_device(row: store::passkey::Model) -> Result<Device, Error> {
    Ok(Device {
        id: row.id,
        name: row.name,
        made_at: Instant::parse(&row.made_at)?,
        used_at: row.used_at.as_deref().map(Instant::parse).transpose()?,
    })
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Broken(format!("a key can't be used: {error}"))
}

fn totp(secret: &str, email: &str) -> Result<Totp, Error> {
    let secret = totp_rs::Secret::try_from_base32(secret).map_err(broken)?;
    // A colon would end the name of the issuer in the address.
    let name = email.replace(':', "");
    Builder::new().with_secret(secret).with_skew(1).with_account_name(name).with_issuer(Some("shien")).build().map_err(broken)
}

/// A new secret for one-time codes, as the app takes it in.
#[derive(Debug)]
pub struct NewCode {
    /// For typing.
    pub secret: String,
    /// For the app's camera.
    pub address: String,
}

/// Begins to use one-time codes: nothing changes before [`end_code`]. Asks for the password again.
pub async fn begin_code(app: &App, actor: &Actor, password: &str) -> Result<NewCode, Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    confirm(app, actor, &person, password).await?;
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(broken)?;
    let secret = totp_rs::Secret::new(Box::new(bytes)).to_base32();
    let mut unit = app.begin(actor).await?;
    if !store::begin_code(unit.db(), &person.id, &secret).await? {
        return Err(Error::Stale);
    }
    unit.journal(person.act(), &format!("person:{}", person.id), json!({ "began": "code" })).await?;
    unit.commit().await?;
    let address = totp(&secret, &person.email)?.to_url().map_err(broken)?;
    Ok(NewCode { secret, address })
}

/// The secret that was begun with and is not confirmed yet, to show it again beside a wrong code.
pub async fn begun_code(app: &App, actor: &Actor) -> Result<NewCode, Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    let begun = store::code(app.db.read(), &person.id).await?.filter(|c| c.confirmed_at.is_none()).ok_or(Error::Expired)?;
    let address = totp(&begun.secret, &person.email)?.to_url().map_err(broken)?;
    Ok(NewCode { secret: begun.secret, address })
}

/// From here on a code is asked: the first one shows that the app has the secret. The spare codes are told once.
pub async fn end_code(app: &App, actor: &Actor, code: &str) -> Result<Vec<String>, Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    let key = format!("code:{}", person.id);
    reserve(app, [(&key, TRIES.0)]).await?;
    let begun = store::code(app.db.read(), &person.id).await?.filter(|c| c.confirmed_at.is_none()).ok_or(Error::Expired)?;
    let step = step(&begun.secret, &person.email, code, app.now())?.ok_or(WRONG_CODE)?;
    let mut spare = Vec::new();
    for _ in 0..SPARE_CODES {
        let mut bytes = [0_u8; 14];
        getrandom::fill(&mut bytes).map_err(broken)?;
        let text = hex(&bytes);
        spare.push(text.as_bytes().chunks(7).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-"));
    }
    let mut unit = app.begin(actor).await?;
    if !store::confirm_code(unit.db(), &person.id, step, unit.now()).await? {
        return Err(Error::Stale);
    }
    store::put_spare(unit.db(), &person.id, &spare.iter().map(|s| spare_hash(&person.id, s)).collect::<Vec<_>>()).await?;
    people::end_sessions(unit.db(), &person.id, None, Some(&actor.person()?.session)).await?;
    // The code was just shown here.
    people::strengthen(unit.db(), &actor.person()?.session, "code").await?;
    unit.journal(person.act(), &format!("person:{}", person.id), json!({ "changed": "code" })).await?;
    unit.commit().await?;
    Ok(spare)
}

/// No code is asked any more. Asks for the password again. Safe to repeat.
pub async fn drop_code(app: &App, actor: &Actor, password: &str) -> Result<(), Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    confirm(app, actor, &person, password).await?;
    let mut unit = app.begin(actor).await?;
    store::drop_code(unit.db(), &person.id).await?;
    unit.journal(person.act(), &format!("person:{}", person.id), json!({ "removed": "code" })).await?;
    unit.commit().await
}

/// The step of time that a code belongs to; `None` for a wrong one.
fn step(secret: &str, email: &str, code: &str, now: Instant) -> Result<Option<i64>, Error> {
    let seconds = u64::try_from(now.timestamp().as_second()).unwrap_or_default();
    let plain: String = kernel::text::plain(code).chars().filter(|c| !c.is_whitespace()).collect();
    if plain.len() != 6 || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    Ok(totp(secret, email)?.check(&plain, seconds).and_then(|s| i64::try_from(s).ok()))
}

fn spare_hash(person: &str, code: &str) -> String {
    use sha2::Digest as _;
    let plain: String = kernel::text::plain(code).to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    hex(&sha2::Sha256::digest(format!("{person}:{plain}").as_bytes()))
}

/// The second step of a sign-in: a code of the app, which works once, or a spare one.
pub async fn sign_in_with_code(app: &App, begun: &Secret, code: &str, origin: &RequestOrigin) -> Result<Secret, Error> {
    let hash = begun.hash();
    let found = store::begun(app.db.read(), &hash, PendingKind::Code, app.now()).await?.ok_or(Error::Expired)?;
    let id = found.person.ok_or(Error::Expired)?;
    let key = format!("code:{id}");
    reserve(app, [(&key, TRIES.0)]).await?;
    let person = people::person(app.db.read(), &id).await?.filter(|p| p.closed_at.is_none()).ok_or(Error::Expired)?;
    let kept = store::code(app.db.read(), &id).await?.filter(|c| c.confirmed_at.is_some()).ok_or(Error::Expired)?;
    let step = step(&kept.secret, &person.email, code, app.now())?;
    let mut unit = app.begin(&super::service::as_person(&person)).await?;
    let right = match step {
        Some(step) => store::use_step(unit.db(), &id, step).await?,
        None => store::use_spare(unit.db(), &spare_hash(&id, code)).await?,
    };
    if !right || !store::end_begun(unit.db(), &hash).await? {
        drop(unit);
        let mut unit = app.begin(&Actor::Nobody).await?;
        unit.journal(acts::SIGN_IN, &format!("person:{id}"), json!({ "refused": "code" })).await?;
        unit.commit().await?;
        return Err(WRONG_CODE);
    }
    people::forget_tries(unit.db(), &key, unit.now().plus(-super::model::WATCHED)).await?;
    let secret = open_session(&mut unit, &person, origin, if step.is_some() { "code" } else { "spare code" }).await?;
    unit.commit().await?;
    Ok(secret)
}

/// The site as passkeys know it; `None` where it is reached by a bare network address, which passkeys do not know.
pub fn passkey_site(address: &str) -> Option<Webauthn> {
    let origin = Url::parse(address).ok()?;
    let domain = origin.domain()?.to_owned();
    WebauthnBuilder::new(&domain, &origin).ok()?.rp_name("shien").build().ok()
}

fn refused(error: &WebauthnError) -> Error {
    tracing::info!(%error, "a passkey was refused");
    Error::Wrong { field: "passkey", message: "wrong-passkey" }
}

fn read<T: serde::de::DeserializeOwned>(response: &Value) -> Result<T, Error> {
    serde_json::from_value(response.clone()).map_err(|_| Error::Wrong { field: "passkey", message: "wrong-passkey" })
}

/// Begins to add a passkey: the secret of what was begun, and what the browser is asked. Asks for the password again.
pub async fn begin_passkey(app: &App, actor: &Actor, site: &Webauthn, password: &str) -> Result<(Secret, Value), Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    confirm(app, actor, &person, password).await?;
    let id = Uuid::parse_str(&person.id).map_err(broken)?;
    let known: Vec<_> = store::passkeys(app.db.read(), &person.id).await?.iter().filter_map(|p| p.key().ok()).collect();
    let except = known.iter().map(|k: &Passkey| k.cred_id().clone()).collect();
    let (origin, state) = site.start_passkey_registration(id, &person.email, &person.name, Some(except)).map_err(|e| refused(&e))?;
    let mut origin = serde_json::to_value(origin).map_err(broken)?;
    // It is to be found again without a name being typed.
    if let Some(wanted) = origin.pointer_mut("/publicKey/authenticatorSelection") {
        wanted["residentKey"] = json!("required");
        wanted["requireResidentKey"] = json!(true);
    }
    let secret = begin(app, PendingKind::NewPasskey, Some(&person.id), &state).await?;
    Ok((secret, origin))
}

/// Anybody may begin a sign-in; nobody fills the system with what was begun.
pub(super) async fn not_too_often(app: &App, origin: &RequestOrigin) -> Result<(), Error> {
    reserve(app, [(&format!("begun:{}", origin.from), BEGINNINGS)]).await.map(|_| ())
}

/// Keeps what a browser begins, for some minutes; the secret goes to that browser.
pub(super) async fn begin(app: &App, kind: PendingKind, person: Option<&str>, state: &impl serde::Serialize) -> Result<Secret, Error> {
    let secret = Secret::new()?;
    let state = serde_json::to_string(state).map_err(broken)?;
    let transaction = app.db.begin().await?;
    store::put_begun(&*transaction, &secret.hash(), kind, person, &state, app.now()).await?;
    transaction.commit(None).await?;
    Ok(secret)
}

/// Keeps a passkey.
pub async fn end_passkey(app: &App, actor: &Actor, site: &Webauthn, begun: &Secret, name: &str, response: &Value) -> Result<(), Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    let hash = begun.hash();
    let found = store::begun(app.db.read(), &hash, PendingKind::NewPasskey, app.now()).await?.ok_or(Error::Expired)?;
    if found.person.as_deref() != Some(&*person.id) {
        return Err(Error::Expired);
    }
    let state: PasskeyRegistration = serde_json::from_str(&found.state).map_err(broken)?;
    let response: RegisterPublicKeyCredential = read(response)?;
    let key = site.finish_passkey_registration(&response, &state).map_err(|e| refused(&e))?;
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(60).collect();
    let mut unit = app.begin(actor).await?;
    if !store::end_begun(unit.db(), &hash).await? || !store::put_passkey(unit.db(), &person.id, &name, &key, unit.now()).await? {
        return Err(Error::Stale);
    }
    unit.journal(person.act(), &format!("person:{}", person.id), json!({ "added": "passkey" })).await?;
    unit.commit().await
}

/// Takes a passkey away. Asks for the password again. Safe to repeat.
pub async fn drop_passkey(app: &App, actor: &Actor, id: &str, password: &str) -> Result<(), Error> {
    let person = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
    confirm(app, actor, &person, password).await?;
    let mut unit = app.begin(actor).await?;
    store::drop_passkey(unit.db(), &person.id, id).await?;
    unit.journal(person.act(), &format!("person:{}", person.id), json!({ "removed": "passkey" })).await?;
    unit.commit().await
}

/// Begins a sign-in with a passkey, whoever it is.
pub async fn begin_sign_in(app: &App, site: &Webauthn, from: &RequestOrigin) -> Result<(Secret, Value), Error> {
    not_too_often(app, from).await?;
    let (origin, state) = site.start_discoverable_authentication().map_err(|e| refused(&e))?;
    let mut origin = serde_json::to_value(origin).map_err(broken)?;
    // A button asks for it, not the field of the address.
    if let Some(origin) = origin.as_object_mut() {
        origin.remove("mediation");
    }
    let secret = begin(app, PendingKind::Passkey, None, &state).await?;
    Ok((secret, origin))
}

/// Signs in with a passkey. The device has asked for a finger or a number: no code is needed beside it.
pub async fn sign_in_with_passkey(
    app: &App,
    site: &Webauthn,
    begun: &Secret,
    response: &Value,
    origin: &RequestOrigin,
) -> Result<Secret, Error> {
    let hash = begun.hash();
    let found = store::begun(app.db.read(), &hash, PendingKind::Passkey, app.now()).await?.ok_or(Error::Expired)?;
    let state: DiscoverableAuthentication = serde_json::from_str(&found.state).map_err(broken)?;
    let response: PublicKeyCredential = read(response)?;
    let (id, credential) = site.identify_discoverable_authentication(&response).map_err(|e| refused(&e))?;
    let unknown = Error::Wrong { field: "passkey", message: "wrong-passkey" };
    let kept = store::passkey_of(app.db.read(), &id.to_string(), &hex(credential)).await?.ok_or(unknown)?;
    let mut key = kept.key()?;
    let result = site.finish_discoverable_authentication_v2(&response, state, DiscoverableKey::from(&key)).map_err(|e| refused(&e))?;
    let person = people::person(app.db.read(), &kept.person).await?.filter(|p| p.closed_at.is_none()).ok_or(Error::Expired)?;
    key.update_credential(&result);
    let mut unit = app.begin(&super::service::as_person(&person)).await?;
    if !store::end_begun(unit.db(), &hash).await? {
        return Err(Error::Expired);
    }
    store::used_passkey(unit.db(), &kept.id, &key, unit.now()).await?;
    let secret = open_session(&mut unit, &person, origin, "passkey").await?;
    unit.commit().await?;
    Ok(secret)
}
