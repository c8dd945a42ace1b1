-- The clerk's record in Neovim: a line is typed with a slip, which shows, is
-- mended where the editor offers it, and is saved. Printed as JSON.
local function say(what, value)
	io.stdout:write('\n' .. vim.fn.json_encode({ what, value }) .. '\n')
end

local function found(code)
	for _, d in ipairs(vim.diagnostic.get(0)) do
		if d.code == code then
			return d
		end
	end
end

local function wait_for(code, there)
	return vim.wait(60000, function()
		return (found(code) ~= nil) == there
	end, 20)
end

local function type_keys(keys)
	vim.api.nvim_feedkeys(
		vim.api.nvim_replace_termcodes(keys, true, false, true), 'tx',
		false)
end

local function shown(d)
	return d and { d.lnum, d.col, d.end_col, d.code, d.message }
end

-- The answer of the client, and how it counts columns.
local function ask(method, params)
	local got = vim.lsp.buf_request_sync(0, method, params, 60000)
	for id, answer in pairs(got or {}) do
		local client = vim.lsp.get_client_by_id(id)
		return answer.result, client.offset_encoding
	end
end

local function mend(d)
	if not d then
		return
	end
	local params = vim.lsp.util.make_given_range_params(
		{ d.lnum + 1, d.col }, { d.lnum + 1, d.col })
	params.context = { diagnostics = {}, only = { 'quickfix' } }
	local actions, encoding = ask('textDocument/codeAction', params)
	for _, action in ipairs(actions or {}) do
		say('offered', action.title)
	end
	if actions and actions[1] then
		vim.lsp.util.apply_workspace_edit(actions[1].edit, encoding)
	end
end

vim.wait(60000, function()
	return #vim.lsp.buf_get_clients(0) > 0
end, 20)
-- The key as it is completed from its first letters.
type_keys('/^Giới tính<CR>oHọc v<Esc>')
vim.wait(500)
local list = ask('textDocument/completion', {
	textDocument = { uri = vim.uri_from_bufnr(0) },
	position = vim.lsp.util.make_position_params(0).position,
})
for _, item in ipairs(list and list.items or {}) do
	say('item', { item.label, item.textEdit.newText })
end
type_keys('aấn: trung hoc pho thong<Esc>')
say('seen', wait_for('value-enum', true))
say('found', shown(found('value-enum')))
mend(found('value-enum'))
say('gone', wait_for('value-enum', false))
-- A day that there is not has no right answer: it is typed anew.
type_keys(
	'oĐoàn viên: có<CR>Đưa vào nguồn:<CR>  Ngày họp chi bộ: 31/11/2026<Esc>')
say('seen', wait_for('value-date', true))
say('found', shown(found('value-date')))
type_keys('0f3C20/11/2026<Esc>')
say('again', vim.wait(60000, function()
	local d = found('value-date')
	return d and d.message:find('20/11/2026', 1, true) ~= nil
end, 20))
mend(found('value-date'))
say('gone', wait_for('value-date', false))
type_keys('oBiên bản: 02-BB/CB<Esc>')
vim.cmd('write')
say('lines', vim.fn.getline(1, '$'))
vim.cmd('qa!')
