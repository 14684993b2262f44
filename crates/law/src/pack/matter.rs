//! The matters of an article file, checked: each form lawful in its scope, each
//! scope with its share and its effect.

use std::collections::BTreeSet;

use toml::Spanned;

use super::article::Reader;
use super::instruments::Reported;
use super::line_of;
use super::placed::{Placed, StandingSource};
use super::source::{
    AllowedFormSource, EffectSource, MatterSource, RecognitionSource, ThresholdSource,
};
use crate::{
    AllowedForm, BallotGround, DecisionForm, Denominator, Effect, EffectMoment, Matter,
    Recognition, Scope, Term, Threshold,
};

/// Forms, shares and effects of one matter.
struct Parts {
    forms: Vec<AllowedForm>,
    thresholds: Vec<Threshold>,
    effects: Vec<Effect>,
}

impl Reader<'_> {
    /// The matters; `duties` are the codes that a disclosure may name, unless
    /// a file could not be read and they are not known.
    pub fn matters(&mut self, duties: Option<&BTreeSet<&str>>) -> Vec<Placed<Matter>> {
        let source = self.source;
        source
            .matter
            .iter()
            .filter_map(|entry| self.matter(entry, duties))
            .collect()
    }

    fn matter(
        &mut self,
        entry: &Spanned<MatterSource>,
        duties: Option<&BTreeSet<&str>>,
    ) -> Option<Placed<Matter>> {
        let source = entry.get_ref();
        let code = source.code.get_ref();
        let offset = source.code.span().start;
        let what = format!("nội dung “{code}”");
        self.words(
            [
                ("title", &source.title),
                ("title_en", &source.title_en),
                ("wording", &source.wording),
            ],
            offset,
            &what,
        );
        let citation = self.citation(source.citation.as_ref(), offset, &what);
        let order = self.order(code, citation.as_ref(), offset);
        let parts = self.parts(source, offset, &what);
        let recognition = self.recognition(source.recognition.as_ref());
        let papers = source
            .papers
            .as_ref()
            .map(|papers| self.citation(Some(papers), offset, &what));
        self.check_disclosure(source.disclosure.as_ref(), duties);
        let standing = self.standing(&StandingSource::from(source), offset, &what);
        let (parts, recognition) = (parts?, recognition.ok()?);
        self.check_recognition(&parts, recognition.as_ref(), offset, &what);
        let standing = standing?;
        Some(Placed {
            order: order?,
            file: self.file.path.to_owned(),
            line: line_of(self.file.text, offset),
            value: Matter {
                code: code.clone(),
                title: source.title.clone(),
                title_en: source.title_en.clone(),
                wording: source.wording.trim().to_owned(),
                citation: citation?,
                forms: parts.forms,
                thresholds: parts.thresholds,
                effects: parts.effects,
                recognition,
                papers: papers.map_or(Some(None), |papers| papers.map(Some))?,
                disclosure: source
                    .disclosure
                    .as_ref()
                    .map(|disclosure| disclosure.get_ref().clone()),
                status: standing.status,
                note: source.note.clone(),
                valid_from: standing.valid_from,
                valid_to: standing.valid_to,
            },
        })
    }

    /// Every fault of the parts; nothing when one of them could not be read.
    fn parts(&mut self, source: &MatterSource, offset: usize, what: &str) -> Option<Parts> {
        let forms: Vec<_> = source
            .form
            .iter()
            .map(|entry| self.allowed_form(entry))
            .collect();
        let thresholds: Vec<_> = source
            .threshold
            .iter()
            .map(|entry| self.threshold(entry))
            .collect();
        let effects: Vec<_> = source
            .effect
            .iter()
            .map(|entry| self.effect(entry))
            .collect();
        let parts = Parts {
            forms: forms.into_iter().collect::<Option<_>>()?,
            thresholds: thresholds.into_iter().collect::<Option<_>>()?,
            effects: effects.into_iter().collect::<Option<_>>()?,
        };
        self.check_parts(&parts, offset, what);
        Some(parts)
    }

    fn allowed_form(&mut self, entry: &Spanned<AllowedFormSource>) -> Option<AllowedForm> {
        let source = entry.get_ref();
        let offset = source.form.span().start;
        let form: Option<DecisionForm> = self.word(&source.form);
        let scope: Option<Scope> = self.word(&source.scope);
        let grounds: Vec<Option<BallotGround>> = source
            .grounds
            .iter()
            .map(|ground| self.word(ground))
            .collect();
        let grounds: Option<Vec<BallotGround>> = grounds.into_iter().collect();
        let citation = self.citation(source.citation.as_ref(), offset, "hình thức quyết định");
        let (form, scope, grounds) = (form?, scope?, grounds?);
        for reason in form_faults(form, scope, &grounds) {
            self.fault(offset, reason.to_owned());
        }
        Some(AllowedForm {
            form,
            scope,
            grounds,
            citation: citation?,
        })
    }

    fn threshold(&mut self, entry: &Spanned<ThresholdSource>) -> Option<Threshold> {
        let source = entry.get_ref();
        let offset = source.scope.span().start;
        let scope: Option<Scope> = self.word(&source.scope);
        let share = self.share(&source.share);
        let citation = self.citation(source.citation.as_ref(), offset, "tỷ lệ tán thành");
        let (scope, (share, denominator)) = (scope?, share?);
        if denominator != whole_of(scope) {
            self.fault(
                source.share.get_ref().denominator.span().start,
                format!(
                    "tỷ lệ {} phải tính trên {} ({})",
                    scope.label(),
                    whole_of(scope).label(),
                    whole_of(scope)
                ),
            );
        }
        Some(Threshold {
            scope,
            share,
            denominator,
            citation: citation?,
        })
    }

    fn effect(&mut self, entry: &Spanned<EffectSource>) -> Option<Effect> {
        let source = entry.get_ref();
        let offset = source.scope.span().start;
        let scope = self.word(&source.scope);
        let moment = self.word(&source.moment);
        let citation = self.citation(source.citation.as_ref(), offset, "thời điểm có hiệu lực");
        Some(Effect {
            scope: scope?,
            moment: moment?,
            citation: citation?,
        })
    }

    fn recognition(
        &mut self,
        entry: Option<&Spanned<RecognitionSource>>,
    ) -> Result<Option<Recognition>, Reported> {
        let Some(entry) = entry else { return Ok(None) };
        let source = entry.get_ref();
        let by = self.word(&source.by);
        let days = self.days(&source.days);
        let unit = self.word(&source.unit);
        let citation = self.citation(
            source.citation.as_ref(),
            source.by.span().start,
            "việc công nhận",
        );
        match (by, days, unit, citation) {
            (Some(by), Some(days), Some(unit), Some(citation)) => Ok(Some(Recognition {
                by,
                term: Term::new(days, unit),
                citation,
            })),
            _ => Err(Reported),
        }
    }

    /// Each scope has forms, each one once; exactly one share; exactly one
    /// effect, which for workplaces the law does not set.
    fn check_parts(&mut self, parts: &Parts, offset: usize, what: &str) {
        if parts.forms.is_empty() {
            self.fault(offset, format!("{what} không nêu hình thức nào (form)"));
        }
        for (place, allowed) in parts.forms.iter().enumerate() {
            let again = parts
                .forms
                .iter()
                .take(place)
                .any(|known| known.form == allowed.form && known.scope == allowed.scope);
            if again {
                self.fault(
                    offset,
                    format!("{what} khai hình thức {} hai lần", allowed.form),
                );
            }
        }
        for scope in Scope::ALL.iter().copied() {
            let used = parts.forms.iter().any(|form| form.scope == scope);
            let shares = count(&parts.thresholds, |threshold| threshold.scope == scope);
            let effects = count(&parts.effects, |effect| effect.scope == scope);
            let wanted = usize::from(used);
            if shares != wanted {
                self.fault(
                    offset,
                    format!("{what}, phạm vi {scope}: cần {wanted} tỷ lệ tán thành, có {shares}"),
                );
            }
            let optional = scope == Scope::Workplace && effects == 0;
            if effects != wanted && !optional {
                self.fault(
                    offset,
                    format!(
                        "{what}, phạm vi {scope}: cần {wanted} thời điểm có hiệu lực, có {effects}"
                    ),
                );
            }
        }
    }

    /// A decision takes effect on its recognition just when somebody recognises it.
    fn check_recognition(
        &mut self,
        parts: &Parts,
        recognition: Option<&Recognition>,
        offset: usize,
        what: &str,
    ) {
        let waits = parts
            .effects
            .iter()
            .any(|effect| effect.moment == EffectMoment::Recognised);
        if waits && recognition.is_none() {
            self.fault(
                offset,
                format!("{what} có hiệu lực khi được công nhận nhưng không nêu ai công nhận"),
            );
        }
        if !waits && !parts.effects.is_empty() && recognition.is_some() {
            self.fault(
                offset,
                format!("{what} nêu cơ quan công nhận nhưng hiệu lực không chờ công nhận"),
            );
        }
    }

    fn check_disclosure(
        &mut self,
        disclosure: Option<&Spanned<String>>,
        duties: Option<&BTreeSet<&str>>,
    ) {
        if let (Some(disclosure), Some(duties)) = (disclosure, duties)
            && !duties.contains(disclosure.get_ref().as_str())
        {
            self.fault(
                disclosure.span().start,
                format!("không có quy định công khai “{}”", disclosure.get_ref()),
            );
        }
    }
}

fn count<T>(list: &[T], is_wanted: impl Fn(&T) -> bool) -> usize {
    list.iter().filter(|entry| is_wanted(entry)).count()
}

/// The whole of which a share is taken in this scope (Articles 21(1), 51(2)(c), 69(2)(c)).
const fn whole_of(scope: Scope) -> Denominator {
    match scope {
        Scope::Community => Denominator::Households,
        Scope::Commune => Denominator::Communities,
        Scope::Workplace => Denominator::Attending,
    }
}

/// What cannot be said of a form (Articles 17, 19(1), 50(1), 68(1)).
fn form_faults(form: DecisionForm, scope: Scope, grounds: &[BallotGround]) -> Vec<&'static str> {
    let mut faults = Vec::new();
    if (form == DecisionForm::Conference) != (scope == Scope::Workplace) {
        faults.push("hội nghị (conference) chỉ dùng và luôn dùng cho phạm vi workplace");
    }
    if form == DecisionForm::Online && scope != Scope::Community {
        faults.push("biểu quyết trực tuyến (online) chỉ dùng cho phạm vi community");
    }
    if form == DecisionForm::Ballots {
        if !grounds.contains(&BallotGround::MeetingShort) {
            faults.push("phát phiếu (ballots) phải có trường hợp meeting_short trong grounds");
        }
        if grounds.contains(&BallotGround::Chairman) && scope != Scope::Commune {
            faults.push("trường hợp chairman chỉ dùng cho phạm vi commune");
        }
        if grounds.contains(&BallotGround::Agreed) && scope != Scope::Community {
            faults.push("trường hợp agreed chỉ dùng cho phạm vi community");
        }
        let twice = grounds
            .iter()
            .enumerate()
            .any(|(place, ground)| grounds.iter().take(place).any(|known| known == ground));
        if twice {
            faults.push("một trường hợp phát phiếu được khai hai lần");
        }
    } else if !grounds.is_empty() {
        faults.push("chỉ phát phiếu (ballots) mới có grounds");
    }
    faults
}
