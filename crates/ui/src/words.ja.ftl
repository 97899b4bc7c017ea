## Shared by several pages

choose = 選んでください
yes = はい
no = いいえ
print = 印刷する
yen = { $amount }円
none = なし
email = メールアドレス
name = お名前
save = 保存する
office = 管理
to = 宛先
state = 状態
code = 6桁の数字
reason = 理由
note = メモ

## Around every page

skip = 本文へ移動
tagline = 産業支援の制度
guide = 使い方
footer = 判定と金額は募集案内にもとづく見込みです。正式な決定は実施機関が行います。
who = サインインと会社
sign-in = サインイン
sign-out = サインアウト
account = アカウント
rehearsal = 予行演習中です。時計を動かしています。ここで行ったことは本番の記録にはなりません。
weak = 事務局の仕事をするには、2段階の確認かパスキー、GビズIDでサインインしてください。アカウントのページで2段階の確認をはじめられます。
announcements = お知らせ
announcements-none = いまお知らせはありません。

## Faults

errors = 入力を確かめてください

## Stuck

letters-stuck = 届いていない知らせ
letters-stuck-help = アドレスを確かめ、直してください。知らせの内容は、この画面でも確かめられます。

## Problems

problem-not-found = ページが見つかりません
problem-not-found-help = ページのURLが変わったか、入力に誤りがあるかもしれません。
problem-unread = 送られた内容を読み取れませんでした
problem-unread-help = 前のページに戻り、もう一度送ってください。
problem-elsewhere = このサイトのアドレスではありません
problem-elsewhere-help = 案内されたアドレス（URL）をもう一度確かめて、そこから開いてください。
problem-failed = 処理できませんでした
problem-failed-help = 時間をおいて、もう一度お試しください。
problem-back = 募集の一覧へ

## What is wrong

wrong-amount = 金額として読めません。5,000,000 や 500万 のように入力してください。
wrong-not-whole = 金額は1円単位で入力してください。小数は、1.5億 や 12.5万 のように、単位の前でだけ使えます。
wrong-two-numbers = 数字の間に空白があり、二つの数に見えます。一つの数を、空白を入れずに入力してください。
wrong-commas = コンマは、5,000,000 のように3桁ごとに入れてください。小数点には . を使ってください。
wrong-point = 点が桁区切りか小数点か分かりません。50万なら 500,000 か 500000 のように入力してください。
wrong-too-large = 数が大きすぎます。
wrong-negative = マイナスの値は入力できません。
wrong-count = 人数は 25 のように整数で入力してください。
wrong-share = 割合は 50% のように入力してください。

## Versions

versions = ほかの人が先に変えました
versions-help = 入力した内容はまだ保存されていません。今の内容と見比べて直し、もう一度保存してください。保存すると、入力した内容に置き換わります。
versions-part = 項目
versions-mine = 入力した内容
versions-stored = 今の内容

## Lists

page-earlier = 前へ
page-later = 次へ
any = すべて

## Texts

wrong-long = 長すぎます。字数を減らしてください。

# Charts
chart-as-table = 数字を表で見る
