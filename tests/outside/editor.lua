-- What Neovim's own client makes of a broken record: printed as JSON.
local function say(what, value)
	io.stdout:write(vim.fn.json_encode({ what, value }) .. '\n')
end

local function ask(method, line, character)
	local params = {
		textDocument = { uri = vim.uri_from_bufnr(0) },
		position = { line = line, character = character },
	}
	local got = vim.lsp.buf_request_sync(0, method, params, 60000)
	for _, answer in pairs(got or {}) do
		return answer.result
	end
end

vim.wait(60000, function()
	return #vim.diagnostic.get(0) > 0
end, 20)
for _, d in ipairs(vim.diagnostic.get(0)) do
	say('diagnostic', { d.lnum, d.col, d.code or '', d.message })
end
local name = vim.fn.search('^ho_ten', 'w') - 1
say('hover', ask('textDocument/hover', name, 2).contents.value)
vim.fn.append(4, 'gioi')
for _, item in ipairs(ask('textDocument/completion', 4, 4).items) do
	say('item', { item.label, item.textEdit.newText })
end
-- The day is mended in the buffer: what was found of it is gone.
vim.fn.setline(3, 'ngay_sinh: 1999-03-08')
say('gone', vim.wait(60000, function()
	for _, d in ipairs(vim.diagnostic.get(0)) do
		if d.code == 'value-date' then
			return false
		end
	end
	return true
end, 20))
vim.cmd('qa!')
