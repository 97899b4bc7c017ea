## Fields

at-most-characters = At most { $n } characters.
optional = optional
wrong-missing = Not filled in yet.
wrong-mail = Write an address like taro@example.jp.
wrong-phone-number = Write a number like 028-000-0000, in digits and dashes.
wrong-out-of-range = Enter a number within the limits.
wrong-whole-number = Enter a whole number.

## Autosave

save-idle = What you type is saved by itself.
save-saved = Saved
save-saving = Saving…
save-failed = Not saved; it is sent again as soon as there is a connection.
save-signed-out = You are signed out. What you typed is still here: sign in in another tab and it is saved.
save-changed = changed this
save-restored = What could not be saved before is back.
save-unread = Saved. Something can't be read yet.
conflict = Somebody else changed the same field. Please choose.
conflict-theirs = Theirs:
conflict-mine = Use mine
conflict-take = Use theirs
conflict-own = What you typed in another window

## Tables and extent

rows-most = This table holds { $n } lines at the most, { $shown } on a page.
rows-add = Add lines
row-clear = Clear this row
table-page = Page { $page } of { $pages }
table-turn = To page { $page }
wrong-rows-many = This table holds 300 lines at the most. Put lines that say the same together, or empty those that you do not need.
wrong-fields-many = This application has as many fields as it can hold. Write over lines that you no longer need instead of emptying them.
wrong-long-whole = The application is too long as a whole. Shorten long texts, or attach them as papers.
