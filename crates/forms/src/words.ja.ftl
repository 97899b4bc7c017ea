## Fields

at-most-characters = { $n } 字まで。
optional = 任意
wrong-missing = まだ記入されていません。
wrong-mail = メールアドレスは taro@example.jp のように入力してください。
wrong-phone-number = 電話番号は 028-000-0000 のように、数字と「-」で入力してください。
wrong-out-of-range = 決められた範囲の数を入力してください。
wrong-whole-number = 整数で入力してください。

## Autosave

save-idle = 入力すると自動で保存します。
save-saved = 保存しました
save-saving = 保存しています…
save-failed = 保存できていません。つながり次第、もう一度送ります。
save-signed-out = サインインが切れました。入力はこの画面に残っています。別のタブでサインインすると保存されます。
save-changed = が変更しました
save-restored = 前に保存できなかった入力を戻しました。
save-unread = 保存しました。ただし、読み取れないところがあります。
conflict = 同じ欄を、ほかの人も変更していました。どちらにするか選んでください。
conflict-theirs = 相手の入力：
conflict-mine = 自分の入力を使う
conflict-take = 相手の入力を使う
conflict-own = 別の画面でご自身が入力した内容

## Tables and extent

rows-most = この表に入力できるのは { $n } 行までです。{ $shown } 行ごとにページを分けています。
rows-add = 行を加える
row-clear = この行を消す
table-page = { $page } ページ目（全 { $pages } ページ）
table-turn = { $page } ページ目へ
wrong-rows-many = この表に入力できるのは 300 行までです。同じ内容の行をまとめるか、使わない行を空にしてください。
wrong-fields-many = 入力できる欄の数を超えました。使わない行を空にするのではなく、書き直して使ってください。
wrong-long-whole = 全体の文字数が多すぎます。長い文章を短くするか、別の書類として添付してください。
