" What Vim makes of a broken record: printed as JSON.
function! Say(what, value)
	call writefile([json_encode([a:what, a:value])], $OUT, 'a')
endfunction

silent make!
for one in getqflist()
	if one.valid
		call Say('found', [fnamemodify(bufname(one.bufnr), ':t'), one.lnum, one.vcol, one.col, one.type, one.text])
	endif
endfor
call cursor(search('^hoc_van'), 1)
execute "normal! A\<C-X>\<C-O>\<C-N>\<Esc>"
call Say('line', getline('.'))
call append(2, 'gioi')
call cursor(3, 1)
execute "normal! A\<C-X>\<C-O>\<Esc>"
call Say('line', getline('.'))
qall!
