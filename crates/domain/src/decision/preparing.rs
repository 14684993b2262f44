//! What must be ready before the community decides: the meetings of clusters, the team of ballots and of the online
//! vote, the reports to the commune (Decree 59 Articles 3(6), 4(2)-(3), 5(1)-(2)).

use dinh_law::{CalendarDays, DecisionForm, Law, Term};
use jiff::civil::Date;

use super::planning::Backing;
use super::refuse::{forbidden, invalid, procedure, unlawful, written};
use super::{Plan, TeamMember};
use crate::folding::fold;
use crate::refusal::{FieldError, Refusal};

/// A place, or clusters that the law allows and the People's Committee decided.
pub(super) fn check_clusters(
    plan: &Plan,
    backing: Backing,
    law: &Law,
    on: Date,
) -> Result<(), Refusal> {
    if plan.clusters.is_empty() {
        return if plan.place.trim().is_empty() {
            Err(invalid("place", "Hãy ghi nơi họp."))
        } else {
            Ok(())
        };
    }
    let rule = procedure(law, "cluster_households", on)?;
    let households = u32::try_from(backing.households).unwrap_or(u32::MAX);
    if !rule.fits(households) && !plan.scattered {
        return Err(unlawful(
            &rule.citation,
            format!(
                "Thôn, tổ dân phố có {households} hộ, chưa đến 200 hộ, nên không họp theo cụm dân cư."
            ),
            "Hãy họp chung toàn thôn, tổ dân phố; nếu địa bàn không tập trung thì ghi rõ điều đó trong kế hoạch.",
        ));
    }
    if !plan.front_agrees || plan.clusters_document.trim().is_empty() {
        return Err(forbidden(
            law,
            "cluster_plan",
            on,
            "Phương án họp theo cụm dân cư chưa được thống nhất với Ban công tác Mặt trận và chưa được Ủy ban nhân dân cấp xã quyết định.",
            "Hãy thống nhất với Ban công tác Mặt trận, báo cáo Ủy ban nhân dân cấp xã, rồi ghi số và ngày văn bản quyết định phương án.",
        ));
    }
    let complete = plan.clusters.iter().all(|cluster| {
        let named = [&cluster.name, &cluster.chair, &cluster.place];
        named.iter().all(|text| !text.trim().is_empty())
            && cluster.starts.is_some_and(|starts| starts >= plan.starts)
    });
    let names: std::collections::BTreeSet<String> = plan
        .clusters
        .iter()
        .map(|cluster| fold(&cluster.name))
        .collect();
    if names.len() < plan.clusters.len() {
        return Err(invalid(
            "clusters",
            "Hai cụm trùng tên; hãy đặt tên khác nhau để điểm danh và kiểm đếm riêng từng cụm.",
        ));
    }
    if plan.clusters.len() < 2 || !complete {
        return Err(invalid(
            "clusters",
            "Phương án phải có từ 02 cụm; mỗi cụm ghi tên, người chủ trì, nơi họp và giờ họp không trước giờ họp của cụm đầu tiên.",
        ));
    }
    Ok(())
}

/// The team, and who was told of the plan before it is carried out.
pub(super) fn check_team_and_report(
    plan: &Plan,
    backing: Backing,
    law: &Law,
    on: Date,
) -> Result<(), Refusal> {
    if plan.closes.is_none_or(|closes| closes <= plan.starts) {
        return Err(invalid(
            "closes",
            "Hãy ghi thời hạn kết thúc, sau thời điểm bắt đầu.",
        ));
    }
    match plan.form {
        DecisionForm::Ballots => {
            check_team(
                &plan.team,
                ["ballot_team_size", "ballot_team_members"],
                law,
                on,
            )?;
            check_plan_sent(plan, law, on)
        }
        DecisionForm::Online => {
            check_team(
                &plan.team,
                ["online_team_size", "online_team_size"],
                law,
                on,
            )?;
            check_online(plan, backing, law, on)
        }
        DecisionForm::Meeting | DecisionForm::Conference => Ok(()),
    }
}

/// Each member is a named person of their own; one leads, sent by the Front.
pub(super) fn check_members(
    team: &[TeamMember],
    key: &str,
    law: &Law,
    on: Date,
) -> Result<(), Refusal> {
    check_names(team)?;
    let mut leaders = team.iter().filter(|member| member.leader);
    match (leaders.next(), leaders.next()) {
        (Some(leader), None) if leader.front => Ok(()),
        _ => Err(forbidden(
            law,
            key,
            on,
            "Tổ trưởng phải là đại diện Ban công tác Mặt trận, và chỉ có một Tổ trưởng.",
            "Hãy chọn đại diện Ban công tác Mặt trận làm Tổ trưởng.",
        )),
    }
}

/// No member without a name, and nobody twice.
pub(super) fn check_names(team: &[TeamMember]) -> Result<(), Refusal> {
    let mut names: Vec<String> = team.iter().map(|member| fold(&member.name)).collect();
    names.sort();
    let count = names.len();
    names.dedup();
    if names.len() == count && names.iter().all(|name| !name.trim().is_empty()) {
        return Ok(());
    }
    Err(Refusal::Invalid(vec![FieldError::new(
        "team",
        "Mỗi thành viên phải có họ và tên, không ghi một người hai lần; nếu hai người trùng tên, hãy ghi thêm để phân biệt.",
    )]))
}

fn check_team(
    team: &[TeamMember],
    [size_key, members_key]: [&str; 2],
    law: &Law,
    on: Date,
) -> Result<(), Refusal> {
    let rule = procedure(law, size_key, on)?;
    let size = u32::try_from(team.len()).unwrap_or(u32::MAX);
    if !rule.fits(size) {
        return Err(unlawful(
            &rule.citation,
            format!("Tổ có {size} người, mà luật quy định từ 03 đến 05 người."),
            "Hãy bổ sung hoặc bớt thành viên.",
        ));
    }
    check_members(team, members_key, law, on)
}

fn check_plan_sent(plan: &Plan, law: &Law, on: Date) -> Result<(), Refusal> {
    let rule = procedure(law, "ballot_plan_sent", on)?;
    let term = rule
        .term()
        .unwrap_or(Term::CalendarDays(CalendarDays::new(0)));
    let last = law
        .calendar()
        .end_of_term(plan.made_on, term, None, &[])
        .map_err(|error| Refusal::State(error.to_string()))?
        .end;
    match plan.reported_on {
        Some(day) if day >= plan.made_on && day <= last && day <= on => Ok(()),
        Some(day) if day < plan.made_on => Err(invalid(
            "reported_on",
            "Ngày gửi kế hoạch trước ngày ban hành kế hoạch; hãy kiểm tra lại.",
        )),
        _ => Err(unlawful(
            &rule.citation,
            "Kế hoạch phát phiếu phải được gửi đến Chủ tịch Ủy ban nhân dân và Chủ tịch Ủy ban Mặt trận Tổ quốc cấp xã.",
            format!("Hãy gửi chậm nhất ngày {} và ghi ngày gửi.", written(last)),
        )),
    }
}

fn check_online(plan: &Plan, backing: Backing, law: &Law, on: Date) -> Result<(), Refusal> {
    let agreement = procedure(law, "online_agreement", on)?;
    if !agreement.passes(backing.online, backing.households) {
        return Err(unlawful(
            &agreement.citation,
            format!(
                "Mới có {} trên {} hộ chọn biểu quyết trực tuyến, chưa quá một nửa tổng số hộ.",
                backing.online, backing.households
            ),
            "Hãy lấy thêm ý kiến các hộ về hình thức, hoặc tổ chức cuộc họp, phát phiếu.",
        ));
    }
    let steps = [
        (
            "online_front",
            plan.front_agrees,
            "Việc không cần họp hoặc phát phiếu chưa được thống nhất với Ban công tác Mặt trận.",
            "Hãy thống nhất với Ban công tác Mặt trận trước.",
        ),
        (
            "online_devices",
            plan.devices,
            "Chưa xác nhận đại diện các hộ có thiết bị kết nối internet.",
            "Hãy khảo sát thiết bị của các hộ; nếu không đủ, hãy tổ chức cuộc họp hoặc phát phiếu.",
        ),
        (
            "online_report",
            plan.reported_on.is_some_and(|day| day <= on),
            "Chưa báo cáo Ủy ban nhân dân và Ủy ban Mặt trận Tổ quốc cấp xã trước khi thực hiện.",
            "Hãy gửi báo cáo và ghi ngày báo cáo.",
        ),
    ];
    match steps.into_iter().find(|(_, done, _, _)| !done) {
        Some((key, _, reason, alternative)) => Err(forbidden(law, key, on, reason, alternative)),
        None => Ok(()),
    }
}
