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
    sources_in(&["src", "templates"])
}

fn sources_in(folders: &[&str]) -> Vec<String> {
    let mut folders: Vec<String> = folders.iter().map(|folder| (*folder).to_owned()).collect();
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
    // What was done is asked for by the name in the trail; the next test looks after it.
    let unused: Vec<_> = messages(Lang::Vi)
        .into_keys()
        .filter(|key| !used.contains(key) && !key.starts_with(super::DID))
        .collect();
    assert!(unused.is_empty(), "texts that no page uses: {unused:#?}");
}

/// The arguments of every call of a function, as they stand in a source.
fn calls<'s>(source: &'s str, function: &str) -> Vec<Vec<&'s str>> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let opening = format!("{function}(");
    source
        .match_indices(&opening)
        .filter(|(at, _)| {
            !source
                .get(..*at)
                .is_some_and(|before| before.ends_with(is_name))
        })
        .filter_map(|(at, _)| source.get(at + opening.len()..))
        .map(arguments)
        .collect()
}

/// What stands between commas up to the closing bracket.
fn arguments(rest: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, letter) in rest.char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => {
                found.extend(rest.get(from..at).map(str::trim));
                break;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                found.extend(rest.get(from..at).map(str::trim));
                from = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// The names under which use cases write themselves into the trail: given to
/// `audit::record`, to a function with the parameter `action`, or to a field of that name.
fn actions_of_the_trail() -> BTreeSet<String> {
    let literal = |argument: &str| {
        let name = argument.strip_prefix('"')?.strip_suffix('"')?;
        let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        (!name.is_empty() && name.chars().all(plain)).then(|| name.to_owned())
    };
    let mut found = BTreeSet::new();
    for source in sources_in(&["../service/src", "../cli/src"]) {
        let mut named = vec!["audit::record".to_owned()];
        for (at, _) in source.match_indices("fn ") {
            let rest = source.get(at + 3..).unwrap_or_default();
            if let Some((name, rest)) = rest.split_once('(')
                && arguments(rest)
                    .iter()
                    .any(|one| one.starts_with("action: &"))
            {
                named.push(name.to_owned());
            }
        }
        let given = named.iter().flat_map(|name| calls(&source, name)).flatten();
        found.extend(given.filter_map(literal));
        let fields = source.split("action: ").skip(1);
        found.extend(fields.filter_map(|rest| literal(rest.split(',').next()?)));
    }
    // `record` of drafts is called from the files beside it too.
    for source in sources_in(&["../service/src"]) {
        found.extend(
            calls(&source, "record")
                .into_iter()
                .flatten()
                .filter_map(literal),
        );
    }
    found
}

#[test]
fn everything_that_the_trail_records_has_its_words_and_nothing_else_has() {
    let known: BTreeSet<String> = messages(Lang::Vi)
        .into_keys()
        .filter_map(|key| Some(key.strip_prefix(super::DID)?.replace('-', "_")))
        .collect();
    let recorded = actions_of_the_trail();
    let wordless: Vec<_> = recorded.difference(&known).collect();
    assert!(wordless.is_empty(), "add {}… for {wordless:#?}", super::DID);
    let unknown: Vec<_> = known.difference(&recorded).collect();
    assert!(unknown.is_empty(), "nobody records {unknown:#?}");
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
