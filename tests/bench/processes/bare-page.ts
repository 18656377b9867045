/** The least that shows a sale: one socket, one line, set from the frame as it came. */
export const BARE_PAGE = `<!doctype html>
<meta charset="utf-8">
<body><section class="latest"><li><span class="amount"></span></li></section>
<script>
	const line = document.querySelector('.amount');
	const socket = new WebSocket('ws://' + location.host + '/');
	socket.onmessage = ({ data }) => {
		const [, , delta] = JSON.parse(data.slice(2));
		const row = Object.values(Object.values(delta.patch.scenes)[0].latest.rows).filter(Boolean).at(-1);
		line.textContent = '+' + (row.amount / 1e6).toFixed(2) + '\\u00a0万';
	};
</script>`;
