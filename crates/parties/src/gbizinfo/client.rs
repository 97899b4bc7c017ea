//! How gBizINFO is asked: REST API version 2.

use std::{fmt, sync::Arc, time::Duration};

use kernel::CorporateNumber;
use platform::Error;
use serde_json::Value;

/// A part of what the registry keeps: each is asked for by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Part {
    /// 基本情報.
    Basic,
    /// 届出・認定情報.
    Certification,
}

impl Part {
    pub(super) const ALL: [Self; 2] = [Self::Basic, Self::Certification];

    pub(super) fn name(self) -> &'static str {
        self.into()
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Basic => "",
            Self::Certification => "/certification",
        }
    }
}

/// Where gBizINFO is, and the token it knows this system by.
#[derive(Clone)]
pub struct Registry {
    address: Arc<str>,
    token: Arc<str>,
    http: reqwest::Client,
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("address", &self.address).finish_non_exhaustive()
    }
}

/// What is read of an answer at the most.
const MOST: usize = 2 * 1024 * 1024;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LookupError {
    /// It knows no such number.
    Unknown,
    /// It does not answer, or not so that it can be read.
    Away,
}

impl Registry {
    /// gBizINFO at an address.
    pub fn new(address: &str, token: &str) -> Result<Self, Error> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // Somebody waits for the page.
            .timeout(Duration::from_secs(4))
            .build()
            .map_err(|e| Error::Broken(format!("gBizINFO: {e}")))?;
        Ok(Self { address: address.trim_end_matches('/').into(), token: token.into(), http })
    }

    /// Whether it answers: asked for the National Tax Agency itself.
    pub async fn answers(&self) -> Result<(), Error> {
        let tax_agency = CorporateNumber::parse("7000012050002").map_err(|e| Error::Broken(e.to_string()))?;
        match self.ask(tax_agency, Part::Basic).await {
            Ok(_) | Err(LookupError::Unknown) => Ok(()),
            Err(LookupError::Away) => Err(Error::Broken("gBizINFO does not answer".to_owned())),
        }
    }

    /// One part of what it keeps of a company.
    #[tracing::instrument(name = "ask gBizINFO", skip_all)]
    pub(super) async fn ask(&self, number: CorporateNumber, part: Part) -> Result<Value, LookupError> {
        let address = format!("{}/v2/hojin/{number}{}", self.address, part.path());
        let away = |error: reqwest::Error| {
            tracing::warn!(part = part.name(), error = %error.without_url(), "gBizINFO does not answer");
            LookupError::Away
        };
        let asked = self.http.get(address).header("X-hojinInfo-api-token", &*self.token).header("Accept", "application/json");
        let mut answer = asked.send().await.map_err(away)?;
        if answer.status() == reqwest::StatusCode::NOT_FOUND {
            return Err(LookupError::Unknown);
        }
        if !answer.status().is_success() {
            tracing::warn!(part = part.name(), status = answer.status().as_u16(), "gBizINFO refuses");
            return Err(LookupError::Away);
        }
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(away)? {
            body.extend_from_slice(&piece);
            if body.len() > MOST {
                return Err(LookupError::Away);
            }
        }
        let mut answer: Value = serde_json::from_slice(&body).map_err(|_| LookupError::Away)?;
        match answer.get_mut("hojin-infos").and_then(Value::as_array_mut) {
            Some(list) if list.is_empty() => Err(LookupError::Unknown),
            Some(list) => Ok(list.swap_remove(0)),
            None => Err(LookupError::Away),
        }
    }
}
