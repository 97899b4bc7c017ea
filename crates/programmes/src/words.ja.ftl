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
grant = 受けられる見込みの額
if-eligible = 要件を満たした場合の額
still-needed = 入力すると判定できること
to-mend = 要件を満たすには
limit-bars = 費目の上限
gain = あと1万円計上すると
gain-row = 補助金の増加
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
clear = はじめから
sample-go = 例を入れる
copy = この結果のアドレスを写す
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
has-establishment = { $prefecture }に事業所がある
other-subsidies = 同じ事業でほかの補助金を
other-money-amount = ほかの補助金の額（円）
other-none = 申請も受給もしていない
other-pending = 申請している
other-adopted = 採択された・受けている
relation = ほかの構成員が株式を持っている
relation-none = 持たれていない
relation-share = 持株の割合
labour-hours = 作業時間（時間）
labour-annual = 年間所定労働時間
labour-base = 年間基本給（円）
labour-allowances = 年間の対象手当と賞与（円）

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
