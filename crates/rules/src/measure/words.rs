//! The vocabularies of measures: what kind one is, what it is for, and what its numbers count.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use crate::words::Lang;

/// A closed list of words, each with what it is called in both languages.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($word:ident $ja:literal $en:literal)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, EnumIter, IntoStaticStr)]
        #[serde(rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        pub enum $name {
            $(#[doc = concat!($ja, ": ", $en, ".")] $word,)*
        }

        impl $name {
            /// The word of the language.
            pub fn word(self) -> &'static str {
                self.into()
            }

            /// What it is called.
            pub const fn label(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$word, Lang::Ja) => $ja, (Self::$word, Lang::En) => $en,)*
                }
            }

            /// The word, read.
            pub fn of_word(word: &str) -> Option<Self> {
                match word {
                    $(word if word == Self::$word.word() => Some(Self::$word),)*
                    _ => None,
                }
            }
        }
    };
}

vocabulary! {
    /// What kind of measure it is (施策の種類).
    MeasureKind {
        Grant "補助金・助成金" "Grant"
        RecurringGrant "定例の補助金" "Grant to a body, every year"
        Loan "融資" "Loan"
        GuaranteeFeeSubsidy "保証料補助" "Guarantee fee subsidy"
        InterestSubsidy "利子補給" "Interest subsidy"
        RentSubsidy "家賃補助" "Rent subsidy"
        Fund "基金・ファンド" "Fund"
        Consultation "相談" "Consultation"
        Dispatch "専門家派遣" "Expert dispatch"
        Visit "訪問支援" "Visits"
        Course "講座・研修" "Course"
        Event "催し" "Event"
        Booth "展示会への出展" "Booth at an exhibition"
        Room "施設・貸室" "Rooms"
        Machine "機器の利用" "Use of machines"
        Test "試験・分析" "Testing and analysis"
        Orders "受発注のあっせん" "Orders and subcontracting"
        Talent "人材のマッチング" "Matching with talent"
        Patents "特許の活用" "Patents to use"
        Succession "事業の引継ぎ" "Succession of businesses"
        Needs "ニーズの公募" "Needs and seeds"
        Registration "登録" "Register"
        Certification "認定・認証" "Certification"
        Award "表彰" "Award"
        Membership "会員" "Membership"
        Bulletin "機関誌" "Bulletin"
        Newsletter "メールマガジン" "Newsletter"
        Site "ウェブサイト" "Website"
        Survey "調査" "Survey"
        Report "報告書・資料" "Report"
        Council "協議会・会議" "Council"
        Network "ネットワーク" "Network"
        Staffing "人員・体制" "Staff"
        OldLoan "貸付金の回収" "Recovery of loans"
        Lease "リース料の回収" "Recovery of leases"
        Fee "料金" "Fee"
        Policy "方針" "Policy"
        Priority "重点施策" "Priority"
        Programme "事業" "Programme"
        Target "目標" "Target"
        Structure "組織・構成" "Structure"
        Rule "制度のきまり" "Rule of a programme"
        Reporting "報告の義務" "Duty to report"
        Record "記録の義務" "Duty to keep records"
    }
}

vocabulary! {
    /// Kinds of one concept (分類): what the same part of an agency's work is done with.
    MeasureGroup {
        Grant "補助金・助成金" "Grants"
        Loan "融資" "Loans"
        GuaranteeFeeSubsidy "保証料補助" "Guarantee fee subsidies"
        InterestSubsidy "利子補給" "Interest subsidies"
        RentSubsidy "家賃補助" "Rent subsidies"
        Fund "基金・ファンド" "Funds"
        Desk "相談・専門家派遣" "Consultation and experts"
        Offering "講座・催し・施設" "Courses, events and facilities"
        Listing "マッチング" "Matching"
        Register "登録・認定・表彰" "Registers, certification and awards"
        Publication "情報提供" "Publications"
        Body "協議会・体制" "Councils and staff"
        Receivable "債権の管理" "Receivables"
        Plan "計画・目標" "Plans and targets"
        Duty "きまり・義務" "Rules and duties"
    }
}

impl MeasureKind {
    /// The concept that it belongs to.
    pub const fn group(self) -> MeasureGroup {
        match self {
            Self::Grant | Self::RecurringGrant => MeasureGroup::Grant,
            Self::Loan => MeasureGroup::Loan,
            Self::GuaranteeFeeSubsidy => MeasureGroup::GuaranteeFeeSubsidy,
            Self::InterestSubsidy => MeasureGroup::InterestSubsidy,
            Self::RentSubsidy => MeasureGroup::RentSubsidy,
            Self::Fund => MeasureGroup::Fund,
            Self::Consultation | Self::Dispatch | Self::Visit => MeasureGroup::Desk,
            Self::Course | Self::Event | Self::Booth | Self::Room | Self::Machine | Self::Test => MeasureGroup::Offering,
            Self::Orders | Self::Talent | Self::Patents | Self::Succession | Self::Needs => MeasureGroup::Listing,
            Self::Registration | Self::Certification | Self::Award | Self::Membership => MeasureGroup::Register,
            Self::Bulletin | Self::Newsletter | Self::Site | Self::Survey | Self::Report => MeasureGroup::Publication,
            Self::Council | Self::Network | Self::Staffing => MeasureGroup::Body,
            Self::OldLoan | Self::Lease | Self::Fee => MeasureGroup::Receivable,
            Self::Policy | Self::Priority | Self::Programme | Self::Target | Self::Structure => MeasureGroup::Plan,
            Self::Rule | Self::Reporting | Self::Record => MeasureGroup::Duty,
        }
    }
}

impl MeasureGroup {
    /// Whether somebody outside the agency can use what belongs to it: not what an agency plans, how it is built, or what binds
    /// those who were given something.
    pub const fn is_for_use(self) -> bool {
        !matches!(self, Self::Receivable | Self::Plan | Self::Duty | Self::Body)
    }
}

vocabulary! {
    /// What a document writes at a measure: 【新規】, (予定).
    Marker {
        New "新規" "New"
        PartlyNew "一部新規" "Partly new"
        Reorganised "組替新規" "New by reorganisation"
        Expanded "拡充" "Expanded"
        Repeated "再掲" "Told elsewhere too"
        Planned "予定" "Planned"
        Discontinued "廃止" "Discontinued"
    }
}

vocabulary! {
    /// Who a measure is for (対象者).
    Audience {
        Business "企業・事業者" "Businesses"
        Founder "創業する人" "Founders"
        Employee "働く人" "Employees"
        Person "個人" "Individuals"
        Student "学生・生徒" "Students"
        Cooperative "組合" "Cooperatives"
        Municipality "市町村" "Municipalities"
        University "大学・研究機関" "Universities and research institutes"
    }
}

vocabulary! {
    /// What a measure is for (目的).
    Purpose {
        StartUp "創業" "Starting a business"
        Succession "事業承継" "Succession"
        Sales "販路開拓" "Finding customers"
        Overseas "海外展開" "Going abroad"
        Equipment "設備投資" "Equipment"
        Research "研究開発" "Research and development"
        Patents "知的財産" "Intellectual property"
        Digital "デジタル化" "Going digital"
        Green "脱炭素・環境" "Decarbonisation and environment"
        Training "人材育成" "Training"
        Hiring "採用・雇用" "Hiring"
        Funds "資金調達" "Money"
        Guarantee "信用保証" "Guarantees"
        Disaster "災害・危機への備え" "Disasters and crises"
        Management "経営改善" "Management"
        Collaboration "連携・交流" "Working together"
        Testing "試験・分析" "Testing"
        Orders "受発注" "Orders"
        Place "場所・施設" "Premises"
        Information "情報収集" "Information"
        Recognition "認定・表彰" "Recognition"
        Regional "地域の振興" "The region"
        Policy "計画・方針" "Plans and policies"
    }
}

vocabulary! {
    /// How far a business is (事業の段階).
    Stage {
        BeforeFounding "創業前" "Before founding"
        Founding "創業期" "Just founded"
        Growth "成長期" "Growing"
        Established "安定期" "Established"
        Succession "承継期" "Handing over"
    }
}

vocabulary! {
    /// The field of business or technology (分野).
    Field {
        Automotive "自動車" "Automotive"
        Aerospace "航空宇宙" "Aerospace"
        Space "宇宙" "Space"
        Medical "医療・福祉機器" "Medical devices"
        Food "食品" "Food"
        Agriculture "農業" "Agriculture"
        AiIot "AI・IoT" "AI and IoT"
        Robot "ロボット" "Robots"
        Optics "光" "Optics"
        Materials "材料・加工" "Materials"
        Environment "環境" "Environment"
        Energy "エネルギー" "Energy"
        Nuclear "原子力" "Nuclear"
        Textile "繊維" "Textiles"
        Ceramics "窯業" "Ceramics"
        Content "コンテンツ" "Content"
        Design "デザイン" "Design"
        Biotech "バイオ" "Biotechnology"
        Tourism "観光" "Tourism"
        Logistics "物流" "Logistics"
        Other "その他" "Others"
    }
}

vocabulary! {
    /// What a number of a measure counts (単位).
    Unit {
        Rate "割合" "rate"
        Yen "円" "yen"
        YenAYear "1年当たりの円" "yen a year"
        YenAMonth "1か月当たりの円" "yen a month"
        YenADay "1日当たりの円" "yen a day"
        YenAnHour "1時間当たりの円" "yen an hour"
        Year "年" "years"
        FiscalYear "年度" "fiscal year"
        CalendarYear "西暦の年" "calendar year"
        Month "か月" "months"
        Day "日" "days"
        HalfDay "半日" "half days"
        Hour "時間" "hours"
        Minute "分" "minutes"
        DayAYear "1年当たりの日数" "days a year"
        Time "回" "times"
        TimeAYear "1年当たりの回数" "times a year"
        Company "社" "companies"
        Person "人" "people"
        Member "会員" "members"
        Case "件" "cases"
        Place "か所" "places"
        Booth "小間" "booths"
        Room "室" "rooms"
        Machine "台" "machines"
        Course "講座" "courses"
        Copy "部" "copies"
        Item "項目" "items"
        Point "点" "points"
        Table "卓" "tables"
        Kilometre "km" "km"
        SquareMetre "㎡" "m²"
        Other "その他" "others"
    }
}
