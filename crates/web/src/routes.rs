//! The one table of routes. Each says who may use it; the guard enforces it before
//! the handler runs, and the use case behind it then checks the unit.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use dinh_domain::access::Action;

use crate::state::AppState;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Public,
    /// Anyone, for the pages of an online vote: many households share the address of a hamlet house, so forms are
    /// limited by the code of the card rather than by the address.
    Voter,
    /// Anyone who is signed in.
    SignedIn,
    /// Who is signed in and uses a mandate, in force today, whose role has the action.
    Needs(Action),
}

/// One method of one path.
pub struct Route {
    /// Method; GET answers HEAD too.
    pub method: Method,
    /// Path with `{names}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What answers.
    pub handler: MethodRouter<AppState>,
}

impl Route {
    /// A page.
    pub fn get<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        Self {
            method: Method::GET,
            path,
            access,
            handler: on(MethodFilter::GET, handler),
        }
    }

    /// A form that is shown and sent at one address.
    pub fn form<G, T, P, U>(path: &'static str, access: Access, show: G, send: P) -> [Self; 2]
    where
        G: Handler<T, AppState>,
        T: 'static,
        P: Handler<U, AppState>,
        U: 'static,
    {
        [
            Self::get(path, access, show),
            Self::post(path, access, send),
        ]
    }

    /// A form. The guard asks for its `_csrf` field, which in a form with files must
    /// be the first.
    pub fn post<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        Self {
            method: Method::POST,
            path,
            access,
            handler: on(MethodFilter::POST, handler),
        }
    }
}

/// Every route of the site, room by room.
pub fn all() -> Vec<Route> {
    let rooms = [
        crate::health::routes(),
        crate::api::routes(),
        crate::pages::city::routes(),
        crate::pages::disclosure::routes(),
        crate::pages::decision::routes(),
        crate::assets::routes(),
        #[cfg(debug_assertions)]
        crate::pages::dev::routes(),
        crate::pages::people::routes(),
        crate::pages::admin::routes(),
        crate::pages::register::routes(),
        crate::pages::reminders::routes(),
        crate::pages::roll::routes(),
        crate::pages::units::routes(),
    ];
    rooms.into_iter().flatten().collect()
}
