// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

private typealias Limits = MethodologyLimits

/// The schema of methodology documents.
public enum MethodologySchema {
  /// The whole document.
  public static let document = SchemaTable(
    "document", BilingualText("方法学文件", "a methodology"),
    [
      SchemaKey(
        "methodology", .identity,
        "方法学的永久名称:体系/编号@版本;文本一改即为新版本。",
        "The name for ever, `scheme/id@version`; a changed text is a new version."),
      SchemaKey("title", .bilingual, "标题。", "The title."),
      .optional(
        "code", .short, "官方编号(备案编号、标准号)。", "The official number, when there is one."),
      SchemaKey(
        "status", .word(Methodology.Status.names),
        "文本的地位:filed 已备案;standard 已发布的标准;unfiled 未备案。",
        "The standing of the text: filed by an authority, a published standard, or unfiled."),
      SchemaKey("authority", .bilingual, "备案或发布机关。", "Who filed or published it."),
      SchemaKey(
        "filing", .source, "备案文件或标准;别处可写 `source: filing` 引用。",
        "The filing document or standard; elsewhere `source: filing` refers to it."),
      SchemaKey(
        "effective", .table(effective), "适用的事件日期区间。",
        "The event dates to which it applies."),
      SchemaKey("region", .bilingual, "适用地域。", "Where it applies, for people."),
      SchemaKey(
        "summary", .bilingual, "计算什么、不能计算什么。",
        "What it computes and what it cannot, for people."),
      SchemaKey(
        "additionality", .bilingual, "额外性论证,以及如何避免重复计算。",
        "Why reductions are additional, and what keeps double counting out."),
      .optional(
        "sources", .named(.table(source)), "其他出处,各有一个名称,供 `source:` 引用。",
        "Further sources, each under a name that `source:` can refer to."),
      SchemaKey(
        "crediting", .table(crediting), "减排量归谁、计入期与缓冲。",
        "Who earns reductions, for how long, with what buffer."),
      SchemaKey(
        "activity", .table(activity), "一次活动是什么:时间、监测数据、唯一键。",
        "What one activity is: its time, what is monitored, what makes it unique."),
      .optional(
        "attributes", .list(.table(attribute), 0...Limits.inputs),
        "批准场景或项目时确定、活动中不变的事实。",
        "Facts fixed when a scenario or project is approved, the same for all its activities."),
      .optional(
        "parameters", .list(.table(parameter), 0...Limits.parameters),
        "参数:任何活动都不能改变的数值。", "Parameters: numbers that no activity can change."),
      .optional(
        "definitions", .list(.table(definition), 0...Limits.definitions),
        "有名称的中间结果,按顺序,后面的可用前面的。",
        "Named intermediate results in order; each can use those before it."),
      .optional(
        "conditions", .list(.table(condition), 0...Limits.conditions),
        "适用条件与单次活动的合理性限值,先于计算检验。",
        "Applicability, and plausibility of one activity; tested before anything is computed."),
      .optional(
        "limits", .list(.table(limit), 0...Limits.limits), "同一人一日活动的合理性限值。",
        "Plausibility limits over one person's day."),
      SchemaKey(
        "result", .table(result), "公式与结果的取整。", "The formula, and how its value is cut."),
      SchemaKey(
        "exclusivity", .table(exclusivity), "同一减排量不得在别处计入。",
        "What the reduction excludes elsewhere."),
      SchemaKey(
        "examples", .list(.table(example), 1...Limits.examples),
        "算例,每次检查都会运行;至少一个。", "Worked examples; every check runs them. At least one."),
    ])

  static let effective = SchemaTable(
    "effective", BilingualText("适用区间", "an interval"),
    [
      SchemaKey("from", .date, "第一个事件日期。", "The first event date."),
      .optional(
        "through", .date, "最后一个事件日期;没有终止就不写。",
        "The last event date; leave it out when there is no end."),
    ])

  static let source = SchemaTable(
    "source", BilingualText("出处", "a source"),
    [
      SchemaKey(
        "document", .text, "文件名称、文号与条款,或网址。",
        "The document: title, number and clause, or an address."),
      .optional("date", .date, "发布日期;未知就不写。", "When it was published, if known."),
    ])

  static let crediting = SchemaTable(
    "crediting", BilingualText("计入条款", "a group of crediting terms"),
    [
      SchemaKey(
        "holder", .word(Methodology.Holder.names),
        "减排量归谁:person 个人或家庭(每次活动指明);site 经批准的场址或项目。",
        "Who earns the reduction: a `person` or household named by each activity, or the `site` "
          + "approved."),
      .optional(
        "years", .integer(Limits.years), "计入期最长年数;来源未定就不写。",
        "The longest crediting period in years; leave it out when no source names one."),
      .optional(
        "late_window_days", .integer(Limits.lateWindowDays),
        "事件后多少天内可报送;不写则由体系规定。",
        "How many days after the event it can be reported; left out, the scheme decides."),
      .optional(
        "buffer", .percent, "每次签发进入缓冲池的比例;不写为 0 %。",
        "The share of each issue that goes to the buffer pool; 0 % when left out."),
      SchemaKey(
        "authorisation", .flag, "是否须有本人对运营方的授权。",
        "Whether each person must have authorised the operator."),
    ])

  static let exclusivity = SchemaTable(
    "exclusivity", BilingualText("排他条款", "a group of exclusivity terms"),
    [
      SchemaKey(
        "group", .choice, "互相竞争同一减排量的方法学组名。",
        "The group of methodologies that compete for the same reductions."),
      .optional(
        "schemes", .list(.text, 0...Limits.entries), "场址不得同时参加的其他机制。",
        "Other schemes in which the site must not be."),
      .optional(
        "subjects", .list(.word(["site", "device", "parcel"]), 0...Limits.entries),
        "批准时须指明、且只能主张一次的对象:场址、设备、地块。",
        "What an approval must name and can claim once: site, device, parcel."),
      .optional(
        "energy", .name, "同时主张其电量的输入或定义,使同一度电不再核发绿证。",
        "The input or definition whose energy is claimed too, so that no certificate stands for "
          + "the same kilowatt-hours."),
    ])
}
