//! Who asks, as the guard found out: in every handler the first parameter after the state.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use dinh_domain::access::{Action, reach};
use dinh_service::people::OpenSession;
use dinh_service::{Actor, Context};

use crate::address;
use crate::errors::Failure;
use crate::once::{self, Sending};
use crate::page::{Crumb, Page, Viewer};
use crate::state::AppState;
use crate::texts::{Lang, Texts};

/// Who asks, in which language, for which page.
#[derive(Clone, Debug)]
pub struct Caller {
    /// For the use cases.
    pub actor: Actor,
    /// Language of the answer.
    pub lang: Lang,
    /// Token of the session's forms; `None` when nobody is signed in.
    pub csrf: Option<String>,
    /// Path that was asked for, without the query.
    pub path: String,
    /// Path with the query.
    pub full_path: String,
    /// Name and mandate for the head of the page.
    pub viewer: Option<Viewer>,
    /// Whether the person must first choose a password.
    pub must_change_password: bool,
    /// Whether the person must first have a second factor.
    pub must_enrol: bool,
    /// What is stored of the session's token.
    pub session: Option<[u8; 32]>,
    pub(crate) address: IpAddr,
    /// The form that is sent; none when a page is asked for.
    pub(crate) sending: Option<Sending>,
}

impl Caller {
    pub(crate) fn new(uri: &Uri, session: Option<OpenSession>, address: IpAddr) -> Self {
        let full_path = uri
            .path_and_query()
            .map_or("/", |both| both.as_str())
            .to_owned();
        let mut caller = Self {
            actor: Actor::Public,
            lang: language(uri),
            csrf: None,
            path: uri.path().to_owned(),
            full_path,
            viewer: None,
            must_change_password: false,
            must_enrol: false,
            session: None,
            address,
            sending: None,
        };
        if let Some(session) = session {
            caller.sign_in(session);
        }
        caller
    }

    /// The same request, now of a signed-in person.
    pub(crate) fn sign_in(&mut self, session: OpenSession) {
        let mandate = match (&session.person.mandate, &session.unit_name) {
            (Some(mandate), Some(unit)) => format!("{}, {unit}", mandate.role.label()),
            _ => self.texts().text("people-no-mandate"),
        };
        let role = session.person.mandate.as_ref().map(|mandate| mandate.role);
        let may = |action| role.is_some_and(|role| reach(role, action).is_some());
        self.viewer = Some(Viewer {
            name: session.person.name.clone(),
            mandate,
            desk: may(Action::ReadDesk),
            rooms: self.rooms(may),
        });
        self.csrf = Some(session.csrf);
        self.must_change_password = session.must_change_password;
        self.must_enrol = session.must_enrol;
        self.session = Some(session.token_hash);
        self.actor = Actor::Person(session.person);
    }

    fn rooms(&self, may: impl Fn(Action) -> bool) -> Vec<Crumb> {
        let rooms = [
            (Action::ReadRoll, "/lam-viec/so-ho", "people-room-roll"),
            (
                Action::ManagePeople,
                "/quan-tri/tai-khoan",
                "people-room-accounts",
            ),
            (Action::ManageUnits, "/quan-tri/don-vi", "people-room-units"),
            (Action::ReadAudit, "/quan-tri/nhat-ky", "people-room-trail"),
            (Action::ReadAudit, "/quan-tri/luu-giu", "retention-room"),
            (Action::ReadRules, "/quan-tri/quy-tac", "people-room-rules"),
            (
                Action::ManagePeople,
                "/quan-tri/xac-thuc",
                "account-room-strict",
            ),
            (
                Action::AskErasure,
                "/lam-viec/so-cai/cho-xoa",
                "register-room-asked",
            ),
            (Action::ManagePeople, "/quan-tri/thu", "reminders-room"),
            (
                Action::ReadUnreached,
                "/lam-viec/thu-chua-den",
                "reminders-room-unreached",
            ),
            (
                Action::WatchRegister,
                "/quan-tri/so-cong-khai",
                "signer-room",
            ),
            (Action::WatchRegister, "/quan-tri/tinh-trang", "status-room"),
        ];
        let open = rooms.into_iter().filter(|(action, ..)| may(*action));
        open.map(|(_, href, key)| Crumb {
            text: self.texts().text(key),
            href: href.to_owned(),
        })
        .collect()
    }

    /// The call of a use case.
    pub fn context<'p>(&self, state: &'p AppState) -> Context<'p> {
        let once = self.sending.as_ref().and_then(Sending::once);
        Context::new(&state.platform, self.actor.clone()).for_form(once)
    }

    /// The texts in the language of the answer.
    pub fn texts(&self) -> Texts {
        Texts::new(self.lang)
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.session.is_some()
    }

    /// The frame of the page that was asked for.
    pub fn page(&self, state: &AppState, title: impl Into<String>) -> Page {
        let mut page = Page::new(self.lang, self.path.clone(), title);
        page.user.clone_from(&self.viewer);
        let csrf = self.csrf.as_ref();
        page.csrf = csrf.map(|token| once::numbered(token, state.next_number()));
        page.sample = state.platform.sample;
        page
    }

    /// The frame of a page with a form: `page.csrf` is there for readers too. Such a
    /// page must not be cached.
    pub fn form_page(&self, state: &AppState, title: impl Into<String>) -> Page {
        let mut page = self.page(state, title);
        let now = state.platform.clock.now();
        page.csrf
            .get_or_insert_with(|| once::numbered(&state.form_key.token(now), state.next_number()));
        page
    }

    /// An address of this site in the language of the reader, for the way on after a form.
    pub(crate) fn kept(&self, path: &str) -> String {
        if self.lang == Lang::default() {
            return path.to_owned();
        }
        let sign = if path.contains('?') { '&' } else { '?' };
        format!("{path}{sign}lang={}", self.lang.code())
    }

    /// Where to sign in and come back to this page.
    pub(crate) fn way_to_sign_in(&self) -> String {
        format!("/dang-nhap?tiep={}", address::encoded(&self.full_path))
    }
}

/// `?lang=en`; the language is part of the address.
fn language(uri: &Uri) -> Lang {
    uri.query()
        .unwrap_or_default()
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| *name == "lang")
        .and_then(|(_, code)| code.parse().ok())
        .unwrap_or_default()
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Failure> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Failure::internal("a handler stands outside the table of routes"))
    }
}
