'use strict';
/* Tables are sorted by the heads of their columns, and filtered by words. */
(function () {
	const words = document.body.dataset;

	function plain(text) {
		return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
			.replace(/[đĐ]/g, 'd').toLowerCase();
	}

	/* Every cell says how far down it comes; an absent one comes last. */
	function rank(row, column) {
		const r = row.cells[column].dataset.r;
		return r === undefined ? Infinity : Number(r);
	}

	function sort(table, rows, column, by) {
		const order = rows.slice();
		if (by)
			order.sort(function (a, b) {
				const x = rank(a, column), y = rank(b, column);
				if (x === y || x === Infinity || y === Infinity)
					return x === y ? 0 : x - y;
				return by * (x - y);
			});
		table.tBodies[0].append(...order);
	}

	function sortable(table, rows) {
		const heads = Array.from(table.tHead.rows[0].cells);
		heads.forEach(function (head, column) {
			const button = document.createElement('button');
			button.type = 'button';
			button.append(...head.childNodes);
			head.append(button);
			button.addEventListener('click', function () {
				const was = head.getAttribute('aria-sort');
				const by = was === 'ascending' ? -1 :
					was === 'descending' ? 0 : 1;
				heads.forEach(function (h) {
					h.removeAttribute('aria-sort');
				});
				if (by)
					head.setAttribute('aria-sort', by > 0 ?
						'ascending' : 'descending');
				sort(table, rows, column, by);
			});
		});
	}

	function filterable(table, rows) {
		const box = document.createElement('p');
		const input = document.createElement('input');
		const count = document.createElement('output');
		const texts = rows.map(function (row) {
			return plain(row.textContent);
		});
		box.className = 'filter';
		input.type = 'search';
		input.placeholder = words.filter;
		input.setAttribute('aria-label', words.filter);
		box.append(input, ' ', count);
		table.parentNode.before(box);
		input.addEventListener('input', function () {
			const wanted = plain(input.value).split(/\s+/)
				.filter(Boolean);
			let left = 0;
			rows.forEach(function (row, i) {
				row.hidden = !wanted.every(function (word) {
					return texts[i].includes(word);
				});
				left += !row.hidden;
			});
			if (table.tFoot)
				table.tFoot.hidden = wanted.length > 0;
			count.value = wanted.length ? left + ' / ' +
				rows.length : '';
		});
	}

	document.querySelectorAll('table.data').forEach(function (table) {
		const rows = Array.from(table.tBodies[0].rows);
		if (rows.length > 1)
			sortable(table, rows);
		if (rows.length > 7)
			filterable(table, rows);
	});
}());
