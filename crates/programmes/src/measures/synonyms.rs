//! What people say for what they want (後継者がいない, 機械を入れたい), and the purposes and kinds that are meant.

use rules::measure::{MeasureKind as Kind, Purpose};

/// Words as people write them, and what is meant by them.
pub(super) struct Synonym {
    pub(super) words: &'static [&'static str],
    pub(super) purposes: &'static [Purpose],
    pub(super) kinds: &'static [Kind],
}

const fn synonym(words: &'static [&'static str], purposes: &'static [Purpose], kinds: &'static [Kind]) -> Synonym {
    Synonym { words, purposes, kinds }
}

/// Words are compared as they are sought: widths, capitals and kana folded.
pub(super) const SYNONYMS: &[Synonym] = &[
    synonym(&["機械", "設備", "機器を入れ", "導入", "machine", "equipment"], &[Purpose::Equipment], &[]),
    synonym(&["海外", "輸出", "外国", "export", "abroad", "overseas"], &[Purpose::Overseas], &[]),
    synonym(&["特許", "商標", "意匠", "知財", "知的財産", "発明", "patent", "trademark"], &[Purpose::Patents], &[Kind::Patents]),
    synonym(
        &["後継", "跡継", "あとつぎ", "継ぐ", "継が", "引退", "廃業", "事業承継", "m&a", "successor", "succession"],
        &[Purpose::Succession],
        &[Kind::Succession],
    ),
    synonym(&["展示会", "出展", "見本市", "ブース", "小間", "exhibition", "trade fair", "booth"], &[Purpose::Sales], &[Kind::Booth]),
    synonym(&["借り", "融資", "資金", "お金", "運転資金", "loan", "borrow", "money"], &[Purpose::Funds], &[Kind::Loan]),
    synonym(&["保証料", "信用保証", "guarantee"], &[Purpose::Guarantee], &[Kind::GuaranteeFeeSubsidy]),
    synonym(&["利子", "金利", "interest"], &[], &[Kind::InterestSubsidy]),
    synonym(&["家賃", "賃料", "rent"], &[], &[Kind::RentSubsidy]),
    synonym(&["人が足り", "人手", "採用", "求人", "雇", "hire", "recruit"], &[Purpose::Hiring], &[Kind::Talent]),
    synonym(
        &["研修", "学び", "教育", "勉強", "社員を育て", "講座", "セミナー", "training", "course"],
        &[Purpose::Training],
        &[Kind::Course],
    ),
    synonym(&["相談", "聞きたい", "advice", "consult"], &[], &[Kind::Consultation]),
    synonym(&["専門家", "expert"], &[], &[Kind::Dispatch]),
    synonym(&["デジタル", "it化", "it導入", "dx", "ai", "iot", "ロボット", "自動化", "digital"], &[Purpose::Digital], &[]),
    synonym(&["脱炭素", "省エネ", "カーボン", "再エネ", "環境", "グリーン", "carbon", "green", "energy"], &[Purpose::Green], &[]),
    synonym(
        &["創業", "起業", "独立", "開業", "スタートアップ", "会社を作", "店を開", "startup", "start a business"],
        &[Purpose::StartUp],
        &[],
    ),
    synonym(&["売りたい", "売上", "販路", "営業", "お客", "商談", "sell", "sales", "customers"], &[Purpose::Sales], &[]),
    synonym(&["補助金", "助成金", "grant", "subsidy"], &[], &[Kind::Grant]),
    synonym(&["災害", "台風", "地震", "水害", "豪雨", "コロナ", "bcp", "disaster"], &[Purpose::Disaster], &[]),
    synonym(
        &["部屋", "オフィス", "事務所", "場所を借り", "インキュベ", "貸室", "工場を借り", "office", "room"],
        &[Purpose::Place],
        &[Kind::Room],
    ),
    synonym(&["試験", "分析", "測定", "検査", "test", "measure"], &[Purpose::Testing], &[Kind::Test, Kind::Machine]),
    synonym(&["研究", "開発", "新製品", "試作", "共同研究", "research", "develop"], &[Purpose::Research], &[]),
    synonym(&["下請", "取引先", "受注", "発注", "仕事がほし", "外注", "orders", "subcontract"], &[Purpose::Orders], &[Kind::Orders]),
    synonym(&["認定", "認証", "登録", "certif"], &[Purpose::Recognition], &[Kind::Certification, Kind::Registration]),
    synonym(&["表彰", "賞", "award"], &[Purpose::Recognition], &[Kind::Award]),
    synonym(&["連携", "交流", "コンソーシアム", "産学官", "network", "collaborat"], &[Purpose::Collaboration], &[Kind::Network]),
    synonym(&["経営改善", "経営の相談", "赤字", "経営", "management"], &[Purpose::Management], &[]),
    synonym(&["メルマガ", "情報誌", "機関誌", "newsletter"], &[Purpose::Information], &[Kind::Newsletter, Kind::Bulletin]),
];
