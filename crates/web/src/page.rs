//! What every page has, whatever it shows: language, title, reader, way back, and the addresses of style and script.
//!
//! A page's template struct embeds it as the field `page` and its template begins with `{% extends "layout.html" %}`.

use crate::assets::{Assets, assets};
use crate::texts::{Lang, Texts};

/// The frame of a page, for `templates/layout.html`.
#[derive(Debug, Clone)]
pub struct Page {
    /// Language of the page.
    pub lang: Lang,
    /// The page's own title, without the name of the site.
    pub title: String,
    /// Path of the page, without the query: `/don-vi/phuong-ninh-kieu`.
    pub path: String,
    /// The query of the request without `lang`, so that changing the language keeps the search: `q=ninh+kieu&trang=2`.
    pub query: String,
    /// Who is signed in; a reader without account is `None`.
    pub user: Option<Viewer>,
    /// The token that forms of a signed-in person carry.
    pub csrf: Option<String>,
    /// Whether the data is invented for showing, which every page then says.
    pub sample: bool,
    /// The texts in the page's language.
    pub texts: Texts,
    /// Addresses of the style sheet and script of this build.
    pub assets: &'static Assets,
    /// The way back, from the city down to the page above this one.
    pub breadcrumbs: Vec<Crumb>,
    /// Other forms of the same content: feeds, calendar, data files.
    pub alternates: Vec<Alternate>,
    /// What was typed in the search box.
    pub search: String,
    /// Whether the form on the page has errors; the title then says so first.
    pub has_errors: bool,
    /// Whether search engines should leave the page out.
    pub private: bool,
}

/// The person signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Name of the person.
    pub name: String,
    /// The mandate in use: `Cán bộ văn phòng, Phường Ninh Kiều`.
    pub mandate: String,
    /// Whether the mandate has a work desk.
    pub desk: bool,
    /// The rooms of administration that the mandate opens.
    pub rooms: Vec<Crumb>,
}

/// One step of the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What the step is called.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// The same content in another form, for `<link rel="alternate">`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternate {
    /// Media type, such as `application/atom+xml`.
    pub kind: String,
    /// Name shown by feed readers.
    pub title: String,
    /// Address.
    pub href: String,
}

/// A link of the main menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Whether the page belongs to this part of the site.
    pub current: bool,
}

impl Page {
    /// A page for a reader without account.
    pub fn new(lang: Lang, path: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            lang,
            title: title.into(),
            path: path.into(),
            query: String::new(),
            user: None,
            csrf: None,
            sample: false,
            texts: Texts::new(lang),
            assets: assets(),
            breadcrumbs: Vec::new(),
            alternates: Vec::new(),
            search: String::new(),
            has_errors: false,
            private: false,
        }
    }

    /// Adds a step to the way back.
    #[must_use]
    pub fn crumb(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.breadcrumbs.push(Crumb {
            text: text.into(),
            href: href.into(),
        });
        self
    }

    /// Adds another form of the same content.
    #[must_use]
    pub fn alternate(
        mut self,
        kind: &str,
        title: impl Into<String>,
        href: impl Into<String>,
    ) -> Self {
        self.alternates.push(Alternate {
            kind: kind.to_owned(),
            title: title.into(),
            href: href.into(),
        });
        self
    }

    /// Title of the browser window: errors first, then the page, then the site.
    pub fn window_title(&self) -> String {
        let prefix = if self.has_errors {
            self.texts.text("errors-prefix") + ": "
        } else {
            String::new()
        };
        let site = self.texts.text("site-title");
        if self.title.is_empty() {
            prefix + &site
        } else {
            format!("{prefix}{} – {site}", self.title)
        }
    }

    /// This page in another language. Reading needs no cookie: the language is part of the address.
    pub fn in_language(&self, lang: Lang) -> String {
        let query = if self.query.is_empty() {
            String::new()
        } else {
            format!("{}&", self.query)
        };
        format!("{}?{query}lang={}", self.path, lang.code())
    }

    /// An address of the site that keeps the language of the reader. Vietnamese addresses stay plain.
    pub fn link(&self, href: &str) -> String {
        if self.lang == Lang::default() {
            return href.to_owned();
        }
        let (address, fragment) = href
            .split_once('#')
            .map_or((href, String::new()), |(address, name)| {
                (address, format!("#{name}"))
            });
        let mark = if address.contains('?') { '&' } else { '?' };
        format!("{address}{mark}lang={}{fragment}", self.lang.code())
    }

    /// Whether forms and links must carry the language along.
    pub fn carries_language(&self) -> bool {
        self.lang != Lang::default()
    }

    /// The languages that the page is not in.
    pub fn other_languages(&self) -> Vec<Lang> {
        Lang::ALL
            .into_iter()
            .filter(|lang| *lang != self.lang)
            .collect()
    }

    /// The main menu; the work desk only for those who work.
    pub fn menu(&self) -> Vec<MenuItem> {
        let mut items = vec![
            ("/", self.texts.text("site-menu-home")),
            ("/don-vi", self.texts.text("site-menu-units")),
            ("/cong-khai", self.texts.text("site-menu-disclosure")),
            ("/ban-va-quyet-dinh", self.texts.text("decision-list-title")),
            ("/so-cai", self.texts.text("site-menu-register")),
            ("/du-lieu-mo", self.texts.text("site-menu-data")),
        ];
        if self.user.as_ref().is_some_and(|user| user.desk) {
            items.push(("/lam-viec", self.texts.text("site-menu-desk")));
        }
        items
            .into_iter()
            .map(|(href, text)| MenuItem {
                text,
                href: self.link(href),
                current: self.is_under(href),
            })
            .collect()
    }

    fn is_under(&self, href: &str) -> bool {
        self.path == href
            || (href != "/"
                && self
                    .path
                    .strip_prefix(href)
                    .is_some_and(|rest| rest.starts_with('/')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_marks_the_part_the_page_belongs_to_and_hides_the_desk_from_readers() {
        let page = Page::new(Lang::Vi, "/don-vi/xa-phong-dien", "Xã Phong Điền");
        let current: Vec<_> = page
            .menu()
            .into_iter()
            .filter(|item| item.current)
            .map(|item| item.href)
            .collect();
        assert_eq!(current, ["/don-vi"]);
        assert!(page.menu().iter().all(|item| item.href != "/lam-viec"));
    }

    #[test]
    fn a_window_title_says_first_that_there_are_errors() {
        let mut page = Page::new(Lang::Vi, "/", "Đăng nhập");
        page.has_errors = true;
        assert_eq!(page.window_title(), "Lỗi: Đăng nhập – Đình Cần Thơ");
    }

    #[test]
    fn the_language_travels_in_the_address_and_keeps_the_search() {
        let mut page = Page::new(Lang::En, "/tim-kiem", "Search");
        page.query = "q=ninh+kieu".to_owned();
        assert_eq!(page.in_language(Lang::Vi), "/tim-kiem?q=ninh+kieu&lang=vi");
        assert_eq!(
            page.link("/don-vi?trang=2#danh-sach"),
            "/don-vi?trang=2&lang=en#danh-sach"
        );
        assert_eq!(page.link("/don-vi"), "/don-vi?lang=en");
        page.lang = Lang::Vi;
        assert_eq!(page.link("/don-vi"), "/don-vi");
    }
}
