## Shared by several pages

value = 内容
member = 構成員
my-applications = 申請一覧
apply-company = 申請する会社
apply-no-company = 申請するには、会社の登録が必要です。
apply-register = 会社を登録する
note-consult-required = 提出の前に、事務局への相談が必要です。相談すると、事務局が記録します。
note-consult-recommended = 提出の前に、事務局に相談することをおすすめします。
note-one = 1社につき1件まで申請できます。
closes = 締切
left-minutes = あと { $n } 分
left-hours = あと { $n } 時間
left-days = あと { $n } 日
untitled = （題名のない申請）
saved-last = 最後の保存
part-plan = 事業計画
part-members = 構成員
part-papers = 提出書類
ask-title = 事業の題名
ask-summary = 概要（公表用）
ask-starts = 事業の開始予定日
ask-ends = 事業の完了予定日
ask-contact-name = 担当者の氏名
ask-contact-phone = 担当者の電話番号
ask-contact-email = 担当者のメールアドレス
ask-purpose = 目的と背景
ask-present = 現状と課題
ask-work = 実施する内容
ask-novelty = 新しさ・優れている点
ask-effect = 期待される効果
ask-sales = 売上高（円）
ask-value = 付加価値額（円）
ask-wages = 給与総額（円）
ask-declare = 記載した内容が事実であること、申請者と役員が暴力団などの反社会的勢力ではなく、関係もないこと、採択されたときは義務（制度の内容に記載）を守ることを誓約します。
ask-beyond = 表にない経費（消費税・対象外の経費など、円）
ask-own = 自己資金（円）
ask-loan = 借入金（円）
ask-other = その他（円）
ask-other-from = 「その他」の内訳
year-0 = 直近の決算
year-1 = 1年目
year-2 = 2年目
year-3 = 3年目
other-name = 補助金の名前
other-scheme-other = 上の補助金に当たらない
other-status = 状況
other-over = 終了・不採択・取下げ
others-none = ほかの補助金は受けておらず、申請もしていない
tax-without = 税抜き
tax-10 = 税込み（10％）
tax-8 = 税込み（8％）
tax-top-10 = 税抜き（10％が別にかかる）
tax-top-8 = 税抜き（8％が別にかかる）
to-steps = 申請の目次へ
past = 前の入力
member-name = 会社・団体の名前
member-email = 招待する人のメールアドレス
member-email-hint = その会社の人に、参加の案内を送ります。
member-add = 構成員を加える
member-away = 外す
member-added = 構成員を加えました。
member-gone = 構成員を外しました。
member-joined = 参加済み
member-unjoined = 参加待ち
member-private = 各社の経費と書類は、その会社と事務局だけが見ます。代表の会社に見えるのは合計だけです。
joining = 連携体に参加する
paper-scan = 届いた書類のスキャン
paper-put = 添付する
file-name = ファイル名
file-size = 大きさ
funds-costs = 経費の合計
messages = 事務局とのやりとり
late-help = 締切を過ぎたため、提出できません。入力はそのまま残っています。事情がある場合は、事務局にご相談ください。
reopen = 修正する
discard = 修正をやめる
file-check = 確認して提出
file-go = 提出する
file-help = 提出すると受付番号が付き、受付票を受け取れます。締切までは提出後も直せます。
file-refused = まだ提出されていません
file-refused-help = 入力した内容はすべて残っています。次のところを直して、もう一度提出してください。
flags = 要件を満たさない可能性があります
flags-help = 提出はできます。判定に誤りがあると思うときは、そのまま提出して事務局にお知らせください。
arrived = 届いた日時
filed-look = 提出した内容
receipt-title = 受付票
receipt-lead = 次の申請を{ $agency }が受け付けました。
receipt-number = 受付番号
receipt-filing = 提出回
receipt-nth = 第{ $n }回提出
receipt-arrived = 受付日時
receipt-call = 募集
receipt-revision = 募集要領の版
receipt-company = 申請者
receipt-project = 事業の題名
receipt-yen = { $yen } 円
receipt-contact = 問い合わせ先
receipt-channel = 提出方法
receipt-files = 添付ファイル（{ $n } 件）
receipt-no-files = 添付ファイルはありません。
receipt-checkpoint = 記録の控え（署名付き）：
receipt-verify = この受付票が本物であることは、次のページで確かめられます。
receipt-pdf = 受付票（PDF）
receipt-check = 受付票を確かめる
receipt-code = 受付票の照合番号
receipt-ask = 受付票の下にある照合番号を入れてください。
receipt-true = この受付票は本物で、記録と一致しています。
receipt-false = 記録と一致しないところがあります。
receipt-unknown = この番号の受付票はありません。
receipt-replaced = このあとに、もう一度提出されています。
requested-total = 申請する経費
channel-online = 電子申請
channel-post = 郵送
channel-in_person = 持参
channel-email = メール
verdict = 判定
verdict-eligible = 対象
verdict-not_eligible = 対象外
verdict-undetermined = 未確定
work-list = 申請の受付
officer = 担当
officer-nobody = 未定
assign = 担当を決める
batch-accept = 選んだものを受理する
batch-accept-confirms = 自動判定で適合となった項目は、1件ずつ確認済みとして記録します。
work-age = 受付から
work-days = { $n }日
work-due = 補正の期限
work-overdue = 期限を過ぎました
batch-assign = 選んだものの担当を決める
batch-officer = 担当にする人
allow-late = 締切後の提出を認める
until-day = 期限（日）
until-time = 時刻（例：17:00）
calls-office = 募集の管理
publish = 募集として公開する
extend = 締切を延長する
writing-none = 作成中の申請者はいません。
member-number = 構成員の番号
receipt-file-other = （ほかの構成員の書類）
batch-unticked = { $n } 件は、形式審査が終わっていないので外しています。
batch-unticked-too = 形式審査が終わっていないものも受理する
file-unchanged = 補正の依頼のあと、申請の内容も書類も変わっていません。
lead-files = 提出は、代表の { $lead } が行います。
receipt-unprinted = 印刷用の文字がないため、次の文字を〓で示しています（申請の記録には、入力のとおり残っています）：

## Apply

my-applications-none = まだ申請がありません。募集の一覧から始められます。
apply-lead = ここで始めると、下書きはすべて自動で保存されます。何日かけても、何人で書いてもかまいません。
apply-begin = 書きはじめる
apply-closed = いまは申請を受け付けていません。
apply-there = 書きかけ・提出済みの申請
left-none = 締切を過ぎました
group-business = 事業
group-money = お金
group-documents = 書類
parts-done = { $all } のうち { $done } を記入しました
part-place = （{ $all } のうち { $n } 番目）
part-blank = 未記入
part-not-to-correct = この画面は、今回の補正の対象ではないため、直せません。ほかにも直したいところがあるときは、事務局に問い合わせてください。
part-closed-to-correction = 補正の対象外
wrong-not-to-correct = 補正を求められていない項目は、直せません。ほかにも直したいところがあるときは、事務局に問い合わせてください。
left-blank = 未記入
row-number = { $n }行目
table-row = 表の行
papers-absent = 提出されていない書類
grid-keys = Excelの表を貼り付けられます。↑↓・Enterで行を移り、Ctrl+Dで上の行と同じ内容を入れます。
grid-pasted = # 行を貼り付けました。
grid-unknown = 選択肢にないため入れられなかったもの：
after-filing = この後の流れ
after-receipt = 提出すると受付番号が付き、受付の確認がメールで届きます。受付票はこのページからいつでも印刷できます。
after-check = 事務局が、書類がそろっているか、要件に合っているかを確認します。直していただくところがあるときは、期限を付けてメールでお知らせします。
after-decision = 受理されると審査に進みます。結果はメールでお知らせし、このページにも表示します。
filing-content = 提出する内容
today = 今日の仕事
today-mine = 自分の担当で、確認を待つ申請
today-unassigned = 担当が決まっていない申請
today-waiting = 返事を待っている申請者
today-returned = 補正中の申請
today-corrections = 補正の期限
today-corrections-none = 補正中の申請はありません。
today-due = { $due } まで
today-over = { $due } 期限切れ
today-questions = 返事を待っている問い合わせ
today-questions-none = 返事を待っている問い合わせはありません。
today-calendar = これからの予定
today-calendar-none = 受付中の募集はありません。
today-closes = { $call } 締切
today-drafts = 作成中 { $n } 件
today-calls = 募集ごとの提出
today-filed = 提出された件数
today-filed-none = 提出された申請は、まだありません。
publish-go = 公開する
publish-follows = 公開すると、すぐに募集のページが表示され、申請を受け付けます。元に戻すことはできません。
signature-phone = 電話：{ $text }
signature-email = メール：{ $text }
ask-office = この画面の書き方を事務局に問い合わせる
part-done = 記入済み
part-left = あと { $n } 項目
parts-left = あと { $n } か所を記入すると提出できます。
totals = 金額
total = 合計
more-to-do = そのほか
revised-since = 募集要領が改訂されました。
correction-until = 期限：
reopened-help = 修正中です。もう一度提出するまでは、前に提出したものが有効です。締切までに提出し直さなければ、前のものが残ります。
reopen-help = 締切までは、提出したあとでも直せます。
discard-help = 提出したものに戻します。
withdraw-help = 取り下げると、元に戻せません。提出したものは記録に残ります。
withdraw-go = 申請を取り下げる
drafts-most = 一つの会社が同時に作成できる申請書は { $n } 件までです。
reading = 書いた内容をまとめて読む・印刷する
part-to-correct = 補正が必要
paper-keyed = { $channel }で届いた申請です。窓口の担当者が書類のとおりに入力しています。
discard-go = 修正をやめて、提出した内容に戻す
unfiled-changes = 最後の提出のあとに書いた変更は、提出されていません。有効なのは、第{ $n }回に提出した内容です。
others-parts = ほかの会社が書くところ
release = 代表に知らせる
release-never = まだ代表に知らせていません。知らせるまで、代表には、この会社の金額も、どこまで書いたかも見えません。
release-done = { $at } に代表に知らせました。提出されるのは、このとき書いてあった内容です。
release-old = { $at } に代表に知らせたあと、書き直したところがあります。もう一度知らせるまで、提出されるのは前に知らせた内容です。
release-help = 知らせると、経費の合計、{ $aid }金の額、まだ書いていないところの数が代表に伝わります。書いた内容は伝わりません。
release-go = 今の内容で代表に知らせる
part-unreleased = まだ知らせがありません
part-of-others = { $name } が書きます

## Calls

calls-none = この機関の募集はまだありません。
call-public = 公開ページ
drafts = 作成中
filed-count = 提出
unpublished = まだ募集にしていない制度
outages = 障害の記録
outages-help = ここに書くと、データベースが止まっていても読めるお知らせのページに載ります。
outages-none = 障害の記録はありません。
outage-note = 障害を記録する
outage-began-day = 始まった日
outage-ended-day = 終わった日
outage-end = 終わったことを記録する
outage-what = 何が起きたか
extend-help = 作成中・提出済みのすべての申請者に、メールで知らせます。
writing = 作成中の申請者
receive = 紙で届いた申請・事前相談
receive-find = 会社の名前か法人番号
receive-none = 見つかりません。
receive-register = 会社を登録する
receive-paper = 届いた申請を入力する
consulted-on = 相談した日
consult-note = 事前相談を記録する
consultations = 事前相談の記録
register-help = 申請者が書いたものと、このシステムでわかったものです。
register-declared = 申告
register-said = あり
register-unsaid = なし
register-banned = 併願できない制度
change-facts = 質問
summary-window = 募集
summary-conditions = 要件
summary-rates = 率と限度額
summary-limits = 費目の上限
summary-expenses = 対象経費
summary-excluded = 対象外の経費
summary-documents = 提出書類
summary-plan = 事業計画の質問
summary-facts = 尋ねること
summary-schedule = 日程
summary-criteria = 審査
summary-duties = 義務
summary-notes = そのほか
summary-readings = 解釈
summary-contact = 問い合わせ先
outage-touched = この障害の時間は、次の募集の締切前に当たります。
outage-extend = {$call} の締切を延ばす
outage-began-time = 始まった時刻
outage-ended-time = 終わった時刻
outage-lasts = { $began } から続いています
outage-form-help = 日付は「令和8年11月27日」「2026-11-27」のどちらでも書けます。まだ続いているときは、終わった日と時刻を空けておきます。
outage-correct = この記録を直す
outage-keep = 記録を保存する
extend-sure = 締切をこのように延ばし、作成中の人と提出した人に知らせます（メール { $n } 通）。延ばした締切は早められません。
extend-go = 延長して知らせる
extend-not = やめる
extend-check = 延長の内容を確かめる
late-company = まだ申請を始めていない会社に、締切後の申請を認める
late-company-help = 上で選んだ会社だけが、ここに書く日時まで申請できます。その会社の担当者に知らせます。

## Case

message-to-applicant = 申請者へ
case = 申請の画面内の移動
case-plan = 申請の内容
case-decide = 判断
formal-check = 形式審査
assessment-differs = いまの計算の結果が、提出時に保存した結果と違います。プログラムの更新による可能性があります。
filed-under-earlier = 改訂前の募集要領で提出されています。判定も、その版で行っています。
applicant-busy = 申請者が修正しているところです。ここに見えるのは、前に提出されたものです。
elsewhere = 同じ会社の、ほかの申請
return = 補正を求める
allow-late-help = この申請だけが、決めた日時まで提出できます。理由は記録に残ります。
entry-filed = 提出
entry-ticked = 形式審査の記入
entry-assigned = 担当の決定
entry-allowed-late = 締切後の提出を承認
entry-wrote = やりとり
entry-warned = 締切前のお知らせ
entry-typed = 入力
entry-member = 書類・構成員
entry-joined = 構成員の参加
entry-reopened = 提出後の修正を開始
entry-discarded = 修正を取りやめ
entry-withdrawn = 取下げ
entry-returned = 補正依頼
entry-accepted = 受理
entry-refused = 不受理
entry-begun = 作成の開始
entry-answered = 補正後の提出
history-of = 経過
refilled = 提出のあとに会社情報でわかり、判定に使っている項目：
look-here = 書類をここで見る
changes-since = 前回の提出から変わったところ
change-what = 項目
change-before = 前回
change-now = 今回
filings-before = これまでの提出：
entry-closed = 締切により、提出した内容に確定
sent-to-all = { $count }社すべてが読みます。1社だけの経費のことは、補正依頼の「項目ごとの理由」に書くと、その会社だけに見えます。
entry-recalled = 補正依頼の取消し
return-again = 補正依頼を出し直す（期限や内容を変える）
recall = 補正依頼を取り消す
recall-help = 提出済みに戻ります。申請者が書いたものは消えません。
unticked-sure = 形式審査のうち { $n } 項目をまだ確認していません。それでも受理しますか。受理すると申請者に知らせが届き、申請者はもう直せません。
accept-sure = 確認していない項目があるまま受理する

## Check


## Contact

contact-ask = 申請の連絡先の確認
contact-lead = このメールアドレスが、次の会社の申請の連絡先として入力されました。申請の知らせを受け取るかどうかを選んでください。選ぶまで、知らせは送りません。
contact-yes = 知らせを受け取る
contact-no = 受け取らない
contact-granted = 確認しました。申請の知らせは、このアドレスにも届きます。
contact-refused = これからは、この会社の申請の知らせを送りません。

## Content view

other-scheme = 併用が制限される補助金
other-amount = 金額（円）

## Export

cost-label = 品名・内容
cost-unit_price = 単価（円）
cost-quantity = 数量
cost-amount = 金額（円）
cost-paid_to = 支払先
sheet-applications = 申請
sheet-members = 構成員
sheet-costs = 経費
cost-tax-inside = うち消費税（円）
cost-without-tax = 消費税を除いた額（円）

## Fields

hint-title = 何をする事業か、ひと目でわかる題名にしてください。
hint-starts = 例：令和9年1月15日、2027-01-15
hint-beyond = なければ空欄でかまいません。
schedule-from = 開始
schedule-to = 終了
schedule-what = 実施内容
schedule-who = 担当者
team-who = 氏名・会社名
team-role = 役割
team-work = 担当する業務
others-none-hint = ある場合は、ここにチェックを入れずに下の表に書いてください。
cost-category = 費目
cost-basis = 積算の根拠
cost-tax = 消費税
cost-person = 従事する人
cost-useful_life_months = 使用できる期間（月）
cost-kind = 対象外に当たるもの
cost-ordinary = どれにも当たらない
cost-product = 単価×数量：{ $yen }円

## File

obstacles = 提出の前に
arrived-day = 届いた日
arrived-time = 時刻（例：16:45）
posted-day = 消印の日
paper-lacks = 足りないところ
paper-lacks-help = 届いたままで受け付けられます。受け付けたあと、補正を依頼できます。

## Filing

obstacle-missing = { $field }：まだ記入されていません。
obstacle-other = まだ記入が必要なところがあります。
obstacle-document = 書類がありません：{ $name }
obstacle-funds-over = 資金が経費より { $yen } 円多くなっています。
obstacle-funds-short = 資金が経費に { $yen } 円足りません。
obstacle-unjoined = { $name } がまだ参加していません。
obstacle-late = 締切（{ $until }）を過ぎています。
obstacle-lost = ファイルが保存されていません。もう一度添付してください：{ $name }
obstacle-harmful = 有害なプログラムが見つかったファイルです。外してください：{ $name }
obstacle-rows = 1行以上書いてください。
obstacle-unreleased = { $name } が、まだ代表に知らせていません。知らせるまで提出できません。

## Form section

part-project = 事業の概要
part-schedule = 実施スケジュール
part-team = 実施体制
part-effect = 期待される効果
part-others = ほかの補助金
part-facts = 会社のこと（要件の確認）
part-costs = 経費明細
part-funds = 資金計画
part-declaration = 誓約と同意
part-closed = いまは変更できません。状態：
part-saved = 保存しました。
lead-part-project = 採択されると、題名と概要は公表されることがあります。
lead-part-plan = 審査する人が読む中心の部分です。専門でない人にもわかる言葉で書いてください。
lead-part-schedule = いつ、何を行うかを、順に書いてください。
lead-part-team = 誰が何を担当するかを書いてください。
lead-part-effect = { $aid }事業の結果、何がどれだけ変わるかを、数字を入れて書いてください。
lead-part-others = 同じ事業で受けている、または申請している補助金をすべて書いてください。
lead-part-facts = 会社情報から写してあります。違うところを直してください。
lead-part-costs = 1行に1つの支出を書いてください。書くたびに、対象になる額と理由が出ます。
lead-part-funds = 経費の合計と、{ $aid }金・自己資金・借入金などの合計が同じになるように書いてください。
lead-part-papers = 必要な書類と、その理由です。ファイルは保存された時点で指紋（SHA-256）が付きます。
lead-part-declaration = 内容を確かめて、チェックを入れてください。
lead-part-members = いっしょに申請する会社です。
figure = 項目
figures = これからの数字
cost-details = 詳細（リース・対象外経費など）
save-next = 保存して次へ
balance-even = 経費 { $costs } 円 ＝ { $aid }金 { $grant } 円 ＋ 自己資金など { $own } 円。合っています。
balance-short = 経費 { $costs } 円に対して、{ $aid }金 { $grant } 円と自己資金など { $own } 円では、{ $short } 円足りません。
balance-over = 経費 { $costs } 円に対して、{ $aid }金 { $grant } 円と自己資金など { $own } 円では、{ $short } 円多すぎます。
balance-unknown = { $aid }金の額がまだ決まらないため、確かめられません（経費 { $costs } 円）。
part-wrong = 直すところがあります
deadline-over = 締切を過ぎました
answer-not-yet = まだ読み取れないところがあるため、金額や判定を出せません。赤い字の項目を直すと、ここに出ます。
counted-own = この会社の分だけを計算した金額です。ほかの会社の金額によって、上限などが変わることがあります。全体の金額は、代表に確かめてください。
counted-released = ほかの会社の分は、それぞれが最後に知らせた金額で計算しています。
counted-without = { $names } の分は、まだ知らせがないため入っていません。ほかの会社の分は、それぞれが最後に知らせた金額で計算しています。
balance-tax = 経費のうち { $tax } 円は消費税で、{ $aid }の対象になりません。

## Joining

joining-go = この会社で参加する
joining-as = 招かれた会社

## Members

joining-elsewhere = この案内は { $to } あてに送られました。いまは { $me } でサインインしています。心当たりがなければ、参加しないでください。

## Messages

message-body = 事務局へ
the-office = 事務局
messages-later = ここから事務局に書けるのは、提出したあとです。提出前のご質問は、募集案内の問い合わせ先へお願いします。

## Outages

outage-reason = {$began}から{$ended}までの障害（{$what}）のため、締切を延長します。

## Papers

papers-hint = PDF、写真・画像（JPEG、PNG、WebP）、Word（.docx）、Excel（.xlsx）。1つ { $most } まで。途中で切れたときは、もう一度送れます。
papers-others = ほかの構成員が { $n } 件を提出済み
paper-typed = この画面で作成
paper-there = 添付済み
paper-needed = 必要
paper-optional = あれば
paper-perhaps = 条件による
paper-unneeded = 不要
paper-unasked = いまは求められていません
paper-drop = 外す
because = 理由：
file-choose = ファイルを選ぶ
upload-sending = 送っています
upload-failed = 送れませんでした。
upload-again = もう一度送る
upload-sent = 送りました。

## Past

past-none = ほかの人が書き換えたものはありません。

## Reading

reading-none = まだ何も書かれていません。
reading-back = 申請の目次へ

## Reasons

return-whole = 全体

## Receipts

receipt-file-unnamed = （名前は受付票をご覧ください）
fault-receipt = 受付票の内容が、コードと一致しません。
fault-content = 保存されている申請の内容が、受付票と一致しません。
fault-assessment = 保存されている判定の結果が、受付票と一致しません。
fault-file = ファイル（SHA-256 { $hash }）が、ないか、中身が違っています。

## Revision


## Service

filing = 応募方法

## Work list

work-text = 受付番号・申請者・題名
work-none = ここに当てはまる申請はありません。
officer-me = 自分
waits-for-answer = 返事待ち

## Acts

act-call-receive = 届いた書類・相談を記録する
act-call-export = 一覧を書き出す
act-application-begin = 申請を始める
act-application-list = 申請の作成状況を見る（内容は見えない）
act-application-parallel = 他の補助金への申請状況を見る（併願）
act-application-read = 申請を見る
act-application-draft = 作成中の申請を見る
act-application-ask = 事務局に書く
act-application-case = 受け付けた申請を見る
act-application-write = 申請を書く
act-application-invite = 構成員を変える
act-application-file = 提出・修正・取下げ
act-application-check = 審査の確認・補正の依頼
act-application-decide = 受理・不受理
act-application-allow-late-filing = 締切後の受付を認める
act-section-read = 構成員の書く所を見る
act-section-release = 担当分の金額を代表に知らせる
act-section-write = 構成員の書く所を書く

## Letters

joining-subject = { $company }から、共同申請への参加の案内
joining-letter =
    { $company }の{ $who }さんから、補助金の共同申請{ $title }への参加の案内です。
    次のページで、参加する会社を選んでください。各社の経費と書類は、その会社と事務局だけが見ます。
    { $link }
filed-subject = 申請を受け付けました（{ $receipt }）
filed-letter =
    { $company } 様
    「{ $call }」への申請{ $title }を受け付けました。
    受付番号：{ $receipt }
    提出した人：{ $who }
    受付票は次のページから受け取れます。
    { $link }
withdrawn-subject = 申請の取下げを受け付けました
withdrawn-letter =
    { $company } 様
    「{ $call }」への申請{ $title }の取下げを受け付けました。
    { $link }
returned-subject = 申請の補正をお願いします（{ $receipt }）
returned-letter =
    { $company } 様
    「{ $call }」への申請{ $title }（受付番号 { $receipt }）に、直していただきたいところがあります。
    期限：{ $due }
    { $reason }
    次のページに、直すところとその理由があります。直したあと、期限までに「確認して提出」からもう一度提出してください。
    { $link }
accepted-subject = 申請を受理しました（{ $receipt }）
accepted-letter =
    { $company } 様
    「{ $call }」への申請{ $title }を受理しました。これから審査に進みます。
    { $link }
refused-subject = 申請を受理できませんでした（{ $receipt }）
refused-letter =
    { $company } 様
    「{ $call }」への申請{ $title }は、次の理由により受理できませんでした。
    { $reason }
    { $link }
allowed-late-subject = 締切後の提出を認めました
allowed-late-letter =
    { $company } 様
    「{ $call }」への申請{ $title }は、{ $until } まで提出できます。
    { $link }
asked-subject = 事務局から連絡があります
asked-letter =
    { $company } 様
    「{ $call }」への申請{ $title }（受付番号 { $receipt }）について、事務局から連絡があります。
    { $body }
    返事は、次のページからお送りください。
    { $link }
extended-subject = 締切を延長しました
extended-letter =
    { $company } 様
    「{ $call }」の締切を { $until } まで延長しました。前にお知らせした締切に代わるものです。
    { $reason }
    { $link }
revised-subject = 募集要領を改訂しました
revised-letter =
    { $company } 様
    「{ $call }」の募集要領を改訂しました。書きかけの申請{ $title }は、入力をそのままに、新しい版で続けられます。
    { $reason }
    { $link }
closing-subject = 締切が近づいています（{ $left }）
closing-letter =
    { $company } 様
    「{ $call }」への申請{ $title }は、まだ提出されていません（提出後の修正中のものを含みます）。
    締切：{ $until }
    { $link }
recalled-subject = 補正の依頼を取り消しました（{ $receipt }）
recalled-letter =
    { $company } 様
    「{ $call }」への申請{ $title }について、先にお願いした補正は必要なくなりました。提出いただいた内容のまま手続を進めます。
    { $link }
dismissed-subject = 申請の構成員から外れました
dismissed-letter =
    { $company } 様
    「{ $call }」への申請{ $title }で、代表の会社が貴社を構成員から外しました。貴社が入力した内容と書類は、この申請では使われません。
    心当たりがないときは、代表の会社にご確認ください。
contact-subject = 申請の連絡先の確認（shien）
contact-letter =
    「{ $call }」への申請の連絡先として、このメールアドレスが入力されました。
    入力した会社の名前：{ $company }
    申請の知らせを受け取るときは、14日以内に次のページを開いて選んでください。選ぶまで、知らせは送りません。
    { $link }
    お心当たりがないときは、同じページで断るか、このメールをそのまま捨ててください。

## What is wrong

wrong-others-none = 「ない」のチェックと表のどちらかにしてください。
wrong-category-gone = 募集要領の改訂で、この費目はなくなりました。別の費目を選ぶか、行を空にしてください。
wrong-application-closed = この申請は、いまは変更できません。
wrong-call-closed = いまは募集期間ではありません。
wrong-no-online = この募集は、郵送・持参などで受け付けます。ここからは提出できません。
wrong-channel = この募集では使えない提出方法です。
wrong-member-many = これ以上、構成員を加えられません。
wrong-member-twice = その会社は、すでに構成員です。
wrong-file-many = 書類の数が上限に達しています。
wrong-file-total = 書類の合計が1GBを超えます。不要な書類を削除するか、ファイルを小さくしてから追加してください。
wrong-revision = このファイルは公開できません。誤りを直してください。
wrong-future = これからの日は記録できません。
wrong-busy = 申請者が修正しているところです。終わるまでお待ちください。
wrong-late = 締切を過ぎています。
wrong-arrived = 届いた日時を、いまより前で入れてください。
wrong-drafts-many = 作成中の申請書が 100 件あります。新しく始める前に、作成中のものを提出するか、その続きを書いてください。
wrong-undetermined = まだわからない項目があり、対象になるかが決まりません。会社情報を確かめるか、補正を求めてください。
wrong-quantity = 3 のように、整数で入力してください。
wrong-moment = 日付は「令和8年11月27日」、時刻は「17:00」のように入力してください。
wrong-ends = 終了日は、開始日より後にしてください。
wrong-unticked = 形式審査に、まだ確認していない項目があります。
wrong-begun-already = この会社には書きかけか提出済みの申請があります。上の一覧から認めてください。
wrong-nobody-acts = この会社の担当者がまだ登録されていないため、知らせることができません。先に担当者の登録をお願いしてください。

## What was done

done-filed = 提出しました。受付番号と受付票を確かめてください。
done-reopened = 修正できるようになりました。
done-discarded = 提出したものに戻しました。
done-withdrawn = 申請を取り下げました。
done-joined = 連携体に参加しました。
done-message-sent = 送りました。
done-part-saved = 保存しました。
done-paper-put = 添付しました。
done-paper-dropped = 書類を外しました。
done-member-added = 構成員を加えました。
done-member-gone = 構成員を外しました。
done-ticked = 記入しました。
done-assigned = 担当を決めました。
done-returned = 補正を求めました。申請者に知らせました。
done-accepted = 受理しました。申請者に知らせました。
done-refused = 不受理にしました。申請者に知らせました。
done-allowed-late = 締切後の提出を認めました。申請者に知らせました。
done-published = 募集として公開しました。
done-outage-noted = 記録し、お知らせのページに載せました。
done-extended = 締切を延長し、申請者に知らせました。
done-consulted = 事前相談を記録しました。
done-part-saved-wrong = 保存しました。ただし、読み取れないところがあります。
done-recalled = 補正依頼を取り消しました。
done-released = 代表に知らせました。

## Approvals

approval-application-accept = 受理（形式審査の結果）
approval-application-refuse = 不受理（形式審査の結果）
case-approvals = 起案・決裁
case-approval-new = この案件について起案する
case-approval-title = { $call }：{ $company }の申請（{ $receipt }）について
batch-total = { $aid }金の見込みの合計は { $yen } 円です。
messages-most = 一つの申請について送れるのは { $n } 件まで、1 件は 4,000 字までです。

# The chart of arrivals
arrivals-chart = 日ごとの提出件数（累計）
arrivals-day = 日
arrivals-sum = 累計

# The stages of an application
stages = 申請の進み具合
stage-writing = 入力
stage-correcting = 修正
stage-filing = 提出
stage-checking = 形式確認
stage-accepted = 受理

# Previews for the author of a programme
sample-title = 架空の計画
sample-company = 架空の会社
sample-person = 架空 花子
sample-reason = （理由がここに入ります）
preview-form = 申請フォーム
preview-letters = 申請者へのメール
apply-carried = 見積りで入力した内容を、申請書に引き継ぎます。
done-found-confirmed = 適合と判定された項目を、まとめて確認しました。
guide-lead = はじめての方のための手順と、よくある質問です。
guide-picture = 画面の例：
faq = よくある質問
