import * as client from 'openid-client';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Claims, Identities } from './identities.ts';
import { createSeal } from './seal.ts';
import type { Sessions } from './sessions.ts';
import type { SignedIn, Whence } from './sign-in.ts';

export interface OidcConfig {
	issuer: string;
	clientId: string;
	clientSecret: string;
	/** What the button calls the provider. */
	name: string;
	/** Whether anybody whom the provider lets in gets an account. */
	createAccounts: boolean;
	/** The claims that may hold the employee number, the first that is there counts. */
	employeeClaims: readonly string[];
	scope: string;
}

const CALLBACK_PATH = '/login/oidc/callback';
/** How long somebody may take to sign in at the provider. */
const WAITS_MS = 10 * 60_000;
const PATIENCE_S = 10;
/** Clocks of provider and server may differ by this much, seconds. */
const TOLERANCE_S = 60;

/** What the browser keeps, sealed, while it is at the provider. */
interface Journey {
	state: string;
	nonce: string;
	verifier: string;
	/** Where to go afterwards. */
	to: string;
	/** Who is signed in and connects the identity with their account. */
	connect: string | null;
	until: number;
}

export type Arrived = { to: string } & (
	{ kind: 'signed-in'; session: SignedIn } | { kind: 'connected' }
);

export type Oidc = ReturnType<typeof createOidc>;

const text = (claim: unknown): string | undefined =>
	typeof claim === 'string' && claim.trim() !== ''
		? claim.trim()
		: typeof claim === 'number'
			? String(claim)
			: undefined;

/** Signing in at an OpenID Connect provider: authorization code with PKCE, state and nonce. */
export function createOidc(options: {
	config: OidcConfig;
	identities: Identities;
	sessions: Sessions;
	clock: Clock;
	log: Log;
}) {
	const { config, identities, sessions, clock, log } = options;
	const seal = createSeal(config.clientSecret, 'longhubang oidc journey');
	const issuer = new URL(config.issuer);
	let provider: Promise<client.Configuration> | undefined;

	/** The provider is asked who it is on first use, and again while it has not answered. */
	function discovered(): Promise<client.Configuration> {
		provider ??= client
			.discovery(
				issuer,
				config.clientId,
				{ client_secret: config.clientSecret, [client.clockTolerance]: TOLERANCE_S },
				undefined,
				{
					timeout: PATIENCE_S,
					// Only where the configuration itself names such an address.
					execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []
				}
			)
			.catch((error: unknown) => {
				provider = undefined;
				throw error;
			});
		return provider;
	}

	/** The claims of the ID token, completed by the provider's user info where it has any. */
	async function claimsFrom(
		found: client.Configuration,
		tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers
	): Promise<Claims> {
		const idToken = tokens.claims()!;
		const more = found.serverMetadata().userinfo_endpoint
			? await client.fetchUserInfo(found, tokens.access_token, idToken.sub)
			: {};
		const claims: Record<string, unknown> = { ...more, ...idToken };
		// An address and whether it is verified are taken from one and the same place.
		const mail: Record<string, unknown> = 'email' in idToken ? idToken : more;
		const number = config.employeeClaims.map((claim) => text(claims[claim])).find(Boolean);
		return {
			issuer: issuer.href,
			subject: idToken.sub,
			// Only `true` itself: some providers send "false" as a text.
			verifiedEmail: mail.email_verified === true ? text(mail.email)?.toLowerCase() : undefined,
			employeeNumber: number,
			userName: text(claims.preferred_username),
			name: text(claims.name)
		};
	}

	function openJourney(sealed: string | undefined, state: string | null): Journey | undefined {
		const journey = sealed ? (seal.open(sealed) as Journey | undefined) : undefined;
		return journey && journey.state === state && journey.until > clock() ? journey : undefined;
	}

	/** What the provider says, or undefined when it does not hold: logged, since only the operator can mend it. */
	async function ask(origin: string, search: string, journey: Journey) {
		try {
			const found = await discovered();
			const tokens = await client.authorizationCodeGrant(
				found,
				new URL(CALLBACK_PATH + search, origin),
				{
					pkceCodeVerifier: journey.verifier,
					expectedState: journey.state,
					expectedNonce: journey.nonce,
					idTokenExpected: true
				}
			);
			return await claimsFrom(found, tokens);
		} catch (error) {
			log.warn({ err: error }, 'signing in through the provider failed');
			return undefined;
		}
	}

	return {
		/** What the button calls the provider. */
		name: config.name,

		/**
		 * Begins a journey to the provider: where to send the browser, and what it keeps meanwhile. `origin` is the address
		 * under which this site is reached. Problem: `provider-away`.
		 */
		async begin(from: {
			origin: string;
			to: string;
			connect: string | null;
		}): Promise<Outcome<{ url: string; sealed: string }>> {
			const found = await discovered().catch((error: unknown) => {
				log.warn({ err: error, issuer: config.issuer }, 'the provider could not be reached');
				return undefined;
			});
			if (!found) return failed(problem('', 'provider-away'));
			const journey: Journey = {
				state: client.randomState(),
				nonce: client.randomNonce(),
				verifier: client.randomPKCECodeVerifier(),
				to: from.to,
				connect: from.connect,
				until: clock() + WAITS_MS
			};
			const url = client.buildAuthorizationUrl(found, {
				redirect_uri: from.origin + CALLBACK_PATH,
				scope: config.scope,
				state: journey.state,
				nonce: journey.nonce,
				code_challenge: await client.calculatePKCECodeChallenge(journey.verifier),
				code_challenge_method: 'S256'
			});
			return { ok: true, url: url.href, sealed: seal.close(journey) };
		},

		/**
		 * Ends the journey: signs in, or connects the account of whoever is signed in (`person`). Problems: `provider-refused`,
		 * and those of identities.ts.
		 */
		async arrive(at: {
			origin: string;
			search: string;
			sealed: string | undefined;
			person: string | undefined;
			from: Whence;
		}): Promise<Outcome<Arrived>> {
			const refused = failed(problem('', 'provider-refused'));
			const journey = openJourney(at.sealed, new URLSearchParams(at.search).get('state'));
			if (!journey) return refused;
			const claims = await ask(at.origin, at.search, journey);
			if (!claims) return refused;
			if (journey.connect !== null) {
				if (journey.connect !== at.person) return refused;
				const connected = await identities.connect(claims, journey.connect);
				return connected.ok ? { ok: true, kind: 'connected', to: journey.to } : connected;
			}
			const found = await identities.accountOf(claims);
			if (!found.ok) return found;
			const session = await sessions.start(found.account, at.from);
			return { ok: true, kind: 'signed-in', to: journey.to, session };
		},

		isConnected: (account: string) => identities.isConnected(account, issuer.href),
		disconnect: (account: string) => identities.disconnect(account, issuer.href)
	};
}
