use askama::Template;

use crate::texts::Texts;

/// Previous, numbered and next pages of a list: the first, the last, and the ones around the current page.
#[derive(Debug, Clone, Template)]
#[template(path = "components/pagination.html")]
pub struct Pagination {
    landmark: String,
    previous: Option<Arrow>,
    next: Option<Arrow>,
    items: Vec<PageLink>,
}

#[derive(Debug, Clone)]
struct Arrow {
    href: String,
    text: String,
    hidden: String,
}

#[derive(Debug, Clone)]
enum PageLink {
    Page {
        number: i64,
        href: String,
        label: String,
        current: bool,
    },
    Gap,
}

impl Pagination {
    /// Links to the pages `1..=pages`; `href` gives the address of a page. One page or none shows nothing.
    pub fn new(texts: Texts, current: i64, pages: i64, href: impl Fn(i64) -> String) -> Self {
        let arrow = |number: i64, key: &str, hidden: &str| {
            (1..=pages).contains(&number).then(|| Arrow {
                href: href(number),
                text: key.to_owned(),
                hidden: hidden.to_owned(),
            })
        };
        let mut items = Vec::new();
        for number in 1..=pages {
            if number == 1 || number == pages || (number - current).abs() <= 1 {
                let label = texts.with("site-pages-page", &[("number", &number)]);
                items.push(PageLink::Page {
                    number,
                    href: href(number),
                    label,
                    current: number == current,
                });
            } else if !matches!(items.last(), Some(PageLink::Gap)) {
                items.push(PageLink::Gap);
            }
        }
        let hidden = texts.text("site-pages-word");
        Self {
            landmark: texts.text("site-pages"),
            previous: arrow(current - 1, &texts.text("site-pages-previous"), &hidden),
            next: arrow(current + 1, &texts.text("site-pages-next"), &hidden),
            items,
        }
    }

    fn is_shown(&self) -> bool {
        self.items.len() > 1
    }
}
