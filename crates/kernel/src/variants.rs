//! Characters that names are written with in more than one way (旧字体, 異体字), and by which of them they are sought.

use std::{collections::HashMap, sync::LazyLock};

/// Old forms, each before the form by which it is sought.
///
/// Source: 常用漢字表 (平成22年内閣告示第2号), the 康熙字典体 in brackets, and 人名用漢字 (戸籍法施行規則 別表第二), as far as Unicode
/// has a character of its own for them; those that NFKC folds are not here. Where the table gives several old forms for one (弁), all are.
const OLD: &str = "\
    萬万 與与 兩両 竝並 乘乗 亂乱 豫予 爭争 亙亘 亞亜 佛仏 假仮 會会 傳伝 體体 餘余 倂併 俠侠 價価 儘侭 儉倹 僞偽 兒児 黨党 圓円 寫写 凜凛 處処 劍剣 劑剤 剝剥 剩剰 \
    勵励 勞労 效効 敕勅 勸勧 勳勲 區区 醫医 單単 卽即 嚴厳 參参 雙双 收収 敍叙 臺台 號号 營営 噓嘘 囑嘱 嚙噛 囊嚢 團団 圍囲 圖図 圀国 國国 圈圏 壓圧 墮堕 壘塁 鹽塩 \
    塡填 增増 壞壊 壤壌 壯壮 聲声 壹壱 賣売 變変 奧奥 奬奨 孃嬢 學学 寶宝 實実 寬寛 寢寝 對対 壽寿 專専 將将 堯尭 盡尽 屆届 屛屏 屬属 嶽岳 峽峡 嶌島 巖巌 巢巣 卷巻 \
    帶帯 歸帰 廳庁 廣広 廢廃 瓣弁 辨弁 辯弁 貳弐 彌弥 彈弾 當当 彥彦 徑径 從従 德徳 徵徴 應応 戀恋 恆恒 惠恵 惱悩 惡悪 慘惨 愼慎 懷懐 戰戦 戲戯 戾戻 拂払 拔抜 擇択 \
    擔担 拜拝 據拠 擴拡 擧挙 挾挟 插挿 搜捜 揭掲 摑掴 搔掻 搖揺 攝摂 擊撃 攢攅 數数 齊斉 齋斉 斷断 舊旧 晝昼 晉晋 晚晩 曉暁 曆暦 曾曽 椙杉 條条 來来 樞枢 榮栄 櫻桜 \
    棧桟 檜桧 檢検 樓楼 樂楽 樣様 槇槙 權権 橫横 缺欠 歐欧 歡歓 步歩 齒歯 歷歴 殘残 毆殴 殼殻 每毎 氣気 澤沢 淨浄 淺浅 濱浜 淚涙 瀆涜 凉涼 渴渇 濟済 涉渉 澁渋 溪渓 \
    渊渕 溫温 灣湾 濕湿 滿満 瀧滝 滯滞 潛潜 瀨瀬 燈灯 爐炉 點点 爲為 燒焼 犧犠 狀状 獨独 狹狭 獵猟 獻献 獸獣 瑤瑶 甁瓶 畫画 疊畳 疎疏 瘦痩 癡痴 發発 盜盗 縣県 眞真 \
    硏研 碎砕 禮礼 禱祷 禪禅 祕秘 稱称 稻稲 穗穂 穩穏 穰穣 竊窃 龍竜 簞箪 籠篭 粹粋 肅粛 絲糸 經経 繪絵 繼継 續続 總総 綠緑 緖緒 緣縁 繩縄 縱縦 纖繊 繫繋 繡繍 罐缶 \
    鑵缶 飜翻 聽聴 膽胆 腦脳 臟臓 艷艶 藝芸 莓苺 莊荘 萊莱 萠萌 蔣蒋 藏蔵 蘂蕊 薰薫 藥薬 藪薮 虛虚 蟲虫 蠶蚕 螢蛍 蠻蛮 蟬蝉 蠟蝋 衞衛 裝装 襃褒 霸覇 覺覚 覽覧 觀観 \
    觸触 譯訳 證証 譽誉 讀読 諫諌 謠謡 讓譲 豐豊 贊賛 踐践 轉転 輕軽 辭辞 邊辺 遞逓 遲遅 遙遥 郞郎 鄕郷 醉酔 醬醤 釀醸 釋釈 鐵鉄 砿鉱 礦鉱 鑛鉱 錢銭 鑄鋳 鍊錬 錄録 \
    鎭鎮 關関 鬭闘 陷陥 險険 隨随 隱隠 雜雑 靈霊 靜静 頸頚 頰頬 賴頼 顯顕 顚顛 餠餅 驛駅 驅駆 騷騒 驗験 驒騨 髓髄 髮髪 鷗鴎 鶯鴬 鷄鶏 鹼鹸 麥麦 麴麹 麵麺 黃黄 黑黒 \
    默黙 齡齢";

/// Variants that are common in names of people, places and companies, each before the form by which it is sought.
///
/// Source: 戸籍統一文字 and 文字情報基盤 (MJ文字情報一覧表), by what JIS X 0213 has in their place; chosen for frequency, not complete.
const NAMES: &str = "\
    𠀋丈 龜亀 僊仙 躰体 軆体 侫佞 凢凡 苅刈 劒剣 劔剣 釼剣 𠮷吉 㐂喜 薗園 𡈽土 𡌛塀 濹墨 竒奇 壻婿 斈学 寳宝 冨富 崗岡 峯峰 嶋島 嵜崎 碕崎 﨑崎 岺嶺 嵓巌 菴庵 葊庵 \
    庿廟 迴廻 𢌞廻 戶戸 户戸 敎教 斎斉 旣既 昻昂 曻昇 朙明 邨村 枀松 枩松 柗松 栢柏 栁柳 桺柳 桒桑 簗梁 槗橋 𣘺橋 梹檳 檪櫟 﨔欅 歲歳 濵浜 淸清 煕熙 熈熙 墻牆 珎珍 \
    畠畑 畄留 畧略 皐皋 臯皋 礒磯 砺礪 秌秋 穐秋 頴穎 翆翠 聨聯 﨟臈 𦥑臼 舖舗 舩船 𣗄茨 玆茲 籔薮 籐藤 芦蘆 蘓蘇 虵蛇 蛎蠣 說説 輌輛 邉辺 鄉郷 埜野 銕鉄 鐡鉄 鎻鎖 \
    閒間 鳫雁 鴈雁 靑青 凬風 舘館 髙高 靍鶴 靏鶴 鷏鷆";

static TABLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pairs = OLD.split(' ').chain(NAMES.split(' '));
    let pair = |p: &str| {
        let mut both = p.chars();
        Some((both.next()?, both.next()?))
    };
    pairs.filter_map(pair).collect()
});

/// The character by which another is sought: itself, for most.
pub(crate) fn common(c: char) -> char {
    TABLE.get(&c).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn every_variant_leads_to_a_form_that_stands_for_itself() {
        assert_eq!(TABLE.len(), OLD.split(' ').count() + NAMES.split(' ').count(), "none is there twice");
        for (variant, form) in TABLE.iter() {
            assert_eq!(common(*form), *form, "{variant} → {form} leads on");
            for c in [variant, form] {
                assert_eq!(c.nfkc().collect::<String>(), c.to_string(), "{c} is folded before it is looked up");
            }
        }
    }
}
