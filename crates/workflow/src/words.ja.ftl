## Approval: list

approvals = 起案・決裁
approvals-none = 起案はありません。
approval-whose = 対象
approval-own = 自分がかかわるもの
approval-any = すべて
approval-find = 件名の一部
approval-next = 次の人
approval-turn = 自分の番
approval-yours = あなたの番です
approval-state-circulating = 回議中
approval-state-returned = 差戻し
approval-state-decided = 決裁済
approval-state-rejected = 否決
approval-state-withdrawn = 取下げ

## Approval: draft

approval-new = 起案する
approval-new-lead = 決裁を受ける内容を書きます。送ると、下の決裁区分に従って順に回ります。
approval-kind = 区分
approval-kind-hint = 区分と金額で、回る順が決まります。
approval-title = 件名
approval-title-hint = 例：令和8年度○○補助金の交付決定について
approval-amount = 金額
approval-amount-hint = 金額がない場合は空けておきます。
approval-body = 伺い文
approval-body-hint = 何をしたいか、その理由、根拠となる規程を書きます。
approval-send = 回議に送る
approval-general = 一般の伺い

## Approval: sheet

approval-sheet = 起案書
approval-stamps = 決裁欄
approval-consult = 合議
approval-decide = 決裁
approval-waits = 未回答
approval-outcome-agreed = 同意
approval-outcome-decided = 決裁
approval-outcome-returned = 差戻し
approval-outcome-rejected = 否決
approval-by-deputy = 代理：{ $name }（後閲：{ $looked }）
approval-unreviewed = 未
approval-number = 文書番号
approval-number-later = 決裁後に付きます
approval-year = 年度
approval-drafter = 起案者
approval-drafted = 起案
approval-ended = 決裁・終了日
approval-subject = 対象の案件
approval-subject-open = 案件を開く
approval-past = これまでの回議
approval-round = { $n }回目
approval-decide-here = 決裁する
approval-agree-here = 合議に答える
approval-stead = { $name }さんの代理として答えます。{ $name }さんに後閲の案内が届きます。
approval-remark = 意見・理由
approval-remark-hint = 差戻し・否決のときは理由を書いてください。
approval-do-decide = 決裁する
approval-do-agree = 同意する
approval-do-return = 差し戻す
approval-do-reject = 否決する
approval-review-lead = 不在の間に、代理の人が答えました。内容を確かめてください。
approval-do-review = 後閲した
approval-again = 直して、もう一度回議に送る
approval-withdraw = この起案を取り下げる
approval-withdraw-lead = 取り下げると、回議が終わります。記録は残ります。
approval-do-withdraw = 取り下げる

## Approval: routes

approval-routes = 決裁区分
approval-routes-lead = 区分と金額ごとに、だれに合議し、だれが決裁するかを決めます。回議中の起案には影響しません。
approval-routes-none = 決裁区分がまだありません。管理者が登録すると、起案を送れるようになります。
approval-bound = 金額の上限
approval-bound-hint = この金額以下の起案に使います。上限がない場合は空けておきます。
approval-at-most = { $yen }円以下
approval-no-bound = 上限なし
approval-series = 文書記号
approval-series-hint = 例：産振（「産振第12号」となります）
approval-steps = 回る順
approval-steps-hint = 上から順に回ります。最後の人が決裁し、それまでの人は合議です。
approval-place = 順
approval-position = 職名
approval-person = 担当する人
approval-deputy = 代理の人
approval-deputy-of = （代理 { $name }）
approval-gone = 退職した人
approval-route-new = 決裁区分を加える
approval-route-drop = 外す

## Acts

act-approval-list = 起案の一覧を見る
act-approval-draft = 起案する
act-approval-route = 決裁区分を決める
act-approval-read = 起案を見る
act-approval-change = 起案を直す・取り下げる
act-approval-decide = 合議・決裁する
act-approval-review = 後閲する

## Letters

approval-ask-subject = 【決裁】ご確認ください：{ $title }
approval-ask-letter =
    { $name } 様

    次の起案があなたの番になりました。

    件名：{ $title }

    内容の確認と回答：
    { $link }
approval-decided-subject = 【決裁済】{ $title }（{ $number }）
approval-decided-letter =
    { $name } 様

    次の起案が決裁されました。

    件名：{ $title }
    文書番号：{ $number }

    { $link }
approval-returned-subject = 【差戻し】{ $title }
approval-returned-letter =
    { $name } 様

    次の起案が差し戻されました。直して、もう一度回議に送ってください。

    件名：{ $title }
    理由：{ $remark }

    { $link }
approval-rejected-subject = 【否決】{ $title }
approval-rejected-letter =
    { $name } 様

    次の起案が否決されました。

    件名：{ $title }
    理由：{ $remark }

    { $link }
approval-review-subject = 【後閲】代理の回答をご確認ください：{ $title }
approval-review-letter =
    { $name } 様

    不在の間に、次の起案に代理の人が答えました。内容を確かめて、後閲してください。

    件名：{ $title }

    { $link }

## What is wrong

wrong-approval-kind = 区分を選んでください。
wrong-approval-subject = この区分は、対象の案件の画面から起案してください。
wrong-approval-title = 件名を書いてください。
wrong-approval-body = 伺い文を書いてください。
wrong-approval-amount = 金額を数字で書いてください。
wrong-approval-remark = 差戻し・否決の理由を書いてください。
wrong-approval-refuse = 合議では否決できません。同意するか、差し戻してください。
wrong-route-none = この区分と金額に合う決裁区分がありません。管理者に登録を頼んでください。
wrong-route-own = 決裁する人が起案者本人になり、代理の人もいません。管理者に決裁区分を確かめてもらってください。
wrong-route-decide = 決裁する人を1人、最後に置いてください。
wrong-route-deputy = 本人を代理にすることはできません。
wrong-route-twice = 同じ人が2回入っています。
wrong-route-person = 担当する人と代理の人を、一覧から選んでください。
wrong-route-title = 職名を書いてください。
wrong-route-series = 文書記号を書いてください。
wrong-route-bound = 同じ区分と上限の決裁区分がすでにあります。先にそれを外してください。

## What was done

done-approval-drafted = 起案を回議に送りました。
done-approval-agreed = 同意しました。次の人に案内を送りました。
done-approval-decided = 決裁しました。文書番号が付きました。
done-approval-returned = 差し戻しました。
done-approval-rejected = 否決しました。
done-approval-withdrawn = 取り下げました。
done-approval-reviewed = 後閲しました。
done-approval-again = 直した起案を回議に送りました。
done-route-kept = 決裁区分を保存しました。
done-route-dropped = 決裁区分を外しました。

## Thread

messages-none = まだやりとりはありません。
message-send = 送る
wrong-body = 本文を書いてください。
wrong-messages-many = この件について送れる件数を超えました。実施機関にお電話ください。

## Checklist

found-yes = 適合
found-no = 不適合
found-unknown = 要確認
found-judgement = 人が判断
tick-ok = 確認した
tick-no = 不備
tick-clear = 取り消す
tick-old = 前回の提出のときの確認
wrong-ticked-meanwhile = この項目は、画面を開いたあとにほかの職員が確認しました。いまの内容を確かめて、必要ならもう一度押してください。

## Correction

correction-asked = 補正のお願い
correction-answered = （提出済み）
return-due = 補正の期限
return-message = 全体について
return-reason = 補正を書く
return-why = 補正の理由
return-reasons-help = 理由は、内容や書類の各項目の「補正を書く」に書きます。理由を書いた画面だけが、申請者に開きます。一つも書かなければ、すべての画面が開きます。
return-reasons-go = 申請の内容へ
return-reasons-count = 理由を書いた項目：
due-example = 例：{ $day }、12/10、来週金曜
wrong-due-missing = 補正の期限を入れてください。
return-go = 補正を求める
date-example = 例：{ $day }

## Work list

work-find = さがす
pick = 選ぶ
pick-all = この条件に合う { $n } 件すべてを選ぶ
view-name = 検索条件を保存
view-keep = 保存する
view-drop = 表示を消す
done-view-named = 表示を残しました。
done-view-dropped = 表示を消しました。
wrong-view-name = 表示の名前を入れてください。
wrong-none-picked = 1件以上選んでください。
cell-cut = …（Excelのセルに入る長さを超えたため、ここで切りました）
cell-unwritten = （Excelに書き出せませんでした）
columns = 表示する列
columns-show = この列で表示する

## Batch

batch-open = 途中で止まっているもの：
batch-begin = 始める
batch-not = やめる
batch-going = 残りがあります。
batch-ended = すべて終わりました。
batch-go-on = 続ける
item-waiting = 待ち
item-done = 済み
item-failed = できなかった
item-impossible = この操作はできません
wrong-batch-large = 一度に行えるのは 1,000 件までです。条件をしぼってください。
batch-would = { $n } 件を処理します。
batch-nothing-yet = まだ何もしていません。
batch-record = 件名・番号
batch-whose = 相手
batch-amount = 金額
checks-look = 確認が必要
checks-judge = 人が判断
checks-found = 適合（自動判定）
checks-open = 未確認{ $n }件
checks-confirm = 適合をまとめて確認（{ $n }件）
checks-keys = キー操作：J 次の未確認、K 前の未確認
