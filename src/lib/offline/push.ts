/** This browser's push subscription. Needs the service worker, and so a page with TLS. */
const HOW = { headers: { 'content-type': 'application/json', accept: 'application/json' } };

export const canPush = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window;

const manager = async (): Promise<PushManager> => (await navigator.serviceWorker.ready).pushManager;

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
	const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
	return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

export const isSubscribed = async (): Promise<boolean> =>
	canPush() && (await (await manager()).getSubscription()) !== null;

/** Asks the person, the browser and the server. False: one of them said no. */
export async function subscribe(): Promise<boolean> {
	if ((await Notification.requestPermission()) !== 'granted') return false;
	const push = await manager();
	const { key } = (await (await fetch('/me/push', HOW)).json()) as { key: string };
	// Of another key: the installation was restored from a backup, which does not hold it.
	await (await push.getSubscription())?.unsubscribe();
	const subscription = await push.subscribe({
		userVisibleOnly: true,
		applicationServerKey: bytesOf(key)
	});
	const { endpoint, keys } = subscription.toJSON();
	const body = JSON.stringify({ endpoint, keys });
	const answer = await fetch('/me/push', { method: 'POST', ...HOW, body });
	if (!answer.ok) await subscription.unsubscribe();
	return answer.ok;
}

export async function unsubscribe(): Promise<void> {
	const subscription = await (await manager()).getSubscription();
	if (!subscription) return;
	const body = JSON.stringify({ endpoint: subscription.endpoint });
	await fetch('/me/push', { method: 'DELETE', ...HOW, body });
	await subscription.unsubscribe();
}
