//! Signing in through the identity provider by OpenID Connect: GビズID.

use crate::acts;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
    Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse, UserInfoClaims,
    core::{CoreClient, CoreGenderClaim, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType},
    reqwest,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::RwLock;

use super::{
    keys, keys_store as store,
    model::{PendingKind, Person},
    service::{RequestOrigin, Step, as_person, confirm, enter, open_session, own_for, small},
    store as people,
};
use crate::{Actor, App, Error, mail, secret::Secret};

/// How the identity provider is reached, and how it knows this one.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The issuer, as it names itself.
    pub issuer: String,
    /// The name under which this system is known there.
    pub client: String,
    /// The secret that goes with it.
    pub secret: String,
    /// What is asked for, beside `openid`.
    pub scopes: Vec<String>,
}

/// An identity provider.
#[derive(Debug, Clone)]
pub struct Provider {
    settings: Arc<Settings>,
    redirect: RedirectUrl,
    http: reqwest::Client,
    /// What it says of itself, and since when that is known here.
    known: Arc<RwLock<Option<(Instant, CoreProviderMetadata)>>>,
}

/// What GビズID says of a person and its company (利用者情報).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Claims {
    /// アカウント種別: 1 entry, 2 prime, 3 member.
    pub account_type: Option<serde_json::Value>,
    /// 1 corporation, 2 sole proprietor.
    pub corp_type: Option<serde_json::Value>,
    /// 法人番号; a management number for a sole proprietor.
    pub corporate_number: Option<String>,
    /// 商号.
    pub name: Option<String>,
    /// The user's family name.
    pub user_last_nm: Option<String>,
    /// The user's given name.
    pub user_first_nm: Option<String>,
    /// The address.
    pub email: Option<String>,
}

impl openidconnect::AdditionalClaims for Claims {}

/// How far an account's owner was looked at by the identity provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// エントリー: an address only.
    Entry,
    /// プライム: the representative, or the sole proprietor.
    Prime,
    /// メンバー: staff of a prime.
    Member,
}

impl Claims {
    fn is(value: Option<&serde_json::Value>, number: i64) -> bool {
        value.is_some_and(|v| v.as_i64() == Some(number) || v.as_str() == Some(&number.to_string()))
    }

    /// How far somebody was looked at.
    pub fn proof(&self) -> Proof {
        if Self::is(self.account_type.as_ref(), 2) {
            Proof::Prime
        } else if Self::is(self.account_type.as_ref(), 3) {
            Proof::Member
        } else {
            Proof::Entry
        }
    }

    /// Whether it is a corporation, whose number has a check digit.
    pub fn is_corporation(&self) -> bool {
        Self::is(self.corp_type.as_ref(), 1)
    }

    /// What the user is called.
    pub fn called(&self) -> String {
        [&self.user_last_nm, &self.user_first_nm]
            .into_iter()
            .flatten()
            .map(|n| n.trim())
            .filter(|n| !n.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Whom the identity provider has sent.
#[derive(Debug)]
pub struct SignedInByProvider {
    /// In, or on to the code of the account; somebody new has an account from here on.
    pub step: Step,
    /// Who it is.
    pub actor: Actor,
    /// What was said.
    pub claims: Claims,
}

/// How the identity provider signs what it says: with a key of its own that anybody can check, never with a shared secret.
const SIGNED: [CoreJwsSigningAlgorithm; 1] = [CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256];

/// A client that was told by discovery where to ask for leave, and perhaps where for tokens and for claims.
type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

#[derive(Debug, Serialize, Deserialize)]
struct Begin {
    state: String,
    nonce: String,
    verifier: String,
    next: String,
}

/// Keys are changed there now and then, and one that was withdrawn is not trusted for long.
const KNOWN: Duration = Duration::from_mins(15);

fn away(error: impl std::fmt::Display) -> Error {
    tracing::warn!(%error, "the identity provider can't be asked");
    Error::Wrong { field: "openid", message: "wrong-openid-away" }
}

fn refused(error: impl std::fmt::Display) -> Error {
    tracing::info!(%error, "what the identity provider sent was refused");
    Error::Wrong { field: "openid", message: "wrong-openid" }
}

impl Provider {
    /// A provider that sends people back to `redirect`.
    pub fn new(settings: Settings, redirect: String) -> Result<Self, Error> {
        let broken = |e: String| Error::Broken(format!("OpenID Connect: {e}"));
        let http = reqwest::ClientBuilder::new()
            // It is asked at its own address or not at all.
            .redirect(reqwest::redirect::Policy::none())
            .timeout(std::time::Duration::from_secs(10))
            .build()
            .map_err(|e| broken(e.to_string()))?;
        let redirect = RedirectUrl::new(redirect).map_err(|e| broken(e.to_string()))?;
        Ok(Self { settings: Arc::new(settings), redirect, http, known: Arc::default() })
    }

    async fn known(&self) -> Result<CoreProviderMetadata, Error> {
        if let Some((since, known)) = &*self.known.read().await
            && since.elapsed() < KNOWN
        {
            return Ok(known.clone());
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(away)?;
        let known = CoreProviderMetadata::discover_async(issuer, &self.http).await.map_err(away)?;
        *self.known.write().await = Some((Instant::now(), known.clone()));
        Ok(known)
    }

    /// This system, as the identity provider knows it.
    async fn client(&self) -> Result<Client, Error> {
        let (id, secret) = (ClientId::new(self.settings.client.clone()), ClientSecret::new(self.settings.secret.clone()));
        let client = CoreClient::from_provider_metadata(self.known().await?, id, Some(secret));
        Ok(client.set_redirect_uri(self.redirect.clone()))
    }

    /// Whether the identity provider answers and is who it should be.
    pub async fn answers(&self) -> Result<(), Error> {
        self.known().await.map(|_| ())
    }

    /// Begins: what the browser keeps until it comes back, and where it goes.
    pub async fn begin(&self, app: &App, next: &str, origin: &RequestOrigin) -> Result<(Secret, String), Error> {
        self.begin_for(app, None, next, origin).await
    }

    /// Begins to tie an identity there to one's own account. Asks for the password again.
    pub async fn begin_tie(&self, app: &App, actor: &Actor, password: &str, origin: &RequestOrigin) -> Result<(Secret, String), Error> {
        let own = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
        confirm(app, actor, &own, password).await?;
        self.begin_for(app, Some(&own.id), "/account", origin).await
    }

    async fn begin_for(&self, app: &App, person: Option<&str>, next: &str, origin: &RequestOrigin) -> Result<(Secret, String), Error> {
        let client = self.client().await?;
        keys::not_too_often(app, origin).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut leave = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random).set_pkce_challenge(challenge);
        for scope in &self.settings.scopes {
            leave = leave.add_scope(Scope::new(scope.clone()));
        }
        let (address, state, nonce) = leave.url();
        let state =
            Begin { state: state.into_secret(), nonce: nonce.secret().clone(), verifier: verifier.into_secret(), next: next.to_owned() };
        let secret = keys::begin(app, PendingKind::OpenId, person, &state).await?;
        Ok((secret, address.into()))
    }

    /// What the identity provider says of whom it sent back with a code: its subject and its claims; where the person wanted to go, and
    /// to whose account the identity is to be tied.
    async fn arrive(&self, app: &App, begun: &Secret, code: &str, state: &str) -> Result<(String, Claims, String, Option<String>), Error> {
        let found = store::begun(app.db.read(), &begun.hash(), PendingKind::OpenId, app.now()).await?.ok_or(Error::Expired)?;
        let kept: Begin = serde_json::from_str(&found.state).map_err(refused)?;
        if kept.state != state {
            return Err(refused("another state"));
        }
        let transaction = app.db.begin().await?;
        let first = store::end_begun(&*transaction, &begun.hash()).await?;
        transaction.commit(None).await?;
        if !first {
            return Err(Error::Expired);
        }
        let client = self.client().await?;
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(refused)?
            .set_pkce_verifier(PkceCodeVerifier::new(kept.verifier))
            .request_async(&self.http)
            .await
            .map_err(refused)?;
        let token = answer.id_token().ok_or_else(|| refused("no id token"))?;
        let claims = token.claims(&client.id_token_verifier().set_allowed_algs(SIGNED), &Nonce::new(kept.nonce)).map_err(refused)?;
        let subject = claims.subject().clone();
        let user_info: UserInfoClaims<Claims, CoreGenderClaim> = client
            .user_info(answer.access_token().to_owned(), Some(subject.clone()))
            .map_err(refused)?
            .request_async(&self.http)
            .await
            .map_err(refused)?;
        let mut all = user_info.additional_claims().clone();
        all.email = all.email.or_else(|| user_info.email().map(|e| e.as_str().to_owned()));
        // A name and an address are claims that OpenID Connect knows itself; here the name is the company's.
        all.name = all.name.or_else(|| user_info.name().and_then(|n| n.get(None)).map(|n| n.as_str().to_owned()));
        Ok((subject.as_str().to_owned(), all, kept.next, found.person))
    }

    /// Signs in whom the identity provider sends, or leads on to the code where the account has one. Somebody who is signed in already ties the identity to the account; somebody new
    /// gets an account, unless the address has one: then its owner must sign in first and tie both.
    pub async fn sign_in(
        &self,
        app: &App,
        actor: &Actor,
        begun: &Secret,
        code: &str,
        state: &str,
        origin: &RequestOrigin,
    ) -> Result<(SignedInByProvider, String), Error> {
        let (subject, claims, next, tie) = self.arrive(app, begun, code, state).await?;
        let issuer = &self.settings.issuer;
        let known = store::identity(app.db.read(), issuer, &subject).await?;
        let person = match (actor, known) {
            (Actor::Person(signed), Some(id)) if signed.id != id => {
                return Err(Error::Wrong { field: "openid", message: "wrong-openid-tied" });
            }
            // Only what was begun with the password ties anything: an open session alone does not.
            (Actor::Person(signed), None) if tie.as_ref() != Some(&signed.id) => {
                return Err(Error::Wrong { field: "openid", message: "wrong-openid-tie" });
            }
            (Actor::Person(_), None) => {
                let own = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
                let mut unit = app.begin(actor).await?;
                if !store::put_identity(unit.db(), issuer, &subject, &own.id, unit.now()).await? {
                    return Err(Error::Stale);
                }
                unit.journal(own.act(), &format!("person:{}", own.id), json!({ "added": "openid" })).await?;
                unit.commit().await?;
                own.into_inner()
            }
            (_, Some(id)) => {
                let person = people::person(app.db.read(), &id).await?;
                person.filter(|p| p.closed_at.is_none()).ok_or(Error::Wrong { field: "openid", message: "wrong-openid" })?
            }
            (_, None) => self.person_of(app, &subject, &claims).await?,
        };
        let (before, actor) = (actor, as_person(&person));
        let mut unit = app.begin(&actor).await?;
        let step = match before {
            // Somebody who is in already has given the code, where there is one.
            Actor::Person(_) => Step::In(open_session(&mut unit, &person, origin, "openid").await?),
            _ => enter(&mut unit, &person, origin, "openid").await?,
        };
        unit.commit().await?;
        Ok((SignedInByProvider { step, actor, claims }, next))
    }

    async fn person_of(&self, app: &App, subject: &str, claims: &Claims) -> Result<Person, Error> {
        let email = small(claims.email.as_deref().unwrap_or_default());
        mail::bare_address(&email).map_err(|_| Error::Wrong { field: "openid", message: "wrong-openid-email" })?;
        let name: String = claims.called().chars().filter(|c| !c.is_control()).take(100).collect();
        let name = if name.is_empty() { email.clone() } else { name };
        let person = Person { id: uuid::Uuid::now_v7().to_string(), email, name, sample: false, closed_at: None };
        let mut unit = app.begin(&Actor::Nobody).await?;
        if !people::put_person(unit.db(), &person, None, unit.now()).await? {
            return Err(Error::Wrong { field: "openid", message: "wrong-openid-known" });
        }
        store::put_identity(unit.db(), &self.settings.issuer, subject, &person.id, unit.now()).await?;
        unit.journal(acts::ACCEPT, &format!("person:{}", person.id), json!({ "by": "openid" })).await?;
        unit.commit().await?;
        Ok(person)
    }

    /// Unties one's account from this site's. Asks for the password again; where there is none, this is the only way in, and
    /// stays. Safe to repeat.
    pub async fn untie(&self, app: &App, actor: &Actor, password: &str) -> Result<(), Error> {
        let own = own_for(app, actor, acts::ACCOUNT_CHANGE).await?;
        if people::password(app.db.read(), &own.id).await?.is_none() {
            return Err(Error::Wrong { field: "confirm", message: "wrong-last-key" });
        }
        confirm(app, actor, &own, password).await?;
        let mut unit = app.begin(actor).await?;
        store::drop_identities(unit.db(), &self.settings.issuer, &own.id).await?;
        unit.journal(own.act(), &format!("person:{}", own.id), json!({ "removed": "openid" })).await?;
        unit.commit().await
    }

    /// Whether one's account is tied to this site's.
    pub async fn tied(&self, app: &App, actor: &Actor) -> Result<bool, Error> {
        let own = own_for(app, actor, acts::ACCOUNT_READ).await?;
        Ok(store::identities(app.db.read(), &own.id).await?.iter().any(|i| i.issuer == self.settings.issuer))
    }
}
