## Failures

kept-form = 書いた内容
kept-form-help = まだ保存されていません。このページを閉じる前に、必要なら書き写してください。
kept-form-again = もう一度送る
kept-form-back = 元のページを開いて、今の内容を見る
problems = エラーの種類
problems-lead = 画面や API が返すエラーと、そのときにしていただくことの一覧です。
problems-message = 表示
problems-what-to-do = していただくこと
problem-wrong = 入力内容を確かめてください
problem-wrong-help = 受け付けられない入力がありました。
problem-signed-out = サインインが切れています
problem-signed-out-help = サインインしてから、もう一度お試しください。
problem-too-large = 入力が長すぎます
problem-too-large-help = 入力を減らして、もう一度お試しください。
problem-full = いまは保存できません
problem-full-help = サーバーの保存先に空きがありません。送った内容は保存されていません。管理者が対応しますので、時間をおいてもう一度お試しください。締切が近いときは、事務局に電話でお知らせください。
problem-uncertain = 保存できたか確認できませんでした
problem-uncertain-help = 送っていただいた内容が保存されたかどうか、サーバーが確認できませんでした。もう一度送る前に、申請一覧などで今の状態を確かめてください。提出した場合は、受付番号が表示されていれば提出は済んでいます。
problem-damaged = このファイルは開けません
problem-damaged-help = 保存してあるファイルの内容が、受け取ったときと変わっています。管理者に知らせました。手元に元のファイルがあれば、なくさないようにしてください。
problem-at-once = 前の操作を処理しています
problem-at-once-help = 一度に多くのページが開かれたため、順番に処理しています。10秒ほどおいて、もう一度お試しください。
problem-denied = このページは開けません
problem-denied-help = このページを見る役割がありません。必要なときは、管理者か会社の代表者に頼んでください。
changed-meanwhile = ほかの人が先に変えたため、まだ保存されていません。今の内容を確かめてから、もう一度送ってください。
problem-stale = ほかの人が先に変えました
problem-stale-help = 送った内容は保存されていません。今の内容を確かめてから、もう一度行ってください。
problem-expired = この案内はもう使えません
problem-expired-help = 期限が過ぎたか、すでに使われています。もう一度送ってもらってください。
problem-harmful = このファイルは開けません
problem-harmful-help = 検査で、害のあるプログラムの疑いが見つかりました。ファイルを作った端末を確かめ、安全なファイルを付け直してください。
problem-too-many = しばらくお待ちください
problem-too-many-help = 続けて何度も試されたため、止めています。15分ほどおいて、もう一度お試しください。
problem-busy = いま混み合っています
problem-busy-help = ほかの人の分が終わるのを待っています。1分ほどおいて、もう一度お試しください。

## Form

password = パスワード

## Request

the-system = システム
error-title = エラー：{ $title }
letter-given-up = 届きませんでした
letter-held = 連絡先の人の確認を待っています

## Resume form

signed-out = サインインが切れています
signed-out-help = 入力した内容は、このページに残っています。次の順に進めてください。
signed-out-first = 別のタブでサインインする
signed-out-then = サインインしてから、入力した内容を送る
steps = 申請書の入力項目
held = 残っている入力

## What is wrong

wrong-file-broken = ファイルを受け取れませんでした。もう一度お試しください。
wrong-file-one = ファイルは1つずつ送ってください。

## Components

components = 画面の部品
components-lead = 画面を作るときに使う部品の一覧です。お試しの環境でだけ見られます。
components-done = 保存しました。
components-tags = 状態の札
components-fields = 入力欄
components-amount = 金額
components-hint = 例：5,000,000
components-table = 表
components-moment = 日時
components-sure = 本当に保存しますか。
components-find = 絞り込む
components-process = 進み具合
components-figures = 数字とグラフ
components-files = ファイル
components-more = そのほか
wrong-file-missing = ファイルを選んでください。
