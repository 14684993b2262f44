//! Finds texts that are missing, unused, misplaced, unsound or different between languages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;

use super::{Lang, bundle};

/// Key → the variables of its message, in one language.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    for (_, source) in bundle::sources(lang) {
        let mut key = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line
                .split_once(" =")
                .filter(|_| !line.starts_with([' ', '}']))
            {
                name.clone_into(&mut key);
                assert!(
                    messages.insert(key.clone(), BTreeSet::new()).is_none(),
                    "{key} stands twice in {lang:?}"
                );
            }
            let variables = line
                .split('$')
                .skip(1)
                .map(|rest| rest.chars().take_while(char::is_ascii_lowercase).collect());
            messages.entry(key.clone()).or_default().extend(variables);
        }
    }
    messages.remove("");
    messages
}

/// Every template and source file, tests apart.
fn sources() -> Vec<String> {
    let mut folders = vec!["src".to_owned(), "templates".to_owned()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in fs::read_dir(folder).expect("the folder of the crate is there") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path.display().to_string());
            } else if path
                .extension()
                .is_some_and(|ending| ending == "rs" || ending == "html")
            {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                sources.push(
                    text.split("#[cfg(test)]\nmod tests")
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                );
            }
        }
    }
    sources
}

fn is_key(word: &str) -> bool {
    let rooms = bundle::sources(Lang::Vi).map(|(room, _)| room);
    word.split_once('-')
        .is_some_and(|(room, _)| rooms.contains(&room))
        && word
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
}

/// The keys that stand as a whole word between quotes.
fn quoted(source: &str) -> BTreeSet<String> {
    source
        .split('"')
        .filter(|word| is_key(word))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let known = messages(Lang::Vi);
    let asked: BTreeSet<String> = sources()
        .iter()
        .flat_map(|source| {
            let calls = source
                .split(".text(\"")
                .skip(1)
                .chain(source.split(".with(\"").skip(1))
                .chain(source.split(".with_one(\"").skip(1));
            calls
                .filter_map(|rest| rest.split('"').next())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|key| is_key(key))
        .collect();
    let missing: Vec<_> = asked
        .iter()
        .filter(|key| !known.contains_key(*key))
        .collect();
    assert!(missing.is_empty(), "texts that no file has: {missing:#?}");
    assert!(asked.len() > 40, "the scan found only {} keys", asked.len());
}

#[test]
fn every_text_is_used() {
    let used: BTreeSet<String> = sources().iter().flat_map(|source| quoted(source)).collect();
    let unused: Vec<_> = messages(Lang::Vi)
        .into_keys()
        .filter(|key| !used.contains(key))
        .collect();
    assert!(unused.is_empty(), "texts that no page uses: {unused:#?}");
}

#[test]
fn every_text_stands_in_the_file_of_its_room_and_each_file_is_sound() {
    for lang in Lang::ALL {
        for (room, source) in bundle::sources(lang) {
            if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                panic!("{room}.ftl in {lang:?}: {errors:?}");
            }
            for line in source.lines() {
                if let Some((key, _)) = line
                    .split_once(" =")
                    .filter(|_| !line.starts_with([' ', '#', '}']))
                {
                    assert!(
                        key.strip_prefix(room)
                            .is_some_and(|rest| rest.starts_with('-')),
                        "{key} is in {room}.ftl"
                    );
                }
            }
        }
    }
}

#[test]
fn the_languages_have_the_same_texts_with_the_same_variables() {
    let source = messages(Lang::Vi);
    for lang in Lang::ALL {
        assert_eq!(source, messages(lang), "{lang:?} differs from the source");
    }
}

#[test]
fn vietnamese_texts_have_no_exclamation_mark_and_are_composed() {
    for (room, source) in bundle::sources(Lang::Vi) {
        assert!(!source.contains('!'), "{room}.ftl shouts");
        let combining = source
            .chars()
            .find(|letter| ('\u{300}'..='\u{36f}').contains(letter));
        assert!(
            combining.is_none(),
            "{room}.ftl has a tone mark apart from its letter"
        );
    }
}
