-- knlsp in Neovim, from 0.7 on: for Markdown files of a data repository, found
-- by schema/repository.md above them. :help lsp tells what it gives; C-x C-o
-- completes, K shows what stands under the cursor in newer versions (in older
-- ones :lua vim.lsp.buf.hover()).

local clients = {}	-- by the top of their repository

local function root_of(buffer)
	local file = vim.api.nvim_buf_get_name(buffer)
	local folder = vim.fn.fnamemodify(file, ':p:h')
	local page = vim.fn.findfile('schema/repository.md', folder .. ';')
	if file == '' or page == '' then
		return nil
	end
	return vim.fn.fnamemodify(page, ':p:h:h')
end

local function attach(buffer)
	local root = root_of(buffer)
	if not root or vim.fn.executable('knlsp') == 0 then
		return
	end
	local client = clients[root]
	if not client or vim.lsp.client_is_stopped(client) then
		client = vim.lsp.start_client({
			name = 'knlsp',
			cmd = { 'knlsp' },
			root_dir = root,
			capabilities = vim.lsp.protocol.make_client_capabilities(),
		})
		clients[root] = client
	end
	if client then
		vim.lsp.buf_attach_client(buffer, client)
		vim.api.nvim_buf_set_option(buffer, 'omnifunc',
			'v:lua.vim.lsp.omnifunc')
	end
end

vim.api.nvim_create_autocmd('FileType', {
	pattern = 'markdown',
	callback = function(args)
		attach(args.buf)
	end,
})
