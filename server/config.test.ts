import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const OIDC = {
	OIDC_ISSUER: 'https://id.example.com/realms/sales',
	OIDC_CLIENT_ID: 'wall',
	OIDC_CLIENT_SECRET: 'secret'
};

describe('[BOOT-5] the configuration', () => {
	test('mail and provider are absent unless configured', () => {
		expect(readConfig({})).toMatchObject({
			publicUrl: undefined,
			mail: undefined,
			oidc: undefined
		});
	});

	test('the provider has a name, scopes and claims unless others are given', () => {
		expect(readConfig(OIDC).oidc).toMatchObject({
			name: 'id.example.com',
			createAccounts: false,
			employeeClaims: ['employee_number', 'employeeNumber'],
			scope: 'openid profile email'
		});
		const more = { ...OIDC, OIDC_NAME: '企业账号', OIDC_CREATE: '1', OIDC_EMPLOYEE_CLAIM: 'no' };
		expect(readConfig(more).oidc).toMatchObject({
			name: '企业账号',
			createAccounts: true,
			employeeClaims: ['no']
		});
	});

	test('the site’s address is an origin', () => {
		expect(readConfig({ PUBLIC_URL: 'https://Sales.example.com/' }).publicUrl).toBe(
			'https://sales.example.com'
		);
		expect(() => readConfig({ PUBLIC_URL: 'https://example.com/wall' })).toThrow(
			'PUBLIC_URL is "https://example.com/wall": give only the beginning, https://example.com.'
		);
		expect(() => readConfig({ PUBLIC_URL: 'sales' })).toThrow('PUBLIC_URL is not an address');
	});

	test('what makes sense together only names what is missing', () => {
		expect(() => readConfig({ SMTP_URL: 'smtp://mail' })).toThrow(
			'SMTP_URL needs MAIL_FROM and PUBLIC_URL too.'
		);
		expect(() => readConfig({ ...OIDC, OIDC_CLIENT_SECRET: ' ' })).toThrow(
			'OIDC_ISSUER needs OIDC_CLIENT_SECRET too.'
		);
	});
});
