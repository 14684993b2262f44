//! The tracked files of the project.

use anyhow::{Context, bail};

use crate::workspace::Workspace;

/// A text file of the project.
pub struct Source {
    /// From the project's folder, with `/`.
    pub path: String,
    /// Empty for a file that is not text: its name still counts.
    pub text: String,
}

impl Source {
    pub fn extension(&self) -> &str {
        self.path
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
    }

    /// Whether the file holds tests or examples only.
    pub fn is_for_tests(&self) -> bool {
        ["/tests/", "/benches/", "/examples/"]
            .iter()
            .any(|folder| self.path.contains(folder))
            || self.path.starts_with("e2e/")
            || self.path.ends_with("/tests.rs")
    }

    /// The numbered lines before the test module, from 1.
    pub fn lines_before_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines: Vec<&str> = self.text.lines().collect();
        let end = (0..lines.len())
            .find(|&index| {
                lines[index].trim() == "#[cfg(test)]"
                    && lines
                        .get(index + 1)
                        .is_some_and(|next| next.trim_start().starts_with("mod "))
            })
            .unwrap_or(lines.len());
        lines
            .into_iter()
            .take(end)
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }
}

/// All files that are in version control or about to be.
pub fn tracked(workspace: &Workspace) -> anyhow::Result<Vec<Source>> {
    let output = workspace
        .command("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .output()
        .context("git does not start")?;
    if !output.status.success() {
        bail!(
            "git ls-files failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let mut sources = Vec::new();
    for path in String::from_utf8(output.stdout)?.split_terminator('\0') {
        // A file that was just deleted is still in the index.
        if let Ok(bytes) = std::fs::read(workspace.root.join(path)) {
            sources.push(Source {
                path: path.to_owned(),
                text: String::from_utf8(bytes).unwrap_or_default(),
            });
        }
    }
    Ok(sources)
}

#[cfg(test)]
pub fn sample(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_the_test_module_begins() {
        let source = sample(
            "a.rs",
            "fn a() {}\n#[cfg(test)]\nfn helper() {}\n#[cfg(test)]\nmod tests {\n}\n",
        );
        assert_eq!(source.lines_before_tests().count(), 3);
    }
}
