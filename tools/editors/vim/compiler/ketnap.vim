" Vim compiler file: kncheck, whose columns are those of the screen (%v). Its
" paths begin at the top of the repository, which it enters first.

if exists('current_compiler')
	finish
endif
let current_compiler = 'ketnap'

let s:root = ketnap#root()
let &l:makeprg = "echo 'kncheck: in " . s:root . "'; kncheck"
let &l:makeprg .= s:root == '' ? '' : ' -C ' . shellescape(s:root)
if s:root != ''
	let &l:makeprg .= ' ' . shellescape(expand('%:p'))
endif
CompilerSet errorformat=%Dkncheck:\ in\ %f,%f:%l:%v:\ %t%*[a-z]:\ %m,%f:\ %t%*[a-z]:\ %m,%-G%.%#
