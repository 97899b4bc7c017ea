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
steps = 書くこと
held = 残っている入力

## What is wrong

wrong-file-broken = ファイルを受け取れませんでした。もう一度お試しください。
wrong-file-one = ファイルは1つずつ送ってください。
