" ketnap in Vim: where a repository begins, and what can be written, by knlsp.

function! ketnap#root() abort
	let page = findfile('schema/repository.md', expand('%:p:h') . ';')
	return page == '' ? '' : fnamemodify(page, ':p:h:h')
endfunction

function! ketnap#attach() abort
	if ketnap#root() == ''
		return
	endif
	setlocal omnifunc=ketnap#complete
	compiler ketnap
endfunction

function! s:framed(message) abort
	let message = json_encode(extend({'jsonrpc': '2.0'}, a:message))
	return 'Content-Length: ' . strlen(message) . "\r\n\r\n" . message
endfunction

" The answer with that id among all that was said.
function! s:answer(said, id) abort
	for one in split(a:said, 'Content-Length: \d\+\r\?\n\r\?\n')
		let message = json_decode(one)
		if get(message, 'id', 0) == a:id
			return get(message, 'result', v:null)
		endif
	endfor
	return v:null
endfunction

" The items at the cursor. Each time a server of its own is asked, which knows
" the buffer as it is.
function! s:items() abort
	let uri = 'file://' . substitute(expand('%:p'), '[^A-Za-z0-9/._~-]',
		\ '\=printf("%%%02X", char2nr(submatch(0), 0))', 'g')
	let document = {'uri': uri, 'version': 1, 'languageId': 'markdown',
		\ 'text': join(getline(1, '$'), "\n") . "\n"}
	let said = system('knlsp', s:framed({'id': 1, 'method': 'initialize',
		\ 'params': {'processId': v:null, 'rootUri': v:null,
		\ 'capabilities': {'general':
		\ {'positionEncodings': ['utf-8']}}}})
		\ . s:framed({'method': 'initialized', 'params': {}})
		\ . s:framed({'method': 'textDocument/didOpen',
		\ 'params': {'textDocument': document}})
		\ . s:framed({'id': 2, 'method': 'textDocument/completion',
		\ 'params': {'textDocument': {'uri': uri}, 'position':
		\ {'line': line('.') - 1, 'character': col('.') - 1}}})
		\ . s:framed({'id': 3, 'method': 'shutdown'})
		\ . s:framed({'method': 'exit'}))
	let result = s:answer(said, 2)
	return type(result) == type({}) ? result.items : []
endfunction

" An omnifunc. What is offered fits what was typed already.
function! ketnap#complete(findstart, base) abort
	if a:findstart
		let s:found = s:items()
		return empty(s:found) ? -3 :
			\ s:found[0].textEdit.range.start.character
	endif
	return map(copy(s:found), {_, item -> {
		\ 'word': item.textEdit.newText, 'abbr': item.label,
		\ 'menu': get(item, 'detail', ''), 'icase': 1}})
endfunction
