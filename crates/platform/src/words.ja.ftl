## Shared by several pages

mark-macros = マクロがあります
mark-embedded = 別のファイルやプログラムが埋め込まれています
mark-remote = 開くと外部のファイルを読み込みます
mark-script = 開くと動くプログラムか、添付のファイルがあります
mark-unopened = 中身を確かめられませんでした

## Scan

file-harmful = ウイルスの疑い
file-open = 検査待ち

## Acts

act-account-sign-in = サインイン
act-account-read = アカウントを見る
act-account-change = アカウントを変える
act-invitation-accept = 招待を受ける
act-system-set-up = 準備（コマンド）
act-job-work = 作業
act-organisation-read = 会社情報を見る
act-organisation-invite = 会社に招待する
act-organisation-remove = 会社の役割を外す
act-agency-accounts = 職員を見る
act-agency-invite = 職員を招待する
act-agency-remove = 職員の役割を外す
act-journal-read = 記録を見る
act-queue-read = 列を見る
act-queue-change = 列に戻す
act-account-sign-up = 登録を申し込む
act-agency-change = 機関の名前を変える
act-agency-help = アカウントを助ける

## Roles

role-owner = 代表者
role-editor = 編集者
role-accountant = 経理担当
role-viewer = 閲覧者
role-officer = 担当者
role-approver = 決裁者
role-reviewer = 外部専門家
role-auditor = 監査
role-administrator = 管理者
role-agent = 代理人

## What is wrong

wrong-date = 日付は 令和4年10月21日 や 2022-10-21 のように入力してください。
wrong-value = 選び直してください。
wrong-address-known = このメールアドレスには、ほかのアカウントがあります。
wrong-sign-in = メールアドレスかパスワードが違います。
wrong-email = メールアドレスとして読めません。例：taro@example.jp
wrong-name = お名前を入力してください。
wrong-password-short = 12文字以上にしてください。
wrong-password-long = 200文字までにしてください。
wrong-old-password = 今のパスワードが違います。
wrong-last-one = 最後のひとりの役割は外せません。先に、ほかの人を招待してください。
wrong-code = 数字が違うか、すでに使われています。アプリに今出ている6桁を入力してください。
wrong-passkey = このパスキーではサインインできませんでした。もう一度試すか、パスワードをお使いください。
wrong-openid = GビズIDでのサインインができませんでした。もう一度お試しください。
wrong-openid-away = GビズIDにつながりません。しばらくしてから試すか、パスワードをお使いください。
wrong-openid-tied = このGビズIDは、ほかのアカウントにつながっています。
wrong-openid-email = GビズIDからメールアドレスが届きませんでした。事務局にお問い合わせください。
wrong-openid-known = このメールアドレスのアカウントがすでにあります。いったんパスワードでサインインし、アカウントのページでGビズIDをつないでください。
wrong-file-large = ファイルが大きすぎます。
wrong-closure = 12月29日～1月3日 のように入力してください。2か月より長い期間は入力できません。
wrong-agency-id = 英小文字と数字とハイフンだけで、40文字までにしてください。
wrong-agency-taken = この記号の機関は、もうあります。
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
wrong-help-oneself = 自分のアカウントには、これは行えません。ほかの管理者に頼んでください。
wrong-reason = 理由を入力してください。
wrong-until-agent = 代理人には、有効期限を入れてください。
wrong-until-owner = 代表者と管理者には、有効期限を付けられません。
wrong-until-past = これからの日にしてください。
wrong-sign-in-again = 確認のため、いったんサインアウトし、もう一度サインインしてから行ってください。
wrong-openid-tie = GビズIDをつなぐときは、アカウントのページからはじめてください。
wrong-last-key = これを外すと入れなくなります。先にパスワードを用意してください。
wrong-password-common = よく使われる言葉や、お名前・アドレスから推測されやすいパスワードです。関係のない言葉をいくつか並べてください。
wrong-file-archive = このファイルは開けないか、展開すると大きすぎます。別の形で保存し直してください。
wrong-token-name = 名前を60文字までで入れてください。
wrong-token-acts = できることを一つ以上選んでください。
wrong-token-until = 今日から1年以内の日を入れてください。
too-many-tokens = 有効なトークンが50件あります。使っていないものを失効させてください。
act-agency-tokens = アクセストークンを発行・失効する
