## Shared by several pages
lead = 申請者（代表）

calls = 募集の一覧
window = 募集期間
cap = 限度額
rate = 率
estimate = いくら受けられるか試す
detail = 制度の内容
if-needed = 条件付き
category = 費目
amount = 金額（円）
industry = 業種
sample = 例を入れてみる
answer = 結果
before = 計算前
revision = 募集要領を改訂する

## Announcements

outage-was = { $began } から { $ended } まで、障害がありました：{ $what }
outage-is = { $began } から障害が起きています：{ $what }
outage-extended = 「{ $call }」の締切を { $until } まで延長しました。
announcement-of = 【{ $agency }】{ $line }

## Answer

group = 区分
key-channels = 申請の方法
key-contact = 問い合わせ先
key-forms = 様式のページ
front-work = 仕事の画面へ
front-work-none = まだ役割がないため、仕事の一覧はありません。会社を登録するか、勤め先の管理者に招待してもらってください。
grant = 受けられる見込みの額
if-eligible = 要件を満たした場合の額
still-needed = 入力すると判定できること
to-mend = 要件を満たすには
limit-bars = 費目の上限
gain = あと1万円計上すると
gain-row = { $aid }金の増加
documents-needed = 必要な書類
why = 要件の判定
step = 段階
after = 計算後
how = 金額の計算

## Estimate

project = 事業のこと
budget = 経費
budget-hint = 税抜きの金額。「500万」のような書き方もできます。
labour = 人件費を時間と給与から計算する
add-member = 構成員を加える
remove-member = この構成員を外す
calculate = 計算する
clear = 入力内容をクリア
sample-go = 例を入れる
copy = この結果のURLをコピー
copied = 写しました
copy-hint = アドレスには、入力した数字が入っています。見てもよい人だけに渡してください。

## Form

industry-manufacturing = 製造業・建設業・運輸業・その他
industry-wholesale = 卸売業
industry-retail = 小売業・飲食店
industry-service = サービス業
industry-software = ソフトウェア業・情報処理
industry-lodging = 旅館・ホテル

## List

calls-lead = 会社のことと経費を入力すると、対象になるか、いくら受けられるか、その理由がわかります。
operator = 実施機関

## Pages

notice-extended = 締切を { $until } まで延長しました。{ $reason }
notice-revised = 募集要領を改訂しました。{ $reason }
since-title = 前回からの変更
since-what = こと
since-before = 前回
since-now = 今回
since-none = なし
since-reckoned = 算定の方法または条件を変更
conditions = 対象になる要件
rates = 率と限度額
limits = 費目ごとの上限
expenses = 対象になる経費
excluded = 対象にならない経費
documents = 提出書類
schedule = 日程
duties = 採択された後の義務
criteria = 審査の基準
contact = 問い合わせ先
notes = その他
readings = 解釈
planned = （予定）
about = 頃

## Programme

notices = お知らせ
apply = 申請書をつくる

## View

member-n = 構成員
has-establishment = { $prefecture }内に事業所がありますか
other-subsidies = 同じ事業で、ほかの補助金を申請・受給していますか
other-money-amount = ほかの補助金の額（円）
other-none = 申請も受給もしていない
other-pending = 申請している
other-adopted = 採択された・受けている
relation = ほかの構成員が株式を持っている
relation-none = 持たれていない
relation-share = 持株の割合
monthly = 月額の計算に使う数字
monthly-monthly = 月額（円）
monthly-from = いつから
monthly-until = 終了日
labour-hours = 作業時間（時間）
labour-hours-a-year = 年間所定労働時間
labour-pay-a-year = 年間基本給（円）
labour-allowances-a-year = 年間の対象手当と賞与（円）
labour-hours-a-month = 月間所定労働時間
labour-pay-a-month = 月額の基本給（円）
labour-allowances-a-month = 月額の対象手当（円）
labour-pay-an-hour = 時間給（円）

## Acts

act-call-read = 募集を見る
act-call-change = 募集を変える

## States

state-open = 募集中
state-coming = 募集前
state-closed = 募集終了
state-of-draft = 作成中
state-of-filed = 提出済み
state-of-reopened = 提出後の修正中
state-of-returned = 補正が必要
state-of-accepted = 受理
state-of-refused = 不受理
state-of-withdrawn = 取下げ
state-any = すべて

## What is wrong

wrong-hours = 時間は 160 や 8.5 のように入力してください。8時間30分は 8.5 です。
wrong-extension = いまの締切よりあとの日時にしてください。
wrong-outage = 何が起きたかを書いてください。
wrong-outage-began = 始まった日時は、いまより前、1年以内にしてください。
wrong-outage-ended = 終わった日時は、始まった日時より後、いまより前にしてください。
wrong-extension-far = 締切は1年より先にはできません。日付を確かめてください。

## Drafts of programmes

programme-drafts = 制度の作成
programme-drafts-lead = 募集要領を見ながら制度をデータにし、影響を確かめ、承認を受けて公開します。
programme-drafts-none = 作成中の制度はありません。
draft-title = 制度
draft-changed = 最後の変更
draft-revises = 募集中の制度の改訂
draft-untitled = 名前のない制度
draft-state-open = 作成中
draft-state-published = 公開済み
draft-state-discarded = 取りやめ
done-draft-published = 公開しました。
done-draft-discarded = 取りやめました。
done-draft-saved = 保存しました。
done-draft-set = 変更を保存しました。
done-draft-confirmed = 確認したことを記録しました。
done-draft-proposed = 承認を求めました。承認する人にメールで知らせています。
done-draft-cases-added = 足りない事例を加えました。答えを文書と見比べてください。
done-draft-document-kept = 文書を保存しました。
draft-begin = 新しく始める
draft-begin-text = 募集要領から
draft-begin-text-help = 文章を貼り付けると、募集期間、補助率、限度額、経費区分、提出書類、問い合わせ先を読み取り、行番号を付けて案を作ります。
draft-document-name = 文書の記号
draft-document-name-hint = 引用に使う英数字です。例：003
draft-document = 文書
draft-begin-go = この文章から始める
draft-begin-pdf = 募集要領のPDF
draft-begin-pdf-go = PDFから始める
draft-begin-existing = いまある制度から
draft-begin-existing-help = 次年度の制度は、年度と日付を1年進めます。次の回は、回を1つ進めます。どちらも、前の制度からの変更が示されます。
draft-programme = 制度
draft-begin-next-year = 次年度の制度をつくる
draft-begin-next-round = 次の回をつくる
draft-begin-draft = （作成中）{ $name }
wrong-draft-unread = 作成中のファイルに誤りがあるため、ここからは始められません。先に誤りを直してください。
draft-begin-similar = 写して始める
draft-begin-revision = 募集中の制度を改訂する
draft-begin-revision-help = 作成中の申請は新しい版で続きます。提出済みの申請は、提出したときの版のままです。
draft-call = 募集
draft-begin-revision-go = 改訂を始める
draft-stages = 公開までの流れ
draft-stage-writing = 作成
draft-stage-proposing = 起案
draft-stage-approval = 承認
draft-stage-publishing = 公開
draft-locked = 承認を求めている間は変更できません。直すには、起案を取り下げてください。
draft-document-none = 文書がまだありません。「文書」の欄に貼り付けると、制度の項目と行が結び付きます。
draft-all-cited = すべての行が引用されています。
draft-uncited-count = 引用されていない行が{ $n }行あります。
draft-uncited = 未引用
draft-uncited-figures = 未引用：{ $figures }
draft-panels = 文書の横に表示するもの
draft-panel-yaml = ファイル
draft-panel-form = 項目
draft-panel-proposals = 読み取り
draft-panel-document = 文書
draft-panel-preview = 見え方
draft-panel-cases = 事例
draft-panel-effect = 影響
draft-panel-publish = 承認と公開
draft-body = 制度のファイル（YAML）
draft-stored = いま保存されている内容
draft-both = 入力した内容は保存されていません。下の「いま保存されている内容」と見比べて、もう一度保存してください。
draft-kept = { $at } に保存しました。
draft-keeping = 保存しています…
draft-unkept = 保存できていません。通信を確かめてください。入力した内容はこの画面に残っています。
draft-findings = 点検の結果
draft-findings-none = 誤りは見つかりませんでした。
draft-findings-count = 誤り { $errors }件、注意 { $warnings }件
draft-findings-more = ほかに{ $n }件あります。直すと、続きが表示されます。
draft-error = 誤り
draft-warning = 注意
draft-line = { $n }行
draft-form-help = 値だけを変えられます。項目を加えるときや消すときは、次の欄で書き換えてください：
draft-form-none = ファイルに誤りがあり、項目として表示できません。
draft-proposals-help = 読み取った値です。行と見比べて、確かめたものに印を付けてください。文書と合わないものは「採らない」に印を付けます。
draft-proposal-dismiss = 採らない
draft-proposals-go = 印を付けたものを記録する
draft-proposals-none = 読み取れた値はありません。
draft-proposals-waiting = { $all }件のうち、まだ確かめていないもの：{ $n }件
draft-proposal-field = 項目
draft-proposal-value = 読み取った値
draft-proposal-line = 文書
draft-proposal-there = ファイルの値
draft-proposal-take = この値にする
draft-proposal-confirm = 確認済みにする
draft-proposal-dismissed = 採らない
draft-proposal-confirmed = 確認済み
draft-field-fiscal-year = 年度
draft-field-name = 制度名
draft-field-round = 募集回
draft-field-window-opens = 募集開始日
draft-field-window-closes = 締切
draft-field-window-arrival = 締切の判定
draft-field-filing-channels = 提出方法
draft-field-filing-one-per-company = 1者1申請
draft-field-amount-rate = 補助率
draft-field-amount-cap = 補助限度額
draft-field-amount-floor = 下限額
draft-field-amount-unit = 端数の処理
draft-field-expenses-tax = 消費税
draft-field-expenses-categories = 経費区分
draft-field-limits = 経費の上限
draft-field-documents = 提出書類
draft-field-criteria = 審査基準
draft-field-contact-phone = 電話番号
draft-field-contact-fax = FAX番号
draft-field-contact-address = 住所
draft-field-contact-email = メールアドレス
draft-field-contact-office = 担当課
draft-field-schemes = 申請枠
draft-limit-at-most = 総額の{ $rate }以内
draft-limit-less-than = 総額の{ $rate }未満
draft-tax-excluded = 対象外（税抜きで計算）
draft-tax-included = 対象（税込みで計算）
draft-source-help = 1行ずつ引用できるように、改行を残して貼り付けてください。行がずれると、引用も確かめ直すことになります。
draft-source-pdf = PDFを読み込む
draft-source-pdf-go = 読み込んで置き換える
draft-preview-help = 公開したときの見え方です。まだ誰にも公開されていません。
draft-preview-none = ファイルに誤りがあるため、表示できません。
draft-preview-public = 公開ページ
draft-cases-help = 申請の例と、正しい答えです。制度を変えたときに、答えが変わっていないかを確かめます。
draft-cases = 事例のファイル（YAML）
draft-cases-passed = 合っている事例
draft-cases-failed = 合わない事例
draft-cases-lacking = 足りない事例
draft-cases-proposed = 足りない事例の案（{ $n }件）
draft-cases-proposed-help = 境目の値とその前後などの事例に、いまの計算の答えを付けたものです。文書と見比べて、答えが正しいものに印を付けてください。違うときは、制度の書き方を見直します。
draft-cases-tried = 事例の一覧
draft-case-name = 事例
draft-case-result = 結果
draft-case-holds = 合っています
draft-case-fails = 合いません
draft-case-verdict = 判定
draft-case-eligible = { $aid }対象経費（円）
draft-case-grant = { $aid }金額（円）
draft-case-phase = 時点
draft-case-right = 確認したもの
draft-case-take = 正しい
draft-case-application = 申請の内容
draft-phase-application = 申請時
draft-phase-decision = 交付決定時
draft-phase-settlement = 額の確定時
case-verdict-eligible = 対象
case-verdict-not-eligible = 対象外
case-verdict-undetermined = まだ判定できない
draft-cases-add = 印を付けたものを事例に加える
effect-beside = 「{ $name }」と比べています。
effect-unknown = 前の制度「{ $id }」が見つかりません。follows の識別子を確かめてください。公開済みの制度か、作成中のほかの案の識別子を書きます。
effect-new = 新しい制度で、比べる制度がありません。
effect-changes = 変わるところ
effect-no-changes = 変わるところはありません。
effect-population = 企業への影響（試算）
effect-population-help = 架空の企業{ $n }社が申請したとして、{ $aid }金の額を比べたものです。実在する企業の情報は使っていません。
effect-gain = 増える
effect-lose = 減る
effect-same = 変わらない
effect-newly = 新たに対象となる
effect-no-longer = 対象でなくなる
effect-chart = { $aid }金の増減の大きさと企業の数（増減のない企業を除く）
effect-then = 変更前
effect-now = 変更後
effect-yen = { $yen }円
effect-total-before = { $aid }金の合計（変更前）
effect-total-after = { $aid }金の合計（変更後）
band-loss-over = { $yen }円を超える減
band-loss = { $least }円を超え{ $most }円以下の減
band-loss-up-to = { $yen }円以下の減
band-gain-below = { $yen }円未満の増
band-gain = { $least }円以上{ $most }円未満の増
band-gain-over = { $yen }円以上の増
effect-filed = 提出済みの申請
effect-filed-count = 提出済みの{ $n }件は、提出したときの版のままです。新しい版で計算し直すと、次のとおりです。
effect-drafts = 作成中の申請
effect-drafts-none = 作成中の申請はありません。
effect-company = 申請者
effect-grant-before = { $aid }金（いま）
effect-grant-after = { $aid }金（変更後）
effect-obstacles-before = 残り（いま）
effect-obstacles-after = 残り（変更後）
effect-unasked = 使われなくなる入力
draft-sha256 = ファイルのSHA-256
draft-approvals = 承認の状況
draft-propose = 承認を求める
draft-propose-help = 起案すると、決裁の経路に従って承認を求めます。作成した人を除く二人の承認がそろうと、公開できます。
draft-propose-go = 起案する
draft-publish = 公開する
draft-publish-go = 公開する
draft-reason = 申請者に知らせる変更の内容
draft-reason-hint = 作成中の申請者へのメールと、公開ページに載ります。
draft-discard = 取りやめる
draft-discard-help = 取りやめた案は、あとから読むことはできますが、直すことはできません。
draft-discard-go = この案を取りやめる
draft-public = 公開ページを見る
draft-proposal-title = 「{ $name }」の公開について
draft-proposal-new =
    次の制度を公開し、募集を始めてよろしいか伺います。

    制度名：{ $name }
    識別子：{ $id }（改訂 { $revision }）
    募集期間：{ $opens }から{ $closes }まで
    ファイルのSHA-256：{ $sha256 }
draft-proposal-revision =
    募集中の次の制度を改訂してよろしいか伺います。

    制度名：{ $name }
    識別子：{ $id }（改訂 { $revision }）
    募集期間：{ $opens }から{ $closes }まで
    ファイルのSHA-256：{ $sha256 }
draft-proposal-changes = 変わるところ：
draft-proposal-population = 架空の企業{ $firms }社での試算では、補助金が増える企業は{ $gain }社、減る企業は{ $lose }社です。
approval-programme = 制度の公開
act-programme-draft = 制度を作成する
wrong-draft-long = 長すぎます。1MBまでにしてください。
wrong-draft-empty = 募集要領の文章を貼り付けてください。
wrong-draft-locked = 承認を求めている間は変更できません。直すには、起案を取り下げてください。
wrong-draft-closed = この案は、公開したか取りやめたため、変更できません。
wrong-draft-value = この値はここでは変えられません。「ファイル」の欄で直してください。
wrong-draft-faults = ファイルに誤りがあります。「ファイル」の欄の点検の結果を見て直してください。
wrong-draft-unconfirmed = 文書から読み取った値のうち、まだ確かめていないものがあります。「読み取り」の欄で確かめてください。
wrong-draft-cases = 事例がないか、答えの合わない事例があります。「事例」の欄で確かめてください。
wrong-draft-id = この識別子の制度がもうあります。識別子（id）を変えてください。
wrong-draft-undecided = 決裁が済むと、公開できます。
wrong-draft-changed = 承認された内容から変わっています。もう一度承認を求めてください。
wrong-draft-approvals = 作成した人を除く二人の承認が必要です。「制度の公開」の決裁区分に合議を加えてください。
wrong-pdf-unread = このPDFは読めません。壊れているか、パスワードが付いています。
wrong-pdf-long = PDFが長すぎます。必要なページだけにしてください。
wrong-pdf-no-text = このPDFには文字がありません（紙を読み取った画像です）。文章を貼り付けてください。

## What the checker finds, by its codes

fault-bad-choices = 選択肢（choices）は、種類が choice の事実に限り、必ず書いてください。
fault-bad-expression = 式（CEL）を読み取れません。書き方を確かめてください。
fault-bad-group = この条件では、誰が当てはまるかを決められません。
fault-bad-id = 識別子には、英小文字、数字、ハイフン（-）だけを使ってください。
fault-bad-limit = 上限の項目の組合せが正しくありません。
fault-bad-predicate = 条件の書き方が正しくありません。比べるものと比べ方を確かめてください。
fault-bad-reading = 解釈の選択肢が正しくありません。選んだものと、変わる項目を確かめてください。
fault-bad-table = この事実による表には、この行の書き方は使えません。
fault-case-failed = この事例（ケース）は、期待した結果になりませんでした。
fault-contradiction = ここに書かれた定めは、ほかの定めと両立しません。どちらかを直してください。
fault-dates-out-of-order = 日付や年度の前後が合っていません。
fault-dead-condition = ここに書かれたことは、当てはまる場合がないか、効果がありません。
fault-dead-limit = この上限は、効く場合がありません。
fault-duplicate-fact = この名前は、あらかじめ用意された事実の名前です。別の名前にしてください。
fault-duplicate-id = この識別子は、ほかでも使われています。別の識別子にしてください。
fault-duplicate-key = 同じ項目が二度書かれています。どちらかを消してください。
fault-idle-reading = 解釈を変えても、どの事例（ケース）の結果も変わりません。違いの出る事例を加えてください。
fault-missing-field = 必要な項目がありません。書き足してください。
fault-missing-parameter = 決めておく必要のあることが、書かれていません。書き足してください。
fault-missing-row = 当てはまる行や部分のない場合が残っています。書き足してください。
fault-no-cite = 根拠となる引用（行）が書かれていません。
fault-no-such-day = 文書の日付が、暦にないか、曜日と合っていません。
fault-no-such-line = 行の番号又は行数が、文書と合っていません。
fault-no-such-words = 引用した言葉が、その行に見つかりません。
fault-not-monotone = 補助率が段階ごとに上がるため、計算した額が最大とは限りません。
fault-not-utf8 = 文字コードがUTF-8ではありません。UTF-8で保存し直してください。
fault-not-yaml = YAMLの書き方が正しくないため、読み取れません。
fault-overlap = 同じ経費区分が二つの部分に入っているため、補助金が二重になります。
fault-rows-out-of-order = 行は、区切りの値が小さい順（日は早い順）に書いてください。
fault-too-deep = 項目の入れ子が深すぎます。
fault-too-large = ファイルに書かれたものが多すぎます。いくつかのファイルに分けてください。
fault-too-many = ここに並べた項目が多すぎます。数を減らしてください。
fault-too-many-categories = 経費区分は、64までにしてください。
fault-too-many-limits = 上限は、64までにしてください。
fault-uncited-figure = 文書にある金額、率、日などの数字に、どこからも引用されていないものがあります。
fault-unknown-category = この経費区分は、ファイルにありません。
fault-unknown-fact = この名前の事実はありません。名前を確かめてください。
fault-unknown-field = この項目は使えません。項目名を確かめてください。
fault-unknown-group = この名前の、申請者の区分はありません。
fault-unknown-path = 指定した場所に、項目が見つかりません。
fault-unknown-reading = この解釈又は選択肢は、ファイルにありません。
fault-unknown-word = この言葉は、ここでは使えません。使える言葉から選んでください。
fault-unsaid = 金額の基準が、税込か税抜か書かれていません。
fault-unused = ここに書かれたことは、どこでも使われません。要らなければ消してください。
fault-wrong-fact = この事実は、このようには使えません。
fault-wrong-key = 項目名として読めません。コロン（:）を含む文は、引用符で囲んでください。
fault-wrong-type = 値の種類が、ここに書けるものと違います。
fault-wrong-value = この値は使えません。値を確かめてください。
fault-wrong-version = 対応していない版です。shien: 1 と書いてください。
fault-wrong-word = ここには、決まった言葉だけを書けます。

## Measures

front = 支援を探す
front-lead = やりたいことや困りごとから、県や支援機関の補助金・相談・講座・マッチングなどを探せます。
front-purposes = 目的から探す
measures = 支援施策の一覧
measures-lead = 補助金、融資、相談、講座、施設など、すべての施策を探せます。会社のことから探すときは、こちらをお使いください。
measures-q = さがす言葉
measures-q-hint = 「後継者がいない」「展示会に出たい」のように、文でも探せます。
measures-any = すべて
measures-open = いま使えるものだけ
measures-whole = 計画・きまり・体制も含める
measures-go = 探す
measures-count = { $count }件
measures-found = 「{ $text }」に近い施策 { $count }件
measures-none = 条件に合う施策はありません。言葉を変えるか、条件を減らしてください。
measures-within = 関連する施策 { $count }件
measure-purpose = 目的
measure-kind = 種類
measure-field = 分野
measure-year = 年度
measure-most = 上限 { $yen }円
measure-open = 受付中
measure-all-year = 今年度実施
measure-coming = 受付前
measure-closed = 終了
measure-above = 属する施策
measure-next = 次にすること
measure-next-none = 計画やきまりの内容です。申込みはありません。
measure-next-closed = この施策の年度は終わっています。今の年度の施策は、{ $operator }にお問い合わせください。
measure-next-coming = 受付が始まるまでお待ちください。内容の相談は、{ $operator }で受け付けています。
measure-next-call = 募集のページで要件と書類を確かめ、申請してください。
measure-next-bank = 取扱いの金融機関か、{ $operator }に相談してください。
measure-next-offering = 日程と会場を確かめ、{ $operator }に申し込んでください。
measure-next-publication = { $operator }が提供しています。受け取り方は実施機関に確かめてください。
measure-next-ask = { $operator }に申し込むか、相談してください。
measure-eligible = 対象
measure-judged = 実施機関が確認します
measure-planned = （予定）
measure-derived = 計算：{ $how }
measure-reconciles = 「{ $other }」との違い：{ $says }
measure-facts = 内容と数
measure-what = 項目
measure-value = 内容
measure-where = 根拠
measure-within = この施策に含まれるもの
measure-like = 同じ目的の施策
compare = 施策を比べる
compare-this = ほかの施策と比べる
compare-with = 並べて比べる施策を選ぶ
compare-none = 比べる施策が選ばれていません。施策のページの「ほかの施策と比べる」から選んでください。
compare-says = 概要
compare-most = 上限額
operators = 実施機関と年度から探す
operators-lead = 実施機関ごと、年度ごとの支援施策です。
measures-others = ほかの機関の施策を見る
measure-imported = { $from }からの出典（{ $on }取得）
finder-save = { $name }の情報に保存する
finder-save-help = 答えを会社の情報に保存すると、次からは入力せずに探せます。申請や見積りにも使われます。
calculation = いくらになるか計算する
calculation-of = { $name }の計算
calculation-go = 計算する
calculation-results = 計算の結果
calculation-steps = 計算のしかた
calculation-none = 尋ねることはありません。文書の数だけで計算できます。
calculation-missing = まだ決まらない額があります。入力を加えて、もう一度計算してください。
calculation-open = 未定
calculation-note = 目安です。実際の額は、実施機関の決定によります。
calculation-yen = 円の単位で入力します。「3万5千」「2,500万円」とも書けます。
calculation-rate = 「1.2%」のように入力します。
calculation-date = 「2020-04-01」「令和2年4月1日」のように入力します。
calculation-wrong-rate = 割合として読めません。「1.2%」のように入力してください。
measure-source = 根拠の文書
measure-cite = 文書{ $document } { $lines }行{ $words }

## Finder

finder = 自社に合う支援を探す
finder-lead = 分かることだけ答えてください。答えるたびに、合う施策が絞り込まれます。
finder-kind = 事業者の種類
finder-industry = 業種
finder-prefecture = 事業所のある都道府県
finder-employees = 常時使用する従業員の数
finder-employees-hint = 役員を除いた人数。いなければ0
finder-capital = 資本金
finder-capital-hint = 「1000万」のような書き方もできます。
finder-wanted = やりたいこと（いくつでも）
finder-open = 終了した施策は出さない
finder-go = 合う施策を探す
finder-decides = 答えると、{ $count }件の判定が進みます
finder-see = 結果を見る
finder-results = 結果
finder-begin = まだ何も答えていません。会社のことを答えると、合うかどうかが分かります。
finder-fits = 合う
finder-fits-none = いまの答えで、合うと決まった施策はありません。
finder-may = 合うかもしれない
finder-may-none = 確かめる必要のある施策はありません。
finder-not = 合わない
finder-not-none = 合わないと決まった施策はありません。
finder-not-why = 合わない理由と、どう変われば合うか
finder-against = 合わない理由：
finder-confirm = 確かめること：
finder-holds = 合う理由：

## Calendar

calendar = 募集と催しのカレンダー
calendar-lead = 募集の開始と終了、講座や催しの日程です。
calendar-ics = カレンダーに登録する（iCalendar）
calendar-atom = 更新を受け取る（Atom）
calendar-none = この年度の日程はまだありません。
calendar-opens = 募集開始
calendar-closes = 募集終了
calendar-held = 開催など
opening-notices = 募集開始のお知らせ
opening-notices-of = { $name }に合う支援の募集が始まったら、メールで知らせる
opening-notices-lead = 会社に合う支援の募集が始まると、その朝にメールでお知らせします。会社の業種・従業員数などを登録しておくほど、合うものだけが届きます。
opening-notices-are-on = お知らせを受け取っています。あなたのメールアドレスに届きます。
opening-notices-are-off = お知らせは受け取っていません。
opening-notices-purposes = お知らせする支援
opening-notices-purposes-hint = 選ばなければ、すべての目的についてお知らせします。
opening-notices-begin = お知らせを受け取る
opening-notices-change = 内容を変更する
opening-notices-stop = お知らせを止める
opening-notices-now = いま募集しているものを見る
done-opening-notices-on = お知らせの設定を保存しました。いま募集しているものは、お知らせしません。
done-opening-notices-off = お知らせを止めました。
opening-notice-subject = { $company }に合う支援の募集が始まりました（{ $count }件）
opening-notice-body =
    { $company }に合う、又は合うかもしれない支援の募集が始まりました。

    { $list }
    条件を確かめて探す：{ $find }

    お知らせの変更・停止：{ $stop }
opening-notice-fits = 【合う】
opening-notice-may = 【合うかもしれない】
opening-notice-until = { $day }まで
opening-notice-most = 上限{ $yen }円
opening-notice-comma = 、
opening-notice-further = ほか{ $count }件
estimate-apply = この内容で申請を始める
act-notice-change = 募集開始のお知らせを受け取る
