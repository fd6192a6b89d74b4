//! What one says when one reports a problem.

use crate::state::report::ReportKind;

words! {
    /// The sentences around a report of a problem.
    ReportWords:
    title: "报告问题", "Report a problem";
    what: "出了什么问题", "What is wrong";
    broken: "坏了，充不上", "Broken";
    blocked: "被油车占位", "Blocked by a car";
    gone: "不存在或已关闭", "Not there, or closed";
    figures: "功率或价格不符", "Wrong power or price";
    dedicated: "不对外开放", "Not for everyone";
    other: "其他", "Something else";
    which: "哪把枪", "Which connector";
    all: "不确定 / 整个站", "Not sure, or all";
    text: "补充说明（可不填）", "In your words (optional)";
    private: "只发送以上内容，不含您的位置和身份。请勿写个人信息。", "Only this is sent: not where or who you are. Write nothing personal.";
    send: "发送", "Send";
    waits: "条报告待发送", "reports wait to be sent";
    waits_offline: "没有网络，联网后自动发送。", "No network: they are sent when it is back.";
    undo: "撤回", "Take back";
    sent: "问题报告已发送，谢谢", "Your report is sent. Thank you";
    refused: "接收方没有接受这条报告，可改为复制文字反映", "The receiver does not take this report: copy it as text instead";
    full: "待发送的报告太多，请先联网或撤回一些", "Too many reports wait: go online, or take some back";
    not_kept: "浏览器不保存数据：关闭页面后未发送的报告会丢失", "The browser keeps nothing: what is not sent is lost when the page is closed";
    as_text: "改用文字或二维码", "As text or code instead";
    no_receiver: "本站点不接收报告。可把下面的文字发给负责的公司或管理部门。", "This site takes no reports. Send this text to whoever runs the station or to the authority.";
    copy: "复制文字", "Copy the text";
    share: "分享…", "Share…";
    copied: "已复制", "Copied";
    not_copied: "浏览器不允许复制", "The browser does not copy";
    code_of: "报告的二维码", "Code of the report";
    heading: "【一路充】充电站问题", "Yilu: a problem at a charging station";
    edition: "数据版本", "data of";
}

impl ReportWords {
    /// What is wrong.
    pub fn kind(&self, kind: ReportKind) -> &'static str {
        match kind {
            ReportKind::Broken => self.broken,
            ReportKind::Blocked => self.blocked,
            ReportKind::Gone => self.gone,
            ReportKind::Figures => self.figures,
            ReportKind::Dedicated => self.dedicated,
            ReportKind::Other => self.other,
        }
    }
}
