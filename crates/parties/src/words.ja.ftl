## Shared by several pages

company = 会社のこと
employees = 常時使用する従業員（人）
change-password = パスワードを変える
change-name = 氏名を変える
change-address = メールアドレスを変える
take-address = このアドレスに変える
take-address-lead = これからは、この案内が届いたアドレスでサインインします。案内もこのアドレスに届きます。
role = 役割
take-role = 役割を外す
journal = 記録
journal-act = 操作
journal-actor = 操作者
journal-act-hint = 例：受理、提出
journal-actor-hint = 氏名
journal-subject-hint = 受付番号、会社名、氏名
journal-at = 日時
search = さがす
queue = 送信・処理状況
queue-none = いまは何もありません。
subject = 件名
place = 会社・機関
code-new = 2段階の確認をはじめる
spare-title = バックアップコード
password-confirm = 確認のため、今のパスワード
passkeys = パスキー
passkey-closed = 取り消しました。もう一度試すか、パスワードをお使いください。
openid-heading = GビズID
openid-tie = GビズIDをつなぐ
ownership = 株主と役員
shareholders = 株主
officers = 役員
rows-more = 行が足りないときは、いったん保存すると増えます。
history = 変更の履歴
history-none = なし
history-part = 項目
history-before = 変更前
history-after = 変更後
certifications = 認定・宣言
directory = 会社名簿
company-name = 名称
company-kind = 種類
corporate-number = 法人番号
corporate-number-hint = 13桁。個人事業者など、ないときは空のまま
merge = 会社を1つにまとめる
account-closed = 閉じています
accounts = アカウントの復旧・停止
address = 所在地
agency-settings = 機関の設定
claim-granted = 認められました
claim-grant = 認める
claim-refuse = 断る
claim-refused = 断られました
claims = 申出と本人確認
contact-representative = 代表者
contacts = 連絡先
contacts-lead = 申請や経理の連絡をする人です。アカウントがなくてもかまいません。
establishments = 事業所
establishments-lead = 本社と、ほかの事業所です。「事業所のある都道府県」は、ここから決まります。
new-company = 会社を登録する
own-roles = 役割と会社
phone = 電話番号
prefecture = 都道府県
proposals = 変更案
registry = gBizINFO
sign-up = 初めての方
withdraw = 取り下げる
accept = 受理する
refuse = 不受理にする

## Account

sign-in-lead = メールアドレスとパスワードを入力してください。
sign-in-trial-lead = ここはお試し用です。次のだれとしてもサインインできます。パスワードはどれも「{ $password }」です。
password-new = 新しいパスワード
password-old = 今のパスワード
password-hint = 12文字以上。記号は要りません。いくつかの単語を並べると覚えやすく、強くなります。
account-lead = サインインしている端末とパスワードを確かめ、変えることができます。
devices = サインインしている端末
device = 端末
device-here = いまの端末
device-since = サインインした日時
device-seen = 最後に使った日時
device-unknown = 名前のない端末
end-session = この端末をサインアウト
end-others = ほかの端末をすべてサインアウト
password-changed = パスワードを変えました。ほかの端末はサインアウトしました。
sessions-ended = サインアウトしました。
forgot = パスワードを忘れた
forgot-lead = 登録したメールアドレスを入力してください。新しいパスワードを決めるための案内を送ります。
forgot-sent = このアドレスに登録があれば、案内を送りました。届かないときは、迷惑メールの箱も確かめてください。
forgot-button = 案内を送る
reset = 新しいパスワードを決める
reset-button = このパスワードにする
reset-done = 新しいパスワードにしました。サインインしてください。
code-heading = 2段階の確認
code-on = サインインのときに認証アプリの数字を聞きます。はじめた日時：
code-off = パスワードだけでサインインしています。認証アプリの数字も聞くようにすると、パスワードが漏れても守られます。
code-begin = 2段階の確認をはじめる
code-drop = 2段階の確認をやめる
spare-left = 控えの残り
passkeys-lead = 指紋や顔、端末の暗証番号でサインインできます。パスワードを打たずに済み、偽のサイトにだまされません。
passkey-name = このパスキーの名前（例：会社のパソコン）
passkey-add = パスキーを加える
passkey-drop = 外す
passkey-unused = まだ使っていません
openid-tied = GビズIDにつながっています。
openid-untied = GビズIDをつなぐと、次からGビズIDでもサインインできます。
openid-drop = GビズIDを外す

## Accounts

account-shut = 続けて間違えたため、いまは入れません
accounts-lead = 入れなくなった人を助け、使わなくなったアカウントを閉じます。行ったことと理由は記録に残ります。

## Certification

certifications-lead = 国や県などの認定と、自社の宣言です。有効期間が切れる60日前から「まもなく切れます」と出ます。
certifications-none = まだ登録がありません。
certification-kind = 認定・宣言の種類
certification-name = 名称
certification-name-hint = 種類が「その他」のときだけ
certification-number = 番号
certification-add = 認定・宣言を加える
certification-remove = 消す
certification-management-innovation = 経営革新計画の承認
certification-management-improvement = 経営力向上計画の認定
certification-advanced-equipment = 先端設備等導入計画の認定
certification-continuity = 事業継続力強化計画の認定
certification-regional-plan = 地域経済牽引事業計画の承認
certification-regional-future = 地域未来牽引企業の選定
certification-partnership = パートナーシップ構築宣言
certification-health = 健康経営優良法人の認定
certification-security = SECURITY ACTION の宣言
certification-iso9001 = ISO 9001
certification-iso14001 = ISO 14001
certification-other = その他
valid-from = 有効期間のはじめ
valid-until = 有効期間のおわり
valid-until-hint = 期限がないときは空のまま
date-hint = 例：令和8年4月1日、2026-04-01
no-end = 期限なし
standing-ahead = これから
standing-valid = 有効
standing-soon = まもなく切れます
standing-ended = 期限切れ
certification-file = 証明書の写し
certification-file-hint = PDF、写真・画像（JPEG、PNG、WebP）、20 MBまで

## Checkpoints

journal-letter-body =
    { $agency } 監査ご担当 様
    { $day }現在の記録の控えをお送りします。この控えがあると、あとから記録が書き換えられたり、末尾が消されたりしていないかを確かめられます。サーバーとは別の場所に保管してください。
    確かめ方: このメールをファイルに保存し、システムの管理者に「shien journal verify --against ファイル名」の実行を依頼してください。
    確認用の公開鍵: { $key }

## Code

code-step-app = スマートフォンの認証アプリ（Google Authenticator など）を開きます。
code-step-scan = アプリでこの二次元コードを読み取ります。
code-step-type = アプリに出た6桁の数字を入力します。
code-picture = 認証アプリで読み取る二次元コード
code-secret = 読み取れないときは、次の文字をアプリに入力してください。
code-confirm = 確認する

## Company

company-lead = ここに入れたことが、試算と申請に使われます。
company-facts = 会社のこと
fact-list-hint = 都道府県の名を「、」で区切って入れてください。
industry-hint = 日本標準産業分類の番号。大分類の文字でもかまいません（例：E、26）。
claims-here = 代表者の申出
claims-here-lead = 次の人が、この会社の代表者だと申し出ています。知っている人のときだけ認めてください。
propose = 変更案を出す
proposes-lead = 代理人として入力しています。変更案を出すと、会社の人が決めます。
unmerge = 元に戻す
unmerge-lead = この会社にまとめた会社：

## Context

our-company = 会社情報

## Details

change-name-lead = 書類や記録には、この氏名で載ります。これまでの記録の氏名も変わります。
change-address-lead = 今のアドレスは { $email } です。新しいアドレスに案内を送ります。案内の中のリンクを開くと変わります。
new-address = 新しいメールアドレス

## Directory

directory-lead = 会社を探し、登録します。同じ会社が2つあるときは、1つにまとめられます。
directory-search = 名前か法人番号の一部
directory-none = 見つかりません。
directory-more = ほかにもあります。言葉を足して絞ってください。
register = 会社を登録する
doubles = 2つあるかもしれない会社
doubles-lead = 名前が同じ会社です。株式会社などの言葉や空白の違いは無視しています。
merge-roles = 人の役割
merge-certifications = 認定・宣言
merge-taken = 残る会社になく、補われる項目
merge-kept = 内容が違い、残る会社のままにする項目
merge-look = まとめる前に見る
merged = 2つの会社を1つにまとめました。

## Doors

passkey-sign-in = パスキーでサインイン
openid-sign-in = GビズIDでサインイン
openid-hint = プライムで入ると、会社の登録まで済みます。

## Gbizinfo

registry-away = gBizINFOにつながりません。お手数ですが、ご自分で入力してください。
registry-certified = gBizINFOにある認定
registry-certified-none = 認定の情報はありません。
registry-closed = gBizINFOでは、この会社の登記は { $day } に閉鎖されています。
registry-do = 選んだ項目を取り込む
registry-fresh = gBizINFOの情報です。
registry-lead = 国の公開情報と、ここの会社情報の違いです。選んだ項目だけを取り込みます。
registry-no-number = 法人番号が分からないため、調べられません。
registry-old = gBizINFOにつながらないため、{ $at } に受け取った情報を示しています。
registry-ours = いまの内容
registry-same = 違いはありません。
registry-take = 取り込む
registry-theirs = gBizINFOの内容
registry-unknown = gBizINFOに、この法人番号の情報はありませんでした。番号を確かめるか、ご自分で入力してください。

## Help

account-code = 2段階の確認
account-find-hint = 登録したメールアドレスをそのまま入力してください。
account-password = パスワード
account-sessions = サインインしている端末の数
account-unknown = このメールアドレスのアカウントはないか、ここでは扱えません。
agency-closure = 年末年始などの休み
agency-closure-hint = 土日・祝日のほかに、毎年休む期間です（例：12月29日～1月3日）。締切を延ばす日を選ぶときに使います。
agency-en = 英語の名称
agency-id = 記号
agency-id-hint = 英小文字と数字とハイフン。あとから変えられません（例：tokyo-center）。
agency-ja = 日本語の名称
help-close = アカウントを閉じる
help-code = 2段階の確認を外す
help-open = もう一度入れるようにする
help-password = 新しいパスワードの案内を送る
help-reason = 理由
help-reason-hint = 本人をどう確かめたかも書いてください（例：登録の電話番号に折り返した）。
help-reopen = アカウントをまた開く
help-sign-out = すべての端末をサインアウト

## History

history-lead = だれが、いつ、何を変えたかです。新しいものから並んでいます。
history-empty = まだ変更はありません。

## Journal

journal-lead = すべての操作が、変えられない記録に残っています。新しいものから並びます。
journal-verify = 改ざんの有無を検証
journal-fold = 開く
journal-details = 内容
journal-older = さらに前の記録
journal-none = 当てはまる記録はありません。

## Keys

code-title = 確認の数字
code-lead = 認証アプリに出ている6桁の数字を入力してください。スマートフォンが手元にないときは、バックアップコードを1つ使えます。
code-again = 最初からやり直す
passkey-expired = 時間が過ぎました。ページを開き直してください。

## List

rows-less = 行を消すには、その行を空にして保存してください。

## Lists

contact-accounting = 経理
contact-applications = 申請
contact-for = 用件
contact-other = その他
contact-title = 役職
department = 所属
establishment-branch = 支社・営業所
establishment-employees = 従業員数
establishment-factory = 工場
establishment-kind = 種類
establishment-laboratory = 研究所
establishment-main = 本社・本店
establishment-name = 名称
establishment-other = その他
establishment-shop = 店舗
kana = フリガナ
postal-code = 郵便番号

## Merge

merge-lead = 下の通りになります。まとめたあと何も変えないうちは、残る会社のページから元に戻せます。
merge-gone = なくなる会社
merge-stays = 残る会社
merge-moves = 移るもの
merge-do = 1つにまとめる
merge-swap = 残す会社を入れかえる

## New company

new-company-do = この会社の代表者として登録する
new-company-lead = 法人番号を入力してください。個人事業者は空のまま進んでください。
new-company-look = 次へ

## Office

office-people = 職員
journal-whole = { $entries }件の記録は、初めから終わりまでつながっています。最終ハッシュ値：{ $last }
journal-broken = { $seq }件目で記録のつながりが切れています。データベースが書き換えられた恐れがあります。すぐに管理者へ知らせてください。
queue-retried = 再実行の待ち列に戻しました。
queue-not-sent = まだ
letter-waiting = { $at } に送ります

## Ownership

ownership-lead = 株主と役員を入れておくと、みなし大企業に当たるかがすぐに分かり、申請のたびに書かずに済みます。
shareholders-hint = 持株割合は 50% や 1/3 のように入力してください。個人と、中小企業のための投資ファンドは大企業に数えません。
shareholders-none = 名前を挙げるほどの株主はいません
officers-none = 役員はいません
officer-from = ほかでの役職
from-nowhere = ほかでは役職についていない
from-large = 大企業の役員・従業員
from-deemed = みなし大企業の役員・従業員
holder-kind = 株主の種類
holder-person = 個人
holder-company = 会社など
holder-fund = 投資ファンド
holder-share = 持株割合
holder-size = 株主の規模
holder-capital = 株主の資本金（円）
size-unknown = わからない
size-other = 大企業ではない
size-large = 大企業
size-deemed = みなし大企業
deemed = みなし大企業に当たるか
deemed-yes = よくある3つの理由（1～3）のどれかに当たります。みなし大企業です。
deemed-no = よくある3つの理由（1～3）のどれにも当たりません。
deemed-unknown = まだ分かりません。下の「まだ分からない」を埋めると決まります。
deemed-note = どの理由を使うかは制度によって違います。申請のときは、その制度の理由で判定します。
deemed-rule-1 = 1　ひとつの大企業が、株式の2分の1以上を持っている
deemed-rule-2 = 2　大企業を合わせると、株式の3分の2以上を持っている
deemed-rule-3 = 3　大企業の役員・従業員を兼ねる人が、役員の2分の1以上いる
deemed-rule-4 = 4　1～3に当たる会社が、株式のすべてを持っている
deemed-rule-5 = 5　1～3に当たる会社の役員・従業員が、役員のすべてを占めている
deemed-rule-6 = 6　直近3年の課税所得の年平均が15億円を超えている
deemed-rule-7 = 7　資本金5億円以上の法人ひとつが、株式のすべてを持っている
reason-yes = 当たる
reason-no = 当たらない
reason-unknown = まだ分からない
holder-name = 株主の名前
history-typed-decided = 入力：{ $typed }／決定：{ $decided }
capital = 資本金（円）

## People

invite = 招待する
invite-lead = 招かれた人にメールを送ります。招待は14日のあいだ使えます。
people = 人と役割
invitations-open = 返事を待っている招待
invite-until = 有効期限（代理人は必ず）
invite-until-hint = その日まで役割を持ちます。例：令和9年3月31日
invite-withdraw = 取り消す

## Proposal

proposal-accept = 受け入れる
proposal-accepted = { $who } が { $at } に受け入れました
proposal-refuse = 断る
proposal-refused = { $who } が { $at } に断りました：{ $reason }
proposal-waiting = 決定を待っています
proposal-withdraw = 取り下げる
proposal-withdrawn = { $who } が { $at } に取り下げました
proposals-lead = 代理人が入力した変更です。会社の人が受け入れると、会社情報が変わります。履歴には、入力した人と決めた人の両方が残ります。
proposals-none = 変更案はありません。
refuse-reason = 断る理由（相手に伝わります）
typed-by = 入力した人

## Queue

queue-lead = 送信を待つメールと、後で行う処理です。
queue-letters = メール
queue-jobs = 作業
queue-retry = もう一度行う
queue-kind = 種類
queue-attempts = 回数
queue-error = 最後の失敗
queue-sent = 送信

## Representation

claim-note = ひとこと
claim-note-hint = すでに登録のある会社のとき、決める人に伝わります（例：代表取締役です）。
claims-lead = 会社の代表者だと申し出た人を確かめます。
claims-waiting = 代表者のいない会社への申出
employees-word = 従業員数
how-papers = 書類で
how-person = 対面で
how-post = 郵送で
how-telephone = 電話で
prove = 本人確認済みにする
sign-up-button = 案内を送る
sign-up-lead = メールアドレスを入力してください。登録の案内を送ります。会社の方は、法人番号も入れておくと、あとの入力が減ります。
sign-up-letter-known = このメールアドレスは、すでに登録されています。次のページからサインインしてください。
    { $link }
    お心当たりがないときは、このメールをそのまま捨ててください。
sign-up-number-hint = 13桁。個人事業者の方は空のまま
sign-up-sent = 案内を送りました。メールを確かめてください。届かないときは、迷惑メールの箱も確かめてください。
unproven-companies = 本人確認前の会社
unproven-lead = 自分で登録した会社です。代表者かどうかを確かめたら、確かめ方を選んで記録してください。
capital-word = 資本金
how-checked = 確かめ方
disown = 本人ではない

## Roles

invitation = 招待
invitation-lead = { $place } の{ $role }として招かれています（{ $email }）。
invitation-known = すでに登録があります。パスワードを入力すると、役割が加わります。
invitation-button = 招待を受ける
by-system = 事務局
claim-waiting = 返事を待っています
given-at = 日時
given-by = 与えた人
invitation-decline = 断る
invitations-to-me = あなたへの招待
invited-by = 招待した人
leave-role = 返す
own-claims = 申し出た会社
own-roles-lead = どこで、どの役割を、いつまで持っているかです。
own-roles-none = まだ役割がありません。会社を登録するか、招待を待ってください。
register-steps = 登録の手順
register-address = メールアドレス
register-person = お名前とパスワード
register-company = 会社の登録
register-apply = 申請書の作成
sign-up-end = 登録する
sign-up-welcome = { $email } で登録します。お名前とパスワードを決めてください。

## Settings

agencies = 登録されている機関
agency-found = 機関を加える
agency-found-lead = 別の機関を加えると、あなたがその最初の管理者になります。

## Spare

spare-lead = 2段階の確認がはじまりました。スマートフォンをなくしたときは、次のどれか1つでサインインできます。1つは1回だけ使えます。ここでしか見られないので、印刷するか書き写して、安全な所に置いてください。
spare-done = 控えました

## Tabs

company-pages = 会社のページ
unproven = 本人確認前

## Tie

openid-go = GビズIDへ進む
openid-go-lead = 次のボタンからGビズIDに進み、サインインしてください。このアカウントにつながります。

## Trial

sign-in-for-trial = お試し用の人

## Acts

act-organisation-change = 会社情報を変える
act-directory-read = 会社を探す
act-directory-change = 会社を登録・統合する
act-account-claim = 会社の代表者だと申し出る
act-organisation-propose = 会社情報の変更案を出す

## Letters

forgot-subject = 新しいパスワードのご案内（shien）
forgot-letter = { $name } 様
    新しいパスワードを決めるには、2時間以内に次のページを開いてください。
    { $link }
    お心当たりがないときは、このメールをそのまま捨ててください。パスワードは変わりません。
change-address-subject = メールアドレスの確認（shien）
change-address-letter = { $name } 様
    メールアドレスをこのアドレスに変えるには、2時間以内に次のページを開いてください。
    { $link }
    お心当たりがないときは、このメールをそのまま捨ててください。何も変わりません。
address-changed-subject = メールアドレスが変わりました（shien）
address-changed-letter = { $name } 様
    サインインに使うメールアドレスが { $email } に変わりました。
    お心当たりがないときは、すぐに事務局へ知らせてください。
invite-subject = { $place } からの招待（shien）
invite-letter = { $place } の{ $role }として招かれています。
    14日以内に次のページを開いて、登録してください。
    { $link }
    お心当たりがないときは、このメールをそのまま捨ててください。
journal-letter-subject = 記録の控え（{ $day }）
journal-subject = 対象
claim-answer-subject = { $company }の代表者の申出について（shien）
claim-granted-letter = { $name } 様
    { $company }の代表者として認められました。次のページからお使いください。
    { $link }
claim-letter = { $name } 様
    { $who }さんが、{ $company }の代表者だと申し出ています。次のページで確かめて、認めるか断るかを決めてください。
    { $link }
claim-refused-letter = { $name } 様
    { $company }の代表者としては認められませんでした。心当たりのないときは、会社か事務局にお尋ねください。
    { $link }
claim-subject = { $who }さんが{ $company }の代表者だと申し出ています（shien）
proposal-letter = { $name } 様
    { $who }さんが、{ $company }の会社情報の変更案を出しました。次のページで確かめて、受け入れるか断るかを決めてください。
    { $link }
proposal-subject = { $company }の会社情報の変更案（shien）
sign-up-letter = 登録を申し込んでいただき、ありがとうございます。
    14日以内に次のページを開いて、お名前とパスワードを決めてください。
    { $link }
    お心当たりがないときは、このメールをそのまま捨ててください。
sign-up-subject = 登録のご案内（shien）

## Roles

role-until = { $day }まで

## States

queue-state-waiting = 待ち
queue-state-running = 実行中
queue-state-done = 済み
queue-state-failed = 失敗

## What is wrong

wrong-password-plain = 同じ文字が多すぎます。ほかの言葉も入れてください。
wrong-holder = 株主の名前を入力してください。
wrong-shares-sum = 持株割合の合計が100%を超えています。
wrong-certification-name = 種類が「その他」のときは、名称を入力してください。
wrong-until = おわりの日は、はじめの日より後にしてください。
wrong-company-name = 名称を入力してください。
wrong-corporate-number = 法人番号は13桁です。番号をもう一度確かめてください（検査数字が合いません）。
wrong-number-taken = この法人番号の会社は、もう登録されています。上の欄で探してください。
wrong-merge-numbers = 法人番号が違うので、別の会社です。まとめられません。
wrong-establishment-name = 事業所の名称を入力してください。
wrong-kind = 種類を選んでください。
wrong-number-needed = 会社や団体は、法人番号を入力してください。
wrong-phone = 電話番号として読めません。例：028-600-0000
wrong-postal-code = 郵便番号は7桁です。例：320-0001
wrong-prefecture = 都道府県を選んでください。
wrong-proposal-overtaken = その後に会社情報が変わったため、この変更案は受け入れられません。断って、出し直してもらってください。
wrong-too-many-unproven = 本人確認前の会社が多すぎます。先に事務局の確認を受けてください。
wrong-certifications-many = 登録できる認定や許可は 100 件までです。

## What was done

done-name = 氏名を変えました。
done-address-asked = 新しいアドレスに案内を送りました。リンクを開くまでは、今のアドレスのままです。
done-address = メールアドレスを変えました。
done-passkey = パスキーを加えました。
done-passkey-dropped = パスキーを外しました。
done-code-dropped = 2段階の確認をやめました。
done-agency-founded = 機関を加えました。
done-agency-renamed = 設定を変えました。
done-certified = 認定・宣言を加えました。
done-claim-granted = 申出を認めました。
done-claim-made = 会社に登録のある人と事務局に伝えました。返事が届くまでお待ちください。
done-claim-refused = 申出を断りました。
done-company-founded = 会社を登録しました。下の内容を確かめ、足りないところを入れてください。
done-company-registered = 会社を登録しました。続けて、代表者を招待してください。
done-company-saved = 会社のことを保存しました。
done-helped = 操作を行い、記録に残しました。
done-invitation-accepted = 招待を受けました。
done-invitation-declined = 招待を断りました。
done-invite-sent = 招待のメールを送りました。
done-invite-withdrawn = 招待を取り消しました。
done-proposal-accepted = 変更案を受け入れました。
done-proposal-refused = 変更案を断りました。
done-proposal-withdrawn = 変更案を取り下げました。
done-proposed = 変更案を出しました。会社の人が決めると、会社情報が変わります。
done-proven = 本人確認を記録しました。
done-role-left = 役割を返しました。
take-role-go = 外す
take-role-follows = 外すと、この人はすぐに、この役割でできたことができなくなります。もう一度持たせるには、招待し直します。
leave-role-go = 役割を返す
leave-role-follows = 返すと、この役割でできたことは、すぐにできなくなります。もう一度持つには、招待してもらいます。
token-revoke-go = 失効させる
token-revoke-follows = 失効させると、このトークンを使うシステムは、すぐに何も読み取れなくなります。元に戻すことはできません。
done-role-taken = 役割を外しました。
done-uncertified = 認定・宣言を消しました。
done-unmerged = まとめた会社を元に戻しました。
done-disowned = 役割をすべて外し、相手に知らせました。
done-openid-dropped = GビズIDを外しました。
tokens = アクセストークン
tokens-lead = 機関の業務システムから、この仕組みのデータを読み取るための鍵です。選んだことだけができ、いつでも失効できます。発行と失効は、すべて操作記録に残ります。
tokens-there = 発行したトークン
tokens-none = まだ発行していません。
token-make = トークンを発行する
token-made = トークンを発行しました
token-made-help = 次の文字列は、この画面にしか表示されません。使うシステムに設定し、ほかの場所には残さないでください。
token-name = 使うシステムの名前
token-name-hint = 例：財務会計システム
token-until = 有効期限
token-until-hint = 最長1年です。
token-acts = できること
token-act-call-read = 募集の一覧を読み取る
token-act-application-case = 提出された申請を読み取る
token-used = 最後に使った日時
token-unused = まだ使われていません
token-since = 発行
token-holds = 有効
token-over = 期限切れ
token-revoked = 失効
token-revoke = 失効させる
token-revoke-of = { $name }のトークンを失効させる
done-token-revoked = トークンを失効させました。このトークンでは、もう何も読み取れません。
list-comma = 、
