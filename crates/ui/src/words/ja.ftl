skip = 本文へ移動
tagline = 産業支援の制度
footer = 判定と金額は募集案内にもとづく見込みです。正式な決定は実施機関が行います。
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
calls = 募集の一覧
calls-lead = 会社のことと経費を入力すると、対象になるか、いくら受けられるか、その理由がわかります。
window = 募集期間
cap = 限度額
rate = 率
operator = 実施機関
estimate = いくら受けられるか試す
detail = 制度の内容
notices = お知らせ
notice-extended = 締切を { $until } まで延長しました。{ $said }
notice-revised = 募集要領を改訂しました。{ $said }
apply = 申請書をつくる
state-open = 募集中
state-coming = 募集前
state-closed = 募集終了
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
filing = 応募方法
planned = （予定）
about = 頃
if-needed = 条件付き
group = 区分
value = 内容
source = 出典
company = 会社のこと
member-n = 構成員
project = 事業のこと
budget = 経費
budget-hint = 税抜きの金額。「500万」のような書き方もできます。
category = 費目
amount = 金額（円）
industry = 業種
industry-manufacturing = 製造業・建設業・運輸業・その他
industry-wholesale = 卸売業
industry-retail = 小売業・飲食店
industry-service = サービス業
industry-software = ソフトウェア業・情報処理
industry-lodging = 旅館・ホテル
employees = 常時使用する従業員（人）
choose = 選んでください
yes = はい
no = いいえ
has-establishment = { $prefecture }に事業所がある
other-subsidies = 同じ事業でほかの補助金を
other-none = 申請も受給もしていない
other-pending = 申請している
other-adopted = 採択された・受けている
relation = ほかの構成員が株式を持っている
relation-none = 持たれていない
relation-share = 持株の割合
labour = 人件費を時間と給与から計算する
labour-hours = 作業時間（時間）
labour-annual = 年間所定労働時間
labour-base = 年間基本給（円）
labour-allowances = 年間の対象手当と賞与（円）
add-member = 構成員を加える
remove-member = この構成員を外す
calculate = 計算する
clear = はじめから
sample = 例を入れてみる
sample-go = 例を入れる
answer = 結果
grant = 受けられる見込みの額
if-eligible = 要件を満たした場合の額
still-needed = 入力すると判定できること
to-mend = 要件を満たすには
limit-bars = 費目の上限
gain = あと1万円計上すると
gain-row = 補助金の増加
documents-needed = 必要な書類
judged = 担当者が判断すること
why = 要件の判定
step = 段階
before = 計算前
after = 計算後
used = 使った割合
copy = この結果のアドレスを写す
copied = 写しました
copy-hint = アドレスには、入力した数字が入っています。見てもよい人だけに渡してください。
print = 印刷する
errors = 入力を確かめてください
yen = { $amount }円
clause = 根拠
none = なし
member = 構成員
lead = 申請者（代表）
wrong-amount = 金額として読めません。5,000,000 や 500万 のように入力してください。
wrong-not-whole = 金額は1円単位で入力してください。小数は、1.5億 や 12.5万 のように、単位の前でだけ使えます。
wrong-two-numbers = 数字の間に空白があり、二つの数に見えます。一つの数を、空白を入れずに入力してください。
wrong-commas = コンマは、5,000,000 のように3桁ごとに入れてください。小数点には . を使ってください。
wrong-point = 点が桁区切りか小数点か分かりません。50万なら 500,000 か 500000 のように入力してください。
wrong-too-large = 数が大きすぎます。
wrong-negative = マイナスの値は入力できません。
wrong-count = 人数は 25 のように整数で入力してください。
wrong-hours = 時間は 160 や 8.5 のように入力してください。8時間30分は 8.5 です。
wrong-date = 日付は 令和4年10月21日 や 2022-10-21 のように入力してください。
wrong-value = 選び直してください。
wrong-share = 割合は 50% のように入力してください。
who = サインインと会社
sign-in = サインイン
sign-in-lead = メールアドレスとパスワードを入力してください。
sign-out = サインアウト
sign-in-for-trial = お試し用の人
sign-in-trial-lead = ここはお試し用です。次のだれとしてもサインインできます。パスワードはどれも「{ $password }」です。
email = メールアドレス
password = パスワード
password-new = 新しいパスワード
password-old = 今のパスワード
password-hint = 12文字以上。記号は要りません。いくつかの単語を並べると覚えやすく、強くなります。
name = お名前
account = アカウント
account-lead = サインインしている端末とパスワードを確かめ、変えることができます。
devices = サインインしている端末
device = 端末
device-here = いまの端末
device-since = サインインした日時
device-seen = 最後に使った日時
device-unknown = 名前のない端末
end-session = この端末をサインアウト
end-others = ほかの端末をすべてサインアウト
change-password = パスワードを変える
password-changed = パスワードを変えました。ほかの端末はサインアウトしました。
sessions-ended = サインアウトしました。
forgot = パスワードを忘れた
forgot-lead = 登録したメールアドレスを入力してください。新しいパスワードを決めるための案内を送ります。
forgot-sent = このアドレスに登録があれば、案内を送りました。届かないときは、迷惑メールの箱も確かめてください。
forgot-button = 案内を送る
forgot-subject = 新しいパスワードのご案内（shien）
forgot-letter = { $name } 様

    新しいパスワードを決めるには、2時間以内に次のページを開いてください。

    { $link }

    お心当たりがないときは、このメールをそのまま捨ててください。パスワードは変わりません。
reset = 新しいパスワードを決める
reset-button = このパスワードにする
reset-done = 新しいパスワードにしました。サインインしてください。
change-name = 氏名を変える
change-name-lead = 書類や記録には、この氏名で載ります。これまでの記録の氏名も変わります。
done-name = 氏名を変えました。
change-address = メールアドレスを変える
change-address-lead = 今のアドレスは { $email } です。新しいアドレスに案内を送ります。案内の中のリンクを開くと変わります。
new-address = 新しいメールアドレス
change-address-subject = メールアドレスの確認（shien）
change-address-letter = { $name } 様

    メールアドレスをこのアドレスに変えるには、2時間以内に次のページを開いてください。

    { $link }

    お心当たりがないときは、このメールをそのまま捨ててください。何も変わりません。
done-address-asked = 新しいアドレスに案内を送りました。リンクを開くまでは、今のアドレスのままです。
take-address = このアドレスに変える
take-address-lead = これからは、この案内が届いたアドレスでサインインします。案内もこのアドレスに届きます。
address-changed-subject = メールアドレスが変わりました（shien）
address-changed-letter = { $name } 様

    サインインに使うメールアドレスが { $email } に変わりました。

    お心当たりがないときは、すぐに事務局へ知らせてください。
done-address = メールアドレスを変えました。
wrong-address-known = このメールアドレスには、ほかのアカウントがあります。
invite = 招く
invite-lead = 招かれた人にメールを送ります。招待は14日のあいだ使えます。
invite-subject = { $place } からの招待（shien）
invite-letter = { $place } の{ $role }として招かれています。

    14日以内に次のページを開いて、登録してください。

    { $link }

    お心当たりがないときは、このメールをそのまま捨ててください。
invitation = 招待
invitation-lead = { $place } の{ $role }として招かれています（{ $email }）。
invitation-known = すでに登録があります。パスワードを入力すると、役割が加わります。
invitation-button = 招待を受ける
role = 役割
role-owner = 代表者
role-editor = 編集者
role-accountant = 経理担当
role-viewer = 閲覧者
role-officer = 担当者
role-approver = 決裁者
role-reviewer = 外部専門家
role-auditor = 監査
role-administrator = 管理者
people = 人と役割
take-role = 役割を外す
our-company = 会社情報
company-lead = ここに入れたことが、試算と申請に使われます。
company-facts = 会社のこと
save = 保存する
company-type-yes-no = はい・いいえ
fact-list-hint = 都道府県の名を「、」で区切って入れてください。
office = 管理
office-people = 職員
journal = 記録
journal-lead = すべての行いが、変えられない記録に残っています。新しいものから並びます。
journal-verify = 記録のつながりを確かめる
journal-whole = { $entries }件の記録は、初めから終わりまでつながっています。最後の印：{ $last }
journal-broken = { $seq }件目で記録のつながりが切れています。データベースが書き換えられた恐れがあります。すぐに管理者へ知らせてください。
journal-letter-subject = 記録の控え（{ $day }）
journal-letter-body =
    { $agency } 監査ご担当 様

    { $day }現在の記録の控えをお送りします。この控えがあると、あとから記録が書き換えられたり、末尾が消されたりしていないかを確かめられます。サーバーとは別の場所に保管してください。

    確かめ方: このメールをファイルに保存し、システムの管理者に「shien journal verify --against ファイル名」の実行を依頼してください。
    確認用の公開鍵: { $key }
journal-act = 行い
journal-actor = 行った人
journal-subject = 対象
journal-said = 内容
journal-at = 日時
journal-older = さらに前の記録
journal-none = 当てはまる記録はありません。
search = さがす
queue = 送信と作業
queue-lead = 送るメールと、あとで行う作業の列です。
queue-letters = メール
queue-jobs = 作業
queue-retry = もう一度行う
queue-retried = 列に戻しました。
queue-none = いまは何もありません。
queue-state-waiting = 待ち
queue-state-running = 実行中
queue-state-done = 済み
queue-state-failed = 失敗
queue-kind = 種類
queue-attempts = 回数
queue-error = 最後の失敗
queue-sent = 送信
queue-not-sent = まだ
to = 宛先
subject = 件名
state = 状態
problem-denied = このページは開けません
problem-denied-help = このページを見る役割がありません。必要なときは、管理者か会社の代表者に頼んでください。
problem-stale = ほかの人が先に変えました
problem-stale-help = 前のページに戻って新しい内容を確かめ、もう一度入力してください。入力した内容は保存されていません。
problem-expired = この案内はもう使えません
problem-expired-help = 期限が過ぎたか、すでに使われています。もう一度送ってもらってください。
problem-harmful = このファイルは開けません
problem-harmful-help = 検査で、害のあるプログラムの疑いが見つかりました。ファイルを作った端末を確かめ、安全なファイルを付け直してください。
file-harmful = ウイルスの疑い
file-open = 検査待ち
problem-too-many = しばらくお待ちください
problem-too-many-help = 続けて何度も試されたため、止めています。15分ほどおいて、もう一度お試しください。
problem-busy = いま混み合っています
problem-busy-help = ほかの人の分が終わるのを待っています。1分ほどおいて、もう一度お試しください。
wrong-sign-in = メールアドレスかパスワードが違います。
wrong-email = メールアドレスとして読めません。例：taro@example.jp
wrong-name = お名前を入力してください。
wrong-password-short = 12文字以上にしてください。
wrong-password-long = 200文字までにしてください。
wrong-password-plain = 同じ文字が多すぎます。ほかの言葉も入れてください。
wrong-old-password = 今のパスワードが違います。
wrong-last-one = 最後のひとりの役割は外せません。先に、ほかの人を招いてください。
prefill = 会社の情報を入れる
act-account-sign-in = サインイン
act-account-read = アカウントを見る
act-account-change = アカウントを変える
act-invitation-accept = 招待を受ける
act-system-set-up = 準備（コマンド）
act-job-work = 作業
act-organisation-read = 会社情報を見る
act-organisation-change = 会社情報を変える
act-organisation-invite = 会社に招く
act-organisation-remove = 会社の役割を外す
act-agency-accounts = 職員を見る
act-agency-invite = 職員を招く
act-agency-remove = 職員の役割を外す
act-journal-read = 記録を見る
act-queue-read = 列を見る
act-queue-change = 列に戻す
place = 会社・機関
industry-hint = 日本標準産業分類の番号。大分類の文字でもかまいません（例：E、26）。
wrong-code = 数字が違うか、すでに使われています。アプリに今出ている6桁を入力してください。
wrong-passkey = このパスキーではサインインできませんでした。もう一度試すか、パスワードをお使いください。
wrong-openid = GビズIDでのサインインができませんでした。もう一度お試しください。
wrong-openid-away = GビズIDにつながりません。しばらくしてから試すか、パスワードをお使いください。
wrong-openid-tied = このGビズIDは、ほかのアカウントにつながっています。
wrong-openid-email = GビズIDからメールアドレスが届きませんでした。事務局にお問い合わせください。
wrong-openid-known = このメールアドレスのアカウントがすでにあります。いったんパスワードでサインインし、アカウントのページでGビズIDをつないでください。
code = 6桁の数字
code-title = 確認の数字
code-lead = 認証アプリに出ている6桁の数字を入力してください。スマートフォンが手元にないときは、控えの数字を1つ使えます。
code-again = はじめからやり直す
code-heading = 2段階の確認
code-on = サインインのときに認証アプリの数字を聞きます。はじめた日時：
code-off = パスワードだけでサインインしています。認証アプリの数字も聞くようにすると、パスワードが漏れても守られます。
code-begin = 2段階の確認をはじめる
code-drop = 2段階の確認をやめる
code-new = 2段階の確認をはじめる
code-step-app = スマートフォンの認証アプリ（Google Authenticator など）を開きます。
code-step-scan = アプリでこの絵を読み取ります。
code-step-type = アプリに出た6桁の数字を入力します。
code-picture = 認証アプリで読み取る二次元コード
code-secret = 読み取れないときは、次の文字をアプリに入力してください。
code-confirm = 確認する
spare-title = 控えの数字
spare-lead = 2段階の確認がはじまりました。スマートフォンをなくしたときは、次のどれか1つでサインインできます。1つは1回だけ使えます。ここでしか見られないので、印刷するか書き写して、安全な所に置いてください。
spare-left = 控えの残り
spare-done = 控えました
password-confirm = 確認のため、今のパスワード
passkeys = パスキー
passkeys-lead = 指紋や顔、端末の暗証番号でサインインできます。パスワードを打たずに済み、偽のサイトにだまされません。
passkey-name = このパスキーの名前（例：会社のパソコン）
passkey-add = パスキーを加える
passkey-drop = 外す
passkey-unused = まだ使っていません
passkey-sign-in = パスキーでサインイン
passkey-closed = 取り消しました。もう一度試すか、パスワードをお使いください。
passkey-expired = 時間が過ぎました。ページを開き直してください。
done-passkey = パスキーを加えました。
done-passkey-dropped = パスキーを外しました。
done-code-dropped = 2段階の確認をやめました。
openid-heading = GビズID
openid-sign-in = GビズIDでサインイン
openid-hint = プライムで入ると、会社の登録まで済みます。
openid-tied = GビズIDにつながっています。
openid-untied = GビズIDをつなぐと、次からGビズIDでもサインインできます。
openid-tie = GビズIDをつなぐ
rehearsal = 予行演習中です。時計を動かしています。ここで行ったことは本番の記録にはなりません。
ownership = 株主と役員
ownership-lead = 株主と役員を入れておくと、みなし大企業に当たるかがすぐに分かり、申請のたびに書かずに済みます。
shareholders = 株主
shareholders-hint = 持株割合は 50% や 1/3 のように入力してください。個人と、中小企業のための投資ファンドは大企業に数えません。
shareholders-none = 名前を挙げるほどの株主はいません
officers = 役員
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
reason = 理由
reason-yes = 当たる
reason-no = 当たらない
reason-unknown = まだ分からない
rows-more = 行が足りないときは、いったん保存すると増えます。
wrong-holder = 株主の名前を入力してください。
wrong-shares-sum = 持株割合の合計が100%を超えています。
wrong-file-large = ファイルが大きすぎます。
history = 変更の履歴
history-lead = だれが、いつ、何を変えたかです。新しいものから並んでいます。
history-empty = まだ変更はありません。
history-none = なし
history-part = 項目
history-before = 変更前
history-after = 変更後
holder-name = 株主の名前
certifications = 認定・宣言
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
wrong-certification-name = 種類が「その他」のときは、名称を入力してください。
wrong-until = おわりの日は、はじめの日より後にしてください。
act-directory-read = 会社を探す
act-directory-change = 会社を登録・統合する
directory = 会社名簿
directory-lead = 会社を探し、登録します。同じ会社が2つあるときは、1つにまとめられます。
directory-search = 名前か法人番号の一部
directory-none = 見つかりません。
directory-more = ほかにもあります。言葉を足して絞ってください。
company-name = 名称
company-kind = 種類
corporate-number = 法人番号
corporate-number-hint = 13桁。個人事業者など、ないときは空のまま
register = 会社を登録する
doubles = 2つあるかもしれない会社
doubles-lead = 名前が同じ会社です。株式会社などの言葉や空白の違いは無視しています。
merge = 会社を1つにまとめる
merge-lead = 下の通りになります。まとめたあと何も変えないうちは、残る会社のページから元に戻せます。
merge-gone = なくなる会社
merge-stays = 残る会社
merge-moves = 移るもの
merge-roles = 人の役割
merge-certifications = 認定・宣言
merge-taken = 残る会社になく、補われる項目
merge-kept = 内容が違い、残る会社のままにする項目
merge-look = まとめる前に見る
merge-do = 1つにまとめる
merge-swap = 残す会社を入れかえる
merged = 2つの会社を1つにまとめました。
wrong-company-name = 名称を入力してください。
wrong-corporate-number = 法人番号は13桁です。番号をもう一度確かめてください（検査数字が合いません）。
wrong-number-taken = この法人番号の会社は、もう登録されています。上の欄で探してください。
wrong-merge-numbers = 法人番号が違うので、別の会社です。まとめられません。
account-closed = 閉じています
account-code = 2段階の確認
account-find-hint = 登録したメールアドレスをそのまま入力してください。
account-password = パスワード
account-sessions = サインインしている端末の数
account-shut = 続けて間違えたため、いまは入れません
account-unknown = このメールアドレスのアカウントはないか、ここでは扱えません。
accounts = アカウントの手助け
accounts-lead = 入れなくなった人を助け、使わなくなったアカウントを閉じます。行ったことと理由は記録に残ります。
act-account-claim = 会社の代表者だと申し出る
act-account-sign-up = 登録を申し込む
act-agency-change = 機関の名前を変える
act-agency-help = アカウントを助ける
act-organisation-propose = 会社情報の変更案を出す
address = 所在地
agencies = 登録されている機関
agency-closure = 年末年始などの休み
agency-closure-hint = 土日・祝日のほかに、毎年休む期間です（例：12月29日～1月3日）。締切を延ばす日を選ぶときに使います。
agency-en = 英語の名称
agency-found = 機関を加える
agency-found-lead = 別の機関を加えると、あなたがその最初の管理者になります。
agency-id = 記号
agency-id-hint = 英小文字と数字とハイフン。あとから変えられません（例：tokyo-center）。
agency-ja = 日本語の名称
agency-settings = 機関の設定
by-system = 事務局
certification-file = 証明書の写し
certification-file-hint = PDF、写真・画像（JPEG、PNG、WebP）、20 MBまで
claim-answer-subject = { $company }の代表者の申出について（shien）
claim-granted = 認められました
claim-granted-letter = { $name } 様

    { $company }の代表者として認められました。次のページからお使いください。

    { $link }
claim-grant = 認める
claim-letter = { $name } 様

    { $who }さんが、{ $company }の代表者だと申し出ています。次のページで確かめて、認めるか断るかを決めてください。

    { $link }
claim-note = ひとこと
claim-note-hint = すでに登録のある会社のとき、決める人に伝わります（例：代表取締役です）。
claim-refuse = 断る
claim-refused = 断られました
claim-refused-letter = { $name } 様

    { $company }の代表者としては認められませんでした。心当たりのないときは、会社か事務局にお尋ねください。

    { $link }
claim-subject = { $who }さんが{ $company }の代表者だと申し出ています（shien）
claim-waiting = 返事を待っています
claims = 申出と本人確認
claims-here = 代表者の申出
claims-here-lead = 次の人が、この会社の代表者だと申し出ています。知っている人のときだけ認めてください。
claims-lead = 会社の代表者だと申し出た人を確かめます。
claims-waiting = 代表者のいない会社への申出
company-pages = 会社のページ
contact-accounting = 経理
contact-applications = 申請
contact-for = 用件
contact-other = その他
contact-representative = 代表者
contact-title = 役職
contacts = 連絡先
contacts-lead = 申請や経理の連絡をする人です。アカウントがなくてもかまいません。
department = 所属
done-agency-founded = 機関を加えました。
done-agency-renamed = 設定を変えました。
done-certified = 認定・宣言を加えました。
done-claim-granted = 申出を認めました。
done-claim-made = 会社に登録のある人と事務局に伝えました。返事が届くまでお待ちください。
done-claim-refused = 申出を断りました。
done-company-founded = 会社を登録しました。下の内容を確かめ、足りないところを入れてください。
done-company-registered = 会社を登録しました。つづけて、代表者を招いてください。
done-company-saved = 会社のことを保存しました。
done-helped = 行いました。記録に残りました。
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
done-role-taken = 役割を外しました。
done-uncertified = 認定・宣言を消しました。
done-unmerged = まとめた会社を元に戻しました。
employees-word = 従業員数
establishment-branch = 支社・営業所
establishment-employees = 従業員数
establishment-factory = 工場
establishment-kind = 種類
establishment-laboratory = 研究所
establishment-main = 本社・本店
establishment-name = 名称
establishment-other = その他
establishment-shop = 店舗
establishments = 事業所
establishments-lead = 本社と、ほかの事業所です。「事業所のある都道府県」は、ここから決まります。
given-at = 日時
given-by = 与えた人
help-close = アカウントを閉じる
help-code = 2段階の確認を外す
help-open = もう一度入れるようにする
help-password = 新しいパスワードの案内を送る
help-reason = 理由
help-reason-hint = 本人をどう確かめたかも書いてください（例：登録の電話番号に折り返した）。
help-reopen = アカウントをまた開く
help-sign-out = すべての端末をサインアウト
history-typed-decided = 入力：{ $typed }／決定：{ $decided }
how-papers = 書類で
how-person = 対面で
how-post = 郵送で
how-telephone = 電話で
invitation-decline = 断る
invitations-open = 返事を待っている招待
invitations-to-me = あなたへの招待
invite-until = いつまで（代理人は必ず）
invite-until-hint = その日まで役割を持ちます。例：令和9年3月31日
invite-withdraw = 取り消す
invited-by = 招いた人
kana = フリガナ
leave-role = 返す
new-company = 会社を登録する
new-company-do = この会社の代表者として登録する
new-company-lead = 法人番号を入力してください。個人事業者は空のまま進んでください。
new-company-look = 次へ
own-claims = 申し出た会社
own-roles = 役割と会社
own-roles-lead = あなたがどこで、どの役割を、いつまで持っているかです。
own-roles-none = まだ役割がありません。会社を登録するか、招待を待ってください。
phone = 電話番号
postal-code = 郵便番号
prefecture = 都道府県
proposal-accept = 受け入れる
proposal-accepted = { $who } が { $at } に受け入れました
proposal-letter = { $name } 様

    { $who }さんが、{ $company }の会社情報の変更案を出しました。次のページで確かめて、受け入れるか断るかを決めてください。

    { $link }
proposal-refuse = 断る
proposal-refused = { $who } が { $at } に断りました：{ $reason }
proposal-subject = { $company }の会社情報の変更案（shien）
proposal-waiting = 決定を待っています
proposal-withdraw = 取り下げる
proposal-withdrawn = { $who } が { $at } に取り下げました
proposals = 変更案
proposals-lead = 代理人が入力した変更です。会社の人が受け入れると、会社情報が変わります。履歴には、入力した人と決めた人の両方が残ります。
proposals-none = 変更案はありません。
propose = 変更案を出す
proposes-lead = 代理人として入力しています。変更案を出すと、会社の人が決めます。
prove = 確かめた
refuse-reason = 断る理由（相手に伝わります）
registry = gBizINFO
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
role-agent = 代理人
role-until = { $day }まで
rows-less = 行を消すには、その行を空にして保存してください。
sign-up = 初めての方
sign-up-button = 案内を送る
sign-up-end = 登録する
sign-up-lead = メールアドレスを入力してください。登録の案内を送ります。会社の方は、法人番号も入れておくと、あとの入力が減ります。
sign-up-letter = 登録を申し込んでいただき、ありがとうございます。

    14日以内に次のページを開いて、お名前とパスワードを決めてください。

    { $link }

    お心当たりがないときは、このメールをそのまま捨ててください。
sign-up-letter-known = このメールアドレスは、すでに登録されています。次のページからサインインしてください。

    { $link }

    お心当たりがないときは、このメールをそのまま捨ててください。
sign-up-number-hint = 13桁。個人事業者の方は空のまま
sign-up-sent = 案内を送りました。メールを確かめてください。届かないときは、迷惑メールの箱も確かめてください。
sign-up-subject = 登録のご案内（shien）
sign-up-welcome = { $email } で登録します。お名前とパスワードを決めてください。
typed-by = 入力した人
unmerge = 元に戻す
unmerge-lead = この会社にまとめた会社：
unproven = 本人確認前
unproven-companies = 本人確認前の会社
unproven-lead = 自分で登録した会社です。代表者かどうかを確かめたら、確かめ方を選んで記録してください。
wrong-closure = 12月29日～1月3日 のように入力してください。2か月より長い期間は入力できません。
wrong-agency-id = 英小文字と数字とハイフンだけで、40文字までにしてください。
wrong-agency-taken = この記号の機関は、もうあります。
wrong-establishment-name = 事業所の名称を入力してください。
wrong-file-broken = ファイルを受け取れませんでした。もう一度お試しください。
wrong-file-empty = ファイルが空です。
wrong-file-kind = この種類のファイルは受け取れません（名前ではなく中身で確かめています）。受け取れるのは、PDF、写真・画像（JPEG、PNG、WebP）、Word（.docx）、Excel（.xlsx）です。
wrong-file-kind-picture = この種類のファイルは受け取れません（名前ではなく中身で確かめています）。受け取れるのは、PDF、写真・画像（JPEG、PNG、WebP）です。
wrong-file-locked = パスワードがかかっています。パスワードを外してから、もう一度送ってください。
wrong-file-damaged = ファイルが途中で切れているか、壊れています。元のファイルが開けることを確かめて、もう一度送ってください。
wrong-file-heic = HEIC（iPhoneの写真など）は受け取れません。JPEGかPDFにしてから送ってください。
wrong-file-picture = この形式の画像（TIFF、GIF、BMP）は受け取れません。PDF、JPEG、PNG、WebPのどれかにしてから送ってください。
wrong-file-old = 古い形式のWord・Excel（.doc、.xls）などは受け取れません。Wordは.docx、Excelは.xlsxで保存し直すか、PDFにしてから送ってください。
wrong-file-office = この形式の文書は受け取れません。Word（.docx）、Excel（.xlsx）で保存し直すか、PDFにしてから送ってください。
wrong-file-macros = マクロのあるファイル（.docm、.xlsm）は受け取れません。マクロのない形式（.docx、.xlsx）で保存し直すか、PDFにしてから送ってください。
wrong-file-zip = ZIPなど、まとめたファイルは受け取れません。中のファイルを1つずつ送ってください。
mark-macros = マクロがあります
mark-embedded = 別のファイルやプログラムが埋め込まれています
mark-remote = 開くと外部のファイルを読み込みます
mark-script = 開くと動くプログラムか、添付のファイルがあります
mark-unopened = 中身を確かめられませんでした
wrong-help-oneself = 自分のアカウントには、これは行えません。ほかの管理者に頼んでください。
wrong-kind = 種類を選んでください。
wrong-number-needed = 会社や団体は、法人番号を入力してください。
wrong-phone = 電話番号として読めません。例：028-600-0000
wrong-postal-code = 郵便番号は7桁です。例：320-0001
wrong-prefecture = 都道府県を選んでください。
wrong-proposal-overtaken = その後に会社情報が変わったため、この変更案は受け入れられません。断って、出し直してもらってください。
wrong-reason = 理由を入力してください。
wrong-too-many-unproven = 本人確認前の会社が多すぎます。先に事務局の確認を受けてください。
wrong-until-agent = 代理人には、いつまでかを入れてください。
wrong-until-owner = 代表者と管理者には、終わりの日を付けられません。
wrong-until-past = これからの日にしてください。
capital = 資本金（円）
how = 金額の計算
capital-word = 資本金
how-checked = 確かめ方
disown = 別人だった
done-disowned = 役割をすべて外し、相手に知らせました。
wrong-sign-in-again = 確認のため、いったんサインアウトし、もう一度サインインしてから行ってください。
wrong-openid-tie = GビズIDをつなぐときは、アカウントのページからはじめてください。
openid-drop = GビズIDを外す
openid-go = GビズIDへ進む
openid-go-lead = 次のボタンからGビズIDに進み、サインインしてください。このアカウントにつながります。
done-openid-dropped = GビズIDを外しました。
wrong-last-key = これを外すと入れなくなります。先にパスワードを用意してください。
wrong-password-common = よく使われる言葉や、お名前・アドレスから推測されやすいパスワードです。関係のない言葉をいくつか並べてください。
weak = 事務局の仕事をするには、2段階の確認かパスキー、GビズIDでサインインしてください。アカウントのページで2段階の確認をはじめられます。
my-applications = 申請一覧
my-applications-none = まだ申請がありません。募集の一覧から始められます。
apply-lead = ここで始めると、下書きはすべて自動で保存されます。何日かけても、何人で書いてもかまいません。
apply-company = 申請する会社
apply-begin = 書きはじめる
apply-closed = いまは申請を受け付けていません。
apply-no-company = 申請するには、会社の登録が必要です。
apply-register = 会社を登録する
apply-there = 書きかけ・提出済みの申請
note-consult-required = 提出の前に、事務局への相談が必要です。相談すると、事務局が記録します。
note-consult-recommended = 提出の前に、事務局に相談することをおすすめします。
note-one = 1社につき1件まで申請できます。
closes = 締切
left-none = 締切を過ぎました
left-minutes = あと { $n } 分
left-hours = あと { $n } 時間
left-days = あと { $n } 日
untitled = （題名のない申請）
saved-last = 最後の保存
state-of-draft = 作成中
state-of-filed = 提出済み
state-of-reopened = 提出後の修正中
state-of-returned = 補正が必要
state-of-accepted = 受理
state-of-refused = 不受理
state-of-withdrawn = 取下げ
part-project = 事業の概要
part-plan = 事業計画
part-schedule = 実施スケジュール
part-team = 実施体制
part-effect = 期待される効果
part-others = ほかの補助金
part-members = 構成員
part-facts = 会社のこと（要件の確認）
part-costs = 経費明細
part-funds = 資金計画
part-papers = 提出書類
part-declaration = 誓約と同意
part-done = 記入済み
part-left = あと { $n } 項目
parts-left = あと { $n } か所を記入すると提出できます。
part-closed = いまは変更できません。状態：
part-saved = 保存しました。
lead-part-project = 採択されると、題名と概要は公表されることがあります。
lead-part-plan = 審査する人が読む中心の部分です。専門でない人にもわかる言葉で書いてください。
lead-part-schedule = いつ、何を行うかを、順に書いてください。
lead-part-team = だれが、何を受け持つかを書いてください。
lead-part-effect = 補助事業の結果、何がどれだけ変わるかを、数字を入れて書いてください。
lead-part-others = 同じ事業で受けている、または申請している補助金をすべて書いてください。
lead-part-facts = 会社情報から写してあります。違うところを直してください。
lead-part-costs = 1行に1つの支出を書いてください。書くたびに、対象になる額と理由が出ます。
lead-part-funds = 経費の合計と、補助金・自己資金・借入金などの合計が同じになるように書いてください。
lead-part-papers = 必要な書類と、その理由です。ファイルは保存された時点で指紋（SHA-256）が付きます。
lead-part-declaration = 内容を確かめて、チェックを入れてください。
lead-part-members = いっしょに申請する会社です。
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
ask-declare-true = 記載した内容は事実と相違ありません。
ask-declare-gangs = 申請者と役員は、暴力団などの反社会的勢力ではなく、関係もありません。
ask-declare-duties = 採択されたときの義務（制度の内容に記載）を守ります。
ask-beyond = 表にない経費（消費税・対象外の経費など、円）
ask-own = 自己資金（円）
ask-loan = 借入金（円）
ask-other = その他（円）
ask-other-from = 「その他」の内訳
hint-title = 何をする事業か、ひと目でわかる題名にしてください。
hint-starts = 例：令和9年1月15日、2027-01-15
hint-beyond = なければ空欄でかまいません。
at-most-characters = { $n } 字まで。
year-0 = 直近の決算
year-1 = 1年目
year-2 = 2年目
year-3 = 3年目
figure = 項目
figures = これからの数字
schedule-from = 始まり
schedule-to = 終わり
schedule-what = 行うこと
schedule-who = 受け持つ人
team-who = 氏名・会社名
team-role = 役割
team-work = 受け持つ仕事
other-name = 補助金の名前
other-scheme = この募集が名指しする補助金
other-scheme-other = 名指しされていない
other-status = 状況
other-amount = 金額（円）
other-over = 終了・不採択・取下げ
others-none = ほかの補助金は受けておらず、申請もしていない
others-none-hint = ある場合は、ここにチェックを入れずに下の表に書いてください。
cost-category = 費目
cost-label = 品名・内容
cost-basis = 積算の根拠
cost-unit_price = 単価（円）
cost-quantity = 数量
cost-amount = 金額（円）
cost-tax = 消費税
cost-paid_to = 支払先
cost-details = この行のくわしいこと
cost-person = 従事する人
cost-useful_life_months = 使用できる期間（月）
cost-kind = 対象外に当たるもの
cost-ordinary = どれにも当たらない
tax-without = 税抜き
tax-10 = 税込み（10％）
tax-8 = 税込み（8％）
wrong-missing = まだ記入されていません。
wrong-long = 長すぎます。字数を減らしてください。
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
wrong-file-missing = ファイルを選んでください。
wrong-extension = いまの締切よりあとの日時にしてください。
wrong-revision = このファイルは公開できません。誤りを直してください。
wrong-outage = 何が起きたかを書いてください。
wrong-future = これからの日は記録できません。
wrong-view-name = 表示の名前を入れてください。
wrong-busy = 申請者が修正しているところです。終わるまでお待ちください。
wrong-late = 締切を過ぎています。
wrong-arrived = 届いた日時を、いまより前で入れてください。
optional = 任意
save-next = 保存して次へ：
save-idle = 入力すると自動で保存します。
save-saved = 保存しました
save-saving = 保存しています…
save-failed = 保存できていません。つながり次第、もう一度送ります。
save-signed-out = サインインが切れました。入力はこの画面に残っています。別のタブでサインインすると保存されます。
save-changed = が変更しました
save-restored = 前に保存できなかった入力を戻しました。
conflict = 同じ欄を、ほかの人も変更していました。どちらにするか選んでください。
conflict-theirs = 相手の入力：
conflict-mine = 自分の入力を使う
conflict-take = 相手の入力を使う
to-steps = 申請の目次へ
signed-out = サインインが切れています
signed-out-help = 入力した内容は、このページに残っています。次の順に進めてください。
signed-out-first = 別のタブでサインインする
signed-out-then = サインインしてから、入力した内容を送る
past = 前の入力
past-none = ほかの人が書き換えたものはありません。
member-name = 会社・団体の名前
member-email = 招く人のメールアドレス
member-email-hint = その会社の人に、参加の案内を送ります。
member-add = 構成員を加える
member-away = 外す
member-added = 構成員を加えました。
member-gone = 構成員を外しました。
member-joined = 参加済み
member-unjoined = 参加待ち
member-private = 各社の経費と書類は、その会社と事務局だけが見ます。代表の会社に見えるのは合計だけです。
joining = 連携体に参加する
joining-go = この会社で参加する
joining-subject = { $company }から、共同申請への参加の案内
papers-hint = PDF、写真・画像（JPEG、PNG、WebP）、Word（.docx）、Excel（.xlsx）。1つ { $most } まで。途中で切れたときは、もう一度送れます。
papers-others = ほかの構成員が { $n } 件を提出済み
paper-typed = この画面で作成
paper-there = 添付済み
paper-needed = 必要
paper-optional = あれば
paper-perhaps = 条件による
paper-unneeded = 不要
paper-unasked = いまは求められていません
paper-scan = 届いた書類のスキャン
paper-put = 添付する
paper-drop = 外す
because = 理由：
file-choose = ファイルを選ぶ
file-name = ファイル名
file-size = 大きさ
upload-sending = 送っています
upload-failed = 送れませんでした。
upload-again = もう一度送る
steps = 書くこと
totals = 金額
total = 合計
funds-costs = 経費の合計
balance-even = 経費 { $costs } 円 ＝ 補助金 { $grant } 円 ＋ 自己資金など { $own } 円。合っています。
balance-short = 経費 { $costs } 円に対して、補助金 { $grant } 円と自己資金など { $own } 円では、{ $short } 円足りません。
balance-over = 経費 { $costs } 円に対して、補助金 { $grant } 円と自己資金など { $own } 円では、{ $short } 円多すぎます。
balance-unknown = 補助金の額がまだ決まらないため、確かめられません（経費 { $costs } 円）。
more-to-do = そのほか
messages = 事務局とのやりとり
messages-none = まだやりとりはありません。
message-body = 事務局へ
message-to-applicant = 申請者へ
message-send = 送る
the-office = 事務局
revised-since = 募集要領が改訂されました。
correction-asked = 補正のお願い
correction-until = 期限：
correction-answered = （提出済み）
late-help = 締切を過ぎたため、提出できません。入力はそのまま残っています。事情がある場合は、事務局にご相談ください。
reopened-help = 修正中です。もう一度提出するまでは、前に提出したものが有効です。締切までに提出し直さなければ、前のものが残ります。
reopen = 修正する
reopen-help = 締切までは、提出したあとでも直せます。
discard = 修正をやめる
discard-help = 提出したものに戻します。
withdraw = 取り下げる
withdraw-help = 取り下げると、元に戻せません。提出したものは記録に残ります。
withdraw-go = 申請を取り下げる
file-check = 確認して提出
file-go = 提出する
file-help = 提出すると受付番号が付き、受付票を受け取れます。締切までは提出後も直せます。
file-refused = まだ提出されていません
file-refused-help = 入力した内容はすべて残っています。次のところを直して、もう一度提出してください。
obstacles = 提出の前に
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
flags = 要件を満たさない可能性があります
flags-help = 提出はできます。判定に誤りがあると思うときは、そのまま提出して事務局にお知らせください。
arrived = 届いた日時
arrived-day = 届いた日
arrived-time = 時刻（例：16:45）
posted-day = 消印の日
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
work-text = 受付番号・申請者・題名
work-find = さがす
work-none = ここに当てはまる申請はありません。
state-any = すべて
any = すべて
officer = 担当
officer-me = 自分
officer-nobody = 未定
assign = 担当を決める
pick = 選ぶ
view-name = いまの表示を名前を付けて残す
view-keep = 残す
view-drop = 表示を消す
view-named = 表示を残しました。
view-dropped = 表示を消しました。
page-earlier = 前へ
page-later = 次へ
batch = まとめて行う
batch-accept = 選んだものを受理する
batch-assign = 選んだものの担当を決める
batch-officer = 担当にする人
batch-open = 途中で止まっているもの：
batch-would = { $n } 件に行います。補助金の見込みの合計は { $yen } 円です。まだ何もしていません。
batch-begin = 始める
batch-not = やめる
batch-going = 残りがあります。
batch-ended = すべて終わりました。
batch-go-on = 続ける
item-waiting = 待ち
item-done = 済み
item-failed = できなかった
item-cant = この操作はできません
case = 申請の画面内の移動
case-plan = 申請の内容
case-decide = 判断
formal-check = 形式審査
found-yes = 適合
found-no = 不適合
found-unknown = 要確認
found-judgement = 人が判断
tick-ok = 確認した
tick-no = 不備
note = メモ
assessment-differs = いまの計算の結果が、提出時に保存した結果と違います。プログラムの更新による可能性があります。
filed-under-earlier = 改訂前の募集要領で提出されています。判定も、その版で行っています。
applicant-busy = 申請者が修正しているところです。ここに見えるのは、前に提出されたものです。
elsewhere = 同じ会社の、ほかの申請
accept = 受理する
refuse = 不受理にする
return = 補正を求める
return-due = いつまでに
return-message = 全体について
return-reasons = 項目ごとの理由
return-go = 補正を求める
allow-late = 締切後の提出を認める
allow-late-help = この申請だけが、決めた日時まで提出できます。理由は記録に残ります。
until-day = いつまで（日）
until-time = 時刻（例：17:00）
told-filed = 提出
told-ticked = 形式審査の記入
told-assigned = 担当の決定
told-allowed-late = 締切後の提出を承認
told-wrote = やりとり
told-warned = 締切前のお知らせ
told-typed = 入力
told-member = 書類・構成員
told-joined = 構成員の参加
told-reopened = 提出後の修正を開始
told-discarded = 修正を取りやめ
told-withdrawn = 取下げ
told-returned = 補正依頼
told-accepted = 受理
told-refused = 不受理
calls-office = 募集の管理
calls-none = この機関の募集はまだありません。
call-public = 公開ページ
drafts = 作成中
filed-count = 提出
unpublished = まだ募集にしていない制度
publish = 募集として公開する
outages = 障害の記録
outages-help = ここに書くと、データベースが止まっていても読めるお知らせのページに載ります。
outages-none = 障害の記録はありません。
outage-note = 障害を記録する
outage-began-day = 始まった日
outage-ended-day = 終わった日
outage-end = 終わったことを記録する
outage-what = 何が起きたか
outage-was = { $began } から { $ended } まで、障害がありました：{ $what }
outage-is = { $began } から障害が起きています：{ $what }
outage-extended = 「{ $call }」の締切を { $until } まで延長しました。
announcements = お知らせ
announcements-none = いまお知らせはありません。
extend = 締切を延長する
extend-help = 作成中・提出済みのすべての申請者に、メールで知らせます。
writing = 書いている申請者
writing-none = 書いている申請者はいません。
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
revision = 募集要領を改訂する
revision-lead = まず影響を確かめます。公開すると、作成中の申請は新しい版で続きます。提出済みの申請は、提出したときの版のままです。
revision-faults = このファイルは使えません
revision-file = 制度のファイル（YAML）
revision-said = 申請者に知らせる変更の内容
revision-look = 影響を確かめる
revision-publish = 改訂を公開する
revision-changes = 変わるところ
revision-effect = 作成中の申請への影響
revision-filed = 提出済みの { $n } 件は変わりません。
grant-before = 補助金（いま）
grant-after = 補助金（改訂後）
obstacles-before = 残り（いま）
obstacles-after = 残り（改訂後）
unasked = 使われなくなる入力
change-added = { $what }が加わる：{ $name }
change-removed = { $what }がなくなる：{ $name }
change-figure = { $what }：{ $before } → { $after }
change-facts = 質問
change-words-only = 説明の文だけが変わります。
sheet-applications = 申請
sheet-members = 構成員
sheet-costs = 経費
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
done-view-named = 表示を残しました。
done-view-dropped = 表示を消しました。
done-ticked = 記入しました。
done-assigned = 担当を決めました。
done-returned = 補正を求めました。申請者に知らせました。
done-accepted = 受理しました。申請者に知らせました。
done-refused = 不受理にしました。申請者に知らせました。
done-allowed-late = 締切後の提出を認めました。申請者に知らせました。
done-published = 募集として公開しました。
done-outage-noted = 記録し、お知らせのページに載せました。
done-extended = 締切を延長し、申請者に知らせました。
done-revised = 改訂を公開し、申請者に知らせました。
done-consulted = 事前相談を記録しました。
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

    「{ $call }」への申請{ $title }に、直していただきたいところがあります。
    期限：{ $due }

    { $said }

    くわしくは次のページをご覧ください。
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

    { $said }

    { $link }
allowed-late-subject = 締切後の提出を認めました
allowed-late-letter =
    { $company } 様

    「{ $call }」への申請{ $title }は、{ $until } まで提出できます。

    { $link }
asked-subject = 事務局から連絡があります
asked-letter =
    { $company } 様

    「{ $call }」への申請{ $title }について、事務局から連絡があります。次のページでご覧ください。

    { $link }
extended-subject = 締切を延長しました
extended-letter =
    { $company } 様

    「{ $call }」の締切を { $until } まで延長しました。前にお知らせした締切に代わるものです。

    { $said }

    { $link }
revised-subject = 募集要領を改訂しました
revised-letter =
    { $company } 様

    「{ $call }」の募集要領を改訂しました。書きかけの申請{ $title }は、入力をそのままに、新しい版で続けられます。

    { $said }

    { $link }
closing-subject = 締切が近づいています（{ $left }）
closing-letter =
    { $company } 様

    「{ $call }」への申請{ $title }は、まだ提出されていません（提出後の修正中のものを含みます）。
    締切：{ $until }

    { $link }
rows-add = 行を加える
rows-most = この表に入力できるのは { $n } 行までです。{ $shown } 行ごとにページを分けています。
table-page = { $page } ページ目（全 { $pages } ページ）
table-turn = { $page } ページ目へ
wrong-certifications-many = 登録できる認定や許可は 100 件までです。
wrong-rows-many = この表に入力できるのは 300 行までです。同じ内容の行をまとめるか、使わない行を空にしてください。
wrong-fields-many = この申請書に入力できる欄の数を超えました。使わない行を空にするのではなく、書き直して使ってください。
wrong-long-whole = 申請書全体の文字数が多すぎます。長い文章を短くするか、別の書類として添付してください。
wrong-drafts-many = 作成中の申請書が 100 件あります。新しく始める前に、作成中のものを提出するか、その続きを書いてください。
drafts-most = 一つの会社が同時に作成できる申請書は { $n } 件までです。
messages-most = 一つの申請について送れるのは { $n } 件まで、1 件は 4,000 字までです。
wrong-messages-many = この申請について送れる件数を超えました。実施機関にお電話ください。
revision-most = ファイルは { $bytes } まで、要件や費目などの項目は一つの一覧につき { $n } 件までです。
told-begun = 作成の開始
told-answered = 補正後の提出
history-of = 経過
refilled = 提出のあとに会社情報でわかり、判定に使っている項目：
wrong-undetermined = まだわからない項目があり、対象になるかが決まりません。会社情報を確かめるか、補正を求めてください。
wrong-file-archive = このファイルは開けないか、展開すると大きすぎます。別の形で保存し直してください。
look-here = 書類をここで見る
outage-touched = この障害の時間は、次の募集の締切前に当たります。
outage-extend = {$call} の締切を延ばす
outage-reason = {$began}から{$ended}までの障害（{$what}）のため、締切を延長します。
the-system = システム
reading = 書いた内容をまとめて読む・印刷する
reading-none = まだ何も書かれていません。
reading-back = 申請の目次へ
announcement-of = 【{ $agency }】{ $line }
outage-began-time = 始まった時刻
outage-ended-time = 終わった時刻
outage-lasts = { $began } から続いています
outage-form-help = 日付は「令和8年11月27日」「2026-11-27」のどちらでも書けます。まだ続いているときは、終わった日と時刻を空けておきます。
outage-correct = この記録を直す
outage-keep = 記録を保存する
wrong-outage-began = 始まった日時は、いまより前、1年以内にしてください。
wrong-outage-ended = 終わった日時は、始まった日時より後、いまより前にしてください。
part-to-correct = 補正が必要
paper-keyed = { $channel }で届いた申請です。窓口の担当者が書類のとおりに入力しています。
discard-go = 修正をやめて、提出した内容に戻す
return-whole = 全体
tick-old = 前回の提出のときの確認
changes-since = 前回の提出から変わったところ
change-what = 項目
change-before = 前回
change-now = 今回
filings-before = これまでの提出：
date-example = 例：{ $day }
extend-sure = 締切をこのように延ばし、作成中の人と提出した人に知らせます（メール { $n } 通）。延ばした締切は早められません。
extend-go = 延長して知らせる
extend-not = やめる
extend-check = 延長の内容を確かめる
wrong-extension-far = 締切は1年より先にはできません。日付を確かめてください。
act-call-read = 募集を見る
act-call-change = 募集を変える
act-call-receive = 届いた書類・相談を記録する
act-call-export = 一覧を書き出す
act-application-begin = 申請を始める
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
wrong-quantity = 3 のように、整数で入力してください。
wrong-body = 本文を書いてください。
wrong-moment = 日付は「令和8年11月27日」、時刻は「17:00」のように入力してください。
wrong-none-picked = 1件以上選んでください。
wrong-ends = 終わりの日は、始まりの日より後にしてください。
wrong-mail = メールアドレスは taro@example.jp のように入力してください。
wrong-phone-number = 電話番号は 028-000-0000 のように、数字と「-」で入力してください。
part-wrong = 直すところがあります
done-part-saved-wrong = 保存しました。ただし、読み取れないところがあります。
row-clear = この行を消す
outage-now = 障害が起きています
waits-for-answer = 返事待ち
cost-product = 単価×数量：{ $yen }円
deadline-over = 締切を過ぎました
messages-later = ここから事務局に書けるのは、提出したあとです。提出前のご質問は、募集案内の問い合わせ先へお願いします。
told-closed = 締切により、提出した内容に確定
told-to-all = { $count }社すべてが読みます。1社だけの経費のことは、補正依頼の「項目ごとの理由」に書くと、その会社だけに見えます。
tick-clear = 取り消す
wrong-ticked-meanwhile = この項目は、画面を開いたあとにほかの職員が確認しました。いまの内容を確かめて、必要ならもう一度押してください。
upload-sent = 送りました。
wrong-file-one = ファイルは1つずつ送ってください。
member-number = 構成員の番号
receipt-file-other = （ほかの構成員の書類）
receipt-file-unnamed = （名前は受付票をご覧ください）
fault-receipt = 受付票の内容が、コードと一致しません。
fault-content = 保存されている申請の内容が、受付票と一致しません。
fault-assessment = 保存されている判定の結果が、受付票と一致しません。
fault-file = ファイル（SHA-256 { $hash }）が、ないか、中身が違っています。
unfiled-changes = 最後の提出のあとに書いた変更は、提出されていません。有効なのは、第{ $n }回に提出した内容です。
told-recalled = 補正依頼の取消し
done-recalled = 補正依頼を取り消しました。
return-again = 補正依頼を出し直す（期限や内容を変える）
recall = 補正依頼を取り消す
recall-help = 提出済みに戻ります。申請者が書いたものは消えません。
recalled-subject = 補正の依頼を取り消しました（{ $receipt }）
recalled-letter =
    { $company } 様

    「{ $call }」への申請{ $title }について、先にお願いした補正は必要なくなりました。提出いただいた内容のまま手続を進めます。

    { $link }
wrong-unticked = 形式審査に、まだ確認していない項目があります。
unticked-sure = 形式審査のうち { $n } 項目をまだ確認していません。それでも受理しますか。受理すると申請者に知らせが届き、申請者はもう直せません。
accept-sure = 確認していない項目があるまま受理する
pick-all = 表示していないページも含め、この条件に合う { $n } 件すべてに行う
batch-assign-to = 担当を { $who } にする
batch-would-assign = { $n } 件に行います。
batch-unticked = { $n } 件は、形式審査が終わっていないので外しています。
batch-unticked-too = 形式審査が終わっていないものも受理する
wrong-batch-large = 一度に行えるのは 1,000 件までです。条件をしぼってください。
answer-not-yet = まだ読み取れないところがあるため、金額や判定を出せません。赤い字の項目を直すと、ここに出ます。
save-unread = 保存しました。ただし、読み取れないところがあります。
conflict-own = 別の画面でご自身が入力した内容
file-unchanged = 補正の依頼のあと、申請の内容も書類も変わっていません。
yours = あなたの会社が書くところ
others-parts = ほかの会社が書くところ
lead-files = 提出は、代表の { $lead } が行います。
late-company = まだ申請を始めていない会社に、締切後の申請を認める
late-company-help = 上で選んだ会社だけが、ここに書く日時まで申請できます。その会社の担当者に知らせます。
wrong-begun-already = この会社には書きかけか提出済みの申請があります。上の一覧から認めてください。
wrong-nobody-acts = この会社の担当者がまだ登録されていないため、知らせることができません。先に担当者の登録をお願いしてください。
paper-lacks = 足りないところ
paper-lacks-help = 届いたままで受け付けられます。受け付けたあと、補正を依頼できます。
dismissed-subject = 申請の構成員から外れました
dismissed-letter =
    { $company } 様

    「{ $call }」への申請{ $title }で、代表の会社が貴社を構成員から外しました。貴社が入力した内容と書類は、この申請では使われません。
    心当たりがないときは、代表の会社にご確認ください。
held = 残っている入力
joining-as = 招かれた会社
joining-elsewhere = この案内は { $to } あてに送られました。いまは { $me } でサインインしています。心当たりがなければ、参加しないでください。

# 構成員が自分の分を代表に知らせる
release = 代表に知らせる
release-never = まだ代表に知らせていません。知らせるまで、代表には、この会社の金額も、どこまで書いたかも見えません。
release-done = { $at } に代表に知らせました。提出されるのは、このとき書いてあった内容です。
release-old = { $at } に代表に知らせたあと、書き直したところがあります。もう一度知らせるまで、提出されるのは前に知らせた内容です。
release-help = 知らせると、経費の合計、補助金の額、まだ書いていないところの数が代表に伝わります。書いた内容は伝わりません。
release-go = 今の内容で代表に知らせる
done-released = 代表に知らせました。
part-unreleased = まだ知らせがありません
part-of-others = { $name } が書きます
obstacle-unreleased = { $name } が、まだ代表に知らせていません。知らせるまで提出できません。
counted-own = この会社の分だけを計算した金額です。ほかの会社の金額によって、上限などが変わることがあります。全体の金額は、代表に確かめてください。
counted-released = ほかの会社の分は、それぞれが最後に知らせた金額で計算しています。
counted-without = { $names } の分は、まだ知らせがないため入っていません。ほかの会社の分は、それぞれが最後に知らせた金額で計算しています。

# Tables that leave the system, and the tax inside costs
cost-tax-inside = うち消費税（円）
cost-without-tax = 消費税を除いた額（円）
cell-cut = …（Excelのセルに入る長さを超えたため、ここで切りました）
cell-unwritten = （Excelに書き出せませんでした）
balance-tax = 経費のうち { $tax } 円は消費税で、補助の対象になりません。
error-title = エラー：{ $title }
contact-ask = 申請の連絡先の確認
contact-lead = このメールアドレスが、次の会社の申請の連絡先として入力されました。申請の知らせを受け取るかどうかを選んでください。選ぶまで、知らせは送りません。
contact-yes = 知らせを受け取る
contact-no = 受け取らない
contact-granted = 確認しました。申請の知らせは、このアドレスにも届きます。
contact-refused = これからは、この会社の申請の知らせを送りません。
contact-subject = 申請の連絡先の確認（shien）
contact-letter =
    「{ $call }」への申請の連絡先として、このメールアドレスが入力されました。
    入力した会社の名前：{ $company }

    申請の知らせを受け取るときは、14日以内に次のページを開いて選んでください。選ぶまで、知らせは送りません。

    { $link }

    お心当たりがないときは、同じページで断るか、このメールをそのまま捨ててください。
letters-stuck = 届いていない知らせ
letters-stuck-help = アドレスを確かめ、直してください。知らせの内容は、この画面でも確かめられます。
letter-given-up = 届きませんでした
letter-held = 連絡先の人の確認を待っています
letter-waiting = { $at } に送ります
receipt-unprinted = 印刷用の文字がないため、次の文字を〓で示しています（申請の記録には、入力のとおり残っています）：
