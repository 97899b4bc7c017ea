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
problem-not-found-help = 住所が変わったか、入力に誤りがあるかもしれません。
problem-too-large = 入力が長すぎます
problem-too-large-help = 入力を減らして、もう一度お試しください。
problem-full = いまは保存できません
problem-full-help = サーバーの保存先に空きがありません。送った内容は保存されていません。管理者が対応しますので、時間をおいてもう一度お試しください。締切が近いときは、事務局に電話でお知らせください。
problem-uncertain = 保存できたか確認できませんでした
problem-uncertain-help = 送っていただいた内容が保存されたかどうか、サーバーが確認できませんでした。もう一度送る前に、申請一覧などで今の状態を確かめてください。提出した場合は、受付番号が表示されていれば提出は済んでいます。
problem-damaged = このファイルは開けません
problem-damaged-help = 保存してあるファイルの内容が、受け取ったときと変わっています。管理者に知らせました。手元に元のファイルがあれば、なくさないようにしてください。
problem-unread = 送られた内容を読み取れませんでした
problem-unread-help = 前のページに戻り、もう一度送ってください。
problem-elsewhere = このサイトの住所ではありません
problem-elsewhere-help = 案内された住所（URL）をもう一度確かめて、そこから開いてください。
problem-at-once = 前の操作を処理しています
problem-at-once-help = 一度に多くのページが開かれたため、順番に処理しています。10秒ほどおいて、もう一度お試しください。入力済みの内容はそのまま残っています。
problem-failed = 処理できませんでした
problem-failed-help = 時間をおいて、もう一度お試しください。
problem-back = 募集の一覧へ
problem-denied = このページは開けません
problem-denied-help = このページを見る役割がありません。必要なときは、管理者か会社の代表者に頼んでください。
problem-stale = ほかの人が先に変えました
problem-stale-help = 前のページに戻って新しい内容を確かめ、もう一度入力してください。入力した内容は保存されていません。
problem-expired = この案内はもう使えません
problem-expired-help = 期限が過ぎたか、すでに使われています。もう一度送ってもらってください。
problem-harmful = このファイルは開けません
problem-harmful-help = 検査で、害のあるプログラムの疑いが見つかりました。ファイルを作った端末を確かめ、安全なファイルを付け直してください。
problem-too-many = しばらくお待ちください
problem-too-many-help = 続けて何度も試されたため、止めています。15分ほどおいて、もう一度お試しください。
problem-busy = いま混み合っています
problem-busy-help = ほかの人の分が終わるのを待っています。1分ほどおいて、もう一度お試しください。

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
