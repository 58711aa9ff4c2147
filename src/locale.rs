//! Which language a block is in.
//!
//! Scripts decide for Japanese and Korean, characters that differ for the two ways of
//! writing Chinese, function words for the languages in Latin letters.

use candor_scan::sort;
use candor_scan::tables::Base;
use candor_scan::token::{Kind, Token};
use candor_scan::vocabulary::Locale;

/// Characters that only traditional texts have, each followed by its simplified form.
const PAIRS: &str = "們们這这個个來来時时說说國国學学會会對对發发經经麼么後后開开關关點点無无實实現现員员與与還还過过進进動动種种業业區区東东車车長长門门問问間间題题書书體体樣样電电話话語语認认識识讓让請请謝谢買买賣卖價价錢钱單单優优購购費费產产質质際际線线絡络級级結结約约給给統统紅红紀纪純纯紙纸細细終终組组織织編编緊紧練练總总續续維维網网綠绿訂订訊讯設设試试詢询該该詳详誤误課课調调談谈講讲證证護护變变讀读資资貨货貼贴貴贵貸贷賺赚賽赛贈赠贏赢趕赶軟软載载輕轻輸输辦办運运達达選选邊边郵邮釋释鐘钟鎖锁銷销錄录錯错鏈链閱阅陽阳隊队階阶隨随險险雙双雜杂難难離离雲云響响頁页項项順顺須须預预頭头額额願愿類类顯显風风飛飞飯饭館馆馬马驗验驚惊髮发鬆松點点齊齐龍龙億亿僅仅傳传債债傷伤價价儘尽償偿兒儿內内兩两冊册創创劃划劇剧勁劲勞劳勢势勵励匯汇協协卻却參参變变團团圍围園园圖图圓圆場场塊块壓压壞坏夠够奪夺奮奋媽妈嬰婴寫写寬宽寶宝專专將将尋寻導导層层屬属島岛師师帳帐帶带幣币幫帮庫库廠厂廣广張张強强彈弹復复徵征應应懷怀態态慣惯戰战戲戏戶户據据擇择擊击擔担據据擁拥擴扩攝摄數数斷断於于旅旅樂乐標标樓楼機机檢检檔档欄栏權权歡欢歲岁歷历殺杀氣气決决沒没況况洩泄涼凉淨净減减測测溫温漲涨滿满潔洁燈灯營营爾尔牆墙獎奖獨独獲获環环瑪玛產产畫画異异當当療疗癢痒癮瘾監监盤盘眾众瞭了確确碼码禮礼稅税積积穩稳窮穷競竞節节範范築筑簡简簽签籤签糧粮納纳細细紓纾結结絕绝絲丝緩缓縣县縮缩繼继罰罚羅罗義义習习聖圣聯联聲声聽听職职腦脑膚肤臉脸臨临舉举舊旧華华萬万葉叶蓋盖藥药處处號号術术衛卫衝冲補补裝装裡里製制複复見见規规視视親亲覺觉觀观計计記记許许診诊註注評评詞词誰谁諾诺豐丰貓猫財财責责貢贡負负貿贸賀贺賴赖躍跃轉转農农連连週周遊游遲迟遠远適适遷迁還还邀邀鄉乡醫医針针鈴铃銀银鋪铺鋼钢鍵键鏡镜鐵铁閉闭閒闲陣阵陸陆際际雖虽靈灵靜静頂顶頓顿領领頻频顆颗顏颜顧顾飲饮餐餐餘余養养騙骗騰腾驅驱驟骤體体鮮鲜鳥鸟麗丽麥麦黃黄黨党";

/// Votes of one block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The language, if the block alone tells it.
    pub locale: Option<Locale>,
    /// The block is Chinese in characters that both ways of writing share.
    pub han: bool,
    /// Words and characters that count as such.
    pub tokens: u32,
}

/// Tells languages from tokens.
#[derive(Clone, Debug)]
pub struct Detector {
    slots: Vec<(u32, u8)>,
    /// Distinguishing characters, ascending, with `true` for traditional ones.
    han: Vec<(char, bool)>,
}

impl Detector {
    /// A detector that knows the function words of `base`.
    pub fn new(base: &Base) -> Self {
        let size = (base.function_words.len() * 4).next_power_of_two();
        let mut slots = vec![(0, 0); size];
        for &(code, languages) in &base.function_words {
            let mut at = code as usize & (size - 1);
            while slots[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (code, languages);
        }
        let mut han: Vec<(char, bool)> = Vec::new();
        let mut pairs = PAIRS.chars();
        while let (Some(hant), Some(hans)) = (pairs.next(), pairs.next()) {
            // 了 and the like stand in both: no evidence.
            if hant != hans && !"了里征于制余松注冲周里复后面云只表台".contains(hans) {
                han.push((hans, false));
            }
            if hant != hans {
                han.push((hant, true));
            }
        }
        sort::sort(&mut han);
        han.dedup();
        Self { slots, han }
    }

    fn languages(&self, code: u32) -> u8 {
        let mask = self.slots.len() - 1;
        let mut at = code as usize & mask;
        loop {
            match self.slots[at] {
                (_, 0) => return 0,
                (known, languages) if known == code => return languages,
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Reads the evidence of one block. `expected` wins a tie.
    pub fn read(&self, text: &str, tokens: &[Token], expected: Option<Locale>) -> Evidence {
        let mut votes = [0_u32; Locale::ALL.len()];
        let (mut latin, mut cjk, mut kana, mut hangul, mut hant, mut hans) = (0_u32, 0_u32, 0, 0, 0, 0);
        for token in tokens {
            match token.kind {
                Kind::Word => {
                    latin += 1;
                    let mut languages = self.languages(token.code);
                    while languages != 0 {
                        votes[languages.trailing_zeros() as usize] += 1;
                        languages &= languages - 1;
                    }
                    // Enough: four words of one language and none of another.
                    if latin >= 8 && cjk == 0 && decided(&votes) {
                        break;
                    }
                }
                Kind::Cjk => {
                    cjk += 1;
                    match token.text(text).chars().next() {
                        Some('\u{3041}'..='\u{30FE}' | '\u{FF66}'..='\u{FF9D}') => kana += 1,
                        Some('\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}') => hangul += 1,
                        Some(c) => match self.han.binary_search_by_key(&c, |(c, _)| *c) {
                            Ok(at) if self.han[at].1 => hant += 1,
                            Ok(_) => hans += 1,
                            Err(_) => {}
                        },
                        None => {}
                    }
                }
                Kind::Number | Kind::Mark => {}
            }
        }
        let count = tokens.len() as u32;
        // A brand or a unit in Latin letters does not make a Chinese line English.
        if cjk * 2 >= latin && cjk > 0 {
            let locale = if hangul * 3 > cjk && hangul >= kana {
                Some(Locale::Ko)
            } else if kana > 0 {
                Some(Locale::Ja)
            } else if hant > hans {
                Some(Locale::ZhHant)
            } else if hans > hant {
                Some(Locale::ZhHans)
            } else {
                None
            };
            return Evidence { locale, han: locale.is_none(), tokens: count };
        }
        let best = votes.iter().copied().max().unwrap_or(0);
        let mut winners = Locale::ALL.iter().copied().filter(|locale| votes[*locale as usize] == best);
        let locale = match (best, winners.next(), winners.next()) {
            (0, ..) => None,
            (_, only, None) => only,
            _ => expected.filter(|locale| votes[*locale as usize] == best),
        };
        Evidence { locale, han: false, tokens: count }
    }
}

fn decided(votes: &[u32]) -> bool {
    let total: u32 = votes.iter().sum();
    let best = votes.iter().copied().max().unwrap_or(0);
    best >= 4 && best == total
}
